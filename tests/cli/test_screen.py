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
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from rdkit import Chem

from kzschedule import Schedule, screen
from kzschedule.screening import COLUMNS

DAY = ("--as-of", "2024-03-01")
LIST = "id,name\n1,мефедрон\n2,aspirin\n3,537-46-3\n4,кетамин\n"
MEPHEDRONE = "CNC(C)C(=O)c1ccc(C)cc1"


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
        ["1", "мефедрон", "listed"],
        ["2", "aspirin", "no_match"],
        ["3", "537-46-3", "invalid"],
        ["4", "кетамин", "unconfirmed"],
    ]
    assert result.returncode == 1


def test_results_equal_those_of_the_library(file: Path) -> None:
    printed = pd.read_csv(io.BytesIO(run(file).stdout), dtype="string")
    expected = screen(file, as_of=DAY[1])
    pd.testing.assert_frame_equal(printed[list(COLUMNS)], expected)


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.jsonl", "a.parquet", "a.csv.gz", "a.tsv.gz", "a.jsonl.gz"])
def test_results_are_written_by_the_name_of_their_file(file: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    assert run(file, "--out", out).returncode == 1
    readers = {"csv": pd.read_csv, "tsv": lambda path: pd.read_csv(path, sep="\t"), "parquet": pd.read_parquet}
    read = readers.get(name.split(".")[1], lambda path: pd.read_json(path, lines=True))
    frame = read(out)
    assert list(frame["status"]) == ["listed", "no_match", "invalid", "unconfirmed"]
    assert list(frame["input_name"]) == ["мефедрон", "aspirin", "537-46-3", "кетамин"]
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []


def test_json_lines_can_be_asked_for(file: Path) -> None:
    rows = [json.loads(line) for line in run(file, "--json-lines").stdout.splitlines()]
    assert [row["status"] for row in rows] == ["listed", "no_match", "invalid", "unconfirmed"]
    assert rows[1]["table"] is None


def test_parquet_keeps_the_types_of_its_columns(tmp_path: Path) -> None:
    source, out = tmp_path / "a.parquet", tmp_path / "b.parquet"
    days = pd.to_datetime(["2024-01-01", None])
    pd.DataFrame({"n": [1, 2], "day": days, "name": ["мефедрон", None]}).to_parquet(source)
    assert run(source, "--out", out).returncode == 1
    before, after = pq.read_schema(source), pq.read_schema(out)
    assert [after.field(name).type for name in ("n", "day")] == [before.field(name).type for name in ("n", "day")]
    assert run(source, "--json-lines").stdout.splitlines()[0].startswith(b'{"n": 1, "day": "2024-01-01')


def test_cells_of_any_kind_come_back_as_they_were(tmp_path: Path) -> None:
    cells = ["plain", "a,b", 'with "quotes"', "two\nlines", "return\rinside", "=cmd()", "ё"]
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows([["note", "name"], *([cell, "мефедрон"] for cell in cells)])
    path = tmp_path / "a.csv"
    path.write_bytes(buffer.getvalue().encode())
    rows = list(csv.reader(io.StringIO(run(path).stdout.decode(), newline="")))
    assert [row[0] for row in rows[1:]] == [cell.replace("\r", "\n") for cell in cells]
    assert {row[2] for row in rows[1:]} == {"listed"}


def test_standard_input_is_a_file(tmp_path: Path) -> None:
    sdf = f"a{Chem.MolToMolBlock(Chem.MolFromSmiles(MEPHEDRONE))}>  <ID>\n7\n\n$$$$\nnonsense\n$$$$\n"
    parquet = tmp_path / "a.parquet"
    pd.DataFrame({"name": ["мефедрон", "537-46-3"]}).to_parquet(parquet)
    inputs = {
        "csv": "name\nмефедрон\n537-46-3\n".encode("utf-16"),
        "gzip": gzip.compress("name;x\nмефедрон;1\n537-46-3;2\n".encode("cp1251")),
        "smi": f"{MEPHEDRONE} 1\nC1CC 2\n".encode(),
        "sdf": sdf.encode(),
        "sdf in gzip": gzip.compress(sdf.encode()),
        "parquet": parquet.read_bytes(),
    }
    for kind, data in inputs.items():
        rows = [json.loads(line) for line in run("-", "--json-lines", stdin=data).stdout.splitlines()]
        assert [row["status"] for row in rows] == ["listed", "invalid"], kind


def test_columns_are_chosen_and_may_be_several(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x,y\nno such name,537-46-2\nмефедрон,50-78-2\n", encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(run(path, "--column", "x", "--column", "y").stdout.decode())))
    assert [row["substance_id"] for row in rows] == ["metamfetamine", "mephedrone"]


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
    cases = {"name\naspirin\n": 0, "name\nмефедрон\n": 1, "name\n537-46-3\n": 0, "name\n": 0, "x,y\n1,2\n": 2, "": 2}
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
        (["--out", "found.xlsx"], "results are not written as"),
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
    analogue = "CCNC(C)C(=O)c1ccc(CC)cc1"
    file.write_text(f"{LIST}5,{analogue}\n", encoding="utf-8")
    result = run(file, "--summary", tmp_path / "summary.json")
    record = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert {name: record[name] for name in ("rows", "errors", "hits", "passes")} == {
        "rows": 5, "errors": 1, "hits": 3, "passes": 1,
    }  # fmt: skip
    assert record["by_status"] == {"analogue": 1, "invalid": 1, "listed": 1, "no_match": 1, "unconfirmed": 1}
    assert record["by_table"] == {"I": 1, "III": 1}
    assert record["by_evidence"] == {"reported": 1, "treaty": 1, "unverified": 1}
    assert record["by_grade"] == {"assumed": 1}
    assert "the newest No. 22" in " ".join(record["messages"])
    told = result.stderr.decode()
    assert "5 rows on 2024-03-01: 3 hits, 1 that cannot be read, 1 of which nothing was found." in told
    assert "not a statement of legality" in told
    assert "\x1b" not in told


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


@pytest.mark.parametrize(
    ("name", "sent"), [("a.csv", signal.SIGINT), ("a.jsonl", signal.SIGTERM), ("a.csv.gz", signal.SIGINT)]
)
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


@pytest.mark.parametrize("suffix", ["csv", "tsv", "jsonl", "parquet", "csv.gz"])
def test_a_run_that_was_cut_anywhere_goes_on(tmp_path: Path, suffix: str) -> None:
    path, out, whole = tmp_path / "in.csv", tmp_path / f"a.{suffix}", tmp_path / f"whole.{suffix}"
    path.write_text('id,name\n1,мефедрон\n2,"two\nlines"\n3,PCP\n4,aspirin\n', encoding="utf-8")
    run(path, "--out", whole)
    settings = _settings_of(path, tmp_path / f"probe.{suffix}", out)
    data = whole.read_bytes()
    cuts = [len(data)] if suffix == "parquet" else range(0, len(data) + 1, 211)
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
    from kzschedule.batch import screen_file

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
