"""Everything that a run tells while it goes on; one form for people, one for programs."""

from typing import Protocol

from toolkit.model.command import Command
from toolkit.model.evidence import Finding
from toolkit.model.plan import Plan
from toolkit.model.run import RunReport, StepOutcome
from toolkit.shells.contract import Progress


class RunWatcher(Protocol):
    """Told by the engine (steps, findings, pauses), by the shell (progress) and by the command (begin and end)."""

    def run_started(self, run_id: str, plan: Plan) -> None:
        """A run begins."""

    def step_started(self, number: str, command: Command, title: str) -> None:
        """A command is about to be sent."""

    def progress(self, news: Progress) -> None:
        """A step goes on; given to shells as their observer."""

    def step_finished(self, outcome: StepOutcome) -> None:
        """A step has an outcome."""

    def found(self, finding: Finding) -> None:
        """A conclusion was drawn."""

    def waiting(self, step_id: str, seconds: float) -> None:
        """The run pauses before it asks again."""

    def run_ended(self, report: RunReport) -> None:
        """A run has ended."""
