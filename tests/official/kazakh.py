"""The Kazakh text set again from tables that hold it row by row, in the shape of the official database's Markdown."""

import csv
from collections.abc import Iterator
from pathlib import Path


def kazakh_text(folder: Path) -> bytes:
    """Return the Kazakh text of the revision of 23 January 2024, from the tables kaz_*.csv of a folder."""
    return "\n\n".join(_parts(folder)).encode()


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"kaz_{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _table(rows: list[list[str]]) -> str:
    body = "\n".join("<tr>\n" + "\n".join(f"<td>{_cell(cell)}</td>" for cell in row) + "\n</tr>" for row in rows)
    return f"<table>\n{body}\n</table>"


def _cell(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return "\n" + escaped.replace(" ¶ ", "\n") + "\n" if "¶" in text else escaped


def _parts(folder: Path) -> Iterator[str]:
    notes, listed, sizes = (_rows(folder, name) for name in ("notes", "list", "sizes"))
    below: set[tuple[str, str]] = set()
    for note in notes:
        if note["kind"] in ("column head", "table title", "unit", "group head", "note in the table"):
            continue
        here = note["place"], note["section"]
        if note["kind"] in ("note", "star note") and here not in below:
            below.add(here)  # a table stands above its first note
            yield from _list_table(listed, *here)
            yield from _size_table(sizes, here[0])
        yield note["text_kk"].replace(" ¶ ", "\n")
        if note["kind"] == "title" and here[0] == "vet" and here[1]:
            yield from _list_table(listed, *here)
        if note["kind"] == "table label" and here[0] == "sizes III":
            yield from _size_table(sizes, here[0])
    yield _table([[row["item_no"], row["name_kk"], row["symbol_kk"]] for row in _rows(folder, "substituents")])


def _list_table(listed: list[dict[str, str]], place: str, section: str) -> Iterator[str]:
    here = [row for row in listed if row["table"] == place and row["section"] == section]
    if not here:
        return
    if place == "IV":
        columns = ["\n".join(row["printed_kk"] for row in here if row["list"] == part) for part in ("I", "II")]
        yield _table([["І ТІЗБЕ", "II ТІЗБЕ"], [f"\n{column}\n" for column in columns]])
    elif (place, section) == ("III", "A"):
        yield from (f"{row['item_no']}. {row['printed_kk']}" for row in here)
    else:
        yield _table(list(_numbered(here)))


def _numbered(here: list[dict[str, str]]) -> Iterator[list[str]]:
    lines: list[str] = []
    for row in here:
        if row["sub_no"]:
            if lines and lines[-1].endswith("."):  # two rows on one line, as the table says of them
                lines[-1] = f"{lines[-1]} {row['printed_kk']}"
            else:
                lines.append(row["printed_kk"])
            continue
        if lines:
            yield ["61.", " ¶ ".join(lines)]
            lines = []
        yield [f"{row['item_no']}.", row["printed_kk"]]


def _size_table(sizes: list[dict[str, str]], place: str) -> Iterator[str]:
    columns = ["name_kk", "small_kk", "large_kk", "especially_large_kk"]
    if place == "sizes III":
        columns[1:1] = ["chem_kk", "conc_kk"]
    here = [
        row for row in sizes if row["size_table"].partition(" ")[0] == place.removeprefix("sizes ") and row["name_kk"]
    ]
    if place == "sizes IV":
        columns = ["name_kk", "large_kk"]
        yield _table([["Атауы", "Мөлшері"]])
    if place.startswith("sizes "):
        yield _table([[row[column] for column in columns] for row in here])
