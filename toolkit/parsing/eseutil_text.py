"""Eseutil's output as people paste it: markup and typographic dots taken back; and the search that all its readers share.

Patterns are only tried where a literal word stands: a search for the pattern itself costs a hundred times as much on long texts.
"""

import re
from collections import deque
from collections.abc import Iterator

from toolkit.errors import ParsingError
from toolkit.parsing.fields import unreadable

MOST = 200
"""More banners, modes, bars or endings than this are no output of Eseutil."""
_MOST_TAGS = 50_000
LONGEST_LINE = 1_000
"""Characters of a line that are looked at."""
_BREAK = re.compile(r"<[bB][rR] ?/?>")
_TAG = re.compile(r"</?(?:strong|STRONG|blockquote|pre|code|span|font|div|em|EM|[biBIpP])(?: [^<>]{0,100})?>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&"))


def plain_text(text: str) -> str:
    """Return ``text`` with LF line ends, without markup, with three dots for an ellipsis; a page of nothing but tags stays as it is."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").replace("\u2026", "...")
    if 0 < lines.count("<") < _MOST_TAGS:
        lines = _TAG.sub("", _BREAK.sub("\n", lines))
    for entity, character in _ENTITIES:
        lines = lines.replace(entity, character)
    return lines


def sentence(words: str) -> re.Pattern[str]:
    """Return a pattern for ``words`` over line ends."""
    return re.compile(r"\s{1,40}".join(map(re.escape, words.split())))


def places(text: str, word: str) -> Iterator[int]:
    """Yield where ``word`` stands, in order."""
    position = text.find(word)
    while position >= 0:
        yield position
        position = text.find(word, position + 1)


def every_match(pattern: re.Pattern[str], text: str, word: str) -> Iterator[re.Match[str]]:
    """Yield all matches of ``pattern``, which begins with ``word``, in order."""
    for position in places(text, word):
        match = pattern.match(text, position)
        if match is not None:
            yield match


def matches(pattern: re.Pattern[str], text: str, word: str) -> Iterator[re.Match[str]]:
    """Yield all matches of ``pattern``, which begins with ``word``, in order.

    Raises:
        ParsingError: there are more than any output has.
    """
    for count, match in enumerate(every_match(pattern, text, word)):
        if count == MOST:
            raise unreadable("text", f"an output with at most {MOST} lines of this kind", f"one with more: {match[0][:40]!r}")
        yield match


def first_match(pattern: re.Pattern[str], text: str, word: str) -> re.Match[str] | None:
    """Return the first match of ``pattern``, which begins with ``word``; None when there is none."""
    return next(every_match(pattern, text, word), None)


def last_match(pattern: re.Pattern[str], text: str, word: str) -> re.Match[str] | None:
    """Return the last match of ``pattern``, which begins with ``word``; None when there is none."""
    found = deque(every_match(pattern, text, word), maxlen=1)
    return found[0] if found else None


def line_start(text: str, position: int) -> int:
    """Return where the line begins that ``position`` stands in; not further back than the longest line."""
    farthest = max(0, position - LONGEST_LINE)
    return max(text.rfind("\n", farthest, position) + 1, farthest)


def rest_of_line(text: str, position: int) -> str:
    """Return what stands behind ``position`` on its line; of a longer line only the beginning."""
    end = text.find("\n", position, position + LONGEST_LINE)
    return text[position : end if end >= 0 else position + LONGEST_LINE]


def no_output(expected: str, text: str) -> ParsingError:
    """Return the error for a text that is not the wanted output; nothing is guessed."""
    return unreadable("text", expected, repr(text[:80]))
