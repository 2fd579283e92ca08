"""Russian systematic names are put into English and read.

The oracle for the rows of the decree is ``printed_structures.csv``, translations by hand with what OPSIN reads of them,
and the substances of the listings, for which other sources speak. ``russian_not_read.csv`` has the Russian systematic
names of the data that are not read, each with the reason.
"""

import csv
import random
import re
import time
from pathlib import Path

import pytest
from rdkit import Chem
from rdkit.rdBase import BlockLogs

from kzschedule.names import opsin, russian, systematic
from kzschedule.names.russian.letters import mended, unmatched
from kzschedule.names.russian.parts import table
from kzschedule.names.systematic import looks_systematic, read_systematic
from kzschedule.records.model import Collision, Listing, Name, Row, Substance, Substituent
from kzschedule.records.package import read_file

DATA = Path(__file__).parents[2] / "data" / "decree_470"
ROWS = read_file(DATA / "rows.csv", Row)
LISTINGS = read_file(DATA / "listings.csv", Listing)
NAMES = read_file(DATA / "names.csv", Name)
SUBSTANCES = {substance.substance_id: substance for substance in read_file(DATA / "substances.csv", Substance)}
needs_opsin = pytest.mark.skipif(opsin.missing() is not None, reason="the extra opsin is missing")


