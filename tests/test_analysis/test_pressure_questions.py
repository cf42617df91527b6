"""Who said it, which resource, and whether the pressure is low."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.recorded import needs_shared, shared_diagnostics
from tests.test_analysis import world
from tests.test_analysis.world import HIGH, LOW, MEDIUM, ask, meter, reading
from toolkit.model.evidence import Origin, Unknown
from toolkit.model.facts import Facts
from toolkit.model.transport import BackPressureReading, PressureLevel, ResourceMeter
from toolkit.parsing.back_pressure_meters import read_diagnostics

WHO, RESOURCE, PRESSURE_LOW = "back-pressure.who-said-it", "back-pressure.resource", "back-pressure.pressure-low"
REFUSED = '451 4.4.0 Primary target IP address responded with: "452 4.3.1 Insufficient system resources." Attempted failover'
MEMORY_ONLY = reading(LOW, meter("SystemMemory", HIGH, 92))


def _facts(meters: object = ..., **read: object) -> Facts:
    found: dict[str, object] = {"server_identity": world.server(), "queues": world.queues(), **read}
    if meters is not ...:
        found["back_pressure_meters"] = meters
    return world.facts(**found)


def _on_2010(*several: object, free_gib: float = 50, **read: object) -> Facts:
    found = world.events(*several)  # type: ignore[arg-type]  # events, written short
    disks = {"transport_config": world.config(), "volumes": world.volumes(world.volume("C:\\", 100, free_gib))}
    return _facts(server_identity=world.server("2010"), back_pressure_events=found, **disks, **read)


@pytest.mark.parametrize(
    ("meters", "answer"),
    [
        (reading(), "other"),
        (MEMORY_ONLY, "other"),
        (reading(MEDIUM), "this-server"),
        (reading(HIGH), "this-server"),
        (reading(LOW, paused=("Pickup",)), "this-server"),
        (reading(LOW, meter("PrivateBytes", HIGH)), "other"),
    ],
    ids=["all low", "system memory only", "medium", "high", "paused", "one meter alone"],
)
def test_pressure_acts_when_something_is_paused_or_overall_use_is_above_low(meters: BackPressureReading, answer: str) -> None:
    """A single meter does not act; SystemMemory stands high on healthy servers."""
    assert ask(WHO, _facts(meters)).answer == answer


@pytest.mark.shared
@needs_shared
def test_a_real_healthy_server_with_high_memory_did_not_say_it() -> None:
    """The real sample has SystemMemory high and overall use low."""
    known = _facts(read_diagnostics(shared_diagnostics()))
    assert ask(WHO, known).answer == "other"
    assert ask(RESOURCE, known).answer == "none"
    assert ask(PRESSURE_LOW, known).answer == "yes"


def test_the_next_hop_is_named_and_is_hearsay() -> None:
    """The refusal in LastError is text that others can write: it opens no change."""
    conclusion = ask(WHO, _facts(reading(), queues=world.queues(world.queue(0), world.queue(40, REFUSED))))
    assert conclusion.answer == "next-hop"
    assert "ex03.corp.example" in conclusion.finding.says
    assert {evidence.origin for evidence in conclusion.finding.evidence} == {Origin.REMOTE_TEXT}
    assert conclusion.finding.disproved_by


def test_own_pressure_comes_before_the_next_hops() -> None:
    """Our own server can be treated now."""
    known = _facts(world.disk_reading(), queues=world.queues(world.queue(40, REFUSED)))
    assert ask(WHO, known).answer == "this-server"


@pytest.mark.parametrize(
    "last_error", ["452 4.5.3 Too many recipients", "421 4.3.2 Service not active", "452 4.3.1 Insufficient system storage", "x"]
)
def test_other_last_errors_are_not_back_pressure(last_error: str) -> None:
    """The words decide, not the number."""
    assert ask(WHO, _facts(reading(), queues=world.queues(world.queue(4, last_error)))).answer == "other"


@pytest.mark.parametrize("meters", [..., Unknown("denied"), world.UNREADABLE], ids=["not asked", "failed", "access denied"])
@pytest.mark.parametrize("several", [None, (), (15005,)], ids=["no events read", "no event", "fallen"])
def test_without_meters_and_telling_events_nothing_is_known(meters: object, several: tuple[int, ...] | None) -> None:
    """Access denied is unknown, never low, and never another's fault."""
    read = {} if several is None else {"back_pressure_events": world.events(*map(world.event, several))}
    known = _facts(meters, queues=world.queues(world.queue(4, REFUSED)), **read)
    for name in (WHO, RESOURCE, PRESSURE_LOW):
        assert ask(name, known).answer == "unknown", name


