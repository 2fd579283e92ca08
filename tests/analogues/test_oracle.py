"""An independent oracle: the definition again, on networkx, without any substructure search of RDKit.

RDKit only reads the SMILES here. Everything else (what is replaceable, the skeleton, induced subgraph
isomorphism, the rests and the capacity of each atom) is written anew from the definition. The one shortcut is
implied by it: a skeleton with more atoms of an element than the candidate cannot be mapped.
"""

import random
import zlib
from collections import Counter

import networkx
import pytest
from chemicals.identifiers import pubchem_db
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from networkx.algorithms.isomorphism import GraphMatcher
from rdkit import Chem

from kzschedule.analogues.search import AnalogueSearch

HALOGENS = {"F", "Cl", "Br", "I"}


def graph_of(smiles: str) -> networkx.Graph:
    mol = Chem.MolFromSmiles(smiles)
    graph = networkx.Graph()
    for atom in mol.GetAtoms():
        graph.add_node(
            atom.GetIdx(),
            element=atom.GetSymbol(),
            charge=atom.GetFormalCharge(),
            aromatic=atom.GetIsAromatic(),
            hydrogens=atom.GetTotalNumHs(),
        )
    for bond in mol.GetBonds():
        graph.add_edge(bond.GetBeginAtomIdx(), bond.GetEndAtomIdx(), order=bond.GetBondTypeAsDouble())
    if networkx.number_connected_components(graph) > 1:  # a salt: its largest fragment
        largest = max(networkx.connected_components(graph), key=len)
        graph = graph.subgraph(largest).copy()
    for node in graph:
        graph.nodes[node]["degree"] = graph.degree(node)
    return graph


def leaf_kind(graph: networkx.Graph, node: int) -> str | None:
    """``F``, ``Cl``, ``Br``, ``I``, ``OH``, or None for an atom that cannot be a leaf."""
    data = graph.nodes[node]
    if data["degree"] != 1 or data["charge"]:
        return None
    if data["element"] in HALOGENS:
        return data["element"]
    return "OH" if data["element"] == "O" and data["hydrogens"] == 1 else None


def replaceable_leaf(graph: networkx.Graph, node: int) -> str | None:
    kind = leaf_kind(graph, node)
    if kind == "OH":
        carrier = next(iter(graph[node]))
        carboxyl = any(
            graph.edges[carrier, other]["order"] == 2
            and graph.nodes[other]["element"] == "O"
            and graph.nodes[other]["degree"] == 1
            for other in graph[carrier]
        )
        if graph.nodes[carrier]["element"] != "C" or carboxyl:
            return None
    return kind


def skeleton_of(parent: networkx.Graph) -> networkx.Graph:
    """The parent without its leaves; each atom knows its leaves and how many valences can be used there."""
    leaves = {node: kind for node in parent if (kind := replaceable_leaf(parent, node))}
    skeleton = parent.subgraph(set(parent) - set(leaves)).copy()
    for node in skeleton:
        own = [leaves[other] for other in parent[node] if other in leaves]
        skeleton.nodes[node]["leaves"] = own
        skeleton.nodes[node]["capacity"] = skeleton.nodes[node]["hydrogens"] + len(own)
        skeleton.nodes[node]["degree"] = skeleton.degree(node)
    return skeleton


def same_atom(ours: dict, theirs: dict) -> bool:
    return (
        all(ours[key] == theirs[key] for key in ("element", "charge", "aromatic"))
        and theirs["degree"] <= ours["degree"] <= theirs["degree"] + theirs["capacity"]
    )


