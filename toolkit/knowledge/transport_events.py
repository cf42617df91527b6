"""Events of Exchange itself that belong to the errors we treat, by provider and number."""

from dataclasses import dataclass
from functools import cache

from toolkit.knowledge.tables import load_table


@dataclass(frozen=True, slots=True)
class TransportEvent:
    """One event.

    Attributes:
        provider: ``MSExchangeTransport``, ``MSExchangeIS``.
        id: event id.
        name: headline in capitals.
        short: at most 30 characters.
        says: what it means.
        presses: what it tells about back pressure: ``rises``, ``falls``, ``disk``, ``memory``; empty for nothing.
        playbook: id of the playbook for it; empty when there is none.
        source: where the row was taken from.
        phrases: parts of its English text in small letters: for pasted text only, the server's own are localised.
    """

    provider: str
    id: int
    name: str
    short: str
    says: str
    presses: str
    playbook: str
    source: str
    phrases: tuple[str, ...] = ()


@cache
def transport_events() -> tuple[TransportEvent, ...]:
    """Return all known events."""
    return load_table("transport_events", "events", TransportEvent)


def transport_event(provider: str, number: int) -> TransportEvent | None:
    """Return the event of ``provider`` (any case) with this id; None when it is in no table."""
    wanted = provider.lower()
    return next((event for event in transport_events() if event.id == number and event.provider.lower() == wanted), None)


def transport_events_numbered(number: int) -> tuple[TransportEvent, ...]:
    """Return the events of all providers with this id."""
    return tuple(event for event in transport_events() if event.id == number)


def transport_event_saying(text: str) -> TransportEvent | None:
    """Return the first event whose English words stand in ``text``; None when none does."""
    small = " ".join(text.lower().split())
    return next((event for event in transport_events() if any(phrase in small for phrase in event.phrases)), None)
