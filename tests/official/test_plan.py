"""A text is followed wherever it was changed: twenty places and more of the real text, and some of the excerpt."""

import re
from pathlib import Path

import pytest

from kzschedule.official import OfficialTextError, Reading, read_text
from kzschedule.official.advance import advance
from kzschedule.official.law import Law, read_law
from kzschedule.official.plan import Step, doubt_of_day, plan
from kzschedule.official.sheet import FOLDER, Decisions, read_decisions
from kzschedule.records.package import default_directory

NEW_LINE = "Хинолин-8-ил-1-выдуманный-1Н-индол-3-карбоксилат"

#: What is replaced, by what, and the steps that follow: action, part, row.
CHANGES = [
    ("<tr>\n<td>86.</td>\n<td>Метонитазен</td>\n</tr>", "", [("end", "list", "I-A-86")]),
    ("<td>85.</td>\n<td>Брорфин</td>", "<td>85.</td>\n<td>Брорфины</td>", [("reword", "list", "I-A-85")]),
    ("<tr>\n<td>11.</td>\n<td>4-МТА</td>\n</tr>", "", [("end", "list", "I-B-11")]),
    (
        "<td>63.</td>\n<td>Эутилон</td>\n</tr>",
        "<td>63.</td>\n<td>Эутилон</td>\n</tr>\n<tr>\n<td>64.</td>\n<td>Выдуманное вещество</td>\n</tr>",
        [("add", "list", "I-B-64")],
    ),
    ("1-Пентил-3-(1-нафтоил) индол (JWH-018)\n", "", [("end", "list", "I-B-61.7")]),
    ("(JWH-081)\n", f"(JWH-081)\n{NEW_LINE}\n", [("add", "list", "I-B-61.112")]),
    ("(Метанандамид, АМ-356)", "(Метанандамид; АМ-356)", [("reword", "list", "I-B-61.50")]),
    ("\nТолуол\n", "\n", [("end", "list", "IV-2.17")]),
    ("\nN-ацетилантраниловая кислота\n", "\nВыдуманный прекурсор\nN-ацетилантраниловая кислота\n", [("add", "list", "IV-1.33")]),
    ("\nНитрометан\n", "\nНитрометаны\n", [("reword", "list", "IV-2.10")]),
    (
        "<td>70.</td>\n<td>Флубромазолам</td>",
        "<td>70.</td>\n<td>Исключен постановлением Правительства РК от 23.01.2024 № 22.</td>",
        [("end", "list", "III-B-70")],
    ),
    ("<td>55.</td>\n<td>Ацетилфентанил</td>", "<td>56.</td>\n<td>Ацетилфентанил</td>", [("renumber", "list", "II-A-55")]),
    ("содержащие не свыше 100 мг пропирама", "содержащие не свыше 50 мг пропирама", [("change", "preparations", "III-A-2")]),
    ("<td>Аллилпродин*</td>\n<td>0-0,5</td>", "<td>Аллилпродин*</td>\n<td>0-0,7</td>", [("change", "sizes", "Аллилпродин*")]),
    ("<td>Альфамепродин*</td>", "<td>Альфамепродин</td>", [("change", "sizes", "Альфамепродин")]),
    ("<tr>\n<td>U-47700</td>\n<td>0-0,01</td>\n<td>0,01-1,0</td>\n<td>1,0</td>\n</tr>", "", [("end", "sizes", "U-47700")]),
    (
        "<tr>\n<td>Кетамин*</td>",
        "<tr>\n<td>Выдуманное</td>\n<td>0-1</td>\n<td>1-2</td>\n<td>2</td>\n</tr>\n<tr>\n<td>Кетамин*</td>",
        [("add", "sizes", "Выдуманное")],
    ),
    (
        "20,0-500\n100,0-2500",
        "20,0-600\n100,0-2600",
        [("change", "sizes", "Маковая солома:\nвысушенная\nневысушенная")] * 2,
    ),
    ("<td>0-0,01 1 амп. 1 % р-ра</td>", "<td>0-0,01 (1 амп. 1 % р-ра)</td>", [("reword", "sizes", "Морфин (основание и соли)")]),
    ("<tr>\n<td>1.75</td>\n<td>Метоксиметил</td>", "<tr>\n<td>1.76</td>\n<td>Выдуманный</td>", [
        ("add", "substituents", "1.76"), ("end", "substituents", "1.75"),
    ]),
    ("<td>этен-1,2-диилокси</td>", "<td>этен-1,2-диилокси (выдуманное)</td>", [("reword", "substituents", "2.15")]),
    ("Соли веществ, перечисленных в данной Таблице, во", "Изомеры и соли веществ, перечисленных в данной Таблице, во", [
        ("change", "notes", "NOTE-I-B-1"),
    ]),
    ("от 10 растений", "от 12 растений", [("change", "cultivation", "CULT-2a")]),
    ("<tr>\n<td>16.</td>\n<td>Гексанал-натрий син. Циклобарбитал</td>\n</tr>", "", [("end", "veterinary", "VET-B-16")]),
]  # fmt: skip


