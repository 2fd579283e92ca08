"""No public answer states a legal conclusion without its evidence, the revision searched and the day.

The paths are walked by what the library exports and by the commands there are, so that a new one has to be added here.
"""

import json
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import kzschedule
from kzschedule import Schedule, Verdict, check, find_mentions, report, screen, size_of
from kzschedule.cli import main
from kzschedule.language import LANGUAGES, Language
from kzschedule.render.words import EVIDENCE, word
from kzschedule.verdict import ListingAnswer

DAY = "2024-03-01"
#: Queries of every status that concludes something, in several ways.
QUERIES = {
    "listed, treaty": "heroin",
    "listed, reported": "мефедрон",
    "listed, a salt": "CC(NC)C(=O)c1ccc(C)cc1.Cl",
    "listed, by CAS number": "537-46-2",
    "unconfirmed, and an analogue of others": "4-fluoromethcathinone",
    "unconfirmed, another stereoisomer": "C[C@H](N)[C@@H](O)c1ccccc1",
    "analogue": "CCOc1ccc(C(=O)C(C)NC)cc1",
    "unresolved, several meanings": "тетрагидроканнабинол",
    "unresolved, similar": "heroyn",
    "no match, excluded by name": "dextromethorphan",
    "no match": "CC(=O)Oc1ccccc1C(=O)O",
}
NEWEST = Schedule.default().newest_act()


def run(*arguments: str, code: int | None = None) -> str:
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert code is None or result.exit_code == code, result.output
    return result.stdout


def shown_positions(verdict: Verdict) -> list[ListingAnswer]:
    """The positions on which what an answer states rests: of what was found, or of what the query may mean or derive from."""
    found = [listing for match in verdict.matches for listing in match.listings]
    derived = [listing for item in verdict.analogues[:1] if item.grade != "open" for listing in item.listings]
    meant = [listing for item in verdict.suggestions for listing in item.listings]
    return found + derived + (meant if not verdict.matches else [])


def missing(text: str, verdict: Verdict, language: Language) -> set[str]:
    """Name what an answer in words does not say."""
    text = unescape(text)
    said = {
        "day": str(verdict.as_of) in text,
        "revision": f"{NEWEST.number}" in text and str(NEWEST.date) in text,
    }
    for listing in shown_positions(verdict):
        said[f"evidence {listing.evidence}"] = word(EVIDENCE[listing.evidence], language) in text
    return {name for name, is_said in said.items() if not is_said}


