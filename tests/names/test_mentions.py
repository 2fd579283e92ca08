"""Names in running text, with their places."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import kzschedule
from kzschedule.answer.mentions import find_mentions
from kzschedule.cli import main
from kzschedule.names.inflection import inflected
from kzschedule.schedule import Schedule

PROTOCOL = (
    "Изъято 0,52 г α-PVP, 4 ММС, 3 г героина, 1 л уксусной кислоты, перманганата калия и маковой  соломы; "
    "амфе\u00adтамин, 5F\u2011ADB, 5F-\nMDMB-PINACA. Зат құрамында апиынды, героиннің ізін тапты. PCP and ketamine."
)


def test_names_are_found_in_three_languages_with_their_forms() -> None:
    found = [mention.substance_ids[0] for mention in find_mentions(PROTOCOL)]
    assert found == [
        "alpha-pvp",
        "mephedrone",
        "heroin",
        "acetic-acid",
        "potassium-permanganate",
        "poppy-straw",
        "amfetamine",
        "5f-mdmb-pinaca",
        "5f-mdmb-pinaca",
        "opium",
        "heroin",
        "phencyclidine",
        "ketamine",
    ]


def test_a_name_that_is_written_with_the_letter_yo_is_found() -> None:
    (mention,) = find_mentions("пакет с мефёдроном")
    assert (mention.text, mention.substance_ids) == ("мефёдроном", ("mephedrone",))


def test_offsets_point_into_the_text() -> None:
    for mention in kzschedule.find_mentions(PROTOCOL):
        assert PROTOCOL[mention.start : mention.end] == mention.text


def test_the_longest_name_wins() -> None:
    (mention,) = find_mentions("das 4-methylmethcathinone")
    assert mention.substance_ids == ("mephedrone",)


@pytest.mark.parametrize(
    "text",
    [
        "JWH-0181",
        "xheroin",
        "героиня",
        "He met a dom.",
        "al dente",
        "ml",
        "methyl-fentanylx",
        "фактор",
        "15F-ADB",
        "morphine-like",
    ],
)
def test_parts_of_words_and_ordinary_words_are_not_found(text: str) -> None:
    assert find_mentions(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("о-героин", []),  # a prefix
        ("n,героин", []),
        ("героин'а", []),
        ("а героин-б", []),
        ("героин-а.", []),
        ("героин-x и кокаин", ["кокаин"]),
        ("героин-", ["героин"]),  # broken off, or a dash
        ("-героин", ["героин"]),  # an item of a list
        ("'героин'", ["героин"]),
        ("(героин)-2", ["героин"]),
        ("5'-героин", ["героин"]),
        ("героин- и морфин", ["героин", "морфин"]),
        ("героин' и морфин", ["героин", "морфин"]),
        ("героин, кокаин", ["героин", "кокаин"]),
    ],
)
def test_hyphens_primes_and_commas_join_names_only_between_letters(text: str, found: list[str]) -> None:
    assert [mention.text for mention in find_mentions(text)] == found


def test_abbreviations_that_may_be_words_are_found_only_in_their_capitals() -> None:
    assert [mention.text for mention in find_mentions("MET met Met; ПМА пма")] == ["MET", "ПМА"]


def test_abbreviations_that_cannot_be_said_are_found_in_any_case() -> None:
    text = "вчера принёс домой для друга лсд, мдма и ещё что-то, and some Thc"
    assert [mention.text for mention in find_mentions(text)] == ["лсд", "мдма", "Thc"]


def test_codes_are_written_with_and_without_their_hyphens() -> None:
    found = find_mentions("JWH018, 4MMC, 5FADB; 2C B, 4 MMC.")
    assert [mention.substance_ids for mention in found] == [
        ("jwh-018",),
        ("mephedrone",),
        ("5f-mdmb-pinaca",),
        ("2c-b",),
        ("mephedrone",),
    ]


def test_what_is_made_of_an_acid_is_found_behind_and_before_the_word(schedule: Schedule) -> None:
    names = [name.name for name in schedule.package.names if re.fullmatch(r"[а-яё]+( [а-яё]+)+ кислоты", name.name)]
    assert names
    for name in names:
        first, acid = name.split(" ", 1)
        found = [[one.substance_ids for one in find_mentions(f"изъят {text}")] for text in (name, f"{acid} {first}")]
        assert found[0] == found[1] != []


@pytest.mark.parametrize("fluoro", ["F-", "-F-", "-fluoro-", "-фтор-"])
def test_a_code_with_fluorine_is_found_however_it_is_written(schedule: Schedule, fluoro: str) -> None:
    codes = [code for code in (re.fullmatch(r"(\dF-)([A-Z]+)", one.name) for one in schedule.package.names) if code]
    assert len(codes) > 10
    for code in codes:
        text = f"{code[1][0]}{fluoro}{code[2]}"
        assert [one.substance_ids for one in find_mentions(f"изъят {text}, 3 г")] == [
            one.substance_ids for one in find_mentions(code[0])
        ]


@pytest.mark.parametrize(
    ("text", "substance_id"),
    [
        ("4-F-alpha-PVP", "4-fluoro-alpha-pvp"),
        ("β-гидрокситиофентанил", "beta-hydroxythiofentanyl"),
        ("α-метилфентанил", "alpha-methylfentanyl"),
        ("alpha-Methylthiofentanyl", "alpha-methylthiofentanyl"),
    ],
)
def test_greek_letters_are_found_as_letters_and_as_words(text: str, substance_id: str) -> None:
    assert [mention.substance_ids for mention in find_mentions(f"изъят {text}, 3 г")] == [(substance_id,)]


@pytest.mark.parametrize("text", ["AM-2201 indazole analogue", "Acetic acid anhydride", "AM-1220 азепановый изомер"])
def test_of_names_that_begin_alike_the_longest_is_found(text: str) -> None:
    assert [mention.text for mention in find_mentions(f"{text}, 3 g")] == [text]


def test_a_text_that_begins_with_a_name_keeps_its_places() -> None:
    text = "героин,  мета\u00adдон и jwh-018"
    found = find_mentions(text)
    assert [mention.text for mention in found] == ["героин", "мета\u00adдон", "jwh-018"]
    assert [text[mention.start : mention.end] for mention in found] == [mention.text for mention in found]


def test_brand_names_want_a_capital_and_abbreviations_their_own_capitals() -> None:
    assert [mention.text for mention in find_mentions("Xanax xanax XANAX")] == ["Xanax", "XANAX"]
    assert [mention.text for mention in find_mentions("bk-MDMA BK-MDMA bk-mdma")] == ["bk-MDMA"]
    assert [mention.text for mention in find_mentions("AMB-FUBINACA, amb-fubinaca; APAAN, apaan, Apaan")] == [
        "AMB-FUBINACA",
        "APAAN",
    ]


def test_a_letter_that_has_no_single_lower_case_shifts_nothing() -> None:
    (mention,) = find_mentions("İ Героин")  # its lower case is two characters
    assert (mention.start, mention.text) == (2, "Героин")


def test_street_names_and_names_with_other_meanings_are_marked() -> None:
    marks = {mention.text: mention.ambiguous for mention in find_mentions("pink PCP героин")}
    assert marks == {"pink": True, "PCP": True, "героин": False}


def test_look_alike_letters_in_a_word_are_read() -> None:
    (mention,) = find_mentions("порошок ге" + "p" + "оин")
    assert mention.substance_ids == ("heroin",)


def test_forms_of_russian_names() -> None:
    assert {"мефедрона", "мефедроном", "мефедронның"} <= set(inflected("мефедрон"))
    assert {"опия", "опием"} <= set(inflected("опий"))
    assert {"марихуаны", "марихуану"} <= set(inflected("марихуана"))
    assert {"маковой соломы", "маковую солому"} <= set(inflected("маковая солома"))
    assert {"белого опия", "белым опием"} <= set(inflected("белый опий"))
    assert "ангидрида уксусной кислоты" in set(inflected("ангидрид уксусной кислоты"))
    assert list(inflected("МДМА")) == list(inflected("fentanyl")) == []


def test_a_noun_that_ends_like_an_adjective_is_a_noun() -> None:
    forms = set(inflected("калий"))
    assert {"калия", "калию", "калием", "калийдің"} <= forms
    assert not {"калого", "калыйы", "калийы", "калийов"} & forms
    assert [mention.text for mention in find_mentions("мета\u00adдон")] == ["мета\u00adдон"]
    assert {"мефедроны", "мефедронов", "мефедронам", "мефедронами", "мефедронах"} <= set(inflected("мефедрон"))
    assert not {"опийы", "опийов"} & set(inflected("опий"))


def test_a_form_has_as_many_words_as_the_name() -> None:
    forms = list(inflected("ангидрид уксусной кислоты"))
    assert len(forms) > 4
    assert {len(form.split()) for form in forms} == {3}
    assert {form.split()[-1][:6] for form in forms} == {"кислот"}


@given(st.text(alphabet="героинапvpα-ά \n\u200b5F-ADB.,", max_size=60))
def test_places_are_in_order_and_inside_the_text(text: str) -> None:
    end = 0
    for mention in find_mentions(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end


def test_the_command_line_prints_mentions(tmp_path: Path) -> None:
    file = tmp_path / "protocol.txt"
    file.write_text("Изъято 3 г героина", encoding="utf-8")
    done = CliRunner().invoke(main, ["check", "--text", str(file)])
    assert (done.exit_code, done.output) == (1, "11-18\tгероина\theroin\n")
    done = CliRunner().invoke(main, ["check", "--text", str(file), "--json"])
    assert json.loads(done.output)[0]["substance_ids"] == ["heroin"]
    done = CliRunner().invoke(main, ["check", "--text", "-"], input="ничего")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "no proof that it names no substance" in done.stderr


def test_numbers_keys_and_structures_are_mentions() -> None:
    text = (
        "CAS-номер: 561\u201127-3; ключ MYWUZJCMWCOHBA-VIFPVBQESA-N, CNC(C)C(=O)c1ccccc1, "
        "InChI=1S/C10H15N/c1-9(11-2)8-10-6-4-3-5-7-10/h3-7,9,11H,8H2,1-2H3. Тел. 8-701-561-27-3, n=5, (=O)."
    )
    found = find_mentions(text)
    assert [mention.substance_ids[0] for mention in found] == [
        "heroin",
        "metamfetamine",
        "methcathinone",
        "metamfetamine",
    ]
    assert all(text[mention.start : mention.end] == mention.text for mention in found)
    assert [mention.text for mention in find_mentions("диэтиламида и лизергиновой кислоты диэтиламида")] == [
        "лизергиновой кислоты диэтиламида"
    ]


def test_the_command_line_wants_queries_or_a_text() -> None:
    assert CliRunner().invoke(main, ["check"]).exit_code == 2
    assert CliRunner().invoke(main, ["check", "героин", "--text", "-"]).exit_code == 2


def test_the_command_line_explains_how_a_name_was_read() -> None:
    done = CliRunner().invoke(main, ["check", "--explain", "эфедрина г/х"])
    assert "read: words for a salt or form: гидрохлорид" in done.output
    assert "read: found: эфедрин [ephedrine], folded_name" in done.output


@pytest.mark.parametrize(
    ("text", "substance_id"),
    [
        ("изъят мефед-\nрон", "mephedrone"),
        ("тетрагидро-\n  каннабинол", "dronabinol"),
        ("мефе\u00ad\nдрон", "mephedrone"),
    ],
)
def test_a_word_divided_at_the_end_of_a_line_is_found(text: str, substance_id: str) -> None:
    (found,) = find_mentions(text)
    assert found.substance_ids == (substance_id,)
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    ("text", "substance_id"),
    [
        ("a-PVP", "alpha-pvp"),
        ("A-PVP", "alpha-pvp"),
        ("а-ПВП", "alpha-pvp"),
        ("альфа ПВП", "alpha-pvp"),
        ("торговал гашишем", "hashish"),
        ("3,4-МДМА", "mdma"),
        ("5Ф-АДБ", "5f-mdmb-pinaca"),
        ("5F-МДМБ-ПИНАКА", "5f-mdmb-pinaca"),
        ("кислота соляная", "hydrochloric-acid"),
        ("ангидрида уксусного", "acetic-anhydride"),
        ("соляная к-та", "hydrochloric-acid"),
    ],
)
def test_everyday_spellings_are_found(text: str, substance_id: str) -> None:
    assert [found.substance_ids for found in find_mentions(text)] == [(substance_id,)]


@pytest.mark.parametrize(
    "text", ["DOB: 05/06/1977", "ДОМ КУЛЬТУРЫ", "о героине романа", "в эфире", "МДА", "кат. 2", "меф"]
)
def test_what_means_other_things_too_is_ambiguous(text: str) -> None:
    assert all(found.ambiguous for found in find_mentions(text))
    assert find_mentions(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("следы кокаиновой пасты", ["кокаин"]),
        ("Героиновые зависимые, метадоновая терапия", ["Героин", "метадон"]),
        ("плановая проверка домовой книги", []),  # the nouns are everyday words
        ("кокаиновапаста", []),
    ],
)
def test_an_adjective_names_what_its_noun_names(text: str, found: list[str]) -> None:
    assert [mention.text for mention in find_mentions(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "Procaine x HCl",
        "levamisole * HCl",
        "lidocaine•HCl",
        "amitriptyline (as HCl)",
        "lidocaine hydrochloride (HCl)",
        "C14H22N2O.HCl",
        "HCl salts of ketones",
    ],
)
def test_the_salt_of_what_stands_before_it_is_no_acid(text: str) -> None:
    assert not find_mentions(text)


@pytest.mark.parametrize("text", ["раствор HCl", "2 x HCl bottles", "HCl, no salts"])
def test_the_acid_by_itself_is_found(text: str) -> None:
    assert [mention.substance_ids for mention in find_mentions(text)] == [("hydrochloric-acid",)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("МДМА-ны тапты", "МДМА"),
        ("құрамында 5F-ADB-мен", "5F-ADB"),
        ("α-PVP-нің ізі", "α-PVP"),
        ("AB PINACA найден", "AB PINACA"),
        ("5-фтор-АДБ", "5-фтор-АДБ"),
        ("2С-Б изъято", "2С-Б"),
        ("изъят альфаПВП", "альфаПВП"),
        ("найден герои\u0301н", "герои\u0301н"),
        ("CAS50-36-2", "50-36-2"),
        ("фентанилдер табылды", "фентанилдер"),
    ],
)
def test_codes_and_names_as_reports_write_them(text: str, found: str) -> None:
    assert [mention.text for mention in find_mentions(text)] == [found]
