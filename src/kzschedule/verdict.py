"""What an answer is: `Verdict` and its parts, frozen, with a JSON Schema beside them.

Fields may be added in later versions; none is renamed or removed. `SCHEMA_VERSION` grows with them.
"""

# No annotation is a text here, as everywhere else: pydantic would read each of them anew in every process.
import datetime
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self, cast

from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
    computed_field,
)

from kzschedule.language import Language, default_language
from kzschedule.language.statement import Statement, statement_of
from kzschedule.language.vocabulary import (
    Consulted,
    Evidence,
    Grade,
    ListingReading,
    Mixture,
    Permission,
    PrecursorList,
    QueryKind,
    Relation,
    Section,
    SourceKind,
    Status,
    Table,
    Unit,
)

#: Version of the form of an answer; the first edition's answers had none.
SCHEMA_VERSION = "2.0"


class Part(BaseModel):
    """A part of an answer: frozen, and strict about its fields.

    The library makes its own by `model_construct`, so that an answer about a name does not wait for checks to be built.
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    @classmethod
    def showing(cls, record: BaseModel, **more: Any) -> Self:
        """Show of a record, which was checked as it was read, the fields that both have, and more.

        Examples
        --------
        >>> from kzschedule.schedule import Schedule
        >>> ActAnswer.showing(Schedule.default().acts["kz-gov-2024-22"]).number
        '22'
        """
        shared = cls.model_fields.keys() & type(record).model_fields.keys() - more.keys()
        shown = cls.model_construct(**{name: getattr(record, name) for name in shared}, **more)
        return cast("Self", shown)


#: A statement as a field: in JSON an object with its template (``text``) and its values.
Said = Annotated[
    Statement,
    PlainValidator(statement_of),
    PlainSerializer(Statement.parts),
    WithJsonSchema(
        {
            "title": "Statement",
            "description": "A sentence: its English template with names of values in braces, and the values: texts, "
            "numbers, names by language, statements, or arrays of these. ``:; `` behind a name says what stands "
            "between the items of an array (a comma where there is nothing), ``!r`` that it is quoted as in Python.",
            "type": "object",
            "properties": {"text": {"type": "string"}, "values": {"type": "object"}},
            "required": ["text", "values"],
            "additionalProperties": False,
        }
    ),
]


class Structure(BaseModel):
    """The structure that was examined, as read: salts and isotopes are still in it.

    The InChIKey is computed when it is first asked for, because it costs more than all the rest.

    Examples
    --------
    >>> Structure(smiles="CNC(C)C(=O)c1ccc(C)cc1").inchikey
    'YELGFTGWJGBAQU-UHFFFAOYSA-N'
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="ignore")

    smiles: str
    known_inchikey: str | None = Field(
        default=None, exclude=True, repr=False, validation_alias=AliasChoices("inchikey", "known_inchikey")
    )

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents this order; mypy cannot type it
    @property
    def inchikey(self) -> str | None:
        """Standard InChIKey; None where no InChI exists for the structure."""
        if self.known_inchikey is not None:
            return self.known_inchikey
        from kzschedule.structures.keys import inchikey_of_smiles

        return inchikey_of_smiles(self.smiles)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Structure) and self.smiles == other.smiles

    def __hash__(self) -> int:
        return hash(self.smiles)


