"""Composed names: the tables, what they read, and three proofs: the data, OPSIN, and names that mean something else."""

from __future__ import annotations

import pydoc_data.topics
import random
import re
import runpy
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain, islice
from pathlib import Path

import pytest
from chemicals.identifiers import get_pubchem_db
from rdkit import Chem, rdBase

from kzschedule import check
from kzschedule.language.vocabulary import NUMBERS
from kzschedule.names.composed import building, read_composed, spelling
from kzschedule.names.composed.grammar import parts_of
from kzschedule.names.composed.tables import effects, rows, tables
from kzschedule.names.fold import fold, fold_key, plain
from kzschedule.names.systematic import read_systematic, unavailable
from kzschedule.records.model import Collision, Name, Substance
from kzschedule.records.package import default_directory, read_file

DATA = default_directory()
SUBSTANCES = {record.substance_id: record for record in read_file(DATA / "substances.csv", Substance)}
NAMES = [record for record in read_file(DATA / "names.csv", Name) if record.kind not in NUMBERS]
COLLISIONS = {fold_key(record.name) for record in read_file(DATA / "collisions.csv", Collision)}


@cache
def constitution(smiles: str) -> str:
    """Return the first block of the InChIKey of the largest part, stereochemistry left out."""
    with rdBase.BlockLogs():
        mol = Chem.MolFromSmiles(smiles)
        if mol is None:
            return ""
        Chem.RemoveStereochemistry(mol)
        parts = Chem.GetMolFrags(mol, asMols=True)
        return Chem.MolToInchiKey(max(parts, key=Chem.Mol.GetNumAtoms))[:14]


def read(name: str) -> set[str]:
    return {constitution(found.smiles) for found in read_composed(name)}


# What is read, by family.


