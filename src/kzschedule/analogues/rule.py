"""The analogue rule as data: what is replaceable, in which parents, by what, and what is said to be remote.

Legal core: Law No. 279 of 10 July 1998, art. 1 (17-1 and 33-1), and the third list that Decree No. 470 approves.
The rule of the data package takes its substituents from that list (``substituents.csv``). Any file of the same form
takes its place; it may bring classes of substituents of its own, and limits, which the law does not have.
"""

from __future__ import annotations

import json
import re
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, ValidationError, WithJsonSchema
from rdkit import Chem

from kzschedule.errors import KzScheduleError
from kzschedule.language.statement import SubstanceName
from kzschedule.language.vocabulary import Section, Table
from kzschedule.structures.logs import silent

Group = Literal["hydrogen", "halogen", "hydroxyl"]
Basis = Literal["official", "assumed"]

#: Groups in the order in which a rest takes their place: a hydroxyl first, then halogens, then hydrogens.
GROUP_ORDER: tuple[Group, ...] = ("hydroxyl", "halogen", "hydrogen")

RULE_FILE = "analogue_rule.json"
#: What `Limits` of a substituent class count beside the elements.
COUNTS = ("heavy_atoms", "rings", "ring_size", "branches", "double_bonds", "triple_bonds", "span")

_RANGE = re.compile(r"(?P<low>\d+)(?P<open>-(?P<high>\d*))?$")
_ELEMENTS = frozenset(Chem.GetPeriodicTable().GetElementSymbol(number) for number in range(1, 119))


class AnalogueRuleError(KzScheduleError):
    """A rule file, or a class of substituents in it, that cannot be read."""


