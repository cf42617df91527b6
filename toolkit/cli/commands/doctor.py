"""``exkit doctor``: can this server be worked on?"""

from typing import Any

import click

from toolkit.cli.options import Settings, common_options
from toolkit.cli.server_options import read_choice, server_options


@click.command()
@server_options
@common_options
@click.pass_obj
def doctor(settings: Settings, /, **options: Any) -> int:
    r"""Check the way to a server: environment, login, name, port, certificate, shell, agent.

    Every failure says its cause and its cure. A wrong password is tried once. Nothing on the server is changed.

    \b
    Examples:
      exkit doctor -t ex02.corp.example
      exkit doctor -t ex02 --transport ntlm --user "CORP\admin"
      exkit doctor --lab
    """
    from toolkit.cli.actions.doctor import check  # noqa: PLC0415 - transports are not needed for --help

    return check(settings, read_choice(options))
