"""Facts inside the words of an engine's event, wherever its lines are broken and however its quotes are escaped."""

import re

from toolkit.knowledge.bounded_text import bounded
from toolkit.knowledge.jet_grammar import find_jet_errors
from toolkit.model.ese_event import EseEventFacts

_GAP = r"[ \t\n>*\"'`\\]{1,12}"
_PROCESS = re.compile(r"(?P<process>[A-Za-z][\w.-]{1,40}) {0,2}\({1,2}(?P<pid>[0-9]{1,7})(?:,[A-Z],[0-9]{1,6})?(?: ?\)){1,2}")


def _phrase(*choices: str) -> re.Pattern[str]:
    """Return a pattern for one of ``choices``; a blank in them stands for any gap: line ends, quotes, marks of quoting."""
    return re.compile("|".join(choice.replace(" ", _GAP) for choice in choices))


_COUNT = r"([0-9]{1,10})\b"
_NUMBERS = {
    "system_error": _phrase(rf"system error {_COUNT}"),
    "offset": _phrase(r"at offset ([0-9]{1,19})\b"),
    "length": _phrase(r"for ([0-9]{1,10}) \(0x[0-9a-f]{1,16}\) bytes\b", r"for ([0-9]{1,10}) bytes\b"),
    "page": _phrase(rf"(?:database|corrupted) page \(?{_COUNT}", r"\bPage ([0-9]{1,10}) failed\b"),
    "other_requests": _phrase(rf"In addition, {_COUNT} other I/O"),
    "since_s": _phrase(rf"was posted {_COUNT} seconds ago"),
}
_RANGE = r"(?:requires log\s?files|range of log files)"
_LOG = r"[\w:\\.]{1,200}?"
_TEXTS = {
    "seconds": _phrase(r"(?:long time \(|failed after |completed for )([0-9]{1,9}(?:\.[0-9]{1,6})?) second"),
    "first_log": _phrase(rf"{_RANGE} ({_LOG})(?:-| to )"),
    "last_log": _phrase(rf"{_RANGE} {_LOG}(?:-| to )([\w:\\.]{{1,200}})"),
    "found_log": _phrase(r"only locate (?:log\s?files (?:starting at|up to)|up to log file:?) ([\w:\\]{1,200})"),
    "file": _phrase(
        r"(?:the|for) file[\s|>]{1,4}[\"'`\\]{1,3}([^\"'`\n]{1,300}(?:\n[^\"'`\n]{1,300})?)[\"'`\\]{1,3}",
        r"file called (\S{1,300}\w)",
        r"log file (\S{1,300}\.[Ll][Oo][Gg])\b",
    ),
    "database": _phrase(r"[Dd]atabase ([A-Za-z]:\\[^\n\"]{1,200}?)(?: requires| has lost|\. Error|: Page)"),
}


def event_facts(text: str) -> EseEventFacts:
    """Return what the words of one event say; the first of each kind, and nothing that is not there.

    Only English words are read: the engine has no others. In other languages the frame is translated, these words are not.
    """
    searched = bounded(text)
    process = _PROCESS.search(searched)
    errors = find_jet_errors(searched)
    numbers = {name: _value(pattern, searched) for name, pattern in _NUMBERS.items()}
    texts = {name: _value(pattern, searched).replace("\n", "") for name, pattern in _TEXTS.items()}
    return EseEventFacts(
        process=process["process"] if process else "",
        pid=int(process["pid"]) if process else None,
        database=texts["database"],
        file=texts["file"].replace("\\\\", "\\").rstrip("\\"),
        first_log=texts["first_log"],
        last_log=texts["last_log"],
        found_log=texts["found_log"],
        error=errors[0] if errors else None,
        system_error=_number(numbers["system_error"]),
        offset=_number(numbers["offset"]),
        length=_number(numbers["length"]),
        page=_number(numbers["page"]),
        seconds=texts["seconds"],
        other_requests=_number(numbers["other_requests"]),
        since_s=_number(numbers["since_s"]),
    )


def _value(pattern: re.Pattern[str], text: str) -> str:
    """Return what the first match holds; empty when there is none."""
    match = pattern.search(text)
    return next((group for group in match.groups() if group), "") if match else ""


def _number(value: str) -> int | None:
    return int(value) if value else None
