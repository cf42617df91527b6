"""Commands on a terminal: behind a gutter, broken at blanks only, never cut."""

from toolkit.documents.terminal_lines import Cell, Layout, Line
from toolkit.documents.visible import visible
from toolkit.documents.wrapping import columns, pad

GUTTER = 8
"""Column of the gutter."""


def lay_out_command(text: str, label: str, layout: Layout) -> list[Line]:
    """Return a command behind its gutter: ``|`` begins a line of it, ``:`` goes on with the same line.

    Where nobody looks, the command stands as it is, below its label: it may be copied byte for byte.
    """
    commands = visible(text).rstrip("\n").split("\n")
    if not layout.is_terminal:
        return [*([(Cell(label.rstrip()),)] if label.strip() else []), *[(Cell(line),) for line in commands]]
    labels = [pad(label, GUTTER), *[" " * GUTTER for _ in commands[1:]]]
    return [line for first, command in zip(labels, commands, strict=True) for line in _wrap(first, command, layout.edge)]


def _wrap(label: str, command: str, edge: int) -> list[Line]:
    first = f"{label}| "
    other = " " * GUTTER + ":   "
    parts = break_command(command, edge - columns(first), edge - columns(other))
    return [(Cell((other if at else first) + part),) for at, part in enumerate(parts)]


def break_command(line: str, first_width: int, other_width: int) -> list[str]:
    """Return the pieces of a command line; joined by one blank each they are the line again."""
    pieces, rest, width = [], line, first_width
    while columns(rest) > width:
        at = _best_blank(rest, width)
        if at < 0:
            break
        pieces.append(rest[:at])
        rest, width = rest[at + 1 :], other_width
    return [*pieces, rest]


def _best_blank(text: str, width: int) -> int:
    """Return the last single blank within ``width``, else the first one behind it, else -1.

    Runs of blanks are never broken: how many there were could not be seen any more.
    """
    begin = len(text) - len(text.lstrip(" "))
    blanks = [at for at in range(begin, len(text) - 1) if text[at] == " " and " " not in (text[at - 1], text[at + 1])]
    fitting = [at for at in blanks if columns(text[:at]) <= width]
    return (fitting[-1:] or blanks[:1] or [-1])[0]
