"""Times, durations and counts as people read them: month as a word, blanks between number and unit."""

from datetime import datetime

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_KIB = 1024
_UNITS = ("KiB", "MiB", "GiB", "TiB")


def say_duration(milliseconds: int) -> str:
    """Return ``2 s``, ``5 min 40 s`` or ``6 h 02 min``; never more than two units."""
    seconds = milliseconds // 1000
    if seconds < 60:
        return f"{seconds} s"
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes} min {seconds:02d} s" if seconds else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min"


def say_day_and_time(moment: datetime) -> str:
    """Return ``24 Nov 03:12``, in the offset that ``moment`` carries."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment:%H:%M}"


def say_exactly(moment: datetime) -> str:
    """Return ``24 Nov 2026, 03:12:40 +01:00``."""
    offset = moment.strftime("%z")
    shown = f" {offset[:3]}:{offset[3:5]}" if offset else ""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment:%Y, %H:%M:%S}{shown}"


def say_span(begin: datetime, end: datetime) -> str:
    """Return ``24 Nov 03:12-10:14``; the second day only when it is another one."""
    last = f"{end:%H:%M}" if begin.date() == end.date() else say_day_and_time(end)
    return f"{say_day_and_time(begin)}-{last}"


def say_size(size_bytes: int) -> str:
    """Return ``812.4 GiB``, ``3.5 MiB`` or ``912 bytes``; one decimal."""
    if size_bytes < _KIB:
        return f"{size_bytes} bytes"
    power = min((size_bytes.bit_length() - 1) // 10, len(_UNITS))
    return f"{size_bytes / _KIB**power:,.1f} {_UNITS[power - 1]}"


def say_count(number: int, one: str, many: str = "") -> str:
    """Return ``1 debt``, ``2 debts``; ``many`` for words that do not end in s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
