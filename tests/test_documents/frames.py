"""The frames that the pages were designed by, where the shared material is at hand."""

import re
from pathlib import Path

WIREFRAME = Path(__file__).parents[3] / "shared" / "design" / "wireframes" / "terminal-80.txt"
_TITLE = re.compile(r"^=+\n(\d+)\. .*\n=+\n", re.MULTILINE)


def read_frame(number: int) -> str:
    """Return one frame of the 80-column wireframes, without its title."""
    parts = _TITLE.split(WIREFRAME.read_text(encoding="utf-8"))
    return dict(zip(map(int, parts[1::2]), parts[2::2], strict=True))[number]


def cut_frame(number: int, first: str, last: str) -> str:
    """Return the lines of a frame from the one that begins with ``first`` to the one that begins with ``last``."""
    lines = read_frame(number).splitlines()
    begin = next(at for at, line in enumerate(lines) if line.startswith(first))
    end = next(at for at in range(begin, len(lines)) if lines[at].startswith(last))
    return "\n".join(lines[begin : end + 1]) + "\n"