@pytest.mark.parametrize(
    ("name", "smiles"),
    [
        # synthetic cannabinoids: head, core, linker, tail
        ("5F-MDMB-PICA", "COC(=O)C(NC(=O)c1cn(CCCCCF)c2ccccc12)C(C)(C)C"),
        ("MDMB-5F-PICA", "COC(=O)C(NC(=O)c1cn(CCCCCF)c2ccccc12)C(C)(C)C"),
        ("5-fluoro MDMB-PICA", "COC(=O)C(NC(=O)c1cn(CCCCCF)c2ccccc12)C(C)(C)C"),
        ("AB-PINACA-5F", "CC(C)C(NC(=O)c1nn(CCCCCF)c2ccccc12)C(N)=O"),
        ("ADB-4en-PINACA", "C=CCCCn1nc(C(=O)NC(C(N)=O)C(C)(C)C)c2ccccc21"),
        ("EDMB-3en-BUTICA", "C=CCCn1cc(C(=O)NC(C(=O)OCC)C(C)(C)C)c2ccccc21"),
        ("ADB-5'Br-BUTINACA", "CCCCn1nc(C(=O)NC(C(N)=O)C(C)(C)C)c2cc(Br)ccc21"),
        ("ADB-5Br-INACA", "CC(C)(C)C(NC(=O)c1n[nH]c2ccc(Br)cc12)C(N)=O"),
        ("ADB-4en-P-5Br-INACA", "C=CCCCn1nc(C(=O)NC(C(N)=O)C(C)(C)C)c2cc(Br)ccc21"),
        ("CUMYL-TsINACA", "CC(C)(NC(=O)c1nn(S(=O)(=O)c2ccc(C)cc2)c2ccccc12)c1ccccc1"),
        ("5F-PY-PICA", "O=C(c1cn(CCCCCF)c2ccccc12)N1CCCC1"),
        ("CUMYL-5F-P7AICA", "CC(C)(NC(=O)c1cn(CCCCCF)c2ncccc12)c1ccccc1"),
        ("AB-FUBIATA", "CC(C)C(NC(=O)Cc1cn(Cc2ccc(F)cc2)c2ccccc12)C(N)=O"),
        ("5F-CUMYL-PEGACLONE", "CC(C)(c1ccccc1)n1ccc2c(c1=O)c1ccccc1n2CCCCCF"),
        ("BZO-4en-POXIZID", "C=CCCCN1C(=O)C(=NNC(=O)c2ccccc2)c2ccccc21"),
        ("FUB-PB-22", "O=C(Oc1cccc2cccnc12)c1cn(Cc2ccc(F)cc2)c2ccccc12"),
        ("5F-ADB", "COC(=O)C(NC(=O)c1nn(CCCCCF)c2ccccc12)C(C)(C)C"),  # of old an ester, without a core
        ("FUB-AMB", "COC(=O)C(NC(=O)c1nn(Cc2ccc(F)cc2)c2ccccc12)C(C)C"),
        ("MDMB(N)-CHM", "COC(=O)C(NC(=O)c1nn(CC2CCCCC2)c2ccccc12)C(C)(C)C"),
        ("FUB-018", "O=C(c1cccc2ccccc12)c1cn(Cc2ccc(F)cc2)c2ccccc12"),
        ("TMCP-2201", "CC1(C)C(C(=O)c2cn(CCCCCF)c3ccccc23)C1(C)C"),
        ("4'-methyl-AM-2201", "Cc1ccc(C(=O)c2cn(CCCCCF)c3ccccc23)c2ccccc12"),
        ("AKB48-5F", "O=C(NC12CC3CC(CC(C3)C1)C2)c1nn(CCCCCF)c2ccccc12"),
        ("(СР-47,497)-С6", "CCCCCC(C)(C)c1ccc(C2CCCC(O)C2)c(O)c1"),
        ("(C8)-CP 47,497 (+/-)", "CCCCCCCC(C)(C)c1ccc(C2CCCC(O)C2)c(O)c1"),
        # fentanyls
        ("para-fluoro furanyl fentanyl", "O=C(c1ccco1)N(c1ccc(F)cc1)C1CCN(CCc2ccccc2)CC1"),
        ("пара-фторциклопропилфентанил", "O=C(C1CC1)N(c1ccc(F)cc1)C1CCN(CCc2ccccc2)CC1"),
        ("Methoxyacetyl-F", "COCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1"),
        ("Benzodioxole-F", "O=C(c1ccc2c(c1)OCO2)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1"),
        ("benzyl furanyl fentanyl", "O=C(c1ccco1)N(c1ccccc1)C1CCN(Cc2ccccc2)CC1"),
        ("2',5'-dimethoxyfentanyl", "CCC(=O)N(c1ccccc1)C1CCN(CCc2cc(OC)ccc2OC)CC1"),
        ("4F-iBF", "CC(C)C(=O)N(c1ccc(F)cc1)C1CCN(CCc2ccccc2)CC1"),
        ("p-FBF", "CCCC(=O)N(c1ccc(F)cc1)C1CCN(CCc2ccccc2)CC1"),
        ("beta-hydroxythiofentanyl", "CCC(=O)N(c1ccccc1)C1CCN(CC(O)c2cccs2)CC1"),
        ("ACRYL-FENT", "C=CC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1"),
        ("ortho-methyl acetyl norfentanyl", "CC(=O)N(c1ccccc1C)C1CCNCC1"),
        # nitazenes
        ("N-piperidinyl protonitazene", "CCCOc1ccc(Cc2nc3cc([N+](=O)[O-])ccc3n2CCN2CCCCC2)cc1"),
        ("etodesnitazene", "CCOc1ccc(Cc2nc3ccccc3n2CCN(CC)CC)cc1"),
        ("N-дезэтилизотонитазен", "CCNCCn1c(Cc2ccc(OC(C)C)cc2)nc2cc([N+](=O)[O-])ccc21"),
        ("ethyleneoxynitazene", "CCN(CC)CCn1c(Cc2ccc3c(c2)CCO3)nc2cc([N+](=O)[O-])ccc21"),
        # cathinones
        ("4-фтор-3-метил-α-PVP", "CCCC(C(=O)c1ccc(F)c(C)c1)N1CCCC1"),
        ("4-methoxy PV9", "CCCCCCC(C(=O)c1ccc(OC)cc1)N1CCCC1"),
        ("4-Cl-NEP", "CCCC(NCC)C(=O)c1ccc(Cl)cc1"),
        ("4-CDMC", "CC(C(=O)c1ccc(Cl)cc1)N(C)C"),
        ("3-MeO-4-EtO-NN-diethylpentedrone", "CCCC(C(=O)c1ccc(OCC)c(OC)c1)N(CC)CC"),
        ("α-ПВП", "CCCC(C(=O)c1ccccc1)N1CCCC1"),
        ("3,4-MD-α-PHP", "CCCCC(C(=O)c1ccc2c(c1)OCO2)N1CCCC1"),
        ("МДПБП", "CCC(C(=O)c1ccc2c(c1)OCO2)N1CCCC1"),
        ("4-ХМК", "CNC(C)C(=O)c1ccc(Cl)cc1"),
        ("N-этил-4-метилпентедрон", "CCCC(NCC)C(=O)c1ccc(C)cc1"),
        ("bk-MDMA", "CNC(C)C(=O)c1ccc2c(c1)OCO2"),
        ("2,4-DFMC", "CNC(C)C(=O)c1ccc(F)cc1F"),
        ("3,4-MDBC", "CC(NCc1ccccc1)C(=O)c1ccc2c(c1)OCO2"),
        ("4-MPBP", "CCC(C(=O)c1ccc(C)cc1)N1CCCC1"),
        ("M-alpha-PPP", "CC(C(=O)c1ccc(C)cc1)N1CCCC1"),
        ("ethyl hexedrone", "CCCCC(NCC)C(=O)c1ccccc1"),
        ("normephedrone", "CC(N)C(=O)c1ccc(C)cc1"),
        ("4'-chloro-alpha-pyrrolidinobutiophenone", "CCC(C(=O)c1ccc(Cl)cc1)N1CCCC1"),
        # phenethylamines
        ("2C-T-21", "COc1cc(SCCF)c(OC)cc1CCN"),
        ("bk-2C-I", "COc1cc(C(=O)CN)c(OC)cc1I"),
        ("25C-NB3OMe", "COc1cccc(CNCCc2cc(OC)c(Cl)cc2OC)c1"),
        ("25I-NBOMe", "COc1ccccc1CNCCc1cc(OC)c(I)cc1OC"),
        ("DOTFM", "COc1cc(C(F)(F)F)c(OC)cc1CC(C)N"),
        ("(3,4-methylenedioxy)methamphetamine", "CNC(C)Cc1ccc2c(c1)OCO2"),
        ("2,4,5-TMA", "COc1cc(OC)c(OC)cc1CC(C)N"),
        ("4-Cl-2,5-DMA", "COc1cc(CC(C)N)c(OC)cc1Cl"),
        ("4-propoxy-3,5-DMPEA", "CCCOc1c(OC)cc(CCN)cc1OC"),
        ("4-MTA", "CSc1ccc(CC(C)N)cc1"),
        ("C30-NBOMe", "COc1cc(CCNCc2cc(OC)c(OC)c(OC)c2)c(OC)cc1Cl"),
        ("бром-драгонфлай", "CC(N)Cc1c2ccoc2c(Br)c2ccoc12"),
        ("isoproscaline", "COc1cc(CCN)cc(OC)c1OC(C)C"),
        ("5-EAPB", "CCNC(C)Cc1ccc2occc2c1"),
        ("N-(2-methoxybenzyl)-4-bromo-2,5-dimethoxyphenethylamine", "COc1ccccc1CNCCc1cc(OC)c(Br)cc1OC"),
        ("пара-метоксиметамфетамин", "CNC(C)Cc1ccc(OC)cc1"),
        # tryptamines, arylcyclohexylamines and others
        (".alpha.-methyltryptamine", "CC(N)Cc1c[nH]c2ccccc12"),
        ("Nω-methyltryptamine", "CNCCc1c[nH]c2ccccc12"),
        ("N,N-diethyl-D-lysergamide", "CCN(CC)C(=O)C1C=C2c3cccc4[nH]cc(c34)CC2N(C)C1"),
        ("N,N-dimethyl-5-HT", "CN(C)CCc1c[nH]c2ccc(O)cc12"),
        ("4-HO-MiPT", "CC(C)N(C)CCc1c[nH]c2cccc(O)c12"),
        ("5-метокси-N-метил-N-изопропилтриптамин", "CC(C)N(C)CCc1c[nH]c2ccc(OC)cc12"),
        ("5-MeO-N,N-DMT", "COc1ccc2[nH]cc(CCN(C)C)c2c1"),
        ("4-OH-McPT", "CN(CCc1c[nH]c2cccc(O)c12)C1CC1"),
        ("3-MeO-PCE", "CCNC1(c2cccc(OC)c2)CCCCC1"),
        ("3-гидрокси-2'-оксо-PCPr", "CCCNC1(c2cccc(O)c2)CCCCC1=O"),
        ("2F-DCK", "CNC1(c2ccccc2F)CCCCC1=O"),
        ("2-бромдезхлоркетамин", "CNC1(c2ccccc2Br)CCCCC1=O"),
        ("4F-MPH", "COC(=O)C(c1ccc(F)cc1)C1CCCCN1"),
        ("изопропил-фенидат", "CC(C)OC(=O)C(c1ccccc1)C1CCCCN1"),
        ("1cP-AL-LAD", "C=CCN1CC(C(=O)N(CC)CC)C=C2c3cccc4c3c(cn4C(=O)C3CC3)CC21"),
        ("meta-chlorophenylpiperazine", "Clc1cccc(N2CCNCC2)c1"),
        ("4'-фтор-4-метиламинорекс", "CC1N=C(N)OC1c1ccc(F)cc1"),
        ("3-chlorophenmetrazine", "CC1NCCOC1c1cccc(Cl)c1"),
        ("2-хлордифенидин", "Clc1ccccc1C(Cc1ccccc1)N1CCCCC1"),
        # morphinans
        ("N-allylnoroxymorphone", "C=CCN1CCC23c4c5ccc(O)c4OC2C(=O)CCC3(O)C1C5"),
        ("codeinone", "COc1ccc2c3c1OC1C(=O)C=CC4C(C2)N(C)CCC341"),
        ("3-O-acetyl-6-O-propionylmorphine", "CCC(=O)OC1C=CC2C3Cc4ccc(OC(C)=O)c5c4C2(CCN3C)C1O5"),
    ],
)
def test_names_are_read(name: str, smiles: str | None) -> None:
    assert read(name) == ({constitution(smiles)} if smiles else set())


