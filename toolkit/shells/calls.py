"""What is still awaited of one call to a shell, and what is said of it when nothing more will come."""

from collections import deque
from collections.abc import Iterator, Sequence

from toolkit.model.command import Command, CommandResult, Outcome, Policy
from toolkit.shells.wire import WireEnded, WireLost

DEATHS_ALLOWED = 1
"""A step in which the agent has died this often may be tried again; a step that kills it twice would kill it for ever."""


class Call:
    """The commands of one call that are not answered yet.

    Attributes:
        waiting: commands without an answer, in order.
        sendings: how many agents the commands were sent to.
        attempts: how often the agent was started again since the last answer.
        stopped: an answer came behind which the agent starts nothing more.
        answered: an answer came.
    """

    def __init__(self, commands: Sequence[Command]) -> None:
        self.waiting = deque(commands)
        self.sendings = 0
        self.attempts = 0
        self.stopped = False
        self.answered = False
        self._deaths = 0

    @property
    def is_untouched(self) -> bool:
        """Whether only the agent that refuses now has ever had these commands."""
        return self.sendings <= 1 and not self.answered

    def take(self, result: CommandResult) -> None:
        """Note the answer to the first waiting command."""
        command = self.waiting.popleft()
        self.answered = True
        self.attempts = self._deaths = 0
        self.stopped |= result.outcome is not Outcome.OK and not command.goes_on

    def is_hopeless(self, error: WireLost, attempts_allowed: int) -> bool:
        """Whether the agent should not be started again after ``error``."""
        self._deaths += isinstance(error, WireEnded)
        return self._deaths > DEATHS_ALLOWED or self.attempts >= attempts_allowed

    def give_up(self, why: str) -> Iterator[CommandResult]:
        """Yield what can honestly be said of the rest: the first may have begun, and changes behind it too.

        Questions behind the first are skipped: whether they were asked changes nothing.
        """
        first = True
        while self.waiting:
            command = self.waiting.popleft()
            begun = first or command.policy is Policy.ONCE
            first = False
            yield CommandResult(command.step_id, Outcome.UNKNOWN if begun else Outcome.SKIPPED, why)

    def skip_rest(self, why: str) -> Iterator[CommandResult]:
        """Yield that nothing of the rest was started."""
        while self.waiting:
            yield CommandResult(self.waiting.popleft().step_id, Outcome.SKIPPED, why)
