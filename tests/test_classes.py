"""Structure classes: every example is matched and no decoy, straight from the data."""

import pytest
from rdkit import Chem

from kzschedule.analogues.classes import classes_of, compiled
from kzschedule.errors import DataPackageError
from kzschedule.records.package import read_package

PACKAGE = read_package()
CLASSES = PACKAGE.structure_classes
STRUCTURES = {entry.substance_id: entry.smiles for entry in PACKAGE.substances}


@pytest.mark.parametrize(
    ("entry", "compound"),
    [(entry, compound) for entry in CLASSES for compound in entry.examples],
    ids=lambda value: getattr(value, "class_id", value),
)
def test_an_example_is_in_its_class(entry, compound):
    mol = Chem.MolFromSmiles(STRUCTURES.get(compound, compound))
    assert entry.class_id in classes_of(mol)


@pytest.mark.parametrize(
    ("entry", "compound"),
    [(entry, compound) for entry in CLASSES for compound in entry.decoys],
    ids=lambda value: getattr(value, "class_id", value),
)
def test_a_decoy_is_not_in_that_class(entry, compound):
    mol = Chem.MolFromSmiles(STRUCTURES.get(compound, compound))
    assert mol is not None
    assert entry.class_id not in classes_of(mol)


def test_every_class_has_five_examples_and_five_decoys():
    assert len(CLASSES) >= 12
    for entry in CLASSES:
        assert len(set(entry.examples)) >= 5, entry.class_id
        assert len(set(entry.decoys)) >= 5, entry.class_id


def test_the_classes_that_the_field_speaks_of_are_there():
    expected = {"fentanyl", "nitazene", "cathinone", "phenethylamine", "nbome", "tryptamine", "lysergamide"}
    expected |= {"benzodiazepine", "barbiturate", "arylcyclohexylamine", "piperazine", "naphthoylindole"}
    assert expected <= {entry.class_id for entry in CLASSES}


@pytest.mark.parametrize("smiles", ["O", "CCO", "CC(=O)Oc1ccccc1C(=O)O", "CC(C)Cc1ccc(C(C)C(=O)O)cc1", "[Na+].[Cl-]"])
def test_common_chemicals_have_no_class(smiles):
    assert classes_of(Chem.MolFromSmiles(smiles)) == ()


def test_a_structure_can_be_in_several_classes():
    nbome = Chem.MolFromSmiles("COc1ccccc1CNCCc1cc(OC)c(Br)cc1OC")
    assert classes_of(nbome) == ("nbome", "phenethylamine")


def test_classes_of_another_package():
    assert classes_of(Chem.MolFromSmiles("CNC(C)C(=O)c1ccccc1"), ()) == ()


def test_a_pattern_that_is_none_is_refused():
    with pytest.raises(DataPackageError, match="no SMARTS"):
        compiled("[")


def test_the_classes_in_the_data_are_those_of_the_structures():
    for substance in PACKAGE.substances:
        if substance.smiles:
            assert substance.structure_class == classes_of(Chem.MolFromSmiles(substance.smiles))
