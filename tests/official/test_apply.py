import csv
import filecmp
import json
from datetime import date
from pathlib import Path

import pytest

from kzschedule import Schedule, check
from kzschedule.errors import KzScheduleError
from kzschedule.official import read_text
from kzschedule.official.apply import apply
from kzschedule.official.errors import OfficialTextError
from kzschedule.official.law import read_law
from kzschedule.official.sheet import SheetRow, dump_sheet
from kzschedule.official.worksheet import worksheet
from kzschedule.records.package import read_package
from kzschedule.validation import validate

from .kazakh import kazakh_text
from .later import later_text


@pytest.fixture(scope="module")
def later(texts: Path) -> bytes:
    return later_text((texts / "rus.2024-01-23.md").read_text(encoding="utf-8"))


def same(one: Path, other: Path) -> bool:
    compared = filecmp.dircmp(one, other)
    return not (compared.left_only or compared.right_only or compared.diff_files) and not any(
        not same(one / name, other / name) for name in compared.common_dirs
    )


def errors(folder: Path) -> list[str]:
    return [str(finding) for finding in validate(folder) if "staleness" not in str(finding)]


def test_the_newest_text_gives_the_same_folder(texts: Path, data: Path, tmp_path: Path):
    done = apply(read_text(texts / "rus.2024-01-23.md"), data, tmp_path / "out")
    assert done.plan.steps == ()
    assert same(data, tmp_path / "out")


def test_the_kazakh_text_gives_the_same_folder(texts: Path, data: Path, tmp_path: Path):
    done = apply(read_text(kazakh_text(texts), "kaz.md"), data, tmp_path / "out")
    assert len(done.missing) == 3
    assert same(data, tmp_path / "out")


def test_a_later_text_gives_a_folder_that_validates(later: bytes, data: Path, tmp_path: Path):
    out = tmp_path / "out"
    done = apply(read_text(later), data, out)
    assert errors(out) == errors(data) == []
    package = read_package(out)
    [act] = [act for act in package.acts if act.number == "45"]
    assert (act.from_earliest, act.date_source) == (date(2026, 2, 12), "assumed")
    assert [item.row_id for item in package.listings if item.substance_id == "unidentified-i-a-87"] == ["I-A-87"]
    assert [item.substance_id for item in package.listings if item.row_id == "I-A-88"] == ["carfentanil"]
    [toluene] = [row for row in package.rows if row.row_id == "IV-2.17"]
    assert toluene.last_revision == "2024-01-23"
    [changed] = [size for size in package.sizes if size.size_id == "S-I-1" and size.last_revision is None]
    assert (str(changed.small_to), changed.first_revision, changed.act_id) == ("0.7", "2026-02-01", "kz-gov-2026-45")
    assert changed.reading_note is not None  # its bounds do not join any more
    [added] = [size for size in package.sizes if size.printed_ru == "Карфентанил*"]
    assert (added.targets, added.mixture) == (("I-A-88",), "star")
    assert not [size for size in package.sizes if size.printed_ru == "Выдуманное"]  # the size of nothing yet
    assert done.undecided == 2
    assert package.version == f"2024.01.23+decree.20260201 ({out})"


def test_twice_equals_once(later: bytes, data: Path, tmp_path: Path):
    apply(read_text(later), data, tmp_path / "once")
    done = apply(read_text(later), tmp_path / "once", tmp_path / "twice")
    assert [step.row_id for step in done.plan.steps] == ["Выдуманное", "Толуол"]  # still the size of nothing
    assert same(tmp_path / "once", tmp_path / "twice")
    apply(read_text(later), data, tmp_path / "twice")  # a folder with a package is replaced
    assert same(tmp_path / "once", tmp_path / "twice")


def test_a_given_day_dates_the_newest_act(later: bytes, data: Path, tmp_path: Path):
    apply(read_text(later), data, tmp_path / "out", in_force=date(2026, 2, 20))
    [act] = [act for act in read_package(tmp_path / "out").acts if act.number == "45"]
    assert (act.from_earliest, act.from_sure, act.date_source) == (date(2026, 2, 20), date(2026, 2, 20), "reported")


def reviewed(reading, folder: Path, decided: dict[tuple[str, str], str]) -> Path:
    rows = [row.model_copy(update={"decide": decided.get((row.part, row.printed), "")}) for row in worksheet(reading)]
    path = folder / "reviewed.csv"
    path.write_text(dump_sheet(SheetRow, rows), encoding="utf-8", newline="")
    return path


