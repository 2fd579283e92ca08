"""Showing answers: nothing of the evidence is lost, and no text of a query becomes markup."""

from html.parser import HTMLParser

import pytest

from kzschedule import check
from kzschedule.render.html import verdict_html
from kzschedule.render.text import verdict_lines

QUERIES = ["мефедрон", "героин", "кетамин", "тропикамид", "MPPP", "aspirin", "537-46-3"]


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


@pytest.mark.parametrize("query", QUERIES)
def test_text_and_html_show_status_day_evidence_and_messages(query: str) -> None:
    verdict = check(query, as_of="2024-03-01")
    text = "\n".join(f"{label}: {line}" for label, line in verdict_lines(verdict))
    html = verdict._repr_html_()
    for shown in (text, html):
        assert verdict.status in shown.lower()
        assert "2024-03-01" in shown
        for match in verdict.matches:
            assert match.name_en in shown.replace("&#x27;", "'")
            for listing in match.listings:
                assert f"{listing.evidence}: " in shown
                assert all(source in shown for source in listing.source_ids)
    assert all(message in text for message in verdict.messages)


def test_html_is_well_formed_and_escapes_the_query() -> None:
    parser = Tags()
    parser.feed(verdict_html(check("<script>alert('x')</script> мефедрон", as_of="2024-03-01")))
    assert parser.open == []
    assert "script" not in parser.seen


def test_the_notebook_table_says_in_words_how_sure_it_is() -> None:
    html = check("героин", as_of="2024-03-01")._repr_html_()
    assert "inferred from the UN schedules, text not seen" in html
    assert "at the latest by 2019-07-05 (assumed)" in html
