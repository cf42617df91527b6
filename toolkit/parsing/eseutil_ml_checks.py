"""What ``eseutil /ml`` says of each log: the list of a stream, or the verdict below one log (``logdump.cxx``)."""

import re
from collections.abc import Iterator

from toolkit.model.ese_dump import CheckedLog, LogVerdict, MissingLogs
from toolkit.parsing.fields import unreadable

MOST_ERRORS = 20_000
"""Lines with an error, and gaps, in one list; the logs themselves are limited by the length of the text."""
_BASE_LENGTH = 3
_LONGEST_ERROR = 300
_PATH = r"[ \t]{0,40}([^\n]{1,400}?\.(?:log|LOG|Log|jtx)\b)"
_LOG = re.compile(rf"{_PATH}([ \t]{{0,8}}[-\u2013][ \t]{{1,8}}OK\b)?")
_EVENT = re.compile(
    r"(?P<late>\n[ \t]{0,40}- OK\b)"
    r"|(?P<file>Log file:)"
    r"|(?P<error>ERROR: )"
    r"|(?P<passed>Integrity check passed for log file:)"
    r"|(?P<corrupt>CORRUPTION DETECTED in log file:)"
    r"|(?P<damage>Log Damaged \((?:PATCHABLE|unusable)\))"
)
_CORRUPTION = "CORRUPTION DETECTED"
_SUMMARIES = (_CORRUPTION, "Log Damaged (unusable)", "Log Damaged (PATCHABLE)")
_MISSING = re.compile(r"Missing log files?:")
_ONE = re.compile(_PATH)
_RANGE = re.compile(r"[ \t]{0,40}[^\n{]{1,400}\{([0-9A-Fa-f]{1,8}) - ([0-9A-Fa-f]{1,8})\}\.(?:log|jtx)\b")
_EXTENSION_LENGTH = 4
_DIGITS = re.compile(r"[0-9A-Fa-f]{5,8}")
_LINE_END = re.compile(r"\n|Log file:|Operation terminated")
_CODE = re.compile(r"Error (-[0-9]{1,5})\b")
_GENERATIONS = re.compile(r"generation (?:is )?(\d{1,10}) \(0x([0-9A-Fa-f]{1,8})\)")
_OK = _NO_LOG = CheckedLog("", LogVerdict.OK)
_VERDICTS = (
    ("Cannot open log file", LogVerdict.UNREADABLE),
    ("Cannot read log file header", LogVerdict.UNREADABLE),
    ("File not found", LogVerdict.UNREADABLE),
    ("File error", LogVerdict.UNREADABLE),
    ("Mismatched log generation", LogVerdict.WRONG_NAME),
    ("Missing log file(s)", LogVerdict.NOT_NEXT),
    ("Invalid log sequence", LogVerdict.BROKEN_CHAIN),
    ("Invalid log signature", LogVerdict.FOREIGN),
    ("Invalid log version", LogVerdict.WRONG_VERSION),
    ("Log damaged", LogVerdict.DAMAGED),
    ("Log file header is OK but integrity could not be verified", LogVerdict.DAMAGED),
    ("Cannot read database attachment list", LogVerdict.DAMAGED),
)


def read_checks(text: str) -> tuple[CheckedLog, ...]:
    """Return the logs with what is said of them, in order; a log without any word is ``NOT_SAID``, never OK.

    Raises:
        ParsingError: a line that names a log is not of the form of ``/ml``, or there are too many errors.
    """
    checks: list[CheckedLog] = []
    errors = 0
    for match in _EVENT.finditer(text):
        if match.lastgroup == "file":
            checks.append(_named(text, match.end()))
            continue
        errors += match.lastgroup == "error"
        if errors > MOST_ERRORS:
            raise unreadable("text", f"a list with at most {MOST_ERRORS:,} errors", "one with more")
        _judge(checks, _verdict(match))
    return tuple(checks)


def read_missing(text: str) -> tuple[MissingLogs, ...]:
    """Return the gaps that ``/ml`` prints between existing logs, in order.

    Raises:
        ParsingError: a line that says that logs are missing does not say which, or there are too many.
    """
    found: list[MissingLogs] = []
    for match in _MISSING.finditer(text):
        if len(found) == MOST_ERRORS:
            raise unreadable("text", f"a list with at most {MOST_ERRORS:,} gaps", "one with more")
        found.append(_missing(text, match.end()))
    return tuple(found)