def test_a_reviewed_worksheet_decides(later: bytes, data: Path, tmp_path: Path):
    reading = read_text(later)
    sheet = reviewed(
        reading,
        tmp_path,
        {("list", "Выдуманное вещество (выдумка-1; Выдум-Ф)"): "mephedrone", ("sizes", "Выдуманное"): "I-A-87"},
    )
    done = apply(reading, data, tmp_path / "out", worksheet=sheet)
    package = read_package(tmp_path / "out")
    assert done.undecided == 0
    assert [item.substance_id for item in package.listings if item.row_id == "I-A-87"] == ["mephedrone"]
    assert [size.targets for size in package.sizes if size.printed_ru == "Выдуманное"] == [("I-A-87",)]
    assert errors(tmp_path / "out") == []


@pytest.mark.parametrize(
    "decided", [{("list", "Выдуманное вещество (выдумка-1; Выдум-Ф)"): "no-such"}, {("sizes", "Выдуманное"): "I-A-999"}]
)
def test_a_worksheet_with_what_is_not_there_is_refused(later: bytes, data: Path, tmp_path: Path, decided):
    reading = read_text(later)
    with pytest.raises(KzScheduleError, match="the worksheet gives"):
        apply(reading, data, tmp_path / "out", worksheet=reviewed(reading, tmp_path, decided))
    assert not (tmp_path / "out").exists()


def test_a_row_of_the_same_revision_that_is_gone_leaves_nothing_behind(texts: Path, data: Path, tmp_path: Path):
    text = (texts / "rus.2024-01-23.md").read_text(encoding="utf-8")
    shorter = text.replace("<tr>\n<td>86.</td>\n<td>Метонитазен</td>\n</tr>", "", 1)
    apply(read_text(shorter.encode()), data, tmp_path / "out")
    package = read_package(tmp_path / "out")
    assert not [row for row in package.rows if row.row_id == "I-A-86"]
    assert not [item for item in package.listings if item.row_id == "I-A-86"]
    assert not [claim for claim in package.claims if "I-A-86" in claim.row_ids]


def test_the_folder_that_is_read_is_not_written(excerpt: str, data: Path, tmp_path: Path):
    reading = read_text(excerpt.encode())
    with pytest.raises(KzScheduleError, match="is the folder that is read"):
        apply(reading, data, data)
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(KzScheduleError, match="something else"):
        apply(reading, data, tmp_path)
    assert (tmp_path / "letters.txt").read_text() == "mine"


def test_a_folder_without_data_is_refused(excerpt: str, tmp_path: Path):
    with pytest.raises(KzScheduleError, match=r"revisions\.csv"):
        apply(read_text(excerpt.encode()), tmp_path / "data", tmp_path / "out")


