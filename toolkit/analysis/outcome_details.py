"""Labelled facts of a tool's output, in lines that fit."""

from collections.abc import Iterable

from toolkit.analysis.jet_meanings import say_jet, unknown_jet_error
from toolkit.analysis.wrapping import wrapped
from toolkit.knowledge.jet_errors import jet_error, jet_warning
from toolkit.model.explanation import Detail
from toolkit.model.integ_raw import CodeCount

_MOST_LINES = 6


def fact(label: str, *lines: str) -> Detail:
    """Return a fact that was read from the text; long lines are wrapped, lines beyond six are counted."""
    wrapped_lines = [part for line in lines for part in wrapped(line)]
    shown = wrapped_lines if len(wrapped_lines) <= _MOST_LINES else [*wrapped_lines[: _MOST_LINES - 1], "... and more"]
    return Detail(label, tuple(shown), from_text=True)


def do_now_of_windows(do_now: str, owner: str) -> str:
    """Return the advice for a run of the engine of Windows.

    Args:
        do_now: what would hold for a mailbox database.
        owner: whose the database is by its file name; empty when that is not known.
    """
    if owner:
        return (
            f"This is a database of {owner}: its own service and tools restore it. What is written here of mailboxes does not hold for it."
        )
    return f"The engine of Windows wrote this, and most of its databases are not of Exchange. For a mailbox database: {do_now}"


def say_code(code: int) -> str:
    """Return an error or warning of the engine in one line; an unknown one stays unknown."""
    warning = jet_warning(code)
    if warning is not None:
        return f"{code} {warning.symbol}: a success with a remark"
    return say_jet(code) if jet_error(code) else unknown_jet_error(code)


def say_codes(codes: Iterable[CodeCount]) -> tuple[str, ...]:
    """Return how often each code was named, one line each."""
    return tuple(f"{row.count:,} x {say_code(row.code)}" for row in codes)


def say_duration(duration_ms: int) -> str:
    """Return a duration, ``12 min 20 s``, ``0.016 s``."""
    seconds, rest_ms = divmod(duration_ms, 1_000)
    if seconds < 60:
        return f"{seconds}.{rest_ms:03} s"
    hours, minutes = seconds // 3_600, seconds // 60 % 60
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {seconds % 60} s"
