"""Look at runs, report them, and undo them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.cli.carrying import Work, carry_out
from toolkit.cli.content import open_content
from toolkit.cli.content_file import load_content
from toolkit.cli.kept_run import KeptRun, read_kept_run, situation_after
from toolkit.cli.options import Settings
from toolkit.cli.own_files import write_document
from toolkit.cli.printing import open_console
from toolkit.cli.run_folder import JOURNAL, list_reports, read_report, write_report
from toolkit.cli.site_file import load_site
from toolkit.documents.html import render_html
from toolkit.documents.json import report_object, runs_object, write_file
from toolkit.documents.markdown import render_markdown
from toolkit.documents.run_pages import runs_list, runs_show
from toolkit.documents.run_report import run_report
from toolkit.documents.run_step import run_step_page
from toolkit.engine.gates import check_trust
from toolkit.engine.journal import check_chain
from toolkit.engine.reporting import without_debts
from toolkit.engine.undoing import make_undo, undo_with, undoable, undone_steps
from toolkit.errors import NOTHING_READ, UsageError
from toolkit.model.run import RunReport, Verdict


def list_all(settings: Settings, home: Path) -> None:
    """Print all runs, newest first.

    Raises:
        UsageError: a report is damaged.
    """
    reports = list_reports(home)
    open_console(settings).result(runs_list(reports), runs_object(reports))


def show(settings: Settings, home: Path, run_id: str, step: str) -> None:
    """Print one run, or one of its steps with command and answer.

    Raises:
        UsageError: there is no such run or step.
    """
    report = read_kept_run(home, run_id).report
    console = open_console(settings)
    if not step:
        console.result(runs_show(report), report_object(report))
        return
    outcome = next((one for one in report.outcomes if step in (one.number, one.step_id)), None)
    if outcome is None:
        known = ", ".join(one.number for one in report.outcomes)
        raise UsageError(f"run {run_id} has no step {step}", why=f"It has {known}.", do=(f"exkit runs show {run_id}",), state=NOTHING_READ)
    console.result(run_step_page(outcome), report_object(replace(report, outcomes=(outcome,))))


def write(settings: Settings, home: Path, run_id: str, files: Sequence[str]) -> None:
    """Write the report of a run; the ending picks the form.

    Raises:
        UsageError: there is no such run, or an ending has no form.
    """
    report = read_kept_run(home, run_id).report
    for file in files:
        write_document(Path(file), _render(Path(file), report))
    console = open_console(settings)
    for file in files:
        console.err.say(f"Written: {file}")


def _render(file: Path, report: RunReport) -> str:
    match file.suffix:
        case ".html":
            return render_html(run_report(report))
        case ".md":
            return render_markdown(run_report(report))
        case ".json":
            return write_file(report_object(report))
    raise UsageError(f"'{file.name}' has no form", why="A report is written as .html, .md or .json.", do=("exkit runs report --help",))


def verify(settings: Settings, home: Path, run_id: str) -> int:
    """Print whether the journal of a run is whole; return 0 whole, 7 broken, 6 with an open end.

    Raises:
        UsageError: there is no such run.
    """
    read_report(home, run_id)
    lines = (home / run_id / JOURNAL).read_text(encoding="utf-8").splitlines()
    check = check_chain(lines)
    console = open_console(settings)
    if check.broken_at is not None:
        console.out.say(f"{run_id}: broken at record {check.broken_at} of {len(lines)}")
        return Verdict.FAILED.exit_code
    console.out.say(f"{run_id}: {check.records} records in order, {'closed' if check.closed else 'the end is open'}")
    return 0 if check.closed else Verdict.UNKNOWN.exit_code


def undo(settings: Settings, work: Work, run_id: str, debt_id: str) -> int:
    """Undo the changes of a run, or the one behind a debt; return the exit code of the undo run.

    Raises:
        UsageError: there is no such run or debt.
        GateClosed: nothing of it is still in place.
    """
    kept = read_kept_run(work.home, run_id)
    choice = load_content(kept.folder)
    content = open_content(choice)
    situation = situation_after(kept, content)
    check_trust(situation.playbook)
    steps = undoable(situation.playbook, kept.report.outcomes)
    if debt_id:
        steps = undo_with(steps, _step_of(kept, debt_id))
    way_back = make_undo(situation, steps, content.vocabulary)
    site = replace(load_site(kept.folder), password_stdin=work.server.password_stdin)
    work = replace(work, playbook_id=situation.playbook.id, server=site, content=choice)
    report = carry_out(work, lambda _: way_back, open_console(settings), content.vocabulary)
    write_report(kept.folder, without_debts(read_report(work.home, run_id), undone_steps(report.outcomes)))
    return report.verdict.exit_code


def _step_of(kept: KeptRun, debt_id: str) -> str:
    debt = next((one for one in kept.report.debts if one.id == debt_id), None)
    if debt is None:
        known = ", ".join(one.id for one in kept.report.debts) or "none"
        why = f"Open debts of this run: {known}."
        raise UsageError(f"run {kept.report.run_id} has no debt {debt_id}", why=why, do=("exkit debts",), state=NOTHING_READ)
    return debt.step_id
