"""What decides identity is never taken for a slip of the pen."""

import re
from collections import defaultdict
from itertools import combinations

import pytest

from kzschedule.names.everyday import everyday_word
from kzschedule.names.fold import fold, plain
from kzschedule.names.guard import IDENTITY_WORDS, identity_difference
from kzschedule.names.phonetic import phonetic
from kzschedule.schedule import Schedule

_MASKED = re.compile("|".join(sorted((w for ws in IDENTITY_WORDS.values() for w in ws.split()), key=len, reverse=True)))


@pytest.mark.parametrize(
    ("query", "name", "difference"),
    [
        ("3-MMC", "4-MMC", "numbers and locants: 3, not 4"),
        ("JWH-018", "JWH-019", "numbers and locants: 018, not 019"),
        ("JWH", "JWH-018", "numbers and locants: none, not 018"),
        ("2,4-диметоксиамфетамин", "2,5-диметоксиамфетамин", "numbers and locants: 2 4, not 2 5"),
        ("2C-B", "2C-I", "code: c b, not c i"),
        ("5-MeO-DMT", "5-MeO-DET", "code: meo dmt, not meo det"),
        ("МДМА", "МДА", "code: мдма, not мда"),
        ("opia", "опий", "code: opii is another one"),
        ("а-PVP", "a-PHP", "code: pvp, not fp"),
        ("5-MeO-MIPT", "5-MeO-DIPT", "code: dipt is another one"),
        ("AB-FUBINACA", "AB-FUBICA", "code: fubika is another one"),
        ("MDMB-CHMINCA", "MDMB-CHMINACA", "code: hminaka is another one"),
        ("этилон", "метилон", "chain length: etil, not metil"),
        ("propylone", "butylone", "chain length: propil, not butil"),
        ("этилметилон", "метилон", "chain length: etil, not none"),
        ("methylphenidate", "ethylphenidate", "chain length: metil, not etil"),
        ("пара-фторфентанил", "мета-фторфентанил", "position: para, not meta"),
        ("4-хлорамфетамин", "4-фторамфетамин", "halogen: hlor, not ftor"),
        ("хлорфторамфетамин", "фторамфетамин", "halogen: hlor, not none"),
        ("chloromethcathinone", "bromomethcathinone", "halogen: hlor, not brom; chain length: metkat, not etkat"),
        ("нормефедрон", "мефедрон", "substituent: nor, not none"),
        ("мефедрон", "нормефедрон", "substituent: none, not nor"),
        ("изобутирилфентанил", "бутирилфентанил", "ring or branch: iso, not none"),
        ("butyrylfentanyl", "isobutyrylfentanyl", "ring or branch: none, not iso"),
        ("(+)-methorphan", "(-)-methorphan", "sign or configuration: (+), not (-)"),
        ("methorphan", "(-)-methorphan", "sign or configuration: none, not (-)"),
        ("levomethorphan", "dextromethorphan", "configuration: levo, not dekstro"),
        ("pseudoephedrin", "ephedrine", "configuration: psevdo, not none"),
        ("o-methylfentanyl", "p-methylfentanyl", "position: orto, not para"),
        ("dimethylamine", "methylamine", "number: di, not none"),
        ("phenylacetic acid", "diphenylacetic acid", "number: none, not di"),
        # a slip elsewhere in the word does not hide it
        ("циклопропилфентонил", "циклобутилфентанил", "chain length: propil, not butil"),
        ("карбоэтоксифентонил", "карбометоксифентанил", "chain length: etoksi, not metoksi"),
    ],
)
def test_a_difference_of_identity_is_named(query: str, name: str, difference: str) -> None:
    assert identity_difference(query, name) == difference


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("мефидрон", "мефедрон"),
        ("пентлиона", "пентилона"),
        ("phenyl-acetci acid", "phenyl-acetic acid"),
        ("methasose", "methadose"),
        ("мтеилон", "метилон"),
        ("прометол", "промедол"),  # met is no word of promedol
        ("fentanil", "fentanyl"),
        ("amfetmaine", "amfetamine"),
        ("3-метилментанил", "3-метилфентанил"),
        ("героинн", "героин"),
        ("JWH 018", "JWH-018"),
        ("mehpedrone", "mephedrone"),
        ("cociane", "cocaine"),  # two letters in each other's place make no other ending, nor another group
        ("бетаметдаол", "бетаметадол"),
        ("бромазепан", "бромазепам"),
    ],
)
def test_a_slip_is_no_difference_of_identity(query: str, name: str) -> None:
    assert identity_difference(query, name) is None


@pytest.fixture(scope="module")
def pairs() -> list[tuple[str, str]]:
    """Return all pairs of names of different substances that differ only in numbers, locants, codes and such words."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for hit in Schedule.default().names.names_of():
        sound = phonetic(fold(hit.matched_text).whole)
        masked = re.sub(r"(?<![^\W\d_])[^\W\d_]{1,3}(?![^\W\d_])", "?", sound)
        masked = re.sub(r"\d+|'", "#", _MASKED.sub("~", masked))
        groups[masked].append((hit.substance_id, hit.matched_text))
    found = []
    for group in groups.values():
        for (first_id, first), (second_id, second) in combinations(group, 2):
            if first_id != second_id and plain(first) != plain(second):
                found.append((first, second))
    return found


def test_the_data_have_many_such_pairs(pairs: list[tuple[str, str]]) -> None:
    assert len(pairs) > 1000


def test_no_name_of_such_a_pair_is_taken_for_the_other(pairs: list[tuple[str, str]]) -> None:
    told_apart = [pair for pair in pairs if not _share_a_substance(*pair)]
    assert [pair for pair in told_apart if identity_difference(*pair) is None] == []
    assert [pair for pair in told_apart if identity_difference(*reversed(pair)) is None] == []


def test_no_name_of_such_a_pair_leads_to_the_other_substance(pairs: list[tuple[str, str]]) -> None:
    names = {name for pair in pairs for name in pair}
    for name in sorted(names):
        reading = Schedule.default().names.read(name)
        assert reading.relation == "exact_name" or everyday_word(name) is not None


def _share_a_substance(first: str, second: str) -> bool:
    ids = [{hit.substance_id for hit in Schedule.default().names.find(name)} for name in (first, second)]
    return bool(ids[0] & ids[1])


@pytest.mark.parametrize("query", ["5-MMC", "JWH-020", "2C-X", "этилметилон", "AB-FUBINICA", "мета-хлорамфетамин"])
def test_another_member_of_a_series_is_not_even_suggested(query: str) -> None:
    reading = Schedule.default().names.read(query)
    assert reading.hits == ()
    for suggestion in reading.suggestions:
        assert suggestion.reason is not None
