"""Is this server under pressure: by its meters, or on Exchange 2010 by events and the disk formula (domain reference §4.5)."""

from dataclasses import dataclass

from toolkit.analysis.back_pressure import METERS, is_2010, is_acting, paused_observers, pressed_meters, readable_meters, say_meter
from toolkit.analysis.conclusions import Known, NotKnown
from toolkit.analysis.disk_formula import formula_disks
from toolkit.knowledge.transport_events import TransportEvent, transport_event
from toolkit.model.evidence import Evidence, Unknown
from toolkit.model.transport import BackPressureReading, ResourceEvent, ResourceEvents

EVENTS = "back_pressure_events"
_LOW_WORDS = frozenset({"Normal", "Low"})
_PRESSED_WORDS = frozenset({"Medium", "High"})


@dataclass(frozen=True, slots=True)
class OwnPressure:
    """What is known of this server's own pressure.

    Attributes:
        acting: it refuses or slows mail now; None when that is not known.
        says: one sentence.
        evidence: what carries it.
    """

    acting: bool | None
    says: str
    evidence: tuple[Evidence, ...]


def own_pressure(known: Known) -> OwnPressure:
    """Return whether this server is under pressure, by the best source there is."""
    reading = readable_meters(known)
    if isinstance(reading, BackPressureReading):
        return _by_meters(known, reading)
    newest = newest_event(known)
    if isinstance(newest, Unknown):
        return OwnPressure(None, f"{reading.why}; {newest.why}", ())
    if is_2010(known):
        return _by_events(known, newest)
    if newest is not None and newest[1].presses != "falls":
        return OwnPressure(True, f"Event {newest[0].id} is the newest of the resource manager.", (_event_seen(known, newest[0]),))
    return OwnPressure(None, f"{reading.why}, and the events do not tell", ())


def _by_meters(known: Known, reading: BackPressureReading) -> OwnPressure:
    aggregate = reading.aggregate.value if reading.aggregate else "not said"
    paused = paused_observers(reading)
    evidence = [known.seen(METERS, f"AggregateUse is {aggregate}")]
    evidence += [known.seen(METERS, say_meter(meter)) for meter in pressed_meters(reading)]
    if paused:
        evidence.append(known.seen(METERS, f"paused: {', '.join(paused)}"))
    if is_acting(reading):
        says = f"Overall use is {aggregate}, {len(paused)} of {len(reading.observers)} components paused."
        return OwnPressure(True, says, tuple(evidence))
    return OwnPressure(False, "Overall use is Low and no component is paused.", tuple(evidence))


def newest_event(known: Known) -> tuple[ResourceEvent, TransportEvent] | Unknown | None:
    """Return the newest event of the resource manager in all readings with its meaning; None when there is none.

    A later reading may look back less far: what an earlier one saw still counts.
    """
    latest = known.facts.of(EVENTS, ResourceEvents)
    if isinstance(latest, Unknown):
        return latest
    readings = [latest, *(fact.value for name, fact in known.facts.earlier if name == EVENTS and isinstance(fact.value, ResourceEvents))]
    known_events = [
        (event, meaning)
        for reading in readings
        for event in reading.events
        if (meaning := transport_event(event.provider, event.id)) is not None and meaning.presses
    ]
    return max(known_events, key=lambda pair: (pair[0].at, pair[0].record), default=None)


def _event_seen(known: Known, event: ResourceEvent) -> Evidence:
    return known.seen(EVENTS, f"event {event.id} of {event.at:%Y-%m-%d %H:%M} UTC")


def _by_events(known: Known, newest: tuple[ResourceEvent, TransportEvent] | None) -> OwnPressure:
    """Return what events say on Exchange 2010; disks that agree stand beside them, for anyone can write an event."""
    disks = formula_disks(known)
    full = tuple(disk.evidence for disk in disks if disk.is_full)
    free = tuple(disk.evidence for disk in disks if not disk.is_full)
    if newest is None:
        return _by_silence(known, full, free)
    event, seen = newest[0], _event_seen(known, newest[0])
    if newest[1].presses != "falls":
        return OwnPressure(True, f"Event {event.id} is the newest of the resource manager.", (seen, *full))
    level = event.properties[1] if len(event.properties) > 1 else ""
    if level in _LOW_WORDS:
        return OwnPressure(False, f"Event {event.id} says that the pressure has fallen to {level}.", (seen, *free))
    if level in _PRESSED_WORDS:
        return OwnPressure(True, f"Event {event.id} says that the pressure has fallen only to {level}.", (seen, *full))
    # level words are localised: one that is not English says nothing
    return OwnPressure(None, f"event {event.id} names a level that cannot be read ({level[:20]!r})", ())


def _by_silence(known: Known, full: tuple[Evidence, ...], free: tuple[Evidence, ...]) -> OwnPressure:
    if full:
        return OwnPressure(None, f"{full[0].what}, but no event tells what the resource manager made of it", ())
    return OwnPressure(False, "The resource manager has written no event.", (known.seen(EVENTS, "no event 15001 to 15007"), *free))


def must_own_pressure(known: Known) -> OwnPressure:
    """Return this server's own pressure.

    Raises:
        NotKnown: nothing tells whether it acts.
    """
    own = own_pressure(known)
    if own.acting is None:
        raise NotKnown(own.says)
    return own
