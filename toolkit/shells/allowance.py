"""How many signs of life a server may send: a burst, and so many a second."""

from collections.abc import Callable

BURST = 200
PER_SECOND = 10
"""An honest agent says OUT once a second, HB every few seconds and NAK four times a second."""


class Allowance:
    """Fills up with time, is spent one by one; what is not allowed is passed over and ends nothing.

    Frames that wait while the connection stands still arrive all at once: that is no reason to end a change in the middle.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._left = float(BURST)
        self._filled_at = now()

    def spend(self) -> bool:
        """Take one; return False when none is left."""
        now = self._now()
        self._left = min(float(BURST), self._left + (now - self._filled_at) * PER_SECOND)
        self._filled_at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
