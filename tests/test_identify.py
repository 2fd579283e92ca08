"""A query's kind is told by its form alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzschedule.answer.identify import cas_check_digit, identifiers_within, identify, key_block, read_cas, read_inchikey
from kzschedule.errors import InvalidIdentifierError
from kzschedule.language.vocabulary import NUMBERS


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("мефедрон", "name"),
        ("SMILES=CC(=O)C", "smiles"),
        ("smiles:CC(=O)C", "smiles"),
        ("4-метилметкатинон", "name"),
        ("N,N-dimethyltryptamine", "name"),
        ("1-(4-methylphenyl)-2-(methylamino)propan-1-one", "name"),
        ("қарасора", "name"),
        ("Ephedrine HCl", "name"),
        ("5F-ADB", "name"),
        ("JWH-018", "name"),
        ("537-46-2", "cas"),
        ("CAS 537-46-2", "cas"),
        ("CAS RN: 537-46-2", "cas"),
        ("CAS № 537–46–2", "cas"),
        ("537−46−2", "cas"),
        ("«537-46-2»", "cas"),
        ("(537-46-2),", "cas"),
        ("537-46-2 (CAS)", "cas"),
        ("№ CAS 537-46-2", "cas"),
        ("C.A.S. 537-46-2.", "cas"),
        ("537-46-2 мефедрон", "name"),
        ("537-46-21", "name"),
        ("InChIKey OKKJLVBELUTLKV-UHFFFAOYSA-N.", "inchikey"),
        ("OKKJLVBELUTLKV-UHFFFAOYSA-N", "inchikey"),
        ("okkjlvbelutlkv-uhfffaoysa-n", "inchikey"),
        ("InChI=1S/CH4O/c1-2/h2H,1H3", "inchi"),
        ("CNC(C)C(=O)c1ccccc1", "smiles"),
        ("c1ccccc1", "smiles"),
        ("[Na+].[Cl-]", "smiles"),
        ("CC(C", "smiles"),
        ("CC(NC)C(=O)c1ccc(X)cc1", "smiles"),
        ("СС(С)NC(=O)с1ccccc1", "smiles"),  # half of it is Cyrillic
        ("C[N+](=O)[O−]", "smiles"),  # a minus sign
        ("ZYVMJNSDZDEJDV-UHFFFАОYSA-N", "inchikey"),  # two letters are Cyrillic
        ("РСР", "name"),
        ("ТНС", "name"),
        ("2С-В", "name"),
        ("МДМА", "name"),
        ("CNC(C)C(=O)c1ccc(C)cc1 |o1:2|", "smiles"),
        ("CNC(C)C(=O)c1ccc(C)cc1 CHEMBL1234", "smiles"),
        ("CCO |$;;$|", "smiles"),
        ("CCOCC |c:1, 3| a title", "smiles"),
        ("SMILES CNC(C)C(=O)c1ccc(C)cc1", "smiles"),
        ("Canonical SMILES: CCO", "smiles"),
        ("CC([NH2]->[Pt](Cl)Cl)Cc1ccccc1", "smiles"),
        ("CC=O>>CCO", "smiles"),
        ("[C][N][C][Branch1][C][C][C]", "smiles"),  # SELFIES, which its reader says
        ("<?xml version='1.0'?><cml/>", "smiles"),
        ("CCO ethanol", "name"),
        ("smiles", "name"),
        ("[2-(carbamoyloxymethyl)-2-methylpentyl] carbamate", "name"),
        ("N-(C14-C18) and (C16-C18) unsaturated alkylpropylenediamine", "name"),
        ("InChI: InChI=1S/CH4O/c1-2/h2H,1H3", "inchi"),
        ("1S/CH4O/c1-2/h2H,1H3", "inchi"),
        ("1/2 CNC", "name"),
        ("YELGFTGWJGBAQU", "inchikey"),
        ("InChIKey: OKKJLVBELUTLKV", "inchikey"),
        ("METHAMPHETAMIN", "name"),
        ("PHTHALONITRILE", "name"),
        ("0000537-46-2", "cas"),
        ("No CAS 537-46-2", "cas"),
        ("\r  RDKit\r\r  0  0  0  0  0  0  0  0  0  0999 V2000\rM  END\r", "molblock"),
        ("CO", "ambiguous"),
        ("PCP", "ambiguous"),
        ("CCOCC", "ambiguous"),
        ("cocoon", "ambiguous"),
        ("\n  RDKit\n\n  0  0  0  0  0  0  0  0  0  0999 V2000\nM  END\n", "molblock"),
    ],
)
def test_kind_of_query(text: str, form: str) -> None:
    assert identify(text) == form


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("мефедрон (CAS 1189805-46-6)", ["1189805-46-6"]),
        ("537-46-2/5650-44-2; 537-46-2", ["537-46-2", "5650-44-2"]),
        ("537‑46‑2 г", ["537-46-2"]),  # hyphens that do not break a line
        ("537-46-3", []),  # a wrong check digit
        ("1-537-46-2, 537-46-2-1, x537-46-2", []),
        ("ключ OKKJLVBELUTLKV-UHFFFAOYSA-N.", ["OKKJLVBELUTLKV-UHFFFAOYSA-N"]),
        ("телефон 7-72-44", []),
    ],
)
def test_numbers_and_keys_in_a_text(text: str, found: list[str]) -> None:
    assert identifiers_within(text) == found


def test_a_structure_of_the_data_is_never_taken_for_a_name(schedule) -> None:
    for substance in schedule.package.substances:
        if substance.smiles:
            assert identify(substance.smiles) in ("smiles", "ambiguous")
            assert identify(substance.inchikey) == "inchikey"


def test_a_name_of_the_data_is_never_taken_for_anything_that_could_fail(schedule) -> None:
    for entry in schedule.package.names:
        form = identify(entry.name)
        assert form in ({"cas"} if entry.kind in NUMBERS else {"name", "ambiguous", "smiles"}), entry.name


@given(st.text(min_size=1, max_size=60))
def test_any_text_has_a_kind(text: str) -> None:
    assert identify(text) in {"name", "cas", "inchikey", "inchi", "smiles", "molblock", "ambiguous"}


@given(st.integers(min_value=10, max_value=9_999_999), st.integers(min_value=0, max_value=99))
def test_a_cas_number_has_one_check_digit(first: int, second: int) -> None:
    digits = f"{first}{second:02d}"
    right = cas_check_digit(digits)
    for digit in range(10):
        number = f"{first}-{second:02d}-{digit}"
        if digit == right:
            assert read_cas(number) == number
        else:
            with pytest.raises(InvalidIdentifierError, match="check digit"):
                read_cas(number)


@pytest.mark.parametrize("text", ["537-46", "5374-6-2", "water", ""])
def test_what_is_no_cas_number_is_said_to_be_none(text: str) -> None:
    with pytest.raises(InvalidIdentifierError, match="is no CAS number"):
        read_cas(text)


def test_what_is_no_inchikey_is_said_to_be_none() -> None:
    with pytest.raises(InvalidIdentifierError, match="is no InChIKey"):
        read_inchikey("OKKJLVBELUTLK")


def test_the_first_block_of_an_inchikey_may_be_a_word() -> None:
    assert read_inchikey("inchikey=okkjlvbelutlkv") == "OKKJLVBELUTLKV"
    assert key_block("METHAMPHETAMIN") == "METHAMPHETAMIN"
    assert key_block("methamphetamin") is None
    assert key_block("OKKJLVBELUTLKVA") is None


def test_most_first_blocks_of_the_data_are_told_by_their_form(schedule) -> None:
    blocks = [substance.inchikey[:14] for substance in schedule.package.substances if substance.inchikey]
    assert sum(identify(block) == "inchikey" for block in blocks) > 0.95 * len(blocks)


@pytest.mark.parametrize(
    "text",
    [
        "1S/" + "C" * 3_990,
        "1S/C" + "1" * 3_990,
        "[C" * 1_900,
        "[C]" * 1_330,
        "C[1]:" * 700 + "@",
        "@1" * 1_990,
        ">" * 4_000,
        "smiles " * 570,
        "inchi " * 600,
        "<" + "CDXM" * 900,
        "C" * 3_900 + " x",
        "[C:1]" * 790 + "x y",
    ],
)
def test_long_texts_are_told_in_bounded_time(text: str) -> None:
    start = time.perf_counter()
    identify(text)
    assert time.perf_counter() - start < 1
