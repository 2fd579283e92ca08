"""Reading and writing the data package: CSV files with one model each, in one canonical form.

The canonical form of a file is UTF-8 with line feeds, minimal quoting, the columns in the order of the
model, and the rows sorted by their cells. Lists inside a cell are joined by ``|``, an empty cell is a
missing value. `read_package` raises at the first problem; `kzschedule.validation` reports all of them.

The descriptor holds the hash of each file, and of itself. They are compared whenever a package is read, so that
no answer rests on a file that was cut off in copying or edited by mistake.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import types
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, overload

from pydantic import TypeAdapter, ValidationError

from kzschedule._cache import Kept, cached_property
from kzschedule.errors import DataPackageError, InstallationError
from kzschedule.records.installation import INSTALLED_DATA, REINSTALL, data_in_use, shipped_directory
from kzschedule.records.model import (
    Act,
    Claim,
    Collision,
    Counterion,
    Cultivation,
    Group,
    Listing,
    Name,
    Note,
    OtherList,
    Preparation,
    Record,
    Revision,
    Row,
    Size,
    Source,
    StructureClass,
    Substance,
    Substituent,
    Treaty,
    Veterinary,
)

DESCRIPTOR = "datapackage.json"

#: Which model describes a row of which file.
FILES: Mapping[str, type[Record]] = {
    "acts.csv": Act,
    "claims.csv": Claim,
    "collisions.csv": Collision,
    "counterions.csv": Counterion,
    "cultivation.csv": Cultivation,
    "groups.csv": Group,
    "listings.csv": Listing,
    "names.csv": Name,
    "notes.csv": Note,
    "other_lists.csv": OtherList,
    "preparations.csv": Preparation,
    "revisions.csv": Revision,
    "rows.csv": Row,
    "sizes.csv": Size,
    "sources.csv": Source,
    "structure_classes.csv": StructureClass,
    "substances.csv": Substance,
    "substituents.csv": Substituent,
    "treaties.csv": Treaty,
    "veterinary.csv": Veterinary,
}

_R = TypeVar("_R", bound=Record)


@dataclass(frozen=True)
class DataPackage:
    """The records of a data package, file by file, with the version of the whole.

    `version` names the folder behind it where that is not the one that comes with the library, so that each answer
    says by which data it was given. `digest` is the hash of the files where the records are theirs, and nothing else;
    where it is known that these can be read, each is taken apart when its records are asked for.
    """

    directory: Path
    version: str
    acts: Sequence[Act]
    claims: Sequence[Claim]
    collisions: Sequence[Collision]
    counterions: Sequence[Counterion]
    cultivation: Sequence[Cultivation]
    groups: Sequence[Group]
    listings: Sequence[Listing]
    names: Sequence[Name]
    notes: Sequence[Note]
    other_lists: Sequence[OtherList]
    preparations: Sequence[Preparation]
    revisions: Sequence[Revision]
    rows: Sequence[Row]
    sizes: Sequence[Size]
    sources: Sequence[Source]
    structure_classes: Sequence[StructureClass]
    substances: Sequence[Substance]
    substituents: Sequence[Substituent]
    treaties: Sequence[Treaty]
    veterinary: Sequence[Veterinary]
    digest: str | None = field(default=None, init=False, compare=False)


class _Later(Sequence[_R]):
    """Records of the content of a file, which is taken apart when one is asked for."""

    def __init__(self, path: Path, model: type[_R], content: bytes, *, readable: bool) -> None:
        self._unread = (path, model, content)
        self._readable = readable

    @cached_property
    def _records(self) -> tuple[_R, ...]:
        path, model, content = self._unread
        text = _decoded(path, content)
        return restored(model, text) if self._readable else _read_records(path, model, text)

    @overload
    def __getitem__(self, place: int) -> _R: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[_R, ...]: ...
    def __getitem__(self, place: int | slice) -> _R | tuple[_R, ...]:
        return self._records[place]

    def __iter__(self) -> Iterator[_R]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def __eq__(self, other: object) -> bool:
        return self._records == (other._records if isinstance(other, _Later) else other)

    def __hash__(self) -> int:
        return hash(self._records)

    def __reduce__(self) -> tuple[object, tuple[tuple[_R, ...]]]:
        return tuple, (self._records,)


def default_directory() -> Path:
    """Return the folder of data in use: the one asked for, the user's, or the one that comes with the library.

    Raises
    ------
    DataPackageError
        If there is no data package in it; the message says how to go back.

    Examples
    --------
    >>> (default_directory() / "listings.csv").exists()
    True
    """
    in_use = data_in_use()
    if in_use.origin != "shipped" and not (in_use.folder / DESCRIPTOR).is_file():
        raise DataPackageError(f"{in_use.folder} is in use and holds no data package; {in_use.cure}")
    return in_use.folder


def read_package(directory: str | Path | None = None, *, verify: bool = True) -> DataPackage:
    """Read a data package.

    Parameters
    ----------
    directory : str or pathlib.Path, optional
        The folder with ``datapackage.json``; by default the one in use, see `default_directory`.
    verify : bool, default True
        Whether each file has to be the one that the descriptor describes, by its hash. Switch it off to read a package
        that is being edited, in order to write it again.

    Returns
    -------
    DataPackage

    Raises
    ------
    DataPackageError
        At the first file that is missing or not the one described, or row that cannot be read. ``kzschedule validate``
        lists all. It is an `InstallationError` if the package is that of the installation.

    Examples
    --------
    >>> package = read_package()
    >>> {act.number for act in package.acts} >= {"470", "22"}
    True
    """
    folder = Path(directory) if directory is not None else default_directory()
    descriptor, contents = _verified(folder) if verify else (read_descriptor(folder), {})
    digest = str(descriptor["hash"]) if verify else None
    kept = Kept(digest)
    readable = kept.get(_READABLE) is not None
    records: dict[str, Any] = {
        name.removesuffix(".csv"): _Later(
            folder / name, model, contents.get(name) or _content(folder / name), readable=readable
        )
        for name, model in FILES.items()
    }
    if not readable:
        for file in records.values():
            len(file)
        if verify:
            _keys_hold(folder, descriptor, records)
        kept.put(_READABLE, True)
    version = str(descriptor["version"])
    shipped = folder.resolve() == shipped_directory().resolve()
    package = DataPackage(
        directory=folder, version=version if shipped else f"{version} ({folder.absolute()})", **records
    )
    object.__setattr__(package, "digest", digest)
    return package


def _keys_hold(folder: Path, descriptor: dict[str, Any], records: Mapping[str, Sequence[Record]]) -> None:
    """Compare the keys of all files: no row stands twice, no reference leads nowhere, and a revision was read."""
    if not any(map(attrgetter("read"), records["revisions"])):
        raise DataPackageError(f"{folder / 'revisions.csv'}: holds no revision that was read; restore the file")
    for resource in descriptor["resources"]:
        name, schema = resource["name"], resource.get("schema", {})
        if name not in records or not schema.get("primaryKey"):
            continue
        primary = attrgetter(*schema["primaryKey"])
        if twice := [key for key, count in Counter(map(primary, records[name])).items() if count > 1]:
            raise DataPackageError(f"{folder / resource['path']}: {twice[0]!r} stands there twice; {_ALL_FAULTS}")
        for reference in schema.get("foreignKeys", ()):
            [column], [key] = reference["fields"], reference["reference"]["fields"]
            target = reference["reference"]["resource"]
            known = {None, *map(attrgetter(key), records[target])}
            for value in map(attrgetter(column), records[name]):
                if value not in known:
                    raise DataPackageError(
                        f"{folder / resource['path']}: {column} {value} is not in {target}.csv; {_ALL_FAULTS}"
                    )


#: The cure for files that do not fit each other.
_ALL_FAULTS = "kzschedule validate lists all that is wrong; correct it"
#: The table that is kept of a package whose files could all be read.
_READABLE = "readable"


def verify_files(directory: Path) -> None:
    """Compare each file of a data package with what its descriptor says of it.

    Raises
    ------
    DataPackageError
        Naming the first file that is missing or has another hash, and the cure.

    Examples
    --------
    >>> verify_files(default_directory())
    """
    _verified(directory)


def _verified(directory: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return the descriptor and what each file holds, all of it compared."""
    try:
        descriptor = read_descriptor(directory)
        return descriptor, _compared(directory, descriptor)
    except DataPackageError as error:
        if directory.resolve() == INSTALLED_DATA:
            raise InstallationError(f"{str(error).rpartition('; ')[0]}; {REINSTALL}") from error
        in_use = data_in_use()
        if in_use.origin == "user" and directory == in_use.folder:
            raise DataPackageError(f"{str(error).rpartition('; ')[0]}; {in_use.cure}") from error
        raise


