"""Carry a playbook out over recorded answers, to see which path it takes; nobody is asked and nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from toolkit.engine.driving import RunDriver, Surroundings
from toolkit.engine.progress import RunProgress
from toolkit.engine.running import AskApproval
from toolkit.engine.situation import Situation
from toolkit.model.command import Command, CommandResult
from toolkit.model.evidence import Finding
from toolkit.model.json_value import JsonValue
from toolkit.model.run import StepOutcome
from toolkit.model.vocabulary import Vocabulary
from toolkit.shells.contract import Shell


@dataclass(frozen=True, slots=True)
class _Nobody:
    """Clock, journal, approver and watcher of a rehearsal: time stands still, everything is approved, nothing is kept."""

    def now(self) -> datetime:
        return datetime(2000, 1, 1, tzinfo=UTC)

    def sleep(self, seconds: float) -> None:
        pass

    def write(self, kind: str, body: Mapping[str, JsonValue]) -> None:
        pass

    def keep(self, number: str, command: Command, result: CommandResult, template: str) -> None:
        pass

    def approve(self, request: AskApproval, situation: Situation) -> str:
        return "rehearsal"

    def step_started(self, number: str, command: Command, title: str) -> None:
        pass

    def step_finished(self, outcome: StepOutcome) -> None:
        pass

    def found(self, finding: Finding) -> None:
        pass

    def waiting(self, step_id: str, seconds: float) -> None:
        pass


def rehearse(situation: Situation, shell: Shell, vocabulary: Vocabulary) -> RunProgress:
    """Return the run that ``shell``'s recorded answers lead to, at its end.

    Raises:
        RecordingMismatch: a tape was asked something else than it has.
        ValueRefused: a value must not reach a script.
    """
    nobody = _Nobody()
    around = Surroundings(shell, nobody, nobody, nobody, nobody, vocabulary)
    return RunDriver(RunProgress.begin(situation), around).carry_out()
