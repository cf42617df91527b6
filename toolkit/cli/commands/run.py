"""``exkit run``: carry a playbook out, or rehearse it."""

from pathlib import Path
from typing import Any

import click

from toolkit.cli.content_options import content_options, take_content
from toolkit.cli.home import home_option
from toolkit.cli.options import Settings, common_options
from toolkit.cli.server_options import read_choice, server_options


@click.command()
@click.argument("playbook_id", metavar="ID")
@click.option("-p", "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="Parameter of the playbook; may be repeated.")
@click.option("--yes", is_flag=True, help="Approve every CHANGE beforehand; never an OUTAGE.")
@click.option("--confirm", default="", metavar="HOST", help="Approve the OUTAGEs of this server beforehand.")
@click.option("--dry-run", is_flag=True, help="Print what would be sent; no shell is made.")
@click.option("--recording", default="", metavar="DIR", help="With --dry-run: follow the branches on recorded answers.")
@click.option("--exchange", default="2019", show_default=True, metavar="VERSION", help="Version to assume until the server tells its own.")
@content_options
@server_options
@home_option
@common_options
@click.pass_obj
def run(settings: Settings, /, playbook_id: str, parameters: tuple[str, ...], home: Path, **options: Any) -> int:
    r"""Carry a playbook out: read, decide, ask for approval, change, verify, report.

    What only reads runs unattended. A CHANGE is approved with yes, an OUTAGE by typing the server's name. What loses data is
    never sent.

    \b
    Examples:
      exkit run smtp-452-back-pressure -t ex02.corp.example -p "archive_to=D:\archive"
      exkit run smtp-452-back-pressure -t ex02 --transport ntlm --user "CORP\admin"
      exkit run smtp-452-back-pressure --dry-run
      exkit run smtp-452-back-pressure --dry-run --recording tests/sessions/disk
      exkit run smtp-452-back-pressure --lab --yes
    """
    from toolkit.cli.actions.run import RunWish, carry, follow_recording, show_plan  # noqa: PLC0415 - the engine is not needed for --help

    server, content = read_choice(options), take_content(options)
    wish = RunWish(playbook_id, parameters, options["exchange"], options["yes"], options["confirm"], home, content)
    if options["recording"] and not options["dry_run"]:
        raise click.UsageError("--recording is for --dry-run: recorded answers are followed, not sent.")
    if options["dry_run"]:
        return follow_recording(settings, wish, Path(options["recording"])) if options["recording"] else show_plan(settings, wish)
    return carry(settings, wish, server)
