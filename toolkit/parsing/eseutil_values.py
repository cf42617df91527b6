"""Values as Eseutil prints them, behind their labels; dates never depend on the language of the server (``dbdump.cxx``)."""

import re

from toolkit.model.ese import NEVER, LogPosition, LogTime, Signature

_MOST_32_BITS = 0xFFFF_FFFF
_MOST_64_BITS = 0xFFFF_FFFF_FFFF_FFFF
_FIRST_YEAR = 1900
_MOST_BYTE = 255
_END = r"(?=\W|\Z|[A-Z][a-z]|dbtime|cbDbPage)"
"""A number ends here, also where the next label is glued to it."""
_NUMBER = re.compile(rf"\s{{0,80}}(\d{{1,20}}){_END}")
_POSITION = re.compile(r"\s{0,80}\(\s?(0x)?([0-9A-Fa-f]{1,10}),\s?([0-9A-Fa-f]{1,10}),\s?([0-9A-Fa-f]{1,10})\s?\)")
_TIME = re.compile(
    r"\s{0,80}(\d{1,2})/(\d{1,2})/(\d{4})\s{1,8}(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,3}))?(?:\s{0,2}(UTC|LOC))?(?![0-9])",
)
_SIGNATURE = re.compile(r"\s{0,80}Create time:")
_RANDOM = re.compile(r"\s{0,80}Rand:\s{0,8}(\d{1,10})(?:\s{0,8}Computer:(?:[ \t]{0,8}([\w.-]{1,64})[ \t]{0,8}(?=\r?\n|\r?\Z))?)?")
_RANGE = re.compile(
    rf"\s{{0,80}}(\d{{1,10}})\s?[-\u2013]\s?(\d{{1,10}}){_END}(?:\s{{0,4}}\(0x([0-9A-Fa-f]{{1,8}})\s?[-\u2013]\s?0x([0-9A-Fa-f]{{1,8}})\))?"
)
_GENERATION = re.compile(rf"\s{{0,80}}(\d{{1,10}}){_END}(?:\s{{0,4}}\(0x([0-9A-Fa-f]{{1,8}})\))?")


class Unreadable(ValueError):
    """What stands behind a label is not of the form of its value; it never leaves the parsers."""


def number_at(text: str, at: int) -> int:
    """Return the decimal number at ``at``; what follows, ``(0x542e)`` or ``(0-2105408)``, says the same again.

    Raises:
        Unreadable: there is none, or it has more than 64 bits.
    """
    number = int(_match(_NUMBER, text, at)[1])
    if number > _MOST_64_BITS:
        raise Unreadable
    return number


def position_at(text: str, at: int) -> LogPosition:
    """Return the position at ``at``: with ``0x`` all three parts are hexadecimal, without (5.x) all are decimal.

    Raises:
        Unreadable: there is none.
    """
    return position_of(_match(_POSITION, text, at))[0]


def position_of(match: re.Match[str]) -> tuple[LogPosition, int]:
    """Return the position of a match of ``_POSITION`` and where it ends.

    Raises:
        Unreadable: hexadecimal digits without ``0x``, or a generation of more than 32 bits.
    """
    base = 16 if match[1] else 10
    try:
        parts = [int(part, base) for part in match.group(2, 3, 4)]
    except ValueError:
        raise Unreadable from None
    if max(parts) > _MOST_32_BITS:
        raise Unreadable
    return LogPosition(*parts), match.end()


def position_and_end_at(text: str, at: int) -> tuple[LogPosition, int]:
    """Return the position at ``at`` and where it ends.

    Raises:
        Unreadable: there is none.
    """
    return position_of(_match(_POSITION, text, at))


def time_at(text: str, at: int) -> LogTime:
    """Return the time at ``at``; it is exact when milliseconds and zone are printed, and when it is never.

    Raises:
        Unreadable: there is none, or its year cannot be stored.
    """
    return _time(_match(_TIME, text, at))


def signature_at(text: str, at: int) -> Signature:
    """Return the signature at ``at``.

    Raises:
        Unreadable: there is none.
    """
    created = _match(_TIME, text, _match(_SIGNATURE, text, at).end())
    rest = _match(_RANDOM, text, created.end())
    if int(rest[1]) > _MOST_32_BITS:
        raise Unreadable
    return Signature(int(rest[1]), _time(created), rest[2] or "")


def range_at(text: str, at: int) -> tuple[int, int]:
    """Return the lowest and highest generation at ``at``, ``4321-4330 (0x10e1-0x10ea)``; the hexadecimal pair may be missing.

    Raises:
        Unreadable: there is none, or decimal and hexadecimal contradict each other.
    """
    match = _match(_RANGE, text, at)
    return _agreed(match[1], match[3]), _agreed(match[2], match[4])


def generation_at(text: str, at: int) -> int:
    """Return the generation at ``at``, ``46 (0x2E)``.

    Raises:
        Unreadable: there is none, or decimal and hexadecimal contradict each other.
    """
    match = _match(_GENERATION, text, at)
    return _agreed(match[1], match[2])


def _agreed(decimal: str, hexadecimal: str | None) -> int:
    number = int(decimal)
    if number > _MOST_32_BITS or (hexadecimal is not None and int(hexadecimal, 16) != number):
        raise Unreadable
    return number


def _time(match: re.Match[str]) -> LogTime:
    month, day, year, hour, minute, second = (int(part) for part in match.group(1, 2, 3, 4, 5, 6))
    if not 0 <= year - _FIRST_YEAR <= _MOST_BYTE:
        raise Unreadable
    milliseconds, zone = int(match[7] or 0), match[8]
    raw = bytes((second, minute, hour, day, month, year - _FIRST_YEAR))
    if not any(raw) and not milliseconds:
        return NEVER
    if match[7] is None or zone is None:
        return LogTime(raw + bytes(2), is_exact=False)
    low, high = (milliseconds & 0x7F) << 1 | (zone == "UTC"), milliseconds >> 7 << 1
    return LogTime(raw + bytes((low, high)))


def _match(pattern: re.Pattern[str], text: str, at: int) -> re.Match[str]:
    match = pattern.match(text, at)
    if match is None:
        raise Unreadable
    return match
