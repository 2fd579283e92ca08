"""Checks of form: canonical files, the descriptor, hashes, and the hygiene of text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from kzschedule.records.model import Name, Record
from kzschedule.records.package import FILES, columns_of, descriptor_hash, dump_descriptor, dump_rows, file_hash
from kzschedule.validation.catalogue import Check
from kzschedule.validation.finding import Finding
from kzschedule.validation.raw import RULE_FILE, RawPackage, error

_INVISIBLE = re.compile("[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN, _CYRILLIC = re.compile("[A-Za-z]"), re.compile("[\u0400-\u04ff]")
#: Controls that no cell holds; a line feed may stand where the decree breaks a line.
_CONTROL = re.compile("[\u0000-\u0009\u000b-\u001f\u007f-\u009f]")
#: Columns that hold what the decree prints.
_PRINTED = frozenset({"printed_ru", "printed_kk", "heading_ru", "heading_kk", "raw", "raw_kk"})
_PRINTED_NAMES = frozenset({"name_ru", "name_kk"})
_SPACES = re.compile(r"^\s|\s$|\s\s|\u00a0")


def check_canonical(package: RawPackage) -> Iterator[Finding]:
    """Each file is what the writer would write: sorted rows, line feeds, minimal quotes."""
    for name, model in FILES.items():
        path = package.directory / name
        rows = package.rows[name]
        if not path.is_file() or not rows:
            continue
        expected = dump_rows(model, (list(row.cells.values()) for row in rows))
        if path.read_bytes() != expected.encode("utf-8"):
            yield error(name, None, "canonical", "is not in canonical form", "kzschedule data format writes it so")


def check_descriptor(package: RawPackage) -> Iterator[Finding]:
    """The descriptor names the files and columns that are there, and the hashes that they have."""
    descriptor = package.descriptor
    if descriptor is None:
        return
    path = package.directory / "datapackage.json"
    if path.read_text(encoding="utf-8") != dump_descriptor(descriptor):
        yield _descriptor("canonical", "is not in canonical form", "indent it by two spaces")
    if descriptor.get("hash") != descriptor_hash(descriptor):
        yield _descriptor(
            "hash",
            "was changed after its hash was written",
            "restore it, or, if the change is meant, kzschedule data format",
        )
    resources = {resource["path"]: resource for resource in descriptor["resources"]}
    for name, model in FILES.items():
        resource = resources.get(name)
        if resource is None:
            yield _descriptor("descriptor", f"does not describe {name}", "add a resource for it")
            continue
        if _described_columns(resource) != columns_of(model):
            yield _descriptor("descriptor", f"{name} has other columns than described", "describe its columns")
    if RULE_FILE not in resources:
        yield _descriptor("descriptor", f"does not describe {RULE_FILE}", "add a resource for it")
    for name, resource in resources.items():
        file = package.directory / name
        if not file.is_file():
            yield _descriptor("descriptor", f"describes {name}, which is missing", "restore the file")
        elif resource.get("hash") != file_hash(file.read_bytes()):
            yield _descriptor(
                "hash",
                f"{name} is not the file that was described",
                "restore it, or, if the change is meant, kzschedule data format",
            )


def _described_columns(resource: dict[str, Any]) -> list[str] | None:
    """Return the columns that a resource has by its schema; None if it has none."""
    try:
        return [column["name"] for column in resource["schema"]["fields"]]
    except (KeyError, TypeError):
        return None


def check_text(package: RawPackage) -> Iterator[Finding]:
    """Text has no invisible characters, stray spaces, mixed scripts in a word, or decomposed letters.

    What is copied from the decree stays as it is printed there, line breaks, misprints and all.
    """
    official = {name for name, source in package.sources().items() if source.kind == "official_text"}
    for name, rows in package.rows.items():
        printed = _PRINTED | _PRINTED_NAMES if name == "substituents.csv" else _PRINTED
        for row in rows:
            as_printed = printed | {"name"} if _is_quoted(row.record, official) else printed
            for column, text in row.cells.items():
                if text.isascii() and text.isalnum():
                    continue
                problems = _printed_problems(text) if column in as_printed else text_problems(text)
                for message, cure in problems:
                    yield error(name, row.line, "text", f"{column}: {message}", cure, column)


def _is_quoted(record: Record | None, official: set[str]) -> bool:
    """Whether a record is a name as the decree prints it."""
    return isinstance(record, Name) and record.source_id in official


def _printed_problems(text: str) -> Iterator[tuple[str, str]]:
    if _CONTROL.search(text):
        yield f"control character in {text!r}", "delete it"


def text_problems(text: str) -> Iterator[tuple[str, str]]:
    """Iterate over what is wrong with a text of a data package, each with its cure.

    Examples
    --------
    >>> [message for message, cure in text_problems("альфа-PVP")], len(list(text_problems("МDМА ")))
    ([], 2)
    """
    if not text or (text.isascii() and not _SPACES.search(text) and not _INVISIBLE.search(text)):
        return
    if _INVISIBLE.search(text):
        yield f"invisible character in {text!r}", "delete it"
    if _SPACES.search(text):
        yield f"stray space in {text!r}", "delete it"
    if unicodedata.normalize("NFC", text) != text:
        yield f"decomposed letters in {text!r}", "write them composed (NFC)"
    for word in _WORD.findall(text):
        if _LATIN.search(word) and _CYRILLIC.search(word):
            yield f"Latin and Cyrillic letters in one word, {word!r}", "write the word in one script"


def _descriptor(check: Check, message: str, cure: str) -> Finding:
    return error("datapackage.json", None, check, message, cure)
