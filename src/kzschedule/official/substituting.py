"""The text's list of permitted substituents as the substituents of the analogue rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rdkit import Chem

from kzschedule.analogues.rule import SubstituentClass
from kzschedule.analogues.sentences import group_names
from kzschedule.analogues.substituents import HYDROGEN, covers
from kzschedule.model import Substituent
from kzschedule.official.model import OfficialText, SubstituentRow
from kzschedule.official.names import take_apart
from kzschedule.official.text import folded
from kzschedule.official.written import storable
from kzschedule.structures.logs import silent

_NOT_IN_ID = re.compile("[^a-z0-9]+")
#: What stands around the name of a group without changing what it is.
_AROUND = re.compile(r"^(?:группа|радикал|заместитель|атом|an?)\s+|[\s-]*(?:групп\w*|радикал\w*|мостик\w*|bridge)$")
_ENDING = re.compile(r"(?<=\w{3})(?:ы|и|а|ов|ильная|ильный)$")
#: A condensed formula: "-CH3", "–O–CH2–O–", "=O".
_FORMULA = re.compile(r"[-–—=≡]*\s*[A-ZА-Я][A-Za-zА-Я\d()≡=–—-]*")
_SEPARATOR = re.compile(r"\s*[,;]\s+|\s+(?:и|или)\s+")
_VALENCE = re.compile(r"валентн")
_FEWEST_DECOYS = 3


@dataclass(frozen=True)
class Substituents:
    """Substituents of the rule, and lines of the text of which none could be made."""

    records: tuple[Substituent, ...]
    recognised: int
    unrecognised: tuple[str, ...]


def substituents_of(text: OfficialText, known: Sequence[Substituent], source_id: str) -> Substituents:
    """Return the substituents of the rule as the text has them.

    A line is recognised as a class of the rule by the name of the class, or as groups by their names, or as one
    group by its formula. Where every line is recognised, the text's list replaces what was assumed. Where one is
    not, the assumed classes stay, as assumed, since the line may be one of them.

    Parameters
    ----------
    text : OfficialText
        What was read from the page.
    known : sequence of Substituent
        The substituents of the data.
    source_id : str
        The source that the page becomes.
    """
    official: dict[str, Substituent] = {}
    unrecognised = []
    for row in text.substituents:
        if row.repealed:
            continue
        found = _recognised(row, known, source_id)
        if not found:
            unrecognised.append(f"item {row.item_no or '-'}: {row.text or 'no text'}")
        for one in found:
            official.setdefault(one.substituent_id, one)
    if not official:
        return Substituents(tuple(known), 0, tuple(unrecognised))
    kept = [one for one in known if one.substituent_id not in official and (unrecognised or _is_hydrogen(one))]
    # What an earlier page made official and this one does not have is no longer permitted by any text.
    kept = [one for one in kept if one.basis == "assumed"]
    return Substituents((*official.values(), *kept), len(official), tuple(unrecognised))


def _is_hydrogen(substituent: Substituent) -> bool:
    """Whether a row says that nothing took the place: no list of substituents prints that."""
    return HYDROGEN in substituent.examples


def _recognised(row: SubstituentRow, known: Sequence[Substituent], source_id: str) -> list[Substituent]:
    """Return the classes and groups that a line names; none if any part of it is not understood."""
    printed = row.text or ""
    parts = take_apart(printed)
    reason = storable(f"item {row.item_no or '-'} of the list: {printed}") or f"item {row.item_no or '-'} of the list"
    names = [one for one in _SEPARATOR.split(parts.name) if one and not _VALENCE.search(folded(one))]
    formulas = [one for one in (*parts.synonyms, *row.other.values()) if _FORMULA.fullmatch(one)]
    examples = [one for one in parts.synonyms if one not in formulas]
    if parts.qualifier or not names:
        return []
    if examples:
        # "Halogens (fluorine, chlorine)" permits what it names, not the class.
        names = examples
    found = [one for name in names if (one := _class(name, known) or _group(name)) is not None]
    labels = {smiles for formula in formulas if (smiles := _by_label(formula)) is not None}
    if len(names) == 1 and not found and len(labels) == 1:
        found = [_group_of(*labels)]
    if len(found) < len(names) or (formulas and not _agree(found, labels)):
        return []
    return [
        one.model_copy(
            update={
                "basis": "official",
                "reason": f"{reason}; the limits of the class are assumed" if _is_class(one) else reason,
                "source_id": source_id,
            }
        )
        for one in found
    ]


def _agree(found: Sequence[Substituent], labels: set[str]) -> bool:
    """Whether formulas beside the names say the same; a class whose formula is not understood may be narrower."""
    if len(found) > 1 or not labels:
        return not any(_is_class(one) for one in found)
    return _covers(found[0], labels)


def _is_class(one: Substituent) -> bool:
    return len(one.examples) > 1 or any("-" in limit for limit in one.limits)


def _covers(one: Substituent, labels: set[str]) -> bool:
    group = SubstituentClass.model_validate(
        {**one.model_dump(), "valence": int(one.valence), "limits": "|".join(one.limits)}
    )
    return any(covers(group, smiles) for smiles in labels)


def _class(name: str, known: Sequence[Substituent]) -> Substituent | None:
    return next((one for one in known if _bare(name) in {_bare(one.name_ru), _bare(one.name_en)}), None)


def _group(name: str) -> Substituent | None:
    smiles = _names().get(_bare(name))
    return None if smiles is None else _group_of(smiles)


def _group_of(smiles: str) -> Substituent:
    group = group_names()[smiles]
    name = re.sub("^an? ", "", group.name_en)
    return Substituent.model_validate(
        {
            "substituent_id": _NOT_IN_ID.sub("-", name).strip("-"),
            "name_en": name,
            "name_ru": group.name_ru,
            **_described(smiles),
            "basis": "official",
            "reason": group.label,
            "source_id": group.label,
        }
    )


def _bare(name: str) -> str:
    """Return a name without the words around it and without its ending."""
    return _ENDING.sub("", _AROUND.sub("", folded(name).strip(" .,;-–—"))).replace("ё", "е")


@cache
def _names() -> Mapping[str, str]:
    return {_bare(name): smiles for smiles, group in group_names().items() for name in (group.name_ru, group.name_en)}


def _by_label(formula: str) -> str | None:
    """Find the group that a condensed formula means, if one group only has it."""
    wanted = _plain_formula(formula)
    found = [smiles for smiles, group in group_names().items() if _plain_formula(group.label) == wanted]
    return found[0] if len(found) == 1 else None


def _plain_formula(formula: str) -> str:
    """Return a condensed formula without its free valences and with Latin letters."""
    latin = formula.translate(str.maketrans("АВЕКМНОРСТХ", "ABEKMHOPCTX"))
    return re.sub(r"[\s\-–—]", "", latin).strip("=≡")


def _described(smiles: str) -> dict[str, object]:
    """Return the columns that describe one group: a pattern of all its atoms, and limits that allow no more."""
    with silent():
        mol = Chem.MolFromSmiles(smiles)
    atoms = [atom for atom in mol.GetAtoms() if atom.GetAtomicNum() > 1]
    counts = Counter(atom.GetSymbol() for atom in atoms)
    valence = sum(
        int(bond.GetBondTypeAsDouble())
        for bond in mol.GetBonds()
        if 0 in (bond.GetBeginAtom().GetAtomicNum(), bond.GetEndAtom().GetAtomicNum())
    )
    limits = [f"{symbol} {count}" for symbol, count in sorted(counts.items())]
    limits += [f"heavy_atoms {len(atoms)}", f"rings {mol.GetRingInfo().NumRings()}"]
    if smiles.count("*") > 1:
        limits.append("span 1")
    columns: dict[str, object] = {
        "valence": str(valence),
        "pattern": str(Chem.MolToSmarts(mol)),
        "limits": tuple(limits),
        "examples": (smiles,),
    }
    group = SubstituentClass.model_validate(
        {"substituent_id": "group", "name_en": "", "name_ru": "", "basis": "official", **columns}
        | {"valence": valence, "limits": "|".join(limits)}
    )
    return {**columns, "decoys": tuple(_decoys(group))}


def _decoys(group: SubstituentClass) -> Iterator[str]:
    """Iterate over a few groups that are not this one."""
    others = (smiles for smiles in group_names() if not covers(group, smiles))
    for _, smiles in zip(range(_FEWEST_DECOYS), others, strict=False):
        yield smiles
