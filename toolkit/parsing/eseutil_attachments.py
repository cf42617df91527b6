"""The list of attached databases that ``eseutil /ml`` and ``/mk`` print, from 5.5 to the published engine (``logdump.cxx``)."""

import re
from collections.abc import Callable
from typing import TypeVar

from toolkit.model.ese_log import Attachment
from toolkit.parsing.eseutil_values import Unreadable, number_at, position_at, signature_at
from toolkit.parsing.fields import unreadable

MOST_ATTACHMENTS = 256
"""More databases than this share no log stream."""
_LONGEST_HEAD = 400
_LONGEST_ENTRY = 1_200
_ENTRY = re.compile(r"\bdbtime:")
_HEAD = re.compile(r"(?:^|\s)(\d{1,3})[ \t]{1,20}(\S[^\n]{0,300})$")
_MODES = re.compile(r"\s{1,20}Log(?:On|Off)\s.{0,20}$|\s{1,4}\(sparse\)$")
_BEGIN = re.compile("")
_OBJECT = re.compile(r"\bobjid(?:Last)?:")
_SIGNATURE = re.compile(r"\bSignature:")
_SIZE = re.compile(r"\b(?:MaxDbSize|DatabaseSizeMax):")
_ATTACH = re.compile(r"\bLast Attach:?")
_CONSISTENT = re.compile(r"\bLast Consistent:?")
Value = TypeVar("Value")


def list_begin(text: str) -> int:
    """Return where the list begins in ``text``, or its length: labels behind it belong to databases."""
    match = _ENTRY.search(text)
    return match.start() if match else len(text)


def read_attachments(text: str) -> tuple[Attachment, ...]:
    """Return the databases listed in ``text``; a value that is not printed is None.

    Raises:
        ParsingError: there are more than any stream has.
    """
    starts: list[int] = []
    for match in _ENTRY.finditer(text):
        starts.append(match.end())
        if len(starts) > MOST_ATTACHMENTS:
            raise unreadable("text", f"an output with at most {MOST_ATTACHMENTS} attached databases", "one with more")
    entries = (_entry(text, start, end) for start, end in zip(starts, [*starts[1:], len(text)], strict=False))
    return tuple(entry for entry in entries if entry is not None)


def _entry(text: str, start: int, end: int) -> Attachment | None:
    line = text[max(0, start - _LONGEST_HEAD) : start].removesuffix("dbtime:").rstrip().rsplit("\n", 1)[-1]
    head = _HEAD.search(line)
    if head is None:
        return None
    entry = text[start : min(end, start + _LONGEST_ENTRY)]
    return Attachment(
        dbid=int(head[1]),
        path=_MODES.sub("", head[2].rstrip()),
        dbtime=_value(_BEGIN, entry, number_at),
        last_object=_value(_OBJECT, entry, number_at),
        most_pages=_value(_SIZE, entry, number_at),
        last_attach=_value(_ATTACH, entry, position_at),
        last_consistent=_value(_CONSISTENT, entry, position_at),
        database_signature=_value(_SIGNATURE, entry, signature_at),
    )


def _value(label: re.Pattern[str], text: str, read: Callable[[str, int], Value]) -> Value | None:
    match = label.search(text)
    try:
        return None if match is None else read(text, match.end())
    except Unreadable:
        return None
