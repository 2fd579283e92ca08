"""Finding names: the right substance is found, and a wrong one is never asserted."""

import random
import re
import string
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzschedule import check
from kzschedule.names.company import words
from kzschedule.names.everyday import everyday_words
from kzschedule.names.fold import plain
from kzschedule.names.index import MAX_SUGGESTIONS, NameIndex, NameSuggestion, _best
from kzschedule.names.inflection import inflected
from kzschedule.names.phonetic import has_cyrillic
from kzschedule.schedule import Schedule

_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыьэюя"


def names() -> NameIndex:
    return Schedule.default().names


@pytest.mark.parametrize(
    ("query", "substance_id"),
    [
        ("5f-adb", "5f-mdmb-pinaca"),
        ("5Ф-АДБ", "5f-mdmb-pinaca"),
        ("2с-б", "2c-b"),
        ("альфа-пвп", "alpha-pvp"),
        ("a-PVP", "alpha-pvp"),
        ("α-ПВП", "alpha-pvp"),
        ("mefedron", "mephedrone"),
        ("Мефедрона гидрохлорид", "mephedrone"),
        ("ГЕРОИН", "heroin"),
        ("героина", "heroin"),
        ("гашишем", "hashish"),
        ("маковую солому", "poppy-straw"),
        ("мефедроном", "mephedrone"),
        ("мефедронами", "mephedrone"),
        ("диацетилморфин", "heroin"),
        ("ангидрид уксусной к-ты", "acetic-anhydride"),
        ("уксусный ангидрид", "acetic-anhydride"),
        ("калий перманганат", "potassium-permanganate"),
        ("перманганат калия", "potassium-permanganate"),
        ("N,N-диметилтриптамин", "dmt"),
        ("2,5-диметокси-4-бромфенэтиламин", "2c-b"),
        ("конопля", "cannabis-plant"),
        ("қарасора", "cannabis-plant"),
        ("апиын", "opium"),
        ("опия", "opium"),
        ("апиынды", "opium"),
        ("героиннің", "heroin"),
        ("fentanil", "fentanyl"),
        ("Ephedrine HCl", "ephedrine"),
        ("Phenobarbitalum", "phenobarbital"),
        ("Codeini phosphas", "codeine"),
        ("codeini phosphas hemihydricus", "codeine"),
        ("fentanyl citrate (1:1)", "fentanyl"),
        ("солянокислый эфедрин", "ephedrine"),
        ("натрия гидроксид", "sodium-hydroxide"),
        ("хлористый ацетил", "acetyl-chloride"),
        ("диэтиламид лизергиновой кислоты", "lysergide"),
        ("лизергиновой кислоты диэтиламид", "lysergide"),
        ("мефедрон (4-ММС)", "mephedrone"),
        ("марганцовка", "potassium-permanganate"),
        ("dl-methadone", "methadone"),
        ("d-methorphan", "dextromethorphan"),
        ("(+)-methorphan", "dextromethorphan"),
    ],
)
def test_a_name_is_found_in_its_spellings(query: str, substance_id: str) -> None:
    reading = names().read(query)
    assert [hit.substance_id for hit in reading.hits] == [substance_id]
    assert [match.substance_id for match in check(query).matches] == [substance_id]


def test_a_name_in_another_spelling_is_listed_and_says_how_it_was_read() -> None:
    verdict = check("Меткатинона гидрохлорид", as_of="2024-06-01")
    assert (verdict.status, verdict.matches[0].relation) == ("listed", "folded_name")
    assert "read as 'меткатинон'" in verdict.messages[0]


def test_a_similar_name_is_unresolved_and_shows_what_is_at_stake() -> None:
    verdict = check("метамфитамин", as_of="2024-06-01")
    assert verdict.status == "unresolved"
    assert verdict.matches == ()
    assert verdict.suggestions[0].substance_id == "metamfetamine"
    assert verdict.suggestions[0].listings[0].row_id == "I-B-19"


