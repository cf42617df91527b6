"""A group that imports a command only when it runs, so that ``--help`` is fast."""

from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

from toolkit.errors import NOTHING_READ, UsageError


class LazyGroup(click.Group):
    """Knows its commands by name and one line of help; the module ``<package>.<name>`` holds the command ``<name>``."""

    def __init__(self, *args: Any, package: str = "", lines: Mapping[str, str] | None = None, **attributes: Any) -> None:
        super().__init__(*args, **attributes)  # click builds groups with its own keywords
        self.package = package
        self.lines = dict(lines or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(self.lines)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command; None when the table has none of this name."""
        if cmd_name not in self.lines:
            return None
        command: click.Command = getattr(import_module(f"{self.package}.{cmd_name}"), cmd_name)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first argument names.

        Raises:
            UsageError: there is none; the nearest names are given.
        """
        if args and not args[0].startswith("-") and args[0] not in self.lines:
            raise unknown_command(args[0], list(self.lines), ctx.command_path)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, without importing one of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.lines.items()))


def unknown_command(name: str, known: list[str], path: str) -> UsageError:
    """Return the error for a command that does not exist, with the nearest names."""
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    why = f"Nearest: {', '.join(near)}." if near else f"Commands are {', '.join(known)}."
    return UsageError(f"there is no command '{name}'", why=why, do=(f"{path} --help",), state=NOTHING_READ)