def _compared(directory: Path, descriptor: dict[str, Any]) -> dict[str, bytes]:
    if descriptor.get("hash") != descriptor_hash(descriptor):
        raise DataPackageError(f"{directory / DESCRIPTOR}: was changed after its hash was written; {_REFRESH}")
    described = {resource["path"]: resource.get("hash") for resource in descriptor["resources"]}
    contents = {}
    for name in dict.fromkeys((*FILES, *described)):
        contents[name] = _content(directory / name)
        if described.get(name) != file_hash(contents[name]):
            raise DataPackageError(
                f"{directory / name}: is not the file that {DESCRIPTOR} describes, its hash is another; {_REFRESH}"
            )
    return contents


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataPackageError(f"{path}: cannot be read ({error.strerror}); restore the file") from error


_REFRESH = (
    "restore it, or, if the change is meant, write the new hashes by kzschedule data format and check it by "
    "kzschedule validate"
)


def read_descriptor(directory: Path) -> dict[str, Any]:
    """Read ``datapackage.json``.

    Raises
    ------
    DataPackageError
        If it is missing, is no JSON object, or has no version or no list of resources with a path each.
    """
    path = directory / DESCRIPTOR
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataPackageError(
            f"{path}: cannot be read ({error.strerror}); give the folder of a data package"
        ) from error
    except (ValueError, RecursionError) as error:
        raise DataPackageError(f"{path}: is no JSON ({error}); restore it") from error
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("version"), str):
        raise DataPackageError(f"{path}: has no version; restore it")
    resources = descriptor.get("resources")
    if not isinstance(resources, list) or not all(_is_resource(resource) for resource in resources):
        raise DataPackageError(f"{path}: has no list of resources with the path of a file each; restore it")
    return descriptor


