"""Records of the data package: one frozen model for each file, one instance for each row.

The columns and their meaning are described in ``data/decree_470/README.md``; `kzschedule.records.package`
reads and writes them. The files stand in three layers. What the decree prints (`Row`, `Note`, `Size`,
`Substituent` and their like) knows no structure; what is known of substances (`Substance`, `Name`) knows no
law; `Listing` and `Group` say how a printed row is read, and which substances that means.
"""

# No annotation is a text here, as everywhere else: pydantic would read each of them anew in every process.
import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from kzschedule.language.statement import SubstanceName
from kzschedule.language.vocabulary import (
    Agreement,
    Consulted,
    Covered,
    DateSource,
    Evidence,
    ListingReading,
    ListingStereo,
    Mixture,
    NameKind,
    NameLanguage,
    PrecursorList,
    Section,
    SourceKind,
    Stereo,
    SubstanceKind,
    Table,
    Unit,
)

#: Text that must not be empty.
Text = Annotated[str, StringConstraints(min_length=1)]
#: A revision of the decree, by the day on which its act was signed, as ``2024-01-23``.
RevisionId = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Record(BaseModel):
    """A row of a file of the data package: frozen, and strict about its columns."""

    # What checks a record is built with the first that is checked: most are read from files that were checked before.
    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", populate_by_name=True)


class Substance(Record):
    """A substance, plant, preparation or mixture, without its legal position.

    `smiles`, `inchikey` and `formula` (Hill order) describe the same structure; `structure_evidence` and
    `cas_sources` name the sources that confirm the structure and the CAS number. `remark` is what every answer
    about the substance says of it, `note` is about the row itself.
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

    @property
    def own_names(self) -> tuple[str, ...]:
        """What it is itself called in English, Russian and Kazakh, beside the names of others for it."""
        return tuple(filter(None, (self.name_en, self.name_ru, self.name_kk)))


class Name(Record):
    """Another name of a substance."""

    substance_id: Text
    name: Text
    language: NameLanguage
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


class Revision(Record):
    """A revision of the decree's text, and the copy of it that was read; others are known by footnotes only."""

    revision_id: RevisionId
    act_id: Text
    read: bool
    copy_of: str | None = Field(alias="copy")
    sha256: str | None
    note: str | None


class Act(Record):
    """An act that made or amended the list.

    It is in force at the earliest from `from_earliest` and certainly from `from_sure`; between the two days what
    it changed is unconfirmed. Where the day is known both are the same. `date_source` is about `from_sure`.
    """

    act_id: Text
    number: Text
    date: datetime.date
    from_earliest: datetime.date
    from_sure: datetime.date
    date_source: DateSource
    title_ru: Text
    title_en: Text
    url: str | None
    source_ids: tuple[str, ...]
    note: str | None


class Claim(Record):
    """What a source says that an act added, as a count, and the rows that explain it."""

    act_id: str | None
    count: int
    kind: Text
    source_id: Text
    row_ids: tuple[str, ...]
    note: str | None


class Row(Record):
    """A printed state of a row or line of the List, key `row_id` and `first_revision`.

    `first_revision` and `last_revision` (empty: the newest read) are the first and the last revision with it, by
    `act_id`. Where two acts cannot be told apart `act_id` is the later one and `or_act_id` the earlier. The same
    columns say the same in the other files of the law.
    """

    row_id: Text
    table: Table
    section: Section
    list: PrecursorList | None
    item_no: str | None
    sub_no: str | None
    printed_ru: Text
    printed_kk: str | None
    conflict: str | None
    evidence: Evidence
    first_revision: RevisionId
    last_revision: RevisionId | None
    act_id: Text
    or_act_id: str | None
    basis: Text


class Listing(Record):
    """One substance or group that a row controls.

    `forms` says in which forms: ``any``, or tokens of `kzschedule.law.forms`. `stereo` says what the *printed* row
    says of configuration. `reading` is ``other`` for the second of two readings, which is unconfirmed and no parent.
    """

    row_id: Text
    substance_id: str | None
    group_id: str | None
    forms: tuple[str, ...]
    stereo: ListingStereo
    reading: ListingReading
    reading_note: str | None


class Note(Record):
    """A note to a section: which forms of the substances named there it covers, and what it takes out."""

    note_id: Text
    table: Table
    section: Section
    list: PrecursorList | None
    covers: tuple[Covered, ...]
    excepted: str | None = Field(alias="except")
    printed_ru: Text
    printed_kk: str | None
    first_revision: RevisionId
    last_revision: RevisionId | None
    act_id: Text
    or_act_id: str | None
    reading_note: str | None


