"""Tables of words and characters that folding rests on: typography, Greek letters, salts, abbreviations.

The tables hold spelling and grammar only. What a substance is called stands in the data package.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from kzschedule._regex import regex

SaltKind = Literal["acid", "ester", "metal", "hydrate", "form"]

#: Letters for which another one is typed where a keyboard lacks them: Kazakh ones, and ё.
TO_RUSSIAN = str.maketrans("ёқғәөүұңһі", "екгаоуунхи")

#: Greek letters with their Latin and their Cyrillic names.
GREEK: dict[str, tuple[str, str]] = {
    "α": ("alpha", "альфа"),
    "β": ("beta", "бета"),
    "γ": ("gamma", "гамма"),
    "δ": ("delta", "дельта"),
    "ε": ("epsilon", "эпсилон"),
    "ζ": ("zeta", "дзета"),
    "κ": ("kappa", "каппа"),
    "λ": ("lambda", "лямбда"),
    "μ": ("mu", "мю"),
    "π": ("pi", "пи"),
    "σ": ("sigma", "сигма"),
    "τ": ("tau", "тау"),
    "ω": ("omega", "омега"),
}

#: Positional prefixes with the letter that stands for them, Latin and Cyrillic.
POSITIONS: dict[str, str] = {
    "o": "ortho",
    "m": "meta",
    "p": "para",
    "о": "орто",
    "м": "мета",
    "п": "пара",
    "t": "tert",
    "н": "н",
}

#: Signs of rotation and configuration at the front of a name, in one spelling for each.
STEREO: dict[str, str] = {
    "+": "(+)",
    "-": "(-)",
    "±": "(±)",
    "+-": "(±)",
    "-+": "(±)",
    "+/-": "(±)",
    "-/+": "(±)",
    "d": "(+)",
    "l": "(-)",
    "dl": "(±)",
    "d,l": "(±)",
    "д": "(+)",
    "л": "(-)",
    "дл": "(±)",
    "д,л": "(±)",
    "rac": "(±)",
    "рац": "(±)",
    "r": "(r)",
    "s": "(s)",
    "rs": "(±)",
    "r,s": "(±)",
    "z": "(z)",
    "e": "(e)",
}

#: Written abbreviations with the words they stand for.
ABBREVIATIONS: dict[str, str] = {
    "к-та": "кислота",
    "к-ты": "кислоты",
    "к-те": "кислоте",
    "к-ту": "кислоту",
    "к-той": "кислотой",
    "кис-та": "кислота",
    "кис-ты": "кислоты",
    "г/х": "гидрохлорид",
    "г.х": "гидрохлорид",
    "г-х": "гидрохлорид",
    "гидрохл": "гидрохлорид",
    "р-р": "раствор",
    "2hcl": "dihydrochloride",
    "2hbr": "dihydrobromide",
}

_LATIN_SALTS: dict[SaltKind, str] = {
    "acid": """
        hcl hbr h2so4 hydrochloride dihydrochloride monohydrochloride hydrochlorid hydrochloridum chlorhydrate
        chloride hydrobromide dihydrobromide hydrobromidum bromide hydroiodide hydriodide iodide sulfate sulphate
        hemisulfate hemisulphate bisulfate bisulphate disulfate sulfas sulphas phosphate diphosphate hemiphosphate
        phosphas nitrate dinitrate nitras tartrate bitartrate hemitartrate ditartrate tartras citrate citras
        maleate hydrogenmaleate maleas fumarate hemifumarate fumaras oxalate hemioxalate
        mesylate mesilate esylate esilate tosylate tosilate besylate besilate napsylate napsilate camsylate
        lactate gluconate malate mandelate pamoate embonate saccharinate perchlorate picrate hydrogensulfate
        hydrogentartrate hydrogenoxalate hydrogenfumarate methanesulfonate
        hydrobromid sulfat phosphat nitrat tartrat citrat maleat fumarat oxalat
        hydrochloridi hydrobromidi sulfatis phosphatis nitratis tartratis citratis maleatis fumaratis
        """,
    "ester": """
        acetate acetas succinate hemisuccinate propionate butyrate benzoate formate nicotinate salicylate carbonate
        """,
    "metal": """
        sodium natrium natrii natricum disodium potassium kalium kalii kalicum dipotassium calcium calcicum lithium
        magnesium ammonium
        """,
    "hydrate": """
        hydrate hemihydrate monohydrate sesquihydrate dihydrate trihydrate tetrahydrate pentahydrate heptahydrate
        anhydrous hydricus hydricum monohydricus monohydricum hemihydricus hemihydricum sesquihydricus sesquihydricum
        dihydricus dihydricum trihydricus trihydricum pentahydricus pentahydricum anhydricus anhydricum
        """,
    "form": "salt base freebase",
}

#: Russian nouns of salts without their endings.
_RUSSIAN_SALTS: dict[SaltKind, str] = {
    "acid": """
        гидрохлорид дигидрохлорид моногидрохлорид хлоргидрат хлорид гидробромид дигидробромид бромгидрат бромид
        гидройодид гидроиодид йодид иодид сульфат гемисульфат бисульфат гидросульфат фосфат дифосфат нитрат
        тартрат битартрат гидротартрат цитрат малеат гидромалеат фумарат оксалат мезилат тозилат
        безилат лактат глюконат малат памоат перхлорат пикрат
        """,
    "ester": "ацетат сукцинат пропионат бутират бензоат формиат никотинат салицилат карбонат",
    "hydrate": """
        гидрат гемигидрат полугидрат моногидрат сесквигидрат полуторагидрат дигидрат тригидрат тетрагидрат
        пентагидрат гексагидрат гептагидрат
        """,
}
_RUSSIAN_NOUN_ENDINGS = ("", "а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах")

#: Russian adjectives of salts without their endings.
_RUSSIAN_SALT_ADJECTIVES: dict[SaltKind, str] = {
    "acid": """
        солянокисл хлористоводородн бромистоводородн йодистоводородн сернокисл фосфорнокисл азотнокисл
        виннокисл лимоннокисл щавелевокисл янтарнокисл фумаровокисл малеиновокисл
        """,
    "metal": "натриев калиев кальциев литиев динатриев",
    "hydrate": "безводн водн",
}
_RUSSIAN_ADJECTIVE_ENDINGS = (
    *("ый", "ая", "ое", "ые", "ого", "ой", "ому", "ую", "ым", "ых", "ыми", "ом"),
    *("ий", "яя", "ее", "его", "ей", "ему", "ую", "им"),
)

#: Whole words, Russian and Kazakh.
_OTHER_SALTS: dict[SaltKind, str] = {
    "acid": """
        гидрохлориді гидробромиді сульфаты фосфаты тартраты цитраты нитраты малеаты фумараты оксалаты хлориді
        бромиді дигидрохлориді
        """,
    "metal": "натрий натрия калий калия кальций кальция литий лития динатрия дикалия",
    "form": "соль соли солью тұзы основание основания основанием",
}


def _salt_words() -> dict[str, SaltKind]:
    words: dict[str, SaltKind] = {}
    for table, endings in (
        (_LATIN_SALTS, ("",)),
        (_RUSSIAN_SALTS, _RUSSIAN_NOUN_ENDINGS),
        (_RUSSIAN_SALT_ADJECTIVES, _RUSSIAN_ADJECTIVE_ENDINGS),
        (_OTHER_SALTS, ("",)),
    ):
        for kind, stems in table.items():
            for stem in stems.translate(TO_RUSSIAN).split():
                words.update({stem + ending: kind for ending in endings})
    return words


#: Every word that says which salt, hydrate or form of a substance is meant, and what kind of word it is.
#: Words of kind ``ester`` can name an ester as well as a salt.
SALT_WORDS: dict[str, SaltKind] = _salt_words()

#: Words for the hydrochloride, of which rows of the decree speak by name; counterion as neutral SMILES.
_HYDROCHLORIDE = regex(
    r"(?:2?hcl|(?:di|mono)?hydrochlorid\w*|chlorhydrate|chloride|(?:ди|моно)?гидрохлорид\w*|хлоргидрат\w*|хлорид\w*"
    r"|солянокисл\w*|хлористоводородн\w*)$"
)
#: Words for the substance itself, without a counterion.
_BASE = frozenset({"base", "freebase", "основание", "основания", "основанием"})


def ions_named(salt_words: Iterable[str]) -> frozenset[str] | None:
    """Return the counterions that the words for a salt in a name mean, as `kzschedule.law.forms.fits` takes them.

    Examples
    --------
    >>> ions_named(["гидрохлорид"]), ions_named(["сульфат"]), ions_named(["основание"]), ions_named([])
    (frozenset({'Cl'}), frozenset({'other'}), frozenset(), None)
    """
    words = list(salt_words)
    if any(_HYDROCHLORIDE.match(word) for word in words):
        return frozenset({"Cl"})
    if any(SALT_WORDS.get(word) in ("acid", "ester", "metal") for word in words):
        return frozenset({"other"})
    return frozenset() if any(word in _BASE for word in words) else None


#: Endings of Russian words with the endings of the dictionary form that they can stand for.
RUSSIAN_ENDINGS: dict[str, tuple[str, ...]] = {
    "а": ("", "о"),
    "у": ("", "а", "о"),
    "ом": ("", "о"),
    "е": ("", "а", "я", "о", "ь", "й"),
    "ы": ("", "а"),
    "и": ("", "а", "я", "й", "ь"),
    "ов": ("",),
    "ам": ("", "а", "о"),
    "ами": ("", "а", "о"),
    "ах": ("", "а", "о"),
    "ой": ("а",),
    "ою": ("а",),
    "я": ("ь", "й", "е"),
    "ю": ("я", "ь", "й", "е"),
    "ем": ("ь", "й", "е", ""),
    "ей": ("я", "ь"),
}

#: Case and possessive endings of Kazakh nouns; the dictionary form has none.
KAZAKH_ENDINGS: tuple[str, ...] = tuple(
    ending.translate(TO_RUSSIAN)
    for ending in (
        *("ның", "нің", "дың", "дің", "тың", "тің", "ға", "ге", "қа", "ке", "на", "не"),
        *("ны", "ні", "ды", "ді", "ты", "ті", "да", "де", "та", "те", "дан", "ден", "тан", "тен"),
        *("нан", "нен", "мен", "бен", "пен", "сы", "сі", "сын", "сін", "сының", "сінің"),
        *("і", "ін", "інің", "іне", "інде", "інен", "імен"),  # with the ending that says whose it is
        *("ы", "ын", "ының", "ына", "ында", "ынан", "ымен", "нда", "нде"),
        *("дар", "дер", "тар", "тер", "лар", "лер", "дары", "дері", "тары", "тері"),
    )
)


def is_kazakh_ending(ending: str) -> bool:
    """Whether letters, in the Kazakh or the Russian alphabet, are an ending of Kazakh nouns.

    Examples
    --------
    >>> is_kazakh_ending("ның"), is_kazakh_ending("ином")
    (True, False)
    """
    return ending.translate(TO_RUSSIAN) in KAZAKH_ENDINGS


#: Endings that are cut from the words of a Russian name of several words when their order is to be ignored.
RUSSIAN_STEM_ENDINGS: tuple[str, ...] = tuple(
    sorted(
        {
            *_RUSSIAN_ADJECTIVE_ENDINGS,
            *("ыми", "ими", "их", "ие", "ого", "ею"),
            *("ами", "ями", "ах", "ях", "ам", "ям", "ов", "ев", "ом", "ем", "ою"),
            *("ия", "ию", "ием", "ии", "иям", "иями", "иях"),
            *("а", "у", "е", "ы", "и", "я", "ю", "ь", "й", "о"),
        },
        key=len,
        reverse=True,
    )
)

#: Russian adjectives that name a halide (chloride of what follows) by the stem of the noun.
RUSSIAN_HALIDE_STEMS: dict[str, str] = {
    "хлорист": "хлорид",
    "бромист": "бромид",
    "йодист": "йодид",
    "иодист": "йодид",
    "цианист": "цианид",
}