def looked_on(descriptor: dict[str, Any]) -> date | None:
    """Return the day on which somebody last looked for a newer revision, as a descriptor says; None if it does not.

    Examples
    --------
    >>> looked_on({"looked": "2026-11-27"}), looked_on({"looked": "lately"})
    (datetime.date(2026, 11, 27), None)
    """
    try:
        return date.fromisoformat(descriptor.get("looked", ""))
    except (ValueError, TypeError):
        return None


def _is_resource(resource: object) -> bool:
    """Whether a value describes a file of the folder itself."""
    if not isinstance(resource, dict):
        return False
    path = resource.get("path")
    return isinstance(path, str) and path.isprintable() and Path(path).name == path


def read_file(path: Path, model: type[_R]) -> tuple[_R, ...]:
    """Read one file of records.

    Raises
    ------
    DataPackageError
        If the file is missing, is not UTF-8, has other columns than the model, or has an unreadable row.
    """
    return _read_records(path, model, read_text(path))


def _read_records(path: Path, model: type[_R], text: str) -> tuple[_R, ...]:
    rows = list(_read_cells(path, model, text))
    try:
        return _adapter(model).validate_python([parse_cells(model, cells) for _, cells in rows])
    except ValidationError as error:
        first = error.errors()[0]
        line, _ = rows[int(first["loc"][0])]
        raise DataPackageError(
            f"{path}, line {line}, column {first['loc'][-1]}: {first['msg']}; correct the row"
        ) from error


def restored(model: type[_R], text: str) -> tuple[_R, ...]:
    """Make the records of a file that is known to be one of its model: what its cells mean is not checked again.

    Examples
    --------
    >>> folder = default_directory()
    >>> restored(Treaty, read_text(folder / "treaties.csv")) == read_file(folder / "treaties.csv", Treaty)
    True
    """
    _, *rows = csv.reader(io.StringIO(text, newline=""))
    if not rows:
        return ()
    columns = zip(_readers(model), zip(*rows, strict=True), strict=True)
    read = [cells if reader is None else map(reader, cells) for reader, cells in columns]
    fields = tuple(model.model_fields)
    return tuple(_made(model, dict(zip(fields, values, strict=True))) for values in zip(*read, strict=True))


