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
    unknown = _NO_COMMAND.search(fault.message)
    if unknown and isinstance(fault, click.UsageError) and fault.ctx and isinstance(fault.ctx.command, click.Group):
        return f"there is no command '{unknown['name']}'", _nearest(unknown["name"], fault.ctx.command.list_commands(fault.ctx))
    if isinstance(fault, click.NoSuchOption):
        near = ", ".join(sorted(fault.possibilities or ()))
        return f"there is no option {fault.option_name}", f"Nearest: {near}." if near else "The command does not know it."
    if isinstance(fault, click.MissingParameter):
        name = fault.param.human_readable_name if fault.param else fault.param_hint or "a value"
        kind = "option" if isinstance(fault.param, click.Option) else "argument"
        return f"{kind} {name} is missing", "The command needs it."
    if isinstance(fault, click.BadParameter):
        name = fault.param.human_readable_name if fault.param else fault.param_hint or "a value"
        return f"{name} cannot be used as it is", _sentence(fault.message)
    return "the command line cannot be understood", _sentence(fault.message)


def _nearest(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    return f"Nearest: {', '.join(near)}." if near else f"Commands are {', '.join(known)}."


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