def test_a_name_without_its_position_suggests_each_position() -> None:
    verdict = check("methyl fentanyl")
    assert verdict.status == "unresolved"
    reasons = {found.substance_id: found.reason for found in verdict.suggestions}
    assert reasons["3-methylfentanyl"] == reasons["alpha-methylfentanyl"]
    assert "with its position" in (reasons["3-methylfentanyl"] or "")


@pytest.mark.parametrize(
    ("query", "substance_id"),
    [
        ("Etyhl acetate", "ethyl-acetate"),
        ("Benzyyl chloride", "benzyl-chloride"),
        ("преманганат калия", "potassium-permanganate"),
        ("метамфитамин гидрохлорид", "metamfetamine"),
        ("amfetmaine", "amfetamine"),
        ("mehpedrone", "mephedrone"),
        ("фентонил", "fentanyl"),
        ("фенганил", "fentanyl"),
        ("кодсин", "codeine"),
        ("барбипал", "barbital"),
        ("токаин", "cocaine"),
        ("cociane", "cocaine"),
        ("норкодиен", "norcodeine"),
        ("бетаметдаол", "betamethadol"),
    ],
)
def test_a_slip_suggests_the_name_that_was_meant(query: str, substance_id: str) -> None:
    reading = names().read(query)
    assert reading.hits == ()
    assert reading.suggestions[0].substance_id == substance_id


def test_another_letter_in_the_name_of_any_listed_substance_leads_to_it() -> None:
    """Each one-word name that a row's substance has itself, once with some other letter in it."""
    schedule = Schedule.default()
    chance = random.Random(470)
    asked, missed = 0, []
    for substance_id in sorted(schedule.law.listed_substances):
        substance = schedule.substances[substance_id]
        for name in (substance.name_ru, substance.name_en):
            if name is None or not re.fullmatch(r"[^\W\d_]{6,}", name):
                continue
            letters = _RUSSIAN if has_cyrillic(name) else string.ascii_lowercase
            place = chance.randrange(len(name))
            query = name[:place] + chance.choice(letters.replace(name[place].lower(), "")) + name[place + 1 :]
            reading = names().read(query.lower())
            asked += 1
            if substance_id not in {found.substance_id for found in (*reading.hits, *reading.suggestions)}:
                missed.append((name, query))
    assert asked > 400
    assert len(missed) < asked / 25, missed


@pytest.mark.parametrize("query", ["vtatlhjy", "Vtatlhjy", "ьузрувкщту"])
def test_the_other_keyboard_layout_is_suggested_and_never_asserted(query: str) -> None:
    verdict = check(query)
    assert verdict.status == "unresolved"
    assert verdict.suggestions[0].substance_id == "mephedrone"
    assert "keyboard layout" in (verdict.suggestions[0].reason or "")


@pytest.mark.parametrize(
    ("query", "suggested"),
    [
        ("iodine chloride", "iodine"),
        ("codeine acetate", "codeine"),
    ],
)
def test_what_may_be_another_compound_is_not_asserted(query: str, suggested: str) -> None:
    reading = names().read(query)
    assert reading.hits == ()
    assert reading.suggestions[0].substance_id == suggested
    assert reading.suggestions[0].reason


@pytest.mark.parametrize(
    "query",
    [
        "2C-K",
        "JWH-020",
        "ПСП",
        "phenyl acetate",
        "aspirin",
        "парацетамол",
        "метан",
        "гексен",
        "gibberish",
        "кати",
        "-",
        "()",
        "1",
    ],
)
def test_a_name_of_something_else_is_not_asserted(query: str) -> None:
    assert names().read(query).hits == ()


def test_in_one_script_every_letter_counts_and_between_scripts_the_sound() -> None:
    assert [hit.substance_id for hit in names().read("kodein").hits] == ["codeine"]  # кодеин
    latin = names().read("ksanaks")  # sounds like Xanax, which is Latin too
    assert (latin.hits, latin.suggestions[0].name) == ((), "xanax")
    cyrillic = names().read("марганцовкка")
    assert (cyrillic.hits, cyrillic.suggestions[0].name) == ((), "марганцовка")


