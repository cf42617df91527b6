"""What the engine knows of a shell; it fits on a postcard."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from toolkit.model.command import Command, CommandResult


@dataclass(frozen=True, slots=True)
class Progress:
    """A sign of life, or news of a step that still runs.

    Attributes:
        step_id: the step that runs; empty for the shell itself.
        says: last line of output, progress status, or a notice such as a fallback.
        items: output items so far.
        running_ms: milliseconds since the step began.
        notice: a person must see it, even where progress is not shown.
    """

    step_id: str
    says: str = ""
    items: int = 0
    running_ms: int = 0
    notice: bool = False


Observer = Callable[[Progress], None]
"""Told about progress while a shell waits; must return quickly and never raise."""


class Shell(Protocol):
    """Somewhere rendered commands can be asked."""

    def ask(self, commands: Sequence[Command]) -> Iterator[CommandResult]:
        """Send all commands at once and yield one result for each, in order, as soon as it is known.

        A command that fails stops those behind it, unless it ``goes_on``: they come back as ``skipped``. A command whose state cannot be
        seen comes back as ``unknown`` and is never sent again.

        Raises:
            ReachError: nothing of this call was started on the server.
        """

    def close(self) -> None:
        """Free what the shell holds on the server; safe to call twice, never raises."""