class Group(Record):
    """A group that a row names without its members.

    A structure belongs to it if it has the formula (Hill order, where one is given) and matches the SMARTS
    `pattern`; what matches only one of `unconfirmed_pattern` is unconfirmed. Members, examples and decoys are
    identifiers of substances or SMILES; members belong to it whether they match or not.
    """

    group_id: Text
    row_id: Text
    name_en: Text
    name_ru: Text
    name_kk: str | None
    formula: str | None
    pattern: str | None
    unconfirmed_pattern: tuple[str, ...]
    members: tuple[str, ...]
    examples: tuple[str, ...]
    decoys: tuple[str, ...]
    reading_note: str | None


class Preparation(Record):
    """A clause of Table III, section A, on preparations, with its limits as numbers (mg, per cent)."""

    row_id: Text
    substance_ids: tuple[str, ...]
    max_mg: Decimal | None
    max_percent: Decimal | None
    adjunct: str | None
    min_adjunct_mg: Decimal | None
    min_adjunct_percent: Decimal | None
    printed_ru: Text
    printed_kk: str | None
    first_revision: RevisionId
    last_revision: RevisionId | None
    act_id: Text
    or_act_id: str | None
    reading_note: str | None


class Veterinary(Record):
    """A line of the list of medicines permitted in veterinary practice: information, no position."""

    vet_id: Text
    part: Literal["A", "B", "C"]
    item_no: Text
    printed_ru: Text
    printed_kk: str | None
    substance_ids: tuple[str, ...]
    first_revision: RevisionId
    last_revision: RevisionId | None
    act_id: Text
    or_act_id: str | None
    reading_note: str | None


class Cultivation(Record):
    """The size of a plant's cultivation: large from `large_from` plants on."""

    cult_id: Text
    heading_ru: Text
    heading_kk: str | None
    printed_ru: Text
    printed_kk: str | None
    plant_id: str | None
    large_from: int
    raw: Text
    raw_kk: str | None
    first_revision: RevisionId
    last_revision: RevisionId | None
    act_id: Text
    or_act_id: str | None
    reading_note: str | None


class Size(Record):
    """A row of the size table over one period, key `size_id` and `first_revision`.

    Small from `small_from` to `small_to` (both inclusive), large over `large_from` to `large_to` (inclusive),
    especially large over `xlarge_over`, all in `unit`. An empty bound is not printed. `targets` are rows of the
    List, or a group. `raw` is the printed cells, joined by a bar between spaces. `mixture` says whether the size is
    that of the whole mixture: by a star, by words, or not. `min_percent` is the least concentration that counts.
    """

    size_id: Text
    size_table: Literal["I", "II", "III"]
    row_no: Text
    printed_ru: Text
    printed_kk: str | None
    targets: tuple[str, ...]
    form: str | None
    condition: str | None
    unit: Unit
    small_from: Decimal | None
    small_to: Decimal | None
    large_from: Decimal | None
    large_to: Decimal | None
    xlarge_over: Decimal | None
    mixture: Mixture
    min_percent: Decimal | None
    raw: Text
    raw_kk: str | None
    conflict: str | None
    first_revision: RevisionId
    last_revision: RevisionId | None
    act_id: Text
    or_act_id: str | None
    reading_note: str | None


class Substituent(Record):
    """A substituent of the third list, over the period in which it stands.

    `smiles` are all structures that the printed name plainly means, ``*`` at each attachment; `doubtful_smiles`
    those that the unseen pictures leave open. `rule` names a rule instead of an enumeration, where there is one.
    """

    number: Text
    name_ru: Text
    name_kk: str | None
    name_en: Text
    valence: Literal["1", "2"]
    smiles: tuple[str, ...]
    doubtful_smiles: tuple[str, ...]
    rule: str | None
    reading: str | None
    examples: tuple[str, ...]
    decoys: tuple[str, ...]
    first_revision: RevisionId
    last_revision: RevisionId | None
    act_id: Text
    or_act_id: str | None


class Treaty(Record):
    """A schedule of the UN conventions that has the substance: information, no position."""

    substance_id: Text
    convention: Literal["1961", "1971", "1988"]
    schedule: Text
    decision_year: int | None
    consulted: Consulted
    source_ids: tuple[str, ...]


class OtherList(Record):
    """A substance on the list of another act, as a remark."""

    substance_id: Text
    act: Text
    remark: Text
    remark_ru: Text
    remark_kk: str | None
    source_ids: tuple[str, ...]


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