class ListingAnswer(Part):
    """A position on the list: a row of the decree that controls a substance.

    Attributes
    ----------
    row_id : str
        Identifier of the row, such as ``I-B-23``.
    table, section, list, item_no
        Where it stands; `list` is that of the two lists of precursors.
    printed_ru, printed_kk : str
        The row as the decree prints it on the day, in Russian and Kazakh.
    conflict : str or None
        Where the two texts differ in substance.
    evidence : str
        ``official`` where a revision that was read has the row, ``reported`` where only a report names it.
    act_id : str
        The act that brought the row.
    in_force : bool
        Whether it is certainly in force on the day of the answer.
    from_earliest, from_sure : datetime.date
        The row is in force at the earliest from the one, and certainly from the other.
    until : datetime.date or None
        First day on which it is certainly out of force.
    revision : str
        The newest revision that prints it so.
    reading : str
        ``plain``; ``likely`` or ``other`` where the row has two readings; ``group``. `reading_note` says why.
    """

    row_id: str
    table: Table
    section: Section
    list: PrecursorList | None
    item_no: str | None
    printed_ru: str
    printed_kk: str | None
    conflict: str | None
    evidence: Evidence
    act_id: str
    in_force: bool
    from_earliest: date
    from_sure: date
    until: date | None
    revision: str
    reading: ListingReading
    reading_note: str | None
    source_ids: tuple[str, ...]


class SizeAnswer(Part):
    """A row of the size table as it stands, or may stand, on the day; see `kzschedule.records.model.Size`.

    `in_force` is False for one that only may stand on the day, because the day of an act is not certain.
    """

    size_id: str
    printed_ru: str
    printed_kk: str | None
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
    raw: str
    raw_kk: str | None
    conflict: str | None
    act_id: str
    in_force: bool
    from_earliest: date
    from_sure: date
    until: date | None
    reading_note: str | None


class CoveredBy(Part):
    """What covers a match: a ``row`` of the List, a ``note`` to a section, or a ``group``, by its identifier."""

    kind: Literal["row", "note", "group"]
    id: str


class Match(Part):
    """A substance of the data that the query is, or is a form of, and how that was found.

    `score` is 1.0 for all matches: whatever is less stands in the suggestions. `listings` is empty for a
    substance that the data know without a position. `covered_by` says what covers the query, where something does.
    `cas` is the CAS number in the data, where there is one.
    """

    substance_id: str
    name_en: str
    name_ru: str | None
    name_kk: str | None
    relation: Relation
    score: float
    matched_text: str
    listings: tuple[ListingAnswer, ...]
    sizes: tuple[SizeAnswer, ...] | None
    covered_by: CoveredBy | None = None
    cas: str | None = None


class Replacement(Part):
    """One replacement by which a formal analogue is formed from its parent.

    `position` is the 0-based atom of ``structure.smiles`` that carries the substituent, `positions` are both
    atoms of a bridge; `number` is the substituent's in the decree's list, `smiles` is it with ``*`` at its
    attachment, `name_en`, `name_ru` and `name_kk` are its names.
    """

    position: int
    replaced: Literal["hydrogen", "halogen", "hydroxyl"]
    substituent: str
    smiles: str
    substituent_id: str | None
    permitted: Permission
    positions: tuple[int, ...] = ()
    name_en: str = ""
    name_ru: str = ""
    name_kk: str = ""
    number: str | None = None


class Analogue(Part):
    """A listed substance of which the query is a formal analogue, with the replacements that lead to it.

    `matched_atoms` are 0-based atoms of ``structure.smiles``, `parent_atoms` the atoms of `parent_smiles`, the
    parent's SMILES in the data, that they correspond to, in the same order. `listings` are the parent's
    positions. `open_reasons` name what keeps the grade ``open``; `remote` marks what is near by the letter only;
    `complete` is False where a symmetric structure has more readings than were compared.
    """

    parent_id: str
    name_en: str
    name_ru: str | None
    grade: Grade
    skeleton_share: float
    sentence_en: str
    sentence_ru: str
    sizes: tuple[SizeAnswer, ...] | None
    parent_atoms: tuple[int, ...]
    replacements: tuple[Replacement, ...]
    matched_atoms: tuple[int, ...]
    listings: tuple[ListingAnswer, ...] = ()
    name_kk: str | None = None
    sentence_kk: str = ""
    parent_smiles: str = ""
    open_reasons: tuple[str, ...] = ()
    remote: bool = False
    complete: bool = True


class TreatyAnswer(Part):
    """A schedule of the UN conventions that has a substance: information, no position in the decree."""

    substance_id: str
    convention: str
    schedule: str
    decision_year: int | None
    consulted: Consulted
    source_ids: tuple[str, ...]