@pytest.mark.parametrize(
    ("query", "steps"),
    [
        ("героин", ("found as it is",)),
        ("Героин.", ("folded",)),
        ("героин гидрохлорид", ("without the words for a salt or form: гидрохлорид",)),
        (
            "героина гидрохлорид",
            ("without the words for a salt or form: гидрохлорид", "in another grammatical form: героин"),
        ),
        ("kodein", ("in another script",)),
        ("тнс", ("with look-alike Cyrillic letters read as Latin",)),
    ],
)
def test_a_reading_names_the_steps_that_were_taken(query: str, steps: tuple[str, ...]) -> None:
    assert names().read(query).steps == steps


@pytest.mark.parametrize(("query", "substance_id"), [("опеум", "opium"), ("хасиш", "hashish")])
def test_one_slip_is_read_in_a_name_of_five_letters(query: str, substance_id: str) -> None:
    assert substance_id in {found.substance_id for found in names().read(query).suggestions}


def test_short_latin_letters_are_not_read_as_a_russian_word() -> None:
    assert [hit.substance_id for hit in names().read("кат").hits] == ["khat"]
    assert names().read("kat").hits == ()


def test_signs_separate_substances() -> None:
    assert [hit.substance_id for hit in names().read("(-)-3-Hydroxy-N-methylmorphinan").hits] == ["levorphanol"]
    assert [hit.substance_id for hit in names().read("d-3-hydroxy-N-methylmorphinan").hits] == ["dextrorphan"]


@pytest.mark.parametrize(
    ("query", "substance_id", "has_it"),
    [
        ("dronabinol hydrochloride", "dronabinol", False),  # acids make salts of what has nitrogen
        ("safrole sulfate", "safrole", False),
        ("JWH-018 hydrochloride", "jwh-018", True),
        ("amfetamine sodium", "amfetamine", False),  # metals make salts of what has an acidic hydrogen
        ("DMT sodium", "dmt", False),
        ("phenobarbital sodium", "phenobarbital", True),
        ("dronabinol sodium", "dronabinol", True),
        ("methiopropamine sodium", "methiopropamine", True),  # sulfur may carry one
        ("amfetamine acetate", "amfetamine", True),  # no hydroxyl group, so no ester
        ("амфетамина сукцинат", "amfetamine", True),
        ("morphine acetate", "morphine", False),  # heroin and others are its esters
        ("2C-B acetate", "2c-b", False),
        ("toluene acetate", "toluene", False),  # neither ester nor salt
        ("cannabis hydrochloride", "cannabis", False),  # no substance
        ("codeine acetate hydrate", "codeine", False),
        ("mephedrone hydrate", "mephedrone", True),
    ],
)
def test_words_for_a_salt_are_left_out_where_the_substance_has_such_salts(
    query: str, substance_id: str, has_it: bool
) -> None:
    reading = names().read(query)
    assert [hit.substance_id for hit in reading.hits] == ([substance_id] if has_it else [])
    if not has_it:
        suggestion = reading.suggestions[0]
        assert suggestion.substance_id == substance_id
        assert suggestion.reason == f"the words {query.partition(' ')[2]} may name another compound"


@pytest.mark.parametrize(
    ("query", "substance_id", "reason"),
    [
        ("dl-cocaine", "cocaine", "without the sign (±)"),  # the record is one of the mirror images
        ("(+)-морфин", "morphine", "without the sign (+)"),
    ],
)
def test_a_sign_that_the_record_does_not_cover_is_not_asserted(query: str, substance_id: str, reason: str) -> None:
    reading = names().read(query)
    assert reading.hits == ()
    assert (substance_id, reason) in [(found.substance_id, found.reason) for found in reading.suggestions]


