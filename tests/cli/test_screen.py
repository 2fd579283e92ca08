"""``kzschedule screen`` as a real process on real files: results, exit codes, interruption, progress."""

import contextlib
import csv
import gzip
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook
from rdkit import Chem

from kzschedule import Schedule, screen
from kzschedule.screening.rows import COLUMNS

DAY = ("--as-of", "2024-03-01")
LIST = "id,name\n1,героин\n2,aspirin\n3,537-46-3\n4,кетамин\n"
METHCATHINONE = "CNC(C)C(=O)c1ccccc1"


def run(*arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "kzschedule", "screen", *map(str, arguments), *DAY]
    return subprocess.run(command, capture_output=True, input=stdin, check=False)


def structures(count: int) -> str:
    smiles = [item.smiles for item in Schedule.default().package.substances if item.smiles]
    rows = [f"{number},{smiles[number % len(smiles)]}" for number in range(count)]
    return "\n".join(["id,smiles", *rows, ""])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


# --- results


def test_results_stand_behind_the_columns_of_the_input(file: Path) -> None:
    result = run(file)
    rows = list(csv.reader(io.StringIO(result.stdout.decode())))
    assert rows[0] == ["id", "input_name", *COLUMNS]
    assert [row[:3] for row in rows[1:]] == [
        ["1", "героин", "listed"],
        ["2", "aspirin", "no_match"],
        ["3", "537-46-3", "invalid"],
        ["4", "кетамин", "listed"],
    ]
    assert result.returncode == 1


