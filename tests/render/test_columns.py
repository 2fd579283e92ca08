"""Tables and labels: they fit, keep their header, and break no word that fits."""

from hypothesis import given
from hypothesis import strategies as st

from kzschedule.render.columns import labelled, table

words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)
cells = st.lists(words, max_size=12).map(" ".join)


@given(st.lists(st.tuples(cells, cells, cells), max_size=6), st.integers(60, 160))
def test_a_table_fits_its_width_and_loses_nothing(rows: list[tuple[str, str, str]], width: int) -> None:
    lines = list(table(("one", "two", "three"), rows, width))
    assert all(len(line) <= width for line in lines)
    assert lines[0].split() == ["one", "two", "three"]
    held = "".join(sorted("".join(lines[1:]).replace(" ", "")))
    assert held == "".join(sorted("".join(cell for row in rows for cell in row).replace(" ", "")))


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=6))
def test_in_a_pipe_a_row_is_a_line(rows: list[tuple[str, str]]) -> None:
    lines = list(table(("one", "two"), rows))
    assert len(lines) == len(rows) + 1
    assert [line.split() for line in lines[1:]] == [f"{first} {second}".split() for first, second in rows]


def test_a_long_cell_pushes_those_behind_it_away_instead_of_padding_all_rows() -> None:
    short, long = list(table(("a", "b"), [("x" * 200, "y")]))
    assert len(short) < 100
    assert long.endswith("x  y")


def test_texts_stand_below_each_other_and_long_words_stay_whole() -> None:
    lines = list(labelled([("a", "one two " + "x" * 50)], 20))
    assert lines == ["  a  one two", "     " + "x" * 50]
