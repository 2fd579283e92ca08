"""Records of the data package: one frozen model for each file, one instance for each row.

The columns and their meaning are described in ``data/decree_470/README.md``; `kzschedule.datapackage`
reads and writes them. Chemistry (`Substance`, `Name`) and law (`Listing`, `Act`, `Size`) are kept apart: a
substance can have several positions on the list, or none.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from kzschedule.statement import SubstanceName

#: Text that must not be empty.
Text = Annotated[str, StringConstraints(min_length=1)]

Evidence = Literal["official", "reported", "treaty", "unverified"]
Table = Literal["I", "II", "III", "IV"]
Section = Literal["narcotic", "psychotropic", "precursor"]
SubstanceKind = Literal["substance", "plant", "preparation", "mixture"]
Stereo = Literal["absolute", "relative", "unspecified", "none"]
Agreement = Literal["agreed", "single", "unconfirmed"]
DateBasis = Literal["official", "revision", "reported", "assumed"]
TableBasis = Literal["official", "reported", "inferred"]
SourceKind = Literal["official_text", "report", "treaty_list", "practice", "paper", "chemistry"]
Consulted = Literal["yes", "partly", "recalled"]
Unit = Literal["g", "ml", "piece"]
Language = Literal["en", "ru", "kk", "la", "code"]
NameKind = Literal["inn", "trivial", "systematic", "code", "abbreviation", "street", "brand", "salt_cas"]

#: Evidence levels from the strongest to the weakest.
EVIDENCE_ORDER: tuple[Evidence, ...] = ("official", "reported", "treaty", "unverified")

#: The best evidence that a kind of source can give a row of law.
EVIDENCE_CAP: dict[SourceKind, Evidence] = {
    "official_text": "official",
    "report": "reported",
    "treaty_list": "treaty",
    "practice": "unverified",
}


class Record(BaseModel):
    """A row of a file of the data package: frozen, and strict about its columns."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Substance(Record):
    """A substance, plant, preparation or mixture, without its legal position.

    `smiles`, `inchikey` and `formula` (Hill order) describe the same structure; `structure_evidence` and
    `cas_sources` name the sources that confirm the structure and the CAS number. `excluded_by` names the
    source of a provision that takes the substance out of a listing that would otherwise cover it. `remark`
    is what every answer about the substance says of it, `note` is about the row itself.
    """

    substance_id: Text
    kind: SubstanceKind
    name_en: Text
    name_en_source: Text
    name_ru: str | None
    name_ru_source: str | None
    name_kk: str | None
    name_kk_source: str | None
    cas: str | None
    cas_sources: tuple[str, ...]
    smiles: str | None
    inchikey: str | None
    formula: str | None
    stereo: Stereo
    salts_excluded: bool
    excluded_by: str | None
    structure_class: tuple[str, ...]
    structure_evidence: tuple[str, ...]
    structure_agreement: Agreement | None
    stereo_agreement: Agreement | None
    remark: str | None
    remark_source: str | None
    note: str | None

    @property
    def name(self) -> SubstanceName:
        """The name in each language that has one."""
        return SubstanceName(self.name_en, ru=self.name_ru, kk=self.name_kk)


class Name(Record):
    """Another name of a substance."""

    substance_id: Text
    name: Text
    language: Language
    kind: NameKind
    source_id: Text


class Collision(Record):
    """A meaning of a name that has several; `substance_id` is empty when the meaning lies outside the data."""

    name: Text
    substance_id: str | None
    meaning: Text
    smiles: str | None
    source_id: Text


class Counterion(Record):
    """A fragment that is never the substance meant: a salt former, a solvent or a hydrate."""

    smiles: Text
    name: Text
    role: Literal["salt_former", "solvent", "hydrate"]
    source_id: Text


class Listing(Record):
    """One position on the list.

    In force from `listed_from` to the day before `listed_until`; `act_id` put it there, `until_act_id` took
    it off. `un_*` say on which decision under the UN conventions a ``treaty`` row rests.
    """

    substance_id: Text
    table: Table
    section: Section
    item_no: str | None
    listed_from: datetime.date | None
    listed_until: datetime.date | None
    date_basis: DateBasis | None
    act_id: str | None
    until_act_id: str | None
    evidence: Evidence
    table_basis: TableBasis
    source_ids: tuple[str, ...]
    un_convention: str | None
    un_schedule: str | None
    un_decision_year: int | None
    note: str | None


class TreatyRule(Record):
    """One line of the rule by which the table of a ``treaty`` position is inferred.

    The first line, by `priority`, whose convention and schedule fit and whose years hold the year of the UN
    decision (a missing year counts as early) gives the table. `decided_until` is also the last year whose
    decisions count as carried by the newest act known. A line with a substance is about that one alone.
    """

    priority: int
    substance_id: str | None
    convention: Text
    schedule: Text
    decided_from: int | None
    decided_until: int | None
    table: Table
    reason: Text


class Act(Record):
    """An act that made or amended the list; `effective_from` is empty where no source gives the day."""

    act_id: Text
    number: Text
    date: datetime.date
    effective_from: datetime.date | None
    title_ru: Text
    title_en: Text
    url: str | None
    source_ids: tuple[str, ...]
    note: str | None


class Claim(Record):
    """What a source says that an act added, as a count, where the names were not given."""

    act_id: str | None
    count: int
    kind: Text
    source_id: Text
    note: str | None


class Size(Record):
    """One row of the size table: bounds of the small and the large size in `unit`.

    `inclusive` says to which size a bound itself belongs, as ``bound:size`` (``small_max:large``: the bound of
    the small size is already large); a bound that it does not name was not stated. A bound that its source
    contradicts is empty and stands in `raw` only.
    """

    substance_id: Text
    form: str | None
    unit: Unit
    small_max: Decimal | None
    large_max: Decimal | None
    inclusive: tuple[str, ...]
    raw: Text
    valid_from: datetime.date | None
    valid_until: datetime.date | None
    evidence: Evidence
    source_ids: tuple[str, ...]
    note: str | None


class Substituent(Record):
    """One permitted substituent, or a class of them, as a row; see `kzschedule.analogues.rule.SubstituentClass`."""

    substituent_id: Text
    name_en: Text
    name_ru: Text
    valence: Literal["1", "2"]
    pattern: Text
    limits: tuple[str, ...]
    basis: Literal["official", "assumed"]
    examples: tuple[str, ...]
    decoys: tuple[str, ...]
    reason: Text
    source_id: Text


class StructureClass(Record):
    """A class of structures, for orientation: a SMARTS, with examples that it matches and decoys that it does not.

    Examples and decoys are identifiers of substances, or SMILES of real compounds.
    """

    class_id: Text
    name_en: Text
    name_ru: Text
    smarts: Text
    examples: tuple[str, ...]
    decoys: tuple[str, ...]


class Source(Record):
    """A source; `consulted` is ``recalled`` where its content was written from memory and cross-checked."""

    source_id: Text
    title: Text
    publisher: str | None
    url: str | None
    kind: SourceKind
    consulted: Consulted
    date: str | None
    licence: str | None
    note: str | None
