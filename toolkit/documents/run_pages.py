"""Runs on a terminal: how one ended, all of them, one in full, one step with command and answer."""

from collections.abc import Sequence

from toolkit.documents.blocks import (
    Advice,
    Block,
    Facts,
    Heading,
    Next,
    OutcomeRow,
    Outcomes,
    Page,
    Paragraph,
    Row,
    Section,
    Table,
    Verdict,
)
from toolkit.documents.errors import do_rows, say_exit, state_rows, why_rows
from toolkit.documents.measures import say_count, say_day_and_time, say_duration, say_span
from toolkit.documents.text import Text, badge, command, plain, strong
from toolkit.documents.trust import trust_rows
from toolkit.documents.words import word_of_danger, word_of_outcome, word_of_verdict
from toolkit.model.evidence import Finding
from toolkit.model.run import Debt, RunReport, StepOutcome, StepWord
from toolkit.model.run import Verdict as RunVerdict

RUN_HEAD = ("RUN", "SERVER", "PLAYBOOK", "VERDICT", "DEBTS", "STARTED", "TOOK", "APPROVED BY")


def step_line(outcome: StepOutcome) -> Page:
    """Return the one line that is printed when a step has ended."""
    return Page(outcome.title, (Section((Outcomes((outcome_row(outcome),)),)),))


def finding_line(finding: Finding) -> Page:
    """Return what is printed when a conclusion was drawn, below the steps that it was drawn from."""
    return Page(finding.name, (Section((Facts((Row("  ->", (plain(finding.says),)),)),)),))


def outcome_row(outcome: StepOutcome, note: str = "") -> OutcomeRow:
    """Return a step as a line; the title stands in for what it means when nothing is said."""
    took = say_duration(outcome.duration_ms) if outcome.result or outcome.duration_ms else ""
    return OutcomeRow(
        outcome.number, word_of_danger(outcome.danger), word_of_outcome(outcome.word), took, outcome.says or outcome.title, note
    )


def summary_page(report: RunReport) -> Page:
    """Return how a run ended: a good end with its debts, anything else in the form of errors."""
    head = _end(report) if report.verdict in (RunVerdict.DONE, RunVerdict.HANDED_OVER) else _bad_end(report)
    last = Section((*_afterwards(report), Paragraph(plain(say_verdict_exit(report.verdict)))))
    return Page(f"Run {report.run_id}", (head, *_open_debts(report), last))


def say_verdict_exit(verdict: RunVerdict) -> str:
    """Return the exit code of a run in words."""
    if verdict is RunVerdict.HANDED_OVER:
        return f"exit {verdict.exit_code}, a person goes on"
    return say_exit(verdict.exit_code)


def _end(report: RunReport) -> Section:
    debts = f" with {say_count(len(report.debts), 'open debt')}" if report.debts else ""
    says = (plain(report.says), plain(say_steps(report.outcomes)))
    verdict = Verdict(word_of_verdict(report.verdict), debts, f"{report.run_id}, {report.host}", says)
    return Section((verdict, Facts((*trust_rows(report.trust), *_found(report), *_cause_and_cure(report)))))


def _bad_end(report: RunReport) -> Section:
    verdict = Verdict(word_of_verdict(report.verdict), f" {report.says}", f"[{report.slug}]" if report.slug else "")
    run = Row("Run", (plain(f"{report.run_id} on {report.host}"),))
    return Section((verdict, Facts((run, *trust_rows(report.trust), *_found(report), *_cause_and_cure(report)))))


def _found(report: RunReport) -> tuple[Row, ...]:
    says = dict.fromkeys(finding.says for finding in report.findings)
    return (Row("Found", tuple(map(plain, says))),) if says else ()


def _cause_and_cure(report: RunReport) -> list[Row]:
    return [*why_rows(report.why), *do_rows(report.do), *state_rows(report.state)]


def say_steps(outcomes: Sequence[StepOutcome]) -> str:
    """Return ``17 steps: 15 done, 1 skipped (3), 1 waiting (17).``, with the numbers of those that are not done."""
    numbers = {word: [outcome.number for outcome in outcomes if outcome.word is word] for word in StepWord}
    said = [_say_word(word, found) for word, found in numbers.items() if found]
    return f"{say_count(len(outcomes), 'step')}: {', '.join(said)}." if said else "No step was started."


def _say_word(word: StepWord, numbers: list[str]) -> str:
    return f"{len(numbers)} {word.value.lower()}" + ("" if word is StepWord.DONE else f" ({', '.join(numbers)})")


