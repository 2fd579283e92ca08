"""Which columns of a table hold the queries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from kzschedule.answer.query import Kind
from kzschedule.errors import TableError
from kzschedule.language.statement import Statement

#: Words of which one at least is in the name of a column with names, numbers or structures.
_NAMING = frozenset(
    {
        *("query", "name", "names", "inn", "substance", "substances", "compound", "compounds", "chemical", "chemicals"),
        *("drug", "drugs", "medicine", "product", "goods", "ingredient", "ingredients", "analyte", "reagent"),
        *("description", "component", "components", "synonym", "synonyms", "synon"),
        *("cas", "casno", "casnr", "casrn", "rn", "smiles", "inchi", "inchikey", "structure", "molblock"),
        *("название", "наименование", "имя", "вещество", "вещества", "препарат", "препараты", "мнн", "субстанция"),
        *("товар", "товары", "реактив", "реагент", "аналит", "описание", "состав", "компонент", "компоненты"),
        *("ингредиент", "ингредиенты", "средство", "лс", "номенклатура", "синоним", "синонимы", "прекурсор"),
        *("обнаружено", "обнаружены", "выявлено", "выявлены", "анықталды", "табылды", "detected", "identified"),
        *("структура", "кас", "номеркас", "касномер", "номерcas", "casномер"),
        *("атауы", "атау", "зат", "заттар", "тауар", "дәрі", "препарат", "құрамы", "сипаттамасы", "хпа", "құрылымы"),
    }
)
#: Names that are written without spaces, whatever they are made of.
_JOINED = frozenset(
    {
        *("substancename", "compoundname", "chemicalname", "productname", "tradename", "drugname", "iupacname"),
        *("casnumber", "casregistrynumber", "canonicalsmiles", "isomericsmiles", "standardinchi", "standardinchikey"),
        *("вво", "действвво", "действующеевво", "активноевво"),  # the word for a substance, shortened
        *("inchikey2d", "наименованиевещества", "наименованиетовара", "зататауы"),
    }
)
#: Words that stand beside those, and change nothing.
_BESIDE = frozenset(
    {
        *("of", "the", "and", "or", "en", "ru", "kk", "eng", "rus", "kaz", "english", "russian", "kazakh", "key", "2d"),
        *("active", "international", "nonproprietary", "trade", "brand", "common", "generic", "iupac", "systematic"),
        *("full", "short", "preferred", "canonical", "isomeric", "standard", "std", "registry", "expected", "test"),
        *("действующее", "действующие", "активное", "торговое", "международное", "непатентованное", "химическое"),
        *("лекарственного", "лекарственное", "лекарственные", "средства", "полное", "краткое", "основное"),
        *("наркотического", "психотропного", "контролируемого", "контролируемое", "обнаруженное", "определяемое"),
        *("товара", "товаров", "продукции", "продукта", "продукт", "веществ", "препарата", "препаратов", "субстанции"),
        *("реактива", "реактивов", "реагента", "прекурсора", "на", "по", "и", "или", "русском", "английском"),
        *("казахском", "языке", "латинском", "рус", "англ", "каз", "лат", "тмц", "химического"),
        *("заттың", "заттардың", "тауардың", "тауарлардың", "дәрілік", "препараттың", "әсер", "етуші", "ететін"),
        *("белсенді", "саудалық", "сауда", "халықаралық", "патенттелмеген", "химиялық", "толық", "орысша"),
        *("қазақша", "ағылшынша", "тілінде", "есірткі", "психотроптық", "прекурсордың"),
    }
)
#: Words for a number, which is one of the register only beside these.
_NUMBER = frozenset({"number", "no", "nr", "num", "номер", "нөмірі", "№"})
_REGISTER = frozenset({"cas", "кас", "registry"})
#: Words with which a name is that of something else.
_OTHER_NAMES = frozenset(
    {
        *("company", "supplier", "manufacturer", "producer", "vendor", "customer", "client", "user", "file", "sheet"),
        *("country", "city", "author", "person", "contact", "first", "last", "sample", "method", "unit", "brand"),
        *("организации", "компании", "фирмы", "предприятия", "поставщика", "производителя", "изготовителя"),
        *("получателя", "отправителя", "заказчика", "клиента", "страны", "города", "файла", "единицы", "органа"),
        *("ұйымның", "компанияның", "елдің", "қаланың", "өндірушінің", "жеткізушінің"),
    }
)
#: What stands between the names of a record and of the field in it; of the two the last counts.
LEVEL = "."
_WORD = re.compile(r"[^\W_]+|№")
_CAMEL = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ][a-zа-яё])")
#: A number at the end, as columns of the same name have it.
_NUMBERED = re.compile(r"[\s_.]*\(?\d+\)?$")


def is_known(name: str) -> bool:
    """Whether a column is called as columns with queries are.

    Examples
    --------
    >>> is_known("CAS-No."), is_known("Наименование товара"), is_known("Зат атауы"), is_known("price")
    (True, True, True, False)
    >>> is_known("Действ. в-во"), is_known("Обнаружено"), is_known("Примечание")
    (True, True, False)
    >>> is_known("Product number"), is_known("Company name"), is_known("name (3)")
    (False, False, True)
    """
    return any(map(_is_naming, _words(name)))


def _is_naming(words: frozenset[str]) -> bool:
    if words & _JOINED:
        return True
    if not words & _NAMING or not words <= _NAMING | _BESIDE | _NUMBER:
        return False
    return not words & _NUMBER or bool(words & _REGISTER)


def looks_known(name: str) -> bool:
    """Whether a column may hold names by what it is called, though it is not screened unasked.

    Examples
    --------
    >>> looks_known("Наименование (по накладной)"), looks_known("Supplier name"), looks_known("Цена")
    (True, False, False)
    """
    return any(bool(words & _NAMING) and not words & (_OTHER_NAMES | _NUMBER) for words in _words(name))


def _words(name: str) -> Iterator[frozenset[str]]:
    """Iterate over the ways to take a name apart: as written, at its capitals, and as one word."""
    for part in {name, name.rpartition(LEVEL)[2]}:
        shown = _NUMBERED.sub("", part.strip())
        yield frozenset(_WORD.findall(shown.casefold()))
        yield frozenset(_WORD.findall(_CAMEL.sub(" ", shown).casefold()))
        yield frozenset({"".join(_WORD.findall(shown.casefold()))})


def kind_by_name(name: str) -> Kind:
    """Return how the cells of a column are read by what it is called: SMILES and CAS as such, all else as it looks.

    Examples
    --------
    >>> kind_by_name("Canonical SMILES"), kind_by_name("CAS")
    ('smiles', 'cas')
    >>> kind_by_name("name")
    'auto'
    """
    if not is_known(name):
        return "auto"
    called = name.casefold()
    return "smiles" if "smiles" in called else "cas" if "cas" in called or "кас" in called else "auto"


def asked(
    column: str | Sequence[str] | Mapping[str, Kind] | None,
    names: Sequence[str],
    kinds: Mapping[str, Kind] | None = None,
) -> tuple[tuple[str, Kind], ...]:
    """Return the columns to be screened, with their kinds.

    Parameters
    ----------
    column : str, sequence of str, or mapping of str to str, optional
        What was asked for; by default all columns that are called so, or the only one.
    names : sequence of str
        The columns that there are.
    kinds : mapping of str to str, optional
        Kinds that are known of the table's format; for the others the name of the column tells it.

    Raises
    ------
    TableError
        If a column is not there, or none is asked for and none is called so.

    Examples
    --------
    >>> asked(None, ["id", "Name", "SMILES"])
    (('Name', 'auto'), ('SMILES', 'smiles'))
    >>> asked({"Name": "name"}, ["id", "Name", "SMILES"])
    (('Name', 'name'),)
    """
    given = dict(column) if isinstance(column, Mapping) else {}
    for kind in given.values():
        if kind not in get_args(Kind):
            raise TableError(
                Statement(
                    "kind {kind!r} is not known; it is one of {kinds}", kind=kind, kinds=", ".join(get_args(Kind))
                )
            )
    if column is None:
        wanted: Sequence[str] = _unasked(names)
    else:
        wanted = [column] if isinstance(column, str) else list(column)
    found = tuple((_find(name, names), given.get(name)) for name in dict.fromkeys(wanted))
    if not found:
        raise TableError(Statement("no column to screen is named; name one of {columns}", columns=_listed(names)))
    by_format = kinds or {}
    return tuple((name, kind or by_format.get(name) or kind_by_name(name)) for name, kind in found)


def _unasked(names: Sequence[str]) -> Sequence[str]:
    """Return the columns that are screened where none is asked for."""
    wanted = [name for name in names if is_known(name)] or [name for name in names if looks_known(name)]
    if not wanted and len(names) == 1:
        return names
    if not wanted:
        raise TableError(
            Statement(
                "no column is called as names, CAS numbers or structures are; "
                "name one of {columns}, or put a line with 'name' above a list without a header",
                columns=_listed(names),
            )
        )
    return wanted


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of columns, each once: a column without a name, or with that of another, gets one.

    Examples
    --------
    >>> unique(["name", "", "name"])
    ('name', 'column 2', 'name (3)')
    """
    found: dict[str, None] = {}
    for number, given in enumerate(names, start=1):
        name = given.strip() or f"column {number}"
        while name in found:
            name = f"{name} ({number})"
        found[name] = None
    return tuple(found)


def _find(wanted: str, names: Sequence[str]) -> str:
    """Return the column that is meant: the one of that name, else the only one that differs in case alone."""
    same = [name for name in names if name == wanted]
    found = same or [name for name in names if name.strip().casefold() == wanted.strip().casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        raise TableError(
            Statement(
                "there are {number} columns {column!r}; the columns are {columns}",
                number=len(found),
                column=wanted,
                columns=_listed(names),
            )
        )
    raise TableError(
        Statement("there is no column {column!r}; the columns are {columns}", column=wanted, columns=_listed(names))
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(repr(name) for name in names[:30]) + (" ..." if len(names) > 30 else "")
