"""Reading structures from text: what is wrong is said, and nothing reaches standard error."""

import pytest
from rdkit import Chem

from kzschedule.errors import InvalidStructureError
from kzschedule.structures.reading import MAX_HEAVY_ATOMS, MAX_RINGS, read_inchi, read_molblock, read_smiles


@pytest.mark.parametrize(
    ("smiles", "words"),
    [
        ("", "has no atoms"),
        ("C1CC", "unclosed ring"),
        ("CC(C", "extra open parentheses"),
        ("CN(C)(C)(C)C", "valence"),
        ("c1cccc1", "kekulize"),
        ("C*", "leaves places open"),
        ("C>>C", "no readable SMILES"),
        ("C" * 4000, "at most 600"),
        ("C" * 4001, "at most 4000"),
        ("C" * 601, "at most 600"),
        ("not a smiles", "no readable SMILES"),
    ],
)
def test_the_error_says_what_is_wrong(smiles: str, words: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InvalidStructureError, match=words):
        read_smiles(smiles)
    assert capfd.readouterr().err == ""


def test_places_left_open_in_an_aromatic_ring_are_refused_at_once() -> None:
    """RDKit takes minutes for a ring of this kind, longer than anyone waits for a larger one."""
    ring = "c1" + "[*:1]ccc[C@]cccccccccccccc[C@]ccccccccccccc" * 80 + "c1"
    with pytest.raises(InvalidStructureError, match="leaves places open"):
        read_smiles(ring)
    mol = Chem.MolFromSmiles(ring[:2] + ring[2:880] + "c1", sanitize=False)
    with pytest.raises(InvalidStructureError, match="leaves places open"):
        read_molblock(Chem.MolToMolBlock(mol, kekulize=False))


@pytest.mark.parametrize("smiles", ["*C", "C[#0]", "[*:1]c1ccccc1", "CC* name", "C* |$;R1$|", "[0*]C"])
def test_each_way_to_leave_a_place_open_is_refused(smiles: str) -> None:
    with pytest.raises(InvalidStructureError, match="leaves places open"):
        read_smiles(smiles)


@pytest.mark.parametrize(
    ("smiles", "named"),
    [
        ("CNC(C)C(=O)c1ccccc1ж", "ж (CYRILLIC SMALL LETTER ZHE)"),
        ("жCCO", "ж (CYRILLIC SMALL LETTER ZHE)"),
        ("СNС", "С (CYRILLIC CAPITAL LETTER ES)"),
        ("C[N+](=O)[O−]", "− (MINUS SIGN)"),
        ("ССО\u200b", "С (CYRILLIC CAPITAL LETTER ES), О (CYRILLIC CAPITAL LETTER O), \u200b (ZERO WIDTH SPACE)"),
    ],
)
def test_letters_of_another_alphabet_are_named_even_where_rdkit_passes_over_them(smiles: str, named: str) -> None:
    with pytest.raises(InvalidStructureError) as raised:
        read_smiles(smiles)
    assert f": {named};" in str(raised.value)


def test_a_name_behind_a_smiles_may_have_any_letters() -> None:
    assert read_smiles("CCO этанол").GetNumAtoms() == 3
    assert read_smiles("CCO этанол чистый").GetNumAtoms() == 3
    with pytest.raises(InvalidStructureError, match="SMALL LETTER"):
        read_smiles("CCс этанол чистый")


def test_a_structure_of_as_many_rings_as_are_examined_is_read() -> None:
    assert read_smiles(".".join(["C1CC1"] * MAX_RINGS)).GetNumAtoms() == 3 * MAX_RINGS
    with pytest.raises(InvalidStructureError, match=f"structure of {MAX_RINGS + 1} rings"):
        read_smiles(".".join(["C1CC1"] * (MAX_RINGS + 1)))


@pytest.mark.parametrize(("length", "shown"), [(80, "C" * 79 + "("), (81, "C" * 77 + "...")])
def test_a_long_structure_is_cut_in_a_message(length: int, shown: str) -> None:
    with pytest.raises(InvalidStructureError) as raised:
        read_smiles("C" * (length - 1) + "(")
    assert str(raised.value).startswith(f"'{shown}' is no readable SMILES")


def test_unusual_structures_are_read_in_silence(capfd: pytest.CaptureFixture[str]) -> None:
    for smiles in ("[H]", "[H][H]", "[2H]O[2H]", "F/C=C/F"):
        read_smiles(smiles)
    assert capfd.readouterr().err == ""


def test_other_notations_have_their_own_words() -> None:
    with pytest.raises(InvalidStructureError, match="no readable InChI"):
        read_inchi("InChI=1S/nonsense")
    with pytest.raises(InvalidStructureError, match="at most 4000"):
        read_inchi("InChI=1S/" + "C" * 5000)
    with pytest.raises(InvalidStructureError, match="M  END"):
        read_molblock("nonsense\n")
    with pytest.raises(InvalidStructureError, match="at most 400000"):
        read_molblock("x" * 400_001)


def test_the_first_record_of_an_sd_file_is_read() -> None:
    block = Chem.MolToMolBlock(Chem.MolFromSmiles("CCO"))
    assert read_molblock(block + "> <name>\nethanol\n\n$$$$\n" + block).GetNumAtoms() == 3


def test_what_is_incomplete_is_named_as_the_user_gave_it() -> None:
    block = Chem.MolToMolBlock(Chem.MolFromSmiles("*CC"))
    with pytest.raises(InvalidStructureError, match=r"'the mol block' leaves places open"):
        read_molblock(block)


def test_a_text_of_the_greatest_length_is_read() -> None:
    assert read_inchi("InChI=1S/CH4/h1H4".ljust(4000)).GetNumAtoms() == 1
    with pytest.raises(InvalidStructureError, match="no readable InChI"):
        read_inchi("InChI=1S/" + "C" * 3991)  # of 4,000 characters: read, and no InChI
    block = Chem.MolToMolBlock(Chem.MolFromSmiles("CCO"))
    assert read_molblock((block + "$$$$\n").ljust(400_000)).GetNumAtoms() == 3


@pytest.mark.parametrize("smiles", ["C" * MAX_HEAVY_ATOMS, "C1CCCCC1" * 75, "[C@H](F)" * 100])
def test_large_input_within_the_limit_is_read(smiles: str) -> None:
    assert 0 < read_smiles(smiles).GetNumHeavyAtoms() <= MAX_HEAVY_ATOMS


@pytest.mark.parametrize("smiles", ["C" * (MAX_HEAVY_ATOMS + 1), "c1ccccc1" * 101])
def test_large_input_beyond_the_limit_is_refused(smiles: str) -> None:
    with pytest.raises(InvalidStructureError, match="at most"):
        read_smiles(smiles)
