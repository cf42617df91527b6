"""Lines of a terminal as styled cells, so that colour never decides where something stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from toolkit.documents.text import Look, Span, Text
from toolkit.documents.visible import visible_line
from toolkit.documents.words import Loudness, Word
from toolkit.documents.wrapping import break_at_blanks, columns, hanging

NARROWEST, WIDEST = 80, 120


class Style(Enum):
    """SGR parameters; the only ones that are ever written (documents design §2.2)."""

    NONE = ""
    BOLD = "1"
    LOOK = "30;103"
    HARM = "97;41"
    GOOD = "30;102"


_LOUD = {Loudness.QUIET: Style.NONE, Loudness.LOOK: Style.LOOK, Loudness.HARM: Style.HARM, Loudness.GOOD: Style.GOOD}


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of one line in one style."""

    text: str
    style: Style = Style.NONE


Line = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The room there is.

    Attributes:
        width: columns of the terminal.
        is_terminal: somebody looks at it; else commands are neither wrapped nor marked.
    """

    width: int = NARROWEST
    is_terminal: bool = True

    @property
    def edge(self) -> int:
        """Columns that may be used: one less than there are, for old consoles wrap at the last one."""
        return min(max(self.width, NARROWEST), WIDEST) - 1

    @property
    def aside_edge(self) -> int:
        """Where remarks at the right side end."""
        return self.edge - 1


def cells(text: Text, otherwise: Style = Style.NONE) -> Line:
    """Return ``text`` as cells of one line, hidden characters shown; plain spans get the style ``otherwise``."""
    return tuple(Cell(visible_line(span.text), _style(span, otherwise)) for span in text)


def _style(span: Span, otherwise: Style) -> Style:
    if span.word is not None:
        return _LOUD[span.word.loudness]
    return Style.BOLD if span.look is Look.STRONG else otherwise


def word_cell(word: Word) -> Cell:
    """Return ``word`` as a badge."""
    return Cell(word.text, _LOUD[word.loudness])


def badge_cells(word: Word | None, width: int, filling: Style = Style.NONE) -> Line:
    """Return ``word`` and the blanks that fill its column; blanks alone where there is no word."""
    if word is None:
        return (Cell(" " * width, filling),)
    return (word_cell(word), Cell(" " * max(1, width - len(word.text)), filling))


def text_of(line: Iterable[Cell]) -> str:
    """Return a line without its styles."""
    return "".join(cell.text for cell in line)


def cut_line(line: Line, begin: int, end: int) -> Line:
    """Return the part of ``line`` between two positions."""
    parts, position = [], 0
    for cell in line:
        part = cell.text[max(0, begin - position) : max(0, end - position)]
        position += len(cell.text)
        if part:
            parts.append(Cell(part, cell.style))
    return tuple(parts)


def wrap(line: Line, edge: int, *, first: str = "", other: str | None = None) -> list[Line]:
    """Break ``line`` at blanks so that it fits between its indents and ``edge``.

    Args:
        line: one long line.
        edge: columns that may be used.
        first: what stands before the first line.
        other: what stands before the others; blanks as wide as ``first`` when it is None.
    """
    text = text_of(line)
    indent = " " * columns(first) if other is None else other
    hang = hanging(text) if columns(text) > edge - columns(first) else 0
    indent += " " * (hang if hang < edge // 2 else 0)
    parts = break_at_blanks(text, edge - columns(first), edge - columns(indent))
    return [
        (Cell(indent if at else first), *cut_line(line, part.start, part.stop))
        if indent or first
        else cut_line(line, part.start, part.stop)
        for at, part in enumerate(parts)
    ]


def with_aside(lines: Sequence[Line], aside: str, column: int, edge: int) -> list[Line]:
    """Return ``lines`` with ``aside`` at ``column`` of the first one, further left when the edge is near.

    Where there is no room it gets a line of its own.
    """
    if not aside:
        return list(lines)
    column = max(0, min(column, edge - columns(aside)))
    room = column - columns(text_of(lines[0]))
    if len(lines) == 1 and room >= 2:
        return [(*lines[0], Cell(" " * room + aside))]
    return [*lines, (Cell(" " * column + aside),)]


def paint_plain(line: Line) -> str:
    """Return ``line`` without colour, blanks at its end removed."""
    return text_of(line).rstrip()


def paint_ansi(line: Line) -> str:
    """Return ``line`` in colour; without the colour codes it equals :func:`paint_plain` byte for byte."""
    kept = len(text_of(line).rstrip())
    return "".join(_paint(cell) for cell in cut_line(line, 0, kept))


def _paint(cell: Cell) -> str:
    return f"\x1b[{cell.style.value}m{cell.text}\x1b[0m" if cell.style is not Style.NONE else cell.text
