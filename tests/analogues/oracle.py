"""The definition of an analogue again, written from the law and the documentation, on networkx.

RDKit only reads the SMILES here. The official list is read from its file by code of its own. What is replaceable, the
skeleton, induced subgraph isomorphism, the rests, their names, the doubts and the choice among readings are all
written anew. The one shortcut is implied by the definition: a skeleton with more atoms of an element than the candidate
has cannot be mapped.
"""

import csv
import itertools
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import networkx
from networkx.algorithms.isomorphism import GraphMatcher
from rdkit import Chem

HALOGENS = {"F", "Cl", "Br", "I"}
DOUBTS = {"carboxyl", "one_atom", "position", "printed_as_bivalent"}


@cache
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


# The official list -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    number: str
    reasons: tuple[str, ...]
    graph: networkx.Graph
    ends: int


def read_list(file: Path, revision: str) -> list[Line]:
    """The lines that stand in a revision, each form on its own; a doubtful form has the reason that the file names."""
    lines = []
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["first_revision"] > revision or (row["last_revision"] and row["last_revision"] < revision):
                continue
            for column, reasons in (("smiles", ()), ("doubtful_smiles", (row["rule"] or "position",))):
                for smiles in filter(None, row[column].split("|")):
                    graph = graph_of(smiles)
                    stars = [node for node, element in graph.nodes(data="element") if element == "*"]
                    lines.append(Line(row["number"], reasons, marked(graph, stars), len(stars)))
    return lines


def marked(graph: networkx.Graph, ends: list[int]) -> networkx.Graph:
    """A group of atoms as a graph whose nodes say all: element, charge, hydrogens, and ``*`` for what carries it.

    Bond orders are left out. With the hydrogens known they follow, but for the drawing of an aromatic ring.
    """
    plain = networkx.Graph()
    for node, data in graph.nodes(data=True):
        star = node in ends
        plain.add_node(node, label="*" if star else f"{data['element']}{data['charge']}H{data['hydrogens']}")
    plain.add_edges_from(graph.edges)
    for first, second in itertools.combinations(ends, 2):
        if plain.has_edge(first, second):
            plain.remove_edge(first, second)
    return plain


def label_key(graph: networkx.Graph) -> tuple:
    return tuple(sorted(Counter(label for _, label in graph.nodes(data="label")).items()))


