"""The closed vocabularies of the data and of answers, each beside the words that people read for it.

A value is what stands in data, JSON and columns; its words are marked for translation and said by
`kzschedule.render.words.word`. A vocabulary without words is never shown as it is.
"""

from __future__ import annotations

from typing import Literal

from kzschedule.language import N_

# --- of the data

Evidence = Literal["official", "reported"]
Table = Literal["I", "II", "III", "IV"]
Section = Literal["narcotic", "psychotropic", "preparation", "precursor"]
PrecursorList = Literal["1", "2"]
ListingReading = Literal["plain", "likely", "other", "group"]
ListingStereo = Literal["printed", "any", "inn"]
Covered = Literal["salts", "isomers", "stereoisomers", "esters", "ethers", "analogues"]
Mixture = Literal["star", "words", "no"]
SubstanceKind = Literal["substance", "plant", "preparation", "mixture"]
Stereo = Literal["absolute", "relative", "unspecified", "none"]
Agreement = Literal["agreed", "single", "unconfirmed"]
DateSource = Literal["official", "reported", "assumed"]
SourceKind = Literal["official_text", "report", "treaty_list", "practice", "paper", "chemistry"]
Consulted = Literal["yes", "partly", "recalled"]
Unit = Literal["g", "ml", "piece"]
#: Language of a name; a code has none.
NameLanguage = Literal["en", "ru", "kk", "la", "code"]
NameKind = Literal[
    "inn",
    "trivial",
    "systematic",
    "code",
    "abbreviation",
    "street",
    "combination",
    "brand",
    "salt_cas",
    "hydrochloride_cas",
    "other_cas",
]
#: Kinds of names that say too little of what is in it to assert anything: they suggest.
Hint = Literal["street", "combination"]
HINTS: tuple[Hint, ...] = ("street", "combination")
#: Kinds of names that are CAS numbers.
NUMBERS: tuple[NameKind, ...] = ("salt_cas", "hydrochloride_cas", "other_cas")

# --- of answers

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
    "ester",
    "ether",
    "isomer",
    "group_member",
    "composed_name",
]
Grade = Literal["official", "assumed", "open"]
Permission = Literal["official", "assumed", "outside"]

# --- the words

#: A status in few words: the first line of an answer has them in capitals.
STATUS: dict[Status, str] = {
    "invalid": N_("cannot be read"),
    "listed": N_("on the List"),
    "unconfirmed": N_("not confirmed"),
    "unresolved": N_("to be clarified"),
    "analogue": N_("analogue by its formula"),
    "no_match": N_("not found"),
}

#: What a status means, as a sentence without its first capital.
MEANING: dict[Status, str] = {
    "invalid": N_("the query cannot be read as what it claims to be"),
    "listed": N_("a row, a note or a group of the List covers it"),
    "unconfirmed": N_("found, but it hangs on something that is not settled"),
    "unresolved": N_("the text fits several substances, or only approximately; nothing is asserted"),
    "analogue": N_(
        "not named in the List; by its formula formed from a listed substance by substituents of the official list"
    ),
    "no_match": N_("not found in the revision searched; that says nothing about legality"),
}

EVIDENCE: dict[Evidence, str] = {
    "official": N_("read in the decree's own text"),
    "reported": N_("only reported: a public report on a later act names it, the text was not read"),
}

RELATION: dict[Relation, str] = {
    "exact_name": N_("found by this name"),
    "folded_name": N_("found by this name in another spelling"),
    "systematic_name": N_("found by the structure of this systematic name"),
    "composed_name": N_("found by the structure that the parts of this name give"),
    "cas": N_("found by this CAS number"),
    "inchikey": N_("found by this InChIKey"),
    "inchi": N_("found by this InChI"),
    "same_structure": N_("found by this structure"),
    "salt": N_("a salt, solvate or charged form of it"),
    "stereo_unspecified": N_("this structure, its stereochemistry left open"),
    "stereoisomer": N_("a stereoisomer of it"),
    "isotopologue": N_("an isotopically labelled form of it"),
    "tautomer": N_("a tautomer of it"),
    "component": N_("a component of the query"),
    "ester": N_("an ester of it"),
    "ether": N_("an ether of it"),
    "isomer": N_("a position isomer of it"),
    "group_member": N_("a member of the group that the row names"),
}

GRADE: dict[Grade, str] = {
    "official": N_("by the official list of substituents"),
    "assumed": N_("by a rule that is assumed"),
    "open": N_("with something left open"),
}

#: Why a formal analogue is graded open, in the order in which it is told: doubts about an analogue that leave it one;
#: what is not certainly in force; what keeps a structure from being one by the list of substituents; limits of a rule.
OPEN_REASON: dict[str, str] = {
    "carboxyl": N_(
        "the OH of a carboxyl or other acid group is taken for a hydroxyl group, which is the wider reading"
    ),
    "one_atom": N_("both bonds of a bivalent substituent are at one atom"),
    "parent_reading": N_("the row of the listed substance can be read in two ways"),
    "position": N_("the printed name of a substituent leaves this form open, and its picture was not seen"),
    "printed_as_bivalent": N_("the group has one bond, but stood among the bivalent substituents then"),
    "interval": N_("it is not certain that a substituent or the row was in force on that day"),
    "not_in_list": N_("a group is not on the list of substituents"),
    "hydrogen": N_("hydrogen would have to take the place of a halogen or hydroxyl group, and is not on the list"),
    "hydroxyl": N_("a hydroxyl group would have to be put in, and is not on the list"),
    "repeated": N_("a substituent stands on a substituent, but only the listed substance's own atoms are replaced"),
    "share": N_("the skeleton makes up too small a part of the heavy atoms for the rule"),
    "small_skeleton": N_("the parent's skeleton is smaller than the rule allows"),
    "replacements": N_("there are more replacements than the rule allows"),
    "substituent_carbons": N_("the substituents have more carbon atoms than the rule allows"),
    "molecular_mass": N_("the molecular mass is above the rule's limit"),
    "elements": N_("it contains elements that the rule does not name"),
}

#: Reasons with which a formal analogue still makes the status ``analogue``; see the design of the answer.
STATUS_MAKING = frozenset({"carboxyl", "one_atom", "parent_reading", "position", "printed_as_bivalent", "interval"})

REPLACED = {
    "hydrogen": N_("hydrogen"),
    "halogen": N_("halogen"),
    "hydroxyl": N_("hydroxyl"),
}

CONSULTED: dict[Consulted, str] = {
    "yes": N_("consulted"),
    "partly": N_("consulted in part"),
    "recalled": N_("recalled and cross-checked, not consulted"),
}

#: A section of a table as it stands in a sentence.
SECTION: dict[Section, str] = {
    "narcotic": N_("section A (narcotic drugs)"),
    "psychotropic": N_("section B (psychotropic substances)"),
    "preparation": N_("section A (preparations of narcotic drugs)"),
    "precursor": N_("precursors"),
}
#: The same in one word, for columns.
SECTION_SHORT: dict[Section, str] = {
    "narcotic": N_("narcotic drugs"),
    "psychotropic": N_("psychotropic substances"),
    "preparation": N_("preparations"),
    "precursor": N_("precursors"),
}
PRECURSOR_LIST: dict[PrecursorList, str] = {"1": N_("list I of precursors"), "2": N_("list II of precursors")}

MIXTURE: dict[Mixture, str] = {
    "star": N_("of the whole mixture"),
    "words": N_("of the whole mixture"),
}

UNIT: dict[Unit, str] = {"g": N_("g"), "ml": N_("ml"), "piece": N_("piece")}
