"""What is changed for a time and not yet undone; from the run folders, and from servers that are asked."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from toolkit.cli.connecting import SystemClock, open_site
from toolkit.cli.journals import new_token
from toolkit.cli.options import Settings
from toolkit.cli.printing import open_console
from toolkit.cli.quiet import QuietWatcher
from toolkit.cli.run_folder import list_reports
from toolkit.cli.server_options import ServerChoice
from toolkit.documents.debts import debts_page
from toolkit.documents.json import debts_object
from toolkit.engine.answers import describe_failure
from toolkit.errors import ParsingError
from toolkit.model.changes import LeftBehind, LeftItem
from toolkit.model.command import Command, CommandResult, Outcome, Policy
from toolkit.model.danger import Danger
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.run import Debt
from toolkit.parsing.readers import READERS
from toolkit.rendering.scripts import render_script
from toolkit.rendering.templates import load_template
from toolkit.shells.contract import Shell

TEMPLATE = "observe/debts"


def list_debts(settings: Settings, home: Path, server: ServerChoice) -> None:
    """Print open debts; a named server is asked what it has of them.

    Raises:
        ReachError: the named server could not be asked.
    """
    now = SystemClock().now()
    debts = [debt for report in list_reports(home) for debt in report.debts]
    asked: tuple[str, ...] = ()
    if server.is_named:
        host, left = _ask(server)
        debts, asked = _merge(debts, host, left), (host,)
    open_console(settings).result(debts_page(debts, now, asked), debts_object(debts))


def _ask(server: ServerChoice) -> tuple[str, LeftBehind]:
    with ExitStack() as stack:
        site = stack.enter_context(open_site(server, ""))
        shell = site.open_shell(f"debts-{new_token()}", QuietWatcher().progress)
        stack.callback(shell.close)
        return site.host, _read(shell)


def _read(shell: Shell) -> LeftBehind:
    template = load_template(TEMPLATE)
    script = render_script(template, ExchangeVersion.E2019, {})
    command = Command("debts", script, Danger.OBSERVE, Policy.IDEMPOTENT, template.facts.deadline_s)
    results: Sequence[CommandResult] = list(shell.ask([command]))
    if results[0].outcome is not Outcome.OK:
        raise ParsingError("what is left on the server cannot be read", why=f"{describe_failure(results[0])}.", do=("exkit doctor --help",))
    value = READERS["debts"].read(results[0].output)
    assert isinstance(value, LeftBehind), "the reader of debts makes nothing else"
    return value


def _merge(debts: list[Debt], host: str, left: LeftBehind) -> list[Debt]:
    """Debts that the server has ended itself are gone; what it has and no run folder here knows is added."""
    ended = {(host, item.ends_at) for item in left.items if item.outcome == "returned" and item.ends_at}
    kept = [debt for debt in debts if (debt.host, debt.ends) not in ended]
    return kept + [_from_server(item, host) for item in _unheard(kept, host, left)]


def _unheard(debts: list[Debt], host: str, left: LeftBehind) -> list[LeftItem]:
    known = {debt.ends for debt in debts if debt.host == host}
    return [item for item in left.items if not item.outcome and item.ends_at not in known]


def _from_server(item: LeftItem, host: str) -> Debt:
    name = item.file.rpartition("\\")[2].rpartition(".")[0]
    since = item.made_at or SystemClock().now()
    return replace(Debt(name, "", host, "", item.what, since), ends=item.ends_at)
