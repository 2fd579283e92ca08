"""No public answer states a conclusion without its row, the revision read and the day, and none says more than it may.

The paths are walked by what the library exports and by the commands there are, so that a new one has to be added here.
"""

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from tools.catalogues import TRANSLATED, refreshed, texts

import kzschedule
from kzschedule import Schedule, Verdict, check, find_mentions, report, screen, size_of
from kzschedule.cli import main
from kzschedule.language import LANGUAGES, Language
from kzschedule.verdict import ListingAnswer

DAY = "2024-03-01"
#: Queries of every status that concludes something, in several ways.
QUERIES = {
    "listed, a row": "heroin",
    "listed, a salt by a note": "CC(NC)C(=O)c1ccccc1.Cl",
    "listed, an ester by a note": "CN1CC[C@]23c4c5ccc(OC)c4O[C@H]2[C@@H](OC(C)=O)C=C[C@H]3[C@H]1C5",
    "listed, a group": "CCCOC(=O)[C@H]1[C@@H](O)C[C@@H]2CC[C@H]1N2C",
    "listed, by CAS number": "537-46-2",
    "listed, two rows": "кокаин",
    "listed, with a remark on other acts": "конопля",
    "unconfirmed, words of a group": "CBD",
    "unconfirmed, another stereoisomer": "CN(C)[C@@H](Cc1ccccc1)c1ccccc1",
    "analogue, known": "мефедрон",
    "analogue": "CCOc1ccc(C(=O)C(C)NC)cc1",
    "analogue, several parents as near": "CCNC(CC)Cc1ccc2c(c1)OCO2",
    "unresolved, several meanings": "MPPP",
    "unresolved, similar": "метамфетомин",
    "no match, known": "тропикамид",
    "no match": "CC(=O)Oc1ccccc1C(=O)O",
}
NEWEST = Schedule.default().law.newest_revision
ACT = Schedule.default().acts[NEWEST.act_id]
#: How each language says that a later revision may exist.
LATER: dict[Language, str] = {
    "en": "a later one may exist",
    "ru": "возможна более поздняя",
    "kk": "одан кейінгісі болуы мүмкін",
}


def run(*arguments: str, code: int | None = None) -> str:
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert code is None or result.exit_code == code, result.output
    return result.stdout


def written(day: str, language: Language) -> str:
    """Write an ISO date as a language does."""
    return day if language == "en" else ".".join(reversed(day.split("-")))


def shown_rows(verdict: Verdict) -> list[ListingAnswer]:
    """The rows on which what an answer states rests: of what was found, or else of the nearest parent."""
    found = [listing for match in verdict.matches[:1] for listing in match.listings]
    derived = [listing for item in verdict.analogues[:1] for listing in item.listings]
    return derived if verdict.status == "analogue" else found


def place(listing: ListingAnswer, language: Language) -> str:
    """Write the number of a row as a language does."""
    word = {"en": f"row {listing.item_no}", "ru": f"строка {listing.item_no}", "kk": f"{listing.item_no}-жол"}
    return word[language]


def missing(text: str, rows: list[ListingAnswer], language: Language) -> set[str]:
    """Name what an answer in words does not say."""
    text = unescape(text)
    said = {
        "day": written(DAY, language) in text,
        "revision": written(NEWEST.revision_id, language) in text and ACT.number in text,
        "later": LATER[language] in text,
    }
    for listing in rows:
        said[listing.row_id] = listing.row_id in text or place(listing, language) in text
    return {name for name, is_said in said.items() if not is_said}


