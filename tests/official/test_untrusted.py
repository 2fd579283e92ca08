"""Random damage to the fixtures raises nothing but errors of this library, and no row goes missing."""

import random
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzschedule.errors import KzScheduleError
from kzschedule.official import read_page

PAGES = Path(__file__).parent / "pages"
SEEDS = [(PAGES / name).read_bytes() for name in ("nasty.html", "kazakh.html")]
# Pieces of markup and text that decide something in the reader, put where they do not belong.
SHARDS = [
    b"<table>",
    b"</table>",
    b"<tr>",
    b"</tr>",
    b"<td rowspan='0'>",
    b"<td colspan='3'>",
    b"<tr><td>",
    b"<table border='0'>",
    b"<caption>",
    b"<sup>",
    b"<a href='/rus/docs/P2400000022'>",
    b"<article>",
    b"</article>",
    b"<div class='aftertext'>",
    b"<h3>",
    b"<p>",
    b"<br>",
    b"<!--",
    b"<script>",
    b"<form>",
    b"&nbsp;",
    b"\xc2\xad",
    b"\xee\x80\x80",
    b"\xee\x80\x81",
    "Таблица I".encode(),
    "А. Наркотические средства".encode(),
    "Исключены".encode(),
    b"1-99999999.",
    "№ п/п".encode(),
    "<tr><td>Таблица</td><td>№</td><td>Наименование</td></tr>".encode(),
    "Примечание".encode(),
    "Сноска. от 31.02.2020 № 1".encode(),
    "до 0,02 кг (".encode(),
    b"((((((((",
    b"]]]]",
    b"9" * 5000,
]


def damaged(seed: bytes, randomness: random.Random, times: int) -> bytes:
    """Cut, repeat, move and insert pieces; one page in ten is damaged in single bytes too."""
    page = bytearray(seed)
    for _ in range(times):
        if not page:
            return b""
        tags = [found.start() for found in re.finditer(b"<", page)] or [0]
        at, other = randomness.choice(tags), randomness.choice(tags)
        kind = randomness.randrange(5)
        if kind == 0:
            page[at : at + randomness.randrange(1, 300)] = b"<"
        elif kind == 1:
            page[at:at] = page[other : other + randomness.randrange(1, 600)]
        elif kind == 2:
            page[min(at, other) : min(at, other) + 30 * times] = b""
        else:
            page[at:at] = randomness.choice(SHARDS)
    if page and randomness.randrange(10) == 0:
        page[randomness.randrange(len(page))] = randomness.randrange(256)
    return bytes(page).decode(errors="ignore").encode() if randomness.randrange(10) else bytes(page)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SEEDS), st.integers(0, 2**32), st.integers(1, 12))
def test_damaged_page_is_read_with_every_row_accounted_for_or_refused(seed, randomness, times):
    page = damaged(seed, random.Random(randomness), times)
    try:
        text = read_page(page)
    except KzScheduleError:
        return
    assert text.rows_read == sum(text.row_fates.values())


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_are_refused(content):
    with pytest.raises(KzScheduleError):
        read_page(content)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.integers(0, 2**32), st.integers(1, 8), st.booleans())
def test_damaged_word_document_is_read_or_refused(word_document, docx_bytes, randomness, times, inside):
    content = docx_bytes(word_document)
    if inside:
        content = damaged_inside(content, random.Random(randomness), times)
    else:
        content = damaged(content, random.Random(randomness), times)
    try:
        text = read_page(content)
    except KzScheduleError:
        return
    assert text.rows_read == sum(text.row_fates.values())


def damaged_inside(content: bytes, randomness: random.Random, times: int) -> bytes:
    """Damage one file of the archive, which then is whole again."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        victim = randomness.choice(["word/document.xml", "word/document.xml", *old.namelist()])
        for name in old.namelist():
            member = old.read(name)
            if name == victim:
                member = without_elements(member, randomness, times)
            new.writestr(name, member)
    return stream.getvalue()


def without_elements(member: bytes, randomness: random.Random, times: int) -> bytes:
    """Mostly well-formed damage: tags renamed, values replaced, whole elements cut out."""
    for _ in range(times):
        kind = randomness.randrange(3)
        if kind == 0:
            member = damaged(member, randomness, 1)
            continue
        values = [*re.finditer(rb'="([^"<>]*)"', member)]
        whole = [*re.finditer(rb"<w:(\w+)\b[^<>]*/>|<w:t\b[^<>]*>[^<>]*</w:t>", member)]
        found = randomness.choice((values if kind == 1 else whole) or [re.match(b"", member)])
        replacement = randomness.choice([b'="0"', b'="-1"', b'="99999999"', b'="x"']) if kind == 1 else b""
        member = member[: found.start()] + replacement + member[found.end() :]
    return member
