import csv
import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kzschedule.official import OfficialTextError, Reading, read_text

_ACTS = {"base": "2019-07-03", "677": "2021-09-27", "326": "2022-05-23", "240": "2023-03-20", "22": "2024-01-23"}


@pytest.fixture(scope="module")
def reading(excerpt: str) -> Reading:
    return read_text(excerpt.encode(), "excerpt.md")


def test_the_revision_is_the_newest_act_named(reading: Reading):
    assert (str(reading.revision.date), reading.revision.act, reading.revision.in_force) == ("2024-01-23", "22", None)
    assert {amendment.act for amendment in reading.amendments} >= {"975", "677", "326", "240", "22"}
    assert [a.place for a in reading.amendments if a.kind == "repealed"] == ["substituents"]


def test_rows_keep_their_numbers_and_the_lines_of_their_cells(reading: Reading):
    rows = {row.row_id: row for row in reading.list}
    assert rows["II-A-20-1"].printed == "МЕТАДОН"
    assert rows["I-A-19"].printed.startswith("ГАШИШ, АНАША\nСпециально")
    assert (rows["I-B-61"].printed, rows["I-B-61"].line) == ("СИНТЕТИЧЕСКИЕ КАННАБИНОИДЫ", None)
    assert (rows["I-B-61.7"].item_no, rows["I-B-61.7"].sub_no) == ("61", "7")
    assert "JWH-018" in rows["I-B-61.7"].printed
    assert (rows["IV-1.9"].list, rows["IV-1.9"].sub_no, rows["IV-1.9"].item_no) == ("1", "9", None)
    assert rows["IV-2.13"].printed == "Серная кислота*"
    assert rows["III-A-5"].section == "preparation"
    assert not any(row.repealed for row in reading.list)


def test_sizes_are_read_as_the_heads_say(reading: Reading):
    sizes = {(size.printed_name.split("\n")[0], size.form): size for size in reading.sizes}
    bare = sizes["Альфа-метилтиофентанил*", None]
    assert (bare.small_from, bare.small_to, bare.large_from, bare.mixture) == (None, None, Decimal("0.00001"), "star")
    assert sizes["Героин, включая сопутствующие вещества и наполнители", None].mixture == "words"
    assert sizes["Клоназепам", None].large_to == Decimal("5.0")
    assert sizes["Эфедра высушенная невысушенная", "невысушенная"].small_to == Decimal(2500)
    assert [size.form for size in reading.sizes if size.unit == "piece"] == ["таб. по 0,05 г", "амп. по 0,03 г"]
    assert [size.printed_name for size in reading.sizes if size.unit == "ml"] == [
        "Препараты, содержащие амфетамин (афин, фенамин)"
    ]
    assert [size.condition for size in reading.sizes if size.condition] == ["содержащие не менее 0,015 г. в таб."]
    percents = {size.printed_name.split(",")[0]: size.min_percent for size in reading.sizes if size.size_table == "III"}
    assert (percents["Ацетонитрил"], percents["Сафрол"]) == (Decimal(15), Decimal(0))


def test_notes_say_what_they_cover(reading: Reading):
    covers = {note.note_id: note.covers for note in reading.notes}
    assert covers["NOTE-I-A-1"] == ("esters", "ethers")
    assert covers["NOTE-II-A-1"] == ("stereoisomers",)
    assert covers["NOTE-I-B-1"] == covers["NOTE-IV-1"] == ("salts",)
    assert covers["NOTE-IV-2"] == ()


def test_clauses_have_their_limits_as_numbers(reading: Reading):
    clauses = {clause.row_id: clause for clause in reading.preparations}
    assert (clauses["III-A-1"].max_mg, clauses["III-A-1"].max_percent) == (Decimal(100), Decimal("2.5"))
    assert (clauses["III-A-2"].min_adjunct_percent, clauses["III-A-5"].min_adjunct_percent) == (
        Decimal(100),
        Decimal(5),
    )


def test_plants_substituents_and_medicines(reading: Reading):
    assert [(row.cult_id, row.large_from) for row in reading.cultivation] == [
        ("CULT-1a", 1), ("CULT-1b", 1), ("CULT-2a", 10), ("CULT-3a", 1),
    ]  # fmt: skip
    assert [(row.number, row.valence) for row in reading.substituents if row.repealed] == [("2.16", "2")]
    assert "VET-A-1" in {row.vet_id for row in reading.veterinary}


