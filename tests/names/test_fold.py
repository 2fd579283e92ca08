"""Folding: what is spelling goes, what tells substances apart stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzschedule.names.fold import fold, fold_key, joined, one_script, plain, spell, strip_salts
from kzschedule.names.keyboard import other_layout
from kzschedule.names.order import order_key, substituent_key
from kzschedule.names.phonetic import phonetic
from kzschedule.names.words import SALT_WORDS, STEREO, ions_named
from kzschedule.schedule import Schedule
from kzschedule.text import clean, clean_in_place, unusual

NAMES = st.deferred(lambda: st.sampled_from([hit.matched_text for hit in Schedule.default().names.names_of()]))
LETTERS = st.text(alphabet="abcdefxyzαβδабвгежийкмнорстухыьёқіұ0123456789 ,.'’-–−()[]±+/\u00ad\u200b\u00a0")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("5F\u2011ADB", "5f-adb"),
        ("5F-ADB", "5F ADB"),
        ("4-ММС", "4ммс"),
        ("α-PVP", "alpha-PVP"),
        ("ά-PVP", "alpha-PVP"),
        ('"mephedrone"', "mephedrone"),
        ("N,N-dimethyl tryptamine.", "N,N-dimethyltryptamine"),
        ("a-PVP", "alpha PVP"),
        ("α-ПВП", "альфа-ПВП"),
        ("Δ9-THC", "delta-9-THC"),
        ("p-Fluorofentanyl", "para-fluorofentanyl"),
        ("о-фторфентанил", "орто-фторфентанил"),
        ("Mes\u00adcaline", "mescaline"),
        ("N,N\u2019-dimethyl", "N,N'-dimethyl"),
        ("[1-(5-fluoropentyl)]", "(1-(5-fluoropentyl))"),
        ("1.4-butanediol", "1,4-butanediol"),
        ("зелёная", "зеленая"),
        ("қарасора", "карасора"),
        ("ангидрид уксусной к-ты", "ангидрид уксусной кислоты"),
        ("(+)-methorphan", "d-methorphan"),
        ("(±)-methadone", "dl-methadone"),
        ("(+/-)-methadone", "rac-methadone"),
        ("morphinan-3-ol, 17-methyl-, (-)-", "(-)-17-methylmorphinan-3-ol"),
        ("piperazine, 1-(3-chlorophenyl)-", "1-(3-chlorophenyl)piperazine"),
    ],
)
def test_two_spellings_of_a_name_have_one_key(first: str, second: str) -> None:
    assert fold_key(first) == fold_key(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("3-MMC", "4-MMC"),
        ("JWH-018", "JWH-019"),
        ("2C-B", "2C-I"),
        ("метилон", "этилон"),
        ("(-)-3-methoxy-N-methylmorphinan", "(±)-3-methoxy-N-methylmorphinan"),
        ("l-methorphan", "d-methorphan"),
        ("phenyl acetate", "phenylacetate"),
        ("acetic acid, phenyl-, methyl ester", "acetic acid, phenylmethyl ester"),
        ("1,4-butanediol", "14-butanediol"),
        ("ortho-fluorofentanyl", "para-fluorofentanyl"),
        ("2C-T-2", "2C-T-21"),
        ("4'-methylpropiophenone", "4-methylpropiophenone"),
        ("beta-butyrolactone", "butyrolactone"),
    ],
)
def test_what_tells_substances_apart_is_kept(first: str, second: str) -> None:
    assert fold_key(first) != fold_key(second)
    assert phonetic(fold_key(first)) != phonetic(fold_key(second))


def test_no_two_substances_share_a_key() -> None:
    owners: dict[str, set[str]] = {}
    declared = {plain(meaning.name) for meaning in Schedule.default().package.collisions}
    for hit in Schedule.default().names.names_of():
        if plain(hit.matched_text) not in declared:
            owners.setdefault(fold_key(hit.matched_text), set()).add(hit.substance_id)
    assert [key for key, found in owners.items() if len(found) > 1] == []


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("Ephedrine HCl", "ephedrine"),
        ("ephedrine·HCl", "ephedrine"),
        ("эфедрина г/х", "эфедрина"),
        ("мефедрона гидрохлорид", "мефедрона"),
        ("сульфат морфина", "морфина"),
        ("солянокислый эфедрин", "эфедрин"),
        ("morphine sulfate pentahydrate", "morphine"),
        ("codeine phosphate (1:1)", "codeine"),
        ("codeine (1:1)", "codeine (1:1)"),
        ("morphine 2HCl", "morphine"),
        ("hydrochloride of THC", "thc"),
        ("героин гидрохлориді", "героин"),
        ("cocaine base", "cocaine"),
        ("sodium thiopental", "thiopental"),
    ],
)
def test_salt_words_are_kept_as_information(name: str, rest: str) -> None:
    bare, words = strip_salts(spell(name))
    assert bare == rest
    assert set(words) <= set(SALT_WORDS)


@pytest.mark.parametrize(
    "name", ["sodium hydroxide", "acetic acid", "формиат аммония", "THC-O acetate", "тиопентал натрия"]
)
def test_a_name_that_is_in_the_list_with_its_salt_word_wins_as_it_is(name: str) -> None:
    reading = Schedule.default().names.read(name)
    assert reading.relation == "exact_name"
    assert len(reading.hits) == 1


@pytest.mark.parametrize(
    ("ions", "words"),
    [
        ({"Cl"}, ["hcl", "hydrochloride", "chloride", "гидрохлорида", "солянокислый"]),
        ({"other"}, ["hydrobromide", "perchlorate", "сульфатом", "acetate", "бензоат", "sodium", "натриевая", "калия"]),
        (set(), ["base", "freebase", "основание"]),
        (None, ["hydrate", "моногидрат", "соль"]),
    ],
)
def test_a_word_for_a_salt_says_which_ion_it_means(ions: set[str] | None, words: list[str]) -> None:
    assert [ions_named([word]) for word in words] == [ions] * len(words)


def test_salt_words_go_only_as_whole_words() -> None:
    assert strip_salts("benzylchloride") == ("benzylchloride", ())
    assert strip_salts("hydrochloride") == ("hydrochloride", ())


@pytest.mark.parametrize("name", ["hydrochloride of ab", "гидрохлорид аб", "натрия ab"])
def test_two_letters_behind_a_salt_word_are_no_name(name: str) -> None:
    assert strip_salts(name) == (name, ())


@pytest.mark.parametrize("sign", sorted(set(STEREO.values())))
def test_a_sign_in_brackets_is_read_as_itself(sign: str) -> None:
    assert fold(f"{sign}-ephedrine").stereo == sign


def test_names_of_several_words_have_one_order_key() -> None:
    assert order_key("ангидрид уксусной кислоты") == order_key("уксусный ангидрид")
    assert order_key("натрия гидроксид") == order_key("гидроксида натрия")
    assert order_key("уксусная кислота") != order_key("уксусный ангидрид")
    assert order_key("мефедрон") is None
    assert order_key("acetic anhydride") is None


def test_substituents_keep_their_locants_in_any_order() -> None:
    first = substituent_key("2,5-диметокси-4-бромфенэтиламин")
    assert first == substituent_key("4-бром-2,5-диметоксифенэтиламин")
    assert first != substituent_key("2,5-диметокси-4-хлорфенэтиламин")
    assert first != substituent_key("2,4-диметокси-5-бромфенэтиламин")
    assert first == substituent_key("2,5-диметокси-4-бром фенэтиламин")


@pytest.mark.parametrize("name", ["4-метилфенэтиламин", "2,5-диметокси-4-бром", "фенэтиламин"])
def test_an_order_needs_several_substituents_and_what_they_hang_on(name: str) -> None:
    assert substituent_key(name) is None


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [("citrate", "цитрат"), ("acetyl", "ацетил"), ("cyclobarbital", "циклобарбитал"), ("cocaine", "кокаин")],
)
def test_c_is_a_hissing_sound_before_e_i_and_y(latin: str, cyrillic: str) -> None:
    assert phonetic(latin) == phonetic(cyrillic)


def test_primes_are_one_prime() -> None:
    assert spell(clean("5`-methyl")) == spell("5'-methyl") == spell("5′-methyl") == "5'-methyl"


def test_marks_at_the_ends_of_words_say_nothing() -> None:
    assert joined("мефедрон.") == joined("мефедрон,") == joined("мефедрон") == "мефедрон"
    assert joined("win 55,212-2") == "win55,212-2"


def test_a_word_as_much_latin_as_cyrillic_is_latin() -> None:
    assert one_script("\u0430b-pinaca") == "ab-pinaca"  # codes are Latin
    assert one_script("\u0430\u0432a") == "\u0430\u0432\u0430"


@given(LETTERS)
def test_folding_never_raises_and_typography_is_idempotent(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    folded = fold(text)
    assert folded.key.startswith(folded.stereo)
    assert phonetic(folded.key) == folded.script_key
    assert other_layout(plain(text)) is not None


@given(st.text())
def test_any_text_at_all_can_be_folded(text: str) -> None:
    assert fold(text).key == fold_key(text)


@given(LETTERS)
def test_a_key_is_a_key_of_itself(text: str) -> None:
    assert joined(joined(text)) == joined(text) or "-" in joined(text)


@given(NAMES, st.sampled_from(["upper", "lower", "title", "swapcase"]))
def test_case_is_no_difference(name: str, way: str) -> None:
    assert fold_key(getattr(name, way)()) == fold_key(name)


@given(NAMES)
def test_folding_a_spelled_name_again_changes_nothing(name: str) -> None:
    assert spell(spell(name)) == spell(name)


def test_what_is_not_unusual_is_read_as_it_is() -> None:
    typed = [chr(code) for code in range(0x500) if not unusual(chr(code))]
    assert {*"abcxyzABCXYZабвәұҚЯ0123456789 -()"} <= {*typed}
    assert all(clean(one) == one for one in typed if one != "`")
    assert clean_in_place("`\u2212\u00a0") == "'- "
