"""What kind of query a text is, by its form alone."""

from __future__ import annotations

import re
from typing import Literal

from kzschedule.errors import InvalidIdentifierError
from kzschedule.names.words import LOOKS_LATIN
from kzschedule.statement import Statement
from kzschedule.verdict import QueryKind

#: A text that could be a SMILES but has nothing that only a SMILES has is ``ambiguous`` until a name is
#: looked up: CO, PCP, BP.
Form = Literal["name", "cas", "inchikey", "inchi", "smiles", "molblock", "ambiguous"]

_CAS = re.compile(
    r"[\s#№]*(?:c\.?a\.?s\.?|кас)?(?:[\s-]*(?:rn|registry|number|no\.?|№|номер))*[\s:#№]*"
    r"(\d{2,7})\s?[-‐-―−]\s?(\d{2})\s?[-‐-―−]\s?(\d)(?:\s*\(?(?:cas|кас))?",
    re.IGNORECASE,
)
_INCHIKEY = re.compile(r"(?:inchikey[\s=:]*)?([a-z]{14}-[a-z]{10}-[a-z])", re.IGNORECASE)
#: What stands around a number or a key in a text, and is no part of it.
_AROUND = " \t\r\n«»\"'“”„‘’`<>()[]{}.,;:!?"
_DASHES = re.compile("[‐-―−]")
_INSIDE = re.compile(r"(?<![\w-])(?:\d{2,7}-\d\d-\d|[A-Z]{14}-[A-Z]{10}-[A-Z])(?![\w-])")
_SPACE = re.compile(r"\s")
_INCHI = re.compile(r"inchi\s*=", re.IGNORECASE)
_MOLBLOCK = re.compile(r"^.*(?:V2000|V3000)\s*$|^M  END", re.MULTILINE)
#: The symbols of a SMILES: bracket atoms, the organic subset, bonds, branches, ring closures, dots.
_SMILES_TOKENS = re.compile(r"(?:[NOPSFI*bcnops\-=#$:/\\().~\d]++|Cl?|Br?|\[[^\[\]\s]+\]|%\d\d)+")
_SMILES_START = re.compile(r"[A-Za-z*\[]")
#: Names have neither double nor triple bonds: a text with one and a branch is a SMILES with a mistake in it.
_MISTYPED_SMILES = re.compile(r"[=#][A-Za-z\[(].*\)|\(.*[=#][A-Za-z\[(]")
#: What a SMILES has and a name has not.
_SMILES_ONLY = re.compile(
    r"[=#@\\]|\[[A-Za-z0-9]*[+\-@H]|\)[A-Za-z]*\(|[a-zA-Z]\([A-Z=]|[cnos]\d[cnos]|[A-Za-z]1.*[A-Za-z)]1"
)


def identify(text: str) -> Form:
    """Say what kind of query a text is, without looking anything up.

    Parameters
    ----------
    text : str
        The query, not empty.

    Returns
    -------
    str
        ``cas``, ``inchikey``, ``inchi``, ``molblock``, ``smiles`` (has what only a SMILES has),
        ``ambiguous`` (a name or a SMILES) or ``name``.

    Examples
    --------
    >>> [identify(text) for text in ("537-46-2", "CC(=O)C", "CO", "мефедрон")]
    ['cas', 'smiles', 'ambiguous', 'name']
    """
    if "\n" in text and _MOLBLOCK.search(text):
        return "molblock"
    text = text.strip()
    bare = text.strip(_AROUND)
    if _CAS.fullmatch(bare):
        return "cas"
    if _INCHIKEY.fullmatch(bare):
        return "inchikey"
    if _INCHI.match(text):
        return "inchi"
    if _SPACE.search(text):
        return "name"
    if not text.isascii():
        # A structure or a key that was typed in another layout here and there is no name, and cannot be read either.
        latin = text.translate(LOOKS_LATIN)
        form = identify(latin) if latin.isascii() else "name"
        return form if form in ("smiles", "inchikey") else "name"
    if _SMILES_TOKENS.fullmatch(text) and _SMILES_START.match(text):
        return "smiles" if _SMILES_ONLY.search(text) else "ambiguous"
    return "smiles" if _MISTYPED_SMILES.search(text) else "name"


def read_cas(text: str) -> str:
    """Return a CAS number in its usual form.

    Raises
    ------
    InvalidIdentifierError
        If it has another form, or its check digit is wrong.

    Examples
    --------
    >>> read_cas("CAS 537–46–2")
    '537-46-2'
    >>> read_cas("537-46-3")
    Traceback (most recent call last):
    ...
    kzschedule.errors.InvalidIdentifierError: CAS number 537-46-3 has a wrong check digit (3, should be 2); ...
    """
    match = _CAS.fullmatch(text.strip(_AROUND))
    if match is None:
        raise InvalidIdentifierError(
            Statement("{text!r} is no CAS number; write it as digits-2 digits-1 digit, 537-46-2", text=text[:80])
        )
    first, second, digit = match.groups()
    expected = cas_check_digit(first + second)
    if int(digit) != expected:
        raise InvalidIdentifierError(
            Statement(
                "CAS number {number} has a wrong check digit ({digit}, should be {expected}); "
                "compare it with its source, one digit is wrong",
                number=f"{first}-{second}-{digit}",
                digit=digit,
                expected=expected,
            )
        )
    return f"{first}-{second}-{digit}"


def cas_check_digit(digits: str) -> int:
    """Return the check digit of a CAS number from its other digits.

    Examples
    --------
    >>> cas_check_digit("53746")
    2
    """
    return sum(place * int(digit) for place, digit in enumerate(reversed(digits), start=1)) % 10


def read_inchikey(text: str) -> str:
    """Return an InChIKey in its usual form.

    Raises
    ------
    InvalidIdentifierError
        If it has another form.

    Examples
    --------
    >>> read_inchikey("InChIKey=OKKJLVBELUTLKV-UHFFFAOYSA-N")
    'OKKJLVBELUTLKV-UHFFFAOYSA-N'
    """
    match = _INCHIKEY.fullmatch(text.strip(_AROUND))
    if match is None:
        raise InvalidIdentifierError(
            Statement(
                "{text!r} is no InChIKey; it has 14, 10 and 1 letters: OKKJLVBELUTLKV-UHFFFAOYSA-N", text=text[:80]
            )
        )
    return match.group(1).upper()


def identifiers_within(text: str) -> list[str]:
    """Return the CAS numbers and InChIKeys in a text, each once; a number with a wrong check digit is none.

    Examples
    --------
    >>> identifiers_within("мефедрон (CAS 1189805-46-6), not 1189805-46-5")
    ['1189805-46-6']
    """
    found = dict.fromkeys(_INSIDE.findall(_DASHES.sub("-", text)))
    return [one for one in found if one[0].isalpha() or cas_check_digit(one[:-2].replace("-", "")) == int(one[-1])]


def kind_of(form: Form) -> QueryKind:
    """Return the kind under which an answer names a form; an ambiguous text is a name first.

    Examples
    --------
    >>> kind_of("ambiguous")
    'name'
    """
    return "name" if form == "ambiguous" else form
