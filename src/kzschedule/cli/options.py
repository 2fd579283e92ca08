"""Options and conventions that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from kzschedule.errors import InvalidDateError
from kzschedule.language import LANGUAGES, default_language

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
