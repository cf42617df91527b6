"""One thing that was looked at before the work begins."""

from dataclasses import dataclass
from enum import Enum


class CheckState(Enum):
    """How a check ended."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: stable, ``name``, ``port``, ``certificate`` ...
        state: how it ended; a check that could not be made is UNKNOWN.
        says: what was seen, or the cause of the failure.
        cure: what to do, one line each; empty when it passed.
    """

    name: str
    state: CheckState
    says: str
    cure: tuple[str, ...] = ()
