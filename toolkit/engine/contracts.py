"""What a run needs from outside: a clock, a journal, somebody who approves, somebody who watches."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from toolkit.engine.running import AskApproval
from toolkit.engine.situation import Situation
from toolkit.model.command import Command, CommandResult
from toolkit.model.evidence import Finding
from toolkit.model.json_value import JsonValue
from toolkit.model.run import StepOutcome


class Clock(Protocol):
    """Time, so that runs can be tested without waiting."""

    def now(self) -> datetime:
        """Return the present time with its offset."""

    def sleep(self, seconds: float) -> None:
        """Wait for ``seconds``."""


class Journal(Protocol):
    """What happened, kept before anything goes on."""

    def write(self, kind: str, body: Mapping[str, JsonValue]) -> None:
        """Keep one record; returns only when it is safe on the disk.

        Raises:
            OSError: it could not be kept; nothing may be sent then.
        """

    def keep(self, number: str, command: Command, result: CommandResult, template: str) -> None:
        """Keep a command with its answer, as a recording that can be played again.

        Raises:
            OSError: it could not be kept.
        """


class Approver(Protocol):
    """Somebody who says yes to exact commands."""

    def approve(self, request: AskApproval, situation: Situation) -> str:
        """Return who approved; empty when nobody did.

        Args:
            request: the exact commands.
            situation: what they rest on.

        Raises:
            ApprovalMissing: there is nobody who could be asked.
        """


class Watcher(Protocol):
    """Somebody who is told what happens while it happens."""

    def step_started(self, number: str, command: Command, title: str) -> None:
        """A command is about to be sent."""

    def step_finished(self, outcome: StepOutcome) -> None:
        """A step has an outcome."""

    def found(self, finding: Finding) -> None:
        """A conclusion was drawn."""

    def waiting(self, step_id: str, seconds: float) -> None:
        """The run pauses before it asks again."""
