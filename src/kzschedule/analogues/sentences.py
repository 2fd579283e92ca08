"""Putting a decomposition into words, in English, Russian and Kazakh, and into the fields of an answer.

A place is named only where it has a simple name: ortho, meta and para on a benzene ring that carries one
other group in the skeleton, alpha and beta on the chain between an aromatic ring and an amine, and the kind
of atom otherwise. Anything more precise would be a numbering that nobody has agreed on.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rdkit import Chem

from kzschedule.analogues.decomposition import Decomposition, Reading, Replacement
from kzschedule.installation import shipped_text
from kzschedule.verdict import Analogue, ListingAnswer, SizeAnswer
from kzschedule.verdict import Replacement as ReplacementAnswer

_CHAIN = Chem.MolFromSmarts("c-[#6;!R]-[#6;X4;!R]-[#7;X3;!$(NC=O)]")

#: What a place is called: (English, Russian, Kazakh). The Kazakh sentence is a list of labels, in the nominative:
#: no case ending then depends on the sounds of a name that is filled in.
_PLACES = {
    "ortho": (
        "in the ortho position of the benzene ring",
        "в орто-положении бензольного кольца",
        "бензол сақинасының орто-орны",
    ),
    "meta": (
        "in the meta position of the benzene ring",
        "в мета-положении бензольного кольца",
        "бензол сақинасының мета-орны",
    ),
    "para": (
        "in the para position of the benzene ring",
        "в пара-положении бензольного кольца",
        "бензол сақинасының пара-орны",
    ),
    "alpha": (
        "at the alpha carbon of the chain",
        "при альфа-атоме углерода цепи",
        "тізбектің альфа-көміртек атомы",
    ),
    "beta": ("at the beta carbon of the chain", "при бета-атоме углерода цепи", "тізбектің бета-көміртек атомы"),
    "nitrogen": ("at nitrogen", "при атоме азота", "азот атомы"),
    "oxygen": ("at oxygen", "при атоме кислорода", "оттек атомы"),
    "aromatic": ("on an aromatic ring", "в ароматическом кольце", "ароматты сақина"),
    "ring": ("on a ring carbon", "при атоме углерода цикла", "цикл көміртек атомы"),
    "chain": ("on a chain carbon", "при атоме углерода цепи", "тізбектің көміртек атомы"),
    "other": ("at an atom of the skeleton", "при атоме скелета", "қаңқа атомы"),
    "adjacent": ("at two adjacent atoms", "при двух соседних атомах", "көршілес екі атом"),
    "adjacent_aromatic": (
        "at two adjacent atoms of an aromatic ring",
        "при двух соседних атомах ароматического кольца",
        "ароматты сақинаның көршілес екі атомы",
    ),
    "adjacent_nitrogen": (
        "at nitrogen and the carbon beside it",
        "при атоме азота и соседнем атоме углерода",
        "азот атомы және онымен көршілес көміртек атомы",
    ),
    "distant": (
        "at two atoms that are not adjacent",
        "при двух несоседних атомах",
        "көршілес емес екі атом",
    ),
}
#: What is replaced: (English, Russian in the genitive, Kazakh), for one and for two of a kind.
_ONE = {
    "H": ("hydrogen", "водорода", "сутек"),
    "F": ("fluorine", "фтора", "фтор"),
    "Cl": ("chlorine", "хлора", "хлор"),
    "Br": ("bromine", "брома", "бром"),
    "I": ("iodine", "йода", "йод"),
    "O": ("the hydroxyl group", "гидроксильной группы", "гидроксил тобы"),
}
_TWO = {
    "H": ("two hydrogens", "двух атомов водорода", "сутектің екі атомы"),
    "F": ("two fluorines", "двух атомов фтора", "фтордың екі атомы"),
    "Cl": ("two chlorines", "двух атомов хлора", "хлордың екі атомы"),
    "Br": ("two bromines", "двух атомов брома", "бромның екі атомы"),
    "I": ("two iodines", "двух атомов йода", "йодтың екі атомы"),
    "O": ("two hydroxyl groups", "двух гидроксильных групп", "екі гидроксил тобы"),
}
_ENDINGS = {
    "official": (
        "Within the rule; the substituents are on the approved list.",
        "В пределах правила; заместители входят в утверждённый перечень.",
        "Ереже шегінде; орынбасарлар бекітілген тізбеде бар.",
    ),
    "assumed": (
        "Within the working rule; its list of substituents is assumed, the approved one was not available.",
        "В пределах рабочего правила; перечень заместителей предположительный, утверждённый был недоступен.",
        "Жұмыс ережесінің шегінде; орынбасарлар тізбесі болжамды, бекітілгені қолжетімсіз болды.",
    ),
}
_REASONS = {
    "substituent": (
        "a substituent is in no permitted class",
        "заместитель не входит в допустимые классы",
        "орынбасар рұқсат етілген кластардың ешқайсысына жатпайды",
    ),
    "share": (
        "the skeleton makes up only {share} % of the heavy atoms",
        "скелет составляет лишь {share} % атомов (без водорода)",
        "қаңқаның үлесі атомдардың (сутекті есептемегенде) тек {share} %-ы",
    ),
    "small_skeleton": (
        "the parent's skeleton is too small to tell anything",
        "скелет вещества слишком мал",
        "негізгі заттың қаңқасы тым кішкентай",
    ),
    "replacements": (
        "there are more replacements than the rule allows",
        "замен больше, чем допускает правило",
        "алмастырулар саны ереже рұқсат еткеннен көп",
    ),
    "substituent_carbons": (
        "the substituents have more carbon atoms than the rule allows",
        "в заместителях больше атомов углерода, чем допускает правило",
        "орынбасарлардағы көміртек атомдары ереже рұқсат еткеннен көп",
    ),
    "molecular_mass": (
        "the molecular mass is above the rule's limit",
        "молекулярная масса выше предела правила",
        "молекулалық масса ереже шегінен жоғары",
    ),
    "excluded": (
        "the substance is excluded by name",
        "вещество исключено поимённо",
        "зат атауы бойынша алып тасталған",
    ),
    "elements": (
        "it contains elements that the rule does not name",
        "содержит элементы, не названные в правиле",
        "құрамында ережеде аталмаған элементтер бар",
    ),
}


class GroupName(NamedTuple):
    """How a substituent is written and named, in Russian also as the object of a replacement."""

    label: str
    name_en: str
    name_ru: str
    name_ru_accusative: str
    name_kk: str


def group_name(reading: Reading) -> GroupName:
    """Name a substituent: by its own name, else by its class and SMILES, else by its SMILES.

    Examples
    --------
    >>> group_name(Reading("*OC", None, "outside"))
    GroupName(label='OCH3', name_en='methoxy', name_ru='метоксигруппа', name_ru_accusative='метоксигруппу',
              name_kk='метокси тобы')
    >>> group_name(Reading("*CCCCCCCC", None, "outside")).name_en
    'the group *CCCCCCCC'
    """
    known = group_names().get(reading.smiles)
    if known is not None:
        return known
    label = reading.smiles.replace("*", "")
    if reading.substituent is None:
        written = reading.smiles
        return GroupName(label, f"the group {written}", f"группа {written}", f"группу {written}", f"{written} тобы")
    described = f"{reading.smiles} («{reading.substituent.name_ru}»)"
    return GroupName(
        label,
        f"the {reading.substituent.name_en} group {reading.smiles}",
        f"группа {described}",
        f"группу {described}",
        f"{reading.smiles} тобы",
    )


@lru_cache(maxsize=1)
def group_names() -> dict[str, GroupName]:
    """Return the names of common groups by their canonical SMILES."""
    text = shipped_text("kzschedule.analogues", "group_names.csv")
    return {
        row["smiles"]: GroupName(
            row["label"],
            row["name_en"],
            row["name_ru"],
            row["name_ru_accusative"],
            row["name_kk"] or row["label"],  # the formula is read in every language
        )
        for row in csv.DictReader(text.splitlines())
    }


@dataclass(frozen=True)
class Sentences:
    """One sentence or two in each language."""

    en: str
    ru: str
    kk: str


def sentences(
    decomposition: Decomposition, parent_smiles: str, name_en: str, name_ru: str | None, name_kk: str | None = None
) -> Sentences:
    """Say how a candidate is formed from a parent.

    Parameters
    ----------
    decomposition : Decomposition
        What was found.
    parent_smiles : str
        The parent's SMILES, whose atoms the decomposition names.
    name_en, name_ru, name_kk : str
        The parent's names; the English one stands in for a missing one.

    Examples
    --------
    >>> from kzschedule.analogues.rule import load_rule
    >>> from kzschedule.analogues.search import AnalogueSearch
    >>> from kzschedule.datapackage import default_directory
    >>> parent = "CNC(C)C(=O)c1ccccc1"
    >>> search = AnalogueSearch([("methcathinone", parent)], load_rule(None, default_directory()))
    >>> [found] = search.find(Chem.MolFromSmiles("CNC(C)C(=O)c1ccc(F)cc1"))
    >>> said = sentences(found, parent, "methcathinone", "меткатинон")
    >>> print(said.en)
    Formed from methcathinone by replacing hydrogen with fluorine in the para position of the benzene ring.
    Within the working rule; its list of substituents is assumed, the approved one was not available.
    >>> print(said.ru)
    Образовано из вещества «меткатинон» заменой водорода на фтор в пара-положении бензольного кольца.
    В пределах рабочего правила; перечень заместителей предположительный, утверждённый был недоступен.
    >>> print(said.kk)
    Негізгі зат: «methcathinone». Алмастыру: сутек → фтор (бензол сақинасының пара-орны).
    Жұмыс ережесінің шегінде; орынбасарлар тізбесі болжамды, бекітілгені қолжетімсіз болды.
    """
    parent = Chem.MolFromSmiles(parent_smiles)
    parts = [_words(replacement, parent, decomposition.parent_atoms) for replacement in decomposition.replacements]
    en, ru, kk = zip(*parts, strict=True)
    ending_en, ending_ru, ending_kk = _ending(decomposition)
    return Sentences(
        en=f"Formed from {name_en} by replacing {_joined(en, 'and')}. {ending_en}",
        ru=f"Образовано из вещества «{name_ru or name_en}» заменой {_joined(ru, 'и')}. {ending_ru}",
        kk=f"Негізгі зат: «{name_kk or name_en}». Алмастыру: {'; '.join(kk)}. {ending_kk}",
    )


def answer(
    decomposition: Decomposition,
    parent_smiles: str,
    name_en: str,
    name_ru: str | None,
    sizes: tuple[SizeAnswer, ...] | None,
    listings: tuple[ListingAnswer, ...] = (),
    name_kk: str | None = None,
) -> Analogue:
    """Turn a decomposition into the fields of an answer.

    Where only the other reading of a hydroxyl is permitted, `substituent_id` names the class of that reading.

    Parameters
    ----------
    decomposition : Decomposition
        What was found.
    parent_smiles, name_en, name_ru, name_kk : str
        The parent's structure and names.
    sizes : tuple of SizeAnswer or None
        The parent's rows of the size table: an analogue has the sizes of its parent (Criminal Code, art. 296,
        note 1).
    listings : tuple of ListingAnswer
        The parent's positions.
    """
    said = sentences(decomposition, parent_smiles, name_en, name_ru, name_kk)
    return Analogue(
        parent_id=decomposition.parent_id,
        name_en=name_en,
        name_ru=name_ru,
        name_kk=name_kk,
        grade=decomposition.grade,
        skeleton_share=round(decomposition.skeleton_share, 4),
        sentence_en=said.en,
        sentence_ru=said.ru,
        sentence_kk=said.kk,
        sizes=sizes,
        parent_atoms=decomposition.parent_atoms,
        replacements=tuple(_replacement_answer(part) for part in decomposition.replacements),
        matched_atoms=decomposition.matched_atoms,
        listings=listings,
        parent_smiles=parent_smiles,
        open_reasons=decomposition.open_reasons,
        complete=decomposition.complete,
    )


def _replacement_answer(replacement: Replacement) -> ReplacementAnswer:
    permitted = replacement.permitted_reading.substituent
    name = group_name(replacement.reading)
    return ReplacementAnswer(
        position=replacement.positions[0],
        positions=replacement.positions,
        replaced=replacement.replaced[0],
        substituent=name.label,
        name_en=name.name_en,
        name_ru=name.name_ru,
        name_kk=name.name_kk,
        smiles=replacement.reading.smiles,
        substituent_id=None if permitted is None else permitted.substituent_id,
        permitted=replacement.permitted,
    )


def _words(replacement: Replacement, parent: Chem.Mol, skeleton: Sequence[int]) -> tuple[str, str, str]:
    """Put one replacement into words: what, by what, where."""
    place_en, place_ru, place_kk = _PLACES[_place(replacement, parent, frozenset(skeleton))]
    what_en, what_ru, what_kk = _replaced(replacement.replaced_symbols)
    name = group_name(replacement.reading)
    en = f"{what_en} with {name.name_en} {place_en}"
    ru = f"{what_ru} на {name.name_ru_accusative} {place_ru}"
    kk = f"{what_kk} → {name.name_kk} ({place_kk})"
    if replacement.other_reading is not None:
        other = group_name(replacement.other_reading)
        en += f" (or: the hydrogen of that hydroxyl group with {other.name_en})"
        ru += f" (или: водорода этой гидроксильной группы на {other.name_ru_accusative})"
        kk += f" (немесе: осы гидроксил тобының сутегі → {other.name_kk})"
    return en, ru, kk


def _replaced(symbols: Sequence[str]) -> tuple[str, str, str]:
    if len(symbols) == 2 and symbols[0] == symbols[1]:
        return _TWO[symbols[0]]
    en, ru, kk = zip(*(_ONE[symbol] for symbol in symbols), strict=True)
    return " and ".join(en), " и ".join(ru), " және ".join(kk)


def _place(replacement: Replacement, parent: Chem.Mol, skeleton: frozenset[int]) -> str:
    """Name the place of a replacement in the parent: a key of `_PLACES`."""
    atoms = [parent.GetAtomWithIdx(index) for index in replacement.parent_positions]
    if len(atoms) == 2:
        bond: Chem.Bond | None = parent.GetBondBetweenAtoms(atoms[0].GetIdx(), atoms[1].GetIdx())
        if bond is None:
            return "distant"
        if bond.GetIsAromatic():
            return "adjacent_aromatic"
        pair = sorted(atom.GetAtomicNum() for atom in atoms)
        return "adjacent_nitrogen" if pair == [6, 7] else "adjacent"
    [atom] = atoms
    if atom.GetAtomicNum() != 6:
        return {7: "nitrogen", 8: "oxygen"}.get(atom.GetAtomicNum(), "other")
    if atom.GetIsAromatic():
        return _benzene_place(atom.GetIdx(), parent, skeleton) or "aromatic"
    if atom.IsInRing():
        return "ring"
    chains = parent.GetSubstructMatches(_CHAIN)
    if len({chain[1:] for chain in chains}) == 1:
        beta, alpha = chains[0][1:3]
        if atom.GetIdx() in {alpha, beta}:
            return "alpha" if atom.GetIdx() == alpha else "beta"
    return "chain"


def _benzene_place(index: int, parent: Chem.Mol, skeleton: frozenset[int]) -> str | None:
    """Name the position relative to the skeleton's only group on this benzene ring; None if there is none."""
    rings = [ring for ring in parent.GetRingInfo().AtomRings() if index in ring]
    if len(rings) != 1 or len(rings[0]) != 6:
        return None
    [ring] = rings
    if any(parent.GetAtomWithIdx(atom).GetAtomicNum() != 6 for atom in ring):
        return None
    substituted = [
        atom
        for atom in ring
        for other in parent.GetAtomWithIdx(atom).GetNeighbors()
        if other.GetIdx() in skeleton and other.GetIdx() not in ring
    ]
    if len(substituted) != 1:
        return None
    apart = abs(ring.index(index) - ring.index(substituted[0]))
    return {1: "ortho", 2: "meta", 3: "para"}.get(min(apart, 6 - apart))


def _ending(decomposition: Decomposition) -> tuple[str, str, str]:
    if decomposition.grade != "open":
        return _ENDINGS[decomposition.grade]
    share = f"{100 * decomposition.skeleton_share:.0f}"
    reasons = [[told.format(share=share) for told in _REASONS[reason]] for reason in decomposition.open_reasons]
    en, ru, kk = zip(*reasons, strict=True)
    return (
        f"Outside the rule, for information only: {_joined(en, 'and')}.",
        f"Вне правила, только для сведения: {_joined(ru, 'и')}.",
        f"Ережеден тыс, тек мәлімет үшін: {'; '.join(kk)}.",
    )


def _joined(parts: Sequence[str], word: str) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, {word} {parts[-1]}"
