"""``<database>.INTEG.RAW``: sessions between lines of stars; the file of a large database has millions of lines."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from toolkit.model.ese import LogTime, Signature
from toolkit.model.eseutil import Verdict
from toolkit.model.integ_raw import CodeCount, IntegSession, NewSignature, WrongSize
from toolkit.parsing.eseutil_text import every_match, first_match, matches, no_output, places

_STARS = "\n***** "
_SESSION = re.compile(
    r"\n\*{5} (?P<mode>Repair|Integrity check) of database '(?P<database>[^\n]{1,500})' started \[(?P<engine>ESE(?:NT)?)"
    r" version (?P<version>[0-9]{1,3}(?:\.[0-9]{1,6}){1,3})",
)
_DONE = re.compile(r"\n\*{5} Eseutil completed in (?P<seconds>[0-9]{1,9}) seconds")
_BEFORE_REPORT = ("\n", " ", "\t", "")
_CODE = re.compile(r"error (?P<code>-[0-9]{3,5})\b")
_DIRTY = "\nERROR: database was not shutdown cleanly"
_SIZE = re.compile(r'\ndatabase file "[^\n]{1,500}" is (?P<bytes>[0-9]{1,18}) bytes')
_TABLE = re.compile(r'integrity-check of table "(?P<name>[^"\n]{1,300})" \([0-9]{1,10}\) finishes with error (?P<code>-?[0-9]{1,5}) ')
_WRONG_SIZE = re.compile(
    r"WARNING: Database file is too (?:big|small) \(expected (?P<expected>[0-9]{1,10}) pages, file is (?P<file>[0-9]{1,10}) pages\)"
)
_SIGNATURE = re.compile(
    r"\n(?:Create time:){1,2}(?P<created>(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/(?P<year>[0-9]{4}) (?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})"
    r":(?P<second>[0-9]{2})(?:\.[0-9]{1,3})?) Rand:(?P<random>[0-9]{1,10}) Computer:(?P<computer>[^\n]{0,40})"
)
_VERDICTS = {
    "\nIntegrity check successful.": Verdict.SOUND,
    "\nIntegrity check completed. Database is CORRUPTED!": Verdict.CORRUPTED,
    "\nRepair completed. Database corruption has been repaired!": Verdict.REPAIRED,
}
_FIRST_YEAR, _LAST_YEAR = 1900, 2155
_MOST_TABLES = 1_000


def read_integ_raw(text: str) -> tuple[IntegSession, ...]:
    """Return the sessions in order; the last one decides.

    Raises:
        ParsingError: it is no such file, or has more sessions than any.
    """
    lines = "\n" + text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    heads = tuple(matches(_SESSION, lines, _STARS))
    if not heads:
        raise no_output("the file INTEG.RAW of Eseutil, which begins with ***** and the name of the database", text)
    starts = [*(head.start() for head in heads), len(lines)]
    return tuple(_session(head, lines[start:end]) for head, (start, end) in zip(heads, pairwise(starts), strict=True))


def _session(head: re.Match[str], text: str) -> IntegSession:
    size, done = first_match(_SIZE, text, '\ndatabase file "'), first_match(_DONE, text, _STARS)
    wrong = first_match(_WRONG_SIZE, text, "WARNING: Database file")
    tables = Counter((match["name"], match["code"] != "0") for match in every_match(_TABLE, text, 'integrity-check of table "'))
    codes = Counter(int(match["code"]) for match in every_match(_CODE, text, "error -"))
    return IntegSession(
        mode=head["mode"].upper(),
        database=head["database"],
        engine=f"{head['engine'].upper()} {head['version']}",
        is_dirty=_DIRTY in text if size else None,
        file_bytes=int(size["bytes"]) if size else None,
        errors=_reports(text, "ERROR: "),
        warnings=_reports(text, "WARNING: "),
        codes=tuple(CodeCount(code, count) for code, count in codes.most_common()),
        tables_checked=tables.total(),
        damaged_tables=tuple(name for name, is_damaged in tables if is_damaged)[:_MOST_TABLES],
        wrong_size=WrongSize(int(wrong["expected"]), int(wrong["file"])) if wrong else None,
        new_signatures=tuple(_signatures(text)),
        verdict=_verdict(text),
        elapsed_s=int(done["seconds"]) if done else None,
    )


def _reports(text: str, mark: str) -> int:
    """Return how many reports begin with ``mark``, at the start of a line or behind a thread's name; in quotes it is a hint."""
    return sum(1 for position in places(text, mark) if text[position - 1 : position] in _BEFORE_REPORT)


def _verdict(text: str) -> Verdict | None:
    last = max(_VERDICTS, key=text.rfind)
    return _VERDICTS[last] if last in text else None


def _signatures(text: str) -> Iterator[NewSignature]:
    """Yield the signatures whose date is one.

    Raises:
        ParsingError: there are more than any repair makes.
    """
    for match in matches(_SIGNATURE, text, "\nCreate time:"):
        if _FIRST_YEAR <= int(match["year"]) <= _LAST_YEAR:
            yield NewSignature(Signature(int(match["random"]), _time(match), match["computer"].strip()), match["created"])


def _time(match: re.Match[str]) -> LogTime:
    parts = [int(match[name]) for name in ("second", "minute", "hour", "day", "month")]
    return LogTime(bytes([*parts, int(match["year"]) - _FIRST_YEAR, 0, 0]), is_exact=False)
