"""A group that imports a command only when it runs, so that ``--help`` is fast."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """Knows its commands by name and one line of help; the module ``<inside>.<name>`` holds the command ``<name>``."""

    def __init__(self, *args: Any, inside: str = "", lines: Mapping[str, str] | None = None, **attributes: Any) -> None:
        super().__init__(*args, **attributes)  # click builds groups with its own keywords
        self.inside = inside
        self.lines = dict(lines or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(self.lines)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command; None when the table has none of this name."""
        if cmd_name not in self.lines:
            return None
        command: click.Command = getattr(import_module(f"{self.inside}.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, without importing one of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.lines.items()))