@pytest.mark.parametrize("number", [15001, 15002, 15004, 15006, 15007])
def test_events_tell_where_meters_do_not_but_are_hearsay(number: int) -> None:
    """Anyone can write an event: it answers, and it opens no change."""
    conclusion = ask(WHO, _facts(world.UNREADABLE, back_pressure_events=world.events(world.event(number))))
    assert conclusion.answer == "this-server"
    assert {evidence.origin for evidence in conclusion.finding.evidence} == {Origin.LOCAL_LOG}
    assert conclusion.finding.disproved_by


def test_events_of_other_providers_tell_nothing() -> None:
    """The provider is part of an event's name."""
    foreign = world.event(15004)
    foreign = type(foreign)(foreign.id, "Other", foreign.level, foreign.at, foreign.record, (), "")
    assert ask(WHO, _facts(world.UNREADABLE, back_pressure_events=world.events(foreign))).answer == "unknown"


def test_queues_that_cannot_be_read_leave_the_next_hop_open() -> None:
    """Without queues nobody knows what the next server says."""
    known = world.facts(server_identity=world.server(), back_pressure_meters=reading())
    assert ask(WHO, known).answer == "unknown"
    assert ask(WHO, world.unseen(known, "queues")).answer == "unknown"


@pytest.mark.parametrize(
    ("meters", "resource"),
    [
        ((meter(f"UsedDiskSpace[{world.QUEUE}]", HIGH),), "disk"),
        ((meter(f"DatabaseUsedSpace[{world.QUEUE}]", MEDIUM),), "disk"),
        ((meter("PrivateBytes", MEDIUM),), "memory"),
        ((meter("QueueLength[SubmissionQueue]", HIGH),), "submission-queue"),
        ((meter("UsedVersionBuckets[mail.que]", HIGH),), "version-buckets"),
        ((meter("JetSessions[mail.que]", HIGH),), "other"),
        ((meter("CheckpointDepth[mail.que]", MEDIUM),), "other"),
        ((meter("ProcessorTime", HIGH),), "other"),
        ((meter("SystemMemory", HIGH), meter("UsedVersionBuckets[x]", MEDIUM)), "version-buckets"),
        ((meter("PrivateBytes", MEDIUM), meter("UsedDiskSpace[C:\\x]", MEDIUM)), "disk"),
        ((meter("PrivateBytes", HIGH), meter("UsedDiskSpace[C:\\x]", MEDIUM)), "memory"),
        ((meter("UsedVersionBuckets[x]", HIGH), meter("QueueLength[SubmissionQueue]", HIGH)), "submission-queue"),
        ((), "other"),
    ],
)
def test_the_worst_meter_names_the_resource(meters: tuple[ResourceMeter, ...], resource: str) -> None:
    """The highest level first, then the order of treatment; SystemMemory never counts."""
    conclusion = ask(RESOURCE, _facts(reading(HIGH, *meters, paused=("SmtpIn",))))
    assert conclusion.answer == resource
    assert all(evidence.origin is Origin.STATE for evidence in conclusion.finding.evidence)


def test_no_pressure_has_no_resource() -> None:
    """Low overall use with nothing paused and high system memory is none."""
    assert ask(RESOURCE, _facts(MEMORY_ONLY)).answer == "none"


def test_low_needs_every_meter_low() -> None:
    """A meter above low that the overall use does not show yet is not low."""
    assert ask(PRESSURE_LOW, _facts(reading(LOW, meter("PrivateBytes", MEDIUM)))).answer == "no"
    assert ask(PRESSURE_LOW, _facts(MEMORY_ONLY)).answer == "yes"


def test_low_is_doubted_when_throttling_is_off() -> None:
    """Switched off, low may mean that nothing is measured."""
    assert "switched off" in ask(PRESSURE_LOW, _facts(reading(enabled=False))).finding.disproved_by
    assert ask(PRESSURE_LOW, _facts(reading())).finding.disproved_by == ""


levels = st.sampled_from(PressureLevel)
names = st.sampled_from(["PrivateBytes", "SystemMemory", f"UsedDiskSpace[{world.QUEUE}]", "QueueLength[SubmissionQueue]", "New"])
meters = st.lists(st.builds(meter, names, levels), max_size=5)
pauses = st.sets(st.sampled_from(["SmtpIn", "Pickup", "Categorizer"]))