@pytest.mark.parametrize(
    ("query", "substance_id"),
    [
        ("(±)-ketamine", "ketamine"),  # a record without stereo is the racemate
        ("rac-кетамин", "ketamine"),
        ("racemic methorphan", "racemethorphan"),
        ("рацемического кетамина", "ketamine"),
        ("dl-амфетамин", "amfetamine"),  # though both mirror images have records of their own
        ("(+)-мефедрон", "mephedrone"),  # the only record of its connectivity
        ("(+)-tramadol", "tramadol"),  # a relative record
    ],
)
def test_a_sign_that_the_record_covers_is_read_and_said(query: str, substance_id: str) -> None:
    reading = names().read(query)
    assert [hit.substance_id for hit in reading.hits] == [substance_id]
    assert "its record leaves the configuration open" in reading.steps[-1]


@pytest.mark.parametrize(
    ("query", "substance_id", "step"),
    [
        ("(S)-(+)-Methamphetamine hydrochloride", "metamfetamine", "by each of its signs, (s), (+)"),
        ("methamphetamine, (S)-(+)-", "metamfetamine", "by each of its signs, (+), (s)"),
        ("R-(-)-amphetamine", "levamfetamine", "by each of its signs, (r), (-)"),
        ("(1R,2S)-(-)-ephedrine", "ephedrine", "by each of its signs, (1r,2s), (-)"),
        ("(1R,2S)-(-)-норэфедрин", "norephedrine", "by (-) alone, without comparing (1r,2s)"),
        ("L-(−)-эфедрин", "ephedrine", "by (-) alone, without comparing l"),
        ("D-(-)-ephedrine", "ephedrine", "by (-) alone, without comparing d"),
        ("д-(+)-псевдоэфедрин", "pseudoephedrine", "by (+) alone, without comparing д"),
        ("S(+)-ketamine", "esketamine", "by (s) alone, without comparing (+)"),
        ("(2S,3R)-(+)-propoxyphene", "dextropropoxyphene", "by (+) alone, without comparing (2s,3r)"),
        ("(S)-(+)-кетамин", "esketamine", "by (s) alone, without comparing (+)"),
        ("(±)-(RS)-methadone", "methadone", "by each of its signs, (±), (rs)"),
    ],
)
def test_a_name_with_several_signs_is_read_by_each(query: str, substance_id: str, step: str) -> None:
    reading = names().read(query)
    assert [hit.substance_id for hit in reading.hits] == [substance_id]
    assert reading.steps[-1] == step


def test_other_meanings_of_a_name_are_told_however_it_is_spelt() -> None:
    told = 0
    for meaning in Schedule.default().package.collisions:
        if meaning.substance_id is None and names().find(meaning.name):
            reading = names().read(f"{meaning.name}.")
            if reading.hits:
                told += 1
                assert meaning in reading.outside
    assert told > 5


def test_there_are_never_more_suggestions_than_the_limit() -> None:
    doubtful = [names().read(name).suggestions for name in ("метилфентанил", "fluoroamphetamine", "фторфентанил")]
    assert all(1 < len(found) <= MAX_SUGGESTIONS for found in doubtful)
    many = [NameSuggestion(str(number), "x", 0.9) for number in range(9)]
    assert len(list(_best(many))) == MAX_SUGGESTIONS


def test_a_name_with_several_signs_that_is_a_name_itself_needs_no_other_step() -> None:
    assert names().read("(1R,2S)-(-)-ephedrine").steps == ("by each of its signs, (1r,2s), (-)",)


@pytest.mark.parametrize("query", ["опум", "гаши", "MDNA", "герн"])
def test_names_of_fewer_than_five_letters_have_no_similar_ones(query: str) -> None:
    assert names().read(query).suggestions == ()