IN_WORDS: dict[str, Callable[[str, Language], str]] = {
    "to_text": lambda query, language: check(query, as_of=DAY).to_text(language=language),
    "to_html": lambda query, language: check(query, as_of=DAY).to_html(language=language),
    "report": lambda query, language: report(check(query, as_of=DAY), language=language),
    "kzschedule check": lambda query, language: run("check", query, "--as-of", DAY, "--lang", language),
    "kzschedule report": lambda query, language: run(
        "report", query, "--as-of", DAY, "--lang", language, "--html", "-", code=0
    ),
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", IN_WORDS)
def test_an_answer_in_words_says_its_evidence_revision_and_day(path: str, language: Language, query: str) -> None:
    verdict = check(query, as_of=DAY)
    text = IN_WORDS[path](query, language)
    assert missing(text, verdict, language) == set()
    # The same text without one of them is noticed, so the test can fail.
    for listing in shown_positions(verdict):
        without = unescape(text).replace(word(EVIDENCE[listing.evidence], language), "")
        assert f"evidence {listing.evidence}" in missing(without, verdict, language)
    assert "day" in missing(text.replace(DAY, ""), verdict, language)
    assert "revision" in missing(text.replace(str(NEWEST.date), ""), verdict, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notebook_shows_the_same(language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    verdict = check("мефедрон", as_of=DAY)
    assert verdict._repr_html_() == verdict.to_html(language=language)


def test_the_queries_conclude_whatever_can_be_concluded() -> None:
    assert {check(query, as_of=DAY).status for query in QUERIES.values()} == {
        "listed", "unconfirmed", "unresolved", "analogue", "no_match",
    }  # fmt: skip


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
@pytest.mark.parametrize("path", ["model_dump_json", "kzschedule check --json"])
def test_json_has_evidence_and_sources_with_every_position(path: str, query: str) -> None:
    verdict = check(query, as_of=DAY)
    text = verdict.model_dump_json() if path == "model_dump_json" else run("check", query, "--as-of", DAY, "--json")
    answer = json.loads(text)
    assert answer["as_of"] == DAY
    assert answer["newest_act"]["act_id"] == NEWEST.act_id
    assert any(str(NEWEST.date) in message for message in answer["messages"])
    sources = {source["source_id"] for source in answer["sources"]}
    for part in (*answer["matches"], *answer["analogues"], *answer["suggestions"]):
        for listing in part["listings"]:
            assert listing["evidence"] in EVIDENCE
            if part.get("grade") != "open":
                assert sources >= set(listing["source_ids"]) != set()


CONCLUSIONS = ("listed", "unconfirmed", "analogue")


def assert_rows_are_honest(rows: pd.DataFrame) -> None:
    concluded = rows[rows["status"].isin(CONCLUSIONS)]
    assert set(concluded["status"]) == set(CONCLUSIONS)
    assert concluded["evidence"].isin(list(EVIDENCE)).all()
    assert (rows["as_of"] == DAY).all()
    assert (rows["newest_act"] == NEWEST.act_id).all()


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
    assert set(record["by_evidence"]) == {"reported", "treaty", "unverified"}
    for level in record["by_evidence"]:
        assert word(EVIDENCE[level], language) in told
    assert DAY in told
    assert record["as_of"] == DAY
    for said in (told, " ".join(record["messages"])):
        assert NEWEST.number in said
        assert str(NEWEST.date) in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_size_has_them(language: Language) -> None:
    answer = size_of("трамадол", "0.5 g", as_of=DAY)
    text = run("size", "трамадол", "0.5 g", "--as-of", DAY, "--lang", language, code=0)
    record = json.loads(run("size", "трамадол", "0.5 g", "--as-of", DAY, "--json", code=0))
    assert record == json.loads(answer.model_dump_json())
    assert record["as_of"] == DAY
    rows = [part["row"] for part in record["answers"]]
    assert rows
    assert {row["evidence"] for row in rows} <= set(EVIDENCE)
    for said in (text, " ".join(record["messages"])):
        assert str(NEWEST.date) in said
    assert word(EVIDENCE["reported"], language) in text
    assert DAY in text


def test_the_list_has_them_in_each_position() -> None:
    arguments = ("list", "--table", "III", "--as-of", DAY)
    records = json.loads(run(*arguments, "--json", code=0))
    assert {row["evidence"] for row in records} == {"reported", "treaty", "unverified"}
    assert {(row["as_of"], row["newest_act"]) for row in records} == {(DAY, NEWEST.act_id)}
    header, *lines = run(*arguments, "--csv", code=0).splitlines()
    assert header.endswith("as_of,newest_act")
    assert all(line.endswith(f"{DAY},{NEWEST.act_id}") for line in lines)
    for line in run(*arguments, code=0).splitlines():
        *_, evidence, day, act = line.split("\t")
        assert (evidence in EVIDENCE, day, act) == (True, DAY, NEWEST.act_id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_history_of_a_substance_has_them(language: Language) -> None:
    result = CliRunner().invoke(main, ["history", "трамадол", "--lang", language], catch_exceptions=False)
    assert "reported" in result.output
    assert "2023-04-30" in result.output
    assert str(NEWEST.date) in result.output


def test_the_records_of_the_schedule_have_them() -> None:
    schedule = Schedule.default()
    frame = schedule.to_frame()
    assert frame["evidence"].isin(list(EVIDENCE)).all()
    assert frame.attrs["newest_act"] == NEWEST.act_id
    view = schedule.as_of(DAY)
    assert (str(view.as_of), view.newest_act.act_id) == (DAY, NEWEST.act_id)
    assert {position.listing.evidence for position in view.in_force} == {"reported", "treaty"}
    changes = schedule.diff("2024-02-05", "2024-02-06")
    assert (str(changes.first), str(changes.second)) == ("2024-02-05", "2024-02-06")
    assert {change.evidence for act in changes.acts for change in act.added} <= set(EVIDENCE)


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
        "official", "validate",  # on a page of the decree and on the files of the data, not on a substance
    }  # fmt: skip
    writers = {name for name in vars(Verdict) if name.startswith(("to_", "draw", "_repr_"))}
    assert writers == {"to_text", "to_html", "_repr_html_", "draw"}


def test_a_drawing_names_structures_and_no_status() -> None:
    drawing = check(QUERIES["analogue"], as_of=DAY).draw()
    assert drawing is not None
    for status in CONCLUSIONS:
        assert f">{status}" not in drawing
