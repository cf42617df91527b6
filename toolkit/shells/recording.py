"""Any shell, written down while it answers."""

from collections.abc import Callable, Iterator, Sequence

from toolkit.model.command import Command, CommandResult
from toolkit.shells.contract import Shell

Keep = Callable[[Command, CommandResult], None]
"""Called with each command and its answer before the answer goes on."""


class RecordingShell:
    """Hands every command with its answer to ``keep``; what cannot be kept is not passed on as if it were."""

    def __init__(self, inner: Shell, keep: Keep) -> None:
        self._inner = inner
        self._keep = keep

    def ask(self, commands: Sequence[Command]) -> Iterator[CommandResult]:
        """Yield what the inner shell answers.

        Raises:
            ReachError: from the inner shell.
        """
        by_id = {command.step_id: command for command in commands}
        for result in self._inner.ask(commands):
            self._keep(by_id[result.step_id], result)
            yield result

    def close(self) -> None:
        """Close the inner shell."""
        self._inner.close()