def test_acts_that_are_known_keep_their_days(later: bytes, data: Path, tmp_path: Path):
    apply(read_text(later), data, tmp_path / "out")

    def acts(folder: Path) -> list[dict[str, str]]:
        with (folder / "acts.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    assert [act for act in acts(tmp_path / "out") if act["number"] != "45"] == acts(data)
    descriptor = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert {resource["path"] for resource in descriptor["resources"]} >= {"rows.csv", "sizes.csv"}
    assert read_law(tmp_path / "out").newest == "2026-02-01"


#: What later acts may bring beside rows of their own: a number that moves, lines, a clause, a plant, names that others have.
WIDE = [
    ("<td>86.</td>\n<td>Метонитазен", "<td>89.</td>\n<td>Метонитазен"),
    ("MDA-19 N'-(1-гексил", "НОВЫЙ-КАННА 1-(новый)-индол\nMDA-19 N'-(1-гексил"),
    ("\nТетрагидрофуран\n", "\nНовый прекурсор\nТетрагидрофуран\n"),
    ("<td>18.</td>\n<td>Этиловый эфир</td>\n</tr>", "<td>18.</td>\n<td>Этиловый эфир</td>\n</tr>\n<tr>\n<td>19.</td>\n<td>Новое лекарство</td>\n</tr>"),
    ("снотворный\n</td>\n<td>от 10 растений", "снотворный\n</td>\n<td>от 20 растений"),
    ("<td>63.</td>\n<td>Эутилон</td>\n</tr>", "<td>63.</td>\n<td>Эутилон</td>\n</tr>\n<tr>\n<td>64.</td>\n<td>Хлорфенaмин-Х</td>\n</tr>\n<tr>\n<td>65.</td>\n<td>PiHP (α-PiHP; альфа-PiHP)</td>\n</tr>"),
]  # fmt: skip


def test_new_rows_of_every_kind_are_found_by_their_printed_names(later: bytes, data: Path, tmp_path: Path):
    text = later.decode()
    for old, new in WIDE:
        assert old in text, old
        text = text.replace(old, new, 1)
    done = apply(read_text(text.encode()), data, tmp_path / "out")
    assert errors(tmp_path / "out") == []
    assert [(step.row_id, step.after) for step in done.plan.steps if step.action == "renumber"] == [("I-A-86", "89")]
    schedule = Schedule.load(tmp_path / "out")

    def rows(name: str) -> tuple[str, list[str]]:
        verdict = check(name, as_of="2026-11-01", schedule=schedule)
        return verdict.status, [row.row_id for match in verdict.matches for row in match.listings]

    assert rows("Новый прекурсор") == ("listed", ["IV-2.21"])
    assert rows("НОВЫЙ-КАННА") == rows("1-(новый)-индол") == ("listed", ["I-B-61.112"])
    assert rows("Хлорфенамин-Х") == ("listed", ["I-B-64"])  # whose Latin letter is put right
    assert rows("Метонитазен") == ("listed", ["I-A-86"])  # under another number
    # Known to the data as something else: both meanings are told, none is asserted.
    verdict = check("альфа-PiHP", as_of="2026-11-01", schedule=schedule)
    assert verdict.status == "unresolved"
    assert {row.row_id for suggestion in verdict.suggestions for row in suggestion.listings} == {"I-B-65"}


def _shifted(text: str, first: str) -> str:
    """A text in which one name of a cell was put in and the last one left out, so that the number of lines holds."""
    lines = text.split("\n")
    start = next(place for place, line in enumerate(lines) if first in line)
    end = next(place for place in range(start, len(lines)) if lines[place].startswith("</td>"))
    return "\n".join([*lines[:start], "Ойдан шығарылған зат", *lines[start : end - 1], *lines[end:]])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace("<td>86.</td>", "<td>87.</td>"), "I-A-87"),
        (lambda text: text.replace("<td>1.</td>\n<td>АЛЛИЛПРОДИН</td>", "<td>1.</td>\n<td>ГЕРОИН</td>"), "I-A-1:"),
        (lambda text: _shifted(text, "Норфентанил"), "IV-1."),
    ],
    ids=["a row too many", "another row", "a line put in"],
)
def test_a_kazakh_text_whose_rows_are_shifted_is_refused(change, told: str, texts: Path, data: Path, tmp_path: Path):
    text = kazakh_text(texts).decode()
    assert change(text) != text
    with pytest.raises(OfficialTextError, match="Kazakh text has") as refused:
        apply(read_text(change(text).encode(), "kaz.md"), data, tmp_path / "out")
    assert told in str(refused.value)
    assert not (tmp_path / "out").exists()


def test_other_figures_of_the_kazakh_text_are_a_conflict(texts: Path, data: Path, tmp_path: Path):
    text = kazakh_text(texts).decode()
    row = "<td>0-0,5</td>"
    apply(read_text(text.replace(row, "<td>0-0,7</td>", 1).encode(), "kaz.md"), data, tmp_path / "out")
    [size] = [one for one in read_law(tmp_path / "out").current("sizes") if "0-0,7" in (one.raw_kk or "")]
    assert (size.conflict, "0-0,5" in size.raw) == ("the figures of the Kazakh text are others", True)


def test_what_the_kazakh_text_repeals_is_no_name(texts: Path, data: Path, tmp_path: Path):
    text = kazakh_text(texts).decode()
    before = next(row for row in read_law(data).current("rows") if row.row_id == "I-A-10").printed_kk
    words = "ҚР Үкіметінің 23.01.2024 № 22 қаулысымен алып тасталды"
    assert f"<td>{before}</td>" in text
    done = apply(
        read_text(text.replace(f"<td>{before}</td>", f"<td>{words}</td>", 1).encode(), "kaz.md"), data, tmp_path / "out"
    )
    assert "rows I-A-10" in done.missing


def test_each_name_of_a_new_row_is_found(texts: Path, data: Path, tmp_path: Path):
    row = "<td>63.</td>\n<td>Эутилон</td>\n</tr>"
    text = later_text((texts / "rus.2024-01-23.md").read_text(encoding="utf-8")).decode()
    assert row in text
    new = f"{row}\n<tr>\n<td>64.</td>\n<td>Небылица (небыл; НБ-17); Выдумин</td>\n</tr>"
    apply(read_text(text.replace(row, new, 1).encode()), data, tmp_path / "out", in_force=date(2026, 3, 1))
    schedule = Schedule.load(tmp_path / "out")
    for name in ("Небылица", "небыл", "НБ-17", "Выдумин"):
        assert check(name, as_of="2026-04-01", schedule=schedule).status == "listed", name
