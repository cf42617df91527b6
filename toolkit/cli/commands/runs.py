"""``exkit runs``: what was carried out, one run in full, its report, its undo."""

from pathlib import Path
from typing import Any

import click

from toolkit.cli.home import home_option
from toolkit.cli.options import Settings, common_options


@click.group(invoke_without_command=True)
@home_option
@common_options
@click.pass_context
def runs(context: click.Context, /, home: Path) -> None:
    r"""List runs, show or report one, verify its journal, undo its changes.

    \b
    Examples:
      exkit runs
      exkit runs show R-20261124-EX02-9318
      exkit runs show R-20261124-EX02-9318 12
      exkit runs report R-20261124-EX02-9318 -o report.html
      exkit runs undo R-20261124-EX02-9318
    """
    if context.invoked_subcommand is None:
        context.invoke(list_runs, home=home)


@runs.command("list")
@home_option
@common_options
@click.pass_obj
def list_runs(settings: Settings, /, home: Path) -> None:
    r"""List all runs, newest first.

    \b
    Example:
      exkit runs list
    """
    from toolkit.cli.actions.runs import list_all  # noqa: PLC0415 - pages are not needed for --help

    list_all(settings, home)


@runs.command("show")
@click.argument("run_id", metavar="RUN")
@click.argument("step", metavar="[STEP]", default="")
@home_option
@common_options
@click.pass_obj
def show_run(settings: Settings, /, run_id: str, step: str, home: Path) -> None:
    r"""Show one run, or one of its steps with command and answer.

    \b
    Examples:
      exkit runs show R-20261124-EX02-9318
      exkit runs show R-20261124-EX02-9318 12
    """
    from toolkit.cli.actions.runs import show  # noqa: PLC0415 - pages are not needed for --help

    show(settings, home, run_id, step)


@runs.command("report")
@click.argument("run_id", metavar="RUN")
@click.option("-o", "--output", "files", multiple=True, required=True, metavar="FILE", help="Write .html, .md or .json; may be repeated.")
@home_option
@common_options
@click.pass_obj
def report_run(settings: Settings, /, run_id: str, files: tuple[str, ...], home: Path) -> None:
    r"""Write the report of a run.

    \b
    Example:
      exkit runs report R-20261124-EX02-9318 -o report.html
    """
    from toolkit.cli.actions.runs import write  # noqa: PLC0415 - pages are not needed for --help

    write(settings, home, run_id, files)


@runs.command("verify")
@click.argument("run_id", metavar="RUN")
@home_option
@common_options
@click.pass_obj
def verify_run(settings: Settings, /, run_id: str, home: Path) -> int:
    r"""Check that the journal of a run is whole: 0 whole, 6 open end, 7 broken.

    \b
    Example:
      exkit runs verify R-20261124-EX02-9318
    """
    from toolkit.cli.actions.runs import verify  # noqa: PLC0415 - the engine is not needed for --help

    return verify(settings, home, run_id)


@runs.command("undo")
@click.argument("run_id", metavar="RUN")
@click.option("--debt", default="", metavar="ID", help="Undo only the change behind this debt.")
@click.option("--yes", is_flag=True, help="Approve every CHANGE beforehand; never an OUTAGE.")
@click.option("--confirm", default="", metavar="HOST", help="Approve the OUTAGEs of this server beforehand.")
@click.option("--password-stdin", is_flag=True, help="Read the password from stdin; else it is asked for.")
@home_option
@common_options
@click.pass_obj
def undo_run(settings: Settings, /, run_id: str, home: Path, **options: Any) -> int:
    r"""Undo the changes of a run, last one first; the server is reached as the run reached it.

    \b
    Examples:
      exkit runs undo R-20261124-EX02-9318
      exkit runs undo R-20261124-EX02-9318 --debt D-9318-12
    """
    from toolkit.cli.actions.runs import undo  # noqa: PLC0415 - the engine is not needed for --help
    from toolkit.cli.carrying import Work  # noqa: PLC0415 - the same
    from toolkit.cli.server_options import ServerChoice  # noqa: PLC0415 - the same

    server = ServerChoice(password_stdin=options["password_stdin"])
    return undo(settings, Work("", server, options["yes"], options["confirm"], home, f"exkit runs undo {run_id}"), run_id, options["debt"])
