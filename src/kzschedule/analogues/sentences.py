"""Putting a decomposition into words, in English, Russian and Kazakh, and into the fields of an answer.

A substituent is named by its number and its printed name in the official list, the place by
`kzschedule.analogues.places`. The Kazakh sentence is a list of labels, in the nominative: no case ending then depends
on the sounds of a name that is filled in.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kzschedule.analogues.decomposition import OUTSIDE, Decomposition, Reading, Replacement, tier_of
from kzschedule.analogues.places import Places, Words
from kzschedule.records.installation import shipped_text
from kzschedule.records.model import Substituent

if TYPE_CHECKING:
    from kzschedule.verdict import Analogue, ListingAnswer, SizeAnswer
    from kzschedule.verdict import Replacement as ReplacementAnswer

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
_ACID_GROUP = Words("the OH of the acid group", "группы OH кислотной группы", "қышқыл тобының OH тобы")
_OFFICIAL = (
    "All substituents are on the official list.",
    "Все заместители входят в официальный список.",
    "Барлық орынбасарлар ресми тізімде бар.",
)
_ASSUMED = (
    "Within the rule that was given; its list of substituents is assumed.",
    "В пределах заданного правила; перечень заместителей предположительный.",
    "Берілген ереже шегінде; орынбасарлар тізбесі болжамды.",
)
_DOUBTFUL = (
    "By the list of substituents, with a doubt: {reasons}.",
    "По списку заместителей, с сомнением: {reasons}.",
    "Орынбасарлар тізімі бойынша, күмәнмен: {reasons}.",
)
_OUTSIDE = (
    "Not formed by the rule, for information only: {reasons}.",
    "По правилу не образуется, только для сведения: {reasons}.",
    "Ереже бойынша түзілмейді, тек мәлімет үшін: {reasons}.",
)
_REMOTE = (
    "By the letter only: the common skeleton is small; the law also speaks of similar structure and properties.",
    "Только по букве: общий скелет мал; закон говорит и о сходстве структуры и свойств.",
    "Тек сөзбе-сөз: ортақ қаңқа шағын; заң құрылымы мен қасиеттерінің ұқсастығын да айтады.",
)
_REASONS = {
    "carboxyl": (
        "the OH of a carboxyl or other acid group is taken for a hydroxyl group, which is the wider reading",
        "OH карбоксильной или иной кислотной группы принята за гидроксильную группу, это более широкое прочтение",
        "карбоксил немесе басқа қышқыл тобының OH тобы гидроксил тобы деп алынған, бұл кеңірек түсіну",
    ),
    "one_atom": (
        "both bonds of a bivalent substituent are at one atom",
        "обе связи двухвалентного заместителя у одного атома",
        "екі валентті орынбасардың екі байланысы да бір атомда",
    ),
    "parent_reading": (
        "the row of the listed substance can be read in two ways",
        "строку исходного вещества можно прочитать двояко",
        "негізгі заттың жолын екі түрлі оқуға болады",
    ),
    "position": (
        "the printed name of a substituent leaves this form open, and its picture was not seen",
        "печатное наименование заместителя оставляет эту форму открытой, а рисунок не виден",
        "орынбасардың баспа атауы бұл түрді ашық қалдырады, ал суреті көрілген жоқ",
    ),
    "printed_as_bivalent": (
        "the group has one bond, but stood among the bivalent substituents then",
        "группа одновалентна, но тогда стояла среди двухвалентных заместителей",
        "топ бір валентті, бірақ ол кезде екі валентті орынбасарлар арасында тұрған",
    ),
    "interval": (
        "it is not certain that a substituent or the row was in force on that day",
        "не известно точно, действовали ли заместитель или строка в этот день",
        "сол күні орынбасардың немесе жолдың қолданыста болғаны анық емес",
    ),
    "not_in_list": (
        "a group is not on the list of substituents",
        "группы нет в списке заместителей",
        "топ орынбасарлар тізімінде жоқ",
    ),
    "hydrogen": (
        "hydrogen would have to take the place of a halogen or hydroxyl group, and is not on the list",
        "место галогена или гидроксильной группы должен был бы занять водород, а его в списке нет",
        "галогеннің немесе гидроксил тобының орнын сутек басуы керек болар еді, ал ол тізімде жоқ",
    ),
    "hydroxyl": (
        "a hydroxyl group would have to be put in, and is not on the list",
        "нужно было бы ввести гидроксильную группу, а её в списке нет",
        "гидроксил тобын енгізу керек болар еді, ал ол тізімде жоқ",
    ),
    "repeated": (
        "a substituent stands on a substituent, but only the listed substance's own atoms are replaced",
        "заместитель стоит на заместителе, а заменяются только атомы самого вещества из Списка",
        "орынбасар орынбасардың үстінде тұр, ал тек Тізімдегі заттың өз атомдары алмастырылады",
    ),
    "share": (
        "the skeleton makes up only {share} % of the heavy atoms",
        "скелет составляет лишь {share} % атомов (без водорода)",
        "қаңқаның үлесі атомдардың (сутекті есептемегенде) тек {share} %-ы",
    ),
    "small_skeleton": (
        "the parent's skeleton is smaller than the rule allows",
        "скелет исходного вещества меньше, чем допускает правило",
        "негізгі заттың қаңқасы ереже рұқсат еткеннен кіші",
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
    """Name a group of atoms: by its own name, else by its line or class and SMILES, else by its SMILES.

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
    line = reading.substituent
    if line is None:
        written = reading.smiles
        return GroupName(label, f"the group {written}", f"группа {written}", f"группу {written}", f"{written} тобы")
    described = f"{reading.smiles} («{_on_one_line(line.name_ru)}»)"
    return GroupName(
        label,
        f"the {line.name_en} group {reading.smiles}",
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
    >>> said = sentences(found, parent, "methcathinone", "меткатинон", "меткатинон")
    >>> print(said.en)
    Formed from methcathinone by replacing hydrogen with substituent 1.21 "methyl" in the para position of the benzene
    ring. All substituents are on the official list.
    >>> print(said.ru)
    Образовано из вещества «меткатинон» заменой: водорода на заместитель 1.21 «метил» в пара-положении бензольного
    кольца. Все заместители входят в официальный список.
    >>> print(said.kk)
    Негізгі зат: «меткатинон». Алмастыру: сутек → 1.21 «метил» орынбасары (бензол сақинасының пара-орны).
    Барлық орынбасарлар ресми тізімде бар.
    """
    places = Places(parent_smiles, decomposition.parent_atoms, decomposition.replacements).words()
    parts = [_words(part, place) for part, place in zip(decomposition.replacements, places, strict=True)]
    en, ru, kk = zip(*parts, strict=True)
    endings = [" ".join(ending) for ending in zip(*_endings(decomposition), strict=True)]
    return Sentences(
        en=f"Formed from {name_en} by replacing {_joined(en, ', and')}. {endings[0]}",
        ru=f"Образовано из вещества «{name_ru or name_en}» заменой: {_joined(ru, ' и')}. {endings[1]}",
        kk=f"Негізгі зат: «{name_kk or name_en}». Алмастыру: {'; '.join(kk)}. {endings[2]}",
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

    Parameters
    ----------
    decomposition : Decomposition
        What was found.
    parent_smiles, name_en, name_ru, name_kk : str
        The parent's structure and names.
    sizes : tuple of SizeAnswer or None
        The parent's rows of the size table: an analogue has the sizes of its parent (Law No. 279, art. 2, 3).
    listings : tuple of ListingAnswer
        The parent's positions.
    """
    from kzschedule.verdict import Analogue

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
        remote=decomposition.remote,
        complete=decomposition.complete,
    )


