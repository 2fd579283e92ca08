"""What the pages of HTML have in common: templates in a language, one style sheet, and nothing from outside."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kzschedule.errors import KzScheduleError
from kzschedule.language import LANGUAGES, Language, default_language, translation
from kzschedule.render import words

#: Templates, style sheets and scripts of the pages.
TEMPLATES = Path(__file__).with_name("templates")


def language_of_page(language: Language | None) -> Language:
    """Return the language of a page, by default that of the user.

    Raises
    ------
    KzScheduleError
        If it is none of the three.
    """
    language = language or default_language()
    if language not in LANGUAGES:
        raise KzScheduleError(f"language {language!r} is not known; it is one of {', '.join(LANGUAGES)}")
    return language


def environment(language: Language) -> Environment:
    """Return the templates in a language: all text is escaped, and a name that is not known is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=visible,
        extensions=["jinja2.ext.i18n"],
    )
    # The method is put there by the extension.
    made.install_gettext_translations(translation(language), newstyle=False)  # type: ignore[attr-defined]  # put there when it runs
    made.globals.update(language=language, is_web_address=is_web_address)
    made.filters["of_data"] = partial(words.of_data, language=language)
    return made


def is_web_address(url: str) -> bool:
    """Whether an address may be a link: data could hold one that is a script."""
    return re.match(r"https?://", url) is not None


def visible(value: object) -> object:
    r"""Show signs that have no picture or turn the direction of text as their numbers; lines become spaces.

    Examples
    --------
    >>> visible("PCP\u202etxt")
    'PCP[U+202E]txt'
    """
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    text = re.sub(r"\s+", " ", value)
    return "".join(f"[U+{ord(sign):04X}]" if unicodedata.category(sign)[0] == "C" else sign for sign in text)


def style(running: str, *sheets: str) -> str:
    """Return the style sheet, with a line for the foot of each printed page.

    Parameters
    ----------
    running : str
        The line.
    *sheets : str
        Names of style sheets that come after the common one.
    """
    # Signs other than letters, figures and the plainest are written as numbers, so that none can end the string.
    quoted = "".join(sign if sign.isalnum() or sign in " ,.-" else f"\\{ord(sign):x} " for sign in running)
    page = (
        "@page { size: A4; margin: 12mm 14mm 15mm; "
        f'@bottom-left {{ content: "{quoted}"; font: 8pt sans-serif; color: #555; }} '
        '@bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #555; } }'
    )
    texts = ((TEMPLATES / name).read_text(encoding="utf-8") for name in ("report.css", *sheets))
    return f"{''.join(texts)}{page}\n"


def policy(style: str, script: str | None = None) -> str:
    """Return the content security policy of a page whose only style sheet and script are these."""
    scripts = "" if script is None else f" script-src 'sha256-{_digest(script)}';"
    return f"default-src 'none'; style-src 'sha256-{_digest(style)}';{scripts} base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