@pytest.fixture(scope="module")
def decisions() -> Decisions:
    return read_decisions(default_directory() / FOLDER)


@pytest.fixture(scope="module")
def law() -> Law:
    return read_law(default_directory())


@pytest.fixture(scope="module")
def newest(texts: Path) -> str:
    return (texts / "rus.2024-01-23.md").read_text(encoding="utf-8")


def steps_of(text: str, law: Law, decisions: Decisions) -> list[Step]:
    return list(plan(read_text(text.encode()), law, decisions).steps)


def named(steps: list[Step]) -> list[tuple[str, str, str]]:
    return sorted((step.action, step.part, step.row_id) for step in steps)


def test_the_newest_text_changes_nothing(newest: str, law: Law, decisions: Decisions):
    assert steps_of(newest, law, decisions) == []


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES, ids=[str(change[2][0]) for change in CHANGES])
def test_each_place_is_followed(newest: str, law: Law, decisions: Decisions, old: str, new: str, expected):
    assert newest.count(old) >= 1
    assert named(steps_of(newest.replace(old, new, 1), law, decisions)) == sorted(expected)


def altered(text: str) -> str:
    for old, new, _ in CHANGES:
        text = text.replace(old, new, 1)
    return text


def test_all_places_at_once_and_then_nothing(newest: str, law: Law, decisions: Decisions):
    steps = steps_of(altered(newest), law, decisions)
    assert named(steps) == sorted(step for _, _, expected in CHANGES for step in expected)
    after = advance(read_text(altered(newest).encode()), law, decisions)
    left = steps_of(altered(newest), after, decisions)
    assert named(left) == sorted(
        ("add", "sizes", name)
        for name in ("4-МТА (4-метилтиоамфетамин)*", "Выдуманное", "Метонитазен", "Толуол", "Флубромазолам")
    )
    assert all("which rows of the List" in step.needs for step in left)  # their rows are gone
    assert {row.row_id for row in law.rows} - {row.row_id for row in after.rows} == {"I-A-86", "III-B-70"}
    [jwh] = [row for row in after.rows if row.row_id == "I-B-61.7"]
    assert jwh.last_revision == "2023-03-20"
    [fentanyl] = [row for row in after.rows if row.row_id == "II-A-55" and row.last_revision is None]
    assert fentanyl.item_no == "56"


def test_what_needs_a_human_says_so(newest: str, law: Law, decisions: Decisions):
    needs = {(step.action, step.row_id): step.needs for step in steps_of(altered(newest), law, decisions)}
    assert "structure unknown" in needs["add", "I-B-64"]
    assert "which rows of the List" in needs["add", "Выдуманное"]
    assert "draw it" in needs["add", "1.76"]
    assert "the name is another" in needs["reword", "I-A-85"]
    assert not needs["end", "I-B-61.7"]
    assert not needs["change", "Аллилпродин*"]


def test_size_steps_have_the_six_figures(newest: str, law: Law, decisions: Decisions):
    [step] = steps_of(newest.replace(CHANGES[13][0], CHANGES[13][1]), law, decisions)
    assert isinstance(step.before, dict)
    assert isinstance(step.after, dict)
    assert (step.before["small_to"], step.after["small_to"]) == ("0.5", "0.7")
    figures = {"small_from", "small_to", "large_from", "large_to", "xlarge_over", "min_percent"}
    assert figures <= set(step.after)


def test_figures_that_cannot_be_read_end_nothing(newest: str, law: Law, decisions: Decisions):
    [step] = steps_of(newest.replace("<td>0-0,6</td>", "<td>0-0,6 мг</td>", 1), law, decisions)
    assert (step.action, step.part) == ("change", "sizes")
    assert "could not be read" in step.needs


