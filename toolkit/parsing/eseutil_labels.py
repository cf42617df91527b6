"""Labels in pasted output of Eseutil: found wherever they stand, for line ends get lost and words get glued."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from toolkit.parsing.fields import unreadable

LONGEST_DUMP = 1_048_576
"""Characters; a header is printed in five thousand, and people paste a few of them."""
MOST_LABELS = 20_000
"""A header has about a hundred."""
_QUOTES = "\"'"
_MAY_BE_GLUED = frozenset(("Mark",))
"""Words that stand in no longer word of any output."""
Mark = tuple[int, int, str]
"""Start, end and name of something in a text."""


def typed_command(mode: str) -> str:
    """Return a pattern, to be used with any case, for a typed command of one mode; the file stands in one of its three groups."""
    program = r"\b(?:eseutil|esentutl|edbutil)(?:\.exe)?[\"']?"
    file = r"(?:\"([^\"\n]{1,300})\"?|'([^'\n]{1,300})'?|([^\s|<>]{1,300}))"
    return rf"{program}[ \t]{{1,8}}[/-]{mode}[ \t]{{1,8}}{file}"


def label_pattern(labels: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for ``label:``, the longest first, sorted by first letters so that a search passes fast over other text."""
    ordered = sorted(labels, key=lambda label: (label[0], -len(label)))
    tails = {first: "|".join(re.escape(label[1:]) for label in group) for first, group in groupby(ordered, key=lambda label: label[0])}
    return re.compile("(?:" + "|".join(f"{first}(?:{tail})" for first, tail in tails.items()) + ")[ \t]?:")


def found_labels(pattern: re.Pattern[str], text: str, extra: Sequence[Mark] = ()) -> Iterator[tuple[str, int]]:
    """Yield each label and where its value begins, in order of the text.

    A label behind a quote is a typed ``findstr`` command and does not count. A label of one word must not continue a word; one of
    several words may be glued to what stands before it.

    Args:
        pattern: of ``label_pattern``.
        text: to look at.
        extra: marks of another kind, to be put in between.

    Raises:
        ParsingError: there are more labels than any output has.
    """
    labels = [mark for mark in map(_mark, pattern.finditer(text)) if _counts(text, mark)]
    if len(labels) + len(extra) > MOST_LABELS:
        raise unreadable("text", f"an output with at most {MOST_LABELS:,} labels", "one with more")
    yield from ((name, end) for _, end, name in sorted([*labels, *extra]))


def check_length(text: str, most: int = LONGEST_DUMP) -> None:
    """Let pass what is short enough to be an output.

    Raises:
        ParsingError: it is longer.
    """
    if len(text) > most:
        raise unreadable("text", f"an output of at most {most:,} characters", f"one of {len(text):,}")


def _mark(match: re.Match[str]) -> Mark:
    return match.start(), match.end(), match[0].rstrip(": \t")


def _counts(text: str, mark: Mark) -> bool:
    start, _, name = mark
    before = text[start - 1] if start else " "
    return before not in _QUOTES and (" " in name or name in _MAY_BE_GLUED or not (before.isalpha() or before in "_."))