def replacements(candidate: networkx.Graph, skeleton: networkx.Graph, mapping: dict) -> tuple[int, int] | None:
    """Number of replacements and of heavy atoms in them; None if a rest hangs on as no substituent does."""
    used: Counter = Counter()
    arrived: dict[int, list[str]] = {}
    rests = heavy = 0
    others = candidate.subgraph(set(candidate) - set(mapping))
    for component in networkx.connected_components(others):
        valences = 0
        for node in component:
            for other in candidate[node]:
                if other in mapping:
                    order = candidate.edges[node, other]["order"]
                    if order not in {1, 1.5, 2}:
                        return None
                    valence = 2 if order == 2 else 1
                    valences += valence
                    used[mapping[other]] += valence
                    carrier = mapping[other]
        if valences not in {1, 2}:
            return None
        rests += 1
        heavy += len(component)
        kind = leaf_kind(candidate, next(iter(component))) if len(component) == 1 else None
        if kind:
            arrived.setdefault(carrier, []).append(kind)
    gone = 0
    for node, data in skeleton.nodes(data=True):
        if used[node] > data["capacity"]:
            return None
        kept = (Counter(data["leaves"]) & Counter(arrived.get(node, []))).total()
        rests -= kept
        heavy -= kept
        gone += max(0, len(data["leaves"]) - kept - (used[node] - kept))
    return rests + gone, heavy


def nearest(candidate: networkx.Graph, skeleton: networkx.Graph) -> tuple[int, int] | None:
    """Fewest replacements and heavy atoms in them over all mappings; None if no analogue, or the parent."""
    ours = Counter(element for _, element in candidate.nodes(data="element"))
    if Counter(element for _, element in skeleton.nodes(data="element")) - ours:
        return None
    matcher = GraphMatcher(
        candidate,
        skeleton,
        node_match=same_atom,
        edge_match=lambda ours, theirs: ours["order"] == theirs["order"],
    )
    found = [
        outcome
        for mapping in matcher.subgraph_isomorphisms_iter()
        if (outcome := replacements(candidate, skeleton, mapping)) is not None
    ]
    best = min(found, default=None)
    return None if best is None or best[0] == 0 else best


@pytest.fixture(scope="module")
def bare_search(parents, rule) -> AnalogueSearch:
    """A search for which every substituent is outside, so that only nearness chooses among readings."""
    return AnalogueSearch(parents.items(), rule.model_copy(update={"substituents": ()}))


@pytest.fixture(scope="module")
def skeletons(parents) -> dict[str, networkx.Graph]:
    return {parent_id: skeleton_of(graph_of(smiles)) for parent_id, smiles in parents.items()}


def assert_agreement(bare_search, skeletons, smiles: str) -> int:
    """Compare one candidate with every parent; return how many it is an analogue of."""
    engine = {
        found.parent_id: (len(found.replacements), found.rest_atoms)
        for found in bare_search.find(Chem.MolFromSmiles(smiles))
    }
    candidate = graph_of(smiles)
    by_skeleton: dict[int, tuple[int, int] | None] = {}
    oracle = {}
    for parent_id, skeleton in skeletons.items():
        key = flat_key(skeleton)
        if key not in by_skeleton:
            by_skeleton[key] = nearest(candidate, skeleton)
        if by_skeleton[key] is not None:
            oracle[parent_id] = by_skeleton[key]
    assert engine == oracle, smiles
    return len(oracle)


def flat_key(skeleton: networkx.Graph) -> int:
    """Equal for parents that were drawn atom by atom the same: amfetamine and its enantiomers."""
    return zlib.crc32(repr((sorted(skeleton.nodes(data=True)), sorted(skeleton.edges(data=True)))).encode())


def sample_of(smiles: dict[str, str], count: int) -> list[str]:
    names = sorted(smiles)
    random.Random(470).shuffle(names)
    return sorted(smiles[name] for name in names[:count] if "." not in smiles[name])


def test_agrees_with_the_oracle_on_regional_substances(bare_search, skeletons, unverified):
    analogues = sum(assert_agreement(bare_search, skeletons, smiles) for smiles in sample_of(unverified, 160))
    assert analogues > 300


def test_agrees_with_the_oracle_on_the_parents_themselves(bare_search, skeletons, parents):
    analogues = sum(assert_agreement(bare_search, skeletons, smiles) for smiles in sample_of(parents, 80))
    assert analogues > 100


def test_agrees_with_the_oracle_on_common_chemicals(bare_search, skeletons):
    pubchem_db.finish_loading()
    common = {
        str(entry.CASs): entry.smiles
        for entry in pubchem_db.CAS_index.values()
        if entry.smiles and "." not in entry.smiles and 40 < len(entry.smiles) < 90
    }
    for smiles in sample_of(common, 60):
        if Chem.MolFromSmiles(smiles) is not None:
            assert_agreement(bare_search, skeletons, smiles)


