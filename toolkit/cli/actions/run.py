"""Carry a playbook out on a server, or rehearse it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.cli.actions.plan import PlanWish
from toolkit.cli.actions.plan import make as make_plan_only
from toolkit.cli.carrying import Work, carry_out
from toolkit.cli.connecting import Site, SystemClock
from toolkit.cli.content import open_content
from toolkit.cli.content_options import SHIPPED_ONLY, ContentChoice
from toolkit.cli.options import Settings
from toolkit.cli.printing import open_console
from toolkit.cli.server_options import ServerChoice
from toolkit.cli.typed_commands import run_command
from toolkit.documents.json import report_object
from toolkit.documents.run_pages import summary_page
from toolkit.engine.gates import check_trust
from toolkit.engine.parameters import read_parameters
from toolkit.engine.planning import assumed_version
from toolkit.engine.rehearsing import rehearse
from toolkit.engine.reporting import RunNames, make_report
from toolkit.engine.situation import Situation
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.facts import Facts
from toolkit.shells.replay import ScenarioShell, TapeShell
from toolkit.shells.session_file import read_recording


@dataclass(frozen=True, slots=True)
class RunWish:
    """What is to be carried out.

    Attributes:
        playbook_id: id of the playbook.
        parameters: ``name=value`` texts.
        exchange: version to assume until the server has told its own.
        yes: every CHANGE is approved beforehand.
        confirm: name of the server whose OUTAGE is approved beforehand.
        home: where run folders are.
        content: whose playbook it is.
    """

    playbook_id: str
    parameters: Sequence[str]
    exchange: str
    yes: bool
    confirm: str
    home: Path
    content: ContentChoice = SHIPPED_ONLY


def carry(settings: Settings, wish: RunWish, server: ServerChoice) -> int:
    """Carry the playbook out; return the exit code of its verdict.

    Raises:
        ToolkitError: the run could not begin.
    """
    content = open_content(wish.content)
    playbook = content.find_playbook(wish.playbook_id)
    check_trust(playbook)
    if wish.parameters or not server.lab:
        read_parameters(playbook, wish.parameters)  # wrong ones are told before any server is touched
    assumed = assumed_version(wish.exchange)

    def situation(site: Site) -> Situation:
        facts = Facts(parameters=read_parameters(playbook, site.given(wish.parameters, playbook.id)))
        return Situation(playbook, site.host, facts, site.version or assumed, content.shelf)

    again = run_command(playbook.id, wish.parameters, server, wish.content)
    work = Work(playbook.id, server, wish.yes, wish.confirm, wish.home, again, wish.content)
    return carry_out(work, situation, open_console(settings), content.vocabulary).verdict.exit_code


def show_plan(settings: Settings, wish: RunWish) -> int:
    """Print what a run would send, without any shell; return 0.

    Raises:
        PlaybookError: playbook or parameters do not fit.
    """
    plan = PlanWish(wish.playbook_id, wish.parameters, wish.exchange, all_paths=False, files=(), content=wish.content)
    make_plan_only(settings, plan, ServerChoice())
    return 0


def follow_recording(settings: Settings, wish: RunWish, folder: Path) -> int:
    """Follow the branches on recorded answers; return the exit code that the run would have had.

    Raises:
        RecordingInvalid: the folder is no recording.
        RecordingMismatch: something is asked that is not on the tape.
        RecordingUnfinished: the tape was not played to its end.
    """
    content = open_content(wish.content)
    playbook = content.find_playbook(wish.playbook_id)
    check_trust(playbook)
    recording = read_recording(folder)
    recorded = [f"{name}={value}" for name, value in recording.parameters.items()]
    facts = Facts(parameters=read_parameters(playbook, wish.parameters or recorded))
    version = ExchangeVersion.of_build(recording.about.exchange) or assumed_version(wish.exchange)
    situation = Situation(playbook, recording.about.host or "SERVER", facts, version, content.shelf)
    tape = TapeShell(recording, folder.name)
    progress = rehearse(situation, ScenarioShell(recording) if recording.is_scenario else tape, content.vocabulary)
    if not recording.is_scenario:
        tape.finish()
    now = SystemClock().now()
    report = make_report(progress, RunNames(f"rehearsal-{folder.name}", now, now, "", ""))
    open_console(settings).result(summary_page(report), report_object(report))
    return report.verdict.exit_code
