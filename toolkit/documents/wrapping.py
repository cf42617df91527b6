"""Where lines of text may break; widths are columns of a terminal."""

import re
import unicodedata

_GAP = re.compile(r"\S( {3,})\S")


def columns(text: str) -> int:
    """Return the columns that ``text`` takes: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(_columns_of(character) for character in text)


def _columns_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int) -> str:
    """Return ``text`` filled with blanks on the right up to ``width`` columns; never cut."""
    return text + " " * max(0, width - columns(text))


def pad_left(text: str, width: int) -> str:
    """Return ``text`` filled with blanks on the left up to ``width`` columns; never cut."""
    return " " * max(0, width - columns(text)) + text


def break_at_blanks(text: str, first_width: int, other_width: int) -> list[slice]:
    """Return where the lines of ``text`` begin and end; a word longer than a line stays whole.

    Blanks at a break are dropped; blanks elsewhere stay, also those at the beginning.
    """
    breaks: list[slice] = []
    begin, end, width = 0, 0, first_width
    for word in re.finditer(r" *[^ ]+", text):
        if end > begin and columns(text[begin : word.end()]) > width:
            breaks.append(slice(begin, end))
            begin, width = word.end() - len(word[0].lstrip(" ")), other_width
        end = word.end()
    return [*breaks, slice(begin, end)]


def hanging(text: str) -> int:
    """Return the column below which the next lines of ``text`` start.

    Behind a gap of three blanks or more (a command and its remark), else behind the leading blanks.
    """
    gap = _GAP.search(text)
    return columns(text[: gap.end(1)]) if gap else len(text) - len(text.lstrip(" "))
