"""The one door for foreign text: what cannot be seen, or steers a terminal, is shown instead of obeyed.

Server answers, names and pasted text are written by others (security design §2.4). Nothing is removed: a hidden
character becomes ``<U+202E>``, so that the reader knows it was there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.model.hidden_text import HIDDEN

LONGEST_LINE = 500
"""Characters of one line of server text; the rest is counted, not shown (documents design §2.7)."""

MOST_MARKS = 8
"""Combining marks on one character; languages stack three or four, a flood of them covers the lines above and below."""
_MARK = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u06d6-\u06dc"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_HIDDEN = re.compile(f"{HIDDEN.pattern}|(?<={_MARK}{{{MOST_MARKS}}}){_MARK}")
_HIDDEN_IN_LINE = re.compile(f"{_HIDDEN.pattern}|[\n\t]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text.

    Attributes:
        text: the part as it is, or ``U+202E`` for a hidden character.
        is_hidden: it stands for a character that cannot be seen.
    """

    text: str
    is_hidden: bool = False


def pieces(text: str) -> Iterator[Piece]:
    """Yield ``text`` in parts, each hidden character as a part of its own; line ends and tabs stay."""
    return _split(_HIDDEN, text.replace("\r\n", "\n"))


def pieces_of_line(text: str) -> Iterator[Piece]:
    """Yield ``text`` in parts as :func:`pieces` does; line ends and tabs count as hidden, for they break a layout."""
    return _split(_HIDDEN_IN_LINE, text)


def visible(text: str) -> str:
    """Return ``text`` with every hidden character as ``<U+202E>``; CR LF becomes LF, line ends and tabs stay."""
    return _join(pieces(text))


def visible_line(text: str) -> str:
    """Return ``text`` as one line: as :func:`visible`, and line ends and tabs are shown too."""
    return _join(pieces_of_line(text))


def cut_long_lines(text: str) -> str:
    """Return server text with each line over 500 characters ending in ``... 1,240 more``; never for commands."""
    return "\n".join(_cut(line) for line in text.replace("\r\n", "\n").split("\n"))


def _cut(line: str) -> str:
    more = len(line) - LONGEST_LINE
    return line if more <= 0 else f"{line[:LONGEST_LINE]}... {more:,} more"


def _split(hidden: re.Pattern[str], text: str) -> Iterator[Piece]:
    position = 0
    for match in hidden.finditer(text):
        if match.start() > position:
            yield Piece(text[position : match.start()])
        yield Piece(f"U+{ord(match[0]):04X}", is_hidden=True)
        position = match.end()
    if position < len(text):
        yield Piece(text[position:])


def _join(parts: Iterator[Piece]) -> str:
    return "".join(f"<{part.text}>" if part.is_hidden else part.text for part in parts)
