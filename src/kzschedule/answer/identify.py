"""What kind of query a text is, by its form alone."""

from __future__ import annotations

import re
from typing import Literal

from kzschedule._regex import regex
from kzschedule.errors import InvalidIdentifierError
from kzschedule.language.statement import Statement
from kzschedule.language.vocabulary import QueryKind
from kzschedule.structures.notations import other_notation
from kzschedule.text import LOOKS_LATIN, clean

#: A text that could be a SMILES but has nothing that only a SMILES has is ``ambiguous`` until a name is
#: looked up: CO, PCP, BP.
Form = Literal["name", "cas", "inchikey", "inchi", "smiles", "molblock", "ambiguous"]

_CAS = regex(
    r"[\s#№]*(?:no\b\.?)?\s*(?:c\.?a\.?s\.?|кас)?(?:[\s-]*(?:rn|registry|number|no\.?|№|номер))*[\s:#№]*"
    r"0*([1-9][0-9]{1,6})\s?-\s?([0-9]{2})\s?-\s?([0-9])(?:\s*\(?(?:cas|кас))?",
    re.IGNORECASE,
)
#: The same without hyphens, as a column of numbers has it; by itself it could be any number.
_DIGITS = regex(r"^0*([1-9]\d{1,6})(\d\d)(\d)$")
#: With blanks or the end of a line at its hyphens, or, in capitals, in their place; without any, that of the standard.
_INCHIKEY = regex(
    r"(?:inchikey[\s=:]*)?([a-z]{14}\s*[-_]\s*[a-z]{10}\s*[-_]\s*[a-z]|(?-i:[A-Z]{14}\s+[A-Z]{10}\s+[A-Z]"
    r"|[A-Z]{22}SA[A-Z]))",
    re.IGNORECASE,
)
#: Letters of an InChIKey for which a machine read digits.
_KEY_MISREAD = str.maketrans("01", "OI")
#: An InChI without its prefix, or with one that was misread.
_INCHI_MISREAD = regex(
    r"(?:[Il1]n[CG]h[Il1]\s*)?=?(?:1?S)?/?(?P<layers>(?:[A-Z][a-z]?\d*)+/[ch]\d[-\d,()/a-zA-Z+;?*.]+)"
)
#: The first block of one, and what shows that it is no word: a label, or letters as no language puts them.
_BLOCK = regex(r"(?P<label>inchikey[\s=:]*)?(?P<block>[A-Z]{14})", re.IGNORECASE)
_NO_WORD = regex(
    r"[^AEIOUY]{5}|^[^AEIOUY]{4}|Q(?!U)|J[^AEIOUY]|V[^AEIOUYCDLMNR]|[KGW][BCDFKPQTVXZ]|X[BGKMNRVWXZ]|[FVJ][BCDGHKMPQVWXZ]"
    r"|[BCFKPVWXZ]J|^[^AEIOUY]*[AEIOUY]?[^AEIOUY]*$"
)
#: Letters that words write for one consonant.
_ONE_SOUND = regex(r"PHTH|SCH|[PTCSZ]H")
#: What stands around a number or a key in a text, and is no part of it.
_AROUND = " \t\r\n\"'<>()[]{}.,;:!?"
_INSIDE = regex(r"(?<![\w-])(?:[0-9]{2,7}-[0-9]{2}-[0-9]|[A-Z]{14}-[A-Z]{10}-[A-Z])(?![\w-])")
_SPACE = regex(r"\s")
#: What stands between bars behind a SMILES, with its own notation.
_EXTENSION = regex(r"\|.*\|")
#: An InChI, perhaps behind its label, or without its prefix.
_INCHI = regex(r"(?:inchi[\s:]+)?(?:inchi\s*=|1S?/[A-Z0-9.]++/[a-z])", re.IGNORECASE)
_INCHI_LABEL = regex(r"(?:inchi[\s:=]+)+(?=1S?/)", re.IGNORECASE)
_MOLBLOCK = regex(r"^.*(?:V2000|V3000)\s*$|^M  END", re.MULTILINE)
#: The label of a SMILES; it has to be followed by a colon, or by something that only a SMILES has.
_SMILES_LABEL = regex(r"(?:(?:canonical|isomeric)[\s_]*)?smiles(?P<colon>\s*[:=])?\s*(?=\S)", re.IGNORECASE)
#: The symbols of a SMILES: bracket atoms, the organic subset, bonds, branches, ring closures, dots, and the arrows of
#: dative bonds and reactions.
_SMILES_TOKENS = regex(r"(?:[NOPSFI*bcnops\-=#$:/\\().~\d]++|Cl?|Br?|\[[^\[\]\s]+\]|%\d\d|<-|>)+")
#: The same, with atoms in brackets as only a SMILES has them: more words may stand behind.
_SMILES_ATOMS = regex(
    r"(?:[NOPSFI*bcnops\-=#$:/\\().~\d]++|Cl?|Br?|%\d\d|<-|>"
    r"|\[\d*(?:[A-Z][a-z]?|[bcnops]|se|as|te)(?:@(?:@|[A-Z]{2}\d+)?)?(?:H\d*)?(?:[+\-]+\d*)?(?::\d+)?\])+"
)
#: An atom in brackets, whose digits close no ring, or the number of a ring closure.
_CLOSURE = regex(r"\[[^\]]*\]|(%\d\d|\d)")
_BOND_SIGN = regex(r"[=#@\\]")
_SMILES_START = regex(r"[A-Za-z*\[]")
#: Names have neither double nor triple bonds: a text with one and a branch is a SMILES with a mistake in it.
_MISTYPED_SMILES = regex(r"[=#][A-Za-z\[(].*\)|\(.*[=#][A-Za-z\[(]")
#: What a SMILES has and a name has not.
_SMILES_ONLY = regex(
    r"[=#@\\]|>|<-|\[[A-Za-z0-9]*[+\-@H]|\[[^\]]*:\d+\]|\)[A-Za-z]*\(|[a-zA-Z]\([A-Z=]|[cnos]\d[cnos]|[A-Za-z]1.*[A-Za-z)]1"
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
    >>> [identify(text) for text in ("537-46-2", "CC(=O)C", "CO", "мефедрон", "CC(=O)C acetone")]
    ['cas', 'smiles', 'ambiguous', 'name', 'smiles']
    """
    if ("\n" in text or "\r" in text) and _MOLBLOCK.search(text.replace("\r", "\n")):
        return "molblock"
    text = clean(text).strip()
    bare = text.strip(_AROUND)
    if _CAS.fullmatch(bare):
        return "cas"
    if _INCHIKEY.fullmatch(bare):
        return "inchikey"
    if key_block(bare) is not None and not _may_be_word(bare):
        return "inchikey"
    if _INCHI.match(text):
        return "inchi"
    if other_notation(text) is not None:
        return "smiles"  # whose reader says what it is
    if _SPACE.search(text) or text[:1] in "Ss":
        return _form_of_words(text)
    return _form_of_word(text)


def without_label(text: str) -> str:
    """Return a SMILES or an InChI without the word in front of it that says what it is.

    Examples
    --------
    >>> without_label("SMILES=CC(=O)C"), without_label("CC(=O)C"), without_label("InChI = 1S/CH4/h1H4")
    ('CC(=O)C', 'CC(=O)C', '1S/CH4/h1H4')
    """
    label = _SMILES_LABEL.match(text) or _INCHI_LABEL.match(text)
    return text[label.end() :] if label else text


def _form_of_words(text: str) -> Form:
    """Say what a text is that may be a SMILES with a label before it, or with its extension or a title behind it."""
    label = _SMILES_LABEL.match(text)
    written, *behind = (text[label.end() :] if label else text).split(None, 1) or ("",)
    form = _form_of_word(written)
    if not behind and label is None:
        return form
    certain = form == "smiles" and bool(_SMILES_ATOMS.fullmatch(written)) and _is_closed(written)
    likely = form == "ambiguous" and ((label and label["colon"]) or (behind and _EXTENSION.match(behind[0])))
    return "smiles" if certain or likely else "name"


def _is_closed(text: str) -> bool:
    """Whether the ring closures of a SMILES come in pairs, or it has what no name has all the same."""
    closures = [number for number in _CLOSURE.findall(text) if number]
    return all(closures.count(number) % 2 == 0 for number in closures) or bool(_BOND_SIGN.search(text))


def _form_of_word(text: str) -> Form:
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
    >>> read_cas("537462")
    '537-46-2'
    >>> read_cas("537-46-3")
    Traceback (most recent call last):
    ...
    kzschedule.errors.InvalidIdentifierError: CAS number 537-46-3 has a wrong check digit (3, should be 2); ...
    """
    bare = clean(text).strip(_AROUND)
    match = _CAS.fullmatch(_DIGITS.sub(r"\1-\2-\3", bare))
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
    """Return an InChIKey, or the first block of one, in its usual form.

    Raises
    ------
    InvalidIdentifierError
        If it has another form.

    Examples
    --------
    >>> read_inchikey("InChIKey=OKKJLVBELUTLKV-UHFFFAOYSA-N")
    'OKKJLVBELUTLKV-UHFFFAOYSA-N'
    """
    bare = clean(text).strip(_AROUND)
    match = _INCHIKEY.fullmatch(bare)
    if match is None and (block := key_block(bare)) is not None:
        return block
    if match is None:
        raise InvalidIdentifierError(
            Statement(
                "{text!r} is no InChIKey; it has 14, 10 and 1 letters: OKKJLVBELUTLKV-UHFFFAOYSA-N", text=text[:80]
            )
        )
    letters = "".join(filter(str.isalpha, match[1])).upper()
    return f"{letters[:14]}-{letters[14:24]}-{letters[24:]}"


def misread(text: str) -> str | None:
    """Return the InChIKey or InChI that a text is in which signs were misread or the prefix is missing; else None.

    Examples
    --------
    >>> misread("OKKJLVBELUTLKV-UHFFFA0YSA-N"), misread("OKKJLVBELUTLKV-UHFFFAOYSA-N"), misread("acetone")
    ('OKKJLVBELUTLKV-UHFFFAOYSA-N', None, None)
    >>> misread("lnChI=1S/CH4O/c1-2/h2H,1H3")
    'InChI=1S/CH4O/c1-2/h2H,1H3'
    """
    bare = clean(text).strip(_AROUND)
    key = bare.translate(_KEY_MISREAD)
    if key != bare and _INCHIKEY.fullmatch(key):
        return read_inchikey(key)
    inchi = _INCHI_MISREAD.fullmatch(bare)
    return f"InChI=1S/{inchi['layers']}" if inchi is not None else None


def key_block(text: str) -> str | None:
    """Return a text as the first block of an InChIKey, if it has that form; words of fourteen letters have it too.

    Examples
    --------
    >>> key_block("YELGFTGWJGBAQU"), key_block("InChIKey=YELGFTGWJGBAQU"), key_block("mephedrone")
    ('YELGFTGWJGBAQU', 'YELGFTGWJGBAQU', None)
    """
    match = _BLOCK.fullmatch(text.strip(_AROUND + "-_*…"))
    if match is None or not (match["label"] or match["block"].isupper()):
        return None
    return match["block"].upper()


def _may_be_word(text: str) -> bool:
    """Whether what has the form of a block could be a word, so that it is looked up as a name first."""
    match = _BLOCK.fullmatch(text)
    return match is not None and not match["label"] and not _NO_WORD.search(_ONE_SOUND.sub("T", match["block"].upper()))


def identifiers_within(text: str) -> list[str]:
    """Return the CAS numbers and InChIKeys in a text, each once; a number with a wrong check digit is none.

    Examples
    --------
    >>> identifiers_within("мефедрон (CAS 1189805-46-6), not 1189805-46-5")
    ['1189805-46-6']
    """
    found = dict.fromkeys(_INSIDE.findall(clean(text)))
    return [one for one in found if one[0].isalpha() or cas_check_digit(one[:-2].replace("-", "")) == int(one[-1])]


def kind_of(form: Form) -> QueryKind:
    """Return the kind under which an answer names a form; an ambiguous text is a name first.

    Examples
    --------
    >>> kind_of("ambiguous")
    'name'
    """
    return "name" if form == "ambiguous" else form