class Part(BaseModel):
    """A part of the rule: frozen, and strict about its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def parse_range(text: str) -> tuple[int, int | None]:
    """Read a count: ``2`` is exactly two, ``1-6`` one to six, ``1-`` one or more.

    Raises
    ------
    AnalogueRuleError
        If the text is none of the three.

    Examples
    --------
    >>> parse_range("1-6"), parse_range("1-"), parse_range("0")
    ((1, 6), (1, None), (0, 0))
    """
    match = _RANGE.match(text.strip())
    if match is None:
        raise AnalogueRuleError(f"{text!r} is no count; write 2, 1-6 or 1-")
    low = int(match["low"])
    if match["open"] is None:
        return low, low
    high = int(match["high"]) if match["high"] else None
    if high is not None and high < low:
        raise AnalogueRuleError(f"{text!r} ends before it begins; write the smaller count first")
    return low, high


def _parse_limits(value: object) -> object:
    """Accept the cell of a CSV file (``C 1-6|rings 0``) beside the mapping of a JSON file."""
    if isinstance(value, str):
        pairs = [part.rpartition(" ") for part in value.split("|") if part.strip()]
        return {key.strip(): parse_range(count) for key, _, count in pairs}
    if isinstance(value, dict):
        return {key: parse_range(count) if isinstance(count, str) else count for key, count in value.items()}
    return value


def _parse_cell(value: object) -> object:
    """Accept the cell of a CSV file, a list joined by ``|``, beside the array of a JSON file."""
    return tuple(part for part in value.split("|") if part) if isinstance(value, str) else value


def _write_limits(limits: dict[str, tuple[int, int | None]]) -> str:
    return "|".join(f"{key} {_write_range(*bounds)}" for key, bounds in limits.items())


def _write_range(low: int, high: int | None) -> str:
    return str(low) if low == high else f"{low}-{'' if high is None else high}"


SubstituentLimits = Annotated[
    dict[str, tuple[int, int | None]],
    BeforeValidator(_parse_limits),
    PlainSerializer(_write_limits, return_type=str),
    WithJsonSchema({"type": "string", "description": "counts joined by |, for example C 1-6|rings 0"}),
]
Cell = Annotated[tuple[str, ...], BeforeValidator(_parse_cell)]


class SubstituentClass(Part):
    """A class of permitted substituents, as a rule other than the law's names them by a pattern.

    Attributes
    ----------
    substituent_id, name_en, name_ru : str
        Identifier and names of the class.
    valence : int
        1 or 2: how many valences of the skeleton it uses.
    pattern : str
        SMARTS that must match the substituent; ``[#0]`` is the skeleton's atom that carries it.
    limits : dict
        Smallest and largest count (None: no upper bound) by element symbol, or by one of
        `COUNTS`. Where an element is named, the substituent has no other elements than those named.
        ``span`` is the number of bonds between the two atoms that a bivalent substituent bridges.
    basis : str
        ``official`` if the statute names the class, else ``assumed``.
    examples, decoys : tuple of str
        SMILES, with ``*`` at the attachment, of substituents that the class covers and does not.
    reason : str
        Why the class is there.
    source_id : str
        The statute that names it.
    """

    substituent_id: str
    name_en: str
    name_ru: str
    valence: Literal[1, 2]
    pattern: str
    limits: SubstituentLimits = {}
    basis: Basis
    examples: Cell = ()
    decoys: Cell = ()
    reason: str = ""
    source_id: str = ""
    #: A class that is named in order to be kept out, as hydroxyl and carboxyl are in the Russian definition.
    permitted: bool = True

    @cached_property
    def query(self) -> Chem.Mol:
        """The compiled pattern.

        Raises
        ------
        AnalogueRuleError
            If the pattern is no SMARTS or a limit counts something unknown.
        """
        with silent():
            query = Chem.MolFromSmarts(self.pattern)
        if query is None or not self.pattern:
            raise AnalogueRuleError(f"{self.substituent_id}: {self.pattern!r} is no SMARTS; correct the pattern")
        for key in self.limits:
            if key not in _ELEMENTS and key not in COUNTS:
                raise AnalogueRuleError(
                    f"{self.substituent_id}: limit {key!r} is neither an element nor of {', '.join(COUNTS)}"
                )
        return query

    @cached_property
    def elements(self) -> frozenset[str]:
        """Elements that the limits name."""
        return frozenset(self.limits) & _ELEMENTS


class Replaceable(Part):
    """A group of the parent that a substituent can take the place of.

    `pattern` is a SMARTS whose first atom is the group's atom, for ``hydrogen`` the atom that carries it. `reason`
    is the open reason of a reading that needs the group, where it is doubtful that the law means it: the hydroxyl
    group of a carboxyl group.
    """

    group: Group
    pattern: str
    basis: str
    clause: str
    reason: str | None = None


class ParentSection(Part):
    """A section of the List, and why its substances are parents, or are not."""

    table: Table
    section: Section
    clause: str


class ParentGroup(Part):
    """A group whose members are parents, though the row does not name each of them, and why."""

    group_id: str
    clause: str


class Parents(Part):
    """Which sections of the List have parents; those that are left out are named with the reason.

    What a row names is a parent, and members of the named groups are; members of other groups are not.
    """

    sections: tuple[ParentSection, ...]
    excluded: tuple[ParentSection, ...] = ()
    groups: tuple[ParentGroup, ...] = ()
    basis: str
    clause: str

    def include(self, table: Table, section: Section) -> bool:
        """Tell whether what stands in a section is a parent.

        Examples
        --------
        >>> of_one = ParentSection(table="I", section="narcotic", clause="analogues of narcotic drugs")
        >>> parents = Parents(sections=(of_one,), basis="official", clause="Decree No. 470")
        >>> parents.include("I", "narcotic"), parents.include("IV", "precursor")
        (True, False)
        """
        return any((one.table, one.section) == (table, section) for one in self.sections)

    def include_group(self, group_id: str) -> bool:
        """Tell whether the members of a group are parents."""
        return any(one.group_id == group_id for one in self.groups)


class Core(Part):
    """A core structure that a rule names beside, or instead of, the substances of the list.

    Atoms of `smiles` with a map number are the places of the core. If `places` is given, substituents stand
    there only, and at each place only those of the named classes.
    """

    core_id: str
    name_en: str
    name_ru: str
    smiles: str
    places: dict[int, tuple[str, ...]] | None = None

    @property
    def name(self) -> SubstanceName:
        """The name in each language that has one."""
        return SubstanceName(self.name_en, ru=self.name_ru)


class Limit(Part):
    """A limit with its clause and basis."""

    basis: str
    clause: str


class CountLimit(Limit):
    """A limit that is a count."""

    value: int


class NumberLimit(Limit):
    """A limit that is a share or a mass."""

    value: float


class CarbonLimit(Limit):
    """A limit of carbon atoms: a count, or ``parent`` for as many as the parent has."""

    value: int | Literal["parent"]


class ElementLimit(Limit):
    """A limit to certain elements."""

    value: tuple[str, ...]


class Limits(Part):
    """Limits of a rule; None where it has no such limit, as the law has none. What is beyond one is ``open``.

    Attributes
    ----------
    skeleton_share : Limit
        Smallest share of the candidate's heavy atoms that the parent's skeleton makes up.
    skeleton_atoms, skeleton_atoms_with_ring : Limit
        Fewest heavy atoms of a skeleton without, and with a ring: a smaller one is in half of chemistry.
    bridge_span : Limit
        Largest number of bonds between the two atoms that a bivalent substituent bridges.
    replacements : Limit
        Most replacements.
    substituent_carbons : Limit
        Most carbon atoms in all substituents together; ``parent``: no more than the parent has.
    molecular_mass : Limit
        Largest relative molecular mass of the candidate.
    elements : Limit
        Elements of which the candidate may consist, hydrogen included.
    """

    skeleton_share: NumberLimit | None = None
    skeleton_atoms: CountLimit | None = None
    skeleton_atoms_with_ring: CountLimit | None = None
    bridge_span: CountLimit | None = None
    replacements: CountLimit | None = None
    substituent_carbons: CarbonLimit | None = None
    molecular_mass: NumberLimit | None = None
    elements: ElementLimit | None = None


class Remote(Part):
    """What is marked as an analogue by the letter only: a small share of skeleton, or a small skeleton."""

    skeleton_share: NumberLimit
    skeleton_atoms: CountLimit
    skeleton_atoms_with_ring: CountLimit


class AnalogueRule(Part):
    """The rule: a self-contained description of what a formal analogue is.

    Attributes
    ----------
    rule_id, title_en, title_ru : str
        Identifier and titles.
    basis : str
        ``official``, or ``assumed`` with the reason in `note`.
    replaceable : tuple of Replaceable
        Groups of the parent that can be replaced; a group that is not named belongs to the skeleton.
    parents : Parents
        Which sections of the List have parents.
    cores : tuple of Core
        Core structures that the rule names itself.
    limits : Limits
        Limits that the rule sets.
    remote : Remote or None
        What is marked as remote.
    substituents : tuple of SubstituentClass
        Permitted substituents; a rule without them takes those of the official list.
    """

    rule_id: str
    title_en: str
    title_ru: str
    basis: Basis
    source_ids: tuple[str, ...] = ()
    note: str = ""
    replaceable: tuple[Replaceable, ...]
    parents: Parents
    cores: tuple[Core, ...] = ()
    limits: Limits = Limits()
    remote: Remote | None = None
    substituents: tuple[SubstituentClass, ...] = ()


def load_rule(path: Path | str | None, package_dir: Path | str) -> AnalogueRule:
    """Read a rule file, or the rule of the data package.

    Parameters
    ----------
    path : path or None
        A rule file; None stands for ``analogue_rule.json`` of the data package.
    package_dir : path
        Folder of the data package.

    Raises
    ------
    AnalogueRuleError
        If a file is missing, is not JSON, or does not have the form of a rule.

    Examples
    --------
    >>> load_rule("no/such/rule.json", "no/such/package")
    Traceback (most recent call last):
    ...
    kzschedule.analogues.rule.AnalogueRuleError: rule file no/such/rule.json cannot be read (No such file...
    """
    file = Path(path) if path is not None else Path(package_dir) / RULE_FILE
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise AnalogueRuleError(f"rule file {file} cannot be read ({error.strerror}); check the path") from error
    except (ValueError, RecursionError) as error:
        raise AnalogueRuleError(f"rule file {file} is no JSON ({error}); correct it there") from error
    if not isinstance(content, dict):
        raise AnalogueRuleError(f"rule file {file} holds no object; see docs/why/analogue_rule.md for its form")
    try:
        rule = AnalogueRule.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise AnalogueRuleError(f"rule file {file}, {place}: {first['msg']}") from error
    check_patterns(rule)
    return rule


def check_patterns(rule: AnalogueRule) -> None:
    """Compile every pattern of a rule.

    Raises
    ------
    AnalogueRuleError
        Naming the first pattern or limit that cannot be used.
    """
    for substituent in rule.substituents:
        _ = substituent.query
    for replaceable in rule.replaceable:
        compiled_group(replaceable)
    for core in rule.cores:
        with silent():
            if Chem.MolFromSmiles(core.smiles) is None:
                raise AnalogueRuleError(f"core {core.core_id}: {core.smiles!r} is no readable SMILES")


def compiled_group(replaceable: Replaceable) -> Chem.Mol:
    """Compile the pattern of a replaceable group.

    Raises
    ------
    AnalogueRuleError
        If it is no SMARTS.
    """
    with silent():
        query = Chem.MolFromSmarts(replaceable.pattern)
    if query is None or not replaceable.pattern:
        raise AnalogueRuleError(f"{replaceable.group}: {replaceable.pattern!r} is no SMARTS; correct the pattern")
    return query
