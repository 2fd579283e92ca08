"""An answer at a glance and in full, several as a table, a card for a notebook: the facts, in each language."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from tools.catalogues import texts

from kzschedule import Verdict, check
from kzschedule.language import LANGUAGES, Language, vocabulary
from kzschedule.render import words
from kzschedule.render.html import verdict_html
from kzschedule.render.text import LINES, SAID_ELSEWHERE, TSV_COLUMNS, headline, tsv_row, verdict_text, verdicts_table

DAY = "2024-03-01"
MEPHEDRONE = "CNC(C)C(=O)c1ccc(C)cc1"
QUERIES = {
    "by a row": "героин",
    "two rows": "кокаин",
    "a salt by the note": "эфедрина гидрохлорид",
    "a line of the cannabinoids": "JWH-018",
    "a precursor": "ацетон",
    "clauses on preparations": "кодеин",
    "analogue": MEPHEDRONE,
    "under UN control": "мефедрон",
    "another list": "прегабалин",
    "similar": "кофеин",
    "unknown": "aspirin",
    "unreadable": "537-46-3",
    "empty": "",
    "long": "N" * 5000,
}
#: What no answer may say; see the design of the answer.
NEVER = re.compile(
    r"\b(?:is|are) (?:an )?analogues?\b|\ballowed\b|\bnot controlled\b|\blegal to\b"
    r"|является аналогом|разреш[её]н|не контролир|не запрещ|выведен[оа]?\b|шығарылған|бақыланбайды",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def answers() -> dict[str, Verdict]:
    return {name: check(query, as_of=DAY) for name, query in QUERIES.items()}


def test_an_answer_by_a_row_says_place_row_day_act_and_sizes_in_a_few_lines() -> None:
    assert verdict_text(check("героин", as_of=DAY)).splitlines() == [
        "героин: ON THE LIST, Table I, section A (narcotic drugs), row 20, on 2024-03-01",
        "  substance  Heroin / героин [heroin], CAS 561-27-3",
        "  printed    I-A-20: «ГЕРОИН»",
        "  why        found by this name",
        "  in force   by No. 470, for certain from 2019-07-09, at the earliest from 2019-07-05",
        "  sizes      small up to 0.01 g; large over 0.01 to 1 g; especially large over 1 g (of the whole mixture)",
        f"  searched   revision of 2024-01-23 (No. 22); a later one may exist; data {check('x').versions.data}. "
        "More: --full",
    ]


def test_the_same_answer_in_russian_and_kazakh_writes_days_and_numbers_as_they_do() -> None:
    russian = verdict_text(check("эутилон", as_of=DAY), "ru")
    assert russian.startswith(
        "эутилон: В СПИСКЕ, Таблица I, раздел В (психотропные вещества), строка 63, на 01.03.2024\n"
    )
    assert "с 06.02.2024, постановление № 22" in russian
    assert "небольшой до 0,02 г; крупный свыше 0,02 до 1,5 г; особо крупный свыше 1,5 г" in russian
    kazakh = verdict_text(check("эутилон", as_of=DAY), "kk")
    assert kazakh.startswith("эутилон: ТІЗІМДЕ БАР, I кесте, В бөлімі (психотроптық заттар), 63-жол, 01.03.2024 күнгі")
    assert "шағын: 0,02 г дейін" in kazakh


def test_inside_an_interval_both_days_are_told_and_that_it_is_not_certain() -> None:
    text = verdict_text(check("митрагинин", as_of="2021-10-15"))
    assert text.startswith("митрагинин: NOT CONFIRMED, Table I, section A (narcotic drugs), row 74, on 2021-10-15\n")
    assert "by No. 677, for certain from 2021-10-31, at the earliest from 2021-10-08; not certain on the day" in text


def test_all_rows_of_a_substance_are_told() -> None:
    text = verdict_text(check("кокаин", as_of=DAY))
    assert "row 37 (+1)" in text.splitlines()[0]
    assert "I-A-37: «КОКАИН, кроме кокаина гидрохлорида»" in text
    assert "II-A-15: «КОКАИНА ГИДРОХЛОРИД»" in text


def test_an_analogue_has_its_nearest_parents_numbers_and_sizes_with_their_condition() -> None:
    verdict = check(MEPHEDRONE, as_of=DAY)
    text = verdict_text(verdict)
    assert text.splitlines()[0].startswith(f"{MEPHEDRONE}: ANALOGUE BY ITS FORMULA, formed from Methcathinone (Table I")
    assert "hydrogen → 1.21 «methyl»" in text
    assert "if examination confirms it: small up to 0.02 g" in text
    assert "forensic examination decides" in text
    near = [verdict.analogues[number] for number in words.nearest(verdict)]
    assert all(words.name(parent) in text for parent in near)


def test_all_parents_that_are_equally_near_are_told() -> None:
    verdict = check(MEPHEDRONE, as_of=DAY)
    first = verdict.analogues[words.nearest(verdict)[0]]
    twin = first.model_copy(update={"parent_id": "another", "name_en": "Another"})
    both = verdict.model_copy(update={"analogues": (first, twin, *verdict.analogues[1:])})
    text = verdict_text(both)
    assert "formed from 2 listed substances that are equally near" in text.splitlines()[0]
    assert "Another (Table I" in text
    many = verdict.model_copy(update={"analogues": (first,) + 6 * (twin,)})
    assert "4 more that are equally near (--full)" in verdict_text(many)


def test_what_keeps_an_analogue_open_is_told_and_what_makes_none_is_not_shown_as_one() -> None:
    verdict = check(MEPHEDRONE, as_of=DAY)
    first = verdict.analogues[words.nearest(verdict)[0]]
    doubtful = first.model_copy(update={"grade": "open", "open_reasons": ("carboxyl",), "remote": True})
    text = verdict_text(verdict.model_copy(update={"analogues": (doubtful,)}))
    assert f"open: {vocabulary.OPEN_REASON['carboxyl']}; near by the letter only" in text
    outside = first.model_copy(update={"grade": "open", "open_reasons": ("not_in_list",)})
    none = verdict.model_copy(update={"analogues": (outside,), "status": "no_match"})
    assert words.nearest(none) == []
    assert "its sizes" not in verdict_text(none)


def test_un_control_other_lists_and_preparations_are_information() -> None:
    carfentanil = verdict_text(check("карфентанил", as_of=DAY), full=True)
    assert "UN control    carfentanil: 1961 Convention, Schedule IV, decided 2018" in carfentanil
    assert "under UN control" in verdict_text(check("карфентанил", as_of=DAY))
    assert "clause 1" in verdict_text(check("кодеин", as_of=DAY))
    full = verdict_text(check("кодеин", as_of=DAY), full=True)
    assert "III-A-1: Препараты" in full
    assert "VET-A-6" in full


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_at_a_glance_has_a_dozen_lines_at_most_and_ends_with_what_was_searched(
    answers: dict[str, Verdict], language: Language
) -> None:
    for verdict in answers.values():
        lines = verdict_text(verdict, language).splitlines()
        assert len(lines) <= LINES, verdict.query
        assert words.searched(verdict, language) in lines[-1]
        assert "--full" in lines[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_says_what_must_not_be_said(answers: dict[str, Verdict], language: Language) -> None:
    for verdict in answers.values():
        for text in (verdict_text(verdict, language), verdict_text(verdict, language, full=True)):
            assert not NEVER.search(text), text


def test_a_size_of_an_analogue_is_never_said_without_its_condition(answers: dict[str, Verdict]) -> None:
    verdict = answers["analogue"]
    first = verdict.analogues[words.nearest(verdict)[0]]
    twins = verdict.model_copy(update={"analogues": (first, first.model_copy(update={"parent_id": "another"}))})
    for answer in (verdict, twins):
        for text in (verdict_text(answer), verdict_text(answer, full=True)):
            sizes = [line for line in text.splitlines() if "small up to" in line]
            assert sizes
            assert all("if examination confirms it: small" in line for line in sizes)


@pytest.mark.parametrize("width", [60, 80, 140, 160])
def test_a_terminal_has_the_same_words_unbroken_within_its_width(answers: dict[str, Verdict], width: int) -> None:
    for verdict in answers.values():
        wide, narrow = verdict_text(verdict), verdict_text(verdict, width=width)
        assert narrow.split() == wide.split()
        longest = max(map(len, wide.split()))
        assert all(len(line) <= max(width, longest + 40) for line in narrow.splitlines())


def test_in_full_everything_of_an_answer_is_there(answers: dict[str, Verdict]) -> None:
    for verdict in answers.values():
        text = verdict_text(verdict, full=True)
        for match in verdict.matches:
            assert match.name_en in text
            for listing in match.listings:
                assert listing.row_id in text
                assert " ".join(listing.printed_ru.split()) in text
            for size in match.sizes or ():
                assert size.raw in text
        for statement in verdict.statements:
            assert statement in text or statement.startswith("Searched: ")
        for source in verdict.sources:
            assert source.title in text
        assert verdict.versions.rdkit in text


def test_a_colour_carries_nothing_alone() -> None:
    verdict = check("героин", as_of=DAY)
    coloured = verdict_text(verdict, colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == verdict_text(verdict)


def test_several_answers_are_a_table_with_a_line_each_and_common_notes_once(answers: dict[str, Verdict]) -> None:
    lines = list(verdicts_table(list(answers.values())))
    head, rows = lines[0], lines[1 : len(answers) + 1]
    assert head.split() == ["query", "answer", "substance", "position", "certain", "from"]
    assert "Table I, narcotic drugs, row 20" in rows[0]
    assert "ON THE LIST" in rows[0]
    assert "formed from Methcathinone" in rows[6]
    assert "parent: Table I, psychotropic substances" in rows[6]
    notes = "\n".join(lines[len(answers) + 1 :])
    assert notes.count("a later one may exist") == 1
    assert f"On 2024-03-01: queries {len(answers)} (" in notes
    assert "NOT FOUND: not found in the revision searched; that says nothing about legality." in notes
    assert "forensic examination decides" in notes


def test_a_table_fits_a_terminal(answers: dict[str, Verdict]) -> None:
    for width in (80, 140):
        assert all(len(line) <= width for line in verdicts_table(list(answers.values()), "ru", width))


def test_a_row_for_a_program_has_each_column_and_no_tab_of_its_own(answers: dict[str, Verdict]) -> None:
    for verdict in answers.values():
        row = tsv_row(verdict.model_copy(update={"query": f"{verdict.query}\t\n"}))
        assert len(row) == len(TSV_COLUMNS)
        assert not any("\t" in cell or "\n" in cell for cell in row)
    row = dict(zip(TSV_COLUMNS, tsv_row(answers["analogue"]), strict=True))
    assert (row["status"], row["parent_ids"], row["revision"]) == ("analogue", "methcathinone", "2024-01-23")


def test_what_is_left_out_at_a_glance_is_something_that_answers_say() -> None:
    held = [text if isinstance(text, str) else text[0] for text in texts()]
    for beginning in SAID_ELSEWHERE:
        assert any(text.startswith(beginning) for text in held), beginning


class Tags(HTMLParser):
    """Collects tags and checks that they close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.seen.add(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_has_the_words_of_the_text(answers: dict[str, Verdict], language: Language) -> None:
    for verdict in answers.values():
        card = unescape(re.sub(r"<svg.*?</svg>", "", verdict_html(verdict, language), flags=re.DOTALL))
        assert headline(verdict, language) in card
        for line in verdict_text(verdict, language).splitlines()[1:]:
            # In a notebook the rest is had by a method, not by an option.
            assert line.split("  ")[-1].strip().replace("--full", "to_text(full=True)") in card


def test_html_is_well_formed_and_escapes_the_query() -> None:
    parser = Tags()
    parser.feed(verdict_html(check("<script>alert('x')</script> мефедрон", as_of=DAY)))
    assert parser.open == []
    assert "script" not in parser.seen


def test_a_card_draws_the_nearest_analogue() -> None:
    assert verdict_html(check(MEPHEDRONE, as_of=DAY)).count("<svg") >= 1
    assert "<svg" not in verdict_html(check("героин", as_of=DAY))


def test_a_row_that_stands_on_another_day_is_told_as_such() -> None:
    text = verdict_text(check("эутилон", as_of="2024-02-01"))
    assert "ANALOGUE BY ITS FORMULA" in text.splitlines()[0]
    assert "from 2024-02-06 by No. 22; not in force on the day asked about" in text
    assert "row 63" not in text.splitlines()[0]


def test_a_row_that_controls_a_substance_twice_is_told_once() -> None:
    text = verdict_text(check("дронабинол", as_of=DAY))
    assert text.count("I-B-35: «") == 1
    assert "(+1)" not in text
