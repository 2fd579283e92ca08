"""Decompositions checked by hand, under a rule of classes and limits: each can be followed with a pencil."""

from itertools import combinations

import pytest
from rdkit import Chem

from kzschedule.analogues.decomposition import Decomposition
from kzschedule.analogues.parents import AnalogueParent
from kzschedule.analogues.readings import _span
from kzschedule.analogues.rule import AnalogueRule, load_rule
from kzschedule.analogues.search import AnalogueSearch, analogues_of
from kzschedule.analogues.skeleton import skeletons_of
from kzschedule.records.package import default_directory


@pytest.fixture(scope="module")
def rule(working_rule) -> AnalogueRule:
    return working_rule


METHCATHINONE = "CNC(C)C(=O)c1ccccc1"
FENTANYL = "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1"
MORPHINE = "CN1CCC23c4c5ccc(O)c4OC2C(O)C=CC3C1C5"
DMT = "CN(C)CCc1c[nH]c2ccccc12"
PSILOCIN = "CN(C)CCc1c[nH]c2cccc(O)c12"


def decomposition(rule: AnalogueRule, parent: str, candidate: str) -> Decomposition | None:
    found = AnalogueSearch([AnalogueParent("parent", parent)], rule).find(Chem.MolFromSmiles(candidate))
    return found[0] if found else None


def summary(found: Decomposition | None) -> set[tuple]:
    assert found is not None
    return {
        (
            "+".join(part.replaced_symbols),
            part.reading.smiles,
            part.reading.substituent.substituent_id if part.reading.substituent else None,
        )
        for part in found.replacements
    }


@pytest.mark.parametrize(
    ("candidate", "expected"),
    [
        ("CNC(C)C(=O)c1ccc(F)cc1", {("H", "*F", "halogen")}),  # 4-fluoromethcathinone
        ("CNC(C)C(=O)c1ccc(C)cc1", {("H", "*C", "alkyl")}),  # mephedrone
        ("CCN(C)C(C)C(=O)c1ccccc1", {("H", "*CC", "alkyl")}),  # a hydrogen on nitrogen
        ("CNC(CCC)C(=O)c1ccccc1", {("H", "*CC", "alkyl")}),  # pentedrone: the methyl became propyl
        ("CNC(C)C(=O)c1ccc2OCOc2c1", {("H+H", "*OCO*", "methylenedioxy")}),  # methylone
        ("CC(C(=O)c1ccccc1)N1CCCC1", {("H+H", "*CCC*", "polymethylene")}),  # nitrogen in a ring
        ("CNC(C)C(=O)c1ccc2ccccc2c1", {("H+H", "*C=CC=C*", None)}),  # a benzene ring fused on
        ("CNC(C)C(=O)c1ccc(C(F)(F)F)cc1", {("H", "*C(F)(F)F", "haloalkyl")}),
        (
            "CNC(C)C(=O)c1c(F)cc(Cl)cc1C",
            {("H", "*F", "halogen"), ("H", "*Cl", "halogen"), ("H", "*C", "alkyl")},
        ),
    ],
)
def test_methcathinone(rule, candidate, expected):
    assert summary(decomposition(rule, METHCATHINONE, candidate)) == expected


@pytest.mark.parametrize(
    ("change", "candidate"),
    [
        ("a broken ring", "CNC(C)C(=O)C=CC=CC=C"),
        ("a shorter chain", "CNCC(=O)c1ccccc1"),
        ("a longer chain", "CNC(C)CC(=O)c1ccccc1"),
        ("another heteroatom", "COC(C)C(=O)c1ccccc1"),
        ("a pyridine ring", "CNC(C)C(=O)c1ccncc1"),
        ("a saturated ring", "CNC(C)C(=O)C1CCCCC1"),
        ("a reduced ketone", "CNC(C)C(O)c1ccccc1"),
        ("a quaternary nitrogen", "C[N+](C)(C)C(C)C(=O)c1ccccc1"),
        ("the parent itself", METHCATHINONE),
        ("its other enantiomer", "CN[C@@H](C)C(=O)c1ccccc1"),
    ],
)
def test_no_analogue_of_methcathinone(rule, change, candidate):
    assert decomposition(rule, METHCATHINONE, candidate) is None


def test_a_double_bond_of_the_skeleton_stays_one(rule):
    parent = "CC=CC(N)c1ccccc1"
    assert decomposition(rule, parent, "CC=CC(N)c1ccc(F)cc1") is not None
    assert decomposition(rule, parent, "CCCC(N)c1ccc(F)cc1") is None


