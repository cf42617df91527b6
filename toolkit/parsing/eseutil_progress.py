"""Bars of dots: one dot for every two percent, without a line end of its own, sometimes broken, sometimes glued to what follows."""

import re

from toolkit.model.eseutil import Progress
from toolkit.parsing.eseutil_text import matches, no_output, plain_text

_BAR = re.compile(r"\|(?:----\|){10}(?P<dots>[\s.>]{0,2000})")
_HEADING = re.compile(r"(?P<what>[A-Z][A-Za-z]{1,20}(?: [A-Za-z]{1,20}){0,2})\s{1,4}Status\s{1,4}\( ?% complete ?\)")
_BEFORE = 400


def read_progress(text: str) -> tuple[Progress, ...]:
    """Return all bars in ``text``, in order.

    Raises:
        ParsingError: there is no bar, or too many.
    """
    found = find_bars(plain_text(text))
    if not found:
        raise no_output("an output of Eseutil with a bar of its progress", text)
    return found


def find_bars(text: str) -> tuple[Progress, ...]:
    """Return all bars in ``text``, which is without markup.

    Raises:
        ParsingError: there are more than any output has.
    """
    return tuple(Progress(_heading(text, bar.start()), bar["dots"].count(".")) for bar in matches(_BAR, text, "|----|"))


def _heading(text: str, bar_start: int) -> str:
    headings = list(_HEADING.finditer(text[max(0, bar_start - _BEFORE) : bar_start]))
    return headings[-1]["what"] if headings else ""