@pytest.mark.parametrize(
    ("query", "suggested"),
    [
        ("(R)-(+)-methamphetamine", {"metamfetamine": "with the sign (+)", "levomethamphetamine": "with the sign (r)"}),
        ("(1S,2S)-(-)-ephedrine", {"ephedrine": "with the sign (-), but (1s,2s) is not its configuration"}),
        ("(+)-(-)-amphetamine", {"dexamfetamine": "with the sign (+)", "levamfetamine": "with the sign (-)"}),
        ("(R)-(-)-ketamine", {"ketamine": "without the sign (r)-(-)"}),
        ("R(-)-ketamine", {"ketamine": "without the sign (r)-(-)"}),
        ("cis-3-метилфентанил", {"3-methylfentanyl": "without the sign cis"}),
        ("(+)-cis-3-methylfentanyl", {"3-methylfentanyl": "without the sign cis"}),
        ("(±)-цис-3-метилфентанил", {"3-methylfentanyl": "without the sign цис"}),
        ("(4S,5R)-4-methylaminorex", {"4-methylaminorex": "without the sign (4s,5r)"}),
    ],
)
def test_several_signs_that_do_not_agree_are_not_asserted(query: str, suggested: dict[str, str]) -> None:
    reading = names().read(query)
    assert reading.hits == ()
    assert {found.substance_id: found.reason for found in reading.suggestions} == suggested


@pytest.mark.parametrize("name", ["L-(+)-tartaric acid", "(S)-(+)-", "l-(3,4-dihydroxyphenyl)alanine", "(R)-(S)"])
def test_several_signs_in_front_of_nothing_known_are_not_found(name: str) -> None:
    assert names().read(name).hits == ()


@pytest.mark.parametrize(
    ("query", "substance_id", "label"),
    [
        ("MDMA-D5", "mdma", "d5"),
        ("(±)-Methadone-d9", "methadone", "d9"),
        ("(S)-(+)-methamphetamine-d5", "metamfetamine", "d5"),
        ("cocaine-d3 (hydrochloride)", "cocaine", "d3"),
        ("[2H3]-морфин", "morphine", "2h3"),
        ("fentanyl-13C6", "fentanyl", "13c6"),
        ("ketamine-d3,13C", "ketamine", "d3,13c"),
    ],
)
def test_a_name_with_a_label_for_isotopes_is_suggested_without_it(query: str, substance_id: str, label: str) -> None:
    reading = names().read(query)
    assert reading.hits == ()
    [found] = reading.suggestions
    assert (found.substance_id, found.reason) == (substance_id, f"without the label for isotopes {label}")


@pytest.mark.parametrize("name", ["Vitamin D3", "-d5", "d5", "d3-", "JWH-d99x"])
def test_what_only_looks_like_a_label_for_isotopes_leads_nowhere(name: str) -> None:
    assert names().read(name).hits == ()
    assert names().read(name).suggestions == ()


@pytest.mark.parametrize(
    "query",
    ["a (a " * 700 + ")" * 400, "mdma" + "-(d5)" * 700, "(d5)-" * 700 + "mdma", "(S)-(+)-" * 450 + "mdma", "l-" * 1500],
)
def test_nested_and_repeated_parts_of_a_name_are_read_in_bounded_depth(query: str) -> None:
    assert check(query, kind="name").status in ("no_match", "unresolved", "listed")


def test_two_names_for_one_thing_have_to_agree() -> None:
    assert [hit.substance_id for hit in names().read("4-MMC (mephedrone) ").hits] == ["mephedrone"]
    assert names().read("МЕФЕДРОН (4-ММС)").hits[0].matched_text == "мефедрон"
    assert names().read("мефедрон (меткатинон)").hits == ()
    assert names().read("мефедрон (нечто)").hits == ()


def test_a_reading_can_be_explained_line_by_line() -> None:
    assert list(names().read("codeine acetate").explain()) == [
        "folded: codeine acetate, by sound kodein asetat",
        "words for a salt or form: acetate",
        "name without them: codeine, by sound kodein",
        "similar: Codeine [codeine], 0.90, the words acetate may name another compound",
    ]
    assert list(names().read("мефидрон").explain())[-1] == "similar: мефедрон [mephedrone], 0.88"
    assert list(names().read("Эфедрина г/х").explain())[-2] == "step: in another grammatical form: эфедрин"
    assert list(names().read("(+)-мефедрон").explain())[1] == "sign or configuration: (+)"
    assert list(names().read("PCP").explain())[-1] == "outside the data: pentachlorophenol"
    assert list(names().read("zzzz").explain())[-1] == "no name and no similar name found"
    assert "no name" not in " ".join(names().read("мефидрон").explain())


