"""Reading structures from text: what is wrong is said, and nothing reaches standard error."""

import pytest
from rdkit import Chem

from kzschedule.errors import InvalidStructureError
from kzschedule.structures.reading import (
    MAX_HEAVY_ATOMS,
    MAX_RINGS,
    checked,
    read_inchi,
    read_molblock,
    read_smiles,
)


@pytest.mark.parametrize(
    ("smiles", "words"),
    [
        ("", "has no atoms"),
        ("C1CC", "unclosed ring"),
        ("CC(C", "extra open parentheses"),
        ("CN(C)(C)(C)C", "valence"),
        ("c1cccc1", "kekulize"),
        ("C*", "leaves places open"),
        ("CC(N)C~c1ccccc1", "a bond without an order"),
        ("C>C", "no readable SMILES"),
        ("[C][N][C][Branch1][C][C][C]", "is SELFIES, which is not read; give a SMILES"),
        ("CH3NHCH(CH3)C[1]:CH:CH:CH:CH:CH:@1", "is SLN"),
        ("[#6]-[#7]-[#6]", "is a pattern"),
        ("[C;H1]C", "is a pattern"),
        ("CC(N)[CH]c1ccccc1", "an atom C without all its hydrogens"),
        ("C[C@](N)Cc1ccccc1", "an atom C without all its hydrogens"),
        ("CC(=O)[O]", "an atom O without all its hydrogens"),
        ("CCO |^1:2|", "an atom O without all its hydrogens"),
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


@pytest.mark.parametrize("smiles", ["C" * MAX_HEAVY_ATOMS, "C1CCCCC1" * 75, "C" + "[C@H](F)" * 100 + "C"])
def test_large_input_within_the_limit_is_read(smiles: str) -> None:
    assert 0 < read_smiles(smiles).GetNumHeavyAtoms() <= MAX_HEAVY_ATOMS


@pytest.mark.parametrize("smiles", ["C" * (MAX_HEAVY_ATOMS + 1), "c1ccccc1" * 101])
def test_large_input_beyond_the_limit_is_refused(smiles: str) -> None:
    with pytest.raises(InvalidStructureError, match="at most"):
        read_smiles(smiles)


# --- what stands around a structure, and what is drawn in it that is no part of it


@pytest.mark.parametrize(
    ("text", "smiles"),
    [
        ("SMILES: CNC", "CNC"),
        ("smiles=CNC a title", "CNC"),
        ("Canonical SMILES CNC", "CNC"),
        ("CCO |$;;$|", "CCO"),
        ("CCO |bogus|", "CCO"),
        ("CNC(C)C |c:6,8,t:4| name", "CNC(C)C"),
        ("CC=O.O>[Pd]>CCO", "CC=O.CCO.O.[Pd]"),
        ("CC=O>>CCO |f:0.1|", "CC=O.CCO"),
        ("CC([NH2]->[Pt](Cl)Cl)C", "CC(C)[NH2]->[Pt]([Cl])[Cl]"),
        ("[CH3:1][NH:2][C@@H:3]([F:4])[Cl:5]", "CN[C@@H](F)Cl"),
        ("[P]", "[P]"),
        ("[C-]#[O+]", "[C-]#[O+]"),
        ("CC1(C)CCCC(C)(C)N1[O]", "CC1(C)CCCC(C)(C)N1[O]"),
    ],
)
def test_a_smiles_is_read_with_what_stands_around_it(text: str, smiles: str) -> None:
    assert Chem.MolToSmiles(read_smiles(text)) == smiles


@pytest.mark.parametrize(
    ("text", "smiles"),
    [
        ("InChI: InChI=1S/CH4O/c1-2/h2H,1H3", "CO"),
        ("1S/CH4O/c1-2/h2H,1H3", "CO"),
        ("InChI=1S/CH4O/c1-2/h2H,1H3 methanol", "CO"),
        ("inchi = 1S/CH4O/c1-2/h2H,1H3", "CO"),
    ],
)
def test_an_inchi_is_read_with_what_stands_around_it(text: str, smiles: str) -> None:
    assert Chem.MolToSmiles(read_inchi(text)) == smiles


@pytest.mark.parametrize(
    "smiles",
    [
        "CC(=O)NC",
        "CCC1(CC)C(=O)NC(=O)NC1=O",
        "CC(C)C(NC(=O)c1nn(C)c2ccccc12)C(N)=O",
        "CC(N)=S",
        "C[N+](C)(C)c1cccc(O)c1.[Br-]",
        "Oc1ccccn1",
    ],
)
def test_an_inchi_is_drawn_as_chemists_draw_it(smiles: str) -> None:
    mol = Chem.MolFromSmiles(smiles)
    assert Chem.MolToSmiles(read_inchi(Chem.MolToInchi(mol))) == Chem.MolToSmiles(mol)


def test_an_inchi_of_what_cannot_be_drawn_gives_its_key() -> None:
    with pytest.raises(InvalidStructureError, match="InChIKey, LVRADNQEQFFNNW-UHFFFAOYSA-N"):
        read_inchi("InChI=1S/B5H11/c6-1-3-2-5(3,7-2)4(1,3,6)8-5/h4-5H,1-3H2")
    with pytest.raises(InvalidStructureError, match="no readable InChI"):
        read_inchi("InChI=1S/CH4O/c1-2/hXX")


BLOCK = Chem.MolToMolBlock(Chem.MolFromSmiles("CNC(C)C(=O)c1ccc(C)cc1"))


@pytest.mark.parametrize(
    "block",
    [
        BLOCK.replace("\n", "\r"),
        BLOCK.replace("\n", "\r\n"),
        BLOCK.strip(),
        BLOCK.replace("\n", "\r").strip(),
        "\n\n" + BLOCK,
        BLOCK.replace("M  END", "M  SUB  1   3   1\nM  RBC  1   5   2\nM  END"),
        BLOCK.replace("  1  2  1  0", "  1  2  1  0  0  2"),
    ],
)
def test_a_mol_block_is_read_as_programs_and_hands_leave_it(block: str) -> None:
    assert Chem.MolToSmiles(read_molblock(block)) == "CNC(C)C(=O)c1ccc(C)cc1"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("M  ALS   3  2 F N   O   ", "leaves places open"),
        ("M  RAD  1   1   2", "an atom C without all its hydrogens"),
    ],
)
def test_a_mol_block_of_no_one_structure_is_refused(line: str, words: str) -> None:
    with pytest.raises(InvalidStructureError, match=words):
        read_molblock(BLOCK.replace("M  END", f"{line}\nM  END"))
    with pytest.raises(InvalidStructureError, match="leaves places open"):
        read_molblock(BLOCK.replace("  1  2  1  0", "  1  2  5  0"))


