"""Options and conventions that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click
from click.core import ParameterSource

from kzschedule.errors import DataPackageError, InvalidDateError, KzScheduleError
from kzschedule.language import LANGUAGES, Language, default_language

if TYPE_CHECKING:
    from kzschedule.answer.query import Kind
    from kzschedule.schedule import Schedule
    from kzschedule.verdict import Verdict

_F = TypeVar("_F", bound=Callable[..., Any])


class CannotRead(click.ClickException):
    """A file that cannot be read: an exit code like that of a query that cannot."""

    exit_code = 2


class DateType(click.ParamType):  # type: ignore[type-arg]  # generic in the stubs only
    """A day, as 2024-02-06 or 06.02.2024."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or fail with the library's own words."""
        from kzschedule.dates import read_date

        try:
            return read_date(value)  # type: ignore[arg-type]  # read_date says what is wrong with anything else
        except InvalidDateError as error:
            self.fail(error.statement.say(default_language()), param, ctx)


language_option = click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    default=default_language,
    help="Language of what is printed, by default that of the locale.",
)
as_of_option = click.option(
    "--as-of", "--on", "as_of", type=DateType(), metavar="DATE", help="The day asked about, today by default."
)
exit_zero_option = click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
rule_option = click.option(
    "--rule", type=click.Path(path_type=Path), metavar="FILE", help="Use this rule for analogues."
)
smiles_option = click.option("--smiles", "kind", flag_value="smiles", help="Read the queries as SMILES.")
name_option = click.option("--name", "kind", flag_value="name", help="Read the queries as names.")


def language_chosen() -> bool:
    """Whether ``--lang`` was given to the command that runs, before or behind its name."""
    context: click.Context | None = click.get_current_context()
    while context is not None:
        if context.get_parameter_source("language") is ParameterSource.COMMANDLINE:
            return True
        context = context.parent
    return False


def _data_option(*, expose_value: bool) -> Callable[[_F], _F]:
    """Use a folder of data until the command ends, also in the processes that it starts.

    It is put in use when the command begins: the context of a command that was called wrongly is never closed.
    """
    from kzschedule.records.installation import using

    option = click.option(
        "--data",
        "data",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Folder of a data package, by default the one in use (kzschedule data).",
    )

    def decorated(command: _F) -> _F:
        @option
        @wraps(command)
        def begin(*args: Any, data: Path | None, **options: Any) -> Any:
            if data is not None:
                click.get_current_context().with_resource(using(data))
            return command(*args, **options, **({"data": data} if expose_value else {}))

        return cast("_F", begin)

    return decorated


#: The folder of data for one command, which has it as a parameter too.
data_option = _data_option(expose_value=True)
#: The same for a command that only uses the data in use.
data_in_use_option = _data_option(expose_value=False)


def schedule_of(data: Path | None) -> Schedule:  # noqa: ARG001  # the option has put it in use
    """Return the list of the data in use, which is that of the option ``--data`` where it is given."""
    from kzschedule.schedule import Schedule

    return Schedule.default()


def answers_to(
    queries: Sequence[str],
    *,
    kind: str | None,
    as_of: date | None,
    rule: Path | None,
    language: Language,
    data: Path | None = None,
) -> list[Verdict]:
    """Answer queries as the options of a command say, or fail for a rule that cannot be read."""
    from kzschedule.answer.check import check

    read_as = cast("Kind", kind or "auto")
    schedule = schedule_of(data)
    try:
        return [check(query, kind=read_as, as_of=as_of, rule=rule, schedule=schedule) for query in queries]
    except DataPackageError:
        raise  # what is wrong is not how the command was called
    except KzScheduleError as error:
        raise click.UsageError(error.statement.say(language)) from error


def lines_of(file: str, language: Language) -> list[str]:
    """Return the lines of a file, or of standard input for ``-``, without the empty ones.

    Raises
    ------
    CannotRead
        If it cannot be read, or is not UTF-8.
    """
    try:
        with click.open_file(file, "rb") as source:
            text = source.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise not_utf_8(file, error, language) from error
    except OSError as error:
        raise CannotRead(f"{file}: {error.strerror}") from error
    return [line.strip() for line in text.splitlines() if line.strip()]


def not_utf_8(file: str, error: UnicodeDecodeError, language: Language) -> CannotRead:
    """Return what is raised for a file in another encoding."""
    from kzschedule.language.statement import Statement

    said = Statement("{file}: is not UTF-8 (byte {place}); save it as UTF-8", file=file, place=error.start)
    return CannotRead(said.say(language))


def refuse_pdf(file: str, language: Language) -> None:
    """Refuse to write a page into a file that is called like a PDF."""
    from kzschedule.language.statement import Statement

    if file.lower().endswith(".pdf"):
        said = Statement("{file}: the page is HTML; name it so, and print it to PDF from a browser", file=file)
        raise click.UsageError(said.say(language))


def write_page(page: str, file: str, language: Language, *, option: str = "--html") -> int:
    """Write a page as UTF-8 into a file, or to standard output for ``-``, and return its size.

    Raises
    ------
    click.UsageError
        If it cannot be written, or is called like a PDF.
    """
    from kzschedule.language.statement import Statement

    refuse_pdf(file, language)
    content = page.encode("utf-8")
    try:
        with click.open_file(file, "wb") as out:
            out.write(content)
    except BrokenPipeError:
        raise  # whoever reads the page has enough of it
    except OSError as error:
        said = Statement(
            "{file} cannot be written ({reason}); give another {option}",
            file=file,
            reason=error.strerror or "",
            option=option,
        )
        raise click.UsageError(said.say(language)) from error
    return len(content)
