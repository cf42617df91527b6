"""The command line: one group, commands by name, every error as a page and an exit code."""

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from toolkit import __version__
from toolkit.cli.commands import COMMANDS
from toolkit.cli.lazy_group import LazyGroup
from toolkit.cli.options import Settings, common_options, read_settings
from toolkit.cli.usage_faults import explain_usage
from toolkit.errors import ToolkitError

STOPPED, PIPE_CLOSED = 130, 141
"""Exit codes after Ctrl+C and after the reader of our output has gone: 128 and the number of the signal, as shells report it."""


@click.group(name="exkit", cls=LazyGroup, inside="toolkit.cli.commands", lines=COMMANDS)
@click.version_option(__version__, message="exkit %(version)s")
@common_options
def exkit() -> None:
    r"""Playbooks for Exchange mail-flow and database errors.

    Find out which error it is, see exactly what would be sent, run it over WinRM, prove what happened.

    \b
    Examples:
      exkit explain "452 4.3.1 Insufficient system resources"
      exkit playbooks
      exkit plan smtp-452-back-pressure -t ex02
      exkit run smtp-452-back-pressure -t ex02
      exkit debts

    \b
    Exit codes:
      0 done                       5 server could not be asked
      2 usage                      6 a step's state is unknown
      3 plan cannot be made        7 done with failures
      4 refused by a gate          8 approval missing or void
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Return the exit code of one command line; its errors are printed on stderr."""
    settings = read_settings(arguments)
    try:
        code = exkit.main(list(arguments), prog_name="exkit", standalone_mode=False, obj=settings)
    except ToolkitError as error:
        return _show_error(error, settings)
    except click.ClickException as fault:
        return _show_error(explain_usage(fault), settings)
    except (click.Abort, KeyboardInterrupt):
        sys.stderr.write("Stopped by Ctrl+C.\n")
        return STOPPED
    except BrokenPipeError:
        return _leave_closed_pipe()
    except Exception as fault:  # noqa: BLE001 - the last door: nobody reads a traceback at 3 a.m.
        return _show_fault(fault, settings)
    return code if isinstance(code, int) else 0


def _leave_closed_pipe() -> int:
    """Whoever read our output has gone; what is still buffered goes nowhere, so that the interpreter does not complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE_CLOSED


def _show_error(error: ToolkitError, settings: Settings) -> int:
    from toolkit.cli.printing import open_console  # noqa: PLC0415 - pages are not needed for --help
    from toolkit.documents.errors import error_page  # noqa: PLC0415 - the same

    open_console(settings).err.show(error_page(error))
    return error.exit_code


def _show_fault(fault: Exception, settings: Settings) -> int:
    from toolkit.cli.fault_log import log_fault, read_traceback  # noqa: PLC0415 - only when there is a fault

    if settings.debug:
        sys.stderr.write(read_traceback(fault))
        return ToolkitError.exit_code
    return _show_error(log_fault(fault), settings)
