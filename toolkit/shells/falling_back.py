"""The resident agent where it may run, a process for each step where it may not; the change is said aloud."""

from collections.abc import Callable, Iterator, Sequence

from toolkit.errors import AgentRefused
from toolkit.model.command import Command, CommandResult
from toolkit.shells.contract import Observer, Progress, Shell


class FallingBackShell:
    """Asks the first shell, until it is refused; then the second for good."""

    def __init__(self, first: Shell, make_second: Callable[[], Shell], observer: Observer) -> None:
        self._shell = first
        self._make_second: Callable[[], Shell] | None = make_second
        self._observer = observer

    def ask(self, commands: Sequence[Command]) -> Iterator[CommandResult]:
        """Yield one result for each command.

        Raises:
            ReachError: nothing of this call was started on the server.
        """
        try:
            yield from self._shell.ask(commands)
            return
        except AgentRefused as refusal:
            if self._make_second is None:
                raise
            says = f"{refusal.what} {refusal.why} Going on with one process for each step: slower, no progress, no journal on the server."
            self._observer(Progress("", says, notice=True))
        self._shell.close()
        self._shell, self._make_second = self._make_second(), None
        yield from self._shell.ask(commands)

    def close(self) -> None:
        """Close the shell that works."""
        self._shell.close()
