"""Lines out of the bytes that come to a standard input."""

from collections.abc import Awaitable, Callable


class LineSource:
    """Lines of a process's standard input, without blanks at their ends.

    Args:
        read: gives the next bytes, none at the end.
    """

    def __init__(self, read: Callable[[], Awaitable[bytes]]) -> None:
        self._read = read
        self._rest = b""
        self._lines: list[bytes] = []
        self._ended = False

    async def next(self) -> str | None:
        """Return the next line; None at the end. A last line without LF counts."""
        while not self._lines and not self._ended:
            data = await self._read()
            self._ended = not data
            *lines, self._rest = (self._rest + data).split(b"\n")
            self._lines = lines[::-1]
            if self._ended and self._rest:
                self._lines, self._rest = [self._rest], b""
        return self._lines.pop().decode(errors="replace").rstrip() if self._lines else None
