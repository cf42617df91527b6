"""Order of the properties of the engine's events: process, number, instance, then those of the event itself."""

from dataclasses import dataclass
from functools import cache

from toolkit.knowledge.tables import load_table

COMMON = 3
"""Properties that every event begins with."""


@dataclass(frozen=True, slots=True)
class PropertyOrder:
    """Properties of one event behind the common ones.

    Attributes:
        id: event id.
        names: fields of ``EseEventFacts``, in order; empty where a property is none of them. Later ones are not used.
        source: where the row was taken from.
    """

    id: int
    names: tuple[str, ...]
    source: str


@cache
def property_orders() -> tuple[PropertyOrder, ...]:
    """Return all rows, by number."""
    return load_table("ese_properties", "events", PropertyOrder)


def property_names(event_id: int) -> tuple[str, ...] | None:
    """Return the fields behind the common ones; None for an event that is in no table."""
    return next((row.names for row in property_orders() if row.id == event_id), None)
