"""Who refuses mail, for want of what, and whether it is over."""

from toolkit.analysis.asking import question
from toolkit.analysis.back_pressure import (
    METERS,
    is_2010,
    is_acting,
    paused_observers,
    pressed_meters,
    readable_meters,
    resource_of,
    say_meter,
)
from toolkit.analysis.conclusions import NO, YES, Known, NotKnown
from toolkit.analysis.disk_formula import FormulaDisk, formula_disks
from toolkit.analysis.own_pressure import EVENTS, must_own_pressure, newest_event, own_pressure
from toolkit.knowledge.resource_meters import meter_meaning
from toolkit.model.evidence import Conclusion, Evidence, Origin, Unknown
from toolkit.model.smtp import SmtpReply
from toolkit.model.transport import BackPressureReading, Queue, Queues

_REFUSAL = "insufficient system resources"


def is_back_pressure(reply: SmtpReply) -> bool:
    """Whether a reply is the refusal of a server under back pressure."""
    return reply.code == 452 and reply.enhanced in {"4.3.1", ""} and _REFUSAL in reply.text.lower()


def _decide_who(known: Known) -> Conclusion:
    own = own_pressure(known)
    if own.acting:
        doubt = "" if any(evidence.origin is Origin.STATE for evidence in own.evidence) else "Only the event log says so."
        return known.concludes("this-server", f"This server is under pressure. {own.says}", own.evidence, doubt)
    own = must_own_pressure(known)
    queues = known.must("queues", Queues)
    refused = [queue for queue in queues.queues if _refusal_of(queue)]
    if refused:
        hops = ", ".join(dict.fromkeys(queue.next_hop or queue.queue for queue in refused))
        says = f"The next server refuses mail for want of resources: {hops}. This server is not under pressure."
        return known.concludes("next-hop", says, [_refusal_seen(queue) for queue in refused], "Meters of the next server that are all Low.")
    evidence = (*own.evidence, known.seen("queues", "no queue has 452 4.3.1 in LastError"))
    return known.concludes("other", "Neither this server nor a next server refuses mail for want of resources.", evidence)


def _refusal_of(queue: Queue) -> SmtpReply | None:
    return next((reply.cause for reply in queue.replies if is_back_pressure(reply.cause)), None)


def _refusal_seen(queue: Queue) -> Evidence:
    return Evidence(f"{queue.queue} to {queue.next_hop}: {_refusal_of(queue)}", "LastError of Get-Queue", Origin.REMOTE_TEXT)


WHO_SAID_IT = question(
    "back-pressure.who-said-it",
    "Which server refuses mail for want of resources?",
    ("server_identity", "queues"),
    _decide_who,
    {
        "this-server": "pressure acts on this server",
        "next-hop": "a server that this one sends to refuses with 452 4.3.1",
        "other": "neither; the refusal has another cause or another author",
    },
)


def _decide_resource(known: Known) -> Conclusion:
    reading = readable_meters(known)
    if isinstance(reading, BackPressureReading):
        return _resource_by_meters(known, reading)
    return _resource_by_events(known, reading)


def _resource_by_meters(known: Known, reading: BackPressureReading) -> Conclusion:
    pressed = pressed_meters(reading)
    evidence = [known.seen(METERS, say_meter(meter)) for meter in pressed]
    if pressed:
        says = f"Short is: {meter_meaning(pressed[0].resource).says}. {say_meter(pressed[0])}."
        return known.concludes(resource_of(pressed[0]), says, evidence)
    if is_acting(reading):
        paused = ", ".join(paused_observers(reading)) or "none"
        evidence = [known.seen(METERS, f"AggregateUse is {reading.aggregate.value if reading.aggregate else ''}; paused: {paused}")]
        return known.concludes("other", "Pressure acts, but no meter that can stop mail is above Low.", evidence)
    return known.concludes("none", "No meter that can stop mail is above Low.", [known.seen(METERS, "every meter but SystemMemory is Low")])


def _resource_by_events(known: Known, why: Unknown) -> Conclusion:
    newest = newest_event(known)
    if isinstance(newest, Unknown):
        raise NotKnown(f"{why.why}; {newest.why}")
    full = tuple(disk for disk in formula_disks(known) if disk.is_full) if is_2010(known) else ()
    if newest is not None and newest[1].presses in {"disk", "memory"}:
        agreeing = tuple(disk.evidence for disk in full) if newest[1].presses == "disk" else ()
        return known.concludes(newest[1].presses, newest[1].says, (known.seen(EVENTS, f"event {newest[0].id}"), *agreeing))
    if not is_2010(known):
        raise NotKnown(f"{why.why}, and the events do not name the resource")
    return _resource_on_2010(known, full)


def _resource_on_2010(known: Known, full: tuple[FormulaDisk, ...]) -> Conclusion:
    own = must_own_pressure(known)
    if not own.acting:
        return known.concludes("none", f"No pressure acts. {own.says}", own.evidence)
    if not full:
        raise NotKnown("the events do not name the resource, and no disk of the queue database is over its mark")
    return known.concludes("disk", f"{full[0].volume.name} is fuller than its mark.", own.evidence)


RESOURCE = question(
    "back-pressure.resource",
    "Which resource is short?",
    ("server_identity",),
    _decide_resource,
    {
        "disk": "a disk of the transport service",
        "memory": "memory of the transport process",
        "submission-queue": "messages wait for categorizing",
        "version-buckets": "changes of the queue database wait in memory",
        "other": "another meter, or one that is not known here",
        "none": "no meter that can stop mail is above Low; SystemMemory does not count",
    },
)


def _decide_low(known: Known) -> Conclusion:
    reading = readable_meters(known)
    own = must_own_pressure(known)
    if own.acting:
        return known.concludes(NO, own.says, own.evidence)
    pressed = pressed_meters(reading) if isinstance(reading, BackPressureReading) else ()
    if pressed:
        return known.concludes(NO, f"Overall use is Low, but {say_meter(pressed[0])}.", own.evidence)
    off = isinstance(reading, BackPressureReading) and reading.throttling_enabled is False
    doubt = "Resource throttling is switched off on this server: Low may only mean that nothing is measured." if off else ""
    return known.concludes(YES, own.says, own.evidence, doubt)


PRESSURE_LOW = question(
    "back-pressure.pressure-low",
    "Is the pressure low?",
    ("server_identity",),
    _decide_low,
    {YES: "overall use and every meter but SystemMemory are Low, nothing is paused", NO: "a meter is above Low or a component is paused"},
)
