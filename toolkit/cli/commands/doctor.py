"""``exkit doctor``: can this server be worked on?"""

from typing import Any

import click

from toolkit.cli.options import Settings, common_options
from toolkit.cli.server_options import read_choice, server_options


@click.command()
@click.option("--first-contact", is_flag=True, help="Ask the server what only a real one can tell; reads only, takes minutes.")
@click.option("--exchange-shell", is_flag=True, help="With --first-contact: load the Exchange cmdlets too, to measure it.")
@click.option("-o", "--output", "file", default="", metavar="FILE", help="With --first-contact: keep the capsule, .json, without names.")
@server_options
@common_options
@click.pass_obj
def doctor(settings: Settings, /, first_contact: bool, exchange_shell: bool, file: str, **options: Any) -> int:
    r"""Check the way to a server: environment, login, name, port, certificate, shell, agent.

    Every failure says its cause and its cure. A wrong password is tried once. Nothing on the server is changed.

    --first-contact is a self-test for once: what nobody has seen on your Windows yet. Its capsule holds no names, and nothing is sent.

    \b
    Examples:
      exkit doctor -t ex02.corp.example
      exkit doctor -t ex02 --transport ntlm --user "CORP\admin"
      exkit doctor --lab
      exkit doctor --first-contact -t ex02.corp.example -o contact.json
    """
    server = read_choice(options)
    if first_contact:
        from toolkit.cli.actions.first_contact import contact  # noqa: PLC0415 - transports are not needed for --help

        return contact(settings, server, file, load_exchange=exchange_shell)
    if exchange_shell or file:
        raise click.UsageError("-o and --exchange-shell belong to --first-contact")
    from toolkit.cli.actions.doctor import check  # noqa: PLC0415 - the same

    return check(settings, server)