@pytest.mark.parametrize(
    ("name", "structures"),
    [
        ("4-PrO-DMT", {"CCCOc1cccc2[nH]cc(CCN(C)C)c12", "CCC(=O)Oc1cccc2[nH]cc(CCN(C)C)c12"}),
        (
            "ADB-5Br-PINACA",  # on the ring or on the tail
            {
                "CCCCCn1nc(C(=O)NC(C(N)=O)C(C)(C)C)c2cc(Br)ccc21",
                "CC(C)(C)C(NC(=O)c1nn(CCCCCBr)c2ccccc12)C(N)=O",
            },
        ),
        ("4-MMA", {"CNC(C)Cc1ccc(OC)cc1", "CNC(C)Cc1ccc(C)cc1"}),  # methyl or methoxy
        (
            "ADB-BINACA",
            {"CCCCn1nc(C(=O)NC(C(N)=O)C(C)(C)C)c2ccccc21", "CC(C)(C)C(NC(=O)c1nn(Cc2ccccc2)c2ccccc12)C(N)=O"},
        ),
        ("3-fluorofentanyl", None),  # of the ring by its number alone: meta
    ],
)
def test_two_meanings_are_both_returned(name: str, structures: set[str] | None) -> None:
    if structures is not None:
        assert read(name) == set(map(constitution, structures))
    else:
        assert len(read(name)) == 1


@pytest.mark.parametrize(
    "name",
    [
        "7-fluoroamphetamine",  # no such place
        "2,2-difluoroamphetamine",  # taken
        "4-fluoro-4-MMC",
        "3,5-methylenedioxyamphetamine",  # not neighbours
        "2,4,5-dimethoxyamphetamine",  # three places for two
        "4-DMMC",  # one place for two
        "3,4-MMC",  # two places for one
        "6F-MDMB-PICA",
        "5F-MDMB-FUBICA",
        "4-fluoroamphetaminol",
        "4-fluoro-amphetamine-x",
        "fluoroamphetamine",  # no place is told
        "methylfentanyl",
        "(3,4)-amphetamine",
        "serotonin",  # a stem, of no family
        "MPPP",  # of two families
        "CP-47,497",
        "4-hydroxyphencyclidine",  # of the phenyl, the cyclohexane or the piperidine ring
        "N,N,N-trimethyltryptamine",
        "nitazene",  # a class
        "phenidate",
        "MET",
        "MDA",
        "pea",
        "off",
        "malt",
        "",
        "x" * 1000,
        "4-f-" * 40,
        "(" * 50 + "methyl" + ")" * 50,
        "4-(" * 30 + "methyl)amphetamine",
        "n-methyl-" * 12 + "tryptamine",
    ],
)
def test_what_is_left_over_taken_or_untold_is_not_read(name: str) -> None:
    assert read_composed(name) == ()


