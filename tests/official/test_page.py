import pytest

from kzschedule.official import OfficialTextError
from kzschedule.official.page import MAX_BYTES, Passage, Table, page_of


def rows_of(markup: str) -> list[list[str]]:
    blocks = page_of(f"<table>{markup}</table>".encode(), "a.md").blocks
    [table] = [block for block in blocks if isinstance(block, Table)]
    return [[cell.printed for cell in row] for row in table.rows]


def test_a_cell_keeps_its_lines_and_loses_its_markup():
    assert rows_of("<tr><td>\n<strong>1.</strong>\n</td><td>\nПЕРВАЯ<br>вторая\n</td></tr>") == [
        ["1.", "ПЕРВАЯ\nвторая"]
    ]


def test_rows_and_cells_end_where_the_next_begin():
    assert rows_of("<tr><td>1.<td>А<tr><td>2.<td>Б") == [["1.", "А"], ["2.", "Б"]]


def test_scripts_and_comments_are_no_text_and_entities_only_characters():
    assert rows_of("<tr><td>a<script>b()</script><!-- c -->&lt;d&gt;&unknown;</td></tr>") == [["a<d>&unknown;"]]


@pytest.mark.parametrize(("said", "span"), [("3", 3), ("0", 1), ("-1", 1), ("²", 1), ("1e3", 1), ("", 1)])
def test_a_span_is_a_small_number(said: str, span: int):
    [table] = page_of(f'<table><tr><td colspan="{said}">a</td></tr></table>'.encode(), "a.md").blocks
    assert isinstance(table, Table)
    assert table.rows[0][0].span == span


def test_headings_quotes_and_paragraphs_are_told_apart():
    page = page_of("# A\n\n> *Сноска. Б*  \n> *В*\n\n*звезда\n\n**Г**\n\n<table></table>".encode(), "a.md")
    assert [block for block in page.blocks if isinstance(block, Passage)] == [
        Passage("A", 1),
        Passage("Сноска. Б\nВ", -1),
        Passage("*звезда"),
        Passage("Г"),
    ]


def test_what_stands_before_the_text_is_read_as_names_and_values():
    page = page_of(b"---\nversion_date: 2019-07-03\nlist:\n- 1\n---\n<table></table>", "a.md")
    assert page.head["version_date"] == "2019-07-03"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no table"),
        (b"\xff\xfe<table>", "UTF-8"),
        (b"<table>\x00</table>", "zero bytes"),
        (b"<table><tr><td>1.", "cut off"),
        (b"<table><tr><td><table></table></td></tr></table>", "inside a table"),
        (b"x" * (MAX_BYTES + 1), "bytes"),
        (b"<table>" + b"<tr><td>a</td></tr>" * 20_001 + b"</table>", "more cells|rows"),
        (b"<table><tr>" + b"<td>a</td>" * 51 + b"</tr></table>", "more cells"),
        (b'<table><tr><td colspan="99999">a</td></tr></table>', "more cells"),
    ],
)
def test_what_is_no_text_of_the_decree_is_refused(content: bytes, said: str):
    with pytest.raises(OfficialTextError, match=said):
        page_of(content, "a.md")


def test_words_between_cells_are_in_the_table():
    """They were left out, so that a row lost what stood in it and nobody was told."""
    assert rows_of("a<tr><td>1.</td>b</tr><tr>c</tr>") == [["a"], ["1.", "b"], ["c"]]
