"""Drawing a structure, or an analogue beside its parent: same orientation, skeleton plain, each replacement marked.

A mark is a colour and a label, R1, R2 and so on, at the place in the parent and at the substituent in the
candidate; the legend says what each is, so that nothing is lost in black and white print.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from rdkit import Chem
from rdkit.Chem import rdDepictor
from rdkit.Chem.Draw import rdMolDraw2D
from rdkit.Geometry import Point2D

from kzschedule.analogues.substituents import HYDROGEN, substituent_smiles
from kzschedule.language import N_, Language
from kzschedule.language.statement import Statement, SubstanceName
from kzschedule.language.vocabulary import Permission
from kzschedule.render import words
from kzschedule.verdict import Analogue, Replacement

#: Size of one structure and height of a line of the legend, in pixels.
PANEL_WIDTH = 340
PANEL_HEIGHT = 260
LINE_HEIGHT = 18
#: Height of the name below a structure, to the legend.
TITLE_HEIGHT = 15
#: Length of a bond in the drawing of one structure, in pixels.
BOND_LENGTH = 30

#: Light colours that colour-blind readers tell apart (after Okabe and Ito), light enough to print over.
_COLOURS = (
    (0.95, 0.78, 0.40),
    (0.62, 0.83, 0.95),
    (0.55, 0.85, 0.73),
    (0.97, 0.93, 0.55),
    (0.90, 0.70, 0.84),
    (0.93, 0.66, 0.50),
)
#: What the legend adds where a substituent is not on the official list.
_PERMITTED: dict[Permission, str] = {
    "assumed": N_("assumed to be permitted"),
    "outside": N_("not on the list"),
}
_CANDIDATE = Statement("structure in question")


@dataclass(frozen=True)
class _Mark:
    """A replacement to be drawn: its label, and the atoms that carry it in the parent and the candidate."""

    label: str
    colour: tuple[float, float, float]
    in_parent: tuple[int, ...]
    in_candidate: tuple[int, ...]


def draw_structure(smiles: str) -> str:
    """Draw one structure, large or small with bonds of the same length.

    Parameters
    ----------
    smiles : str
        A SMILES, such as ``structure.smiles`` of an answer.

    Returns
    -------
    str
        An SVG picture.

    Examples
    --------
    >>> draw_structure("CNC(C)C(=O)c1ccccc1").startswith("<svg")
    True
    """
    mol = Chem.MolFromSmiles(smiles)
    rdDepictor.Compute2DCoords(mol)
    rdDepictor.StraightenDepiction(mol)
    drawer = rdMolDraw2D.MolDraw2DSVG(-1, -1)
    options = drawer.drawOptions()
    options.useBWAtomPalette()
    options.minFontSize = 12  # type: ignore[assignment]  # the stub gives the class for the value
    options.scalingFactor = BOND_LENGTH / 1.5  # type: ignore[assignment]  # the same
    drawer.DrawMolecule(rdMolDraw2D.PrepareMolForDrawing(mol, kekulize=True))
    drawer.FinishDrawing()
    return _without_declaration(drawer)


def draw_analogue(analogue: Analogue, candidate_smiles: str, parent_smiles: str, *, language: Language = "en") -> str:
    """Draw a candidate beside the parent of which it is a formal analogue.

    Parameters
    ----------
    analogue : Analogue
        The answer's entry for this parent.
    candidate_smiles : str
        The SMILES whose atoms `analogue` numbers (``structure.smiles`` of the answer).
    parent_smiles : str
        The parent's SMILES in the data.
    language : str
        Language of the legend: ``en``, ``ru`` or ``kk``.

    Returns
    -------
    str
        An SVG picture: parent on the left, candidate on the right, legend below.

    Examples
    --------
    >>> from kzschedule import check
    >>> verdict = check("CNC(C)C(=O)c1ccc(F)cc1", as_of="2024-03-01")
    >>> found = verdict.analogues[0]
    >>> svg = draw_analogue(found, verdict.structure.smiles, found.parent_smiles)
    >>> "R1: hydrogen → 1.57 «" in svg
    True
    """
    parent = Chem.MolFromSmiles(parent_smiles)
    candidate = Chem.MolFromSmiles(candidate_smiles)
    align(parent, candidate, analogue.parent_atoms, analogue.matched_atoms)
    marks = _marks(analogue, candidate)
    for mark in marks:
        for place in mark.in_parent:
            _label(parent.GetAtomWithIdx(place), mark.label)
        _label(candidate.GetAtomWithIdx(mark.in_candidate[0]), mark.label)
    lines = [
        _legend(mark.label, replacement, language)
        for mark, replacement in zip(marks, analogue.replacements, strict=True)
    ]
    name = SubstanceName(analogue.name_en, ru=analogue.name_ru, kk=analogue.name_kk)
    return _svg(parent, candidate, marks, (name.say(language), _CANDIDATE.say(language)), lines)


def _legend(label: str, item: Replacement, language: Language) -> str:
    doubt = _PERMITTED.get(item.permitted)
    beside = f" ({words.word(doubt, language)})" if doubt else ""
    return f"{label}: {words.replacement(item, language)}{beside}"


def align(parent: Chem.Mol, candidate: Chem.Mol, parent_atoms: Sequence[int], matched_atoms: Sequence[int]) -> None:
    """Lay out a parent, and the candidate with its skeleton where the parent has it.

    Parameters
    ----------
    parent, candidate : rdkit.Chem.Mol
        The structures, which get two-dimensional coordinates.
    parent_atoms, matched_atoms : sequence of int
        Atoms of the parent and of the candidate that correspond to each other.
    """
    rdDepictor.Compute2DCoords(parent)
    places = parent.GetConformer()
    wanted = {}
    for ours, theirs in zip(matched_atoms, parent_atoms, strict=True):
        point = places.GetAtomPosition(theirs)
        wanted[ours] = Point2D(point.x, point.y)
    rdDepictor.Compute2DCoords(candidate, canonOrient=False, coordMap=wanted)


def _marks(analogue: Analogue, candidate: Chem.Mol) -> list[_Mark]:
    """Find the atoms of each replacement: a rest at its position that reads as its substituent."""
    parent_of = dict(zip(analogue.matched_atoms, analogue.parent_atoms, strict=True))
    rests = _rests(candidate, frozenset(analogue.matched_atoms))
    marks = []
    for number, replacement in enumerate(analogue.replacements):
        atoms: tuple[int, ...] = (replacement.position,)
        carriers = [replacement.position]
        if replacement.smiles != HYDROGEN:
            index = next(
                index
                for index, (rest_atoms, attachments) in enumerate(rests)
                if replacement.position in {carrier for carrier, _, _ in attachments}
                and substituent_smiles(candidate, rest_atoms, attachments) == replacement.smiles
            )
            rest_atoms, attachments = rests.pop(index)
            first = next(atom for carrier, atom, _ in attachments if carrier == replacement.position)
            atoms = (first, *(atom for atom in rest_atoms if atom != first))
            carriers = sorted({carrier for carrier, _, _ in attachments})
        colour = _COLOURS[number % len(_COLOURS)]
        places = tuple(parent_of[carrier] for carrier in carriers)
        marks.append(_Mark(f"R{number + 1}", colour, places, atoms))
    return marks


def _rests(candidate: Chem.Mol, skeleton: frozenset[int]) -> list[tuple[list[int], list[tuple[int, int, int]]]]:
    """Connected rests beside the skeleton, each with its attachments (skeleton atom, own atom, valences)."""
    left = {atom.GetIdx() for atom in candidate.GetAtoms() if atom.GetAtomicNum() > 1} - skeleton
    rests = []
    while left:
        atoms = [left.pop()]
        attachments = []
        for atom in atoms:
            for bond in candidate.GetAtomWithIdx(atom).GetBonds():
                other = bond.GetOtherAtomIdx(atom)
                if other in left:
                    left.remove(other)
                    atoms.append(other)
                elif other in skeleton:
                    attachments.append((other, atom, int(bond.GetBondTypeAsDouble())))
        rests.append((sorted(atoms), sorted(attachments)))
    return rests


def _label(atom: Chem.Atom, label: str) -> None:
    known = atom.GetProp("atomNote") + "," if atom.HasProp("atomNote") else ""
    atom.SetProp("atomNote", known + label)


def _svg(parent: Chem.Mol, candidate: Chem.Mol, marks: list[_Mark], titles: tuple[str, str], lines: list[str]) -> str:
    height = PANEL_HEIGHT + LINE_HEIGHT * (len(lines) + 2)
    drawer = rdMolDraw2D.MolDraw2DSVG(2 * PANEL_WIDTH, height, PANEL_WIDTH, PANEL_HEIGHT)
    options = drawer.drawOptions()
    options.useBWAtomPalette()
    options.padding = 0.08  # type: ignore[assignment]  # the stub gives the class for the value
    options.annotationFontScale = 0.8  # type: ignore[assignment]  # the stub gives the class for the value
    in_parent = {place: mark.colour for mark in marks for place in mark.in_parent}
    in_candidate = {atom: mark.colour for mark in marks for atom in mark.in_candidate}
    drawer.DrawMolecules(
        [rdMolDraw2D.PrepareMolForDrawing(mol, kekulize=True) for mol in (parent, candidate)],
        highlightAtoms=[list(in_parent), list(in_candidate)],
        highlightAtomColors=[in_parent, in_candidate],
        highlightBonds=[[], []],
    )
    drawer.FinishDrawing()
    # Texts are written as such, not as outlines: RDKit's fonts lack letters that the names have.
    texts = [
        _text(title, PANEL_WIDTH * panel + PANEL_WIDTH // 2, PANEL_HEIGHT + LINE_HEIGHT // 2, "middle")
        for panel, title in enumerate(titles)
    ]
    texts += [
        _text(line, LINE_HEIGHT, PANEL_HEIGHT + LINE_HEIGHT // 2 + LINE_HEIGHT * number, "start")
        for number, line in enumerate(lines, start=1)
    ]
    return _without_declaration(drawer).replace("</svg>", f"{''.join(texts)}</svg>")


def _without_declaration(drawer: rdMolDraw2D.MolDraw2DSVG) -> str:
    """Return a picture without its XML declaration, so that it can stand inside a page; XML takes UTF-8 by default."""
    picture = str(drawer.GetDrawingText())
    return picture[picture.index("<svg") :]


def _text(text: str, x: int, y: int, anchor: str) -> str:
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-family="sans-serif" font-size="13" fill="black">'
        f"{escape(text)}</text>\n"
    )
