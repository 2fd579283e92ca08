"""The catalogues of translations: what the code says, and what of it is translated.

`tools.documents` writes them; babel, which reads the code and compiles, belongs to the extra ``dev``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from kzschedule.language import DIRECTORY, DOMAIN, LANGUAGES, Language
from kzschedule.records.installation import shipped_directory

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

#: Languages that have a catalogue.
TRANSLATED: tuple[Language, ...] = tuple(language for language in LANGUAGES if language != "en")

#: How texts are marked in the code: by which call, and which of its arguments are singular and plural.
_MARKS: Mapping[str, tuple[int, ...] | None] = {"N_": None, "Statement": None, "counted": (1, 1)}
_SOURCE = Path(__file__).resolve().parents[1] / "src" / "kzschedule"
#: Names of values in a template.
_FIELD = re.compile(r"\{[^{}]*\}")

#: A text as gettext knows it: one, or a singular with its plural.
TextId = str | tuple[str, str]


def texts() -> dict[TextId, list[str]]:
    """Return all texts that the program shows, each with the files that it stands in.

    Examples
    --------
    >>> texts()["on the List"]
    ['render/words.py']
    """
    found: dict[TextId, list[str]] = {}
    for text, place in (*_marked(), *_in_templates(), *_of_the_command_line(), *_of_the_data(), *_of_words()):
        places = found.setdefault(text, [])
        if place not in places:
            places.append(place)
    return found


def _marked() -> Iterator[tuple[TextId, str]]:
    """Iterate over the texts that are marked in the code; those without a word need no translation."""
    from babel.messages.extract import extract

    for path in sorted(_SOURCE.rglob("*.py")):
        with path.open("rb") as file:
            for _, text, _, _ in extract("python", file, keywords=_MARKS):
                first = text if isinstance(text, str) else text[0]
                if any(letter.isalpha() for letter in _FIELD.sub("", first)):
                    yield text if isinstance(text, str) else (text[0], text[1]), path.relative_to(_SOURCE).as_posix()


def _in_templates() -> Iterator[tuple[TextId, str]]:
    """Iterate over the texts of the templates of pages."""
    from babel.messages.extract import extract

    options = {"extensions": "jinja2.ext.i18n"}
    for path in sorted(_SOURCE.rglob("templates/*.html")):
        with path.open("rb") as file:
            for _, text, _, _ in extract("jinja2", file, keywords={"_": None}, options=options):
                yield str(text), path.relative_to(_SOURCE).as_posix()


def _of_the_command_line() -> Iterator[tuple[TextId, str]]:
    """Iterate over the help of all commands and the words of click."""
    from kzschedule.cli import main
    from kzschedule.cli.speaking import CLICK_WORDS, help_texts

    for text in (*help_texts(main), *CLICK_WORDS):
        yield text, "cli"


#: Columns of the data whose sentences an answer says.
_SENTENCES = ("reading_note", "conflict", "remark")


def _of_the_data() -> Iterator[tuple[TextId, str]]:
    """Iterate over the sentences of the shipped data, each without its full stop, as an answer says them."""
    for path in sorted(shipped_directory().glob("*.csv")):
        columns = _SENTENCES if path.name != "acts.csv" else ("note",)
        if path.name == "other_lists.csv":
            continue  # it has them in three languages
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for column in columns:
                    if text := (row.get(column) or "").rstrip("."):
                        yield text, path.name


def _of_words() -> Iterator[tuple[TextId, str]]:
    """Iterate over what everyday words mean that an answer says it of."""
    from kzschedule.names.everyday import everyday_words

    for word in everyday_words().values():
        if word.answer != "nothing":
            yield word.meaning, "names/everyday.csv"


def catalogue_file(language: Language, ending: str) -> Path:
    """Return the file of a catalogue: ``po``, which people edit, or ``mo``, which is compiled from it."""
    return DIRECTORY / language / "LC_MESSAGES" / f"{DOMAIN}.{ending}"


def refreshed(language: Language) -> Catalog:
    """Return the catalogue of a language with all texts of the code and no others; what is new has no translation."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    class Headed(Catalog):
        """A catalogue whose header has what a program reads, and no dates, so that it changes with its texts only."""

        @property  # type: ignore[misc]  # babel reads it only
        def mime_headers(self) -> list[tuple[str, str]]:
            return [
                ("Language", language),
                ("Plural-Forms", self.plural_forms),
                ("MIME-Version", "1.0"),
                ("Content-Type", "text/plain; charset=utf-8"),
                ("Content-Transfer-Encoding", "8bit"),
            ]

    known: Catalog = Catalog(language)
    path = catalogue_file(language, "po")
    if path.is_file():
        with path.open("rb") as file:
            known = read_po(file, locale=language)
    english = known.locale.english_name if known.locale is not None else language
    catalogue = Headed(language, header_comment=f"# The texts of kzschedule in {english}.", fuzzy=False)
    for text, places in texts().items():
        before = known.get(text)
        # A catalogue finds a text and its plural by the text alone, so the kind has to be compared as well.
        string = before.string if before is not None and before.id == text and not before.fuzzy else None
        catalogue.add(text, string, locations=[(place, 0) for place in places])
    return catalogue


def dump_po(catalogue: Catalog) -> bytes:
    """Return a catalogue as the text that people edit."""
    from babel.messages.pofile import write_po

    out = BytesIO()
    write_po(out, catalogue, width=100, include_lineno=False)
    return out.getvalue()


def dump_mo(catalogue: Catalog) -> bytes:
    """Return a catalogue as the program reads it."""
    from babel.messages.mofile import write_mo

    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()
