"""How an agent is run, and the clock it is watched with."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from toolkit.shells.bootstrap import AgentProgram, agent_program


@dataclass(frozen=True, slots=True)
class AgentSettings:
    r"""Everything but the commands.

    Attributes:
        heartbeat_s: the agent says something at least this often; three times as much silence is a lost connection.
        alone: no other run with this setting may work on the server at the same time; for runs that change something.
        new: nobody has begun this run on the server before; else its first opening is refused and nothing is replayed.
        root: folder for journals on the server; empty for ``%ProgramData%\exkit``.
        start_s: how long PowerShell and the agent may take to answer for the first time.
        reopen_after_s: pauses before each attempt to start again after a lost connection.
        cancel_s: how long a cancelled step may take to say that it has stopped.
        program: the agent itself.
        now: a clock that never goes back, in seconds.
        sleep: waits so many seconds.
    """

    heartbeat_s: float = 15.0
    alone: bool = False
    new: bool = False
    root: str = ""
    start_s: float = 60.0
    reopen_after_s: tuple[float, ...] = (1.0, 2.0, 5.0, 10.0, 15.0, 15.0, 15.0)
    cancel_s: float = 8.0
    program: AgentProgram = field(default_factory=agent_program)
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    @property
    def silence_s(self) -> float:
        """Seconds without a frame after which the wire counts as lost."""
        return 3 * self.heartbeat_s
