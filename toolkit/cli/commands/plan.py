"""``exkit plan``: what would be sent, exactly."""

from typing import Any

import click

from toolkit.cli.content_options import content_options, take_content
from toolkit.cli.options import Settings, common_options
from toolkit.cli.server_options import read_choice, server_options


@click.command()
@click.argument("playbook_id", metavar="ID")
@click.option("-p", "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="Parameter of the playbook; may be repeated.")
@click.option("-o", "--output", "files", multiple=True, metavar="FILE", help="Write the plan as .json or .html; may be repeated.")
@click.option("--all-paths", is_flag=True, help="List every path with its worst danger and who has rehearsed it.")
@click.option("--exchange", default="2019", show_default=True, metavar="VERSION", help="Version to assume where no server is asked.")
@content_options
@server_options
@common_options
@click.pass_obj
def plan(settings: Settings, /, playbook_id: str, parameters: tuple[str, ...], files: tuple[str, ...], **options: Any) -> None:
    r"""Show exactly what a playbook would send; read the facts it needs, change nothing.

    Without a server the plan says which step will tell what is not known yet.

    \b
    Examples:
      exkit plan smtp-452-back-pressure
      exkit plan smtp-452-back-pressure -t ex02.corp.example -p "archive_to=D:\archive" -o plan.html
      exkit plan smtp-452-back-pressure --all-paths
      exkit plan smtp-452-back-pressure --lab --json
    """
    from toolkit.cli.actions.plan import PlanWish, make  # noqa: PLC0415 - pages and the engine are not needed for --help

    server, content = read_choice(options), take_content(options)
    make(settings, PlanWish(playbook_id, parameters, options["exchange"], options["all_paths"], files, content), server)