def table_of(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parents[1] / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def english(text: str) -> list[str]:
    return [found.english for group in russian.translations(text) for found in group]


def key(smiles: str) -> str:
    with BlockLogs():
        return str(Chem.MolToInchiKey(Chem.MolFromSmiles(smiles)))


# the rows of the decree

#: Rows with a name that is systematic, or could be read as one; not the trivial names of Table IV.
SYSTEMATIC_ROWS = {row["row_id"] for row in table_of("data_package/printed_structures.csv")} | {"I-B-61.11"}
#: Those that are not read: two structures in one name, a carbon with five bonds, two substances in one line, no name
#: of an organic substance.
NOT_READ = {"I-B-55", "I-B-61.11", "IV-1.9", "IV-2.11"}


@needs_opsin
def test_the_systematic_names_of_the_rows_are_the_structures_of_their_listings() -> None:
    not_read, wrong = set(), []
    for row in ROWS:
        if row.row_id not in SYSTEMATIC_ROWS:
            continue
        found = read_systematic(row.printed_ru)
        if found is None:
            not_read.add(row.row_id)
            continue
        listings = [item for item in LISTINGS if item.row_id == row.row_id and item.substance_id]
        keys = {SUBSTANCES[item.substance_id or ""].inchikey: item.stereo for item in listings}
        if key(found) not in keys and (
            "printed" in keys.values() or key(found)[:14] not in {(known or "")[:14] for known in keys}
        ):
            wrong.append((row.row_id, found, found.english))
    assert not wrong
    assert not_read == NOT_READ
    assert 1 - len(not_read) / len(SYSTEMATIC_ROWS) > 0.95


@needs_opsin
def test_the_names_in_the_rows_are_read_as_their_translations_by_hand() -> None:
    by_hand: dict[str, set[str]] = {}
    for row in table_of("data_package/printed_structures.csv"):
        by_hand.setdefault(row["row_id"], set()).add(row["inchikey"])
    read = {row.row_id: read_systematic(row.printed_ru) for row in ROWS if row.row_id in by_hand}
    wrong = {row_id: found for row_id, found in read.items() if found and key(found) not in by_hand[row_id]}
    assert not wrong


@needs_opsin
def test_of_a_row_with_two_readings_the_literal_one_is_read() -> None:
    head = "N-[2-(5-метокси-1H-индол-2-ил)этил]-N-(проп-2-ен-1-ил)проп-2-ен-1-амин"
    literal = "n-2-5-methoxy-1h-indol-2-yl-ethyl-n-prop-2-en-1-yl-prop-2-en-1-amine"
    assert key(read_systematic(head) or "") == SUBSTANCES[literal].inchikey
    assert read_systematic(f"{head} (5-MeO-DALT)") is not None
    assert read_systematic(f"{head} (5-метокси-N,N-диаллилтриптамин)") is None, "two names that contradict each other"


# the names of the data


@needs_opsin
def test_the_russian_systematic_names_of_the_data_are_their_structures() -> None:
    reasons = {row["name"]: row["reason"] for row in table_of("names/russian_not_read.csv")}
    trivial = {name for name, reason in reasons.items() if "trivial" in reason or "no name" in reason}
    names = [name for name in NAMES if (name.language, name.kind) == ("ru", "systematic") and name.name not in trivial]
    not_read = {name.name for name in names if read_systematic(name.name) is None}
    assert len(not_read) / len(names) < 0.1
    assert not_read >= {name for name in reasons if name not in trivial} & {name.name for name in names}


@needs_opsin
def test_no_russian_name_of_the_data_is_read_as_another_structure() -> None:
    # The decree prints a structure beside the code of another one: the name is read as it stands.
    literal = {"n-2s-1-amino-3-methyl-1-oxobutan-2-yl-1-2-4-fluorophenyl-ethyl-1h-indazole-3-carboxamide"}
    wrong = []
    declared = {meaning.name for meaning in read_file(DATA / "collisions.csv", Collision)}
    names = [(name.substance_id, name.name) for name in NAMES if name.language == "ru" and name.name not in declared]
    names += [(known.substance_id, known.name_ru) for known in SUBSTANCES.values() if known.name_ru]
    for substance_id, name in names:
        found = read_systematic(name)
        known = SUBSTANCES[substance_id].inchikey
        if found is not None and key(found)[:14] not in {
            (other or "")[:14] for other in (known, *(SUBSTANCES[one].inchikey for one in literal))
        }:
            wrong.append((name, found.english, found))
    assert not wrong


# single names


@pytest.mark.parametrize(
    ("text", "translated"),
    [
        ("2-(пирролидин-1-ил)-1-фенилпентан-1-он", "2-(pyrrolidin-1-yl)-1-phenylpentan-1-one"),
        (
            "метил-2-(1-(5-фторпентил)-1Н-индазол-3-карбоксамидо)-3,3-диметилбутаноат",
            "methyl 2-(1-(5-fluoropentyl)-1H-indazole-3-carboxamido)-3,3-dimethylbutanoate",
        ),
        ("трет-бутил 4-(фениламино) пиперидин-1-карбоксилат", "tert-butyl 4-(phenylamino)piperidine-1-carboxylate"),
        ("Хинолин-8-ил-1-пентил-1Н-индол-3-карбоксилат", "quinolin-8-yl 1-pentyl-1H-indole-3-carboxylate"),
        ("2-метил-3-фенилпропил-3-метилбутаноат", "2-methyl-3-phenylpropyl 3-methylbutanoate"),
        ("2-фенилэтилацетат", "2-phenylethyl acetate"),
        ("диэтил(фенилацетил)пропандиоат", "diethyl (phenylacetyl)propanedioate"),
        ("метиловый эфир 3-метилбутановой кислоты", "3-methylbutanoic acid methyl ester"),
        ("3-метилбутановой кислоты метиловый эфир", "3-methylbutanoic acid methyl ester"),
        ("диэтиламид 3-метилбутановой кислоты", "3-methylbutanoic acid diethylamide"),
        ("хлорангидрид пропионовой кислоты", "propionic acid chloride"),
        ("уксусный ангидрид", "acetic anhydride"),
        ("метилэтилкетон", "methyl ethyl ketone"),
        ("1-фенилпропан-2-амина гидрохлорид", "1-phenylpropan-2-amine hydrochloride"),
        ("гидрохлорид 1-фенилпропан-2-амина", "1-phenylpropan-2-amine hydrochloride"),
        ("1-метил-4-фенил-4-пиперидинола пропионат", "1-methyl-4-phenyl-4-piperidinol propionate"),
        ("1,3-бензодиоксол, 5-(1-пропенил)-", "1,3-benzodioxole, 5-(1-propenyl)-"),
        ("4-оксибензойная кислота", "4-hydroxybenzoic acid"),
        ("4-пентилоксибензойная кислота", "4-pentyloxybenzoic acid"),
        ("о-толуидин", "o-toluidine"),
        ("бензол-1,3-диол", "benzene-1,3-diol"),
        ("бензолметанол", "benzenemethanol"),
        ("N-этил-5Z,8Z,11Z,14Z-эйкозатетраенамид", "N-ethylicosa-5Z,8Z,11Z,14Z-tetraenamide"),
    ],
)
def test_parts_and_words_are_put_into_english(text: str, translated: str) -> None:
    assert english(text)[0] == translated
    assert looks_systematic(text)


@pytest.mark.parametrize(
    ("text", "translated"),
    [
        ("(1-Бутил-1 Н-индол-3-ил) (на-фталин-1-ил) метанон", "(1-butyl-1H-indol-3-yl)(naphthalen-1-yl)methanone"),
        ("5-(2-мети-локтан-2-ил) фенол", "5-(2-methyloctan-2-yl)phenol"),
        ("N-бензил-1-метил-lH-пирроло[2,3-b]пиридин", "N-benzyl-1-methyl-1H-pyrrolo[2,3-b]pyridine"),
        ("6а, 7, 10, 10а-тетрагидробензо [с] хромен-1-ол", "6a,7,10,10a-tetrahydrobenzo[c]chromen-1-ol"),
        ("пирроло [1,2,3-де] 1,4-бензоксазин", "pyrrolo[1,2,3-de]-1,4-benzoxazine"),
        ("(6aR, 10аR)-6-метил", None),
        ("2,3дигидро-1Н-инден", "2,3-dihydro-1H-indene"),
        ("2-Бром-1-фенилпропан-1–он", "2-bromo-1-phenylpropan-1-one"),
        ("1-(4-мeтилфeнил)прoпан-1-oн", "1-(4-methylphenyl)propan-1-one"),  # e and o are Latin
        ("3-1,3-бензодиок сол-5-ил)-2-метилоксиран", "3-1,3-benzodioxol-5-yl-2-methyloxirane"),
        ("N-[(2S)-1-амино-1-оксобутан-2-ил)]бензамид", "N-[(2S)-1-amino-1-oxobutan-2-yl]benzamide"),
    ],
)
def test_what_printing_does_to_a_name_is_mended(text: str, translated: str | None) -> None:
    assert translated is None or translated in english(text)


@needs_opsin
def test_a_bracket_is_put_right_only_where_one_structure_comes_of_it() -> None:
    found = read_systematic("N-(2-гидрокси-1R-метилэтил-5Z,8Z,11Z,14Z-эйкозатетраэнамид")
    assert found is not None
    assert (found.repair, found.english) == (1, "N-(2-hydroxy-1R-methylethyl)icosa-5Z,8Z,11Z,14Z-tetraenamide")
    assert read_systematic("1-(4-метил-2-(2-хлорэтил)бензол") is None


@needs_opsin
def test_what_was_read_is_told() -> None:
    found = read_systematic("1-(4-Метилфенил) пентан-1-он")
    assert found is not None
    assert (found.english, found.repair) == ("1-(4-methylphenyl)pentan-1-one", 0)
    misprint = read_systematic("(Адамантан-1-ил) (1Н-идол-3-ил) метанон")
    assert misprint is not None
    assert (misprint.english, misprint.repair) == ("(adamantan-1-yl)(1H-indol-3-yl)methanone", 2)


@needs_opsin
@pytest.mark.parametrize(
    "name",
    [
        *("хлорбутан", "метилбензилпиперазин", "мета-хлорфенилпиперазин", "4-метилвалерофенон", "3-метил-2-хлор"),
        *("1-фенилпропан-2-амин (S-изомер)", "1-фенилпропан-2-амин (смесь изомеров)", "этилфенилацетата раствор"),
        *("1-фенилпропан-2-амин 1-фенилэтанамин", "2-метил-PVP", "ТНС-О-ацетат"),
    ],
)
def test_a_name_that_is_open_or_says_more_is_not_read(name: str) -> None:
    assert read_systematic(name) is None


@needs_opsin
def test_names_composed_of_parts_at_random_are_read_as_their_english_ones() -> None:
    drawn = random.Random(470)
    rests = {"4-метилфенил": "4-methylphenyl", "тиофен-2-ил": "thiophen-2-yl", "1Н-индол-3-ил": "1H-indol-3-yl"}
    rests |= {"1,3-бензодиоксол-5-ил": "1,3-benzodioxol-5-yl", "нафталин-2-ил": "naphthalen-2-yl"}
    rests |= {"3-фтор-4-йодфенил": "3-fluoro-4-iodophenyl", "2,5-диметокси-4-хлорфенил": "4-chloro-2,5-dimethoxyphenyl"}
    amines = {"пирролидин-1-ил": "pyrrolidin-1-yl", "метиламино": "methylamino", "диэтиламино": "diethylamino"}
    amines |= {"пиперидин-1-ил": "piperidin-1-yl", "бензил(метил)амино": "benzyl(methyl)amino"}
    chains = {"пропан": "propan", "бутан": "butan", "пентан": "pentan", "гексан": "hexan", "гептан": "heptan"}
    for _ in range(60):
        (rest, its_rest), (amine, its_amine), (chain, its_chain) = (
            drawn.choice(list(parts.items())) for parts in (rests, amines, chains)
        )
        found = read_systematic(f"2-({amine})-1-({rest})-{chain}-1-он")
        expected = read_systematic(f"1-({its_rest})-2-({its_amine}){its_chain}-1-one")
        assert found is not None
        assert expected is not None
        assert key(found) == key(expected)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "мефедрон",
            "метилон",
            "5-метилметилон",
            "бутилон",
            "N-этилнорпентилон",
            "тиопропамин",
            "аспирин",
            "анальгин",
        ),
        *("декан", "метан", "пропан", "бутират", "нитро", "эфир", "кислота", "амин", "спирт", "тиран", "индол-плюс"),
        *("4-фтор-альфа-PVP", "2-метил-AP-237", "THC-O-ацетат", "N-этил-МДА", "метиловый спирт технический", ""),
        *("эфир уксусный пищевой", "смесь метилфенидата", "кислота аскорбиновая", "постановление", "2-я партия"),
        *("метил" * 200, "1-" * 400, "диметоксиамфетамина много"),
    ],
)
def test_other_words_are_not_taken_for_systematic_names(text: str) -> None:
    assert not looks_systematic(text)


