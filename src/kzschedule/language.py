"""The language in which people read an answer: English, Russian or Kazakh.

Texts are written in English in the code, as templates of a `kzschedule.statement.Statement` or marked with ``N_``;
their translations are gettext catalogues in ``locale/``. A text without a translation is shown in English.
``python -m kzschedule.documents`` brings the catalogues up to date.
"""

from __future__ import annotations

import gettext
import os
import struct
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

Language = Literal["en", "ru", "kk"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

#: Folder of the catalogues, and the name that gettext knows them by.
DIRECTORY: Final = Path(__file__).with_name("locale")
DOMAIN: Final = "kzschedule"

#: What POSIX asks for the language of messages, the most important first.
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def default_language(environment: Mapping[str, str] = os.environ) -> Language:
    """Return the language of the user's locale, English if it is none of the three.

    Parameters
    ----------
    environment : mapping of str to str
        The environment variables; those of the process by default.

    Examples
    --------
    >>> default_language({"LANG": "ru_RU.UTF-8"})
    'ru'
    >>> default_language({"LANG": "ru_RU.UTF-8", "LC_ALL": "C.UTF-8"})
    'en'
    """
    chosen = next((value for name in _VARIABLES if (value := environment.get(name))), "")
    # LANGUAGE may hold several, in the order of preference.
    for locale in chosen.split(":"):
        for language in LANGUAGES:
            if locale.replace("-", "_").split("_")[0].split(".")[0].lower() == language:
                return language
    return "en"


@cache
def translation(language: Language) -> gettext.NullTranslations:
    """Return the catalogue of a language, that of English returning each text as it is.

    So does a catalogue that is missing or damaged: an answer in English is better than none.

    Examples
    --------
    >>> translation("ru").gettext("on the list")
    'в Списке'
    """
    if language == "en":
        return gettext.NullTranslations()
    try:
        return gettext.translation(DOMAIN, DIRECTORY, [language])
    except (OSError, ValueError, struct.error):
        return gettext.NullTranslations()


def N_(text: str) -> str:  # noqa: N802  # gettext's own name
    """Mark a text for translation where it is defined; it is translated where it is shown."""
    return text