def test_a_configuration_is_read_where_there_is_one_centre() -> None:
    assert [one.smiles for one in read_composed("(S)-4-fluoroamphetamine")] == ["C[C@H](N)Cc1ccc(F)cc1"]
    assert [one.smiles for one in read_composed("(R)-(-)-4-fluoroamphetamine")] == ["C[C@@H](N)Cc1ccc(F)cc1"]
    assert [one.smiles for one in read_composed("(±)-4-fluoroamphetamine")] == ["CC(N)Cc1ccc(F)cc1"]
    assert read_composed("(S)-2C-B") == read_composed("d-4-fluoroamphetamine") == ()


@pytest.mark.parametrize(
    ("name", "substance_id"),
    [
        ("3,6-diacetylmorphine", "heroin"),
        ("3,6-O-диацетилморфин", "heroin"),
        ("6-О-ацетилморфин", "6-monoacetylmorphine"),
        ("7,8-дигидрокодеин", "dihydrocodeine"),
        ("7,8-дигидро-14-гидроксикодеинон", "oxycodone"),
        ("14-hydroxy-7,8-dihydromorphinone", "oxymorphone"),
        ("14-гидроксидигидроморфин", "hydromorphinol"),
        ("N-деметилморфин", "normorphine"),
        ("никотиноилдигидрокодеин", "nicodicodine"),
        ("3-бензилморфин", "benzylmorphine"),
        ("N-allylnoroxymorphone", "naloxone"),
    ],
)
def test_morphinans_have_their_configuration(name: str, substance_id: str) -> None:
    assert [one.smiles for one in read_composed(name)] == [Chem.CanonSmiles(SUBSTANCES[substance_id].smiles)]


def test_the_answer_says_what_was_read() -> None:
    (found,) = read_composed("4‑фтор‑3‑метил‑α‑PVP")
    assert found.parts == "α-pyrrolidinophenone, 4-fluoro, 3-methyl, propyl"
    assert found.name == "4-фтор-3-метил-α-PVP"
    assert read_composed("N-desmethyl-ketamine")[0].parts == "ketamine, without methyl"
    assert read_composed("methcathinone")[0].parts == "methcathinone"


def test_look_alike_letters_are_read() -> None:
    assert read("АВ-PINACA") == read("AB-PINACA") != set()
    assert read("25В-NBOMe") == read("25B-NBOMe") != set()


# The tables.


def test_every_row_has_a_source_and_every_word_a_meaning() -> None:
    sources = {row["source"] for row in rows("sources")}
    for table in ("frames", "groups", "patterns", "stems", "words"):
        listed = list(rows(table))
        assert {row["source"] for row in listed} <= sources
        assert [list(row.values()) for row in listed] == sorted(list(row.values()) for row in listed)
    known = tables()
    for row in chain(rows("stems"), rows("patterns"), rows("words")):
        if row.get("class") in ("locant", "times"):
            continue
        for effect in effects(row.get("has", "") or row.get("means", "")):
            assert effect.group in known.groups, row
    assert {row["frame"] for row in rows("stems")} <= known.frames.keys()


def test_every_row_is_used() -> None:
    known = tables()
    cells = [row.get("means") or row.get("has") or "" for name in ("words", "stems", "patterns") for row in rows(name)]
    groups = {effect.group for cell in cells for effect in effects(cell)}
    groups |= {slot.usual for frame in known.frames.values() for slot in frame.slots.values()}
    assert known.groups.keys() <= groups
    assert known.frames.keys() <= {row["frame"] for name in ("stems", "patterns") for row in rows(name)}
    classes = {name for pattern in known.patterns for element in pattern.elements for name in element.classes}
    assert known.words.keys() | known.stems.keys() <= classes | {"locant", "times"}


def test_words_have_no_hyphens_or_capitals() -> None:
    for table in ("stems", "words"):
        for word in chain.from_iterable(row["words"].split("|") for row in rows(table)):
            (spelled,) = spelling.spell(word.ljust(3, "x"))[:1]
            assert spelled.text.startswith(word) or len(word) < 3, word


@pytest.mark.parametrize("frame", tables().frames.values(), ids=lambda frame: frame.id)
def test_every_place_of_a_frame_takes_a_group(frame) -> None:
    for place in frame.places:
        assert building.structures(frame, effects(f"{place}@methyl"))


def test_no_part_but_a_stem_is_a_whole_name_of_the_data() -> None:
    names = {fold_key(record.name) for record in NAMES}
    names |= {fold_key(name) for one in SUBSTANCES.values() for name in (one.name_en, one.name_ru) if name}
    words = {word for row in rows("words") for word in row["words"].split("|")}
    # Letters and heads of codes are names too: AL is allylescaline, AMB is AMB-PINACA.
    assert {word for word in words if len(word) > 3 and fold_key(word) in names} == set()


# First proof: the names of the data.


def names_of_the_data() -> Iterator[tuple[str, str]]:
    for record in NAMES:
        yield record.substance_id, record.name
    for one in SUBSTANCES.values():
        yield from ((one.substance_id, name) for name in (one.name_en, one.name_ru) if name)