def test_words_of_the_documentation_are_not_taken_for_systematic_names() -> None:
    catalogue = Path(systematic.__file__).parents[1] / "language" / "locale" / "ru" / "LC_MESSAGES" / "kzschedule.po"
    texts = re.findall(r'msgstr "(.*)"', catalogue.read_text(encoding="utf-8"))
    words = {word for text in texts for word in re.findall(r"[^\W\d_]{3,}", text)}
    # A text of one word may be the systematic name of a ring.
    sentences = [text for text in texts if " " in text]
    assert len(sentences) > 500
    assert not [text for text in (*sentences, *words) if looks_systematic(text)]


# bounds


@needs_opsin
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("амида " * 100, id="words of classes"),
        pytest.param("N-" * 300, id="places only"),
        pytest.param("(" * 250 + "метил" + ")" * 250, id="brackets"),
        pytest.param("(метил" * 80, id="brackets that do not close"),
        pytest.param("метил" * 110 + "ацетат", id="a long word"),
        pytest.param("(а, " * 140, id="names in brackets"),
        pytest.param("метил; " * 80, id="names"),
        pytest.param("тетракис(" * 12 + "метил" + ")" * 12 + "амин", id="a name that repeats itself"),
        pytest.param("2-(хлорфенил)" * 40 + "бензол", id="pieces without a place"),
    ],
)
def test_hostile_names_take_bounded_time(text: str) -> None:
    started = time.monotonic()
    looks_systematic(text)
    read_systematic(text)
    assert time.monotonic() - started < 2 * systematic.TIME_LIMIT