class VeterinaryAnswer(Part):
    """A line of the decree's list of veterinary medicines: information, no position and no permission."""

    vet_id: str
    printed_ru: str
    printed_kk: str | None
    substance_id: str


class PreparationAnswer(Part):
    """A clause of Table III, section A, that speaks of preparations of a substance, with its limits."""

    row_id: str
    printed_ru: str
    printed_kk: str | None
    substance_id: str
    max_mg: Decimal | None
    max_percent: Decimal | None
    adjunct: str | None
    min_adjunct_mg: Decimal | None
    min_adjunct_percent: Decimal | None
    reading_note: str | None


class OtherListAnswer(Part):
    """A substance on the list of another act, as a remark."""

    substance_id: str
    act: str
    remark: str
    remark_ru: str
    remark_kk: str | None
    source_ids: tuple[str, ...]


class RevisionAnswer(Part):
    """What was searched: the newest revision read, and the revisions that stand, or may stand, on the day.

    `on_day` has two entries inside the interval in which the day of an act is not certain, and none before the
    decree was in force.
    """

    revision_id: str
    act_id: str
    number: str
    date: datetime.date
    on_day: tuple[str, ...]


class Suggestion(Part):
    """A substance that the query may mean; nothing is asserted of it.

    `reason` says in which way its name differs, where that is known: a sign, a position, a keyboard layout;
    `reason_statement` says it as a template with its values.
    """

    substance_id: str
    name: str
    score: float
    listings: tuple[ListingAnswer, ...] = ()
    reason: str | None = None
    reason_statement: Said | None = None


class SourceAnswer(Part):
    """A source of a position or of a row of the size table, and whether it was consulted or recalled."""

    source_id: str
    title: str
    url: str | None
    kind: SourceKind
    consulted: Consulted


class ActAnswer(Part):
    """An act: its number, its date, and from which day it is in force, at the earliest and certainly."""

    act_id: str
    number: str
    date: datetime.date
    from_earliest: datetime.date
    from_sure: datetime.date


class Versions(Part):
    """What computed the answer."""

    kzschedule: str
    data: str
    rdkit: str