@cache
def read_in_data() -> dict[tuple[str, str], set[str]]:
    found = {}
    for substance_id, name in names_of_the_data():
        folded = fold(name)
        readings = read(name) or (read(folded.stereo + folded.spelled) if folded.salt_words else set())
        found[substance_id, name] = readings
    return found


def test_names_of_the_data_give_its_structures() -> None:
    wrong = []
    for (substance_id, name), found in read_in_data().items():
        smiles = SUBSTANCES[substance_id].smiles
        if found and fold_key(name) not in COLLISIONS and (not smiles or constitution(smiles) not in found):
            wrong.append((substance_id, name))
    assert wrong == []
    assert sum(map(bool, read_in_data().values())) > 1400


def test_names_of_the_data_with_two_readings_are_known() -> None:
    two = {name for (_, name), found in read_in_data().items() if len(found) > 1}
    assert two == {"4-MA", "4-MMA", "AB-BICA", "ADBICA", "APP-BINACA", "CUMYL-BICA", "ADB-B-5Br-INACA"} - {"4-MA"}


#: Classes of new psychoactive substances whose names the field composes.
COMPOSED_CLASSES = {
    *("aminoindane", "aminorex", "arylcyclohexylamine", "benzoylindole", "carboxamide-cannabinoid"),
    *("carboxylate-cannabinoid", "cathinone", "cyclopropanoylindole", "diarylethylamine", "fentanyl", "lysergamide"),
    *("naphthoylindole", "nbome", "nitazene", "phenethylamine", "phenidate", "phenylacetylindole"),
    *("phenylmorpholine", "piperazine", "tryptamine", "u-opioid"),
}
STEM = re.compile(
    r"cathinone|катинон|pentedrone|buphedrone|hexedrone|пентедрон|ylone\b|илон\b|valerone|валерон|"
    r"pyrrolidino\w+phenone|пирролидино\w+фенон|am(?:ph|f)etamine|амфетамин|phenethylamine|фенэтиламин|scaline|скалин|"
    r"tryptamine|триптамин|fentan[iy]l|фентанил|nitazen|нитазен|cyclidine|циклидин|ketamine|кетамин|phenidate|фенидат|"
    r"benzylpiperazine|phenylpiperazine|пиперазин|lysergamide|лизергамид|lsd|лсд|aminorex|аминорекс|phenmetrazine|"
    r"фенметразин|aminoind|аминоиндан|diphenidine|дифенидин|benzofuran|бензофуран"
)
PREFIX = re.compile(
    r"\d|[α-ω]|alpha|beta|альфа|бета|ortho|meta|para|орто|мета|пара|-|yl(?!one)|ил(?!он)|fluor|chlor|brom|фтор|хлор|бром"
)
SYSTEMATIC = re.compile(r"yl\)|ил\)|ethanamine|propan|пропан|indol-|ine,|-\d-(?:yl|ил)\b|benzene|carboxam|butan|pentan")
NUMBER_OF_A_MAKER = re.compile(r"[a-zа-я]{1,8}[- ]?\d[\d,.-]*[a-z]?", re.I)


def composed_names_of_the_data() -> Iterator[tuple[str, str]]:
    """Iterate over codes by rule and over stems with prefixes, by family.

    Left out are a maker's numbers (JWH-018), abbreviations of up to four letters, which mean too much to be read
    (MDA, PCP), and names in the manner of IUPAC, which are OPSIN's.
    """
    kinds = {(record.substance_id, record.name): record.kind for record in NAMES}
    for substance_id, name in dict.fromkeys(names_of_the_data()):
        kind = kinds.get((substance_id, name), "trivial")
        family = next(iter(sorted(COMPOSED_CLASSES.intersection(SUBSTANCES[substance_id].structure_class))), None)
        if family is None or kind in ("brand", "street", "inn") or SYSTEMATIC.search(name) or ", " in name:
            continue
        is_code = kind in ("code", "abbreviation") and not (
            NUMBER_OF_A_MAKER.fullmatch(name) or (name.isalpha() and len(name) <= 4)
        )
        stem = STEM.search(name.lower())
        if is_code or (stem and PREFIX.search(name.lower()[: stem.start()])):
            yield family, name


def test_nine_of_ten_composed_names_of_the_data_are_read() -> None:
    found, lost = Counter(), defaultdict(list)
    for family, name in composed_names_of_the_data():
        folded = fold(name)
        if read(name) or (folded.salt_words and read(folded.stereo + folded.spelled)):
            found[family] += 1
        else:
            lost[family].append(name)
    share = found.total() / (found.total() + sum(map(len, lost.values())))
    assert share > 0.91, dict(lost)


# Second proof: names composed at random, read by the tables and, as systematic names, by OPSIN.

RING = {
    "fluoro": "fluoro",
    "chloro": "chloro",
    "bromo": "bromo",
    "methyl": "methyl",
    "methoxy": "methoxy",
    "ethyl": "ethyl",
    "ethoxy": "ethoxy",
    "hydroxy": "hydroxy",
    "nitro": "nitro",
    "trifluoromethyl": "(trifluoromethyl)",
    "isopropyl": "(propan-2-yl)",
    "methylthio": "(methylsulfanyl)",
}


def words_of(name: str) -> dict[str, str]:
    """Return the first word of each group of a class, by the English name of the group."""
    found = {}
    for row in rows("words"):
        if row["class"] == name:
            (effect, *others) = effects(row["means"])
            if not others:
                found[effect.group] = row["words"].split("|")[0]
    return found


SUBSTITUENTS = words_of("substituent")


