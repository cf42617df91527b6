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
      exkit lab start back-pressure-disk
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


@lab.command("start")
@click.argument("scenario", metavar="[SCENARIO]", default="back-pressure-disk")
@click.option(
    "--engine", default="recorded", show_default=True, type=click.Choice(["recorded", "pwsh"]), help="Recorded answers, or PowerShell 7."
)
@click.option("--folder", default="", metavar="DIR", help="Where the lab keeps its world; one that is there goes on.")
@common_options
@click.pass_obj
def start_scenario(settings: Settings, /, scenario: str, engine: str, folder: str) -> None:
    r"""Serve a scenario on loopback until Ctrl+C, for any WinRM client.

    Prints the addresses, a user, a password that is new each time, and the certificate to trust.

    \b
    Examples:
      exkit lab start
      exkit lab start back-pressure-config-key --engine pwsh
    """
    from toolkit.cli.actions.serving import serve, wait_for_interrupt  # noqa: PLC0415 - the lab is not needed for --help

    serve(settings, scenario, engine, folder, wait_for_interrupt)