def test_a_triple_bond_of_the_skeleton_stays_one(rule):
    parent = "CC(C#N)C(N)c1ccccc1"
    assert decomposition(rule, parent, "CC(C#N)C(NC)c1ccccc1").grade == "assumed"
    assert decomposition(rule, parent, "CC(C=N)C(NC)c1ccccc1") is None
    assert decomposition(rule, parent, "CC(CN)C(NC)c1ccccc1") is None


def test_a_skeleton_of_exactly_the_least_size_is_large_enough(rule):
    assert decomposition(rule, "C1CCNCC1", "CC1CCNCC1").open_reasons == ()
    assert decomposition(rule, "C1CCNC1", "CC1CCNC1").open_reasons == ("small_skeleton",)


def test_alpha_pvp_homologues_replace_a_hydrogen_of_the_chain(rule):
    alpha_pvp = "CCCC(C(=O)c1ccccc1)N1CCCC1"
    assert summary(decomposition(rule, alpha_pvp, "CCCCC(C(=O)c1ccccc1)N1CCCC1")) == {("H", "*C", "alkyl")}
    assert summary(decomposition(rule, alpha_pvp, "CCCCCC(C(=O)c1ccccc1)N1CCCC1")) == {("H", "*CC", "alkyl")}
    assert decomposition(rule, alpha_pvp, "CCC(C(=O)c1ccccc1)N1CCCC1") is None  # one carbon less


def test_fentanyl_has_two_hydrogens_at_one_atom_replaced(rule):
    found = decomposition(rule, FENTANYL, "CCC(=O)N(c1ccccc1)C1CCN(CC(F)(F)c2ccccc2)CC1")
    assert [part.positions for part in found.replacements] == [(16,), (16,)]
    assert summary(found) == {("H", "*F", "halogen")}


def test_an_oxo_group_replaces_two_hydrogens(rule):
    found = decomposition(rule, "CC(N)Cc1ccccc1", "CC(N)C(=O)c1ccccc1")
    assert summary(found) == {("H+H", "*=O", "oxo")}


def test_a_replaced_halogen_is_named(rule):
    found = decomposition(rule, "CNC(C)C(=O)c1ccc(Cl)cc1", "CNC(C)C(=O)c1ccc(C)cc1")
    assert summary(found) == {("Cl", "*C", "alkyl")}


def test_a_kept_halogen_is_no_replacement(rule):
    found = decomposition(rule, "CNC(C)C(=O)c1ccc(Cl)cc1", "CCNC(C)C(=O)c1ccc(Cl)cc1")
    assert summary(found) == {("H", "*C", "alkyl")}


def test_a_halogen_that_moved_is_gone_and_new(rule):
    found = decomposition(rule, "CNC(C)C(=O)c1ccc(Cl)cc1", "CNC(C)C(=O)c1cccc(Cl)c1")
    assert summary(found) == {("Cl", "*[H]", "hydrogen"), ("H", "*Cl", "halogen")}


def test_a_lost_hydroxyl_group_is_replaced_by_hydrogen(rule):
    found = decomposition(rule, PSILOCIN, DMT)
    assert summary(found) == {("O", "*[H]", "hydrogen")}
    assert found.grade == "assumed"


def test_an_ester_of_a_hydroxyl_group_has_both_readings(rule):
    found = decomposition(rule, PSILOCIN, "CN(C)CCc1c[nH]c2cccc(OC(C)=O)c12")
    [part] = found.replacements
    assert part.replaced == ("hydrogen",)
    assert (part.reading.smiles, part.other_reading.smiles) == ("*C(C)=O", "*OC(C)=O")
    assert found.rest_atoms == 3  # the oxygen is the parent's


def test_of_two_groups_at_the_carbon_of_a_hydroxyl_the_one_with_oxygen_replaces_it(rule):
    parent = "CNC(C)C(O)c1ccccc1"
    for candidate in ("CNC(C)C(OC)(CC)c1ccccc1", "CNC(C)C(CC)(OC)c1ccccc1"):
        found = decomposition(rule, parent, candidate)
        assert summary(found) == {("H", "*C", "alkyl"), ("H", "*CC", "alkyl")}
        [ether] = [part for part in found.replacements if part.other_reading is not None]
        assert (ether.reading.smiles, ether.other_reading.smiles) == ("*C", "*OC")
    without = decomposition(rule, parent, "CNC(C)C(SC)(CC)c1ccccc1")
    assert {smiles for _, smiles, _ in summary(without)} == {"*CC", "*SC"}  # neither: one of the two
    assert sorted(replaced for replaced, _, _ in summary(without)) == ["H", "O"]