def test_the_build_from_nothing_follows_a_change_of_its_first_text(texts: Path, decisions: Decisions, readings):
    base = (texts / "rus.2019-07-03.md").read_text(encoding="utf-8")
    for gone in (
        "<tr>\n<td>Аллилпродин</td>\n<td>0-0,5</td>\n<td>0,5-2,5</td>\n<td>2,5</td>\n</tr>",
        "1-Пентил-3-(1-нафтоил) индол (JWH-018)\n",
        " Изосафрол",
    ):
        assert base.count(gone) == 1
        base = base.replace(gone, "")
    base = base.replace("Пиперональ", "Пиперональдегид", 1)
    law = advance(read_text(base.encode()), Law(), decisions)
    rows = {row.row_id: row.printed_ru for row in law.rows}
    whole = {row.row_id: row.printed_ru for row in advance(readings["2019-07-03"], Law(), decisions).rows}
    assert set(whole) - set(rows) == {"I-B-61.7", "IV-1.2", "IV-1.7"}
    assert {row_id: text for row_id, text in rows.items() if whole.get(row_id) != text} == {
        "IV-1.33": "Пиперональдегид"
    }
    sizes = {size.size_id: size.printed_ru for size in law.sizes}
    assert "S-I-1" not in sizes
    assert sizes["S-I-2"] == "Альфамепродин"


def test_a_step_for_every_act(readings: dict[str, Reading], decisions: Decisions):
    law, found = Law(), {}
    for day, reading in readings.items():
        steps = plan(reading, law, decisions).steps
        assert not law.newest or all(
            not step.needs or "structure" in step.needs or "draw" in step.needs for step in steps
        )
        found[day] = {
            (part, action): sum((step.part, step.action) == (part, action) for step in steps)
            for part, action in (("list", "add"), ("list", "end"), ("sizes", "add"), ("substituents", "add"))
        }
        law = advance(reading, law, decisions)
    assert found == {
        # What the acts themselves say: 975 and 677, 326, 240, 22.
        "2019-07-03": {("list", "add"): 389, ("list", "end"): 0, ("sizes", "add"): 288, ("substituents", "add"): 91},
        "2021-09-27": {("list", "add"): 28, ("list", "end"): 0, ("sizes", "add"): 18, ("substituents", "add"): 3},
        "2022-05-23": {("list", "add"): 1, ("list", "end"): 0, ("sizes", "add"): 1, ("substituents", "add"): 0},
        "2023-03-20": {("list", "add"): 27, ("list", "end"): 0, ("sizes", "add"): 24, ("substituents", "add"): 1},
        "2024-01-23": {("list", "add"): 9, ("list", "end"): 0, ("sizes", "add"): 9, ("substituents", "add"): 3},
    }


def test_a_part_that_is_missing_is_no_amendment(excerpt: str, decisions: Decisions):
    law = advance(read_text(excerpt.encode()), Law(), decisions)
    cut_off = excerpt[: excerpt.index("## Сводная таблица")]
    with pytest.raises(OfficialTextError, match="cut off"):
        plan(read_text(cut_off.encode()), law, decisions)


def test_a_row_that_could_not_be_read_ends_nothing(newest: str, law: Law, decisions: Decisions):
    unread = newest.replace("<td>86.</td>\n<td>Метонитазен</td>", "<td>86а.</td>\n<td>Метонитазен</td>", 1)
    unread = unread.replace("<tr>\n<td>U-47700</td>\n<td>0-0,01</td>", "<tr>\n<td>U-47700</td>", 1)
    steps = steps_of(unread, law, decisions)
    assert [(step.action, step.row_id) for step in steps] == [("end", "I-A-86"), ("end", "U-47700")]
    assert all("could not be read" in step.needs for step in steps)
    after = advance(read_text(unread.encode()), law, decisions)
    assert set(after.rows) == set(law.rows)
    assert set(after.sizes) == set(law.sizes)


def test_a_repealed_row_in_one_cell_ends_its_own(newest: str, law: Law, decisions: Decisions):
    words = "86. Исключен постановлением Правительства РК от 23.01.2024 № 22."
    gone = newest.replace("<td>86.</td>\n<td>Метонитазен</td>", f'<td colspan="2">{words}</td>', 1)
    assert [(step.action, step.row_id, step.needs) for step in steps_of(gone, law, decisions)] == [
        ("end", "I-A-86", "")
    ]


def test_an_older_text_is_not_applied(excerpt: str, law: Law, decisions: Decisions):
    older = re.sub(r"; [^;]*от 23\.01\.2024 № 22 \([^)]*\)|от 23\.01\.2024 № 22", "", excerpt)
    assert str(read_text(older.encode()).revision.date) == "2023-03-20"
    with pytest.raises(OfficialTextError, match="later than the text's"):
        advance(read_text(older.encode()), law, decisions)


def test_a_kazakh_text_is_no_plan(law: Law, decisions: Decisions, excerpt: str):
    kazakh = read_text(excerpt.encode()).model_copy(update={"language": "kaz"})
    with pytest.raises(OfficialTextError, match="Kazakh"):
        plan(kazakh, law, decisions)


