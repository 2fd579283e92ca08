"""Putting a decomposition into words, and into the fields of an answer.

A substituent is named by its number and its printed name in the official list, the place by
`kzschedule.analogues.places`. Each template takes the whole phrase, so that a translation can write its cases.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from kzschedule.analogues.decomposition import OUTSIDE, Decomposition, Reading, Replacement, tier_of
from kzschedule.analogues.places import Places, also
from kzschedule.language import N_
from kzschedule.language.statement import Statement, SubstanceName
from kzschedule.language.vocabulary import OPEN_REASON
from kzschedule.records.installation import shipped_text
from kzschedule.records.model import Substituent
from kzschedule.verdict import Analogue, ListingAnswer, SizeAnswer
from kzschedule.verdict import Replacement as ReplacementAnswer

#: What is replaced, by the symbols of its atoms.
_REPLACED = {
    ("H",): N_("hydrogen {instead} {place}"),
    ("F",): N_("fluorine {instead} {place}"),
    ("Cl",): N_("chlorine {instead} {place}"),
    ("Br",): N_("bromine {instead} {place}"),
    ("I",): N_("iodine {instead} {place}"),
    ("O",): N_("the hydroxyl group {instead} {place}"),
    ("H", "H"): N_("two hydrogens {instead} {place}"),
    ("F", "F"): N_("two fluorines {instead} {place}"),
    ("Cl", "Cl"): N_("two chlorines {instead} {place}"),
    ("Br", "Br"): N_("two bromines {instead} {place}"),
    ("I", "I"): N_("two iodines {instead} {place}"),
    ("O", "O"): N_("two hydroxyl groups {instead} {place}"),
}
#: The first of two that are not alike, before what `_REPLACED` says of the other.
_FIRST = {
    "H": N_("hydrogen and {other}"),
    "F": N_("fluorine and {other}"),
    "Cl": N_("chlorine and {other}"),
    "Br": N_("bromine and {other}"),
    "I": N_("iodine and {other}"),
    "O": N_("the hydroxyl group and {other}"),
}
_WITHIN = {
    "official": Statement("All substituents are on the official list."),
    "assumed": Statement("Within the rule that was given; its list of substituents is assumed."),
}
_REMOTE = Statement(
    "By the letter only: the common skeleton is small; the law also speaks of similar structure and properties."
)


class GroupName(NamedTuple):
    """How a substituent is written and named, by itself and as what stands instead of an atom."""

    label: str
    name: Statement | SubstanceName
    instead: Statement


def group_name(reading: Reading) -> GroupName:
    """Name a group of atoms: by its own name, else by its class and SMILES, else by its SMILES.

    Examples
    --------
    >>> known = group_name(Reading("*OC", None, "outside"))
    >>> known.label, known.name, known.name.say("ru"), known.instead.say("ru")
    ('OCH3', 'methoxy', 'метоксигруппа', 'на метоксигруппу')
    >>> group_name(Reading("*CCCCCCCC", None, "outside")).name
    'the group *CCCCCCCC'
    """
    smiles, line = reading.smiles, reading.substituent
    known = group_names().get(smiles)
    if known is not None:
        return known
    label = smiles.replace("*", "")
    if line is None:
        return GroupName(
            label, Statement("the group {smiles}", smiles=smiles), Statement("with the group {smiles}", smiles=smiles)
        )
    russian = _on_one_line(line.name_ru)  # which stands in for the Kazakh one
    name = SubstanceName(line.name_en, ru=russian, kk=russian)
    return GroupName(
        label,
        Statement("the {name} group {smiles}", name=name, smiles=smiles),
        Statement("with the {name} group {smiles}", name=name, smiles=smiles),
    )


@lru_cache(maxsize=1)
def group_names() -> dict[str, GroupName]:
    """Return the names of common groups by their canonical SMILES."""
    text = shipped_text("kzschedule.analogues", "group_names.csv")
    named = {}
    for row in csv.DictReader(text.splitlines()):
        en, kk = row["name_en"], row["name_kk"] or row["label"]  # the formula is read in every language
        instead = Statement("with {name}", name=SubstanceName(en, ru=row["name_ru_accusative"], kk=kk))
        named[row["smiles"]] = GroupName(row["label"], SubstanceName(en, ru=row["name_ru"], kk=kk), instead)
    return named


def sentences(decomposition: Decomposition, parent_smiles: str, name: SubstanceName) -> Statement:
    """Say how a candidate is formed from a parent.

    Parameters
    ----------
    decomposition : Decomposition
        What was found.
    parent_smiles : str
        The parent's SMILES, whose atoms the decomposition names.
    name : SubstanceName
        The parent's names.

    Examples
    --------
    >>> from datetime import date
    >>> from rdkit import Chem
    >>> from kzschedule.analogues.approved import substituents_on
    >>> from kzschedule.analogues.parents import AnalogueParent
    >>> from kzschedule.analogues.rule import load_rule
    >>> from kzschedule.analogues.search import AnalogueSearch
    >>> from kzschedule.records.package import read_package
    >>> from kzschedule.law.periods import Calendar
    >>> package = read_package()
    >>> lines = substituents_on(date(2024, 2, 6), package.substituents, Calendar(package.acts, package.revisions))
    >>> parent = "CNC(C)C(=O)c1ccccc1"
    >>> rule = load_rule(None, package.directory)
    >>> search = AnalogueSearch([AnalogueParent("methcathinone", parent)], rule, lines)
    >>> [found] = search.find(Chem.MolFromSmiles("CNC(C)C(=O)c1ccc(C)cc1"))
    >>> said = sentences(found, parent, SubstanceName("methcathinone", ru="меткатинон", kk="меткатинон"))
    >>> print(said)
    Formed from methcathinone by replacing hydrogen with substituent 1.21 "methyl" in the para position of the benzene
    ring. All substituents are on the official list.
    >>> print(said.say("ru"))
    Образовано из вещества «меткатинон» заменой: водорода на заместитель 1.21 «метил» в пара-положении бензольного
    кольца. Все заместители входят в официальный список.
    >>> print(said.say("kk"))
    Негізгі зат: «меткатинон». Алмастыру: сутек → 1.21 «метил» орынбасары (бензол сақинасының пара-орны).
    Барлық орынбасарлар ресми тізімде бар.
    """
    places = Places(parent_smiles, decomposition.parent_atoms, decomposition.replacements).words()
    *parts, last = map(_replacement, decomposition.replacements, places)
    if parts:
        said = Statement(
            "Formed from {name} by replacing {parts}, and {last}.", name=name, parts=tuple(parts), last=last
        )
    else:
        said = Statement("Formed from {name} by replacing {part}.", name=name, part=last)
    for ending in _endings(decomposition):
        said = Statement("{said} {ending}", said=said, ending=ending)
    return said


def answer(
    decomposition: Decomposition,
    parent_smiles: str,
    name: SubstanceName,
    sizes: tuple[SizeAnswer, ...] | None,
    listings: tuple[ListingAnswer, ...] = (),
) -> Analogue:
    """Turn a decomposition into the fields of an answer.

    Parameters
    ----------
    decomposition : Decomposition
        What was found.
    parent_smiles, name : str, SubstanceName
        The parent's structure and names.
    sizes : tuple of SizeAnswer or None
        The parent's rows of the size table: an analogue has the sizes of its parent (Law No. 279, art. 2, 3).
    listings : tuple of ListingAnswer
        The parent's positions.
    """
    said = sentences(decomposition, parent_smiles, name)
    return Analogue(
        parent_id=decomposition.parent_id,
        name_en=str(name),
        name_ru=name.others.get("ru"),
        name_kk=name.others.get("kk"),
        grade=decomposition.grade,
        skeleton_share=round(decomposition.skeleton_share, 4),
        sentence_en=said.say("en"),
        sentence_ru=said.say("ru"),
        sentence_kk=said.say("kk"),
        sizes=sizes,
        parent_atoms=decomposition.parent_atoms,
        replacements=tuple(_replacement_answer(part) for part in decomposition.replacements),
        matched_atoms=decomposition.matched_atoms,
        listings=listings,
        parent_smiles=parent_smiles,
        open_reasons=decomposition.open_reasons,
        remote=decomposition.remote,
        complete=decomposition.complete,
    )


def _replacement_answer(replacement: Replacement) -> ReplacementAnswer:
    group, line = group_name(replacement.reading), replacement.reading.substituent
    name = _printed(line) if isinstance(line, Substituent) else group.name
    return ReplacementAnswer(
        position=replacement.positions[0],
        positions=replacement.positions,
        replaced=replacement.replaced[0],
        substituent=group.label,
        name_en=name.say("en"),
        name_ru=name.say("ru"),
        name_kk=name.say("kk"),
        smiles=replacement.reading.smiles,
        substituent_id=replacement.reading.substituent_id,
        permitted=replacement.permitted,
        number=replacement.number,
    )


def _replacement(replacement: Replacement, place: Statement) -> Statement:
    """Put one replacement into words: what, by what, where."""
    *first, last = replacement.replaced_symbols
    values = {"instead": _instead(replacement.reading), "place": place}
    if "carboxyl" in replacement.reading.reasons and replacement.replaced_symbols == ("O",):
        words = Statement("the OH of the acid group {instead} {place}", **values)
    elif first and first != [last]:
        words = Statement(_FIRST[first[0]], other=Statement(_REPLACED[last,], **values))
    else:
        words = Statement(_REPLACED[replacement.replaced_symbols], **values)
    other = replacement.other_reading
    if other is None or other.permitted == "outside" or tier_of(other.reasons) > tier_of(replacement.reading.reasons):
        return words
    if replacement.replaced == ("hydroxyl",):
        return also(words, Statement("or: the hydrogen of that hydroxyl group {instead}", instead=_instead(other)))
    return also(words, Statement("or: that hydroxyl group {instead}", instead=_instead(other)))


def _instead(reading: Reading) -> Statement:
    """Name a substituent by its number and printed name, and say which it is where the name is of several."""
    line = reading.substituent
    if not isinstance(line, Substituent):
        return group_name(reading).instead
    words = Statement('with substituent {number} "{name}"', number=line.number, name=_printed(line))
    if len(line.smiles) + len(line.doubtful_smiles) == 1:
        return words
    known = group_names().get(reading.smiles)
    return also(words, reading.smiles if known is None else known.name)


def _printed(line: Substituent) -> SubstanceName:
    """Return the name of a line as it is printed; the Russian one stands in for a missing Kazakh one."""
    return SubstanceName(line.name_en, ru=_on_one_line(line.name_ru), kk=_on_one_line(line.name_kk or line.name_ru))


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _endings(decomposition: Decomposition) -> Iterator[Statement]:
    """Say what the grade rests on, and whether the parent is remote."""
    if decomposition.grade != "open":
        yield _WITHIN[decomposition.grade]
    else:
        reasons = tuple(_reason(reason, decomposition.skeleton_share) for reason in decomposition.open_reasons)
        if decomposition.tier == OUTSIDE:
            yield Statement("Not formed by the rule, for information only: {reasons:; }.", reasons=reasons)
        else:
            yield Statement("By the list of substituents, with a doubt: {reasons:; }.", reasons=reasons)
    if decomposition.remote:
        yield _REMOTE


def _reason(reason: str, share: float) -> Statement:
    told = Statement(OPEN_REASON[reason])
    return told if reason != "share" else also(told, f"{100 * share:.0f} %")