def _made(model: type[_R], values: dict[str, Any]) -> _R:
    """Make a record as `pydantic.BaseModel.model_construct` does, which looks at each field and takes twice as long."""
    record = model.__new__(model)
    for name, value in (
        ("__dict__", values),
        ("__pydantic_fields_set__", {*values}),
        ("__pydantic_extra__", None),
        ("__pydantic_private__", None),
    ):
        object.__setattr__(record, name, value)
    return record


def _read_cells(path: Path, model: type[Record], text: str) -> Iterator[tuple[int, dict[str, str]]]:
    columns = columns_of(model)
    rows = numbered_rows(text)
    try:
        _, header = next(rows, (1, []))
        if header != columns:
            raise DataPackageError(f"{path}: columns are {header}, expected {columns}; restore the header")
        for line, cells in rows:
            if len(cells) != len(columns):
                raise DataPackageError(
                    f"{path}, line {line}: {len(cells)} cells instead of {len(columns)}; quote cells with commas"
                )
            yield line, dict(zip(columns, cells, strict=True))
    except BrokenRowError as error:
        raise DataPackageError(f"{path}, line {error.line}: {error.reason}; correct the row") from error


def read_text(path: Path) -> str:
    """Read a file of a data package as text.

    Raises
    ------
    DataPackageError
        If it is missing or is not UTF-8.
    """
    return _decoded(path, _content(path))