def _open_debts(report: RunReport) -> tuple[Section, ...]:
    if not report.debts:
        return ()
    rows = tuple(Row(debt.id, (plain(debt.what), plain(say_debt_end(debt)))) for debt in report.debts)
    return (Section((Paragraph(strong("Open debts")), Facts(rows))),)


def say_debt_end(debt: Debt) -> str:
    """Return when a debt ends without anybody's help."""
    return f"ends by itself {say_day_and_time(debt.ends)}" if debt.ends else "no end, you settle it"


def _afterwards(report: RunReport) -> tuple[Block, ...]:
    undo = tuple(command(say_undo_command(debt)) for debt in report.debts)
    return (Facts((*((Row("Undo", undo),) if undo else ()), Row("Report", (command(f"exkit runs show {report.run_id}"),)))),)


def say_undo_command(debt: Debt) -> str:
    """Return the command that settles a debt."""
    return f"exkit runs undo {debt.run_id} --debt {debt.id}"


def runs_list(reports: Sequence[RunReport]) -> Page:
    """Return all runs, one a line, newest as the caller orders them; then those that need a person."""
    if not reports:
        return Page("Runs", (Section((Paragraph(plain("No run was made on this machine yet.")),)),))
    table = Table("", RUN_HEAD, tuple(_run_row(report) for report in reports), frozenset({4}))
    return Page("Runs", (Section((table,)), *_in_need(reports)))


def _in_need(reports: Sequence[RunReport]) -> tuple[Section, ...]:
    ids = [report.run_id for report in reports if report.verdict is RunVerdict.UNKNOWN]
    rows = tuple(Advice(f"{run_id} needs you:", f"exkit runs show {run_id}") for run_id in ids)
    return (Section((Next(rows),)),) if rows else ()


def _run_row(report: RunReport) -> tuple[Text, ...]:
    took = say_duration(int((report.ended - report.started).total_seconds()) * 1000)
    return (
        plain(report.run_id),
        plain(report.host),
        plain(f"{report.playbook_id} {report.playbook_version}"),
        badge(word_of_verdict(report.verdict)),
        plain(str(len(report.debts))),
        plain(say_day_and_time(report.started)),
        plain(took),
        plain(report.approved_by or "-"),
    )


def runs_show(report: RunReport) -> Page:
    """Return one run in full: head, steps, findings, debts, and how to see one step."""
    debts_of = {debt.step_id: debt.id for debt in report.debts}
    rows = tuple(outcome_row(outcome, debts_of.get(outcome.step_id, "")) for outcome in report.outcomes)
    steps = (Section((Outcomes(rows),)),) if rows else ()
    return Page(f"Run {report.run_id}", (_run_head(report), *steps, *_findings(report), *_open_debts(report), *_one_step(report)))


def _run_head(report: RunReport) -> Section:
    debts = f", {say_count(len(report.debts), 'open debt')}" if report.debts else ""
    aside = f"{report.host}, {say_span(report.started, report.ended)}"
    head = Heading((*plain(f"{report.run_id}   "), *badge(word_of_verdict(report.verdict)), *plain(debts)), aside=aside)
    code = " ".join(report.plan_sha256[begin : begin + 4] for begin in range(0, 16, 4))
    rows = [
        Row("Playbook", (plain(f"{report.playbook_id} {report.playbook_version}   code {code}"),)),
        *trust_rows(report.trust),
        Row("Approved", (plain(report.approved_by or "nothing needed it"),)),
        Row("End", (plain(report.says),)),
    ]
    return Section((head, Facts((*rows, *_cause_and_cure(report)))))


def _findings(report: RunReport) -> tuple[Section, ...]:
    if not report.findings:
        return ()
    rows = []
    for finding in report.findings:
        seen = tuple(plain(f"seen: {evidence.what} ({evidence.where})") for evidence in finding.evidence)
        wrong = (plain(f"wrong if: {finding.disproved_by}"),) if finding.disproved_by else ()
        rows.append(Row(finding.name, (plain(finding.says), *seen, *wrong)))
    return (Section((Paragraph(strong("Findings")), Facts(tuple(rows)))),)


def _one_step(report: RunReport) -> tuple[Section, ...]:
    sent = [outcome for outcome in report.outcomes if outcome.command]
    if not sent:
        return ()
    shown = f"exkit runs show {report.run_id} {sent[0].number}"
    return (Section((Next((Advice("One step with command and answer: ", shown),)),)),)
