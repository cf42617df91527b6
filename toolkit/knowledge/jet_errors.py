"""JET errors: always negative; the same digits without the sign are something else (domain reference §3)."""

from dataclasses import dataclass
from functools import cache

from toolkit.knowledge.tables import load_table

_UNSIGNED = 2**32
_FACILITY = 0xC8000000


@dataclass(frozen=True, slots=True)
class JetError:
    """One error of the database engine.

    Attributes:
        number: negative.
        symbol: ``JET_err...``, or ``err...`` of an internal one; empty when no source gives it.
        meaning: one line; empty when only the name is known.
        category: ``Corruption``, ``Inconsistent``, ``IO``, ``Disk`` ...; empty when only the name is known.
        advice: what to do, one line; empty when only the name is known.
        source: where the row was taken from.
        obsolete: today's engine does not return it any more.
        internal: the engine uses it inside; it should not leave the engine.
    """

    number: int
    symbol: str
    meaning: str
    category: str
    advice: str
    source: str
    obsolete: bool = False
    internal: bool = False


@dataclass(frozen=True, slots=True)
class JetWarning:
    """A positive number that is a success with a remark.

    Attributes:
        number: positive.
        symbol: ``JET_wrn...``.
        meaning: one line; empty when only the name is known.
        source: where the row was taken from.
    """

    number: int
    symbol: str
    meaning: str
    source: str


@cache
def jet_errors() -> tuple[JetError, ...]:
    """Return all known errors, from -100 down."""
    return load_table("jet_errors", "errors", JetError)


@cache
def jet_warnings() -> tuple[JetWarning, ...]:
    """Return all positive warnings of the published header."""
    return load_table("jet_errors", "warnings", JetWarning)


def jet_error(number: int) -> JetError | None:
    """Return the error with exactly this number, sign included; None when it is in no table."""
    return next((error for error in jet_errors() if error.number == number), None)


def jet_error_named(symbol: str) -> JetError | None:
    """Return the error with this symbol, in any case; None when it is in no table."""
    return next((error for error in jet_errors() if error.symbol and error.symbol.lower() == symbol.lower()), None)


def jet_warning(number: int) -> JetWarning | None:
    """Return the warning with exactly this number; None when it is in no table."""
    return next((warning for warning in jet_warnings() if warning.number == number), None)


def jet_warning_named(symbol: str) -> JetWarning | None:
    """Return the warning with this symbol, in any case; None when it is in no table."""
    return next((warning for warning in jet_warnings() if warning.symbol.lower() == symbol.lower()), None)


def signed_jet(number: int) -> int | None:
    """Return the JET error behind an unsigned 32-bit form; None when ``number`` is no such form.

    ``4294966753`` and ``0xfffffde1`` are -543. ``0xc8000228`` is -552: Exchange 5.5 put the error behind a facility code.
    """
    if _UNSIGNED - 0x10000 <= number < _UNSIGNED:
        return number - _UNSIGNED
    if _FACILITY < number < _FACILITY + 0x1000:
        return _FACILITY - number
    return None
