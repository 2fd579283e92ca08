"""Where rows belong: by header words and headings, in whatever shape the portal prints them."""

import pytest

from kzschedule.official import OfficialTextError, read_page

HEADER = "<tr><td>№ п/п</td><td>Наименование</td></tr>"


def rows(text):
    return [(row.table, row.section, row.item_no, row.name_ru) for row in text.tables]


def test_table_goes_on_in_the_next_table_without_a_header(decree_page):
    first = f"<table>{HEADER}<tr><td>1.</td><td>Вымыслин</td></tr></table>"
    second = "<table><tr><td>2.</td><td>Нарратин</td></tr></table>"
    between = "<p></p><h3>Б. Психотропные вещества</h3>"
    assert rows(read_page(decree_page(first + between + second))) == [
        ("I", None, "1", "Вымыслин"),
        ("I", "Б", "2", "Нарратин"),
    ]


def test_position_goes_on_in_the_next_table(decree_page):
    header = "<tr><td>№</td><td>Наименование</td><td>Химическое название</td></tr>"
    first = f"<table>{header}<tr><td>1.</td><td>Вымыслин</td><td>начало</td></tr></table>"
    second = "<table><tr><td></td><td></td><td>конец</td></tr></table>"
    assert read_page(decree_page(first + second)).tables[0].chemical_name == "начало; конец"


def test_title_ends_the_columns_so_that_a_headerless_table_after_it_is_reported(decree_page):
    first = f"<table>{HEADER}<tr><td>1.</td><td>Вымыслин</td></tr></table>"
    second = "<h3>Таблица II</h3><table><tr><td>1.</td><td>Нарратин</td></tr></table>"
    text = read_page(decree_page(first + second))
    assert rows(text) == [("I", None, "1", "Вымыслин")]
    assert [entry.cells for entry in text.ignored] == [("1.", "Нарратин")]
    assert [warning.kind for warning in text.warnings] == ["table_not_placed"]


def test_continued_title_keeps_the_columns(decree_page):
    first = f"<table>{HEADER}<tr><td>1.</td><td>Вымыслин</td></tr></table>"
    second = "<h3>Таблица I (продолжение)</h3><table><tr><td>2.</td><td>Нарратин</td></tr></table>"
    assert [row.item_no for row in read_page(decree_page(first + second)).tables] == ["1", "2"]


def test_table_of_another_width_is_reported_not_misread(decree_page):
    first = f"<table>{HEADER}<tr><td>1.</td><td>Вымыслин</td></tr></table>"
    second = "<table><tr><td>2.</td><td>Нарратин</td><td>Narrata</td></tr></table>"
    text = read_page(decree_page(first + second))
    assert len(text.tables) == 1
    assert text.ignored[0].cells == ("2.", "Нарратин", "Narrata")


def test_rows_of_four_tables_in_one_table(decree_page):
    labels = {
        "Таблица I": "А. Наркотические средства",
        "Таблица II": "B) Психотропные вещества",
        "Таблица ІV": None,
    }
    body = HEADER
    for number, (table, section) in enumerate(labels.items(), start=1):
        for label in filter(None, (table, section)):
            body += f'<tr><td colspan="2">{label}</td></tr>'
        body += f"<tr><td>{number}.</td><td>Вымыслин-{number}</td></tr>"
    text = read_page(decree_page(f"<table>{body}</table>", heading=""))
    assert [(row.table, row.section) for row in text.tables] == [("I", "А"), ("II", "Б"), ("IV", None)]


def test_list_printed_as_paragraphs_is_read_too(decree_page):
    body = (
        "<p>А. Наркотические средства</p><p>1. Вымыслин (выдумка);</p><p>2. 3-Метилнарратин;</p>"
        "<p>3. Исключена постановлением Правительства РК от 20.03.2023 № 240.</p><p>Примечание: вымысел.</p>"
    )
    text = read_page(decree_page(body))
    assert rows(text)[:2] == [("I", "А", "1", "Вымыслин"), ("I", "А", "2", "3-Метилнарратин")]
    assert text.tables[2].repealed
    assert text.items_from_paragraphs == 3


def test_column_of_tables_places_rows_without_headings(decree_page):
    header = "<tr><td>Таблица</td><td>№</td><td>Наименование</td></tr>"
    body = f"<table>{header}<tr><td>II</td><td>1</td><td>Вымыслин</td></tr></table>"
    assert rows(read_page(decree_page(body, heading=""))) == [("II", None, "1", "Вымыслин")]


