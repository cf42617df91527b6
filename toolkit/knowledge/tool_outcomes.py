"""What the ending of a tool means and what to do then: Eseutil by mode, chkdsk by verdict."""

from dataclasses import dataclass
from functools import cache

from toolkit.knowledge.tables import load_table

OTHER_MODE = ""
"""Tool of the rows that hold for a mode without rows of its own."""


@dataclass(frozen=True, slots=True)
class KnownOutcome:
    """One way in which a tool ends.

    Attributes:
        tool: mode of Eseutil as it prints it, or ``CHKDSK``; empty for any mode.
        how: ``succeeded``, ``failed``, ``corrupted``, ``unchanged``, ``open``; for chkdsk the name of its verdict.
        says: what it means.
        do_now: what to do next; never anything that loses data.
        source: where the row was taken from.
    """

    tool: str
    how: str
    says: str
    do_now: str
    source: str


@cache
def tool_outcomes() -> tuple[KnownOutcome, ...]:
    """Return all rows."""
    return load_table("tool_outcomes", "outcomes", KnownOutcome)


def tool_outcome(tool: str, how: str) -> KnownOutcome:
    """Return the row for ``tool`` and ``how``, else the one for any mode.

    Raises:
        KeyError: there is none.
    """
    rows = {(row.tool, row.how): row for row in tool_outcomes()}
    return rows.get((tool, how)) or rows[OTHER_MODE, how]