def test_a_name_with_several_meanings_in_the_data_is_unresolved() -> None:
    verdict = check("4-ма")
    assert verdict.status == "unresolved"
    assert {found.substance_id for found in verdict.suggestions} == {"pma", "4-methylamphetamine"}


def test_a_name_with_a_meaning_outside_keeps_its_status_and_says_so() -> None:
    verdict = check("DXM")
    assert [match.substance_id for match in verdict.matches] == ["dextromethorphan"]
    assert any("dexamethasone" in message for message in verdict.messages)


def test_a_hyphen_in_front_is_a_sign_only_where_nothing_hangs_on_it() -> None:
    assert [hit.substance_id for hit in names().read("- метамфетамин").hits] == ["metamfetamine"]
    assert [hit.substance_id for hit in names().read("(-)-метамфетамин").hits] == ["levomethamphetamine"]
    reading = names().read("-метамфетамин")
    assert {found.substance_id for found in reading.suggestions} == {"metamfetamine", "levomethamphetamine"}
    assert reading.hits == ()


def test_endings_that_sound_alike_are_suggested() -> None:
    assert [found.substance_id for found in names().read("меткатинан").suggestions] == ["methcathinone"]
    assert [found.substance_id for found in names().read("мефедран").suggestions] == ["mephedrone"]


@pytest.mark.parametrize(
    ("query", "substance_id"),
    [
        ("дельта-8-ТГК", "delta-8-tetrahydrocannabinol"),
        ("Δ9-ТГК", "dronabinol"),
        ("Fentanyl (citrate) (CRM)", "fentanyl"),
    ],
)
def test_names_as_people_write_them(query: str, substance_id: str) -> None:
    assert [match.substance_id for match in check(query).matches] == [substance_id]


@pytest.mark.parametrize("query", ["ADB-BINACA", "F-PCP", "25I-NBOMe 3-methoxy isomer", "MDMB-4en-PINACA metabolite 3"])
def test_what_may_be_another_substance_is_not_asserted(query: str) -> None:
    assert (check(query).status, check(query).matches) == ("unresolved", ())


@pytest.mark.parametrize(
    "name", ["2-fluoroethanol", "2-fluoroethylamine", "2-fluoroacetonitrile", "1-fluoro-2-propanone"]
)
def test_fluoro_and_phenyl_do_not_sound_alike(name: str) -> None:
    assert names().read(name).hits == ()


def test_what_signs_and_labels_leave_open_is_not_read_as_another_constitution() -> None:
    assert check("(±)-Dihydrohydroxymorphinone").status == "unresolved"
    assert check("4'-Methyl-alpha-pyrrolidinopropiophenone-d5").status == "unresolved"
    assert check("(R)-(+)-1-phenylpropan-2-amine").status == "unresolved"
    assert check("of fentanyl").status == "unresolved"


def test_every_name_of_the_data_leads_to_its_substance() -> None:
    for hit in names().names_of():
        if plain(hit.matched_text) in everyday_words():
            continue
        assert hit.substance_id in {found.substance_id for found in names().read(hit.matched_text).hits}


@given(st.text(max_size=40))
@settings(max_examples=60)
def test_any_text_can_be_read(text: str) -> None:
    reading = names().read(text)
    assert (reading.relation is None) == (not reading.hits)
    assert list(reading.explain())


