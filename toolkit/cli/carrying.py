"""Carry a situation out on a site, with everything kept in a run folder; the same for runs and for their undo."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.cli.approver import CommandLineApprover
from toolkit.cli.connecting import Site, SystemClock, open_site
from toolkit.cli.content_file import save_content
from toolkit.cli.content_options import SHIPPED_ONLY, ContentChoice
from toolkit.cli.journals import new_token
from toolkit.cli.lab_sites import keep_state
from toolkit.cli.own_files import own_files
from toolkit.cli.printing import Console
from toolkit.cli.run_folder import RunFolder, RunSetting, new_run_id
from toolkit.cli.server_options import ServerChoice
from toolkit.cli.site_file import save_site
from toolkit.cli.watchers import choose_watcher
from toolkit.documents.json import report_object
from toolkit.documents.run_pages import summary_page
from toolkit.engine.driving import RunDriver, Surroundings
from toolkit.engine.planning import make_plan
from toolkit.engine.progress import RunProgress
from toolkit.engine.reporting import RunNames, make_report
from toolkit.engine.situation import Situation
from toolkit.model.run import RunReport
from toolkit.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Work:
    """A run to be carried out.

    Attributes:
        playbook_id: whose default scenario a lab takes.
        server: where.
        yes: every CHANGE is approved beforehand.
        confirm: name of the server whose OUTAGE is approved beforehand; empty for none.
        home: where run folders are.
        again: the command as it was typed, without consent.
        content: whose playbook it is.
    """

    playbook_id: str
    server: ServerChoice
    yes: bool
    confirm: str
    home: Path
    again: str
    content: ContentChoice = SHIPPED_ONLY


def carry_out(work: Work, make_situation: Callable[[Site], Situation], console: Console, vocabulary: Vocabulary) -> RunReport:
    """Carry a run out, print its summary and return its report, which is also on disk.

    Args:
        work: where and with whose consent.
        make_situation: what is carried out, once the site is known.
        console: for the people who watch and approve.
        vocabulary: of playbooks.

    Raises:
        ToolkitError: the run could not begin.
    """
    server = _with_lab_folder(work)
    with ExitStack() as stack:
        site = stack.enter_context(open_site(server, work.playbook_id))
        report = _run(replace(work, server=server), site, make_situation(site), console, vocabulary)
    if not console.settings.as_json:
        console.result(summary_page(report), report_object(report))
    return report


def _run(work: Work, site: Site, situation: Situation, console: Console, vocabulary: Vocabulary) -> RunReport:
    clock = SystemClock()
    plan = make_plan(situation, vocabulary.readers)
    run_id = new_run_id(situation.host, clock.now(), plan.content_sha256, work.home)
    setting = RunSetting(run_id, situation.playbook.id, situation.playbook.title, situation.host, situation.facts.parameters)
    with own_files():
        folder = RunFolder(work.home, setting, clock)
        save_site(folder.path, work.server)
        save_content(folder.path, work.content)
    watcher = choose_watcher(console)
    watcher.run_started(run_id, plan)
    started = clock.now()
    approver = CommandLineApprover(vocabulary, work.yes, work.confirm, console.err.paint, work.again)
    # Two machines can come to the same id on one day; on the server each run has a journal of its own.
    shell = site.open_shell(f"{run_id}-{new_token()}", watcher.progress)
    driver = RunDriver(RunProgress.begin(situation), Surroundings(shell, site.clock, folder, approver, watcher, vocabulary))
    try:
        progress = _drive(driver)
    finally:
        shell.close()
    report = make_report(progress, RunNames(run_id, started, clock.now(), driver.approved_by, plan.content_sha256))
    folder.finish(report)
    if site.lab is not None:
        keep_state(site.lab, [outcome.command.script for outcome in report.outcomes if outcome.command])
    watcher.run_ended(report)
    return report


def _drive(driver: RunDriver) -> RunProgress:
    try:
        return driver.carry_out()
    except KeyboardInterrupt:
        return driver.stop()


def _with_lab_folder(work: Work) -> ServerChoice:
    """A lab that a run has changed must be found by its undo: it gets a folder beside the runs."""
    if not work.server.lab or work.server.lab_folder:
        return work.server
    stamp = SystemClock().now().strftime("%Y%m%d-%H%M%S-%f")
    return replace(work.server, lab_folder=str(work.home.parent / "labs" / stamp))
