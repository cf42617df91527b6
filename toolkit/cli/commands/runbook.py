"""``exkit runbook``: the page that people follow without exkit."""

from typing import Any

import click

from toolkit.cli.content_options import content_options, take_content
from toolkit.cli.options import Settings, common_options


@click.command()
@click.argument("playbook_id", metavar="ID")
@click.option("-o", "--output", "files", multiple=True, metavar="FILE", help="Write .md or .html; may be repeated.")
@click.option("--check", "only_check", is_flag=True, help="Check that the files are what would be written today.")
@click.option("--exchange", default="2019", show_default=True, metavar="VERSION", help="Version that the commands are for.")
@content_options
@common_options
@click.pass_obj
def runbook(settings: Settings, /, playbook_id: str, files: tuple[str, ...], **options: Any) -> None:
    r"""Write the runbook of a playbook: every step with its exact command, what to expect, what if not, and the way back.

    \b
    Examples:
      exkit runbook smtp-452-back-pressure
      exkit runbook smtp-452-back-pressure -o runbook.md -o runbook.html
      exkit runbook smtp-452-back-pressure -o docs/runbooks/smtp-452-back-pressure.md --check
    """
    from toolkit.cli.actions.runbook import RunbookWish, check, write  # noqa: PLC0415 - pages are not needed for --help

    work = check if options["only_check"] else write
    work(settings, RunbookWish(playbook_id, files, options["exchange"], take_content(options)))