def test_two_ethers_share_one_hydroxyl_group_so_that_both_are_permitted(lines):
    """Propoxy is not on the official list: it is propyl at the oxygen, and methoxy takes the place of hydrogen."""
    official = load_rule(None, default_directory())
    search = AnalogueSearch([AnalogueParent("parent", "CNC(C)C(O)c1ccccc1")], official, lines)
    [found] = search.find(Chem.MolFromSmiles("CNC(C)C(OC)(OCCC)c1ccccc1"))
    assert found.grade == "official"
    assert sorted(part.number for part in found.replacements) == ["1.28", "1.48"]


def test_a_reading_of_the_hydroxyl_hydrogen_can_make_a_replacement_permitted(rule):
    # Tetrahydropyranyl-like ethers are in no class; the benzyl ether is outside, benzyl itself is not.
    [part] = decomposition(rule, PSILOCIN, "CN(C)CCc1c[nH]c2cccc(OCc3ccccc3)c12").replacements
    assert part.other_reading.permitted == "outside"
    assert part.permitted == "assumed"
    assert part.reading.smiles == "*Cc1ccccc1"


def test_heroin_is_morphine_with_two_esters(rule):
    heroin = "CN1CCC23c4c5ccc(OC(C)=O)c4OC2C(OC(C)=O)C=CC3C1C5"
    found = decomposition(rule, MORPHINE, heroin)
    assert summary(found) == {("H", "*C(C)=O", "acyl")}


def test_an_ether_and_another_change_is_more_than_an_ether(rule):
    candidate = "CN1CCC23c4c5ccc(OC)c4OC2C(=O)C=CC3C1C5"
    found = decomposition(rule, MORPHINE, candidate)
    assert summary(found) == {("H", "*C", "alkyl"), ("O+H", "*=O", "oxo")}


def test_a_hydrogen_of_a_carboxyl_group_is_replaceable_and_the_group_is_not(rule):
    acid = "OC(=O)C(c1ccccc1)C1CCCCN1"  # ritalinic acid
    assert summary(decomposition(rule, acid, "COC(=O)C(c1ccccc1)C1CCCCN1")) == {("H", "*C", "alkyl")}
    assert decomposition(rule, acid, "O=CC(c1ccccc1)C1CCCCN1") is None


def test_a_bridge_over_more_than_two_atoms_is_outside(rule):
    # 2C-B-FLY: each dihydrofuran ring joins a methoxy carbon to a ring carbon, which are not adjacent.
    found = decomposition(rule, "COc1cc(CCN)c(OC)cc1Br", "NCCc1c2CCOc2c(Br)c2CCOc12")
    assert found.grade == "open"
    assert {part.permitted for part in found.replacements} == {"outside"}


@pytest.mark.parametrize("smiles", [METHCATHINONE, FENTANYL, MORPHINE, DMT, "CCCCCCN"])
def test_a_span_counts_the_bonds_between_two_atoms_up_to_one_more_than_the_widest_bridge(rule, smiles):
    [skeleton] = skeletons_of([AnalogueParent("parent", smiles)], rule)
    distances = Chem.GetDistanceMatrix(skeleton.query)
    for widest in range(4):
        for first, second in combinations(range(len(skeleton.atoms)), 2):
            assert _span(skeleton, [first, second], widest) == min(distances[first][second], widest + 1)
        assert _span(skeleton, [0], widest) == 0


def test_an_epoxide_is_one_atom_over_two_neighbours(rule):
    found = decomposition(rule, "CC1CCCCC1c1ccccc1", "CC12CCCCC1(O2)c1ccccc1")
    assert summary(found) == {("H+H", "*O*", None)}


def test_two_single_bonds_at_one_atom_are_bivalent(rule):
    found = decomposition(rule, "CC(N)Cc1ccccc1", "CC(N)C1(CC1)c1ccccc1")
    [part] = found.replacements
    assert part.positions == (3,)
    assert part.replaced == ("hydrogen", "hydrogen")


def test_a_rest_on_three_atoms_is_no_substituent(rule):
    assert decomposition(rule, "CC(N)Cc1ccccc1", "C1C2NC3C1C(c1ccccc13)C2") is None