@needs_opsin
def test_names_with_letters_changed_at_random_raise_nothing() -> None:
    drawn = random.Random(1)
    names = [name.name for name in NAMES if (name.language, name.kind) == ("ru", "systematic")]
    for _ in range(200):
        text = list(drawn.choice(names))
        for _ in range(drawn.randint(1, 4)):
            place = drawn.randrange(len(text))
            text[place : place + drawn.randint(0, 1)] = drawn.choice("()[]-, 1234NнHмео")
        read_systematic("".join(text))
        assert isinstance(looks_systematic("".join(text)), bool)


# tables


def test_each_part_has_its_source_and_stands_once() -> None:
    rows = table("parts")
    assert {row["source"] for row in rows} == {"decree", "recalled"}
    assert len({row["russian"] for row in rows}) == len(rows)
    assert rows == sorted(rows, key=lambda row: (row["russian"], row["english"]))


def test_parts_with_the_source_decree_are_in_what_the_decree_prints() -> None:
    printed = [mended(row.printed_ru) for row in ROWS]
    printed += [mended(name.name) for name in NAMES if name.source_id.startswith("decree")]
    printed += [mended(substituent.name_ru) for substituent in read_file(DATA / "substituents.csv", Substituent)]
    text = " ".join(printed)
    assert not [row["russian"] for row in table("parts") if row["source"] == "decree" and row["russian"] not in text]