def _replacement_answer(replacement: Replacement) -> ReplacementAnswer:
    from kzschedule.verdict import Replacement as ReplacementAnswer

    name = group_name(replacement.reading)
    names = Words(name.name_en, name.name_ru, name.name_kk)
    line = replacement.reading.substituent
    if isinstance(line, Substituent):
        names = _printed(line)
    return ReplacementAnswer(
        position=replacement.positions[0],
        positions=replacement.positions,
        replaced=replacement.replaced[0],
        substituent=name.label,
        name_en=names.en,
        name_ru=names.ru,
        name_kk=names.kk,
        smiles=replacement.reading.smiles,
        substituent_id=replacement.reading.substituent_id,
        permitted=replacement.permitted,
        number=replacement.number,
    )


def _words(replacement: Replacement, place: Words) -> Words:
    """Put one replacement into words: what, by what, where."""
    what = _replaced(replacement)
    by = _substituent(replacement.reading)
    words = Words(
        f"{what.en} with {by.en} {place.en}", f"{what.ru} на {by.ru} {place.ru}", f"{what.kk} → {by.kk} ({place.kk})"
    )
    other = replacement.other_reading
    if other is None or other.permitted == "outside" or tier_of(other.reasons) > tier_of(replacement.reading.reasons):
        return words
    by = _substituent(other)
    if replacement.replaced == ("hydroxyl",):
        return words.also(
            f"or: the hydrogen of that hydroxyl group with {by.en}",
            f"или: водорода этой гидроксильной группы на {by.ru}",
            f"немесе: осы гидроксил тобының сутегі → {by.kk}",
        )
    return words.also(
        f"or: that hydroxyl group with {by.en}",
        f"или: этой гидроксильной группы на {by.ru}",
        f"немесе: осы гидроксил тобы → {by.kk}",
    )


