"""Names: ``check(text, kind="name")``, and the same text without a kind."""

from __future__ import annotations

import random
from collections.abc import Iterator

from fuzz.answers import answer, essence
from fuzz.mutation import pieces
from kzschedule.names.systematic import looks_systematic
from kzschedule.schedule import Schedule

MAX_BYTES = 4_200  # a little more than is read
TOKENS = (
    *("гидрохлорид", "hydrochloride", "гидрат", "-HCl", "HCl", "(±)", "(R)-", "(S)-", "DL-", "dl", "d-", "l-", "н-"),
    *("α-", "альфа-", "alpha", "β", "γ", "Δ9-", "ⅠⅡ", "ﬁ", "ё", "ә", "қ", "ң", "ө", "ұ", "ү", "һ", "і", "İ", "ı", "ß", "ſ"),
    *("–", "—", "‑", "−", "'", "’", "′", '"', "«", "»", "(", ")", "[", "]", "{", "}", ",", ".", ";", "/", "|", "+", " "),
    *("\u00ad", "\u200b", "\u200d", "\ufeff", "\u202e", "\u0301", "\u00a0", "\u3000", "\t", "\n", "\x00", "\x1b", "\ufffd"),
    *("1", "4-", "2,5-", "N,N-", "0", "018", "²", "①", "٣", "метил", "этил", "methyl", "ethyl", "fluoro", "фтор", "изо", "нор"),
    *("мефедрон", "героин", "PCP", "CO", "MMC", "JWH-", "2C-", "соль", "кислота", "acid", "трава", "537-46-2", "CAS", "InChI="),
    *("-d5", "[13C6]-", "(1:1)", "(S)-(+)-", "(1R,2S)-(-)-", " (", "rac-", ", (-)-", " and ", " и ", " base", "натрия "),
    *("🧪", "あ", "中", "ا", "𝐌𝐃𝐌𝐀", "ⓂⒹⓂⒶ", "ＭＤＭＡ", "руіыфвафы", "ghbdtn"),
)  # fmt: skip
mutate = pieces(TOKENS)


def seeds() -> Iterator[bytes]:
    """Names of the list in all languages, and questions around them."""
    package = Schedule.default().package
    chance = random.Random(1)
    for name in chance.sample(package.names, 250):
        yield name.name.encode()
    for substance in chance.sample(package.substances, 100):
        yield (substance.name_ru or substance.name_en).encode()
    yield from (collision.name.encode() for collision in package.collisions[:40])


def run(data: bytes) -> None:
    """Ask for a text as a name and without a kind; a name is the same in small letters and with spaces around it."""
    text = data.decode("utf-8", "surrogateescape")
    if looks_systematic(text):
        return  # these start a program, and have a target of their own
    verdict = answer(text, kind="name")
    answer(text)
    if text.isprintable() and all(_settled(character) for character in text):
        lower = answer(f" {text.lower()}  ", kind="name")
        # What is only suggested may depend on capitals: codes among other words are known by them.
        if verdict.matches or lower.matches:
            assert essence(lower) == essence(verdict), f"{text!r} and its small letters differ"


def _settled(character: str) -> bool:
    """Whether a character has one small letter of its own, and that this capital again."""
    return character.lower() == character or character.lower().upper() == character
