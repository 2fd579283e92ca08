"""Carries a plan out into a new folder of data: law files, acts, and what new rows need to stand."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kzschedule._cache import cached_property
from kzschedule.language import N_
from kzschedule.law.periods import named_act
from kzschedule.names.fold import plain
from kzschedule.official.advance import advance, with_kazakh
from kzschedule.official.catalogue import Catalogue
from kzschedule.official.errors import OfficialTextError
from kzschedule.official.law import MODELS, read_law, with_records, write_law
from kzschedule.official.letters import key_of, mended, names_in
from kzschedule.official.model import Reading
from kzschedule.official.plan import Plan, plan
from kzschedule.official.settle import revision_id
from kzschedule.official.sheet import FOLDER, Decisions, read_decisions
from kzschedule.records.model import Act, Claim, Collision, Group, Listing, Name, Record, Source, Substance
from kzschedule.records.package import (
    DESCRIPTOR,
    FILES,
    dump_rows,
    format_cells,
    read_descriptor,
    read_file,
    refresh_hashes,
    write_descriptor,
)

_TO_DECIDE = "to be decided"
_UNREAD = N_("structure unknown: to be decided")
_BY_NAME = N_("taken for this substance by the printed name alone")
#: What every answer about such a substance says.
STRUCTURE_UNKNOWN = N_(
    "structure unknown: the row is found by its printed names only, not by other names or a structure, and no analogue"
    " of it is sought"
)


@dataclass(frozen=True)
class Application:
    """What was done: the steps, how many rows wait for a decision, and the rows without Kazakh words."""

    plan: Plan
    undecided: int
    missing: tuple[str, ...] = ()


def apply(
    reading: Reading,
    folder: Path,
    out: Path,
    *,
    worksheet: Path | None = None,
    in_force: date | None = None,
) -> Application:
    """Write the folder of data that a text gives.

    Parameters
    ----------
    reading : Reading
        A Russian text, or the Kazakh one of the revision that the data hold.
    folder : pathlib.Path
        The data that it is applied to, with its sheets.
    out : pathlib.Path
        The folder to write: a new one, or one with a data package, which is replaced.
    worksheet : pathlib.Path, optional
        A reviewed worksheet.
    in_force : datetime.date, optional
        The day from which the newest act is in force, if it is known.

    Returns
    -------
    Application

    Raises
    ------
    KzScheduleError
        If the text, the data or a sheet does not fit, or the folder cannot be written.
    """
    decisions = read_decisions(folder / FOLDER, worksheet)
    state = _State(reading, folder, decisions)
    done = state.kazakh() if reading.language == "kaz" else state.russian(in_force)
    write_copy(folder, out, state.write)
    return done


def write_copy(folder: Path, out: Path, change: Callable[[Path], None]) -> None:
    """Write a changed copy of a folder of data, or nothing.

    Parameters
    ----------
    folder : pathlib.Path
        The folder.
    out : pathlib.Path
        The copy: a new folder, or one with a data package, which is replaced.
    change : callable
        Changes the files of the copy before it is put in its place; its hashes are brought up to date.

    Raises
    ------
    OfficialTextError
        If the folder cannot be written there.
    """
    _check_out(folder, out)
    try:
        _write(folder, out, change)
    except OSError as error:
        raise OfficialTextError(f"{out} cannot be written ({error}); give another --out") from error


def _check_out(folder: Path, out: Path) -> None:
    if out.resolve() == folder.resolve():
        raise OfficialTextError(f"{out} is the folder that is read; give another --out")
    if folder.resolve() in out.resolve().parents:
        raise OfficialTextError(f"{out} lies in the folder that is read; give a folder outside it")
    if out.exists() and not (out / DESCRIPTOR).is_file() and (not out.is_dir() or any(out.iterdir())):
        raise OfficialTextError(f"{out} holds something else than a data package; give a new folder")


def _write(folder: Path, out: Path, change: Callable[[Path], None]) -> None:
    """Write a copy beside the folder and put it in its place, so that no half of one is ever read."""
    part = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        shutil.copytree(folder, part, dirs_exist_ok=True)
        change(part)
        refresh_hashes(part)
        if out.exists():
            shutil.rmtree(out)
        part.replace(out)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _code_of(row: Any) -> list[str]:
    """Return the code and the chemical name of a line that prints one behind the other."""
    code, _, rest = " ".join(row.printed_ru.split()).partition(" ")
    if (
        row.sub_no is None
        or row.section != "psychotropic"
        or len(code) < 3
        or code != code.upper()
        or rest == rest.upper()
    ):
        return []
    return [code, rest] if any(map(str.isalpha, code)) else []


def write_records(folder: Path, name: str, records: Iterable[Record]) -> None:
    """Write a file of records."""
    rows = (format_cells(record) for record in records)
    (folder / name).write_text(dump_rows(FILES[name], rows), encoding="utf-8", newline="")


def set_version(folder: Path, mark: str) -> None:
    """Write into the descriptor which version of the data a folder is now, beside the one that it was."""
    descriptor = read_descriptor(folder)
    version = str(descriptor["version"]).partition("+")[0]
    write_descriptor({**descriptor, "version": f"{version}+{mark}"}, folder)


#: What stands between the names of a row, not inside brackets, and most words of one; a description has more.
_BETWEEN_NAMES = re.compile(r"\s*(?:;(?![^(]*\))|\n)\s*")
_WORDS_OF_A_NAME = 6


class _State:
    """The data of a folder, and what becomes of them."""

    def __init__(self, reading: Reading, folder: Path, decisions: Decisions) -> None:
        self._reading = reading
        self._folder = folder
        self._decisions = decisions
        self.revision = revision_id(reading)
        self._old = self.law = read_law(folder)
        self._catalogue = Catalogue(folder)
        self._groups = read_file(folder / "groups.csv", Group)
        self.changed: dict[str, tuple[Record, ...]] = {}

    @property
    def differs(self) -> bool:
        """Whether anything that the law files say is another now."""
        return any(set(getattr(self.law, name)) != set(getattr(self._old, name)) for name in MODELS)

    def kazakh(self) -> Application:
        """Put the Kazakh words beside the Russian ones."""
        self.law, missing = with_kazakh(self._reading, self._old, self._decisions)
        return Application(Plan(revision=self._reading.revision, steps=()), len(missing), tuple(missing))

    def russian(self, in_force: date | None) -> Application:
        """Carry out what a Russian text changes."""
        proposals = self._catalogue.proposals(row.printed for row in self._reading.list)
        planned = plan(self._reading, self._old, self._decisions, proposals)
        self._dates(in_force)
        self.law = advance(self._reading, self._old, self._decisions, self._acts)
        if not self.differs:
            self.law = self._old
        else:
            self._check_targets()
            self._leave_out()
            self._read_rows(proposals)
            self._drop()
            self._source()
        return Application(planned, planned.undecided)

    def write(self, folder: Path) -> None:
        """Write what becomes of the data into a copy of their folder."""
        write_law(self.law, folder)
        for name, records in self.changed.items():
            write_records(folder, name, records)
        if self.differs:
            set_version(folder, f"decree.{self.revision.replace('-', '')}")

    # ---- acts

    def _dates(self, in_force: date | None) -> None:
        acts = {(act.date, act.number): act for act in read_file(self._folder / "acts.csv", Act)}
        before = dict(acts)
        read = self._reading.revision
        named = {(item.date, item.act) for item in self._reading.amendments if item.date and item.act}
        for day, number in sorted({*named, (read.date, read.act)}, key=str):
            newest = (day, number) == (read.date, read.act)
            if day and number and ((day, number) not in acts or (newest and in_force)):
                printed = read.in_force if newest else None
                acts[day, number] = self._act(
                    day, number, acts.get((day, number)), printed, in_force if newest else None
                )
        self._acts = tuple(acts.values())
        if acts != before:
            self.changed["acts.csv"] = self._acts

    def _act(self, day: date, number: str, known: Act | None, printed: date | None, given: date | None) -> Act:
        sure = given or printed
        act = named_act(
            number,
            day,
            in_force=sure,
            date_source="reported" if given else "official",
            source_ids=(f"decree-470-{self.revision}",),
            note="named by a footnote of the text; its days are not all known" if not sure else None,
        )
        if known is None:
            return act
        dated = {name: getattr(act, name) for name in ("from_earliest", "from_sure", "date_source")}
        return known.model_copy(update=dated)

    def _source(self) -> None:
        sources = read_file(self._folder / "sources.csv", Source)
        source_id = f"decree-470-{self.revision}"
        if source_id in {source.source_id for source in sources}:
            return
        day = ".".join(reversed(self.revision.split("-")))
        added = Source(
            source_id=source_id, title=f"Decree No. 470, text of the revision of {self.revision}", publisher=None,
            url=f"https://zan.gov.kz/client/#!/doc/132913/rus/{day}", kind="official_text", consulted="yes",
            date=self.revision, licence=None, note="added by the reader",
        )  # fmt: skip
        self.changed["sources.csv"] = (*sources, added)

    # ---- rows that are new

    def _check_targets(self) -> None:
        """Refuse targets in the worksheet that are no rows."""
        known = {row.row_id for row in self.law.rows} | {f"group:{group.group_id}" for group in self._groups}
        said = (text for (part, _), text in self._decisions.decided.items() if part == "sizes")
        if unknown := [target for text in said for target in text.split("|") if target not in known]:
            raise OfficialTextError(f"the worksheet gives {unknown[0]!r} as a target, which is no row; correct it")

    def _leave_out(self) -> None:
        """Leave out substituents that nobody has drawn yet; they are told in the plan."""
        drawn = [item for item in self.law.substituents if item.smiles or item.doubtful_smiles or item.rule]
        self.law = with_records(self.law, "substituents", drawn)

    def _read_rows(self, proposals: Any) -> None:
        """Say of each new row which substance it names; one that nobody knows stands without a structure, marked."""
        old = {row.row_id for row in self._old.rows}
        listings, names = list(self._catalogue.listings), list(self._catalogue.names)
        substances = list(self._catalogue.substances)
        listed = {listing.row_id for listing in listings}
        parents = {row.row_id.rpartition(".")[0] for row in self.law.rows if row.sub_no}
        for row in self.law.rows:
            if row.row_id in old | listed | parents or row.section == "preparation":
                continue
            listed.add(row.row_id)
            meant = self._meant(row, proposals)
            for substance_id, note in meant:
                known = next((item for item in substances if item.substance_id == substance_id), None)
                if known is None:
                    known = self._unknown(substance_id, row)
                    substances.append(known)
                if len(meant) == 1:
                    names += self._printed_names(known, row)
                listings.append(
                    Listing(
                        row_id=row.row_id, substance_id=substance_id, group_id=None, forms=("any",), stereo="any",
                        reading="plain", reading_note=note,
                    )
                )  # fmt: skip
        self.changed |= {
            "listings.csv": tuple(listings), "substances.csv": tuple(substances), "names.csv": tuple(names)
        }  # fmt: skip

    def _meant(self, row: Any, proposals: Any) -> list[tuple[str, str | None]]:
        said = self._decisions.decided.get(("list", row.printed_ru))
        if said:
            ids = [substance_id.strip() for substance_id in said.split("|")]
            if unknown := set(ids) - self._catalogue.substance_ids:
                raise OfficialTextError(
                    f"the worksheet gives {unknown.pop()!r}, which is no substance of the data; add it first"
                )
            return [(substance_id, None) for substance_id in ids]
        proposed = proposals.get(key_of(row.printed_ru))
        if proposed:
            return [(proposed, _BY_NAME)]
        slug = row.row_id.lower().replace(".", "-")
        return [(f"unidentified-{slug}", _UNREAD)]

    def _unknown(self, substance_id: str, row: Any) -> Substance:
        source = f"decree-470-{self.revision}"
        name = mended(names_in(row.printed_ru)[0])
        values: dict[str, Any] = {
            **dict.fromkeys(Substance.model_fields),
            "substance_id": substance_id,
            "kind": "substance",
            "name_en": f"Substance of row {row.row_id}",
            "name_en_source": source,
            "name_ru": name,
            "name_ru_source": source if name else None,
            "cas_sources": (),
            "structure_class": (),
            "structure_evidence": (),
            "stereo": "none",
            "remark": STRUCTURE_UNKNOWN,
            "remark_source": source,
            "note": f"added by the reader from the printed row; its structure is {_TO_DECIDE}",
        }
        return Substance.model_validate(values)

    def _printed_names(self, substance: Substance, row: Any) -> list[Name]:
        """Return the names that a row prints, as it prints them.

        One that is another substance's too is declared so where nobody knows what the row means: an answer then says
        both. Of a row that was read as a known substance such a name is left out.
        """
        unknown = substance.remark == STRUCTURE_UNKNOWN
        found, taken = [], {plain(substance.name_en), plain(substance.name_ru or "")}
        if unknown and substance.name_ru and plain(substance.name_ru) in self._owners:
            self._share(substance, substance.name_ru)
        pieces = [piece for piece in _BETWEEN_NAMES.split(row.printed_ru) if len(piece.split()) <= _WORDS_OF_A_NAME]
        named = (*names_in(row.printed_ru), *(name for piece in pieces for name in names_in(piece)))
        for printed in dict.fromkeys((" ".join(row.printed_ru.split()), *named, *_code_of(row))):
            key = plain(printed)
            if key in taken or (key in self._owners and not unknown):
                continue
            taken.add(key)
            if key in self._owners:
                self._share(substance, printed)
            language: Any = "ru" if any("\u0400" <= letter <= "\u04ff" for letter in printed) else "code"
            found.append(
                Name(
                    substance_id=substance.substance_id, name=printed, language=language, kind="trivial",
                    source_id=f"decree-470-{self.revision}",
                )
            )  # fmt: skip
        return found

    @cached_property
    def _owners(self) -> dict[str, dict[str, str]]:
        """The substances that have a name, by the name as it is compared, with what each is called."""
        owners: dict[str, dict[str, str]] = defaultdict(dict)
        called = {item.substance_id: item.name_en for item in self._catalogue.substances}
        for item in self._catalogue.substances:
            for name in item.own_names:
                owners[plain(name)][item.substance_id] = item.name_en
        for record in self._catalogue.names:
            owners[plain(record.name)][record.substance_id] = called[record.substance_id]
        return owners

    def _share(self, substance: Substance, name: str) -> None:
        """Declare that a name of a new substance is that of others too."""
        declared: Any = self.changed.get("collisions.csv") or read_file(self._folder / "collisions.csv", Collision)
        known = {item.substance_id for item in declared if plain(item.name) == plain(name)}
        meant = {**self._owners[plain(name)], substance.substance_id: substance.name_en}
        drawn = {item.substance_id: item.smiles for item in self._catalogue.substances}
        source = f"decree-470-{self.revision}"
        added = (
            Collision(
                name=name, substance_id=substance_id, meaning=meaning, smiles=drawn.get(substance_id), source_id=source
            )
            for substance_id, meaning in meant.items()
            if substance_id not in known
        )
        self.changed["collisions.csv"] = (*declared, *added)

    # ---- what went

    def _drop(self) -> None:
        """Let nothing point at a row that the text, read again, does not have at all."""
        rows = {row.row_id for row in self.law.rows}
        gone = {row.row_id for row in self._old.rows} - rows
        if not gone:
            return
        kept = {group.group_id for group in self._groups if group.row_id in rows}
        self._keep("groups.csv", self._groups, lambda group: group.group_id in kept)
        listings = self.changed["listings.csv"]
        self._keep("listings.csv", listings, lambda item: item.row_id in rows and (item.group_id or "") in kept | {""})
        claims = read_file(self._folder / "claims.csv", Claim)
        pruned = [
            claim.model_copy(update={"row_ids": tuple(i for i in claim.row_ids if i in rows)}) for claim in claims
        ]
        self.changed["claims.csv"] = tuple(pruned)
        targets = rows | {f"group:{group_id}" for group_id in kept}
        sizes = [
            size.model_copy(update={"targets": tuple(target for target in size.targets if target in targets)})
            for size in self.law.sizes
        ]
        self.law = replace(self.law, sizes=tuple(sizes))

    def _keep(self, name: str, records: Iterable[Any], wanted: Callable[[Any], bool]) -> None:
        self.changed[name] = tuple(record for record in records if wanted(record))
