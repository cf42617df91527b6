"""``exkit lab``: practise against a server that is this machine."""

import click

from toolkit.cli.options import Settings, common_options


@click.group(invoke_without_command=True)
@common_options
@click.pass_context
def lab(context: click.Context) -> None:
    r"""Practise against a loopback server; no Exchange server is needed.

    \b
    Examples:
      exkit lab list
      exkit run smtp-452-back-pressure --lab back-pressure-disk
    """
    if context.invoked_subcommand is None:
        context.invoke(list_scenarios)


@lab.command("list")
@common_options
@click.pass_obj
def list_scenarios(settings: Settings) -> None:
    r"""List the scenarios with what each of them shows.

    \b
    Example:
      exkit lab list
    """
    from toolkit.cli.actions.lab import list_all  # noqa: PLC0415 - pages are not needed for --help

    list_all(settings)
