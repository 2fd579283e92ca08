"""Adding records to a folder of data by hand: all that stands against it is said at once, and then nothing is written.

The checks are those of `validate`, on a copy of the folder: what they find there and not before is what stands against
the addition.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from rdkit import Chem
from rdkit.Chem.rdMolDescriptors import CalcMolFormula

from kzschedule.analogues.classes import classes_of, compile_classes
from kzschedule.errors import DataPackageError
from kzschedule.language.statement import Statement, day
from kzschedule.language.vocabulary import Stereo
from kzschedule.law.periods import named_act
from kzschedule.names.composed.reading import read_composed
from kzschedule.records.model import (
    Act,
    Listing,
    Name,
    Record,
    Revision,
    Row,
    Size,
    Source,
    StructureClass,
    Substance,
)
from kzschedule.records.package import dump_rows, format_cells, read_file
from kzschedule.structures.keys import flat_smiles, inchikey_of
from kzschedule.structures.logs import silent
from kzschedule.validation import validate
from kzschedule.validation.chemistry import is_open_centre
from kzschedule.validation.figures import read_figures, read_percent
from kzschedule.validation.finding import Finding
from kzschedule.validation.mending import MENDED, mend
from kzschedule.validation.raw import file_of, problem

_R = TypeVar("_R", bound=Record)

_SECTIONS = {"A": "narcotic", "B": "psychotropic"}
_SIZE_TABLES = {"narcotic": "I", "psychotropic": "II", "precursor": "III"}
_PLACE = re.compile(r"(?P<table>I|II|III)-(?P<letter>[AB])(?:-(?P<item>\d+(?:-\d+)?))?|IV-(?P<list>[12])")
_ACT = re.compile(r"(?P<number>[\w-]+)/(?P<year>\d{4})")


@dataclass(frozen=True)
class NewAct:
    """An amending act: as ``999/2026``, or with its days and address if the data do not have it yet."""

    number: str
    signed: date | None = None
    in_force: date | None = None
    url: str | None = None


@dataclass
class Draft:
    """A copy of a folder of data, to which records are added."""

    folder: Path
    copy: Path
    added: list[Record] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)

    def records(self, model: type[_R]) -> tuple[_R, ...]:
        """Return the records of a model, those that were added too."""
        added = (record for record in self.added if isinstance(record, model))
        return (*read_file(self.copy / file_of(model), model), *added)

    def find(self, model: type[_R], key: str, value: str) -> _R | None:
        """Return the record of a model with a value in a column."""
        return next((record for record in self.records(model) if getattr(record, key) == value), None)

    def lines(self) -> Iterator[str]:
        """Iterate over what was added, one line a record: its file, and its cells that are not empty."""
        for record in self.added:
            yield f"{file_of(type(record))}: {', '.join(filter(None, format_cells(record)))}"

    def write(self) -> None:
        """Write what was added into the copy, last in its files, so that it is what is said to be the second."""
        for record in self.added:
            _, row = dump_rows(type(record), [format_cells(record)]).split("\n", 1)
            with (self.copy / file_of(type(record))).open("a", encoding="utf-8", newline="") as file:
                file.write(row)


def add_substance(folder: str | Path, *, act: NewAct | None = None, source: str | None = None, **said: Any) -> Draft:
    """Add a substance to a folder of data: its InChIKey, formula, stereo and classes are those of its SMILES.

    Parameters
    ----------
    folder : str or pathlib.Path
        The folder.
    act : NewAct, optional
        The act that names it; or
    source : str, optional
        the source that does, by its identifier in ``sources.csv``.
    **said
        `name_en`, and what is known of `name_ru`, `name_kk`, `smiles`, `cas`, `names`, `evidence`, `stereo`,
        `substance_id`.

    Returns
    -------
    Draft
        What was added, or, if anything stands against it, its `problems`; then nothing is written.

    Raises
    ------
    DataPackageError
        If the folder, the act or the structure cannot be read.
    """
    return _carried_out(folder, lambda draft: _add_substance(draft, _source_of(draft, act, source), **said))


def add_row(folder: str | Path, *, act: NewAct, **said: Any) -> Draft:
    """Add a row of the List to a folder of data, with what it controls, and its size.

    Parameters
    ----------
    folder : str or pathlib.Path
        The folder.
    act : NewAct
        The act that added it.
    **said
        `place` (``I-A``, ``I-B``, ``II-A``, ``II-B``, ``III-B``, ``IV-1``, ``IV-2``, or a row with lines, ``I-B-61``),
        `printed`, `printed_kk`, `substances`, `item`, `stereo`, `size` (the printed cells, with `` | `` between),
        `size_printed`.

    Returns
    -------
    Draft
        What was added, or, if anything stands against it, its `problems`; then nothing is written.

    Raises
    ------
    DataPackageError
        If the folder, the act or the place cannot be read.
    """
    return _carried_out(folder, lambda draft: _add_row(draft, _act_of(draft, act), **said))


def _carried_out(folder: str | Path, change: Any) -> Draft:
    folder = Path(folder)
    with tempfile.TemporaryDirectory(prefix="kzschedule.") as place:
        draft = Draft(folder, Path(shutil.copytree(folder, Path(place) / "data")))
        mend(draft.copy)
        change(draft)
        draft.write()
        found = [finding for finding in _errors(draft.copy) if finding.check not in MENDED]
        known = {_about(finding) for finding in _errors(folder)} if found else set()
        # Lines are those of the copy, which nobody sees.
        draft.problems += [item.model_copy(update={"row": None}) for item in found if _about(item) not in known]
        if not draft.problems:
            mend(draft.copy)
            for path in draft.copy.glob("*.*"):
                if path.read_bytes() != (folder / path.name).read_bytes():
                    shutil.copyfile(path, folder / path.name)
    return draft


def _errors(folder: Path) -> Iterator[Finding]:
    return (finding for finding in validate(folder) if finding.severity == "error")


def _about(finding: Finding) -> tuple[str, str, str]:
    """Say what a finding is about, wherever it stands in its file."""
    return finding.file, finding.check, finding.message


# ---- acts and sources


def _act_of(draft: Draft, said: NewAct) -> Act:
    """Return an act of the data; one that they do not have is added, with its revision and source."""
    named = _ACT.fullmatch(said.number)
    if named is None:
        raise DataPackageError(Statement("{act!r} is no number and year of an act, such as 22/2024", act=said.number))
    act_id = f"kz-gov-{named['year']}-{named['number']}"
    known = draft.find(Act, "act_id", act_id)
    if known is not None:
        return known
    if said.signed is None or not said.url:
        raise DataPackageError(
            Statement("the data have no act {act}; give its day by --signed, and its address by --url", act=said.number)
        )
    if said.signed.year != int(named["year"]):
        raise DataPackageError(
            Statement(
                "act {act} cannot have been signed on {day}; correct one of them", act=said.number, day=day(said.signed)
            )
        )
    act = named_act(
        named["number"],
        said.signed,
        in_force=said.in_force,
        date_source="reported",
        source_ids=(act_id,),
        url=said.url,
        note="added by hand",
    )
    source = _record(
        Source, source_id=act_id, title=act.title_en, url=said.url, kind="official_text", consulted="partly",
        date=act.date.isoformat(), note="added by hand",
    )  # fmt: skip
    revision = _record(
        Revision, revision_id=act.date.isoformat(), act_id=act_id, read=False,
        note="its text as a whole was not read; rows of it were added by hand",
    )  # fmt: skip
    draft.added += [act, source, revision]
    return act


def _source_of(draft: Draft, act: NewAct | None, source: str | None) -> str:
    if source is None:
        if act is None:
            raise DataPackageError(Statement("say where this is from, by --act or --source"))
        return _act_of(draft, act).source_ids[0]
    if draft.find(Source, "source_id", source) is None:
        raise DataPackageError(Statement("{source} is no source of sources.csv; add it there", source=source))
    return source


# ---- a substance


def _add_substance(
    draft: Draft, source: str, *, name_en: str, name_ru: str | None = None, name_kk: str | None = None,
    smiles: str | None = None, cas: str | None = None, names: Iterable[str] = (), evidence: Iterable[str] = (),
    stereo: Stereo | None = None, substance_id: str | None = None,
) -> None:  # fmt: skip
    substance_id = substance_id or re.sub(r"[^a-z0-9]+", "-", name_en.lower()).strip("-")
    drawn = _drawn(draft, smiles, tuple(evidence) or (source,), stereo) if smiles else {"stereo": "none"}
    substance = _record(
        Substance, substance_id=substance_id, kind="substance", name_en=name_en, name_en_source=source, name_ru=name_ru,
        name_ru_source=source if name_ru else None, name_kk=name_kk, name_kk_source=source if name_kk else None,
        cas=cas, cas_sources=(source,) if cas else (), **drawn,
    )  # fmt: skip
    draft.added.append(substance)
    for name in names:
        draft.added.append(
            _record(
                Name, substance_id=substance_id, name=name, language=_language(name), kind="trivial", source_id=source
            )
        )
    for name in filter(None, (name_en, name_ru, name_kk, *names)):
        draft.problems += _read_otherwise(name, substance)


def _drawn(draft: Draft, smiles: str, evidence: tuple[str, ...], stereo: Stereo | None) -> dict[str, Any]:
    """Return the columns that follow from a structure."""
    with silent():
        mol = Chem.MolFromSmiles(smiles)
    if mol is None or not mol.GetNumAtoms():
        raise DataPackageError(Statement("{smiles!r} is no SMILES that can be read", smiles=smiles))
    if "." in smiles:
        raise DataPackageError(
            Statement("{smiles} is a salt or a mixture; give the substance without its counterion", smiles=smiles)
        )
    agreement = "agreed" if len(evidence) > 1 else "single"
    stereo = stereo or _stereo(mol)
    return {
        "smiles": Chem.MolToSmiles(mol),
        "inchikey": inchikey_of(mol),
        "formula": CalcMolFormula(mol),
        "stereo": stereo,
        "structure_class": classes_of(mol, compile_classes(draft.records(StructureClass))),
        "structure_evidence": evidence,
        "structure_agreement": agreement,
        "stereo_agreement": None if stereo == "none" else agreement,
    }


def _stereo(mol: Chem.Mol) -> Stereo:
    """Say what a SMILES has of stereo: all, nothing to have, or less than it could."""
    if set("@/\\") & set(Chem.MolToSmiles(mol)):
        return "absolute"
    return "unspecified" if any(is_open_centre(mol, centre) for centre in Chem.FindPotentialStereo(mol)) else "none"


def _read_otherwise(name: str, substance: Substance) -> Iterator[Finding]:
    """Iterate over what is wrong with a name that is composed by rule, and means another structure then."""
    found = {reading.smiles for reading in read_composed(name)}
    mol = Chem.MolFromSmiles(substance.smiles) if substance.smiles else None
    if found and mol is not None and flat_smiles(mol) not in {flat_smiles(Chem.MolFromSmiles(one)) for one in found}:
        message = (
            f"{name!r} is read as {', '.join(sorted(found))}, which is not the structure of {substance.substance_id}"
        )
        yield problem(Substance, None, "meaning", message, "correct the name or the structure", "smiles")


def _language(name: str) -> str:
    if re.search("[\u0400-\u04ff]", name):
        return "kk" if re.search("[әғқңөұүһі]", name.lower()) else "ru"
    return "en"


# ---- a row


def _add_row(
    draft: Draft, act: Act, *, place: str, printed: str, substances: Iterable[str], printed_kk: str | None = None,
    item: str | None = None, stereo: str = "any", size: str | None = None, size_printed: str | None = None,
) -> None:  # fmt: skip
    period = {"first_revision": act.date.isoformat(), "act_id": act.act_id}
    row = _record(
        Row, **_placed(draft, place, item), printed_ru=printed, printed_kk=printed_kk, evidence="reported",
        basis="added by hand", **period,
    )  # fmt: skip
    draft.added.append(row)
    for substance_id in substances:
        draft.added.append(
            _record(
                Listing, row_id=row.row_id, substance_id=substance_id, forms=("any",), stereo=stereo, reading="plain"
            )
        )
    if size:
        draft.added.append(_size(draft, row, size, size_printed or printed, period))


def _placed(draft: Draft, place: str, item: str | None) -> dict[str, str]:
    """Return the columns that say where a row stands; a number that nobody gives is the next one of its section."""
    found = _PLACE.fullmatch(place)
    if found is None:
        raise DataPackageError(
            Statement(
                "{place!r} is no place of the List, such as I-A, II-B, IV-1, or I-B-61 for a line of it", place=place
            )
        )
    if found["list"]:
        line = item or str(_next(draft, f"{place}."))
        return {
            "row_id": f"{place}.{line}",
            "table": "IV",
            "section": "precursor",
            "list": found["list"],
            "sub_no": line,
        }
    here = {"table": found["table"], "section": _SECTIONS[found["letter"]]}
    if found["item"]:
        line = item or str(_next(draft, f"{place}."))
        return {**here, "row_id": f"{place}.{line}", "item_no": found["item"], "sub_no": line}
    item = item or str(_next(draft, f"{place}-"))
    return {**here, "row_id": f"{place}-{item}", "item_no": item}


def _next(draft: Draft, before: str) -> int:
    """Return the number after the greatest one that was ever used."""
    numbers = (
        re.match(r"\d+", row.row_id.removeprefix(before)) for row in draft.records(Row) if row.row_id.startswith(before)
    )
    return max((int(number[0]) for number in numbers if number), default=0) + 1


#: A word outside brackets, other than for grams.
_OTHER_UNIT = re.compile(r"(?<![^\W\d_])(?!(?:гр?|g)\b)[^\W\d_%]+(?![^(]*\))")


def _size(draft: Draft, row: Row, raw: str, printed: str, period: dict[str, str]) -> Size:
    table = _SIZE_TABLES[row.section]
    cells = [cell.strip() for cell in raw.split("|")]
    before, bands = (cells[:2], cells[2:]) if table == "III" else ([], cells)
    if len(bands) not in (1, 3):
        wanted = (
            "chemical name | concentration | small | large | especially large"
            if before
            else "small | large | especially large"
        )
        raise DataPackageError(Statement("{raw!r} are not the cells of a size: {wanted}", raw=raw, wanted=wanted))
    if other := next(filter(None, map(_OTHER_UNIT.search, bands)), None):
        raise DataPackageError(
            Statement(
                "{raw!r} is not in grams ({other!r}); give grams, and what else is printed in brackets",
                raw=raw,
                other=other[0].strip(),
            )
        )
    last = max(
        int(number[0])
        for size in draft.records(Size)
        if size.size_table == table and (number := re.match(r"\d+", size.row_no))
    )
    return _record(
        Size, size_id=f"S-{table}-{last + 1}", size_table=table, row_no=str(last + 1), printed_ru=printed,
        targets=(row.row_id,), unit="g", mixture="star" if "*" in printed else "no",
        min_percent=read_percent(before[1]) if before else None, raw=" | ".join(cells),
        **read_figures(bands)._asdict(), **period,
    )  # fmt: skip


def _record(model: type[_R], **values: Any) -> _R:
    """Return a record whose other columns are empty."""
    from pydantic import ValidationError

    empty = {name: () if "tuple" in str(field.annotation) else None for name, field in model.model_fields.items()}
    try:
        return model.model_validate({**empty, **values})
    except ValidationError as error:
        first = error.errors()[0]
        raise DataPackageError(f"{first['loc'][-1]}: {first['msg']} (is {first['input']!r})") from error
