"""English systematic names read by OPSIN, and when its reading is not believed.

The program reads nearly all that chemists write. Where a name does not say where a piece is bound, it makes a place up;
some names it reads as no chemist means them; and of descriptors that are relative it writes one of the two forms. A
name that is open, or is known to be read otherwise, has no structure here; relative descriptors are told as such.
"""

from __future__ import annotations

import re
import time
from typing import NamedTuple

from kzschedule.names import opsin

#: How many pieces without a place a name may have, and how long they may take, in seconds.
MAX_UNPLACED = 16
TIME_LIMIT = 5.0


def canonical(smiles: str) -> str:
    """Return a SMILES that is one for each structure; an empty text for what is none."""
    from rdkit import Chem
    from rdkit.rdBase import BlockLogs

    with BlockLogs():
        mol = Chem.MolFromSmiles(smiles)
    return str(Chem.MolToCXSmiles(mol)) if mol is not None else ""


#: A descriptor of older indexes, which sets the first centre and tells the others relative to it.
_STARRED = re.compile(r"\[([RS])-\(([RS]\*(?:,[RS]\*)*)\)\]")


def _without_stars(name: str) -> str:
    """Return a name with the descriptors of older indexes as they are written now.

    Examples
    --------
    >>> _without_stars("[S-(R*,R*)]-α-(1-aminoethyl)benzenemethanol")
    '(S,S)-α-(1-aminoethyl)benzenemethanol'
    """

    def written(match: re.Match[str]) -> str:
        letters = match[2].replace("*", "")
        turned = letters if letters[0] == match[1] else letters.translate(str.maketrans("RS", "SR"))
        return f"({turned})"

    return _STARRED.sub(written, name)


#: Names that the program reads otherwise than chemists do: what is bound to an oxygen of morphine; ortho, meta or para
#: where what follows is no single ring; a rest at a nitrogen that is not named.
_READ_OTHERWISE = re.compile(
    r"(?:^|[36]-)[a-z]*(?:yl|oxy)(?:di|tetra)?(?:hydro)?(?:des|nor)?(?:morphi(?!nan)|codei)"
    r"|(?<![a-z])(?:ortho|meta|para|[omp])-(?:[a-z]*(?:phenyl|benzyl)(?:pip|pyr|morph|imid|az|ox|thi|quin|ind|tetra)"
    r"|[a-z]+o )"
    r"|[a-z]{4}m?ethylamphetamin",
    re.IGNORECASE,
)


#: Atoms in the chain of a phenyl ketone that is named by its acid.
_CHAINS = {
    **{"aceto": 2, "propio": 3, "butyro": 4, "isobutyro": 3, "valero": 5, "isovalero": 4},
    **{"hexano": 6, "heptano": 7, "octano": 8},
}
_KETONE = re.compile(rf"(?<![a-z])[^']*?({'|'.join(sorted(_CHAINS, key=len, reverse=True))})phenone$", re.IGNORECASE)
_NUMBERS = re.compile(r"(?<![\d'])(\d+(?:,\d+)*)-(?!yl)")


class Ketone(NamedTuple):
    """A phenyl ketone named by its acid, with the numbers from three on as those of the ring.

    `certain` says whether the chain has no such number, and 2, which is nearly always one of the chain, does not stand
    with them; else the name may be one of two compounds: by rule a number without a prime is one of the chain, in use
    nearly always one of the ring.
    """

    name: str
    certain: bool


def ketone_of(name: str) -> Ketone | None:
    """Return a phenyl ketone whose numbers from three on have no primes with them; None for any other name.

    Examples
    --------
    >>> ketone_of("2-bromo-4-methylpropiophenone"), ketone_of("4-fluorovalerophenone").certain
    (Ketone(name="2-bromo-4'-methylpropiophenone", certain=True), False)
    >>> ketone_of("2,4-dibromopropiophenone")
    Ketone(name="2',4'-dibromopropiophenone", certain=False)
    >>> ketone_of("2-(4-tolyl)propiophenone") is ketone_of("2-bromopropiophenone") is None
    True
    """
    found = _KETONE.match(name)
    if found is None:
        return None
    chain = _CHAINS[found[1].lower()]
    certain, changed = True, False

    def primed(match: re.Match[str]) -> str:
        nonlocal certain, changed
        numbers = [int(number) for number in match[1].split(",")]
        before = name[: match.start()]
        inside = sum(map(before.count, "([{")) > sum(map(before.count, ")]}"))
        if inside or max(numbers) < 3:
            return match[0]
        changed = True
        certain = certain and max(numbers) > chain and min(numbers) > 2
        return ",".join(f"{number}'" for number in numbers) + "-"

    written = _NUMBERS.sub(primed, name)
    return Ketone(written, certain) if changed else None


def as_read(name: str) -> str:
    """Return a name as it is given to the program: with the primes of a ketone, and no descriptors of older indexes.

    Examples
    --------
    >>> as_read("4-methylacetophenone"), as_read("propan-2-ol")
    ("4'-methylacetophenone", 'propan-2-ol')
    """
    ketone = ketone_of(name)
    return _without_stars(ketone.name if ketone is not None and ketone.certain else name)


def read_english(name: str) -> str | None:
    """Return the structure of an English name: SMILES, in which groups of centres may stand behind a bar, or None."""
    ketone = ketone_of(name)
    if _READ_OTHERWISE.search(name) or (ketone is not None and not ketone.certain):
        return None
    name = as_read(name)
    written = opsin.structure_of(name)
    if written is None or ("." in written.partition(" |")[0] and " " not in name) or not _is_whole(name, written):
        return None
    return _with_groups(written, name)


