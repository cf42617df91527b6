"""The run as a page to keep: verdict and what is still open first, then path, steps, changes, evidence (documents design §3.2)."""

from collections.abc import Sequence

from toolkit.documents.blocks import (
    Block,
    Command,
    Facts,
    Heading,
    Items,
    Page,
    Paragraph,
    Part,
    Row,
    Section,
    Step,
    Table,
    Verdict,
)
from toolkit.documents.measures import say_count, say_duration, say_exactly
from toolkit.documents.run_pages import say_debt_end, say_steps, say_undo_command
from toolkit.documents.run_step import run_step_block
from toolkit.documents.text import Text, badge, code, plain, to_do
from toolkit.documents.trust import trust_blocks
from toolkit.documents.words import OPEN, word_of_danger, word_of_outcome, word_of_verdict
from toolkit.model.danger import Danger
from toolkit.model.evidence import Evidence
from toolkit.model.run import Debt, RunReport, StepOutcome, StepWord

EMPTY: Text = ()


def run_report(report: RunReport) -> Page:
    """Return the page for HTML."""
    sections = (
        _verdict(report),
        _in_short(report),
        _open(report),
        _timeline(report),
        _path(report),
        _steps(report),
        _changes(report),
        _evidence(report),
        _sign_off(),
    )
    title = f"{report.playbook_id} on {report.host}"
    return Page(title, sections, kind="Run report", footer=_footer(report))


def _verdict(report: RunReport) -> Section:
    debts = f", with {say_count(len(report.debts), 'open debt')}" if report.debts else ""
    when = plain(f"Ended {say_exactly(report.ended)}.")
    verdict = Verdict(word_of_verdict(report.verdict), f"{debts}. {report.says}", says=(when,))
    return Section((verdict, *trust_blocks(report.trust)))


def _in_short(report: RunReport) -> Section:
    took = say_duration(int((report.ended - report.started).total_seconds()) * 1000)
    rows = [
        Row("Server", (plain(report.host),)),
        Row("How long", (plain(f"{took}: {say_exactly(report.started)} to {say_exactly(report.ended)}"),)),
        *([Row("Why", tuple(plain(line) for line in report.why.split("\n")))] if report.why else []),
        Row("State now", tuple(plain(line) for line in report.state.split("\n"))),
        Row("Steps", (plain(say_steps(report.outcomes)),)),
        Row("Approved by", (plain(report.approved_by or "nothing needed it"),)),
    ]
    return Section((Heading(plain("In short")), Facts(tuple(rows))), anchor="short")


def _open(report: RunReport) -> Section:
    debts = [_debt_block(debt) for debt in report.debts]
    do: list[Block] = [Heading(plain("What to do"), level=3), Items(tuple(to_do(line) for line in report.do))] if report.do else []
    nothing = [] if debts or do else [Paragraph(plain("Nothing."))]
    return Section((Heading(plain("Still open")), *debts, *do, *nothing), anchor="open")


def _debt_block(debt: Debt) -> Step:
    parts = (
        Part("To settle it", command=Command(say_undo_command(debt))),
        Part("since", (plain(f"{say_exactly(debt.since)}, step {debt.step_id}"),)),
        Part("ends", (plain(say_debt_end(debt)),)),
    )
    return Step(debt.id, debt.what, word_of_danger(Danger.CHANGE), outcome=OPEN, parts=parts)


def _timeline(report: RunReport) -> Section:
    rows = [
        (plain(say_exactly(report.started)), plain("The run begins."), plain("exkit")),
        *((plain(say_exactly(debt.since)), plain(f"Debt {debt.id}: {debt.what}"), plain("exkit")) for debt in report.debts),
        (plain(say_exactly(report.ended)), (*badge(word_of_verdict(report.verdict)), *plain(f" {report.says}")), plain("exkit")),
    ]
    return Section(
        (Heading(plain("Timeline")), Table("When, with the offset of the server", ("Time", "What", "Who"), tuple(rows))), anchor="time"
    )


def _path(report: RunReport) -> Section:
    rows = tuple((plain(turn.step_id), plain(turn.answer)) for turn in report.turns)
    nothing = Paragraph(plain("No question was decided."))
    table = Table("Answers in the order in which they were given", ("Question", "Answer"), rows)
    return Section((Heading(plain("Path taken")), table if rows else nothing), anchor="path")


def _steps(report: RunReport) -> Section:
    rows = tuple(_step_row(outcome) for outcome in report.outcomes)
    table = Table("All steps", ("Step", "Danger", "Outcome", "Took", "What it means"), rows)
    return Section((Heading(plain("Steps")), table, *(run_step_block(outcome) for outcome in report.outcomes)), anchor="steps")


def _step_row(outcome: StepOutcome) -> tuple[Text, ...]:
    took = say_duration(outcome.duration_ms) if outcome.result else ""
    return (
        plain(f"{outcome.number}. {outcome.title}"),
        badge(word_of_danger(outcome.danger)),
        badge(word_of_outcome(outcome.word)),
        plain(took),
        plain(outcome.says),
    )


def _changes(report: RunReport) -> Section:
    debts = {debt.step_id: debt.id for debt in report.debts}
    changed = [outcome for outcome in report.outcomes if outcome.danger > Danger.OBSERVE and outcome.word is not StepWord.SKIPPED]
    rows = tuple(_change_row(outcome, debts) for outcome in changed)
    nothing = Paragraph(plain("Nothing."))
    table = Table("Every step that changes something", ("Step", "What it means", "State"), rows)
    return Section((Heading(plain(f"What changed on {report.host}")), table if rows else nothing), anchor="changed")


def _change_row(outcome: StepOutcome, debts: dict[str, str]) -> tuple[Text, ...]:
    return (plain(f"{outcome.number}. {outcome.title}"), plain(outcome.says), plain(_say_state(outcome, debts)))


def _say_state(outcome: StepOutcome, debts: dict[str, str]) -> str:
    if outcome.step_id in debts:
        return f"debt {debts[outcome.step_id]}"
    return "kept" if outcome.word is StepWord.DONE else outcome.word.value


def _evidence(report: RunReport) -> Section:
    rows = tuple((plain(finding.says), plain(_say_seen(finding.evidence)), plain(finding.disproved_by)) for finding in report.findings)
    approval = Paragraph(
        plain(f"Changes were approved by {report.approved_by}." if report.approved_by else "No change needed an approval.")
    )
    table = Table("Conclusions and what carries them", ("Conclusion", "Seen", "Wrong if"), rows)
    nothing = Paragraph(plain("No conclusion was drawn."))
    return Section((Heading(plain("Evidence and approvals")), approval, table if rows else nothing), anchor="proof")


def _say_seen(evidence: Sequence[Evidence]) -> str:
    return "; ".join(f"{seen.what} ({seen.where})" for seen in evidence)


def _sign_off() -> Section:
    rows = tuple((plain(role), EMPTY, EMPTY, EMPTY) for role in ("Operations", "Audit"))
    return Section((Table("Seen", ("Role", "Name", "Date", "Signature"), rows, is_form=True),))


def _footer(report: RunReport) -> tuple[Text, ...]:
    made = plain(f"Run {report.run_id} of playbook {report.playbook_id} {report.playbook_version}.")
    return (made, (*plain("Content code of its plan: "), *code(report.plan_sha256)))
