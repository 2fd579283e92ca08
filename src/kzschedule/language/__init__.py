"""The language in which people read an answer: English, Russian or Kazakh.

Texts are written in English in the code, as templates of a `kzschedule.language.statement.Statement` or marked with
``N_``; their translations are gettext catalogues in ``locale/``. A text without a translation is shown in English.
``python -m tools.documents`` brings the catalogues up to date.
"""

from __future__ import annotations

import gettext
import locale
import os
import struct
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

Language = Literal["en", "ru", "kk"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

#: Folder of the catalogues, and the name that gettext knows them by.
DIRECTORY: Final = Path(__file__).with_name("locale")
DOMAIN: Final = "kzschedule"

#: What says the language of messages: this library's own variable, then what POSIX asks, the most important first.
VARIABLE: Final = "KZSCHEDULE_LANG"
_VARIABLES = (VARIABLE, "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
#: How Windows names the languages in the name of a locale, where it names no code.
_WINDOWS_NAMES: Final[Mapping[str, Language]] = {"english": "en", "russian": "ru", "kazakh": "kk"}


def default_language(environment: Mapping[str, str] = os.environ) -> Language:
    """Return the language of the user, English if it is none of the three.

    ``KZSCHEDULE_LANG`` decides, then the variables of the locale; where none of them is set, the language in which
    Windows speaks to its user.

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
    >>> default_language({"LANG": "ru_RU.UTF-8", "KZSCHEDULE_LANG": "kk"})
    'kk'
    """
    chosen = next((value for name in _VARIABLES if (value := environment.get(name))), "") or _windows_locale()
    # LANGUAGE may hold several, in the order of preference.
    for name in chosen.split(":"):
        code = name.replace("-", "_").split("_")[0].split(".")[0].lower()
        for language in LANGUAGES:
            if language in (code, _WINDOWS_NAMES.get(code)):
                return language
    return "en"


def _windows_locale() -> str:
    """Return the name of the locale in whose language Windows speaks, such as ``ru_RU``; nothing elsewhere."""
    if sys.platform != "win32":
        return ""
    import ctypes

    try:
        spoken = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage())
    except (AttributeError, OSError):
        spoken = None
    return spoken or locale.getlocale()[0] or ""


@cache
def translation(language: Language) -> gettext.NullTranslations:
    """Return the catalogue of a language, that of English returning each text as it is.

    So does a catalogue that is missing or damaged: an answer in English is better than none.

    Examples
    --------
    >>> translation("ru").gettext("on the List")
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