def _missing(text: str, at: int) -> MissingLogs:
    several, one = _RANGE.match(text, at), _ONE.match(text, at)
    low, high = (several[1], several[2]) if several else (_digits(one[1]),) * 2 if one else ("", "")
    if not low or int(low, 16) > int(high, 16):
        raise unreadable("Missing log file", "a name such as E000000000A.log, or a range", repr(text[at : at + 40]))
    return MissingLogs(int(low, 16), int(high, 16))


def _digits(path: str) -> str:
    """Return the generation in the name of a log, or nothing."""
    digits = path.replace("/", "\\").rsplit("\\", 1)[-1].strip()[_BASE_LENGTH:-_EXTENSION_LENGTH]
    return digits if _DIGITS.fullmatch(digits) else ""


def _named(text: str, at: int) -> CheckedLog:
    match = _LOG.match(text, at)
    if match is None:
        raise unreadable("Log file", "a path that ends with .log or .jtx", repr(text[at : at + 40]))
    return CheckedLog(match[1], LogVerdict.OK if match[2] else LogVerdict.NOT_SAID)


def _judge(checks: list[CheckedLog], verdict: CheckedLog | None) -> None:
    """Put a verdict on the last log that has none yet, or add it alone; an error is never taken back."""
    last = checks[-1] if checks else _NO_LOG
    if verdict is None:
        return
    if checks and last.verdict is LogVerdict.NOT_SAID:
        checks[-1] = CheckedLog(last.path, verdict.verdict, verdict.code, verdict.generation, verdict.expected, verdict.said)
    elif not (_says_it_is_good(last, verdict) if verdict.verdict is LogVerdict.OK else _says_again(last, verdict)):
        checks.append(verdict)


def _says_it_is_good(last: CheckedLog, verdict: CheckedLog) -> bool:
    """Whether an OK is of the log above it, which has its verdict already, or of none."""
    return verdict.path in ("", last.path)


def _says_again(last: CheckedLog, verdict: CheckedLog) -> bool:
    """Whether a verdict without a code sums up the error above it: both are of one log."""
    is_summary = verdict.code is None and verdict.said in _SUMMARIES
    return is_summary and last.verdict is not LogVerdict.OK and verdict.path in ("", last.path)


def _verdict(match: re.Match[str]) -> CheckedLog | None:
    """Return what a line says of a log; None for an error that ``/ml`` does not print."""
    text, at = match.string, match.end()
    if match.lastgroup == "error":
        return _error(text[at : at + _LONGEST_ERROR])
    if match.lastgroup == "late":
        return _OK
    if match.lastgroup == "damage":
        return CheckedLog("", LogVerdict.TORN if "PATCHABLE" in match[0] else LogVerdict.DAMAGED, said=match[0])
    path = _named(text, at).path
    return CheckedLog(path, LogVerdict.DAMAGED, said=_CORRUPTION) if match.lastgroup == "corrupt" else CheckedLog(path, LogVerdict.OK)


def _error(text: str) -> CheckedLog | None:
    verdict = next((verdict for words, verdict in _VERDICTS if text.startswith(words)), None)
    if verdict is None:
        return None
    line = _LINE_END.split(text, maxsplit=1)[0].strip()
    code = _CODE.search(line)
    generations = list(_generations(line)) if verdict in (LogVerdict.WRONG_NAME, LogVerdict.NOT_NEXT) else []
    return CheckedLog(
        path="",
        verdict=verdict,
        code=int(code[1]) if code else None,
        generation=generations[0] if generations else None,
        expected=generations[1] if len(generations) > 1 else None,
        said=line,
    )


def _generations(line: str) -> Iterator[int]:
    for match in _GENERATIONS.finditer(line):
        if int(match[1]) != int(match[2], 16):
            raise unreadable("generation", "the same in decimal and in hexadecimal", f"{match[1]} and 0x{match[2]}")
        yield int(match[1])
