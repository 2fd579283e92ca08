"""A sentence of an answer: its English text, with the template and the values behind it, to be said in a language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kzschedule.language import LANGUAGES, Language, translation

#: What a template may hold: a name in braces, as it is or quoted, a list with what stands between its items.
_FIELD = re.compile(r"\{[a-z_]+(?:!r)?(?::[;,] )?\}")


class Statement(str):
    """A text in English that can be said in other languages: a template of the catalogues, and its values.

    It is its English text, so it goes wherever a text goes. A value may be a text, a number, another statement,
    the name of a substance, or a tuple of these, joined by what stands behind the colon (``{steps:; }``) or by a comma.

    Parameters
    ----------
    template : str
        The English text with names of values in braces.
    **values
        The values. Where there is a `count`, it decides the plural form; see `counted`.

    Examples
    --------
    >>> said = Statement("{name}: known, not named in the decree.", name=SubstanceName("Heroin", ru="героин"))
    >>> said
    'Heroin: known, not named in the decree.'
    >>> said.say("ru")
    'героин: вещество известно, в постановлении не названо.'
    >>> Statement("as_of {text!r} is no date; write it as 2024-02-06 or 06.02.2024", text="soon").say("ru")
    'as_of «soon» — не дата; напишите её как 06.02.2024 или 2024-02-06'
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, Any]

    def __new__(cls, template: str, /, **values: Any) -> Statement:
        """Write the English text."""
        for name, value in values.items():
            if type(value) is tuple:
                values[name] = _Listed(value)
        said = super().__new__(cls, template.format(**values))
        said.template = template
        said.values = values
        return said

    def __reduce__(self) -> tuple[Callable[..., Statement], tuple[str, Mapping[str, Any]]]:
        return _restored, (self.template, self.values)

    def say(self, language: Language = "en") -> str:
        """Return the text in a language; in English if the catalogue has none."""
        if language == "en":
            return str(self)
        catalogue = translation(language)
        count = self.values.get("count")
        if count is None:
            text = catalogue.gettext(self.template)
        else:
            text = catalogue.ngettext(self.template, self.template, count)
        return text.format(**{name: _said(value, language) for name, value in self.values.items()})

    def parts(self) -> dict[str, Any]:
        """Return the template and the values as plain data, for JSON.

        Examples
        --------
        >>> Statement("found: {names}", names=("a", Statement("no position found"))).parts()
        {'text': 'found: {names}', 'values': {'names': ['a', {'text': 'no position found', 'values': {}}]}}
        """
        return {"text": self.template, "values": {name: _plain(value) for name, value in self.values.items()}}


class SubstanceName(str):
    """The name of a substance in each language that has one; the English one stands in for a missing one.

    Examples
    --------
    >>> name = SubstanceName("Heroin", ru="героин", kk=None)
    >>> name, name.say("ru"), name.say("kk")
    ('Heroin', 'героин', 'Heroin')
    """

    __slots__ = ("others",)
    others: dict[str, str]

    def __new__(cls, en: str, **others: str | None) -> SubstanceName:
        """Keep the names that there are."""
        name = super().__new__(cls, en)
        name.others = {language: other for language, other in others.items() if other}
        return name

    def __reduce__(self) -> tuple[Callable[..., SubstanceName], tuple[str, dict[str, str]]]:
        return _renamed, (str(self), self.others)

    def say(self, language: Language) -> str:
        """Return the name in a language."""
        return self.others.get(language, str(self))


class _Listed(tuple[Any, ...]):
    """Several values in one place of a template; the format says what stands between them."""

    __slots__ = ()

    def __format__(self, separator: str) -> str:
        return (separator or ", ").join(self)


#: From here on the thousands of a number are set apart.
_GROUPED = 10_000


def day(value: date) -> SubstanceName:
    """Return a day as each language writes it: a value for a statement.

    Examples
    --------
    >>> day(date(2024, 2, 6)).say("en"), day(date(2024, 2, 6)).say("ru")
    ('2024-02-06', '06.02.2024')
    """
    dotted = f"{value:%d.%m.%Y}"
    return SubstanceName(value.isoformat(), ru=dotted, kk=dotted)


def number(value: Decimal) -> SubstanceName:
    """Return a number as each language writes it: a value for a statement.

    Examples
    --------
    >>> number(Decimal("0.020")).say("en"), number(Decimal("0.020")).say("ru"), number(Decimal("100")).say("kk")
    ('0.02', '0,02', '100')
    >>> number(Decimal(100_000)).say("en")
    '100,000'
    """
    text = f"{value:,f}" if value >= _GROUPED else f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    comma = text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
    return SubstanceName(text, ru=comma, kk=comma)


def counted(template: str, /, *, count: int, **values: Any) -> Statement:
    """Return a statement whose words depend on a number, in languages that have such forms.

    Examples
    --------
    >>> [counted("{number} rows", number=count, count=count).say("ru") for count in (1, 3, 5)]
    ['1 строка', '3 строки', '5 строк']
    """
    return Statement(template, count=count, **values)


def alternatives(words: tuple[str, ...]) -> str:
    """Return the words with "or" between them, as a statement if there are several.

    Examples
    --------
    >>> alternatives(("small", "large", "especially large"))
    'small or large or especially large'
    """
    first, *rest = words
    for word in rest:
        first = Statement("{first} or {second}", first=first, second=word)
    return first


def statement_of(parts: object) -> Statement:
    """Return the statement that `Statement.parts` has taken apart.

    Raises
    ------
    ValueError
        If it is none: from outside, a template may only name values, never reach into them.
    """
    if isinstance(parts, Statement):
        return parts
    if not isinstance(parts, Mapping) or set(parts) != {"text", "values"} or not isinstance(parts["values"], Mapping):
        raise ValueError("a statement has a text and values")
    if re.search(r"[{}]", _FIELD.sub("", str(parts["text"]))):
        raise ValueError("the text of a statement holds names of values in braces, and no other braces")
    return Statement(str(parts["text"]), **{name: _read(value) for name, value in parts["values"].items()})


def _read(value: object) -> object:
    if isinstance(value, list | tuple):
        return tuple(_read(item) for item in value)
    if isinstance(value, Mapping):
        if set(value) <= set(LANGUAGES) and "en" in value:
            return SubstanceName(**{language: str(name) for language, name in value.items()})
        return statement_of(value)
    return value


class _Quotable(str):
    """A text that is quoted as Russian and Kazakh print it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"«{super().__repr__()[1:-1]}»"


def _said(value: Any, language: Language) -> Any:
    if isinstance(value, Statement | SubstanceName):
        return value.say(language)
    if isinstance(value, _Listed):
        return _Listed(_said(item, language) for item in value)
    return _Quotable(value) if type(value) is str else value


def _plain(value: Any) -> Any:
    if isinstance(value, Statement):
        return value.parts()
    if isinstance(value, SubstanceName):
        return {"en": str(value), **value.others}
    if isinstance(value, _Listed):
        return [_plain(item) for item in value]
    return value


def _restored(template: str, values: Mapping[str, Any]) -> Statement:
    return Statement(template, **values)


def _renamed(en: str, others: dict[str, str]) -> SubstanceName:
    return SubstanceName(en, **others)
