"""Files of all formats, encodings and kinds of damage: a row of the file is a row of the result."""

import csv
import gzip
import io
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rdkit import Chem

from kzschedule import KzScheduleError, screen
from kzschedule.errors import TableError
from kzschedule.screening.tables.delimited import records
from kzschedule.screening.tables.reading import open_table
from kzschedule.screening.tables.source import SAMPLE

DAY = "2024-03-01"
TABLE = "№;Наименование;CAS\n1;меткатинон;\n2;аспирин;50-78-2\n3;;537-46-2\n"
METHCATHINONE = "CNC(C)C(=O)c1ccccc1"


def written(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    data = content if isinstance(content, bytes) else content.encode(encoding)
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    return path


def rows(path: Path) -> list[tuple[object, ...]]:
    with open_table(path) as table:
        return [cells for cells, _ in table.records]


def statuses(path: Path, **settings: str) -> list[str]:
    return list(screen(path, as_of=DAY, **settings)["status"])


# --- encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
@pytest.mark.parametrize("name", ["list.csv", "list.csv.gz", "list"])
def test_the_encoding_is_found(tmp_path: Path, name: str, encoding: str) -> None:
    path = written(tmp_path / name, TABLE, encoding)
    with open_table(path) as table:
        assert table.columns == ("№", "Наименование", "CAS")
        assert [cells[1] for cells, _ in table.records] == ["меткатинон", "аспирин", ""]
    assert statuses(path) == ["listed", "no_match", "listed"]


def test_a_file_that_turns_to_windows_1251_behind_its_sample_is_read_so(tmp_path: Path) -> None:
    lines = b"name\n" + b"aspirin\n" * (SAMPLE // 8 + 10)
    path = written(tmp_path / "joined.csv", lines + "меткатинон\n".encode("cp1251") + "кетамин\n".encode())
    assert [cells[0] for cells in rows(path)][-2:] == ["меткатинон", "кетамин"]


def test_bytes_that_no_encoding_has_are_lost_letters_of_their_row_and_no_other(tmp_path: Path) -> None:
    path = written(tmp_path / "damaged.csv", b"name\nher\x98oin\n" + "меткатинон\n".encode("cp1251"))
    assert statuses(path) == ["unresolved", "listed"]


def test_a_character_cut_by_the_end_of_the_sample_is_no_damage(tmp_path: Path) -> None:
    text = "name\n" + "a" * (SAMPLE - 6) + "\nметкатинон\n"
    for shift in range(3):
        path = written(tmp_path / f"{shift}.csv", text.replace("aa", "a" * (2 - shift), 1) if shift else text)
        assert rows(path)[-1] == ("меткатинон",)


# --- delimiters and headers


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    text = f"id{delimiter}name\n1{delimiter}меткатинон\n2{delimiter}aspirin\n"
    assert statuses(written(tmp_path / "list.csv", text)) == ["listed", "no_match"]


def test_commas_of_names_are_no_delimiters(tmp_path: Path) -> None:
    assert rows(written(tmp_path / "a.csv", "id;name\n1;N,N-DMT\n2;2,5-диметоксиамфетамин\n")) == [
        ("1", "N,N-DMT"),
        ("2", "2,5-диметоксиамфетамин"),
    ]
    assert rows(written(tmp_path / "b.csv", "name\nN,N-DMT\n2,5-диметоксиамфетамин\n")) == [
        ("N,N-DMT",),
        ("2,5-диметоксиамфетамин",),
    ]
    assert len(rows(written(tmp_path / "c.txt", "N,N-DMT\nметкатинон\nкетамин\nPCP\n2,5-диметоксиамфетамин\n"))) == 5


def test_a_list_without_a_header_keeps_its_first_line(tmp_path: Path) -> None:
    assert statuses(written(tmp_path / "a.txt", "меткатинон\naspirin\n")) == ["listed", "no_match"]
    assert statuses(written(tmp_path / "b.csv", "Name\nметкатинон\n")) == ["listed"]


def test_a_table_whose_columns_tell_nothing_asks_which(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "x,y\n1,меткатинон\n")
    with pytest.raises(TableError, match="name one of 'x', 'y'"):
        screen(path)
    assert statuses(path, column="y") == ["listed"]
    assert statuses(path, column="Y ") == ["listed"]


def test_columns_without_a_name_or_with_the_same_get_one(tmp_path: Path) -> None:
    with open_table(written(tmp_path / "a.csv", "name,,name\nметкатинон,x,y\n")) as table:
        assert table.columns == ("name", "column 2", "name (3)")


# --- rows that are damaged


def test_rows_that_cannot_be_taken_apart_stay_in_their_places(tmp_path: Path) -> None:
    text = 'id,name\n1,меткатинон\n2,1,4-бутандиол\n3,"open\n4,PCP\n5\n\n6,"a"b\n7,"кетамин"\n\n\n'
    path = written(tmp_path / "a.csv", text)
    assert statuses(path) == ["listed", "invalid", "invalid", "listed", "invalid", "invalid", "invalid", "listed"]
    found = screen(path, as_of=DAY)
    assert "3 cells in a table of 2 columns" in found["message"][1]
    assert "quote that is not closed" in found["message"][2]


def test_a_quote_that_is_never_closed_swallows_no_rows() -> None:
    lines = ['x,"open\n', *("y,z\n" for _ in range(50_000))]
    found = list(records(lines, ","))
    assert len(found) == 50_001
    assert found[0][1] is not None
    assert all(problem is None for _, problem in found[1:])


def test_many_open_quotes_are_each_a_row() -> None:
    found = list(records(['x,"a"b\n'] * 3_000, ","))
    assert len(found) == 3_000


def test_quoted_cells_may_have_delimiters_and_lines(tmp_path: Path) -> None:
    block = Chem.MolToMolBlock(Chem.MolFromSmiles(METHCATHINONE))
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows([["id", "structure"], ["1,2", block], ["3", "CCO"]])
    path = written(tmp_path / "a.csv", buffer.getvalue())
    assert statuses(path) == ["listed", "no_match"]
    assert [cells[0] for cells in rows(path)] == ["1,2", "3"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_systems_end_rows(tmp_path: Path, end: str) -> None:
    path = written(tmp_path / "a.csv", end.join(["id,name", "1,меткатинон", "2,PCP", ""]))
    assert statuses(path) == ["listed", "listed"]


# --- SMILES files


def test_smiles_files_have_structure_and_name(tmp_path: Path) -> None:
    text = f"{METHCATHINONE} no such thing\nCCO\tethyl alcohol\nC1CC broken\n\nCCO |$a;b;c$| Метамфетамин\nPCP 1\n"
    path = written(tmp_path / "a.smi", text)
    assert statuses(path) == ["listed", "no_match", "invalid", "invalid", "listed", "no_match"]
    assert rows(path)[4] == ("CCO |$a;b;c$|", "Метамфетамин")
    assert statuses(written(tmp_path / "b.smi.gz", "smiles name\n" + text)) == statuses(path)
    assert statuses(written(tmp_path / "without_suffix", text.replace("C1CC broken\n\n", ""))) == [
        "listed", "no_match", "listed", "no_match",
    ]  # fmt: skip


# --- SD files


def sdf(*fields: str) -> str:
    block = Chem.MolToMolBlock(Chem.MolFromSmiles(METHCATHINONE))
    ethanol = Chem.MolToV3KMolBlock(Chem.MolFromSmiles("CCO"))
    return (
        f"first{block}>  <ID>\n1\n\n> 2 <Supplier name> (2)\nA\nB\n\n$$$$\n"
        "nonsense\nthat is no mol block\n>  <ID>\n2\n\n$$$$\n"
        "$$$$\n"
        f"{ethanol}>  <CAS>\n50-78-2\n\n$$$$\n"
        f"last{block}"
    )


def test_records_of_sd_files_that_cannot_be_read_keep_their_rows(tmp_path: Path) -> None:
    path = written(tmp_path / "a.sdf", sdf())
    with open_table(path) as table:
        assert table.columns == ("structure", "title", "ID", "Supplier name", "CAS")
        assert [cells[1:] for cells, _ in table.records] == [
            ("first", "1", "A\nB", None),
            ("nonsense", "2", None, None),
            ("", None, None, None),
            ("", None, None, "50-78-2"),
            ("last", None, None, None),
        ]
    assert statuses(path) == ["listed", "invalid", "invalid", "no_match", "listed"]
    assert statuses(written(tmp_path / "b.sdf.gz", sdf())) == statuses(path)
    assert statuses(written(tmp_path / "without_suffix", sdf())) == statuses(path)
    assert statuses(path, column="ID") == ["no_match", "no_match", "invalid", "invalid", "invalid"]


def test_a_mol_file_is_one_row(tmp_path: Path) -> None:
    path = written(tmp_path / "a.mol", Chem.MolToMolBlock(Chem.MolFromSmiles(METHCATHINONE)))
    assert statuses(path) == ["listed"]


def test_a_record_without_an_end_takes_no_memory(tmp_path: Path) -> None:
    path = written(tmp_path / "a.sdf", "x\n" * 2_000_000 + "$$$$\n" + sdf())
    with open_table(path) as table:
        first, _ = next(table.records)
        assert len(first[0]) < 1_000_000
    assert statuses(path)[:2] == ["invalid", "listed"]


# --- Parquet


@pytest.mark.parametrize("column", ["day", "text", "moment"])
def test_parquet_with_what_python_cannot_hold_is_refused(tmp_path: Path, column: str) -> None:
    """A day after the year 9999, and bytes that are no UTF-8, were an OverflowError and a UnicodeDecodeError."""
    offsets, data = pa.py_buffer(b"\0\0\0\0\2\0\0\0"), pa.py_buffer(b"\xff\xfe")
    values = {
        "day": pa.array([2**30], pa.date32()),
        "text": pa.Array.from_buffers(pa.string(), 1, [None, offsets, data]),
        "moment": pa.array([2**62], pa.timestamp("us")),
    }
    pq.write_table(pa.table({"name": ["PCP"], column: values[column]}), tmp_path / "a.parquet")
    with (
        pytest.raises(
            TableError, match=rf"column '{column}' of .* holds a value that cannot be read .* write it as text"
        ),
        open_table(tmp_path / "a.parquet") as table,
    ):
        list(table.records)


def test_parquet_that_says_another_number_of_rows_is_damaged(tmp_path: Path) -> None:
    target = io.BytesIO()
    pq.write_table(pa.table({"name": ["PCP"] * 37}), target)
    whole = target.getvalue()
    foot = len(whole) - 8 - int.from_bytes(whole[-8:-4], "little")
    place = whole.index(b"\x16" + bytes([2 * 37]), foot) + 1
    damaged = whole[:place] + bytes([2 * 38]) + whole[place + 1 :]
    assert pq.ParquetFile(io.BytesIO(damaged)).metadata.num_rows == 38
    with pytest.raises(TableError, match="says that it has 38 rows, and 37 were found"):
        screen(written(tmp_path / "a.parquet", damaged))


def test_parquet_is_read_with_its_types(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": [1, 2, 3], "name": ["меткатинон", None, "aspirin"], "mass": [1.5, None, 2.0]})
    path = tmp_path / "a.parquet"
    frame.to_parquet(path)
    assert statuses(path) == ["listed", "invalid", "no_match"]
    with open_table(path) as table:
        assert [cells[0] for cells, _ in table.records] == [1, 2, 3]
        assert table.arrow is not None
        assert table.arrow.field("id").type == pa.int64()
    assert statuses(written(tmp_path / "b.parquet.gz", path.read_bytes())) == statuses(path)
    pq.write_table(pa.table({"name": ["меткатинон"]}), tmp_path / "c")
    assert statuses(tmp_path / "c") == ["listed"], "found by its first bytes"


# --- files that cannot be read


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", "empty"),
        ("blank.csv", b"\n\n  \n", "empty"),
        ("book.xlsx", b"PK\x03\x04rest", "no workbook that can be read"),
        ("image.csv", b"\x89PNG\x00\x00\x01", "an image"),
        ("zeros.csv", b"name\x00\x00\x01\n", "no text"),
        ("a.parquet", b"name\n", "no Parquet"),
        ("b.parquet", b"PAR1 and nothing else", "no Parquet file"),
        ("a.csv.gz", gzip.compress(b"name\n" + b"aspirin\n" * 9, mtime=0)[:-9], "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_so(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(KzScheduleError, match=words):
        screen(path)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(KzScheduleError, match="cannot be read"), open_table(tmp_path / "nothing.csv"):
        pass
