"""Generations and logs in words, the same in every sentence."""

from collections.abc import Sequence

from toolkit.model.log_chain import LogNames, LogSpan

_MOST_PARTS = 3


def say_logs(spans: Sequence[LogSpan], names: LogNames) -> str:
    """Return ``E0000000012.log``, ``E0000000012.log to E0000000014.log (3 logs)``; long lists end with a count."""
    parts = [_say_span(span, names) for span in spans[:_MOST_PARTS]]
    rest = sum(span.count for span in spans[_MOST_PARTS:])
    return ", ".join(parts) + (f" and {rest:,} more" if rest else "")


def _say_span(span: LogSpan, names: LogNames) -> str:
    if span.count == 1:
        return names.closed(span.first)
    return f"{names.closed(span.first)} to {names.closed(span.last)} ({span.count:,} logs)"


def say_range(first: int, last: int) -> str:
    """Return ``0x12 (18)`` or ``0x12-0x14 (18-20)``."""
    return f"0x{first:X} ({first})" if first == last else f"0x{first:X}-0x{last:X} ({first}-{last})"


def say_number(count: int, one: str) -> str:
    """Return ``1 log``, ``1,200 logs``."""
    return f"{count:,} {one}{'' if count == 1 else 's'}"
