"""Words of the field for one group: they make names equal, and never names of different substances."""

import csv
from collections import defaultdict
from importlib.resources import files

import pytest

from kzschedule.names.equal import equal_key, equal_words
from kzschedule.names.fold import fold, spell
from kzschedule.names.phonetic import phonetic
from kzschedule.schedule import Schedule


def key(name: str) -> str:
    return equal_key(spell(name))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("4-MeO-PCP", "4-methoxy-PCP"),
        ("4-MeO-PCP", "4-метокси-PCP"),
        ("3-HO-PCP", "3-OH-PCP"),
        ("3-HO-PCP", "3-hydroxy-PCP"),
        ("4-AcO-DMT", "4-acetoxy-DMT"),
        ("4F-α-PVP", "4-fluoro-alpha-PVP"),
        ("bk-MDMA", "beta-keto-MDMA"),
        ("2F-deschloroketamine", "2-фтор-deschloroketamine"),
        ("MDMA", "3,4-MDMA"),
        ("CUMYL-4CN-BINACA", "4-cyano CUMYL-BUTINACA"),
        ("5F-MDMB-PICA", "5-fluoro MDMB-PICA"),
        ("2-fluoroamphetamine", "ortho-fluoroamphetamine"),
        ("Δ8-THC", "delta-8-tetrahydrocannabinol"),
        ("Δ8-ТГК", "дельта-8-тетрагидроканнабинол"),
        ("9(R)-HHC", "9(R)-hexahydrocannabinol"),
    ],
)
def test_equal_words_make_names_equal(first: str, second: str) -> None:
    assert key(first) == key(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("4-MeO-PCP", "3-methoxy-PCP"),
        ("2,3-MDMA", "MDMA"),
        ("THC", "tetrahydrocannabinolic acid"),
        ("ADB-BINACA", "ADB-BUTINACA"),
        ("ethylone", "Et-one"),
        ("2-fluorofentanyl", "ortho-fluorofentanyl"),
        ("4-methylene-PCP", "4-Me-ene-PCP"),
    ],
)
def test_locants_and_other_words_keep_names_apart(first: str, second: str) -> None:
    assert key(first) != key(second)


def test_no_names_of_different_substances_become_equal() -> None:
    names = Schedule.default().names
    by_fold: dict[str, set[str]] = defaultdict(set)
    by_equal: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for hit in names.names_of():
        name = fold(hit.matched_text)
        by_fold[name.key].add(hit.substance_id)
        by_equal[name.stereo + equal_key(name.whole)].add((hit.substance_id, name.key))
    for found in by_equal.values():
        substances = {substance for substance, _ in found}
        assert len(substances) == 1 or any(by_fold[key] >= substances for _, key in found), found


def test_a_sound_that_two_substances_share_asserts_neither() -> None:
    names = Schedule.default().names
    for hit in names.names_of():
        reading = names.read(hit.matched_text, suggest=False)
        assert not reading.hits or hit.substance_id in {found.substance_id for found in reading.hits}


def test_the_table_has_a_source_in_each_row_and_no_word_twice() -> None:
    text = files("kzschedule.names").joinpath("equal_words.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    words = [word for row in rows for word in row["words"].split("|")]
    assert len(words) == len(set(words))
    sources = {source.source_id for source in Schedule.default().package.sources}
    assert {row["source"] for row in rows} <= sources


def test_words_are_equal_to_themselves_after_a_second_time() -> None:
    for hit in Schedule.default().names.names_of():
        once = equal_words(spell(hit.matched_text))
        assert phonetic(equal_words(once)) == phonetic(once)
