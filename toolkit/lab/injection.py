"""Accidents on order: what goes wrong, at which point, the how-many-th time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from toolkit.lab.faults import FaultKind


class Point(Enum):
    """Where an accident can happen: the requests of WinRM, and the moments of the agent's journal."""

    CREATE = "create"
    COMMAND = "command"
    SEND = "send"
    RECEIVE = "receive"
    SIGNAL = "signal"
    DELETE = "delete"
    GET = "get"
    STARTED = "started"
    """A step's ``.started`` file (recorded engine only)."""
    DONE = "done"
    """A step's ``.done`` file (recorded engine only)."""
    FRAME = "frame"
    """A step's RESULT frame (recorded engine only)."""


class Moment(Enum):
    """When, seen from the point."""

    BEFORE = "before"
    AFTER = "after"
    AMID = "amid"
    """Half of it is written; only for ``Point.FRAME``."""


class Effect(Enum):
    """What goes wrong."""

    DROP = "drop"
    """The connection is cut instead of an answer; at the journal's moments, the step goes on."""
    CLOSE = "close"
    """The answer comes, then the connection is closed, as http.sys does with idle ones."""
    REBOOT = "reboot"
    """The server restarts: shells, processes and connections are gone, the disk stays."""
    FAULT = "fault"
    """The answer is a fault."""
    DELAY = "delay"
    """The answer comes late."""
    KILL = "kill"
    """The agent's process ends; the answer to a request comes all the same."""


@dataclass(frozen=True, slots=True)
class Injection:
    """One accident; it happens once.

    Attributes:
        point: where.
        moment: before or after.
        effect: what.
        nth: at the how-many-th arrival at ``point``, counted from 1 and from the order of the accident.
        fault: which fault, for ``Effect.FAULT``.
        delay_s: how long, for ``Effect.DELAY``.
    """

    point: Point
    moment: Moment
    effect: Effect
    nth: int = 1
    fault: FaultKind = FaultKind.TIMEOUT
    delay_s: float = 0.0


class Accidents:
    """The accidents that were ordered for one host."""

    def __init__(self) -> None:
        self._waiting: list[Injection] = []
        self._arrivals: Counter[Point] = Counter()
        self.happened = 0

    def order(self, injections: Sequence[Injection]) -> None:
        """Replace what was ordered before; counting begins anew."""
        self._waiting = list(injections)
        self._arrivals.clear()
        self.happened = 0

    def arrive(self, point: Point) -> int:
        """Count an arrival at ``point`` and return the how-many-th it is."""
        self._arrivals[point] += 1
        return self._arrivals[point]

    def take(self, point: Point, moment: Moment, nth: int) -> Injection | None:
        """Return the accident that is due now, and forget it; None when all goes well."""
        for injection in self._waiting:
            if (injection.point, injection.moment, injection.nth) == (point, moment, nth):
                self._waiting.remove(injection)
                self.happened += 1
                return injection
        return None
