"""What click says about a wrong command line, in the form of all other errors."""

import re
from difflib import get_close_matches

import click

from toolkit.errors import NOTHING_READ, UsageError

_NO_COMMAND = re.compile(r"No such command '(?P<name>.*?)'")
"""Click before 8.4 has no class of its own for it."""


def explain_usage(fault: click.ClickException) -> UsageError:
    """Return the error for a command line that click refused; its help is what to do."""
    path = fault.ctx.command_path if isinstance(fault, click.UsageError) and fault.ctx else "exkit"
    what, why = _say(fault)
    return UsageError(what, why=why, do=(f"{path} --help",), state=NOTHING_READ)


def _say(fault: click.ClickException) -> tuple[str, str]:
    command = _unknown_command(fault)
    if command:
        return command
    if isinstance(fault, click.NoSuchOption):
        near = ", ".join(sorted(fault.possibilities or ()))
        return f"there is no option {fault.option_name}", f"Nearest: {near}." if near else "The command does not know it."
    if isinstance(fault, click.MissingParameter):
        kind = "option" if isinstance(fault.param, click.Option) else "argument"
        return f"{kind} {_name_of(fault)} is missing", "The command needs it."
    if isinstance(fault, click.BadParameter):
        return f"{_name_of(fault)} cannot be used as it is", _sentence(fault.message)
    return "the command line cannot be understood", _sentence(fault.message)


def _unknown_command(fault: click.ClickException) -> tuple[str, str] | None:
    unknown = _NO_COMMAND.search(fault.message)
    group = fault.ctx.command if isinstance(fault, click.UsageError) and fault.ctx else None
    if unknown is None or not isinstance(group, click.Group):
        return None
    return f"there is no command '{unknown['name']}'", _nearest(unknown["name"], group.list_commands(click.Context(group)))


def _name_of(fault: click.BadParameter) -> str:
    return fault.param.human_readable_name if fault.param else str(fault.param_hint or "a value")


def _nearest(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    return f"Nearest: {', '.join(near)}." if near else f"Commands are {', '.join(known)}."


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