class Composer:
    """Composes names from the tables, each with a systematic name."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def pick(self, options):
        return self.random.choice(sorted(options))

    def ring(self, places: str = "234") -> tuple[str, str]:
        """Return one or two groups on a ring, as composed and as systematic prefixes."""
        count = self.random.choice((1, 1, 2)) if len(places) > 1 else 1
        chosen = sorted(self.random.sample(places, count))
        groups = [self.pick(RING) for _ in chosen]
        if count == 2 and groups[0] == groups[1]:
            return (
                f"{','.join(chosen)}-di{SUBSTITUENTS[groups[0]]}-",
                f"{','.join(chosen)}-bis({RING[groups[0]].strip('()')})",
            )
        ours = "-".join(f"{place}-{SUBSTITUENTS[group]}" for place, group in zip(chosen, groups, strict=True)) + "-"
        return ours, "-".join(f"{place}-{RING[group]}" for place, group in zip(chosen, groups, strict=True))

    def cathinone(self) -> tuple[str, str]:
        ours, ring = self.ring()
        alkyl = self.pick(("methyl", "ethyl", "propyl", "benzyl", "cyclohexyl", "isopropyl"))
        systematic = {"isopropyl": "propan-2-yl"}.get(alkyl, alkyl)
        return f"{ours}N-{alkyl}cathinone", f"2-[({systematic})amino]-1-({ring}phenyl)propan-1-one"

    def pyrrolidinophenone(self) -> tuple[str, str]:
        ours, ring = self.ring()
        letter, chain = self.pick({"P": "propan", "B": "butan", "V": "pentan", "H": "hexan", "O": "octan"}.items())
        return f"{ours}α-P{letter}P", f"1-({ring}phenyl)-2-(pyrrolidin-1-yl){chain}-1-one"

    def amphetamine(self) -> tuple[str, str]:
        ours, ring = self.ring()
        stem, alkyl = self.pick({"amphetamine": "", "methamphetamine": "N-methyl", "ethamphetamine": "N-ethyl"}.items())
        return f"{ours}{stem}", f"{alkyl}-1-({ring}phenyl)propan-2-amine".lstrip("-")

    def two_c(self) -> tuple[str, str]:
        letter, group = self.pick(
            {
                row["words"].split("|")[0]: row["means"][2:]
                for row in rows("words")
                if row["class"] == "2c-letter" and row["means"].startswith("4@")
            }.items()
        )
        group = tables().groups[group].english
        ending, bound = self.pick(
            {
                "": "",
                "-NBOMe": "-N-[(2-methoxyphenyl)methyl]",
                "-NBOH": "-N-[(2-hydroxyphenyl)methyl]",
                "-NBF": "-N-[(2-fluorophenyl)methyl]",
            }.items()
        )
        ours = f"25{letter}{ending}" if ending and self.random.random() < 0.5 else f"2C-{letter}{ending}"
        return ours, f"2-[2,5-dimethoxy-4-({group})phenyl]{bound}ethan-1-amine".replace("]ethan", "]ethan")

    def do_x(self) -> tuple[str, str]:
        letter, group = self.pick(
            {
                row["words"].split("|")[0]: row["means"]
                for row in rows("words")
                if row["class"] == "do-letter" and len(row["words"].split("|")[0]) > 1
            }.items()
        )
        return f"DO{letter}", f"1-[2,5-dimethoxy-4-({tables().groups[group].english})phenyl]propan-2-amine"

    def tryptamine(self) -> tuple[str, str]:
        words = {
            row["words"].split("|")[0]: [effect.group for effect in effects(row["means"])]
            for row in rows("words")
            if row["class"] == "tryptamine-n"
        }
        code, groups = self.pick(words.items())
        group = self.pick(("methoxy", "hydroxy", "fluoro", "acetoxy", "propionyloxy", "bromo"))
        place = self.pick("4567")
        ring = {"acetoxy": "acetyloxy", "propionyloxy": "propanoyloxy"}.get(group, group)
        alkyls = "-".join(
            f"N-({ {'isopropyl': 'propan-2-yl', 'isobutyl': '2-methylpropyl', 'allyl': 'prop-2-en-1-yl'}.get(one, one) })"
            for one in groups
        )
        if len(groups) == 2 and groups[0] == groups[1]:
            alkyls = f"N,N-bis{alkyls.split('-N-')[0][2:]}"
        return f"{place}-{SUBSTITUENTS[group]}-{code}T", f"{alkyls}-2-[{place}-({ring})-1H-indol-3-yl]ethan-1-amine"

    def fentanyl(self) -> tuple[str, str]:
        acyls = {
            row["words"].split("|")[0]: tables().groups[effects(row["means"])[0].group].english
            for row in rows("words")
            if row["class"] == "fentanyl-acyl"
        }
        acyl, amide = self.pick((word, amide) for word, amide in acyls.items() if amide.endswith("amide"))
        place, number = self.pick({"ortho": 2, "meta": 3, "para": 4}.items())
        group = self.pick(("fluoro", "chloro", "methyl", "methoxy", "bromo"))
        stem, tail = self.pick(
            {"fentanyl": "2-phenylethyl", "benzylfentanyl": "benzyl", "thiofentanyl": "2-(thiophen-2-yl)ethyl"}.items()
        )
        return f"{place}-{group} {acyl} {stem}", f"N-({number}-{group}phenyl)-N-[1-({tail})piperidin-4-yl]{amide}"

    def nitazene(self) -> tuple[str, str]:
        alkoxy = {
            row["words"].split("|")[0]: tables().groups[row["means"][3:]].english
            for row in rows("words")
            if row["class"] == "nitazene-alkoxy" and row["means"].startswith("4'@")
        }
        word, group = self.pick(alkoxy.items())
        prefix, amine = self.pick(
            {
                "": "diethylamino",
                "N-desethyl ": "ethylamino",
                "N-pyrrolidino ": "pyrrolidin-1-yl",
                "N-piperidinyl ": "piperidin-1-yl",
            }.items()
        )
        ending, nitro = self.pick({"nitazene": "-5-nitro", "desnitazene": ""}.items())
        group = f"({group})" if re.search(r"\d", group) else group
        return f"{prefix}{word}{ending}", f"2-[(4-{group}phenyl)methyl]{nitro}-1-[2-({amine})ethyl]-1H-benzimidazole"

    def cannabinoid(self) -> tuple[str, str]:
        heads = {word: tables().groups[group].english for group, word in words_of("head").items()}
        tails = {
            word: tables().groups[group].english
            for group, word in words_of("tail").items()
            if word not in ("b", "p", "but", "hex")
        }
        tails |= {
            "4en-p": "pent-4-en-1-yl",
            "5f-p": "5-fluoropentyl",
            "5cl-p": "5-chloropentyl",
            "4f-but": "4-fluorobutyl",
            "4cn-but": "4-cyanobutyl",
            "p": "pentyl",
            "hex": "hexyl",
        }
        core, acid = self.pick(
            {
                "inaca": "-1H-indazole-3-carboxamide",
                "ica": "-1H-indole-3-carboxamide",
                "7aica": "-1H-pyrrolo[2,3-b]pyridine-3-carboxamide",
                "czca": "-9H-carbazole-3-carboxamide",
            }.items()
        )
        head, bound = self.pick(heads.items())
        tail, alkyl = self.pick(tails.items())
        return f"{head}-{tail}{core}".upper(), f"{bound}-{'9' if core == 'czca' else '1'}-({alkyl}){acid}"

    def pcp(self) -> tuple[str, str]:
        ours, ring = self.ring("3")
        code, group = self.pick(
            {row["words"].split("|")[0]: row["means"] for row in rows("words") if row["class"] == "pc-amine"}.items()
        )
        amine = tables().groups[group].english
        return f"{ours}PC{code}", f"1-({ring}phenyl)-1-({amine})cyclohexane"

    def ketamine(self) -> tuple[str, str]:
        ours, ring = self.ring()
        alkyl = self.pick(("ethyl", "propyl"))
        return f"{ours}N-{alkyl}deschloroketamine", f"2-({ring}phenyl)-2-({alkyl}amino)cyclohexan-1-one"

    def phenidate(self) -> tuple[str, str]:
        ours, ring = self.ring()
        ester = self.pick(
            {"methyl": "methyl", "ethyl": "ethyl", "propyl": "propyl", "isopropyl": "propan-2-yl"}.items()
        )
        return f"{ours}{ester[0]}phenidate", f"{ester[1]} 2-({ring}phenyl)-2-(piperidin-2-yl)acetate"

    def piperazine(self) -> tuple[str, str]:
        ours, ring = self.ring()
        stem, end = self.pick(
            {"benzylpiperazine": "phenyl)methyl]piperazine", "phenylpiperazine": "phenyl)]piperazine"}.items()
        )
        return f"{ours}{stem}", f"1-[({ring}{end}"

    def lysergamide(self) -> tuple[str, str]:
        acyl = self.pick(
            {
                "1A": "acetyl",
                "1P": "propanoyl",
                "1B": "butanoyl",
                "1V": "pentanoyl",
                "1cP": "cyclopropanecarbonyl",
            }.items()
        )
        lad = self.pick(
            {
                "AL": "prop-2-en-1-yl",
                "ETH": "ethyl",
                "PRO": "propyl",
                "PARGY": "prop-2-yn-1-yl",
                "CYP": "cyclopropyl",
            }.items()
        )
        return (
            f"{acyl[0]}-{lad[0]}-LAD",
            f"4-({acyl[1]})-N,N-diethyl-7-({lad[1]})-4,6,6a,7,8,9-hexahydroindolo[4,3-fg]quinoline-9-carboxamide",
        )

    def small_rings(self) -> tuple[str, str]:
        ours, ring = self.ring()
        primed = re.sub(r"(\d)(?=[,-])", r"\1'", ours)
        place, group = self.pick("45"), self.pick(("fluoro", "bromo", "iodo", "methoxy", "methyl"))
        return self.pick(
            [
                (f"{ours}phenmetrazine", f"2-({ring}phenyl)-3-methylmorpholine"),
                (f"{primed}4-methylaminorex", f"5-({ring}phenyl)-4-methyl-4,5-dihydro-1,3-oxazol-2-amine"),
                (f"{place}-{group}-2-aminoindane", f"{place}-{group}-2,3-dihydro-1H-inden-2-amine"),
                (f"{ours}diphenidine", f"1-[1-({ring}phenyl)-2-phenylethyl]piperidine"),
                (f"{ours}ephenidine", f"N-ethyl-1-({ring}phenyl)-2-phenylethan-1-amine"),
                ("5-MBPB", "1-(1-benzofuran-5-yl)-N-methylbutan-2-amine"),
                (f"7-{group}methaqualone", f"7-{group}-2-methyl-3-(2-methylphenyl)quinazolin-4(3H)-one"),
            ]
        )

    def families(self) -> list[Callable[[], tuple[str, str]]]:
        own = (self.cathinone, self.pyrrolidinophenone, self.amphetamine, self.two_c, self.do_x, self.tryptamine)
        return [
            *own,
            self.fentanyl,
            self.nitazene,
            self.cannabinoid,
            self.cannabinoid,
            self.pcp,
            self.ketamine,
            self.phenidate,
            self.piperazine,
            self.lysergamide,
            self.small_rings,
        ]


def composed(count: int, seed: int) -> list[tuple[str, str]]:
    composer = Composer(seed)
    found: dict[str, str] = {}
    families = composer.families()
    while len(found) < count:
        name, systematic = composer.random.choice(families)()
        found.setdefault(name, systematic)
    return list(found.items())


@pytest.mark.skipif(unavailable() is not None, reason="the extra opsin is missing")
def test_opsin_reads_the_systematic_names_of_300_composed_names_alike() -> None:
    pairs = composed(300, seed=470)
    different = [
        (name, systematic, smiles, [one.smiles for one in read_composed(name)])
        for (name, systematic), smiles in zip(pairs, [read_systematic(one) for _, one in pairs], strict=True)
        if smiles is None or read(name) != {constitution(smiles)}
    ]
    assert different == []


# Third proof: what means something else.


def test_ordinary_words_are_not_read() -> None:
    english = set(re.findall(r"[a-z]{3,}", " ".join(pydoc_data.topics.topics.values()).lower()))
    root = Path(__file__).parents[2]
    files = (
        *root.glob("docs/ru/*.md"),
        *root.glob("docs/kk/*.md"),
        *root.glob("src/kzschedule/language/locale/*/*/*.po"),
    )
    russian = set(re.findall(r"[а-яё]{3,}", " ".join(file.read_text(encoding="utf-8") for file in files).lower()))
    known = {plain(record.name) for record in NAMES} | {
        plain(one.name_ru) for one in SUBSTANCES.values() if one.name_ru
    }
    words = (english | russian) - known
    assert len(words) > 4900
    assert [word for word in sorted(words) if read_composed(word)] == []


#: Names of the catalogue whose own structure is another one: errors of it, and one with a second meaning that the data know.
OF_THE_CATALOGUE = {
    "2-ethyltryptamine": "drawn as alpha-ethyltryptamine",
    "4-(dimethylamino)-alpha,2-dimethylphenethylamine": "drawn as the 1-arylpropan-1-amine",
    "4-dimethylamino-alpha,2-dimethylphenethylamine": "drawn as the 1-arylpropan-1-amine",
    "beta-methoxyamphetamine": "drawn as 4-methoxyamphetamine",
}


def test_chemical_names_are_not_read_as_anything_else() -> None:
    database = get_pubchem_db()
    database.autoload_main_db()
    entries = database.CAS_index.values()
    names = [(name, one.smiles) for one in entries for name in sorted({one.common_name, one.iupac_name, *one.synonyms})]
    sample = random.Random(470).sample(names, 20_000)
    # Beside the sample, every name that is likely to be read at all.
    likely = [pair for pair in names if _LIKELY.search(pair[0])]
    wrong = {name for name, smiles in (*sample, *likely) if (found := read(name)) and found != {constitution(smiles)}}
    assert {name for name in wrong if fold_key(name) not in COLLISIONS} <= OF_THE_CATALOGUE.keys()


_LIKELY = re.compile(
    r"cathinone|amphetamine|phenethylamine|tryptamine|fentan[iy]l|nitazene|cyclidine|ketamine|phenidate|aminorex|"
    r"methaqualone|phenmetrazine|lysergamide|mescaline|piperazine$|morphine|morphone|codein|codone|^[\w,']{1,6}-?[a-z0-9]{2,5}$"
)


def test_the_page_has_the_tables_as_they_are() -> None:
    script = runpy.run_path(str(Path(__file__).parents[2] / "docs" / "reference" / "nomenclature.py"))
    assert script["PAGE"].read_text(encoding="utf-8") == script["page"]()


def test_an_import_reads_neither_tables_nor_rdkit() -> None:
    code = (
        "import sys; import kzschedule.names.composed as composed; from kzschedule.names.composed import tables;"
        "assert 'rdkit' not in sys.modules and not tables.tables.cache_info().currsize;"
        "assert composed.read_composed('aspirin') == () and 'rdkit' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("part", ["n-methyl-", "2,3,4,5,6-", "o-p-m-n-", "4-f-", "nor", "md", "acetyl", "(4-", "5f-"])
@pytest.mark.parametrize("stem", ["tryptamine", "fentanyl", "ketamine", "ab-pinaca"])
def test_no_name_has_many_readings(part: str, stem: str) -> None:
    name = part * ((spelling.MAX_LENGTH - len(stem)) // len(part)) + stem
    (spelled,) = spelling.spell(name)
    assert len(list(islice(parts_of(spelled.text, spelled.hyphens), 1000))) < 1000
    assert read_composed(name) == ()


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("N-methylketamine", "ketamine"),
        ("N-метилметилон", "methylone"),
        ("N-methylethylone", "methylone"),
        ("N-methylpentedrone", "pentedrone"),
        ("N-ethyleutylone", "eutylone"),
        ("acetylcyclopropylfentanyl", "cyclopropylfentanyl"),
        ("фенилацетилфентанил", "acetylfentanyl"),
        ("phenylacrylfentanyl", "acryloylfentanyl"),
        ("нор-ТМА", "mescaline"),
        ("норфентермин", "amfetamine"),
        ("метилкатинон", "methcathinone"),
    ],
)
def test_no_group_of_a_name_is_lost(name: str, base: str) -> None:
    assert base not in {match.substance_id for match in check(name).matches}


def test_an_ethyl_group_takes_the_place_of_the_methyl_group_on_nitrogen() -> None:
    assert [match.substance_id for match in check("N-ethylpentedrone").matches] == ["n-ethylpentedrone"]
    assert [match.substance_id for match in check("N-methylmethylone").matches] == ["dimethylone"]