def test_row_whose_column_names_no_table_is_reported(decree_page):
    header = "<tr><td>Таблица</td><td>№</td><td>Наименование</td></tr>"
    cells = [
        "<td>II</td><td>1</td><td>Вымыслин</td>",
        "<td>?</td><td>2</td><td>Нарратин</td>",
        "<td></td><td></td><td>ещё</td>",
        "<td>III</td><td>3</td><td>Исключен постановлением от 20.03.2023 № 240.</td>",
    ]
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    text = read_page(decree_page(f"<table>{header}{body}</table>", heading=""))
    assert [(row.table, row.item_no) for row in text.tables] == [("II", "1"), ("III", "3")]
    assert [entry.cells for entry in text.ignored] == [("?", "2", "Нарратин"), ("", "", "ещё")]


def test_list_that_no_heading_puts_into_a_table_is_an_error(decree_page):
    body = f"<table>{HEADER}<tr><td>1.</td><td>Вымыслин</td></tr></table>"
    with pytest.raises(OfficialTextError, match="none of the decree's tables"):
        read_page(decree_page(body, heading=""))


def test_merged_row_that_says_nothing_known_is_reported(decree_page):
    stray = '<tr><td colspan="2">Производные вымыслина</td></tr>'
    text = read_page(decree_page(f"<table>{HEADER}<tr><td>1.</td><td>Вымыслин</td></tr>{stray}</table>"))
    assert text.ignored[0].cells == ("Производные вымыслина",)
    assert text.warnings[0].kind == "row_not_placed"


def test_name_without_a_number_is_kept_and_reported(decree_page):
    header = "<tr><td>№</td><td>Наименование</td><td>МНН</td></tr>"
    body = "<tr><td>1.</td><td>Вымыслин</td><td></td></tr><tr><td></td><td>Нарратин</td><td>Narratin</td></tr>"
    text = read_page(decree_page(f"<table>{header}{body}</table>"))
    assert [(row.item_no, row.name_ru) for row in text.tables] == [("1", "Вымыслин"), (None, "Нарратин")]
    assert [warning.kind for warning in text.warnings] == ["number_missing"]


def test_rows_of_a_table_in_a_cell_are_counted(decree_page):
    inner = "<table><tr><td>2,5-диметокси</td></tr><tr><td>вымысел</td></tr></table>"
    text = read_page(decree_page(f"<table>{HEADER}<tr><td>1.</td><td>Вымыслин {inner}</td></tr></table>"))
    assert text.row_fates == {"header": 1, "item": 1, "nested": 2}
    assert text.tables[0].name_ru == "Вымыслин 2,5-диметокси вымысел"


def test_layout_table_around_everything_is_walked_into(decree_page):
    inner = f"<table>{HEADER}<tr><td>1.</td><td>Вымыслин</td></tr></table>"
    text = read_page(decree_page(f'<table border="0"><tr><td>{inner}</td></tr></table>'))
    assert text.row_fates == {"header": 1, "item": 1, "layout": 1}


def test_lost_letters_of_a_copy_are_reported(decree_page):
    body = f"<table>{HEADER}<tr><td>1.</td><td>Вы\u2610ыслин</td></tr></table>"
    assert [warning.kind for warning in read_page(decree_page(body)).warnings] == ["lost_letters"]


def test_table_that_stands_in_a_table_but_in_no_row_of_it_is_read(decree_page):
    inner = f"<table>{HEADER}<tr><td>1.</td><td>Вымыслин</td></tr></table>"
    layout = "<tr><td><table><tr><td></td></tr></table></td></tr>"
    text = read_page(decree_page(f'<table border="0">{inner}{layout}</table>'))
    assert text.row_fates == {"empty": 1, "header": 1, "item": 1, "layout": 1}


def test_title_of_a_list_below_the_title_of_its_table_keeps_the_table(decree_page):
    heading = "<h3>Таблица II</h3><h3>Список вымышленных прекурсоров, использование которых ограничено</h3>"
    body = f"<table>{HEADER}<tr><td>1.</td><td>Вымыслин</td></tr></table>"
    assert rows(read_page(decree_page(body, heading=heading))) == [("II", None, "1", "Вымыслин")]


def test_label_may_name_the_table_at_its_end(decree_page):
    label = '<tr><td colspan="2">Вещества, включенные в Таблицу III.</td></tr>'
    body = f"<table>{HEADER}{label}<tr><td>1.</td><td>Вымыслин</td></tr></table>"
    assert rows(read_page(decree_page(body))) == [("III", None, "1", "Вымыслин")]


def test_note_on_a_table_is_no_label(decree_page):
    body = f"<table>{HEADER}<tr><td>1.</td><td>Вымыслин</td></tr></table>"
    note = "<h3>Примечание к таблице II: вымысел</h3>"
    assert [note.table for note in read_page(decree_page(body + note)).notes] == ["I"]


def test_repealed_row_that_names_a_table_is_no_label(decree_page):
    repealed = '<tr><td colspan="2">2. Исключена из Таблицы III постановлением от 20.03.2023 № 240.</td></tr>'
    last = "<tr><td>3.</td><td>Нарратин</td></tr>"
    text = read_page(decree_page(f"<table>{HEADER}<tr><td>1.</td><td>Вымыслин</td></tr>{repealed}{last}</table>"))
    assert text.tables[1].footnote.startswith("Исключена из")
    assert [(row.table, row.item_no, row.repealed) for row in text.tables] == [
        ("I", "1", False),
        ("I", "2", True),
        ("I", "3", False),
    ]


