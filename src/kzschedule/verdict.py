"""What an answer is: `Verdict` and its parts, frozen, with a JSON Schema beside them.

Fields may be added in later versions; none is renamed or removed.
"""

from __future__ import annotations

import datetime
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

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
from kzschedule.model import Consulted, DateBasis, Evidence, Section, SourceKind, Table, TableBasis
from kzschedule.statement import Statement, statement_of

Status = Literal["invalid", "listed", "unconfirmed", "unresolved", "analogue", "no_match"]
QueryKind = Literal["name", "cas", "inchikey", "inchi", "smiles", "molblock"]
Relation = Literal[
    "exact_name",
    "folded_name",
    "systematic_name",
    "cas",
    "inchikey",
    "inchi",
    "same_structure",
    "salt",
    "stereo_unspecified",
    "stereoisomer",
    "isotopologue",
    "tautomer",
    "component",
]
Grade = Literal["official", "assumed", "open"]
Permission = Literal["official", "assumed", "outside"]


class Part(BaseModel):
    """A part of an answer: frozen, and strict about its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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

    model_config = ConfigDict(frozen=True, extra="ignore")

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
    """A position on the list, with all that is known of it; `in_force` is about the day of the answer."""

    table: Table
    section: Section
    item_no: str | None
    listed_from: date | None
    listed_until: date | None
    act_id: str | None
    until_act_id: str | None
    in_force: bool
    evidence: Evidence
    table_basis: TableBasis
    date_basis: DateBasis | None
    source_ids: tuple[str, ...]
    note: str | None


class SizeAnswer(Part):
    """A row of the size table in force on the day of the answer; see `kzschedule.model.Size`."""

    form: str | None
    unit: str
    small_max: Decimal | None
    large_max: Decimal | None
    inclusive: tuple[str, ...]
    raw: str
    evidence: Evidence
    source_ids: tuple[str, ...]
    note: str | None


class Match(Part):
    """A substance of the data that the query is, and how that was found.

    `score` is 1.0 for all matches: whatever is less stands in the suggestions. `listings` is empty for a
    substance that the data knows without a position. `cas` is the CAS number in the data, where there is one.
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
    cas: str | None = None


class Replacement(Part):
    """One replacement by which a formal analogue is formed from its parent.

    `position` is the 0-based atom of ``structure.smiles`` that carries the substituent, `positions` are both
    atoms of a bridge; `smiles` is the substituent with ``*`` at its attachment, `name_en`, `name_ru`
    and `name_kk` are its names.
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


class Analogue(Part):
    """A listed substance of which the query is a formal analogue, with the replacements that lead to it.

    `matched_atoms` are 0-based atoms of ``structure.smiles``, `parent_atoms` the atoms of `parent_smiles`, the
    parent's SMILES in the data, that they correspond to, in the same order. `listings` are the parent's
    positions. `open_reasons` name what keeps the grade ``open``; `complete` is False where a symmetric structure
    has more readings than were compared.
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
    complete: bool = True


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
    """An act: its number, its date, and the day from which it is in force, where that is known."""

    act_id: str
    number: str
    date: datetime.date
    effective_from: datetime.date | None


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

    def to_text(self, *, language: Language | None = None) -> str:
        """Return the answer as lines of plain text.

        Parameters
        ----------
        language : str, optional
            ``en``, ``ru`` or ``kk``; by default that of the locale.

        Examples
        --------
        >>> from kzschedule import check
        >>> print(check("героин", as_of="2024-03-01").to_text(language="ru"))
        героин: LISTED: в Списке, на 2024-03-01
          вещество: героин / Heroin [heroin], найдено по этому наименованию
          ...
        """
        from kzschedule.render.text import verdict_text

        return verdict_text(self, language or default_language())

    def to_html(self, *, language: Language | None = None) -> str:
        """Return the answer as a fragment of HTML, as a notebook shows it.

        Parameters
        ----------
        language : str, optional
            ``en``, ``ru`` or ``kk``; by default that of the locale.

        Examples
        --------
        >>> from kzschedule import check
        >>> "выведено из списков ООН" in check("heroin").to_html(language="ru")
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

    def _repr_html_(self) -> str:
        return self.to_html()