def test_the_one_oddity_is_told_and_nothing_else(reading: Reading):
    assert [problem.problem for problem in reading.problems] == ["bounds that do not join, as printed"]


def changed(excerpt: str, old: str, new: str) -> Reading:
    assert excerpt.count(old) >= 1, old
    return read_text(excerpt.replace(old, new, 1).encode(), "changed.md")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<td>0-0,5</td>", "<td>0-0,5 мг</td>", "figures that cannot be read"),
        ("<td>0-0,5</td>", "<td>0,5-0</td>", "figures that cannot be read"),
        ("<td>0-0,5</td>", "<td>от нуля</td>", "figures that cannot be read"),
        ("20,0-500\n100,0-2500", "20,0-500", "one line for each form"),
        ("<td>15 % и более</td>", "<td>много</td>", "concentration"),
        ("одно растение\nодно растение", "одно растение", "not one size for each plant"),
        ("от 10 растений", "от десяти растений", "number of plants"),
        ("Размеры в граммах</td>", "Размеры в граммах</td>\n<td>2,5</td>", "another shape"),
        (
            "\n## А. НАРКОТИЧЕСКИЕ СРЕДСТВА",
            "\nСоли веществ\n\n## А. НАРКОТИЧЕСКИЕ СРЕДСТВА",
            "in no section of its table",
        ),
        ("<td>86.</td>", "<td>86а.</td>", "another shape"),
        ("<td>86.</td>\n<td>Метонитазен</td>", "<td>Метонитазен</td>", "another shape"),
        ("Изосафрол\nЛизергиновая", "Изосафрол Лизергиновая", "several names"),
        ("<td>2.1</td>", "<td>1.1</td>", "the number of one before it"),
    ],
)
def test_what_cannot_be_read_is_reported_and_never_guessed(excerpt: str, old: str, new: str, said: str):
    whole, altered = read_text(excerpt.encode()), changed(excerpt, old, new)
    assert any(said in problem.problem for problem in altered.problems)
    assert sum(altered.tally.values()) == sum(whole.tally.values())  # rows in = rows out and rows reported


def test_figures_that_cannot_be_read_are_none(excerpt: str):
    altered = changed(excerpt, "<td>0-0,5</td>", "<td>0-0,5 мг</td>")
    assert altered.sizes[0].printed_name == "Аллилпродин*"
    assert altered.sizes[0].large_from is None
    assert altered.sizes[0].raw.startswith("0-0,5 мг")


def test_another_unit_in_the_head_takes_no_figures(excerpt: str):
    altered = changed(excerpt, "Размеры в граммах", "Размеры в килограммах")
    assert {size.large_to for size in altered.sizes if size.size_table == "I"} == {None}
    assert any("another unit" in problem.problem for problem in altered.problems)
    assert any(size.large_to for size in altered.sizes if size.size_table == "II")


def test_repealed_rows_are_rows(excerpt: str):
    gone = "Исключен постановлением Правительства РК от 01.02.2026 № 45 (вводится в действие с 01.03.2026)."
    altered = changed(excerpt, "<td>Метонитазен</td>", f"<td>{gone}</td>")
    [row] = [row for row in altered.list if row.row_id == "I-A-86"]
    assert row.repealed
    assert (str(altered.revision.date), altered.revision.act) == ("2026-02-01", "45")
    assert str(altered.revision.in_force) == "2026-03-01"


def test_a_text_without_tables_of_the_decree_is_refused():
    with pytest.raises(OfficialTextError, match="no table of the decree"):
        read_text(b"<table><tr><td>1.</td><td>a</td></tr></table>", "other.md")