def test_no_atom_gives_more_than_it_has(rule):
    # The nitrogen of dimethyltryptamine has no hydrogen, and aromatic nitrogen one.
    assert decomposition(rule, DMT, "C[N+](C)(C)CCc1c[nH]c2ccccc12") is None
    assert summary(decomposition(rule, DMT, "CN(C)CCc1cn(C)c2ccccc12")) == {("H", "*C", "alkyl")}


def test_a_symmetric_parent_has_one_nearest_reading(rule):
    bridged = "c1ccc(CNCc2ccccc2)cc1"
    found = decomposition(rule, bridged, "Fc1ccc(CNCc2ccccc2)cc1")
    assert summary(found) == {("H", "*F", "halogen")}


def test_small_skeletons_and_small_shares_stay_open(rule):
    assert decomposition(rule, "OCCCC(=O)O", "CCCCC(=O)O").open_reasons == ("small_skeleton",)
    share = decomposition(rule, "CC(N)Cc1ccccc1", "CC(NC(=O)CCCCCCCCCCCCCCC)Cc1ccccc1")
    assert "share" in share.open_reasons
    assert share.grade == "open"


def test_hydrogens_drawn_as_atoms_change_nothing_but_the_numbering(rule):
    search = AnalogueSearch([AnalogueParent("methcathinone", METHCATHINONE)], rule)
    flat = Chem.MolFromSmiles("CNC(C)C(=O)c1ccc(F)cc1")
    drawn = Chem.AddHs(flat)
    [plain], [full] = search.find(flat), search.find(drawn)
    assert plain == full
    count = drawn.GetNumAtoms()
    [turned] = search.find(Chem.RenumberAtoms(drawn, list(reversed(range(count)))))
    assert turned.replacements[0].positions == (count - 1 - plain.replacements[0].positions[0],)


def test_hydrogens_drawn_as_atoms_bring_no_open_analogue_that_was_not_asked_for(rule):
    search = AnalogueSearch([AnalogueParent("ghb", "OCCCC(=O)O")], rule)
    drawn = Chem.AddHs(Chem.MolFromSmiles("NCCCC(=O)O"))
    assert [found.grade for found in search.find(drawn)] == ["open"]
    assert search.find(drawn, include_open=False) == ()
    assert search.find(Chem.MolFromSmiles("[H][H]")) == ()
    methane = Chem.AddHs(Chem.MolFromSmiles("C"))
    assert [found.rest_atoms for found in AnalogueSearch([AnalogueParent("x", "FC")], rule).find(methane)] == [0]


def test_a_mixture_is_not_read_as_one_structure(rule):
    assert decomposition(rule, METHCATHINONE, "CNC(C)C(=O)c1ccc(F)cc1.Cl") is None


@pytest.mark.parametrize("turned", [False, True])
def test_of_a_mixture_the_nearest_component_counts(rule, turned):
    near, far = "CNC(C)C(=O)c1ccc(CCCC)cc1", "CNC(C)C(=O)c1cc(F)c(F)c(F)c1"
    search = AnalogueSearch([AnalogueParent("parent", METHCATHINONE)], rule)
    mixture = ".".join([far, near] if turned else [near, far])
    [found] = analogues_of(Chem.MolFromSmiles(mixture), search, frozenset())
    assert [part.reading.smiles for part in found.replacements] == ["*CCCC"]
    [found] = analogues_of(Chem.MolFromSmiles("CNC(C)C(=O)c1cc(CCCC)c(F)c(CC)c1.CNC(C)C(=O)c1ccc(F)cc1"), search, ())
    assert [part.reading.smiles for part in found.replacements] == ["*F"]


def test_a_structure_with_a_place_left_open_has_no_analogues(rule):
    search = AnalogueSearch([AnalogueParent("parent", METHCATHINONE)], rule)
    assert search.find(Chem.MolFromSmiles("CNC(C)C(=O)c1ccc(*)cc1")) == ()
    assert search.find(Chem.MolFromSmiles("[H][H]"), include_open=False) == ()


def test_a_salt_is_a_parent_by_its_organic_fragment(rule):
    found = decomposition(rule, "[Cl-].C[NH2+]C(C)C(=O)c1ccccc1", "CNC(C)C(=O)c1ccc(F)cc1")
    assert summary(found) == {("H", "*F", "halogen")}
    assert min(found.parent_atoms) == 1  # atom 0 of the parent's SMILES is its chloride