def test_line_of_the_source_does_not_begin_a_note(decree_page):
    body = f"<table>{HEADER}<tr><td>1.</td><td>Вымыслин (см.\nпримечание 2)</td></tr></table>"
    text = read_page(decree_page(body))
    assert (text.tables[0].name_ru, text.tables[0].footnote) == ("Вымыслин", "см. примечание 2")


@pytest.mark.parametrize(
    ("row", "numbers"),
    [
        ('<td colspan="3">2-4. Исключены постановлением от 20.03.2023 № 240.</td>', ["2", "3", "4"]),
        ('<td>2-4.</td><td colspan="2">Исключены постановлением от 20.03.2023 № 240.</td>', ["2", "3", "4"]),
        ("<td>2.</td><td>Исключен постановлением от 20.03.2023 № 240.</td><td></td>", ["2"]),
        ("<td></td><td>2. Исключен постановлением от 20.03.2023 № 240.</td><td></td>", ["2"]),
        ('<td colspan="3">2<sup>1</sup>. Исключен постановлением от 20.03.2023 № 240.</td>', ["2-1"]),
        ("<td>2.</td><td>Вымыслин</td><td>Исключен постановлением от 20.03.2023 № 240.</td>", ["2"]),
    ],
)
def test_repeal_is_recognised_in_every_cell_it_is_printed_in(decree_page, row, numbers):
    header = "<tr><td>№</td><td>Наименование</td><td>Примечание</td></tr>"
    text = read_page(decree_page(f"<table>{header}<tr>{row}</tr></table>"))
    assert [entry.item_no for entry in text.tables] == numbers
    assert all(entry.repealed and "№ 240" in entry.footnote for entry in text.tables)
    assert [(act.number, str(act.date)) for act in text.amendments] == [("240", "2023-03-20")]


def test_merged_row_with_a_number_is_a_position(decree_page):
    header = "<tr><td>№</td><td>Наименование</td><td>Примечание</td></tr>"
    text = read_page(decree_page(f'<table>{header}<tr><td colspan="3">2. Вымыслин (выдумка)</td></tr></table>'))
    assert rows(text) == [("I", None, "2", "Вымыслин")]


def test_number_without_a_name_is_kept_and_reported(decree_page):
    body = f"<table>{HEADER}<tr><td>1.</td><td>-</td></tr></table><p>2.</p>"
    text = read_page(decree_page(body))
    assert rows(text) == [("I", None, "1", None)]
    assert [warning.kind for warning in text.warnings] == ["name_missing"]
    assert text.ignored[0].cells == ("2.",)


def test_heading_of_something_else_below_the_rows_ends_the_list(decree_page):
    first = f"<table>{HEADER}<tr><td>1.</td><td>Вымыслин</td></tr></table>"
    other = f"<h3>Прочие сведения</h3><table>{HEADER}<tr><td>2.</td><td>Область</td></tr></table>"
    text = read_page(decree_page(first + other))
    assert rows(text) == [("I", None, "1", "Вымыслин")]
    assert [(entry.kind, entry.cells) for entry in text.ignored] == [
        ("part", ("Прочие сведения",)),
        ("row", ("2.", "Область")),
    ]
    assert [warning.kind for warning in text.warnings] == ["table_not_placed"]


def test_numbered_item_in_bold_is_an_item_not_a_heading(decree_page):
    body = '<p>1. Вымыслин</p><p align="center"><b>2. Нарратин</b></p><p>3. Фабулон</p>'
    assert [row.item_no for row in read_page(decree_page(body)).tables] == ["1", "2", "3"]


def test_appendix_without_a_known_title_is_reported(decree_page):
    first = f"<table>{HEADER}<tr><td>1.</td><td>Вымыслин</td></tr></table>"
    head = '<table border="0"><tr><td></td><td>Приложение 5</td></tr></table><h3>Правила вымысла</h3>'
    text = read_page(decree_page(first + head + f"<table>{HEADER}<tr><td>1.</td><td>Правило</td></tr></table>"))
    assert len(text.tables) == 1
    assert [entry.kind for entry in text.ignored] == ["row", "part"]


@pytest.mark.parametrize("header", ["Заместитель", "Химическая формула", "Радикал"])
def test_only_column_beside_the_numbers_holds_the_names(decree_page, header):
    body = f"<table><tr><td>№</td><td>{header}</td></tr><tr><td>1</td><td>метил</td></tr></table>"
    text = read_page(decree_page(body, heading="<h3>Список заместителей</h3>"))
    assert [(row.item_no, row.text) for row in text.substituents] == [("1", "метил")]