def test_counts_of_all_revisions(texts: Path, readings: dict[str, Reading]):
    counts = json.loads((texts / "history_counts.json").read_text(encoding="utf-8"))
    for act, expected in counts.items():
        reading = readings[_ACTS[act]]
        found = Counter(f"VET-{row.part}" for row in reading.veterinary)
        for row in reading.list:
            if row.table != "IV":
                letter = "B" if row.section == "psychotropic" else "A"
                found["I-B-61 lines" if row.line else f"{row.table}-{letter}"] += 1
        stars = {(size.size_table, size.row_no): size.mixture == "star" for size in reading.sizes}
        for (table, _), star in stars.items():
            found[f"sizes {table}"] += 1
            found[f"sizes {table} starred"] += star
        found.update(f"subst {row.valence}." for row in reading.substituents if not row.repealed)
        found["cultivation plants"] = len(reading.cultivation)
        found["footnotes"] = len({a.printed for a in reading.amendments if a.kind != "repealed"})
        listed = {name: count for name, count in expected.items() if not name.startswith("IV")}
        assert {name: found[name] for name in listed} == listed
        assert "reported" not in reading.tally


def test_joined_lines_are_one_row_with_a_problem(readings: dict[str, Reading]):
    problems = {day: sum("several names" in p.problem for p in reading.problems) for day, reading in readings.items()}
    assert problems == {"2019-07-03": 2, "2021-09-27": 4, "2022-05-23": 4, "2023-03-20": 0, "2024-01-23": 0}
    assert sum(row.list == "1" for row in readings["2019-07-03"].list) == 1


def test_merged_words_are_no_figures(readings: dict[str, Reading]):
    words = [size for size in readings["2019-07-03"].sizes if "внутриведомственный" in size.raw]
    assert len(words) == 3
    assert all(size.small_to is size.large_from is size.xlarge_over is None for size in words)


def test_the_newest_text_against_tables_typed_by_another_hand(texts: Path, readings: dict[str, Reading]):
    with (texts / "sizes.csv").open(encoding="utf-8", newline="") as stream:
        typed = {(row["size_table"], row["row_no"], row["form"]): row for row in csv.DictReader(stream)}
    columns = ("small_from", "small_to", "large_from", "large_to", "xlarge_over", "min_percent")
    for size in readings["2024-01-23"].sizes:
        row = typed.pop((size.size_table, str(size.row_no), size.form or ""))
        assert [str(getattr(size, name) if getattr(size, name) is not None else "") for name in columns] == [
            row[name] for name in columns
        ]
        assert (size.unit, size.mixture == "star") == (row["unit"], row["star"] == "true")
    assert {table for table, _, _ in typed} == {"IV"}


ACT_22 = re.compile(r"от 23\.01\.2024 № 22 \([^)]*\)")


@pytest.mark.parametrize(
    ("printed", "in_force"),
    [
        ("от 01.02.2026 № 45 (вводится в действие с 01.03.2026)", date(2026, 3, 1)),
        ("от 1 февраля 2026 года № 45 (вводится в действие c 01.03.2026)", date(2026, 3, 1)),  # a Latin c
        ("от 01.02.2026 N 45 (вводится в действие с 1 марта 2026 года)", date(2026, 3, 1)),
        ("от 01.02.2026 № 45 (вводится в действие по истечении десяти календарных дней)", None),
    ],
)
def test_an_act_is_read_however_its_day_is_written(excerpt: str, printed: str, in_force: date | None):
    revision = read_text(ACT_22.sub(lambda found: f"{found[0]}; {printed}", excerpt, count=1).encode()).revision
    assert (revision.date, revision.act, revision.in_force) == (date(2026, 2, 1), "45", in_force)


@pytest.mark.parametrize("printed", ["от 31.02.2026 № 45", "от 1 фвраля 2026 года № 45"])
def test_an_act_that_could_not_be_read_is_told(excerpt: str, printed: str):
    reading = read_text(ACT_22.sub(lambda found: f"{found[0]}; {printed}", excerpt, count=1).encode())
    assert any("passes for an older one" in problem.problem for problem in reading.problems)


def test_sizes_under_heads_in_another_order_are_not_read(excerpt: str):
    small, xlarge = "<td>Небольшие от… до…. включительно</td>", "<td>Особо крупные свыше</td>"
    assert small in excerpt
    swapped = excerpt.replace(small, "<td>X</td>", 1).replace(xlarge, small, 1).replace("<td>X</td>", xlarge, 1)
    reading = read_text(swapped.encode())
    assert not [size for size in reading.sizes if size.size_table == "I"]
    assert any("another order" in problem.problem for problem in reading.problems)