def leaves_place_open(name: str) -> bool:
    """Whether the program reads an English name, which may be several structures because it does not say a place.

    Examples
    --------
    >>> leaves_place_open("methanol")
    False
    """
    ketone = ketone_of(name)
    if ketone is not None and not ketone.certain:
        return opsin.structure_of(ketone.name) is not None
    written = None if _READ_OTHERWISE.search(name) else opsin.structure_of(as_read(name))
    return written is not None and read_english(name) is None


#: How pieces begin that need no place: words of their own, chains, which are bound at their end, words that say a
#: place, groups without places, and what is always bound to nitrogen.
_NEEDS_NO_PLACE = "|".join(
    (
        "acid|ester|ether|hydro(?!x)|salt",
        "(?:n-)?(?:prop|but|pent|hex|hept|oct|non|[a-z]{0,5}dec|[a-z]{0,5}cos)yl|iso[a-z]+yl",
        "alpha|beta|gamma|delta|omega|ortho|meta|para|cis|trans|tert|sec",
        r"(?:di)?(?:methyl|ethyl|phenyl|benzyl)(?:-?[(\[{]|[) ])|(?:methyl|ethyl|benzyl)-\d.*ate$",
        "(?:di)?(?:methyl|ethyl|propyl|butyl|phenyl|benzyl)amino",
    )
)
#: A ring whose bond is placed, as in naphthalen-1-yl, with nothing bound to it in front.
_RING = (
    "(?!(?:[a-z]*yl|amino|oxo|cyano|nitro|(?:fluor|chlor|brom|iod|hydrox|[a-z]{2,6}ox)[oy])[a-z])"
    r"[a-z]+(?<!yl)-\d"
)
#: Where a piece of a name begins without saying its place.
_UNPLACED = re.compile(rf"(?:^|(?<=[(\[{{ ]))(?!{_NEEDS_NO_PLACE}|{_RING})(di|tri)?[a-z]{{4}}", re.IGNORECASE)
#: An oxygen of which the name does not say which, and the atoms that it may be on: O-acetylmorphine.
_ON_SOME_OXYGEN = re.compile(r"(?<![\w',-])O-(?=[a-z])")
_OXYGENS = tuple(map(str, range(1, 18)))
#: A name as indexes have it: the parent in front, what is bound to it behind a comma.
_INVERTED = re.compile(r", .*-(?:, |$)")
#: Places that such a piece might have, by how many it asks for.
_PLACES = {
    None: ("1", "2", "3", "4", "N"),
    "di": ("1,1", "1,2", "2,3", "2,5", "3,4", "N,N"),
    "tri": ("1,1,1", "2,3,4", "2,4,5", "3,4,5"),
}


def _is_whole(name: str, written: str) -> bool:
    """Whether a structure is one, and its name says all places it needs; the program makes one up where none is said.

    A piece without a place must not be another structure with one: chlorobutane may be 1- or 2-chlorobutane.
    """
    structure = canonical(written.partition(" |")[0])
    if not structure:
        return False
    unplaced = [
        (match, _PLACES[match[1] and match[1].lower()])
        for match in _UNPLACED.finditer(name, int(bool(_INVERTED.search(name))))
    ]
    unplaced += [(match, _OXYGENS) for match in _ON_SOME_OXYGEN.finditer(name)]
    if len(unplaced) > MAX_UNPLACED:
        return False
    until = time.monotonic() + TIME_LIMIT
    for match, places in unplaced:
        if time.monotonic() > until:
            return False
        for place in places:
            other = opsin.structure_of(f"{name[: match.start()]}{place}-{name[match.start() :]}")
            if other is not None and canonical(other.partition(" |")[0]) != structure:
                return False
    return True


#: What the program adds to a SMILES: names of the atoms, and how the centres stand to each other.
_ATOM_NAMES = re.compile(r"\$[^$]*\$,?")
_ATOM = re.compile(r"\[[^\]]*\]|Br|Cl|[BCNOPSFIbcnops]")
_RELATIVE = re.compile(r"(?<![a-z])(?:cis|trans)-", re.IGNORECASE)
_ABSOLUTE = re.compile(r"\d?[a-z]?[RS](?![a-z*])|(?<![a-z])[DLdl]-|\([+-]\)")


def _with_groups(written: str, name: str) -> str:
    """Return the program's SMILES with its groups of centres only; cis and trans alone are told as relative.

    Examples
    --------
    >>> _with_groups("C[C@H](CC)O |$_AV:1;2;3;4;O$,r|", "rac-(R)-butan-2-ol")
    'C[C@H](CC)O |&1:1|'
    >>> _with_groups("C[C@H]1[C@@H](CCCC1)O |$_AV:1;2;1;6;5;4;3;O$|", "trans-2-methylcyclohexan-1-ol")
    'C[C@H]1[C@@H](CCCC1)O |o1:1,2|'
    """
    smiles, _, extension = written.partition(" |")
    groups = _ATOM_NAMES.sub("", extension.removesuffix("|")).strip(",")
    centres = ",".join(str(index) for index, atom in enumerate(_ATOM.findall(smiles)) if "@" in atom)
    if groups == "r":
        groups = f"&1:{centres}" if centres else ""
    elif not groups and centres and _RELATIVE.search(name) and not _ABSOLUTE.search(name):
        groups = f"o1:{centres}"
    return f"{smiles} |{groups}|" if groups else smiles