@given(levels, meters, pauses)
def test_low_never_with_any_acting_component(level: PressureLevel, several: list[ResourceMeter], paused: set[str]) -> None:
    """Yes means: overall low, nothing paused, no meter that can stop mail above low."""
    found = reading(level, *several, paused=tuple(paused))
    answer = ask(PRESSURE_LOW, _facts(found)).answer
    pressed = [one for one in several if one.level is not LOW and one.resource != "SystemMemory"]
    assert (answer == "yes") == (level is LOW and not paused and not pressed)


@given(levels, meters, pauses)
def test_who_and_low_never_contradict_each_other(level: PressureLevel, several: list[ResourceMeter], paused: set[str]) -> None:
    """A server that acts is not low, and one that is low did not say it."""
    known = _facts(reading(level, *several, paused=tuple(paused)))
    if ask(PRESSURE_LOW, known).answer == "yes":
        assert ask(WHO, known).answer != "this-server"
        assert ask(RESOURCE, known).answer == "none"
    if ask(WHO, known).answer == "this-server":
        assert ask(RESOURCE, known).answer != "none"


@pytest.mark.parametrize(
    ("several", "free_gib", "who", "low"),
    [
        ((), 50, "other", "yes"),
        ((), 1, "unknown", "unknown"),
        ((world.event(15004),), 50, "this-server", "no"),
        ((world.event(15004), world.event(15006, 5)), 1, "this-server", "no"),
        ((world.event(15006), world.event(15005, 5, "Medium", "Normal")), 50, "other", "yes"),
        ((world.event(15006), world.event(15005, 5, "High", "Medium")), 1, "this-server", "no"),
        ((world.event(15006), world.event(15005, 5, "Mittel", "Niedrig")), 50, "unknown", "unknown"),
        ((world.event(15006), world.event(15005, 5)), 50, "unknown", "unknown"),
    ],
    ids=["silence", "silence on a full disk", "risen", "refusing", "normal again", "only medium", "localised", "no properties"],
)
def test_2010_is_judged_by_events_and_the_disk_formula(several: tuple[object, ...], free_gib: float, who: str, low: str) -> None:
    """Numbers tell; a level word counts only where it is the English one."""
    known = _on_2010(*several, free_gib=free_gib)
    assert ask(WHO, known).answer == who
    assert ask(PRESSURE_LOW, known).answer == low


def test_on_2010_a_full_disk_agrees_with_the_event() -> None:
    """An event alone is hearsay; a disk over its mark beside it is state."""
    full = ask(WHO, _on_2010(world.event(15006), free_gib=1)).finding
    empty = ask(WHO, _on_2010(world.event(15006), free_gib=50)).finding
    assert Origin.STATE in {evidence.origin for evidence in full.evidence}
    assert {evidence.origin for evidence in empty.evidence} == {Origin.LOCAL_LOG}


@pytest.mark.parametrize(
    ("several", "free_gib", "resource"),
    [
        ((world.event(15006),), 50, "disk"),
        ((world.event(15007),), 1, "memory"),
        ((world.event(15004),), 1, "disk"),
        ((world.event(15004),), 50, "unknown"),
        ((), 50, "none"),
        ((world.event(15007), world.event(15005, 5, "High", "Normal")), 50, "none"),
    ],
)
def test_the_resource_on_2010(several: tuple[object, ...], free_gib: float, resource: str) -> None:
    """15006 is a disk and 15007 memory; a plain rise is a disk only where one is full."""
    assert ask(RESOURCE, _on_2010(*several, free_gib=free_gib)).answer == resource


def test_memory_on_2010_is_hearsay_even_beside_a_full_disk() -> None:
    """A full disk does not agree with an event about memory."""
    finding = ask(RESOURCE, _on_2010(world.event(15007), free_gib=1)).finding
    assert {evidence.origin for evidence in finding.evidence} == {Origin.LOCAL_LOG}


def test_a_later_look_back_that_is_shorter_forgets_nothing() -> None:
    """The rise of hours ago still counts when the last hour is silent."""
    known = _on_2010(world.event(15004), free_gib=50)
    silent = world.again(known, back_pressure_events=world.events())
    assert ask(PRESSURE_LOW, silent).answer == "no"
    fallen = world.again(known, back_pressure_events=world.events(world.event(15005, 90, "Medium", "Normal")))
    assert ask(PRESSURE_LOW, fallen).answer == "yes"


def test_marks_of_the_file_come_before_the_formula() -> None:
    """A threshold that somebody set decides whether a disk is full."""
    known = _on_2010(world.event(15004), free_gib=20)
    assert ask(RESOURCE, known).answer == "unknown"
    lowered = world.again(known, transport_config=world.config(PercentageDatabaseDiskSpaceUsedHighThreshold="80"))
    assert ask(RESOURCE, lowered).answer == "disk"
