"""A run at its end into a report, with the debts that it leaves."""

from dataclasses import dataclass, replace
from datetime import datetime

from toolkit.engine.progress import RunProgress
from toolkit.engine.situation import Situation, number_steps, resolve
from toolkit.model.danger import Danger
from toolkit.model.playbook import ActStep
from toolkit.model.run import Debt, RunReport, StepOutcome, StepWord


@dataclass(frozen=True, slots=True)
class RunNames:
    """What a report says besides what happened.

    Attributes:
        run_id: ``R-<date>-<host>-<4 hex>``.
        started: when, with offset.
        ended: when, with offset.
        approved_by: who approved changes; empty when nobody had to.
        plan_sha256: content hash of the plan.
    """

    run_id: str
    started: datetime
    ended: datetime
    approved_by: str
    plan_sha256: str


def make_report(progress: RunProgress, names: RunNames) -> RunReport:
    """Return the report of a run that has ended."""
    ending = progress.ending
    assert ending is not None, "only a run that has ended has a report"
    situation = progress.situation
    return RunReport(
        run_id=names.run_id,
        playbook_id=situation.playbook.id,
        playbook_version=situation.playbook.version,
        host=situation.host,
        verdict=ending.verdict,
        says=ending.says,
        why=ending.why,
        slug=ending.slug,
        do=tuple(line.replace(" RUN", f" {names.run_id}") for line in ending.do),
        state=describe_state(progress),
        outcomes=progress.outcomes,
        turns=progress.turns,
        findings=progress.findings,
        debts=list_debts(progress, names),
        started=names.started,
        ended=names.ended,
        approved_by=names.approved_by,
        plan_sha256=names.plan_sha256,
        trust=situation.playbook.trust,
    )


def describe_state(progress: RunProgress) -> str:
    """Return one or two sentences on the state of the server now; the first question at 3 a.m."""
    host = progress.situation.host
    unseen, broken = _changes(progress, StepWord.UNKNOWN), _changes(progress, StepWord.FAILED)
    changed = f"Changed on {host}: {'; '.join(progress.changed)}." if progress.changed else ""
    if unseen:
        return f"{changed} Not known: what step {unseen[-1].number} has done. It will not be started twice.".strip()
    if broken:
        return f"{changed} Step {broken[-1].number} may have done a part of its work.".strip()
    return changed or f"{host} is unchanged: only questions were asked."


def _changes(progress: RunProgress, word: StepWord) -> list[StepOutcome]:
    return [outcome for outcome in progress.outcomes if outcome.word is word and outcome.danger is not Danger.OBSERVE]


def list_debts(progress: RunProgress, names: RunNames) -> tuple[Debt, ...]:
    """Return what the run leaves open until somebody undoes it, in the order in which it was made."""
    debts = []
    for outcome in progress.outcomes:
        step = progress.situation.playbook.step(outcome.step_id)
        if isinstance(step, ActStep) and step.debt and outcome.word is StepWord.DONE:
            ends = _read_end(step, progress.situation)
            debt_id = f"D-{names.run_id.rpartition('-')[2]}-{outcome.number}"
            debts.append(Debt(debt_id, names.run_id, progress.situation.host, step.id, step.debt, names.ended, ends))
    return tuple(debts)


def _read_end(step: ActStep, situation: Situation) -> datetime | None:
    value = resolve(step.ends, situation, number_steps(situation.playbook)) if step.ends else None
    return datetime.fromisoformat(value) if isinstance(value, str) and value else None


def without_debts(report: RunReport, settled: frozenset[str]) -> RunReport:
    """Return the report without the debts of these steps, whose outcomes become UNDONE; its state says so."""
    outcomes = tuple(_undone(outcome) if outcome.step_id in settled else outcome for outcome in report.outcomes)
    titles = [now.title for now, before in zip(outcomes, report.outcomes, strict=True) if now.word is not before.word]
    state = f"{report.state} Undone since then: {'; '.join(titles)}." if titles else report.state
    debts = tuple(debt for debt in report.debts if debt.step_id not in settled)
    return replace(report, outcomes=outcomes, debts=debts, state=state)


def _undone(outcome: StepOutcome) -> StepOutcome:
    return replace(outcome, word=StepWord.UNDONE) if outcome.word is StepWord.DONE else outcome
