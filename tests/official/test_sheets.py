import csv
from pathlib import Path

import pytest

from kzschedule.official import OfficialTextError, read_text
from kzschedule.official.law import KEYS, read_law
from kzschedule.official.letters import key_of
from kzschedule.official.sheet import FOLDER, SheetRow, dump_sheet, read_decisions, read_sheet, unguarded
from kzschedule.official.worksheet import worksheet
from kzschedule.records.package import default_directory

SHEETS = default_directory() / FOLDER


def cells(path: Path) -> set[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        return {cell for row in list(csv.reader(stream))[1:] for cell in row}


def test_committed_sheets_hold_no_printed_cell_and_no_figure():
    law = read_law(default_directory())
    printed = set()
    for file in KEYS:
        for record in getattr(law, file):
            texts = (getattr(record, name, None) for name in ("printed_ru", "printed_kk", "name_ru", "raw", "raw_kk"))
            printed |= {
                key_of(part) for text in texts if text for part in (text, *text.split(" | "), *text.split("\n"))
            }
    for sheet in SHEETS.glob("*.csv"):
        for cell in cells(sheet):
            assert not any("а" <= letter.casefold() <= "я" for letter in cell), (sheet.name, cell)
            if len(cell) > 4 and not cell[0].isdigit():
                assert key_of(cell) not in printed, (sheet.name, cell)


def test_every_decision_is_about_something():
    law, decisions = read_law(default_directory()), read_decisions(SHEETS)
    ids = {"list": {row.row_id for row in law.rows}, "revisions": {item.revision_id for item in law.revisions}}
    for file, key in KEYS.items():
        ids.setdefault("list" if file == "rows" else file, {getattr(record, key) for record in getattr(law, file)})
    for decision in decisions.readings:
        assert decision.record_id in ids[decision.part], decision
    for act in decisions.acts:
        assert act.record_id in ids[act.part], act
    stems = {size.size_id.partition(".")[0] for size in law.sizes}
    named = {row_id for names in decisions.names.values() for row_id in names.values()}
    assert named <= stems | ids["list"] | ids["notes"]


def test_a_folder_without_sheets_has_no_decisions(tmp_path: Path):
    assert read_decisions(tmp_path / "none").names == {}


@pytest.mark.parametrize(
    "content",
    [b"cell,name\nIV-1,a\n", b"\xff", b'cell,name,row_id\n"a', b"cell,name,row_id\na,b,c,d\n", b"a\x00b,name\nx,y\n"],
)
def test_a_damaged_sheet_is_refused(tmp_path: Path, content: bytes):
    (tmp_path / "names.csv").write_bytes(content)
    with pytest.raises(OfficialTextError, match=r"names\.csv"):
        read_decisions(tmp_path)


def test_the_worksheet_comes_back_as_it_was(excerpt: str, tmp_path: Path):
    rows = worksheet(read_text(excerpt.replace("<td>Брорфин</td>", "<td>=1+1</td>").encode()))
    path = tmp_path / "sheet.csv"
    path.write_text(dump_sheet(SheetRow, rows), encoding="utf-8", newline="")
    again = read_sheet(path, SheetRow)
    assert [unguarded(row.printed) for row in again] == [row.printed for row in rows]
    assert "\n=" not in path.read_text(encoding="utf-8")


def test_the_decide_column_is_what_counts(excerpt: str, tmp_path: Path):
    rows = worksheet(read_text(excerpt.encode()))
    decided = [
        row.model_copy(update={"decide": "metonitazene"}) if row.printed == "Метонитазен" else row for row in rows
    ]
    path = tmp_path / "sheet.csv"
    path.write_text(dump_sheet(SheetRow, decided), encoding="utf-8", newline="")
    assert read_decisions(tmp_path / "none", path).decided == {("list", "Метонитазен"): "metonitazene"}
