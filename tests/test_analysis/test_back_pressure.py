"""What meters and events say of a server, before any question is answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_analysis import world
from tests.test_analysis.world import HIGH, LOW, MEDIUM, event, meter, reading
from toolkit.analysis.back_pressure import is_acting, paused_observers, pressed_meters, readable_meters, resource_of, say_meter
from toolkit.analysis.conclusions import Known
from toolkit.analysis.own_pressure import newest_event, own_pressure
from toolkit.knowledge.resource_meters import PRIORITY
from toolkit.model.evidence import Unknown
from toolkit.model.facts import Facts
from toolkit.model.transport import PressureLevel, ResourceEvent, ResourceMeter

NAMES = ("PrivateBytes", "SystemMemory", "UsedDiskSpace[C:\\Q]", "QueueLength[SubmissionQueue]", "UsedVersionBuckets[x]", "New")


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(PressureLevel)), max_size=8))
def test_pressed_meters_are_sorted_worst_first(pairs: list[tuple[str, PressureLevel]]) -> None:
    """By level, then by the order of treatment; low ones and SystemMemory are left out."""
    found = pressed_meters(reading(HIGH, *(meter(name, level) for name, level in pairs)))
    keys = [(-one.level.height, PRIORITY.index(resource_of(one))) for one in found]
    assert keys == sorted(keys)
    assert len(found) == sum(level is not LOW and name != "SystemMemory" for name, level in pairs)


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (meter("PrivateBytes", HIGH, 77), "PrivateBytes is High at 77"),
        (meter("UsedDiskSpace[C:\\Q]", MEDIUM), "UsedDiskSpace[C:\\Q] is Medium"),
        (meter("New", LOW, 0), "New is Low at 0"),
    ],
)
def test_meters_for_people(one: ResourceMeter, says: str) -> None:
    """Name, level, and the number when there is one."""
    assert say_meter(one) == says


def test_paused_components_act_at_any_level() -> None:
    """A pause is a refusal, whatever the overall use says."""
    assert is_acting(reading(LOW, paused=("Categorizer",)))
    assert paused_observers(reading(LOW, paused=("Pickup", "SmtpIn"))) == ("SmtpIn", "Pickup")
    assert not is_acting(reading(LOW))


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (Facts(), "was not read"),
        (world.facts(back_pressure_meters=Unknown("denied")), "denied"),
        (world.facts(back_pressure_meters=world.UNREADABLE), "no permission"),
    ],
)
def test_meters_that_are_not_there_say_why(facts: Facts, why: str) -> None:
    """Not asked, failed, and answered without meters."""
    found = readable_meters(Known("q", facts))
    assert isinstance(found, Unknown)
    assert why in found.why


def _events(*several: ResourceEvent) -> Known:
    return Known("q", world.facts(server_identity=world.server(), back_pressure_events=world.events(*several)))


@pytest.mark.parametrize(
    ("several", "newest"),
    [
        ((event(15004), event(15005, 5)), 15005),
        ((event(15005), event(15004, 5)), 15004),
        ((event(15004, 5), event(15006, 5)), 15004),
        ((event(15004), event(1021, 9)), 15004),
        ((event(99, 9),), None),
        ((), None),
    ],
)
def test_the_newest_event_of_the_resource_manager(several: tuple[ResourceEvent, ...], newest: int | None) -> None:
    """Only its own events count, by time and record."""
    found = newest_event(_events(*several))
    assert not isinstance(found, Unknown)
    assert (found[0].id if found else None) == newest


@pytest.mark.parametrize(
    ("known", "acting"),
    [
        (Known("q", world.facts(back_pressure_meters=reading(HIGH))), True),
        (Known("q", world.facts(back_pressure_meters=reading(LOW))), False),
        (Known("q", Facts()), None),
        (_events(), None),
        (_events(event(15006)), True),
        (_events(event(15005, 0, "High", "Low")), None),
    ],
)
def test_own_pressure_is_acting_not_acting_or_not_known(known: Known, acting: bool | None) -> None:
    """Three answers, each with a sentence; on 2013 and later a fallen event without meters proves nothing."""
    own = own_pressure(known)
    assert own.acting is acting
    assert own.says
    assert bool(own.evidence) is (acting is not None)
