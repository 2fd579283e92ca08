"""Small drawings of structures, for pages that have hundreds of them: two paths each, and no styles."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import lru_cache
from html import escape

from rdkit import Chem
from rdkit.Chem import rdDepictor
from rdkit.Chem.Draw import rdMolDraw2D

#: Length of a bond, in units of the drawing.
_BOND = 20
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@lru_cache(maxsize=2_000)
def thumbnail(smiles: str, label: str) -> str:
    """Draw a structure as a small SVG element that takes the colour of the text around it.

    Parameters
    ----------
    smiles : str
        A SMILES of the data.
    label : str
        What a reader who cannot see it is told.

    Examples
    --------
    >>> picture = thumbnail("CNC(C)C(=O)c1ccccc1", "methcathinone")
    >>> picture.startswith('<svg role="img" aria-label="methcathinone" viewBox="0 0 '), picture.count("<path") <= 2
    (True, True)
    """
    lines, areas, size = _paths(smiles)
    drawn = f'<path d="{"".join(lines)}" fill="none" stroke="currentColor" stroke-width="1.4"/>' if lines else ""
    drawn += f'<path d="{"".join(areas)}" fill="currentColor"/>' if areas else ""
    width, height = size
    return (
        f'<svg role="img" aria-label="{escape(label)}" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}">{drawn}</svg>'
    )


def _paths(smiles: str) -> tuple[list[str], list[str], tuple[int, int]]:
    """Return what RDKit draws, as paths that are lines and paths that are areas, with the size of all."""
    root = ET.fromstring(_drawn(smiles))
    lines: list[str] = []
    areas: list[str] = []
    for element in root.iter():
        path = element.get("d")
        if path:
            filled = "fill:none" not in element.get("style", "") and element.get("fill") != "none"
            (areas if filled else lines).append(_short(path))
    width, height = (round(float(str(root.get(side)).removesuffix("px"))) for side in ("width", "height"))
    return lines, areas, (width, height)


def _drawn(smiles: str) -> str:
    mol = Chem.MolFromSmiles(smiles)
    rdDepictor.Compute2DCoords(mol)
    rdDepictor.StraightenDepiction(mol)
    drawer = rdMolDraw2D.MolDraw2DSVG(-1, -1)
    options = drawer.drawOptions()
    options.useBWAtomPalette()
    options.clearBackground = False  # type: ignore[assignment]  # the stub gives the class for the value
    options.scalingFactor = _BOND / 1.5  # type: ignore[assignment]  # the same
    options.padding = 0.03  # type: ignore[assignment]  # the same
    options.baseFontSize = 0.75  # type: ignore[assignment]  # the same
    drawer.DrawMolecule(rdMolDraw2D.PrepareMolForDrawing(mol, kekulize=True))
    drawer.FinishDrawing()
    return str(drawer.GetDrawingText())


def _short(path: str) -> str:
    """Write a path with one decimal and no more signs than it needs."""
    numbers = _NUMBER.sub(lambda number: f"{round(float(number[0]), 1):g}", path)
    return re.sub(r"\s*([A-Za-z])\s*", r"\1", numbers).replace(" -", "-").replace(",-", "-").strip()
