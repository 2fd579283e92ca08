"""The language of the command line itself: help, usage errors, and click's own words."""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from inspect import cleandoc
from itertools import pairwise
from typing import TypeVar

import click

from kzschedule.language import DIRECTORY, DOMAIN, LANGUAGES, VARIABLE, Language, default_language, translation

_C = TypeVar("_C", bound=click.Command)


def language_asked(arguments: Sequence[str]) -> Language:
    """Return the language that ``--lang`` names, before or behind the command; without it, that of the locale.

    The arguments are looked at before click reads them, because help and errors come while it does.

    Examples
    --------
    >>> language_asked(["check", "--lang", "ru", "PCP"]), language_asked(["--lang=kk", "list"])
    ('ru', 'kk')
    >>> language_asked(["check", "--lang", "ru", "--", "--lang=kk"])
    'ru'
    """
    asked = default_language()
    for argument, following in pairwise([*arguments, ""]):
        if argument == "--":
            break
        name, _, value = argument.partition("=")
        value = value or following
        if name == "--lang" and value in LANGUAGES:
            asked = value
    return asked


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Have click speak a language, and what asks for the locale's language get it.

    click looks its words up by gettext in the domain of the program, in the language that the environment names.
    """
    domain = gettext.textdomain()
    environment = {name: os.environ.get(name) for name in ("LANGUAGE", VARIABLE)}
    gettext.bindtextdomain(DOMAIN, str(DIRECTORY))
    gettext.textdomain(DOMAIN)
    os.environ.update(dict.fromkeys(environment, language))
    try:
        yield
    finally:
        gettext.textdomain(domain)
        for name, value in environment.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def translated(command: _C, language: Language) -> _C:
    """Return a command whose help is in a language; the one given stays as it is."""
    if language == "en":
        return command
    say = translation(language).gettext
    other = copy(command)
    if command.help:
        other.help = say(cleandoc(command.help))
    other._help_option = None  # click keeps the one that it has made, in the language of that time
    other.params = [_with_help(param, language) for param in command.params]
    if isinstance(other, click.Group):
        other.commands = {name: translated(inner, language) for name, inner in other.commands.items()}
    return other


def help_texts(command: click.Command) -> Iterator[str]:
    """Iterate over the texts of a command's help, as they are translated."""
    if command.help:
        yield cleandoc(command.help)
    for param in command.params:
        if isinstance(param, click.Option) and param.help:
            yield param.help
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from help_texts(inner)


def _with_help(param: click.Parameter, language: Language) -> click.Parameter:
    if not isinstance(param, click.Option) or not param.help:
        return param
    other = copy(param)
    other.help = translation(language).gettext(param.help)
    return other


#: The words of click that a user of this program can see, with their plurals; other versions may have others,
#: which then stay English.
CLICK_WORDS: tuple[str | tuple[str, str], ...] = (
    "Usage:",
    "Options",
    "Commands",
    "Show this message and exit.",
    "Show the version and exit.",
    "Aborted!",
    "Error: {message}",
    "Try '{command} {option}' for help.",
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    "Missing argument",
    "Missing option",
    "Missing command.",
    "No such option {name!r}.",
    "No such command {name!r}.",
    "Could not open file {filename!r}: {message}",
    "default: {default}",
    "file",
    "directory",
    "path",
    "{name} {filename!r} does not exist.",
    "{name} {filename!r} is a file.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is not readable.",
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    "Option {name!r} does not take a value.",
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)
