"""The agent where it may run, one process for each step where it may not."""

from collections.abc import Iterator, Sequence

from toolkit.errors import AgentRefused
from toolkit.model.command import Command, CommandResult
from toolkit.shells.agent import AgentShell
from toolkit.shells.fallback import FallbackShell


class AgentOrFallback:
    """Asks the agent until stage 0 refuses it, and from then on the fallback, which says so."""

    def __init__(self, agent: AgentShell, fallback: FallbackShell) -> None:
        self._agent = agent
        self._fallback = fallback
        self._is_refused = False

    def ask(self, commands: Sequence[Command]) -> Iterator[CommandResult]:
        """Send all commands and yield one result for each, in order.

        Raises:
            ReachError: nothing of this call was started on the server.
        """
        if not self._is_refused:
            try:
                yield from self._agent.ask(commands)
                return
            except AgentRefused:
                self._is_refused = True
        yield from self._fallback.ask(commands)

    def close(self) -> None:
        """Free what either holds on the server; safe to call twice, never raises."""
        self._agent.close()
        self._fallback.close()