def test_reading_a_name_imports_neither_rdkit_nor_pandas() -> None:
    code = (
        "import sys, kzschedule; kzschedule.check('мефидрон'); kzschedule.check('Ephedrine HCl');"
        "print([name for name in ('rdkit', 'pandas', 'py2opsin') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_grammatical_form_of_a_russian_name_leads_to_its_substance() -> None:
    """Those of every fifth name; forms that nobody writes, of names that end in a genitive, are the rest."""
    index = names()
    written = sorted(
        {hit.matched_text for hit in index.names_of() if re.search("[а-яё]{4}$", hit.matched_text.lower())}
    )
    forms, lost = 0, []
    for name in written[::5]:
        own = {hit.substance_id for hit in index.read(name, suggest=False).hits}
        for form in inflected(name) if own else ():
            forms += 1
            reading = index.read(form)
            found = {hit.substance_id for hit in reading.hits} | {one.substance_id for one in reading.suggestions}
            if not own & found:
                lost.append((name, form))
    assert forms > 3000
    assert len(lost) < forms / 200, lost


def test_words_of_the_street_alone_are_street_names_of_the_data(schedule: Schedule) -> None:
    street = {entry.name.casefold() for entry in schedule.package.names if entry.kind == "street"}
    assert words("slang") <= street


@pytest.mark.parametrize("name", ["БСП", "БЦП", "ЛЗД", "ЛШД"])
def test_the_hissing_letters_of_an_abbreviation_are_its_own(name: str) -> None:
    assert names().read("БЗП").hits[0].substance_id == "n-benzylpiperazine"
    assert names().read("ЛСД").hits[0].substance_id == "lysergide"
    assert not names().read(name).hits


@pytest.mark.parametrize(
    ("written", "substance_id"),
    [
        ("ЛСД-ның", "lysergide"),
        ("ЛСДны", "lysergide"),
        ("LSD-ға", "lysergide"),
        ("ТГКны", "dronabinol"),
        ("5F-ADB-ны", "5f-mdmb-pinaca"),
    ],
)
def test_the_ending_of_a_case_in_small_letters_is_no_part_of_an_abbreviation(written: str, substance_id: str) -> None:
    assert [hit.substance_id for hit in names().read(written).hits] == [substance_id]


def test_one_letter_more_makes_another_abbreviation_or_is_only_an_ending_perhaps() -> None:
    assert [(one.hits, one.suggestions[0].substance_id) for one in map(names().read, ("ММДАИ", "ЛСДа"))] == [
        ((), "mmda"),
        ((), "lysergide"),
    ]


@pytest.mark.parametrize("unit", ["МПа", "MPa"])
def test_a_unit_in_its_own_letters_is_no_name(unit: str) -> None:
    assert (names().read(unit).hits, names().read(unit).suggestions) == ((), ())
    assert [hit.substance_id for hit in names().read(unit.upper()).hits] == ["methiopropamine"]
    assert [hit.substance_id for hit in names().read(unit.lower()).hits] == ["methiopropamine"]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("N,N-диметилэтриптамин", "dmt"),
        ("N,N-dimethyletryptamine", "dmt"),
        ("бром-МДМА", "brolamfetamine"),
        ("катиннн", "cathine"),
        ("ацетонин", "acetone"),
        ("морфинин", "morphine"),
        ("каннабисин", "cannabis"),
        ("O-acetylmorphine", "3-monoacetylmorphine"),
    ],
)
def test_what_only_sounds_like_a_name_or_leaves_a_place_open_is_not_it(name: str, other: str) -> None:
    assert other not in {match.substance_id for match in check(name).matches}


def test_an_ending_in_letters_of_kazakh_is_one() -> None:
    assert [names().read(form).hits[0].substance_id for form in ("морфинін", "кокаинiн")] == ["morphine", "cocaine"]


@pytest.mark.parametrize(
    ("text", "substances"),
    [
        ("амфетамин (-)", {"amfetamine", "levamfetamine"}),
        ("Amphetamine (+)", {"amfetamine", "dexamfetamine"}),
        ("кокаин (++)", {"cocaine"}),
        ("амфетамин: −", {"amfetamine"}),
    ],
)
def test_a_sign_behind_a_name_may_be_the_result_of_a_test(text: str, substances: set[str]) -> None:
    answer = check(text)
    assert (answer.status, answer.matches) == ("unresolved", ())
    assert {one.substance_id for one in answer.suggestions} == substances


def test_a_sign_of_rotation_in_front_or_as_indexes_write_it_is_one() -> None:
    for text in ("(-)-methamphetamine", "methamphetamine, (-)-"):
        assert [match.substance_id for match in check(text).matches] == ["levomethamphetamine"]