def _decoded(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataPackageError(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from error


class BrokenRowError(DataPackageError):
    """A row of a CSV file that cannot be taken apart, with the line where it begins."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}; correct the row")
        self.line = line
        self.reason = reason


def arranged_rows(text: str, columns: list[str]) -> Iterator[tuple[int, list[str]]]:
    r"""Iterate over the rows of a CSV text like `numbered_rows`, whatever a spreadsheet made of its form.

    A mark of byte order and empty rows are left out, a semicolon or tab between the cells is read as a comma, and
    columns that only stand in another order are put in order.

    Raises
    ------
    BrokenRowError
        At a row that cannot be taken apart.

    Examples
    --------
    >>> list(arranged_rows("\ufeffb;a\n;\n1;2\n", ["a", "b"]))
    [(1, ['a', 'b']), (3, ['2', '1'])]
    """
    text = text.removeprefix("\ufeff")
    head = text.partition("\n")[0]
    rows = numbered_rows(text, max(",;\t", key=head.count))
    line, header = next(rows, (1, []))
    known = sorted(header) == sorted(columns)
    order = [header.index(column) for column in columns] if known else list(range(len(header)))
    yield line, columns if known else header
    for line, cells in rows:
        if any(cells):
            yield line, [cells[place] for place in order] if len(cells) == len(order) else cells


def numbered_rows(text: str, separator: str = ",") -> Iterator[tuple[int, list[str]]]:
    r"""Iterate over the rows of a CSV text, the header too, each with the line where it begins.

    Raises
    ------
    BrokenRowError
        At a row that cannot be taken apart.

    Examples
    --------
    >>> list(numbered_rows('a,b\n"two\nlines",c\nd,e\n'))
    [(1, ['a', 'b']), (2, ['two\nlines', 'c']), (4, ['d', 'e'])]
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise BrokenRowError(line, str(error)) from error


@cache
def columns_of(model: type[Record]) -> list[str]:
    """Return the columns of a file: the fields of its model, some by an alias that is a word of Python.

    Examples
    --------
    >>> columns_of(FILES["treaties.csv"])
    ['substance_id', 'convention', 'schedule', 'decision_year', 'consulted', 'source_ids']
    """
    return [field.alias or name for name, field in model.model_fields.items()]


def parse_cells(model: type[Record], cells: Mapping[str, str]) -> dict[str, Any]:
    """Turn the text of a row's cells into what the model validates."""
    lists, optional = _cell_kinds(model)
    values: dict[str, Any] = dict(cells)
    for column in lists:
        values[column] = _list(values[column])
    for column in optional:
        values[column] = values[column] or None
    return values


def format_cells(record: Record) -> list[str]:
    """Return the cells of a record's row, in the order of the columns."""
    return [_format_cell(getattr(record, column)) for column in type(record).model_fields]


def dump_rows(model: type[Record], rows: Iterable[list[str]]) -> str:
    """Return the canonical text of a file from its rows of cells."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns_of(model))
    writer.writerows(sorted(rows))
    return buffer.getvalue()


def write_package(package: DataPackage, directory: str | Path) -> None:
    """Write the records of a data package in canonical form into a folder that has a descriptor.

    The hashes in the descriptor are brought up to date; texts beside the records are not touched.

    Raises
    ------
    DataPackageError
        If the folder is none, or has no descriptor.
    """
    folder = Path(directory)
    if not (folder / DESCRIPTOR).is_file():
        raise DataPackageError(
            f"{folder}: has no {DESCRIPTOR}, so it is no folder of a data package; copy one there, such as that of "
            "kzschedule.records.package.default_directory(), and write again"
        )
    for name, model in FILES.items():
        records: tuple[Record, ...] = getattr(package, name.removesuffix(".csv"))
        text = dump_rows(model, (format_cells(record) for record in records))
        (folder / name).write_text(text, encoding="utf-8", newline="")
    refresh_hashes(folder)


def refresh_hashes(directory: str | Path) -> None:
    """Write the size and hash of each file into the descriptor, and then its own hash.

    Raises
    ------
    DataPackageError
        If the descriptor, or a file that it describes, cannot be read.
    """
    folder = Path(directory)
    descriptor = read_descriptor(folder)
    for resource in descriptor["resources"]:
        content = _content(folder / resource["path"])
        resource["bytes"] = len(content)
        resource["hash"] = file_hash(content)
    write_descriptor(descriptor, folder)


def write_descriptor(descriptor: dict[str, Any], directory: Path) -> None:
    """Write a descriptor in canonical form, with its own hash brought up to date."""
    content = {**descriptor, "hash": descriptor_hash(descriptor)}
    (directory / DESCRIPTOR).write_text(dump_descriptor(content), encoding="utf-8", newline="")


def descriptor_hash(descriptor: dict[str, Any]) -> str:
    """Return the hash of a descriptor's content, without the hash that stands in it.

    Examples
    --------
    >>> descriptor = read_descriptor(default_directory())
    >>> descriptor["hash"] == descriptor_hash(descriptor)
    True
    """
    content = {key: value for key, value in descriptor.items() if key != "hash"}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return file_hash(text.encode("utf-8", "surrogatepass"))


def file_hash(content: bytes) -> str:
    """Return the hash of a file's content as the descriptor writes it.

    Examples
    --------
    >>> file_hash(b"")[:14]
    'sha256:e3b0c44'
    """
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def dump_descriptor(descriptor: dict[str, Any]) -> str:
    """Return the canonical text of a descriptor."""
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def _format_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "|".join(value)
    return str(value)


@cache
def _adapter(model: type[_R]) -> TypeAdapter[tuple[_R, ...]]:
    return TypeAdapter(tuple[model, ...])  # type: ignore[valid-type]  # the model is a value here


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


@cache
def _readers(model: type[Record]) -> list[Callable[[str], object] | None]:
    """Return how a cell of each column is read; None where it is a text as it stands."""
    lists, optional = _cell_kinds(model)
    readers: list[Callable[[str], object] | None] = []
    for column, described in zip(columns_of(model), model.model_fields.values(), strict=True):
        kinds = {described.annotation, *get_args(described.annotation)}
        read = next((_TYPES[kind] for kind in kinds & _TYPES.keys()), None)
        if column in lists:
            read = _list
        elif column in optional:
            read = _optional(read or str)
        readers.append(read)
    return readers


def _optional(read: Callable[[str], object]) -> Callable[[str], object]:
    return lambda cell: read(cell) if cell else None


#: How the cells are read that are no texts.
_TYPES: dict[object, Callable[[str], object]] = {
    bool: "true".__eq__,
    date: date.fromisoformat,
    Decimal: Decimal,
    int: int,
}


@cache
def _cell_kinds(model: type[Record]) -> tuple[frozenset[str], frozenset[str]]:
    """Columns whose cells are lists, and columns that may be empty."""
    lists, optional = set(), set()
    for column, described in zip(columns_of(model), model.model_fields.values(), strict=True):
        annotation = described.annotation
        if get_origin(annotation) is tuple:
            lists.add(column)
        elif get_origin(annotation) in (Union, types.UnionType) and type(None) in get_args(annotation):
            optional.add(column)
    return frozenset(lists), frozenset(optional)