class Verdict(Part):
    """The answer to one question.

    Attributes
    ----------
    query : str
        The query, cut to 200 characters.
    query_kind : str
        How the query was read: name, cas, inchikey, inchi, smiles or molblock.
    as_of : datetime.date
        The day that the answer is about.
    structure : Structure or None
        The structure that was examined.
    status : str
        ``invalid``, ``listed``, ``unconfirmed``, ``unresolved``, ``analogue`` or ``no_match``. None of them
        says that a substance is not controlled.
    matches : tuple of Match
        Substances of the data that the query is.
    analogues : tuple of Analogue
        Listed substances of which the query is a formal analogue, nearest first.
    suggestions : tuple of Suggestion
        Substances that the query may mean, best first.
    classes : tuple of str
        Structure classes, for orientation only.
    sources : tuple of SourceAnswer
        The sources that the positions and the rows of the size table rest on.
    messages : tuple of str
        What a reader has to know before acting on the answer, in English.
    statements : tuple of Statement
        The same, each as a template with its values, so that it can be said in other languages.
    versions : Versions
        Versions of the library, the data and RDKit.
    newest_act : ActAnswer or None
        The newest act that was searched; later acts, if there are any, are not held.
    treaties, veterinary, preparations, other_lists : tuples
        Information about the substances found: UN control, the decree's list of veterinary medicines, the clauses
        of Table III, section A, on preparations, and the lists of other acts. None of it is a position.
    revision : RevisionAnswer or None
        The revision that was searched.
    schema_version : str
        Version of the form of this answer.
    """

    query: str
    query_kind: QueryKind
    as_of: date
    structure: Structure | None
    status: Status
    matches: tuple[Match, ...] = ()
    analogues: tuple[Analogue, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    classes: tuple[str, ...] = ()
    sources: tuple[SourceAnswer, ...] = ()
    messages: tuple[str, ...] = ()
    statements: tuple[Said, ...] = ()
    versions: Versions
    newest_act: ActAnswer | None = None
    treaties: tuple[TreatyAnswer, ...] = ()
    veterinary: tuple[VeterinaryAnswer, ...] = ()
    preparations: tuple[PreparationAnswer, ...] = ()
    other_lists: tuple[OtherListAnswer, ...] = ()
    revision: RevisionAnswer | None = None
    schema_version: str = SCHEMA_VERSION

    def to_text(self, *, language: Language | None = None, full: bool = False) -> str:
        """Return the answer as lines of plain text.

        Parameters
        ----------
        language : str, optional
            ``en``, ``ru`` or ``kk``; by default that of the locale.
        full : bool
            Whether everything is said, as by ``--full`` on the command line; else at most a dozen lines are.

        Examples
        --------
        >>> from kzschedule import check
        >>> print(check("героин", as_of="2024-03-01").to_text(language="ru"))
        героин: В СПИСКЕ, Таблица I, раздел А (наркотические средства), строка 20, на 01.03.2024
          вещество     героин / Heroin [heroin]...
        """
        from kzschedule.render.text import verdict_text

        return verdict_text(self, language or default_language(), full=full)

    def to_html(self, *, language: Language | None = None) -> str:
        """Return the answer as a fragment of HTML, as a notebook shows it.

        Parameters
        ----------
        language : str, optional
            ``en``, ``ru`` or ``kk``; by default that of the locale.

        Examples
        --------
        >>> from kzschedule import check
        >>> "ГЕРОИН" in check("heroin").to_html(language="ru")
        True
        """
        from kzschedule.render.html import verdict_html

        return verdict_html(self, language or default_language())

    def draw(self, number: int = 0, *, language: Language = "en") -> str | None:
        """Draw the structure beside the parent of one of its analogues, the replacements marked.

        Parameters
        ----------
        number : int, default 0
            Which of `analogues`, the nearest by default.
        language : str
            Language of the legend: ``en``, ``ru`` or ``kk``.

        Returns
        -------
        str or None
            An SVG picture; None where there is no such analogue.

        Examples
        --------
        >>> from kzschedule import check
        >>> check("CNC(C)C(=O)c1ccc(CC)cc1", as_of="2024-03-01").draw().startswith("<svg")
        True
        """
        if self.structure is None or not 0 <= number < len(self.analogues):
            return None
        from kzschedule.render.depict import draw_analogue

        analogue = self.analogues[number]
        return draw_analogue(analogue, self.structure.smiles, analogue.parent_smiles, language=language)

    @property
    def substance(self) -> Match | None:
        """The first substance of the data that the query is.

        Examples
        --------
        >>> from kzschedule import check
        >>> check("героин").substance.substance_id
        'heroin'
        """
        return next(iter(self.matches), None)

    @property
    def row(self) -> ListingAnswer | None:
        """The row on which the status rests: what covers a match, else that of the nearest parent of an analogue."""
        if self.status not in ("listed", "unconfirmed", "analogue"):
            return None
        found = [match.listings for match in self.matches if match.covered_by is not None]
        found += [analogue.listings for analogue in self.analogues]
        return next((listing for listings in found for listing in listings), None)

    @property
    def table(self) -> str | None:
        """The table of that row.

        Examples
        --------
        >>> from kzschedule import check
        >>> check("героин").table, check("aspirin").table
        ('I', None)
        """
        return None if self.row is None else self.row.table

    def __bool__(self) -> bool:
        raise TypeError(
            "a Verdict is neither true nor false; ask for verdict.status, which is 'listed' for what the List covers "
            "and 'no_match' for what was not found"
        )

    def __repr__(self) -> str:
        row = "" if self.row is None else f" {self.row.row_id}"
        return f"<Verdict {self.query!r}: {self.status}{row} on {self.as_of}>"

    def _repr_html_(self) -> str:
        return self.to_html()