IN_WORDS: dict[str, Callable[[str, Language], str]] = {
    "to_text": lambda query, language: check(query, as_of=DAY).to_text(language=language),
    "to_html": lambda query, language: check(query, as_of=DAY).to_html(language=language),
    "report": lambda query, language: report(check(query, as_of=DAY), language=language),
    "kzschedule check": lambda query, language: run("check", query, "--as-of", DAY, "--lang", language),
    "kzschedule check, several": lambda query, language: run(
        "check", query, "heroin", "--as-of", DAY, "--lang", language
    ),
    "kzschedule check --full": lambda query, language: run(
        "check", query, "--full", "--as-of", DAY, "--lang", language
    ),
    "kzschedule report": lambda query, language: run(
        "report", query, "--as-of", DAY, "--lang", language, "--html", "-", code=0
    ),
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", IN_WORDS)
def test_an_answer_in_words_says_its_rows_revision_and_day(path: str, language: Language, query: str) -> None:
    verdict = check(query, as_of=DAY)
    rows = shown_rows(verdict)
    if path == "kzschedule check, several":  # a table has the row on which the status rests
        rows = rows[:1] if verdict.row is not None else []
    text = unescape(IN_WORDS[path](query, language))
    assert missing(text, rows, language) == set()
    # The same text without one of them is noticed, so the test can fail.
    for listing in rows:
        without = text.replace(listing.row_id, "").replace(place(listing, language), "")
        assert listing.row_id in missing(without, rows, language)
    assert "day" in missing(text.replace(written(DAY, language), ""), rows, language)
    assert "revision" in missing(text.replace(written(NEWEST.revision_id, language), ""), rows, language)
    assert "later" in missing(text.replace(LATER[language], ""), rows, language)


# --- what must never be said

#: In no answer and no text of the library, whatever stands around it. Of the decree and its data it may be printed.
NEVER: dict[Language, str] = {
    "en": r"\bis an analogue|\b(?:is|are) allowed|\bnot controlled|\bis legal\b|\bpermitted substance|\binferred",
    "ru": r"является (?:его |её |их )?аналог|разреш[её]н|не контролир|не запрещ|не под контрол|легальн|выведено|выведена",
    "kk": r"рұқсат етіл|бақыланбайды|бақылауда емес|тыйым салынбаған|шығарылған",
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", IN_WORDS)
def test_no_answer_says_what_must_never_be_said(path: str, language: Language, query: str) -> None:
    text = re.sub(r"<[^>]*>", " ", unescape(IN_WORDS[path](query, language)))
    for pattern in NEVER.values():
        assert not re.search(pattern, text, re.IGNORECASE), pattern


def test_no_text_of_the_library_says_it() -> None:
    for text in texts():
        for form in (text,) if isinstance(text, str) else text:
            assert not re.search(NEVER["en"], form, re.IGNORECASE), form


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_says_it(language: Language) -> None:
    for message in refreshed(language):
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for string in strings:
            assert not re.search(NEVER[language], string or "", re.IGNORECASE), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_size_of_an_analogue_is_said_only_if_examination_confirms_it(language: Language) -> None:
    condition = {"en": "if examination confirms it", "ru": "если экспертиза подтвердит", "kk": "сараптама растаса"}
    for path in ("to_text", "to_html"):
        assert condition[language] in unescape(IN_WORDS[path]("мефедрон", language))


def test_of_parents_that_are_equally_near_none_is_picked() -> None:
    verdict = check(QUERIES["analogue, several parents as near"], as_of=DAY)
    first = verdict.analogues[0]
    as_near = [
        item
        for item in verdict.analogues
        if (len(item.replacements), item.skeleton_share) == (len(first.replacements), first.skeleton_share)
    ]
    assert len(as_near) > 1
    told = next(message for message in verdict.messages if message.startswith("By its formula"))
    assert all(item.name_en in told for item in as_near)
    assert any("the Law has no rule which one counts" in message for message in verdict.messages)
    for text in (verdict.to_text(language="en"), unescape(verdict.to_html(language="en"))):
        assert all(item.name_en in text for item in as_near)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notebook_shows_the_same(language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    verdict = check("меткатинон", as_of=DAY)
    assert verdict._repr_html_() == verdict.to_html(language=language)


def test_the_queries_conclude_whatever_can_be_concluded() -> None:
    assert {check(query, as_of=DAY).status for query in QUERIES.values()} == {
        "listed", "unconfirmed", "unresolved", "analogue", "no_match",
    }  # fmt: skip


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
@pytest.mark.parametrize("path", ["model_dump_json", "kzschedule check --json"])
def test_json_has_its_revision_and_the_sources_of_every_row(path: str, query: str) -> None:
    verdict = check(query, as_of=DAY)
    text = verdict.model_dump_json() if path == "model_dump_json" else run("check", query, "--as-of", DAY, "--json")
    answer = json.loads(text)
    assert answer["as_of"] == DAY
    assert answer["newest_act"]["act_id"] == ACT.act_id
    assert answer["revision"]["revision_id"] == NEWEST.revision_id
    assert any(NEWEST.revision_id in message and LATER["en"] in message for message in answer["messages"])
    sources = {source["source_id"] for source in answer["sources"]}
    for part in (*answer["matches"], *answer["analogues"], *answer["suggestions"]):
        for listing in part["listings"]:
            assert listing["evidence"] in ("official", "reported")
            assert listing["printed_ru"]
            assert sources >= set(listing["source_ids"]) != set()


CONCLUSIONS = ("listed", "unconfirmed", "analogue")


def assert_rows_are_honest(rows: pd.DataFrame) -> None:
    concluded = rows[rows["status"].isin(CONCLUSIONS)]
    assert set(concluded["status"]) == set(CONCLUSIONS)
    assert (concluded["evidence"] == "official").all()
    assert concluded["row_id"].isin(list(Schedule.default().law.row_ids)).all()
    assert (rows["as_of"] == DAY).all()
    assert (rows["newest_act"] == ACT.act_id).all()
    assert (rows["revision"] == NEWEST.revision_id).all()


def test_a_frame_of_results_has_them_in_each_row() -> None:
    import kzschedule.pandas  # noqa: F401  # registers the accessor

    queries = pd.DataFrame({"query": list(QUERIES.values())})
    assert_rows_are_honest(screen(queries, "query", as_of=DAY))
    assert_rows_are_honest(queries.kzschedule.screen("query", as_of=DAY))


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "parquet"])
def test_a_file_of_results_has_them_in_each_row(form: str, tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / f"out.{form}"
    pd.DataFrame({"query": list(QUERIES.values())}).to_csv(source, index=False)
    run("screen", str(source), "--column", "query", "--as-of", DAY, "--out", str(out), code=1)
    read = {
        "csv": pd.read_csv,
        "tsv": lambda file: pd.read_csv(file, sep="\t"),
        "jsonl": lambda file: pd.read_json(file, lines=True, dtype=False),
        "parquet": pd.read_parquet,
    }
    assert_rows_are_honest(read[form](out))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_of_a_run_has_them(language: Language, tmp_path: Path) -> None:
    source, summary = tmp_path / "in.csv", tmp_path / "summary.json"
    pd.DataFrame({"query": list(QUERIES.values())}).to_csv(source, index=False)
    arguments = ["screen", str(source), "--column", "query", "--as-of", DAY, "--summary", str(summary)]
    told = CliRunner().invoke(main, [*arguments, "--lang", language], catch_exceptions=False).stderr
    record = json.loads(summary.read_text(encoding="utf-8"))
    assert set(record["by_evidence"]) == {"official"}
    assert record["as_of"] == DAY
    assert written(DAY, language) in told
    assert written(NEWEST.revision_id, language) in told
    assert LATER[language] in told
    assert any(NEWEST.revision_id in said and LATER["en"] in said for said in record["messages"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_size_has_them(language: Language) -> None:
    answer = size_of("трамадол", "0.5 g", as_of=DAY)
    text = run("size", "трамадол", "0.5 g", "--as-of", DAY, "--lang", language, code=0)
    record = json.loads(run("size", "трамадол", "0.5 g", "--as-of", DAY, "--json", code=0))
    assert record == json.loads(answer.model_dump_json())
    assert record["as_of"] == DAY
    rows = [part["row"] for part in record["answers"]]
    assert rows
    assert {row["act_id"] for row in rows} <= set(Schedule.default().acts)
    assert any(NEWEST.revision_id in said and LATER["en"] in said for said in record["messages"])
    for said in (written(DAY, language), written(NEWEST.revision_id, language), LATER[language], rows[0]["size_id"]):
        assert said in text


def test_the_list_has_them_in_each_position() -> None:
    arguments = ("list", "--table", "III", "--as-of", DAY)
    records = json.loads(run(*arguments, "--json", code=0))
    assert {row["evidence"] for row in records} == {"official"}
    assert {(row["as_of"], row["revision"]) for row in records} == {(DAY, NEWEST.revision_id)}
    header, *lines = run(*arguments, "--csv", code=0).splitlines()
    assert header.endswith("as_of,revision")
    assert all(line.endswith(f"{DAY},{NEWEST.revision_id}") for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_says_the_revision_to_people(language: Language) -> None:
    result = CliRunner().invoke(main, ["list", "--table", "III", "--as-of", DAY, "--lang", language])
    assert written(NEWEST.revision_id, language) in result.output
    assert LATER[language] in result.output


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_history_of_a_substance_has_them(language: Language) -> None:
    result = CliRunner().invoke(main, ["history", "трамадол", "--lang", language], catch_exceptions=False)
    for day in ("2023-03-31", "2023-06-18", "2024-02-06", NEWEST.revision_id):
        assert written(day, language) in result.output
    assert "III-B-66" in result.output
    assert LATER[language] in result.output


def test_the_records_of_the_schedule_have_them() -> None:
    schedule = Schedule.default()
    frame = schedule.to_frame()
    assert (frame["evidence"] == "official").all()
    assert frame.attrs["newest_act"] == ACT.act_id
    view = schedule.as_of(DAY)
    assert (str(view.as_of), view.newest_act.act_id) == (DAY, ACT.act_id)
    assert view.revision.revision_id == NEWEST.revision_id
    assert any(LATER["en"] in message for message in view.messages)
    changes = schedule.diff("2024-02-05", "2024-02-06")
    assert (str(changes.first), str(changes.second)) == ("2024-02-05", "2024-02-06")
    assert any(LATER["en"] in message for message in changes.messages)
    assert {change.act_id for act in changes.acts for change in act.added} == {ACT.act_id}


def test_mentions_in_a_text_conclude_nothing(tmp_path: Path) -> None:
    [mention] = find_mentions("изъят мефедрон")
    assert not {"status", "table", "listings"} & set(
        vars(mention) if hasattr(mention, "__dict__") else mention.__slots__
    )
    (tmp_path / "text.txt").write_text("изъят мефедрон", encoding="utf-8")
    assert run("check", "--text", str(tmp_path / "text.txt")) == "6-14\tмефедрон\tmephedrone\n"


def test_every_public_name_and_command_is_walked() -> None:
    """A name that is new has to have its test above."""
    assert set(kzschedule.__all__) == {
        "check", "report", "screen", "size_of", "find_mentions", "Schedule", "Verdict",  # walked above
        "Mention", "KzScheduleError", "__version__",  # no answers
    }  # fmt: skip
    assert set(main.list_commands(None)) == {
        "check", "report", "screen", "size", "list", "history",  # walked above
        "data", "explain", "official", "update", "validate",  # on the decree's text and the files of the data, not on a substance
    }  # fmt: skip
    writers = {name for name in vars(Verdict) if name.startswith(("to_", "draw", "_repr_"))}
    assert writers == {"to_text", "to_html", "_repr_html_", "draw"}


def test_a_drawing_names_structures_and_no_status() -> None:
    drawing = check(QUERIES["analogue"], as_of=DAY).draw()
    assert drawing is not None
    for status in CONCLUSIONS:
        assert f">{status}" not in drawing
