"""Updating: the revisions that are newer than the data are applied to a copy, which takes the place of the data in use.

Nothing is touched before the copy is whole and has passed every check; what it takes the place of stays where it is.
What only a human can decide goes into a worksheet, and the row is used meanwhile by its printed names.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kzschedule.errors import KzScheduleError
from kzschedule.language.statement import Statement, counted
from kzschedule.official import revisions
from kzschedule.official.apply import apply
from kzschedule.official.catalogue import Catalogue
from kzschedule.official.errors import FetchError, OfficialTextError
from kzschedule.official.fetch import Client
from kzschedule.official.law import read_acts, read_law
from kzschedule.official.letters import key_of
from kzschedule.official.plan import Plan, Step, doubt_of_day, plan
from kzschedule.official.revisions import Text, from_files, newer
from kzschedule.official.rows import UNREAD
from kzschedule.official.settle import unread
from kzschedule.official.sheet import FOLDER, SheetRow, dump_sheet, read_decisions, read_sheet
from kzschedule.official.worksheet import sheet_row
from kzschedule.records.installation import (
    Installed,
    InUse,
    data_in_use,
    hash_of,
    newest_revision,
    shipped_directory,
    use,
    user_folder,
)
from kzschedule.records.model import Act

#: A text that ends a larger share of the List than this is looked at by a human before it is used.
MAX_ENDED = 0.1
#: The lines of worksheets that a human has decided, in the user's data folder.
_DECIDED = "decided.csv"
_PORTAL = "https://old.adilet.zan.kz/rus/docs/P1900000470"


@dataclass(frozen=True)
class Source:
    """Where texts came from, how it is named, and what went wrong with the ones asked before."""

    name: str
    texts: list[Text]
    failed: tuple[str, ...] = ()


@dataclass
class Update:
    """What was found and done.

    Attributes
    ----------
    source : str
        Where the texts came from.
    before, after : str
        The newest revision before and after; the same where there was none newer.
    plans : list of Plan
        What each text changed.
    sheet : list of SheetRow
        What a human has to decide.
    act : Act, optional
        The newest act, with its days.
    worksheet, folder : pathlib.Path, optional
        Where that was written, and the data that are in use now.
    refused : str
        Why the result is not used, empty if it is.
    """

    source: str
    before: str
    after: str
    plans: list[Plan] = field(default_factory=list)
    sheet: list[SheetRow] = field(default_factory=list)
    act: Act | None = None
    worksheet: Path | None = None
    folder: Path | None = None
    refused: str = ""

    @property
    def changes(self) -> Counter[tuple[str, str]]:
        """How many steps of which kind in which part."""
        return Counter((step.part, step.action) for planned in self.plans for step in planned.steps)


# ---- getting the texts


def ask(newest: str, *, server: str | None = None, certificates: Path | None = None, timeout: float = 30.0) -> Source:
    """Return the revisions that are newer than one: from the official database, or, if it fails, from its mirror.

    Parameters
    ----------
    newest : str
        The newest revision that is known.
    server : str, optional
        Address of another server that answers like both.
    certificates : pathlib.Path, optional
        A file of certificates to trust beside those of the system.
    timeout : float
        Seconds to wait for each answer.

    Raises
    ------
    FetchError
        If neither gives them; the message names the other ways.
    """
    base = (server or revisions.DATABASE).rstrip("/")
    mirror = {"lists": f"{base}/mirror/api", "files": f"{base}/mirror/raw"} if server else {}
    failed: list[str] = []
    with Client(timeout=timeout, certificates=certificates) as client:
        ways: tuple[tuple[str, Callable[[], list[Text]]], ...] = (
            (base, lambda: revisions.from_database(client.get, newest, server=base)),
            (f"github.com/{revisions.MIRROR}", lambda: revisions.from_mirror(client.get, newest, **mirror)),
        )
        for name, way in ways:
            try:
                return Source(name, way(), tuple(failed))
            except (FetchError, OfficialTextError) as error:
                failed.append(str(error) if name in str(error) else f"{name}: {error}")
    raise FetchError(
        f"nothing could be fetched, the data in use stay ({'; '.join(failed)}). Other ways: save {_PORTAL} in a browser"
        f" and run kzschedule update --from FILE; clone https://github.com/{revisions.MIRROR} elsewhere and run"
        " kzschedule update --from FOLDER; take the next release of the library"
    )


# ---- carrying them out


def update(
    source: Source, *, in_use: InUse | None = None, worksheet: Path | None = None, dry_run: bool = False
) -> Update:
    """Apply the newer ones of some texts to the data in use, and use the result.

    Parameters
    ----------
    source : Source
        The texts.
    in_use : InUse, optional
        The data in use; by default worked out.
    worksheet : pathlib.Path, optional
        A worksheet that a human has gone through.
    dry_run : bool, default False
        Whether to say only what would change.

    Returns
    -------
    Update

    Raises
    ------
    KzScheduleError
        If a text, the data or the worksheet does not fit, or the user's data folder cannot be written. The data in
        use stay as they are.
    """
    in_use = in_use or data_in_use()
    start, rebuilt = _start(in_use)
    found = Update(source.name, newest_revision(in_use.folder), newest_revision(in_use.folder))
    stored = _stored() if rebuilt else []
    texts = list(newer([*stored, *source.texts], newest_revision(start)))
    redo = worksheet is not None or (
        in_use.installed is not None and in_use.installed.over != hash_of(shipped_directory())
    )
    if not texts or (texts[-1].revision <= found.before and not redo):
        _tell_of_same_day(source.texts, in_use.folder, found)
        return found
    with _workplace(dry_run=dry_run) as place:
        decided = _decided(worksheet)
        folder = _carried_out(texts, start, place, decided, found)
        found.after = texts[-1].revision
        found.act = max(read_acts(folder), key=lambda act: act.date)
        found.refused = _refused(start, folder, found)
        if not dry_run:
            _keep(texts, decided, found)
            if not found.refused:
                _install(folder, found, over=hash_of(start) if start == shipped_directory() else None)
    return found


def _start(in_use: InUse) -> tuple[Path, bool]:
    """Return the data that texts are applied to, and whether those that were applied before have to be again.

    A folder that an update made and nobody changed is made anew from the shipped data, so that a new release of the
    library, and what was decided since, counts for every row.
    """
    untouched = in_use.installed is not None and hash_of(in_use.folder) == in_use.installed.hash
    again = in_use.passed_over is not None or untouched
    return (shipped_directory(), True) if again else (in_use.folder, False)


def _stored() -> list[Text]:
    """Return the texts that were applied before."""
    folder = user_folder() / "texts"
    return from_files(folder) if folder.is_dir() and any(folder.iterdir()) else []


def _tell_of_same_day(texts: Sequence[Text], folder: Path, found: Update) -> None:
    """Say so where a text names no newer act and has other rows all the same: only a human can tell why."""
    law = read_law(folder)
    read = {revision.sha256 for revision in law.revisions}
    for text in texts:
        if text.revision == found.before and text.reading.language == "rus" and text.reading.sha256 not in read:
            planned = plan(text.reading, law, read_decisions(folder / FOLDER))
            if doubt := doubt_of_day(planned, found.before):
                found.plans = [planned]
                found.refused = doubt


@contextmanager
def _workplace(*, dry_run: bool) -> Iterator[Path]:
    """Give a folder for half-made things, beside the data to be, so that they are moved into place at once."""
    home = None if dry_run else user_folder()
    try:
        if home is not None:
            home.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=".update.", dir=home))
    except OSError as error:
        raise OfficialTextError(f"{home} cannot be written ({error}); make it writable, nothing was changed") from error
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _decided(worksheet: Path | None) -> list[SheetRow]:
    """Return what a human has decided: in this worksheet, and in those before, which count when data are made anew."""
    before = read_sheet(user_folder() / _DECIDED, SheetRow, missing_ok=True)
    given = () if worksheet is None else read_sheet(worksheet, SheetRow)
    return _once([*before, *(row for row in given if row.decide.strip())])


def _carried_out(texts: Sequence[Text], start: Path, place: Path, decided: list[SheetRow], found: Update) -> Path:
    worksheet = place / _DECIDED
    worksheet.write_text(dump_sheet(SheetRow, decided), encoding="utf-8", newline="")
    folder = start
    for number, text in enumerate(texts):
        out = place / str(number)
        done = apply(text.reading, folder, out, worksheet=worksheet, in_force=text.in_force)
        found.plans.append(done.plan)
        found.sheet += _sheet(text, done.plan, folder)
        folder = out
    return folder


def _sheet(text: Text, planned: Plan, folder: Path) -> Iterator[SheetRow]:
    """Iterate over what a human has to decide of a text: steps, and rows that could not be read."""
    proposals = Catalogue(folder)
    for step in planned.steps:
        if step.needs and step.needs != UNREAD:
            printed = _printed(step)
            meant = proposals.meant(printed) or ""
            yield sheet_row(
                step.part, step.row_id, "", printed, proposed=meant if step.part == "list" else "", problem=step.needs
            )
    for problem in unread(text.reading):
        yield sheet_row("problem", "", problem.place, problem.printed, problem=problem.problem)


def _printed(step: Step) -> str:
    told = step.after if step.after is not None else step.before
    return told if isinstance(told, str) else step.row_id


def _refused(start: Path, folder: Path, found: Update) -> str:
    """Say why a result is not used: too much of the List would end, or it does not pass the checks."""
    from kzschedule.schedule import Schedule
    from kzschedule.validation import validate

    standing = sum(1 for _ in read_law(start).current("rows"))
    ended = found.changes["list", "end"]
    if ended > max(5, standing * MAX_ENDED):
        return Statement("{ended} of {standing} rows of the List would end", ended=ended, standing=standing)
    errors = [str(item) for item in validate(folder) if item.severity == "error"]
    if errors:
        known = {str(item) for item in validate(start)}
        errors = [error for error in errors if error not in known]
    if errors:
        return counted(
            "the data that it gives have errors, {count} in all, the first: {first}", count=len(errors), first=errors[0]
        )
    try:
        Schedule.load(folder)
    except KzScheduleError as error:
        return error.statement
    return ""


def left_open(folder: Path) -> tuple[Path, int] | None:
    """Return the worksheet that an earlier update left, and how many of its lines still wait; None if none does.

    Parameters
    ----------
    folder : pathlib.Path
        The data in use: a worksheet of a revision that they do not hold waits for nothing.
    """
    sheets = sorted((user_folder() / "worksheets").glob("*.csv"), reverse=True)
    for sheet in sheets:
        if sheet.stem <= newest_revision(folder):
            count = sum(_waits(row, folder) for row in read_sheet(sheet, SheetRow))
            return (sheet, count) if count else None
    return None


def _waits(row: SheetRow, folder: Path) -> bool:
    """Whether what a line of a worksheet asks is not answered by the data."""
    law = read_law(folder)
    if row.part == "list":
        unknown = f"unidentified-{row.row_id.lower().replace('.', '-')}"
        return any(listing.substance_id == unknown for listing in Catalogue(folder).listings)
    if row.part == "sizes":
        return all(key_of(size.printed_ru) != key_of(row.printed) for size in law.current("sizes"))
    if row.part == "substituents":
        return all(entry.number != row.row_id for entry in law.current("substituents"))
    return not row.decide


# ---- putting them in place


def _keep(texts: Sequence[Text], decided: Sequence[SheetRow], found: Update) -> None:
    """Keep the texts and decisions that the result rests on, and write down what is to be decided."""
    home = user_folder()
    try:
        (home / "texts").mkdir(exist_ok=True)
        for text in texts:
            _put(home / "texts" / f"rus.{text.revision}{Path(text.name).suffix[:5]}", text.content)
        if decided and not found.refused:
            _put(home / _DECIDED, dump_sheet(SheetRow, decided).encode())
        if found.sheet:
            (home / "worksheets").mkdir(exist_ok=True)
            found.worksheet = home / "worksheets" / f"{found.after}.csv"
            _put(found.worksheet, dump_sheet(SheetRow, _once(found.sheet)).encode())
    except OSError as error:
        raise OfficialTextError(f"{home} cannot be written ({error}); the data in use stay") from error


def _once(rows: Sequence[SheetRow]) -> list[SheetRow]:
    return list({(row.part, row.row_id, key_of(row.printed)): row for row in rows}.values())


def _put(file: Path, content: bytes) -> None:
    part = file.with_name(f".{file.name}.part")
    part.write_bytes(content)
    part.replace(file)


def _install(folder: Path, found: Update, *, over: str | None) -> None:
    """Move a folder into the user's data folder and use it from now on."""
    home = user_folder()
    made = hash_of(folder)
    try:
        target = next(path for path in _names(home, found.after) if not path.exists() or hash_of(path) == made)
        if not target.exists():
            folder.replace(target)
    except OSError as error:
        raise OfficialTextError(f"{home} cannot be written ({error}); the data in use stay") from error
    use(target, installed=None if over is None else Installed(over, made))
    found.folder = target


def _names(home: Path, revision: str) -> Iterator[Path]:
    yield home / f"decree_470-{revision}"
    number = 2
    while True:
        yield home / f"decree_470-{revision}-{number}"
        number += 1
