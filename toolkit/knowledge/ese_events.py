"""Events of the database engine, by number; the provider and the process decide whether they are Exchange's."""

from dataclasses import dataclass
from functools import cache

from toolkit.knowledge.tables import load_table

PROVIDERS = frozenset({"ese", "esent"})
"""Providers that write these numbers, in small letters: ESENT is the engine of Windows, ESE that of Exchange.

ESE97 and ESE98 (Exchange 5.5, 2000) number their events differently.
"""

_GAP = " ... "


@dataclass(frozen=True, slots=True)
class EseEvent:
    """One event of the engine.

    Attributes:
        id: event id.
        name: headline in capitals.
        short: at most 30 characters.
        says: what it means.
        kind: ``logs``, ``write``, ``read``, ``slow``, ``backup``, ``info`` or ``other``.
        source: where the row was taken from.
        phrases: parts of its text in small letters, `` ... `` between parts with something between them; the engine writes
            English only (jetmsg.mc).
    """

    id: int
    name: str
    short: str
    says: str
    kind: str
    source: str
    phrases: tuple[str, ...] = ()


@cache
def ese_events() -> tuple[EseEvent, ...]:
    """Return all known events, by number."""
    return load_table("ese_events", "events", EseEvent)


def ese_event(number: int) -> EseEvent | None:
    """Return the event with this id; None when it is in no table."""
    return next((event for event in ese_events() if event.id == number), None)


def ese_event_saying(text: str) -> EseEvent | None:
    """Return the event whose words stand in ``text``, the one with the longest words when there are several; None when none do."""
    small = " ".join(text.lower().split())
    said = [(len(phrase), event) for event in ese_events() for phrase in event.phrases if _stands(phrase, small)]
    return max(said, key=lambda one: one[0])[1] if said else None


def _stands(phrase: str, small: str) -> bool:
    """Whether the parts of ``phrase`` stand in ``small`` one behind the other."""
    position = 0
    for part in phrase.split(_GAP):
        found = small.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return True
