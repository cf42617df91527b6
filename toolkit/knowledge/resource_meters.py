"""Meters of back pressure and what each of them measures; unknown ones are ``other``, never an error."""

from dataclasses import dataclass
from functools import cache

from toolkit.knowledge.tables import load_table

PRIORITY = ("disk", "memory", "submission-queue", "version-buckets", "other")
"""Which resource is treated first when several are equally pressed."""
IGNORED = "ignored"
"""Resource of a meter that never stops mail (SystemMemory, domain reference §1.3)."""


@dataclass(frozen=True, slots=True)
class MeterMeaning:
    """What a meter measures.

    Attributes:
        kind: name of the meter before the bracket.
        resource: ``disk``, ``memory``, ``submission-queue``, ``version-buckets``, ``other`` or ``ignored``.
        unit: ``percent`` or ``count``.
        says: for people.
        short_of: what the server is short of when it is pressed.
        source: where the row was taken from.
    """

    kind: str
    resource: str
    unit: str
    says: str
    short_of: str
    source: str


@cache
def meter_meanings() -> tuple[MeterMeaning, ...]:
    """Return all known meters."""
    return load_table("resource_meters", "meters", MeterMeaning)


def meter_meaning(kind: str) -> MeterMeaning:
    """Return what the meter ``kind`` measures; a new one is ``other``."""
    for row in meter_meanings():
        if row.kind == kind:
            return row
    return MeterMeaning(kind, "other", "count", f"meter {kind}, not known to exkit", "a resource that exkit does not know", "")
