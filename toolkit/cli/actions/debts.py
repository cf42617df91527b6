"""What is changed for a time and not yet undone; from the run folders, and from servers that are asked."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import timedelta
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
SAME = timedelta(minutes=1)


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
    on_server = [(item, _from_server(item, host)) for item in left.items]
    ended = [debt for item, debt in on_server if item.outcome == "returned"]
    kept = [debt for debt in debts if not _is_among(debt, ended)]
    return kept + [debt for item, debt in on_server if not item.outcome and not _is_among(debt, kept)]


def _is_among(debt: Debt, others: Iterable[Debt]) -> bool:
    return any(_is_same(debt, other) for other in others)


def _is_same(one: Debt, other: Debt) -> bool:
    """One server, one end, one debt: a server has one scheduled return at a time, and rounds its time."""
    return one.host == other.host and one.ends is not None and other.ends is not None and abs(one.ends - other.ends) < SAME


def _from_server(item: LeftItem, host: str) -> Debt:
    name = item.file.rpartition("\\")[2].removesuffix(".json")
    return Debt(name, "", host, "", item.what, item.made_at or SystemClock().now(), item.ends_at)
