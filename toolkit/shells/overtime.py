"""How long an answer is awaited from an agent that only gives signs of life."""

from collections.abc import Callable

GRACE_S = 600.0
"""Beyond its deadline, a step may take this long to be stopped and its answer to arrive: 64 MiB over 1 Mbit/s are 9 minutes."""
_LONGEST_WAIT_S = 30.0


class Overtime:
    """Counts the seconds since the last answer; a pause in which this machine slept counts little."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._seen_at = now()
        self._waited_s = 0.0

    def is_over(self, deadline_s: float) -> bool:
        """Return whether the agent should have answered a step with this deadline long ago; to be asked after each wait."""
        now = self._now()
        self._waited_s += min(now - self._seen_at, _LONGEST_WAIT_S)
        self._seen_at = now
        return self._waited_s > deadline_s + GRACE_S
