"""Nobody watches and nobody approves: for reading before a plan is shown."""

from toolkit.engine.running import AskApproval
from toolkit.engine.situation import Situation
from toolkit.model.command import Command
from toolkit.model.evidence import Finding
from toolkit.model.run import StepOutcome
from toolkit.shells.contract import Progress


class QuietWatcher:
    """Says nothing, and approves nothing."""

    def approve(self, request: AskApproval, situation: Situation) -> str:
        """Return that nobody approved."""
        return ""

    def progress(self, news: Progress) -> None:
        """Say nothing."""

    def step_started(self, number: str, command: Command, title: str) -> None:
        """Say nothing."""

    def step_finished(self, outcome: StepOutcome) -> None:
        """Say nothing."""

    def found(self, finding: Finding) -> None:
        """Say nothing."""

    def waiting(self, step_id: str, seconds: float) -> None:
        """Say nothing."""
