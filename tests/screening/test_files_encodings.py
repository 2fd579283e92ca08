"""Older encodings: read where that is certain, asked about where it is not, never read wrong."""

import gettext
import random
import re
from pathlib import Path

import pytest

from kzschedule import screen
from kzschedule.errors import TableError
from kzschedule.language import DIRECTORY, DOMAIN
from kzschedule.screening.tables.encodings import guess
from kzschedule.screening.tables.reading import open_table

DAY = "2024-03-01"
DOCS = Path(__file__).parents[2] / "docs"
KAZAKH = set("әғқңөұүһӘҒҚҢӨҰҮҺ")


def words(language: str) -> list[str]:
    """Words of the guides and of what the program says: texts of which the likelihoods of letters know nothing."""
    catalogue = gettext.translation(DOMAIN, DIRECTORY, [language])
    said = [text for text in catalogue._catalog.values() if isinstance(text, str)]  # type: ignore[attr-defined]
    texts = [*said, *(path.read_text(encoding="utf-8") for path in sorted((DOCS / language).glob("*.md")))]
    return sorted({word for text in texts for word in re.findall(r"[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]{3,}", text)})


WORDS = {"ru": [word for word in words("ru") if not set(word) & KAZAKH], "kk": words("kk")}


def tables(language: str, rows: int, how: str, count: int) -> list[str]:
    chance = random.Random(f"{language} {rows} {how}")
    written = {"plain": str, "upper": str.upper, "title": str.title}[how]
    found = ["\n".join(["name;n", *map(written, chance.sample(WORDS[language], rows)), ""]) for _ in range(count)]
    return [text for text in found if language == "ru" or set(text) & KAZAKH]


@pytest.mark.parametrize("how", ["plain", "upper", "title"])
@pytest.mark.parametrize(
    ("language", "encoding", "rows", "share"),
    [
        ("ru", "cp1251", 2, 0.85),
        ("ru", "cp866", 2, 0.85),
        ("ru", "koi8-r", 2, 0.85),
        ("ru", "cp1251", 20, 0.94),
        ("ru", "cp866", 20, 0.94),
        ("ru", "koi8-r", 20, 0.94),
        ("kk", "kz1048", 3, 0.5),
        ("kk", "kz1048", 20, 0.94),
    ],
)
def test_real_words_are_read_right_or_asked_about(
    language: str, encoding: str, rows: int, share: float, how: str
) -> None:
    right = wrong = total = 0
    # So many that the words of a new message do not decide: of the least likely kind 97 % are read right.
    for text in tables(language, rows, how, 400):
        data = text.encode(encoding)
        found = guess(data)
        total += 1
        if found.certain:
            same = data.decode(found.encoding, "replace") == text
            right, wrong = right + same, wrong + (not same)
    # Two words may be those of another encoding by chance.
    assert wrong <= (0 if rows > 3 else 0.01 * total)
    assert right >= share * total, f"{right} of {total}"


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_utf_8_is_never_taken_for_another(language: str) -> None:
    for text in tables(language, 1, "plain", 200):
        assert guess(text.encode()).encoding == "utf-8"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp866", "name;amount\nмефедрон;1\nгероин;2\nкокаин;3\n"),
        ("kz1048", "name\nқара сора\nгероин\n"),
        ("cp1252", "name\nCaféine\nÉphédrine\n"),
        ("cp1252", "name;x\nMethamphetamin;größe\n"),
        ("cp1252", "name\nL’éphédrine – sel\n"),
        ("cp1251", "№;name\n1;aspirin\n"),
        ("cp1251", "name;x\naspirin;20 µg ± 3°\n"),
        ("cp1251", "name\nСпирт-ректификат «Люкс» – 96°\n"),
        ("cp1251", "name\nГЕРОИН;КОКАИН\n"),
        ("koi8-r", "МЕФЕДРОН\n"),
        ("cp866", "name\nсам\nтак\n"),
        ("utf-8", "name\n麻黄碱\n可卡因\n"),
        ("utf-8", "name\nα-ПВП\n"),
        ("iso8859-5", "name\nЭфедрин\nАцетон\nКислота серная\n"),
        ("mac-cyrillic", "Наименование\nЭфедрин\nАцетон\nКислота серная\nЯд\n"),
    ],
)
def test_small_tables(encoding: str, text: str) -> None:
    found = guess(text.encode(encoding))
    assert found.certain
    assert text.encode(encoding).decode(found.encoding) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("gbk", "name\n麻黄碱\n可卡因\n"),
        ("shift-jis", "name\nコカイン\nエフェドリン\n"),
        ("cp1253", "name\nεφεδρίνη\nκοκαΐνη\n"),
        ("cp1250", "name\nŻółć łódź\nświeży\n"),
        ("cp1254", "name\nEfedrin tuzları\nAseton çözeltisi, sığ\n"),
        ("cp1251", "name\nўсе людзі роўныя\n"),
        ("cp1251", "name\nь\n"),
    ],
)
def test_other_encodings_are_asked_about(tmp_path: Path, encoding: str, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    with pytest.raises(TableError, match=r"it is not certain in which encoding .* name it with --encoding"):
        screen(path)
    with open_table(path, encoding=encoding) as table:
        assert [cells[0] for cells, _ in table.records] == text.splitlines()[1:]


@pytest.mark.parametrize("encoding", ["cp866", "koi8-r", "cp1251"])
def test_lines_behind_the_sample_are_read_in_their_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "joined.csv"
    path.write_bytes(b"name\n" + b"aspirin\n" * 10_000 + "мефедрон и кокаин\n".encode(encoding) + "героин\n".encode())
    with open_table(path) as table:
        assert [cells[0] for cells, _ in table.records][-2:] == ["мефедрон и кокаин", "героин"]


def test_damage_in_a_file_of_utf_8_is_no_other_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("name\nгероин\nкокаин\nко".encode() + b"\xd0" + "каин\n".encode())
    assert list(screen(path, as_of=DAY)["status"]) == ["listed", "listed", "unresolved"]


def test_a_zero_byte_makes_no_utf_16_of_a_text(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(b"name\nwater\0\nacetone\nheroin\nmorphine\nsugar\nsalt\n")
    with pytest.raises(TableError, match="holds no text"):
        screen(file)


def test_utf_32_is_read(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes("name\nвода\nгероин\n".encode("utf-32"))
    assert list(screen(file)["status"]) == ["no_match", "listed"]


def test_a_saved_page_of_a_workbook_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "list.xls"
    file.write_text(
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nгероин\n', encoding="utf-8"
    )
    with pytest.raises(TableError, match="MIME"):
        screen(file)


def test_an_encoding_that_is_named_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("name\nгероин\n".encode("cp866"))
    assert list(screen(path, as_of=DAY, encoding="CP866")["status"]) == ["listed"]
    assert list(screen(path, as_of=DAY, encoding="cp1251")["status"]) == ["no_match"]
    for wrong in ("none", "base64", ""):
        with pytest.raises(TableError, match="there is no encoding"):
            screen(path, encoding=wrong)