def _substituent(reading: Reading) -> Words:
    """Name a substituent by its number and printed name, and say which it is where the name is of several."""
    line = reading.substituent
    if not isinstance(line, Substituent):
        name = group_name(reading)
        return Words(name.name_en, name.name_ru_accusative, name.name_kk)
    printed = _printed(line)
    words = Words(
        f'substituent {line.number} "{printed.en}"',
        f"заместитель {line.number} «{printed.ru}»",
        f"{line.number} «{printed.kk}» орынбасары",
    )
    if len(line.smiles) + len(line.doubtful_smiles) == 1:
        return words
    known = group_names().get(reading.smiles)
    if known is None:
        return words.also(reading.smiles, reading.smiles, reading.smiles)
    return words.also(known.name_en, known.name_ru, known.name_kk)


def _printed(line: Substituent) -> Words:
    """Return the name of a line as it is printed; the Russian one stands in for a missing Kazakh one."""
    return Words(line.name_en, _on_one_line(line.name_ru), _on_one_line(line.name_kk or line.name_ru))


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _replaced(replacement: Replacement) -> Words:
    symbols = replacement.replaced_symbols
    if "carboxyl" in replacement.reading.reasons and symbols == ("O",):
        return _ACID_GROUP
    if len(symbols) == 2 and symbols[0] == symbols[1]:
        return Words(*_TWO[symbols[0]])
    en, ru, kk = zip(*(_ONE[symbol] for symbol in symbols), strict=True)
    return Words(" and ".join(en), " и ".join(ru), " және ".join(kk))


def _endings(decomposition: Decomposition) -> Iterator[tuple[str, str, str]]:
    """Say what the grade rests on, and whether the parent is remote."""
    if decomposition.grade == "open":
        share = f"{100 * decomposition.skeleton_share:.0f}"
        reasons = [[told.format(share=share) for told in _REASONS[reason]] for reason in decomposition.open_reasons]
        frame = _OUTSIDE if decomposition.tier == OUTSIDE else _DOUBTFUL
        listed = ("; ".join(told) for told in zip(*reasons, strict=True))
        yield tuple(words.format(reasons=told) for words, told in zip(frame, listed, strict=True))  # type: ignore[misc]
    else:
        yield _OFFICIAL if decomposition.grade == "official" else _ASSUMED
    if decomposition.remote:
        yield _REMOTE


def _joined(parts: Sequence[str], word: str) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}{word} {parts[-1]}"