EDITS = ("add", "drop", "swap", "cut", "insert", "join", "oxidise")
GROUPS = ("C", "F", "O", "Cl", "OC", "N", "C(F)(F)F", "OC(C)=O", "c1ccccc1", "C1CC1", "C#N", "C(=O)O")


def mutate(mol: Chem.Mol, edit: str, place: int, group: str) -> Chem.Mol | None:  # noqa: PLR0912
    """Edit a molecule at one of the places where that can be done; None if the result is no molecule."""
    editable = Chem.RWMol(mol)
    atoms = [atom.GetIdx() for atom in editable.GetAtoms()]
    with_hydrogen = [index for index in atoms if editable.GetAtomWithIdx(index).GetTotalNumHs()]
    if edit == "add" and with_hydrogen:
        carrier = with_hydrogen[place % len(with_hydrogen)]
        offset = editable.GetNumAtoms()
        editable.InsertMol(Chem.MolFromSmiles(group))
        editable.AddBond(carrier, offset, Chem.BondType.SINGLE)
        spend_hydrogen(editable.GetAtomWithIdx(carrier))
    elif edit == "drop":
        ends = [index for index in atoms if editable.GetAtomWithIdx(index).GetDegree() == 1]
        if not ends:
            return None
        editable.RemoveAtom(ends[place % len(ends)])
    elif edit == "swap":
        editable.GetAtomWithIdx(atoms[place % len(atoms)]).SetAtomicNum((6, 7, 8, 16)[place % 4])
    elif edit in {"cut", "insert"}:
        bond = editable.GetBondWithIdx(place % editable.GetNumBonds())
        begin, end = bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()
        if bond.GetIsAromatic():
            return None
        editable.RemoveBond(begin, end)
        if edit == "insert":
            middle = editable.AddAtom(Chem.Atom(6))
            editable.AddBond(begin, middle, Chem.BondType.SINGLE)
            editable.AddBond(middle, end, Chem.BondType.SINGLE)
    elif edit == "join" and len(with_hydrogen) > 1:
        begin = with_hydrogen[place % len(with_hydrogen)]
        end = with_hydrogen[(place // 7) % len(with_hydrogen)]
        if begin == end or editable.GetBondBetweenAtoms(begin, end):
            return None
        bridge = editable.AddAtom(Chem.Atom(6 if place % 2 else 8))
        for index in (begin, end):
            editable.AddBond(index, bridge, Chem.BondType.SINGLE)
            spend_hydrogen(editable.GetAtomWithIdx(index))
    elif edit == "oxidise":
        methylene = [index for index in with_hydrogen if editable.GetAtomWithIdx(index).GetTotalNumHs() > 1]
        if not methylene:
            return None
        carrier = methylene[place % len(methylene)]
        editable.AddBond(carrier, editable.AddAtom(Chem.Atom(8)), Chem.BondType.DOUBLE)
    for atom in editable.GetAtoms():
        atom.SetChiralTag(Chem.ChiralType.CHI_UNSPECIFIED)
    try:
        smiles = Chem.MolToSmiles(editable)
        result = Chem.MolFromSmiles(smiles)
    except (ValueError, RuntimeError):
        return None
    return None if result is None or "." in smiles else result


def spend_hydrogen(atom: Chem.Atom) -> None:
    if atom.GetNumExplicitHs():
        atom.SetNumExplicitHs(atom.GetNumExplicitHs() - 1)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_agrees_with_the_oracle_on_mutants_of_the_parents(bare_search, skeletons, parents, data):
    parent_id = data.draw(st.sampled_from(sorted(parents)))
    mol = Chem.MolFromSmiles(parents[parent_id])
    edits = data.draw(
        st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 997), st.sampled_from(GROUPS)), max_size=3)
    )
    for edit, place, group in edits:
        mol = mutate(mol, edit, place, group) or mol
    smiles = Chem.MolToSmiles(mol, isomericSmiles=False)
    if "." not in smiles and mol.GetNumAtoms() > 1:
        assert_agreement(bare_search, skeletons, smiles)
