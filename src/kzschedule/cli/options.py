"""Options and conventions that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from kzschedule.errors import DataPackageError, InvalidDateError, KzScheduleError
from kzschedule.language import LANGUAGES, Language, default_language

if TYPE_CHECKING:
    from kzschedule.examining import Kind
    from kzschedule.verdict import Verdict

_F = TypeVar("_F", bound=Callable[..., Any])


class DateType(click.ParamType):  # type: ignore[type-arg]  # generic in the stubs only
    """A day in ISO form."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or fail with the library's own words."""
        from kzschedule.checking import read_date

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
as_of_option = click.option("--as-of", type=DateType(), metavar="DATE", help="The day asked about, today by default.")
exit_zero_option = click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
rule_option = click.option(
    "--rule", type=click.Path(path_type=Path), metavar="FILE", help="Use this rule for analogues."
)
include_unverified_option = click.option(
    "--include-unverified", is_flag=True, help="Take parents too whose presence was not shown."
)
smiles_option = click.option("--smiles", "kind", flag_value="smiles", help="Read the queries as SMILES.")
name_option = click.option("--name", "kind", flag_value="name", help="Read the queries as names.")


def answers_to(
    queries: Sequence[str],
    *,
    kind: str | None,
    as_of: date | None,
    rule: Path | None,
    include_unverified: bool,
    language: Language,
) -> list[Verdict]:
    """Answer queries as the options of a command say, or fail for a rule that cannot be read."""
    from kzschedule.checking import check

    read_as = cast("Kind", kind or "auto")
    try:
        return [
            check(query, kind=read_as, as_of=as_of, rule=rule, include_unverified=include_unverified)
            for query in queries
        ]
    except DataPackageError:
        raise  # what is wrong is not how the command was called
    except KzScheduleError as error:
        raise click.UsageError(error.statement.say(language)) from error