@pytest.mark.parametrize(
    "smiles", ["CNC(C)C(=O)c1ccc(C)cc1", "C/C=C/[C@H](F)C(=N)N/C=C\\C", "[2H]C([2H])([2H])N", "[H][H]"]
)
def test_a_molecule_from_elsewhere_is_read_however_it_was_made(smiles: str) -> None:
    mol = Chem.MolFromSmiles(smiles)
    mapped, bare = Chem.Mol(mol), Chem.MolFromSmiles(smiles, sanitize=False)
    for atom in mapped.GetAtoms():
        atom.SetAtomMapNum(atom.GetIdx() + 1)
    kekulised = Chem.Mol(mol)
    Chem.Kekulize(kekulised, clearAromaticFlags=True)
    with_hydrogens = Chem.AddHs(mol)
    drawn = [mol, mapped, bare, kekulised, with_hydrogens, Chem.AddHs(mapped), Chem.RWMol(mol)]
    assert {Chem.MolToSmiles(checked(one)) for one in drawn} == {Chem.MolToSmiles(mol)}
    # They themselves stay as they were.
    assert with_hydrogens.GetNumAtoms() > mol.GetNumHeavyAtoms()
    assert mapped.GetAtomWithIdx(0).GetAtomMapNum()


@pytest.mark.parametrize(
    ("mol", "words"),
    [
        (Chem.Mol(), "has no atoms"),
        (Chem.MolFromSmarts("CNC(C)C(=O)c1ccc(C)cc1"), "is a pattern"),
        (Chem.MolFromSmarts("[#6;R]"), "is a pattern"),
        (Chem.MolFromSmarts("*C"), "leaves places open"),
        (Chem.MolFromSmiles("CN(C)(C)(C)C", sanitize=False), "valence"),
        (Chem.MolFromSmiles("c1cccc1", sanitize=False), "kekulize"),
        (Chem.MolFromSmiles("CC[CH]C"), "without all its hydrogens"),
        (Chem.MolFromSmiles("C" * 601, sanitize=False), "at most 600"),
    ],
)
def test_a_molecule_that_is_no_structure_is_refused(mol: Chem.Mol, words: str, capfd) -> None:
    with pytest.raises(InvalidStructureError, match=words):
        checked(mol)
    assert capfd.readouterr().err == ""
