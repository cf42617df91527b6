"""``exkit debts``: temporary changes that nobody has undone yet."""

from pathlib import Path
from typing import Any

import click

from toolkit.cli.home import home_option
from toolkit.cli.options import Settings, common_options
from toolkit.cli.server_options import read_choice, server_options


@click.command()
@server_options
@home_option
@common_options
@click.pass_obj
def debts(settings: Settings, /, home: Path, **options: Any) -> None:
    r"""List what is changed for a time and not yet undone; ask a server what it has of them.

    \b
    Examples:
      exkit debts
      exkit debts -t ex02.corp.example
    """
    from toolkit.cli.actions.debts import list_debts  # noqa: PLC0415 - pages are not needed for --help

    list_debts(settings, home, read_choice(options))