def test_a_name_that_stands_twice_has_its_identifier_once(excerpt: str, decisions: Decisions):
    twice = excerpt.replace("\nИзосафрол\n", "\nИзосафрол\nИзосафрол\n", 1)
    law = advance(read_text(twice.encode()), Law(), decisions)
    assert [row.row_id for row in law.rows if row.printed_ru == "Изосафрол"] == ["IV-1.2", "IV-1.33"]


def test_a_number_of_another_row_is_not_its_identifier(excerpt: str, decisions: Decisions):
    law = advance(read_text(excerpt.encode()), Law(), decisions)
    other = excerpt.replace("<td>2.</td>\n<td>АЛЬФЕНТАНИЛ</td>", "<td>2.</td>\n<td>Выдуманное</td>", 1)
    steps = [step for step in steps_of(other, law, decisions) if step.part == "list"]
    assert [(step.action, step.row_id) for step in steps] == [("add", "II-A-21"), ("end", "II-A-2")]
    assert "structure unknown" in steps[0].needs


def test_what_is_no_row_of_the_data_is_told_with_its_place(excerpt: str):
    reading = read_text(excerpt.encode())
    odd = reading.model_copy(update={"notes": (reading.notes[0].model_copy(update={"section": None}),)})
    with pytest.raises(OfficialTextError, match=r"notes NOTE-\S+ of the text is no row of the data \(section: "):
        advance(odd, Law(), Decisions())


def test_a_new_row_that_could_not_be_read_is_a_step(newest: str, law: Law, decisions: Decisions):
    row = "<td>63.</td>\n<td>Эутилон</td>\n</tr>"
    steps = steps_of(newest.replace(row, f"{row}\n<tr>\n<td></td>\n<td>Небылица</td>\n</tr>", 1), law, decisions)
    assert [(step.action, step.part, step.row_id) for step in steps] == [("add", "list", "I-B")]
    assert "Небылица" in str(steps[0].after)
    assert "read it by hand" in steps[0].needs


def test_a_number_that_stands_twice_is_not_read_twice(newest: str, law: Law, decisions: Decisions):
    row = "<td>10.</td>\n<td>АЦЕТОРФИН</td>\n</tr>"
    steps = steps_of(newest.replace(row, f"{row}\n<tr>\n<td>10.</td>\n<td>Карфентанил</td>\n</tr>", 1), law, decisions)
    assert [(step.action, step.row_id) for step in steps] == [("add", "I-A")]


def test_a_substituent_with_another_name_needs_a_decision(newest: str, law: Law, decisions: Decisions):
    steps = steps_of(newest.replace("<td>бензил</td>", "<td>тритил</td>", 1), law, decisions)
    assert [(step.row_id, step.after, bool(step.needs)) for step in steps] == [("1.3", "тритил", True)]


def test_a_size_follows_its_substance_to_another_place(newest: str, law: Law, decisions: Decisions):
    row = "<tr>\n<td>10.</td>\n<td>АЦЕТОРФИН</td>\n</tr>\n"
    other = "<td>55.</td>\n<td>Ацетилфентанил</td>\n</tr>\n"
    assert row in newest
    moved = newest.replace(row, "", 1).replace(other, other + "<tr>\n<td>56.</td>\n<td>АЦЕТОРФИН</td>\n</tr>\n", 1)
    after = advance(read_text(moved.encode()), law, decisions)
    sizes = [size for size in after.sizes if size.printed_ru.startswith("Ацеторфин") and size.last_revision is None]
    assert [size.targets for size in sizes] == [("II-A-56",)]


def test_a_repeal_in_brackets_behind_a_name_is_one(newest: str, law: Law, decisions: Decisions):
    words = "АЦЕТОРФИН (исключен постановлением Правительства РК от 23.01.2024 № 22)"
    steps = steps_of(newest.replace("<td>АЦЕТОРФИН</td>", f"<td>{words}</td>", 1), law, decisions)
    assert [(step.action, step.row_id, step.needs) for step in steps] == [("end", "I-A-10", "")]


def test_a_text_that_changes_something_and_is_not_later_is_doubted(newest: str, law: Law, decisions: Decisions):
    changed = plan(read_text(newest.replace("<td>Эутилон</td>", "<td>Эутилоны</td>", 1).encode()), law, decisions)
    assert "names no act after 2024-01-23" in str(doubt_of_day(changed, law.newest))
    assert "older than the data" in str(doubt_of_day(changed, "2025-01-01"))
    assert doubt_of_day(changed, "2023-03-20") is None
    assert doubt_of_day(plan(read_text(newest.encode()), law, decisions), law.newest) is None
