"""``exkit playbooks``: what there is, one in full, and the schema for editors."""

from typing import Any

import click

from toolkit.cli.content_options import content_options, take_content
from toolkit.cli.options import Settings, common_options


@click.group(invoke_without_command=True)
@common_options
@click.pass_context
def playbooks(context: click.Context) -> None:
    r"""List the playbooks, show or check one, print their schema.

    \b
    Examples:
      exkit playbooks
      exkit playbooks show smtp-452-back-pressure
      exkit playbooks schema
    """
    if context.invoked_subcommand is None:
        context.invoke(list_playbooks, content_folder="", content_signers="")


@playbooks.command("list")
@content_options
@common_options
@click.pass_obj
def list_playbooks(settings: Settings, /, **options: Any) -> None:
    r"""List the playbooks with the errors they are for and their worst danger.

    \b
    Example:
      exkit playbooks list --json
    """
    from toolkit.cli.actions.playbooks import list_all  # noqa: PLC0415 - pages and YAML are not needed for --help

    list_all(settings, take_content(options))


@playbooks.command("show")
@click.argument("playbook_id", metavar="ID")
@content_options
@common_options
@click.pass_obj
def show_playbook(settings: Settings, /, playbook_id: str, **options: Any) -> None:
    r"""Show one playbook: what it is for, its parameters and steps.

    \b
    Example:
      exkit playbooks show smtp-452-back-pressure
    """
    from toolkit.cli.actions.playbooks import show_one  # noqa: PLC0415 - pages and YAML are not needed for --help

    show_one(settings, playbook_id, take_content(options))


@playbooks.command("check")
@click.argument("file", metavar="[FILE|DIR]", required=False, default="")
@content_options
@common_options
@click.pass_obj
def check_playbook(settings: Settings, /, file: str, **options: Any) -> None:
    r"""Check a playbook, a template or a folder; without one all that is shipped. Every problem is listed with file and line.

    A template is compiled for every Exchange version that it names: commands, parameters, .NET, paths, danger. Where there is a
    PowerShell (PWSH, or pwsh on PATH), its parser reads the scripts too; nothing of them is run. What has not changed since the
    last check is not compiled again.

    \b
    Examples:
      exkit playbooks check
      exkit playbooks check playbooks/smtp-452-back-pressure.yml
      exkit playbooks check ps_templates/observe/volumes.ps1.j2 --json
    """
    from toolkit.cli.actions.checking import check_content  # noqa: PLC0415 - pages, YAML and the compiler are not needed for --help

    check_content(settings, file, take_content(options))


@playbooks.command("schema")
@common_options
@click.pass_obj
def print_schema(settings: Settings) -> None:
    r"""Print the JSON Schema of playbook files, for editors that complete and check YAML.

    \b
    Example:
      exkit playbooks schema > playbook.schema.json
    """
    from toolkit.cli.actions.playbooks import print_editor_schema  # noqa: PLC0415 - pydantic is not needed for --help

    print_editor_schema(settings)
