"""The query: the text or molecule that a user gives, made one text in one typography, or refused with the cure."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from kzschedule._regex import regex
from kzschedule.answer import messages
from kzschedule.answer.identify import Form, identify, kind_of
from kzschedule.errors import KzScheduleError
from kzschedule.language.statement import Statement, counted
from kzschedule.language.vocabulary import QueryKind
from kzschedule.names.company import is_placeholder
from kzschedule.names.damage import as_written, said_of_encoding
from kzschedule.text import clean, unwrapped

if TYPE_CHECKING:
    from rdkit import Chem

Kind = Literal["auto", "name", "cas", "inchikey", "inchi", "smiles", "molblock"]
KINDS = ("auto", "name", "cas", "inchikey", "inchi", "smiles", "molblock")
#: Those that are a structure.
NOTATIONS = ("smiles", "inchi", "molblock")
#: Longest query that is read as anything but a mol block, in characters.
MAX_QUERY = 4_000
#: How much of a query an answer repeats, in characters.
ECHOED = 200
#: Control characters, halves of characters, and the mark that decoding leaves for what it could not read.
_CONTROL = regex(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffd]")
#: One letter of a name that decoding has lost, with the sign that `kzschedule.names.damage` knows for it.
_LOST_LETTER = regex(r"^([^\ufffd]*)(?:(?:^|(?<=[\s(,-]))\ufffd(?=-\w)|(?<=[^\W\d_])\ufffd(?=[^\W\d_]))([^\ufffd]+)$")
#: A separator behind a SMILES, with the title that a list has there.
_BEHIND_SMILES = regex(r"(?P<smiles>[^\s,;\"']+)[\"']?[,;]+\s*(?P<title>.*)")
_LABEL = regex(r"^smiles\s*[:=]\s*(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it is read, once for all steps: what it is said to be, its text, and what the text looks like.

    A molecule has no text and no form, and stands in `mol`. `said` is what there is to say of how the text was read.
    """

    kind: Kind
    text: str = ""
    form: Form | None = None
    mol: Chem.Mol | None = None
    said: Statement | None = None


def read_query(query: object, kind: Kind) -> Query:
    """Read a query, of the kind that it is said to be.

    Raises
    ------
    KzScheduleError
        If it is no text or molecule, or none that can be read.

    Examples
    --------
    >>> read_query(" «50-36-2» ", "auto")
    Query(kind='auto', text='50-36-2', form='cas', mol=None, said=None)
    """
    if is_mol(query):
        from kzschedule.structures.reading import checked

        return Query(kind, mol=checked(query))  # type: ignore[arg-type]  # is_mol has looked at it
    text = _as_text(query)
    if not isinstance(text, str):
        raise KzScheduleError(
            Statement(
                "a query is one text or molecule, not {type}; "
                "for several at once use kzschedule.screen, or call check for each",
                type=type(query).__name__,
            )
        )
    said = None
    if (written := as_written(text)) is not None:
        said = messages.read_as_spelling(echo(text), echo(written), [said_of_encoding(echo(written))])
        text = written
    text = _readable(text, kind)
    return Query(kind, text, identify(text) if kind == "auto" else kind, said=said)


def _as_text(query: object) -> object:
    """Return the number or day of a cell as the text that it was: spreadsheets take CAS numbers for both."""
    if isinstance(query, float) and query.is_integer():
        query = int(query)
    if isinstance(query, int) and not isinstance(query, bool):
        return str(query)
    if isinstance(query, date) and query == query:  # noqa: PLR0124 — pandas' NaT is a day that equals nothing
        return query.isoformat()[:10]
    return query


def _readable(query: str, kind: Kind) -> str:
    """Return the text of a query in one typography, or say why it is none."""
    query = _LOST_LETTER.sub("\\1□\\2", clean(query))
    if not unwrapped(query):
        raise KzScheduleError(Statement("the query is empty; give a name, a CAS number, an InChIKey or a structure"))
    if kind != "smiles" and is_placeholder(query):
        raise KzScheduleError(
            Statement(
                "{text!r} stands for a value that is not there; leave the cell empty", text=query.strip()[:ECHOED]
            )
        )
    if _CONTROL.search(query):
        raise KzScheduleError(
            Statement("the query has characters that no text has, as binary data do; give it as text")
        )
    if len(query) > MAX_QUERY and kind != "molblock" and identify(query[:MAX_QUERY]) != "molblock":
        raise KzScheduleError(
            counted(
                "the query has {count} characters; at most {most} are read, check one substance at a time",
                count=len(query),
                most=MAX_QUERY,
            )
        )
    return query if "\n" in query else _unwrapped(query.strip())


def _unwrapped(text: str) -> str:
    """Return a text without quotation marks around it, the label of a SMILES, and separators behind one."""
    text = _LABEL.sub("", unwrapped(text))
    match = _BEHIND_SMILES.fullmatch(text.lstrip("\"'"))
    if match is None or match["smiles"].count("(") != match["smiles"].count(")"):
        return text  # a comma inside a name
    if identify(match["smiles"]) != "smiles" or identify(match["title"] or "-") != "name":
        return text
    return f"{match['smiles']} {match['title']}".strip()


def failed_kind(query: object, kind: Kind) -> QueryKind:
    """Return how a query that could not be read was read."""
    if kind != "auto":
        return kind
    return kind_of(identify(query[:MAX_QUERY])) if isinstance(query, str) and query.strip() else "name"


def echo(query: object) -> str:
    """Return a query as an answer repeats it: short, and without what no text format can carry."""
    if is_mol(query):
        from rdkit import Chem

        query = Chem.MolToSmiles(query)
    text = query if isinstance(query, str) else repr(query)
    return text[:ECHOED].encode("utf-8", "replace").decode("utf-8")


def is_mol(query: object) -> bool:
    """Whether a query is an RDKit molecule; asking does not import RDKit."""
    # While another thread imports RDKit its module stands there without the class; nothing is a molecule yet.
    mol = getattr(sys.modules.get("rdkit.Chem"), "Mol", None)
    return mol is not None and isinstance(query, mol)
