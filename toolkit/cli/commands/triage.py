"""``exkit triage``: which logs a database needs, which are here, and what can be done."""

from typing import Any

import click

from toolkit.cli.options import Settings, common_options


@click.command()
@click.option("--edb", required=True, metavar="FILE", help="The database, or a copy of it.")
@click.option("--logs", required=True, metavar="DIR", help="Folder of its logs, or of copies of them.")
@click.option("--checkpoint", default="", metavar="FILE", help="The checkpoint; else the one in the folder of the logs.")
@click.option("--also", multiple=True, metavar="DIR", help="Another place where logs may be; with all folders below. May repeat.")
@click.option("--base", default="", metavar="E00", help="Base name of the logs (LogFilePrefix); else found from the files.")
@click.option("--all-headers", is_flag=True, help="Read the header of every log, not only of those that decide.")
@click.option("--html", default="", metavar="FILE", help="Write the page to a file too, .html.")
@common_options
@click.pass_obj
def triage(settings: Settings, /, all_headers: bool, **names: Any) -> int:
    r"""Say which logs a database needs, which are here, what mounting would lose, and what is safe to do.

    Works on copies, on any machine: no Exchange, no Eseutil, no Windows needed. Files are only read: names first, then the
    headers that decide. What could not be looked at is said, and never taken for good or for gone.

    \b
    Examples:
      exkit triage --edb D:\Copy\DB07.edb --logs D:\Copy\Logs
      exkit triage --edb DB07.edb --logs Logs --also D:\Quarantine --also X:\Backup
      exkit triage --edb DB07.edb --logs Logs --html triage.html
    """
    from toolkit.analysis.log_wanted import Depth  # noqa: PLC0415 - the solver is not needed for --help
    from toolkit.cli.actions.triage import TriageWish  # noqa: PLC0415 - the same
    from toolkit.cli.actions.triage import triage as run_triage  # noqa: PLC0415 - the same

    depth = Depth.ALL_HEADERS if all_headers else Depth.NEEDED
    return run_triage(settings, TriageWish(**names, depth=depth))
