"""A run that was carried out before, with its commands and answers from its folder."""

from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.cli.content import Content
from toolkit.cli.run_folder import read_report
from toolkit.engine.parameters import read_parameters
from toolkit.engine.situation import Situation
from toolkit.engine.undoing import rebuild_facts
from toolkit.model.command import Command, CommandResult, Policy
from toolkit.model.danger import Danger
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.facts import Facts
from toolkit.model.run import RunReport, StepOutcome
from toolkit.shells.session_file import RecordedAnswer, Recording, read_recording


@dataclass(frozen=True, slots=True)
class KeptRun:
    """What a run folder holds.

    Attributes:
        folder: of the run.
        report: with commands and answers where the folder has them.
        recording: what was sent and came back.
    """

    folder: Path
    report: RunReport
    recording: Recording

    @property
    def answers(self) -> list[CommandResult]:
        """The answers in their order."""
        return [replace(answer.result, step_id=answer.step) for answer in self.recording.answers]


def read_kept_run(home: Path, run_id: str) -> KeptRun:
    """Return a run from its folder.

    Raises:
        UsageError: there is no such run, or it has no report.
        RecordingInvalid: its answers cannot be read.
    """
    report = read_report(home, run_id)
    recording = read_recording(home / run_id)
    outcomes = tuple(_with_answer(outcome, recording) for outcome in report.outcomes)
    return KeptRun(home / run_id, replace(report, outcomes=outcomes), recording)


def _with_answer(outcome: StepOutcome, recording: Recording) -> StepOutcome:
    fitting = [answer for answer in recording.answers if _belongs(answer, outcome.step_id)]
    if not fitting or fitting[-1].ask is None:
        return outcome
    answer = fitting[-1]
    policy = Policy.IDEMPOTENT if outcome.danger is Danger.OBSERVE else Policy.ONCE
    command = Command(answer.step, answer.ask or "", outcome.danger, policy, deadline_s=0)
    return replace(outcome, command=command, result=replace(answer.result, step_id=answer.step))


def _belongs(answer: RecordedAnswer, step_id: str) -> bool:
    """Readings of a wait step are numbered: ``wait-for-low-2`` belongs to ``wait-for-low``."""
    head, _, number = answer.step.rpartition("-")
    return answer.step == step_id or (head == step_id and number.isdigit())


def situation_after(kept: KeptRun, content: Content) -> Situation:
    """Return what was known at the end of a run.

    Raises:
        PlaybookError: the playbook of the run does not exist any more, or does not take its parameters.
    """
    playbook = content.find_playbook(kept.report.playbook_id)
    given = [f"{name}={value}" for name, value in kept.recording.parameters.items()]
    facts = Facts(parameters=read_parameters(playbook, given))
    situation = Situation(playbook, kept.report.host, facts, ExchangeVersion.E2019, content.shelf)
    return rebuild_facts(situation, kept.answers, content.vocabulary)
