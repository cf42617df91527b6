"""A few lines at the foot of a terminal that are drawn again and again, never more than once a second."""

from collections.abc import Callable, Sequence

MOST_LINES = 9
LEAST_SECONDS = 1.0


class LiveRegion:
    """The lines below everything that stays; drawn again only when they have changed."""

    def __init__(self, write: Callable[[str], None], clock_s: Callable[[], float]) -> None:
        self._write = write
        self._clock_s = clock_s
        self._shown: tuple[str, ...] = ()
        self._drawn_at_s = float("-inf")

    def show(self, lines: Sequence[str]) -> None:
        """Draw ``lines``, at most nine; not when nothing changed, not twice within a second."""
        wanted = tuple(lines[:MOST_LINES])
        now_s = self._clock_s()
        if wanted == self._shown or now_s - self._drawn_at_s < LEAST_SECONDS:
            return
        self._write(self._erasing() + "".join(f"{line}\n" for line in wanted))
        self._shown, self._drawn_at_s = wanted, now_s

    def clear(self) -> None:
        """Take the lines away, so that something that stays can be printed in their place."""
        if self._shown:
            self._write(self._erasing())
            self._shown = ()

    def _erasing(self) -> str:
        """Cursor to the first line of the region, everything below erased (ECMA-48 CPL and ED)."""
        return f"\x1b[{len(self._shown)}F\x1b[J" if self._shown else ""