class ListOracle:
    """The official list, for naming groups of atoms."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.by_key: dict[tuple, list[Line]] = {}
        for line in lines:
            self.by_key.setdefault(label_key(line.graph), []).append(line)
        self.nested_known: dict[str, bool] = {}

    def names(self, rest: networkx.Graph) -> list[Line]:
        same = networkx.algorithms.isomorphism.categorical_node_match("label", None)
        return [
            line
            for line in self.by_key.get(label_key(rest), [])
            if networkx.is_isomorphic(rest, line.graph, node_match=same)
        ]


# What is replaceable ---------------------------------------------------------------------------------------------


def leaf_kind(graph: networkx.Graph, node: int) -> str | None:
    """``F``, ``Cl``, ``Br``, ``I``, ``OH``, or None for an atom that cannot be a leaf."""
    data = graph.nodes[node]
    if data["degree"] != 1 or data["charge"]:
        return None
    if data["element"] in HALOGENS:
        return data["element"]
    return "OH" if data["element"] == "O" and data["hydrogens"] == 1 else None


def parent_leaf(graph: networkx.Graph, node: int) -> str | None:
    """As `leaf_kind`, with ``acid`` for the hydroxyl group of an acid."""
    kind = leaf_kind(graph, node)
    if kind != "OH":
        return kind
    carrier = next(iter(graph[node]))
    element = graph.nodes[carrier]["element"]
    oxo = any(
        graph.nodes[other]["degree"] == 1
        and (
            (graph.edges[carrier, other]["order"] == 2 and graph.nodes[other]["element"] in {"O", "S"})
            or (graph.nodes[other]["charge"] < 0 and graph.nodes[carrier]["charge"] > 0)
        )
        for other in graph[carrier]
    )
    if element in {"C", "N"}:
        return "acid" if oxo else "OH"
    return "acid" if element in {"B", "Si", "P", "S", "As", "Se"} else None


def skeleton_of(parent: networkx.Graph) -> networkx.Graph:
    """The parent without its leaves; each atom knows its leaves and how many valences can be used there."""
    leaves = {node: kind for node in parent if (kind := parent_leaf(parent, node))}
    leaves = {node: kind for node, kind in leaves.items() if next(iter(parent[node])) not in leaves}
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


# Readings --------------------------------------------------------------------------------------------------------


def tier(reasons) -> int:
    reasons = set(reasons)
    if not reasons:
        return 0
    return 1 if reasons <= DOUBTS else 3


@dataclass(frozen=True)
class Read:
    """A rest read in one way."""

    reasons: frozenset[str]
    heavy: int
    numbers: tuple[str | None, ...]

    @property
    def order(self) -> tuple:
        return tier(self.reasons), self.heavy, len(self.reasons)


@dataclass(frozen=True)
class Outcome:
    """A candidate read as a parent with replacements; `numbers` are those that are equally good."""

    tier: int
    changes: int
    heavy: int
    reasons: frozenset[str]
    numbers: tuple[tuple, ...]
    kept_acid: int

    @property
    def order(self) -> tuple:
        return self.tier, self.changes, self.heavy, len(self.reasons)


def ways_to_read(
    candidate: networkx.Graph, rest: set[int], ends: list[tuple[int, int]], given: list[str | None], approved
):
    """Every reading of a rest: with each oxygen at an end where a hydroxyl group was either in the group or kept."""
    able = [
        place
        for place, (atom, _) in enumerate(ends)
        if given[place] in {"OH", "acid"}
        and candidate.nodes[atom]["element"] == "O"
        and candidate.nodes[atom]["degree"] == 2
        and candidate.nodes[atom]["charge"] == 0
    ]
    for count in range(len(able) + 1):
        for kept in itertools.combinations(able, count):
            oxygens = [ends[place][0] for place in kept]
            left = rest - set(oxygens)
            carried = []
            for place, (atom, carrier) in enumerate(ends):
                if place in kept:
                    carried.append((next((other for other in candidate[atom] if other != carrier), None), atom))
                else:
                    carried.append((atom, carrier))
            if len(set(oxygens)) < len(oxygens) or any(atom not in left for atom, _ in carried):
                continue
            yield read(
                candidate, left, carried, [given[place] for place in range(len(ends)) if place not in kept], approved
            )


def read(
    candidate: networkx.Graph, rest: set[int], ends: list[tuple[int, int]], replaced: list[str | None], approved
) -> Read:
    group = networkx.Graph()
    for node in rest:
        data = candidate.nodes[node]
        group.add_node(node, label=f"{data['element']}{data['charge']}H{data['hydrogens']}")
    group.add_edges_from((a, b) for a, b in candidate.edges if a in rest and b in rest)
    for number, (atom, _) in enumerate(ends):
        group.add_node(("*", number), label="*")
        group.add_edge(("*", number), atom)
    reasons = {"carboxyl"} if "acid" in replaced else set()
    lines = approved.names(group)
    if not lines:
        single = len(rest) == 1 and next(label for node, label in group.nodes(data="label") if node in rest)
        outside = "hydroxyl" if single == "O0H1" else "not_in_list"
        return Read(frozenset(reasons | {outside}), len(rest), (None,))
    best = min(tier(line.reasons) for line in lines)
    lines = [line for line in lines if tier(line.reasons) == best]
    if len(ends) == 2 and ends[0][1] == ends[1][1]:
        reasons.add("one_atom")
    return Read(frozenset(reasons | set(lines[0].reasons)), len(rest), tuple(line.number for line in lines))


def rests_of(candidate: networkx.Graph, mapping: dict) -> tuple[list, Counter] | None:
    """The rests with their ends, and the valences used at each atom; None if one hangs on as no substituent does."""
    used: Counter = Counter()
    rests = []
    others = candidate.subgraph(set(candidate) - set(mapping))
    for component in networkx.connected_components(others):
        ends = []
        for node in component:
            for other in candidate[node]:
                if other in mapping:
                    order = candidate.edges[node, other]["order"]
                    if order not in {1, 1.5, 2}:
                        return None
                    valence = 2 if order == 2 else 1
                    used[mapping[other]] += valence
                    ends.append((node, other, valence))
        if sum(valence for _, _, valence in ends) not in {1, 2}:
            return None
        rests.append((set(component), ends))
    return rests, used


def outcome_of(candidate: networkx.Graph, skeleton: networkx.Graph, mapping: dict, approved) -> Outcome | None:
    """The best reading of one mapping; None if a rest hangs on as no substituent does."""
    hanging = rests_of(candidate, mapping)
    if hanging is None:
        return None
    rests, used = hanging
    if any(used[node] > data["capacity"] for node, data in skeleton.nodes(data=True)):
        return None
    gone = {node: list(data["leaves"]) for node, data in skeleton.nodes(data=True) if data["leaves"]}
    foreign = []
    kept_acid = 0
    for rest, ends in rests:
        node = mapping[ends[0][1]]
        kind = leaf_kind(candidate, next(iter(rest))) if len(rest) == 1 else None
        own = [leaf for leaf in gone.get(node, []) if ("OH" if leaf == "acid" else leaf) == kind]
        if own:
            gone[node].remove(own[0])
            kept_acid += own[0] == "acid"
        else:
            foreign.append((rest, ends))
    best = None
    for given, lost in assignments(foreign, mapping, gone):
        reads = []
        for number, (rest, ends) in enumerate(foreign):
            plain = [(atom, carrier) for atom, carrier, _ in ends]
            ways = list(ways_to_read(candidate, rest, plain, given[number], approved))
            reads.append(min(ways, key=lambda way: way.order))
        reasons = set().union(*(one.reasons for one in reads)) if reads else set()
        for leaf in lost:
            reasons |= {"hydrogen", "carboxyl"} if leaf == "acid" else {"hydrogen"}
        acid = kept_acid + sum(
            given[number][place] == "acid" and "carboxyl" not in reads[number].reasons
            for number, (_, ends) in enumerate(foreign)
            for place in range(len(ends))
        )
        outcome = Outcome(
            max((tier(one.reasons) for one in reads), default=0) if not lost else 3,
            len(reads) + len(lost),
            sum(one.heavy for one in reads),
            frozenset(reasons),
            tuple(sorted((one.numbers for one in reads), key=str)) + ((None,),) * len(lost),
            acid,
        )
        if best is None or outcome.order < best.order:
            best = outcome
    return best


def assignments(foreign, mapping, gone):
    """Every way to say which leaves the rests at an atom replaced; hydroxyl groups go before halogens."""
    at: dict[int, list[tuple[int, int, int]]] = {}
    for number, (_, ends) in enumerate(foreign):
        for place, (_, carrier, valence) in enumerate(ends):
            at.setdefault(mapping[carrier], []).append((number, place, valence))
    choices = []
    for node, leaves in gone.items():
        options = set()
        ordered = sorted(leaves, key=lambda leaf: leaf not in {"OH", "acid"})
        for order in itertools.permutations(at.get(node, [])):
            left = list(ordered)
            pairs = []
            for number, place, valence in order:
                taken = [left.pop(0) for _ in range(min(valence, len(left)))]
                pairs.append((number, place, next((leaf for leaf in taken if leaf in {"OH", "acid"}), None)))
            options.add((tuple(sorted(pairs, key=str)), tuple(left)))
        choices.append(sorted(options, key=str))
    for combination in itertools.product(*choices):
        given = [[None] * len(ends) for _, ends in foreign]
        lost = []
        for pairs, left in combination:
            lost += left
            for number, place, leaf in pairs:
                given[number][place] = leaf
        yield given, lost


def best_outcomes(candidate: networkx.Graph, skeleton: networkx.Graph, approved) -> list[Outcome]:
    """The best outcomes over all mappings, several if they are equally good; none if no analogue, or the parent."""
    ours = Counter(element for _, element in candidate.nodes(data="element"))
    if Counter(element for _, element in skeleton.nodes(data="element")) - ours:
        return []
    matcher = GraphMatcher(
        candidate,
        skeleton,
        node_match=same_atom,
        edge_match=lambda ours, theirs: ours["order"] == theirs["order"],
    )
    found: set[Outcome] = set()
    for mapping in matcher.subgraph_isomorphisms_iter():
        outcome = outcome_of(candidate, skeleton, mapping, approved)
        # What is outside anyhow is not read in the wider sense of a hydroxyl group besides.
        if outcome is not None and not (outcome.tier == 3 and "carboxyl" in outcome.reasons):
            found.add(outcome)
    if not found or any(outcome.changes == 0 for outcome in found):
        return []
    first = min(outcome.order for outcome in found)
    return [outcome for outcome in found if outcome.order == first]
