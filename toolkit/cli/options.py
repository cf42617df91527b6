"""Options that every command takes, and what they say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import click

Decorated = TypeVar("Decorated", bound=Callable[..., Any])  # click's own bound for what its decorators take


@dataclass(frozen=True, slots=True)
class Settings:
    """How to talk to the person who started the command.

    Attributes:
        as_json: results are JSON, one object a line; nothing else on stdout.
        no_color: no colour on any stream.
        debug: show the traceback of an unforeseen fault.
    """

    as_json: bool = False
    no_color: bool = False
    debug: bool = False


def read_settings(arguments: Sequence[str]) -> Settings:
    """Return what the common options say.

    They are read before click parses anything, so that the complaint about a wrong option obeys them too.
    """
    given = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return Settings("--json" in given, "--no-color" in given, "--debug" in given)


def common_options(command: Decorated) -> Decorated:
    """Let ``command`` take ``--json``, ``--no-color`` and ``--debug`` at any place; :func:`read_settings` has read them."""
    flags = (
        ("--debug", "Show the traceback of an unforeseen fault."),
        ("--no-color", "No colour; so does the variable NO_COLOR."),
        ("--json", "One JSON object a line on stdout, nothing else."),
    )
    command.__doc__ = (command.__doc__ or "").replace("\\b\n", "\b\n")  # raw docstrings spell click's mark for "keep these lines"
    for name, help_text in flags:
        command = click.option(name, is_flag=True, expose_value=False, help=help_text)(command)
    return command
