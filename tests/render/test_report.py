"""A report: one whole page, every fact of the answers on it, every text escaped, in three languages."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import lxml.etree
import lxml.html
import pytest

import kzschedule
from kzschedule import Verdict, check
from kzschedule.errors import KzScheduleError
from kzschedule.language import LANGUAGES, Language, translation, vocabulary
from kzschedule.render import words
from kzschedule.render.html import shown_analogues
from kzschedule.render.pages import TEMPLATES
from kzschedule.render.report import report

DAY = "2024-03-01"
ANALOGUE = "CCCCc1ccc(cc1)C(=O)C(C)N(C)C"
HOSTILE = [
    "<script>alert('x')</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></svg>]]><!-- {{ 7 * 7 }} {% raw %} &amp;",
    "PCP\u202etxt\u2066 \u200f",
    "N" * 10_000,
    "\u200b\u200b",
    "",
]
QUERIES = [
    "heroin", "мефедрон", "CNC(C)C(=O)c1ccc(F)cc1", ANALOGUE, "PCP", "кокаин", "кодеин", "фентонил", "прегабалин",
    "трамадол", "537-46-3", "aspirin", "CC(=O)Oc1ccccc1C(=O)O",
]  # fmt: skip


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    return [check(query, as_of="2025-06-01") for query in QUERIES]


def parsed(page: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(page)


def words_of(element: lxml.html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", element.text_content())


def information_of(verdict: Verdict) -> Iterator[str]:
    """Iterate over what is said for information only."""
    for item in verdict.treaties:
        yield words.treaty(item)
    for line in (*verdict.preparations, *verdict.veterinary):
        yield line.printed_ru
    for other in verdict.other_lists:
        yield other.remark


def facts_of(verdict: Verdict) -> Iterator[str]:
    """Iterate over what must be readable in the section of an answer."""
    yield from (str(verdict.as_of), verdict.status, vocabulary.MEANING[verdict.status], *verdict.classes)
    if verdict.structure:
        yield from filter(None, (verdict.structure.smiles, verdict.structure.inchikey))
    for match in verdict.matches:
        yield from filter(None, (match.substance_id, match.name_en, match.name_ru, match.name_kk, match.cas))
        yield from (words.why(match), *([match.covered_by.id] if match.covered_by else []))
    analogues = [verdict.analogues[number] for number in shown_analogues(verdict)]
    for analogue in analogues:
        yield from (analogue.parent_id, analogue.name_en, analogue.sentence_en, analogue.grade)
        yield from (vocabulary.OPEN_REASON.get(reason, reason) for reason in analogue.open_reasons)
        for number, replacement in enumerate(analogue.replacements, start=1):
            yield from filter(None, (f"R{number}", replacement.name_en, replacement.smiles, replacement.number))
    for suggestion in verdict.suggestions if not verdict.matches else ():
        yield from filter(None, (suggestion.substance_id, suggestion.name, suggestion.reason))
    meant = verdict.suggestions if not verdict.matches else ()
    for found in (*verdict.matches, *analogues, *meant):
        for listing in found.listings:
            yield from (words.place(listing), listing.row_id, listing.printed_ru, listing.revision, *listing.source_ids)
            yield from filter(None, (listing.printed_kk, listing.conflict, listing.reading_note))
            yield from (words.period(listing), words.evidence(listing))
    for found in (*(match for match in verdict.matches if match.listings), *analogues):
        for size in found.sizes or ():
            yield from filter(None, (words.size(size), size.printed_ru, size.raw, size.conflict, size.reading_note))
    yield from information_of(verdict)


def test_every_fact_of_every_answer_stands_in_its_section(verdicts: list[Verdict]) -> None:
    page = parsed(report(verdicts, language="en"))
    sections = page.xpath("//section[@class='answer']")
    assert len(sections) == len(verdicts)
    for verdict, section in zip(verdicts, sections, strict=True):
        text = words_of(section)
        assert verdict.query in words_of(section.find(".//h2"))
        missing = [fact for fact in facts_of(verdict) if re.sub(r"\s+", " ", fact) not in text]
        assert not missing, verdict.query


def test_sources_and_what_is_said_of_all_answers_stand_once(verdicts: list[Verdict]) -> None:
    page = parsed(report(verdicts, language="en"))
    sources = words_of(page.get_element_by_id("sources"))
    for source in {source for verdict in verdicts for source in verdict.sources}:
        for fact in filter(None, (source.source_id, source.title, source.url)):
            assert fact in sources
    summary = words_of(page.get_element_by_id("summary"))
    common = set.intersection(*(set(verdict.messages) for verdict in verdicts))
    for verdict, section in zip(verdicts, page.xpath("//section[@class='answer']"), strict=True):
        text = words_of(section)
        for message in verdict.messages:
            plain = re.sub(r"\s+", " ", message)
            assert (plain in summary) == (message in common)
            assert (plain in text) == (message not in common)


def test_the_head_names_day_revision_and_versions(verdicts: list[Verdict]) -> None:
    head = words_of(parsed(report(verdicts, language="en")).find(".//header"))
    revision = verdicts[0].revision
    assert revision is not None
    said = f"of {revision.date} (No. {revision.number}); a later one may exist"
    for fact in ("2025-06-01", said, kzschedule.__version__, verdicts[0].versions.data):
        assert fact in head
    assert "01.06.2025" in words_of(parsed(report(verdicts, language="ru")).find(".//header"))


def test_the_summary_has_a_row_for_each_answer_that_leads_to_its_section(verdicts: list[Verdict]) -> None:
    page = parsed(report(verdicts, language="en"))
    links = page.xpath("//section[@id='summary']//tbody//a/@href")
    assert [page.get_element_by_id(link[1:]).get("class") for link in links] == ["answer"] * len(verdicts)


def test_the_caution_counts_what_was_read_from_the_text(verdicts: list[Verdict]) -> None:
    caution = words_of(parsed(report(verdicts, language="en")).get_element_by_id("caution"))
    assert re.search(r"read from the decree's own text: ([1-9]\d*) of \1\b", caution)
    assert "no legal advice and no expert's opinion" in caution
    assert "No answer is a statement of legality" in caution
    assert "forensic examination decides" in caution
    [match] = verdicts[0].matches
    told = match.listings[0].model_copy(update={"evidence": "reported"})
    reported = verdicts[0].model_copy(update={"matches": (match.model_copy(update={"listings": (told,)}),)})
    assert "own text: 0 of 1" in report(reported, language="en")
    assert vocabulary.EVIDENCE["reported"] in report(reported, language="en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_well_formed_and_in_its_language(verdicts: list[Verdict], language: Language) -> None:
    page = report(verdicts, language=language)
    # Read as XML, nothing is mended: each element is closed, each attribute quoted, each sign escaped.
    strict = re.sub(r"(<(?:meta)\b[^>]*)>", r"\1/>", page.removeprefix("<!DOCTYPE html>"))
    root = lxml.etree.fromstring(strict)
    assert root.get("lang") == language
    assert root.findtext("head/title")
    said = translation(language).gettext("Searched was the revision named above; a later one may exist.")  # fmt: skip
    assert said in words_of(parsed(page))
    assert (language == "en") == ("Searched was" in page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_identifiers_are_unique_and_links_within_the_page_lead_somewhere(
    verdicts: list[Verdict], language: Language
) -> None:
    page = parsed(report([*verdicts, *verdicts[:3]], language=language))
    identifiers = page.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    targets = [link[1:] for link in page.xpath("//a/@href") if link.startswith("#")]
    assert len(targets) > len(verdicts)
    assert set(targets) | set(page.xpath("//@aria-labelledby")) <= set(identifiers)


def test_nothing_of_a_query_becomes_markup() -> None:
    plain = parsed(report([check("aspirin", as_of=DAY)] * len(HOSTILE), language="en"))
    answers = [check(query, as_of=DAY) for query in HOSTILE]
    page = report(answers, language="en")
    hostile = parsed(page)
    assert {element.tag for element in hostile.iter()} <= {element.tag for element in plain.iter()}
    assert "<script>alert('x')</script>" in words_of(hostile)
    assert "{{ 7 * 7 }} {% raw %} &amp;" in words_of(hostile)
    assert not hostile.xpath("//script | //img | //@onerror | //comment()")
    headings = [words_of(heading) for heading in hostile.xpath("//section[@class='answer']/div/h2")]
    assert all(re.fullmatch(r"\d+\. \S.*", heading.strip()) for heading in headings), headings


def test_signs_that_hide_or_turn_text_are_shown_as_their_numbers() -> None:
    page = report(check("PCP\u202etxt", as_of=DAY), language="en")
    assert "PCP[U+202E]txt" in page
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", page)


def test_text_of_the_data_is_escaped_and_no_address_is_a_script() -> None:
    verdict = check("heroin", as_of=DAY)
    [match], [source, *_] = verdict.matches, verdict.sources
    forged = verdict.model_copy(
        update={
            "matches": (match.model_copy(update={"name_en": "<b onclick=x>Heroin</b>", "cas": "<i>"}),),
            "sources": (source.model_copy(update={"title": "<script>", "url": "javascript:alert(1)"}),),
            "versions": verdict.versions.model_copy(update={"data": "</style><script>"}),
        }
    )
    page = parsed(report(forged, language="en"))
    assert not page.xpath("//script | //b | //i | //@onclick")
    assert not [link for link in page.xpath("//a/@href") if link.startswith("javascript")]
    assert "javascript:alert(1)" in words_of(page)


def test_the_page_loads_nothing_and_its_policy_allows_its_own_style_only(verdicts: list[Verdict]) -> None:
    page = parsed(report(verdicts, language="ru"))
    assert not page.xpath(
        "//script | //link | //img | //iframe | //object | //@src | //@style | //*[local-name()='use']"
    )
    outside = [link for link in page.xpath("//a/@href") if not link.startswith("#")]
    assert {urlsplit(link).scheme for link in outside} == {"https"}
    [style] = page.xpath("//style")
    assert not re.search(r"url\(|@import", style.text)
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_each_structure_is_drawn_and_each_drawing_says_what_it_is(verdicts: list[Verdict]) -> None:
    page = parsed(report(verdicts, language="en"))
    for verdict, section in zip(verdicts, page.xpath("//section[@class='answer']"), strict=True):
        drawings = section.xpath(".//*[local-name()='svg'][not(ancestor::*[local-name()='svg'])]")
        assert len(drawings) == bool(verdict.structure) + 2 * len(shown_analogues(verdict)), verdict.query
        assert all(drawing.get("role") == "img" and drawing.get("aria-label") for drawing in drawings)
        assert all(len(drawing.xpath(".//*[local-name()='path']")) > 3 for drawing in drawings)


def test_the_parents_that_are_not_shown_in_full_are_named_or_counted() -> None:
    verdict = check(ANALOGUE, as_of=DAY)
    text = words_of(parsed(report(verdict, language="en")))
    shown = {verdict.analogues[number].parent_id for number in shown_analogues(verdict)}
    formal = [verdict.analogues[number] for number in words.formal(verdict)]
    rest = [analogue for analogue in formal if analogue.parent_id not in shown]
    assert rest
    for analogue in rest[:20]:
        assert f"{analogue.name_en}, {words.place(analogue.listings[0])}" in text
    outside = len(verdict.analogues) - len(formal)
    assert (outside > 0) == (f"not in the list lead to it, not shown here: {outside}." in text)


def test_the_sizes_of_an_analogue_stand_under_their_condition(verdicts: list[Verdict]) -> None:
    page = parsed(report(verdicts, language="en"))
    for verdict, section in zip(verdicts, page.xpath("//section[@class='answer']"), strict=True):
        text = words_of(section)
        assert text.count("Its sizes, which hold if examination confirms an analogue:") == len(shown_analogues(verdict))


def test_the_same_answers_give_the_same_page(verdicts: list[Verdict]) -> None:
    again = [check(query, as_of="2025-06-01") for query in QUERIES]
    assert report(again, language="ru") == report(verdicts, language="ru")
    restored = [Verdict.model_validate(json.loads(verdict.model_dump_json())) for verdict in verdicts]
    assert report(restored, language="ru") == report(verdicts, language="ru")


def test_messages_of_an_answer_without_statements_are_not_lost() -> None:
    verdict = check("heroin", as_of=DAY).model_copy(update={"statements": ()})
    assert verdict.messages[0] in words_of(parsed(report(verdict, language="ru")))


def test_what_is_no_report_is_refused() -> None:
    with pytest.raises(KzScheduleError, match="at least one answer"):
        report([])
    with pytest.raises(KzScheduleError, match="'de' is not known; it is one of en, ru, kk"):
        report(check("heroin"), language="de")  # type: ignore[arg-type]


def test_print_is_a4_and_light() -> None:
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    assert "@page { size: A4;" in report(check("heroin"), language="en")
    dark = re.findall(r"@media ([^{]*prefers-color-scheme[^{]*)", style)
    assert [condition.strip() for condition in dark] == ["screen and (prefers-color-scheme: dark)"]
