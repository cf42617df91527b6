"""JET errors for people; the sign is part of the number."""

import re
from collections.abc import Iterator

from toolkit.analysis.wrapping import wrapped
from toolkit.knowledge.jet_errors import JetError, JetWarning, jet_error
from toolkit.model.explanation import Detail, Meaning
from toolkit.model.identity import ErrorIdentity, NumberSpace

_UNSIGNED = 2**32
_USAGE = -1
TRIAGE = "exkit triage --edb FILE --logs DIR"
"""Says which logs a database needs and which are there, from copies."""
_OF_LOGS = frozenset(
    {-501, -509, -513, -515, -519, -528, -530, -532, -533, -541, -542, -543, -548, -550, -551, -582, -586, -610, -611, -1216}
)
"""Errors after which the first question is which logs are needed and which are there (domain reference §2.7)."""
_WORD_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def jet_meaning(number: int) -> Meaning:
    """Return the meaning of a JET error that is in the table.

    Raises:
        KeyError: it is not.
    """
    error = jet_error(number)
    if error is None:
        raise KeyError(number)
    symbol = error.symbol.removeprefix("JET_").removeprefix("err") or "no name known"
    says = f"{error.meaning}." if error.meaning else "Known by name only; the name says what it is about."
    return Meaning(
        identity=ErrorIdentity(NumberSpace.JET, str(number)),
        name=f"JET ERROR: {_spaced(symbol).upper()}",
        says=f"{says} An error of the database engine; the event or program around it says which database.",
        typical=error.symbol or str(number),
        details=tuple(_details(error, number)),
        playbook="",
        source=error.source,
        short="error of the database engine",
        command=TRIAGE if number in _OF_LOGS else "",
    )


def _details(error: JetError, number: int) -> Iterator[Detail]:
    yield Detail("Name", wrapped(f"{error.symbol or 'not published'}, {hex(_UNSIGNED + number)}"))
    if error.category:
        yield Detail("Category", (error.category,))
    if error.advice:
        yield Detail("Do", wrapped(error.advice))
    if error.obsolete:
        yield Detail("Legacy", ("today's engine does not return it any more",))
    if error.internal:
        yield Detail("Internal", ("the engine uses it inside; it should not have left the engine",))


def say_jet(number: int) -> str:
    """Return a JET error in one line, ``-543 JET_errRequiredLogFilesMissing``."""
    error = jet_error(number)
    return f"{number} {error.symbol}" if error and error.symbol else str(number)


def say_warning(warning: JetWarning) -> str:
    """Return what a positive number of the engine is, in one or two sentences."""
    meaning = f" {warning.meaning}." if warning.meaning else ""
    return f"{warning.number} is the JET warning {warning.symbol}: a success with a remark, no error.{meaning}"


def unknown_jet_error(number: int) -> str:
    """Return why a number that has the form of a JET error means nothing to us; never the nearest one."""
    if number == _USAGE:
        return "-1 is no JET error: Eseutil ends with it when its command line is wrong, and when it cannot name the error."
    return f"Unknown JET error {number}: it is in no table, and no other number is taken for it."


def _spaced(symbol: str) -> str:
    """Return ``FileIOBeyondEOF`` as ``File IO Beyond EOF``."""
    return _WORD_BORDER.sub(" ", symbol)