def test_each_misprint_is_printed_in_the_row_that_it_names() -> None:
    for misprint in table("misprints"):
        row_id = misprint["source"].removeprefix("decree:")
        texts = [row.printed_ru for row in ROWS if row.row_id == row_id]
        listed = {item.substance_id for item in LISTINGS if item.row_id == row_id}
        texts += [name.name for name in NAMES if name.substance_id in listed and name.source_id.startswith("decree")]
        assert any(misprint["printed"] in text for text in texts), misprint


@needs_opsin
def test_the_english_parts_are_known_to_the_program() -> None:
    frames = {
        "root": ("{}", "2-{}", "1H-{}", "beta-{}"),
        "plain": ("{} chloride", "{}benzene", "1-{}benzene", "1,1-{}benzene", "2,3-{}benzene"),
        "group": ("2-{} acetate", "{} acetate", "{}benzene"),
        "acyl": ("{} chloride", "{}benzene", "2-{} chloride", "1-{}benzene"),
        "prefix": (
            "1-{}benzene",
            "{}benzene",
            "1-(methyl{})benzene",
            "1-methyl{}benzene",
            "1,2-{}ethane",
            "(benzene{})benzene",
            "(butan{})benzene",
        ),
        "acid": ("{} acid", "benzene{} acid", "butan{} acid", "2-{} acid", "ethyl{} acid"),
        "ester": ("methyl {}", "butan{}", "methyl benzene{}", "methyl butan{}", "dimethyl {}", "methyl 2-{}"),
        "class": ("acetyl {}", "benzyl {}", "dimethyl {}"),
        "salt": ("ethanamine {}",),
    }
    unknown = []
    for row in table("parts"):
        names = {row["english"].removesuffix("(e)") + vowel for vowel in ("", "e")}
        tried = (frame.format(name.lstrip("-")) for frame in frames.get(row["kind"], ()) for name in names)
        if row["kind"] in frames and not any(map(opsin.structure_of, tried)):
            unknown.append(row["english"])
    assert not unknown


def test_brackets_are_counted_by_their_kind() -> None:
    assert unmatched("[(2S)-1-амино-2-ил)]-1-[(4-фтор) метил]") == [18]