def test_results_equal_those_of_the_library(file: Path) -> None:
    printed = pd.read_csv(io.BytesIO(run(file).stdout), dtype="string")
    expected = screen(file, as_of=DAY[1])
    pd.testing.assert_frame_equal(printed[list(COLUMNS)].fillna(""), expected.fillna(""))


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.jsonl", "a.parquet", "a.csv.gz", "a.tsv.gz", "a.jsonl.gz"])
def test_results_are_written_by_the_name_of_their_file(file: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    assert run(file, "--out", out).returncode == 1
    readers = {"csv": pd.read_csv, "tsv": lambda path: pd.read_csv(path, sep="\t"), "parquet": pd.read_parquet}
    read = readers.get(name.split(".")[1], lambda path: pd.read_json(path, lines=True))
    frame = read(out)
    assert list(frame["status"]) == ["listed", "no_match", "invalid", "listed"]
    assert list(frame["input_name"]) == ["героин", "aspirin", "537-46-3", "кетамин"]
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []


def test_results_in_a_language_have_what_a_person_needs_first(file: Path, tmp_path: Path) -> None:
    heads = ["name", "ответ", "вещество", "позиция", "исходное", "почему", "примечание", "id"]
    for name in ("a.csv", "a.tsv", "a.xlsx"):
        out = tmp_path / name
        assert run(file, "--lang", "ru", "--out", out).returncode == 1
        rows = (
            sheet_of(out)
            if name == "a.xlsx"
            else list(csv.reader(out.open(encoding="utf-8"), delimiter=",\t"[name == "a.tsv"]))
        )
        assert rows[0][:8] == heads
        assert [row[1] for row in rows[1:]] == ["в Списке", "не найдено", "нельзя прочитать", "в Списке"]
        assert rows[1][2:4] == ["героин", "Таблица I, наркотические средства, строка 20"]
        assert not any("partial" in path.name for path in tmp_path.iterdir())
    printed = list(csv.reader(io.StringIO(run(file, "--lang", "ru").stdout.decode())))
    assert printed == list(csv.reader((tmp_path / "a.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("how", [["--lang", "ru", "--json-lines"], ["--lang", "en"], []])
def test_results_for_programs_keep_their_columns_and_words(
    file: Path, how: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KZSCHEDULE_LANG", "ru")
    found = run(file, *how).stdout.decode()
    assert "row_id" in found
    assert "narcotic" in found


def test_results_in_a_language_are_chosen_sorted_and_numbered_like_the_others(goods: Path, tmp_path: Path) -> None:
    plain, said = tmp_path / "plain.csv", tmp_path / "said.csv"
    run(goods, "--only", "hits", "--sort", "--out", plain)
    run(goods, "--only", "hits", "--sort", "--out", said, "--lang", "kk")
    rows, others = (list(csv.reader(path.open(encoding="utf-8")))[1:] for path in (said, plain))
    numbers = [row[-len(COLUMNS) - 1] for row in others]
    assert [row[0] for row in rows] == numbers != []


def test_a_column_that_is_called_like_a_result_is_renamed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("вещество,ответ\nгероин,да\n", encoding="utf-8")
    heads, row = csv.reader(io.StringIO(run(path, "--lang", "ru", "--column", "вещество").stdout.decode()))
    assert len(set(heads)) == len(heads)
    assert (row[0], row[1], row[2]) == ("героин", "в Списке", "героин")
    assert row[heads.index("ответ (из файла)")] == "да"


def test_of_structures_that_are_not_written_the_title_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "a.sdf"
    path.write_text(f"x7{Chem.MolToMolBlock(Chem.MolFromSmiles(METHCATHINONE))}>  <lot>\n9\n\n$$$$\n", encoding="utf-8")
    heads, row = csv.reader(io.StringIO(run(path, "--lang", "ru").stdout.decode()))
    assert heads[:3] == ["title", "ответ", "вещество"]
    assert row[:3] == ["x7", "в Списке", "меткатинон"]


def test_a_terminal_shows_a_table(file: Path) -> None:
    import pty

    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "kzschedule", "screen", str(file), "--lang", "en", *DAY]
    with subprocess.Popen(command, stdout=follower, stderr=subprocess.PIPE, close_fds=True) as process:
        os.close(follower)
        shown = b""
        with contextlib.suppress(OSError):
            while part := os.read(leader, 4096):
                shown += part
        process.wait()
    lines = shown.decode().splitlines()
    assert lines[0].split() == ["name", "answer", "substance", "position", "parent"]
    assert "on the List" in lines[1]


def test_json_lines_can_be_asked_for(file: Path) -> None:
    rows = [json.loads(line) for line in run(file, "--json-lines").stdout.splitlines()]
    assert [row["status"] for row in rows] == ["listed", "no_match", "invalid", "listed"]
    assert rows[1]["table"] is None


def test_parquet_keeps_the_types_of_its_columns(tmp_path: Path) -> None:
    source, out = tmp_path / "a.parquet", tmp_path / "b.parquet"
    days = pd.to_datetime(["2024-01-01", None])
    pd.DataFrame({"n": [1, 2], "day": days, "name": ["героин", None]}).to_parquet(source)
    assert run(source, "--out", out).returncode == 1
    before, after = pq.read_schema(source), pq.read_schema(out)
    assert [after.field(name).type for name in ("n", "day")] == [before.field(name).type for name in ("n", "day")]
    assert run(source, "--json-lines").stdout.splitlines()[0].startswith(b'{"n": 1, "day": "2024-01-01')


def test_cells_of_any_kind_come_back_as_they_were(tmp_path: Path) -> None:
    cells = ["plain", "a,b", 'with "quotes"', "two\nlines", "return\rinside", "=cmd()", "ё"]
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows([["note", "name"], *([cell, "героин"] for cell in cells)])
    path = tmp_path / "a.csv"
    path.write_bytes(buffer.getvalue().encode())
    rows = list(csv.reader(io.StringIO(run(path).stdout.decode(), newline="")))
    assert [row[0] for row in rows[1:]] == [cell.replace("\r", "\n") for cell in cells]
    assert {row[2] for row in rows[1:]} == {"listed"}


def test_standard_input_is_a_file(tmp_path: Path) -> None:
    sdf = f"a{Chem.MolToMolBlock(Chem.MolFromSmiles(METHCATHINONE))}>  <ID>\n7\n\n$$$$\nnonsense\n$$$$\n"
    parquet = tmp_path / "a.parquet"
    pd.DataFrame({"name": ["героин", "537-46-3"]}).to_parquet(parquet)
    inputs = {
        "csv": "name\nгероин\n537-46-3\n".encode("utf-16"),
        "gzip": gzip.compress("name;x\nгероин;1\n537-46-3;2\n".encode("cp1251")),
        "smi": f"{METHCATHINONE} 1\nC1CC 2\n".encode(),
        "sdf": sdf.encode(),
        "sdf in gzip": gzip.compress(sdf.encode()),
        "parquet": parquet.read_bytes(),
    }
    for kind, data in inputs.items():
        rows = [json.loads(line) for line in run("-", "--json-lines", stdin=data).stdout.splitlines()]
        assert [row["status"] for row in rows] == ["listed", "invalid"], kind


def test_columns_are_chosen_and_may_be_several(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x,y\nno such name,537-46-2\nгероин,50-78-2\n", encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(run(path, "--column", "x", "--column", "y").stdout.decode())))
    assert [row["substance_id"] for row in rows] == ["metamfetamine", "heroin"]


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet", "csv.gz"])
def test_results_are_the_same_files_for_any_number_of_processes(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(structures(1_300) + 'x,"open\n\n1,2,3\n', encoding="utf-8")
    files = []
    for jobs in (1, 2, 3):
        out = tmp_path / f"{jobs}.{suffix}"
        assert run(path, "--out", out, "--jobs", jobs).returncode == 1
        files.append(out.read_bytes())
    assert files[0] == files[1] == files[2]


# --- exit codes and summary


def test_exit_codes(tmp_path: Path) -> None:
    cases = {"name\naspirin\n": 0, "name\nгероин\n": 1, "name\n537-46-3\n": 0, "name\n": 0, "x,y\n1,2\n": 2, "": 2}
    for number, (text, code) in enumerate(cases.items()):
        path = tmp_path / f"{number}.csv"
        path.write_text(text, encoding="utf-8")
        assert run(path).returncode == code, text
        assert run(path, "--exit-zero").returncode == (2 if code == 2 else 0)
    assert run(tmp_path / "nothing.csv").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--resume"], "name it with --out"),
        (["--out", "list.csv"], "is the file to be screened"),
        (["--out", "found.docx"], "results are not written as"),
        (["--column", "nothing"], "there is no column 'nothing'"),
        (["--rule", "nothing.json"], "nothing.json"),
        (["--out", "no/such/folder/found.csv"], "no/such/folder"),
        (["--jobs", "0"], "--jobs"),
    ],
)
def test_a_wrong_call_exits_with_2_and_says_why(file: Path, arguments: list[str], words: str) -> None:
    command = [sys.executable, "-m", "kzschedule", "screen", file.name, *arguments]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=file.parent, check=False)
    assert result.returncode == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_the_summary_counts_and_states_what_was_searched(file: Path, tmp_path: Path) -> None:
    analogue = "CNC(C)C(=O)c1ccc(C)cc1"
    file.write_text(f"{LIST}5,{analogue}\n", encoding="utf-8")
    result = run(file, "--summary", tmp_path / "summary.json")
    record = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert {name: record[name] for name in ("rows", "errors", "hits", "passes")} == {
        "rows": 5, "errors": 1, "hits": 3, "passes": 1,
    }  # fmt: skip
    assert record["by_status"] == {"analogue": 1, "invalid": 1, "listed": 2, "no_match": 1}
    assert record["by_table"] == {"I": 2, "III": 1}
    assert record["by_evidence"] == {"official": 3}
    assert record["by_grade"] == {"official": 1}
    assert record["columns"] == {"screened": ["name"], "not_screened": ["id"], "perhaps_names": []}
    assert "newest revision read" in " ".join(record["messages"])
    told = result.stderr.decode()
    assert "5 rows on 2024-03-01: 3 hits, 1 that cannot be read, 1 of which nothing was found." in told
    assert "no statement of legality" in told
    assert "Columns screened: 'name'." in told
    assert "Not screened: 'id'." in told
    assert "\x1b" not in told


# --- what is written: workbooks, some rows, another order


GOODS = (
    "n,name,smiles\n1,aspirin,\n2,героин,\n3,,CNC(C)C(=O)c1ccc(C)cc1\n4,537-46-3,\n5,героин; кокаин,\n6,ацетон,\n"
    "7,,CC(C)CC(N)C(=O)O\n8,=1+1,\n"
)


@pytest.fixture
def goods(tmp_path: Path) -> Path:
    path = tmp_path / "goods.csv"
    path.write_text(GOODS, encoding="utf-8")
    return path


def sheet_of(source: object) -> list[list[object]]:
    return CalamineWorkbook.from_object(source).get_sheet_by_index(0).to_python()  # type: ignore[arg-type]


def test_a_workbook_holds_what_csv_does_and_text_stays_text(goods: Path, tmp_path: Path) -> None:
    out = tmp_path / "found.xlsx"
    assert run(goods, "--out", out).returncode == 1
    head, *rows = sheet_of(out)
    expected = list(csv.reader(io.StringIO(run(goods).stdout.decode())))
    assert [head, *rows] == expected
    assert rows[7][1] == "=1+1", "no formula"
    again = tmp_path / "again.xlsx"
    run(goods, "--out", again, "--jobs", 2)
    assert again.read_bytes() == out.read_bytes()
    printed = run(goods, "--excel").stdout
    assert sheet_of(io.BytesIO(printed)) == [head, *rows]


def test_a_workbook_goes_in_and_out_with_its_days_and_numbers(tmp_path: Path) -> None:
    source, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    pd.DataFrame(
        {"name": ["героин", "aspirin"], "n": [1, 2.5], "day": [date(1972, 8, 3), None], "code": ["007", "1-1"]}
    ).to_excel(source, index=False)
    assert run(source, "--out", out).returncode == 1
    assert [row[:5] for row in sheet_of(out)[:3]] == [
        ["input_name", "n", "day", "code", "status"],
        ["героин", 1, date(1972, 8, 3), "007", "listed"],
        ["aspirin", 2.5, "", "1-1", "no_match"],
    ]


@pytest.mark.parametrize(
    ("only", "numbers"),
    [
        ("hits", [2, 3, 5, 6, 7]),
        ("listed", [2, 6]),
        ("listed, near", [2, 3, 6]),
        ("analogue", [3, 7]),
        ("remote", [7]),
        ("invalid,no_match", [1, 4, 8]),
    ],
)
def test_some_rows_are_written_with_their_numbers(goods: Path, only: str, numbers: list[int]) -> None:
    result = run(goods, "--only", only)
    rows = list(csv.DictReader(io.StringIO(result.stdout.decode())))
    assert [int(row["row"]) for row in rows] == numbers
    assert [row["n"] for row in rows] == [row["row"] for row in rows]
    assert result.returncode == 1
    assert "8 rows" in result.stderr.decode(), "all are counted"


@pytest.mark.parametrize("suffix", ["csv.gz", "jsonl", "parquet", "xlsx"])
def test_the_strongest_come_first_if_asked_for(goods: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"found.{suffix}"
    assert run(goods, "--out", out, "--sort", "--only", "hits").returncode == 1
    readers = {
        "csv.gz": pd.read_csv,
        "parquet": pd.read_parquet,
        "xlsx": lambda path: pd.read_excel(path, engine="calamine"),
    }
    frame = readers.get(suffix, lambda path: pd.read_json(path, lines=True))(out)
    assert list(frame["row"]) == [2, 6, 5, 3, 7]
    assert [path.name for path in sorted(tmp_path.iterdir())] == sorted([out.name, goods.name])


def test_a_kind_of_rows_that_is_none_and_a_sorted_stream_are_refused(goods: Path) -> None:
    for arguments, words in ((("--only", "hit"), "one of hits, listed"), (("--sort",), "name one with --out")):
        result = run(goods, *arguments)
        assert result.returncode == 2
        assert words in result.stderr.decode()


# --- columns


def test_the_columns_that_were_not_screened_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    text = (
        "МНН;Торговое наименование;CAS;Наименование (по накладной);Цена\nморфин;Морфин;;x;1\nфентанил;Дюрогезик;;y;2\n"
    )
    path.write_text(text + "парацетамол;Панадол;103-90-2;z;3\n", encoding="utf-8")
    result = run(path, "--json-lines")
    assert [json.loads(line)["status"] for line in result.stdout.splitlines()] == ["listed", "listed", "no_match"]
    told = result.stderr.decode()
    assert "Columns screened: 'МНН', 'Торговое наименование', 'CAS'." in told
    assert "Not screened, though the name suggests names: 'Наименование (по накладной)'" in told
    assert "Not screened: 'Цена'." in told


def test_a_table_whose_screened_columns_are_empty_is_a_failure(tmp_path: Path) -> None:
    path, out = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_text("CAS,what\n,героин\n ,кокаин\n", encoding="utf-8")
    result = run(path, "--out", out)
    assert result.returncode == 2
    assert "in none of 2 rows is there anything to read in 'CAS'; name other columns with --column: 'what'" in (
        result.stderr.decode()
    )
    assert [item.name for item in tmp_path.iterdir()] == ["a.csv"]
    assert run(path, "--column", "what").returncode == 1


def test_what_a_column_perhaps_means_names_the_column(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("FTIR Spectrometer,Expected Substance\nno such thing,героин; кокаин\n", encoding="utf-8")
    result = run(path, "--column", "FTIR Spectrometer", "--column", "Expected Substance", "--json-lines")
    row = json.loads(result.stdout)
    assert row["status"] == "unresolved"
    assert "'Expected Substance' is unresolved" in row["message"]


# --- files


def test_files_that_are_no_tables_are_refused_with_their_kind(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.html"
    path.write_text("<html><body><table><tr><td>mephedrone</td></tr></table></body></html>", encoding="utf-8")
    result = run(path)
    assert (result.returncode, result.stdout) == (2, b"")
    assert "is an HTML page, not a table of queries" in result.stderr.decode()


def test_an_encoding_that_is_not_certain_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("name\nүй\nгероин\n".encode("kz1048").replace("героин".encode("kz1048"), b"heroin"))
    asking = run(path)
    assert asking.returncode == 2
    assert "--encoding" in asking.stderr.decode()
    assert run(path, "--encoding", "kz1048").returncode == 1
    assert "there is no encoding 'none'" in run(path, "--encoding", "none").stderr.decode()


def test_the_sheet_is_chosen(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with pd.ExcelWriter(path) as writer:
        pd.DataFrame({"name": ["aspirin"]}).to_excel(writer, sheet_name="Май", index=False)
        pd.DataFrame({"name": ["героин"]}).to_excel(writer, sheet_name="Июнь", index=False)
    first = run(path)
    assert first.returncode == 0
    assert "only sheet 'Май' was screened; --sheet names another: 'Июнь'" in first.stderr.decode()
    assert run(path, "--sheet", "июнь").returncode == 1
    assert run(path, "--sheet", "2").returncode == 1
    wrong = run(path, "--sheet", "3")
    assert wrong.returncode == 2
    assert "the sheets are 'Май', 'Июнь'" in wrong.stderr.decode()


# --- interruption


def interrupted(path: Path, out: Path, sent: signal.Signals) -> subprocess.CompletedProcess[str]:
    """Run until some results are there, and send a signal."""
    command = [sys.executable, "-m", "kzschedule", "screen", str(path), "--out", str(out), "--jobs", "2", *DAY]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True
    )
    partial = out.with_name(out.name + ".partial")
    deadline = time.monotonic() + 120
    while not (partial.exists() and partial.stat().st_size > 3_000):
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        assert time.monotonic() < deadline
        time.sleep(0.02)
    if sent is signal.SIGINT:
        os.killpg(process.pid, sent)  # as a terminal does it: to the workers too
    else:
        process.send_signal(sent)
    stdout, stderr = process.communicate(timeout=120)
    return subprocess.CompletedProcess(command, process.returncode, stdout, stderr)


@pytest.mark.parametrize(("name", "sent"), [("a.csv.gz", signal.SIGINT), ("a.jsonl", signal.SIGTERM)])
def test_an_interrupted_run_ends_cleanly_and_goes_on(tmp_path: Path, name: str, sent: signal.Signals) -> None:
    path, out, whole = tmp_path / "in.csv", tmp_path / name, tmp_path / f"whole.{name}"
    path.write_text(structures(6_000), encoding="utf-8")
    result = interrupted(path, out, sent)
    assert result.returncode == 130
    assert "--resume goes on" in result.stderr
    assert "Traceback" not in result.stderr
    assert not out.exists(), "a part is no result"
    assert run(path, "--out", out, "--resume", "--summary", tmp_path / "summary.json").returncode == 1
    assert json.loads((tmp_path / "summary.json").read_text())["rows"] == 6_000
    run(path, "--out", whole)
    assert out.read_bytes() == whole.read_bytes()
    assert sorted(item.name for item in tmp_path.iterdir()) == sorted([path.name, out.name, whole.name, "summary.json"])


@pytest.mark.parametrize("suffix", ["csv", "tsv", "jsonl", "parquet", "csv.gz", "xlsx"])
def test_a_run_that_was_cut_anywhere_goes_on(tmp_path: Path, suffix: str) -> None:
    path, out, whole = tmp_path / "in.csv", tmp_path / f"a.{suffix}", tmp_path / f"whole.{suffix}"
    path.write_text('id,name\n1,героин\n2,"two\nlines"\n3,PCP\n4,aspirin\n', encoding="utf-8")
    run(path, "--out", whole)
    settings = _settings_of(path, tmp_path / f"probe.{suffix}", out)
    data = whole.read_bytes()
    cuts = [len(data)] if suffix in ("parquet", "xlsx") else range(0, len(data) + 1, 211)
    parts = [data[:cut] for cut in cuts]
    if suffix == "csv.gz":
        parts.append(data[:-8] + bytes(8))  # interrupted between the data and their checksum
    for part in parts:
        out.with_name(out.name + ".partial").write_bytes(part)
        out.with_name(out.name + ".partial.json").write_text(settings, encoding="utf-8")
        assert run(path, "--out", out, "--resume").returncode == 1
        assert out.read_bytes() == data, len(part)
        out.unlink()


def _settings_of(path: Path, probe: Path, out: Path) -> str:
    """Return what stands beside an unfinished run of these settings."""
    from kzschedule.screening.file import screen_file

    kept = []
    beside = probe.with_name(probe.name + ".partial.json")
    screen_file(
        path, probe, as_of=DAY[1], progress=lambda _summary, _done: kept.append(beside.read_text(encoding="utf-8"))
    )
    probe.unlink()
    return str(kept[0])


def test_a_run_with_other_settings_is_not_gone_on_with(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    settings = _settings_of(file, tmp_path / "probe.csv", out)
    out.with_name("a.csv.partial").write_text("", encoding="utf-8")
    out.with_name("a.csv.partial.json").write_text(settings.replace("2024-03-01", "2023-03-01"), encoding="utf-8")
    result = run(file, "--out", out, "--resume")
    assert result.returncode == 2
    assert "begun with another as_of" in result.stderr.decode()


def test_progress_is_a_bar_on_a_terminal(file: Path) -> None:
    import pty

    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "kzschedule", "screen", str(file), *DAY]
    written = bytearray()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=follower):
        os.close(follower)
        with contextlib.suppress(OSError):  # how a terminal ends
            while data := os.read(leader, 100_000):
                written += data
    os.close(leader)
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", written.decode())
    assert "4 rows" in shown
    assert "a second" in shown
    assert "100%" in shown
