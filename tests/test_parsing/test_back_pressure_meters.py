"""Diagnostics of the resource manager: own and real ones, and broken ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.recorded import Recorded, needs_shared, recorded, shared_diagnostics
from toolkit.analysis.back_pressure import is_acting, paused_observers, pressed_meters
from toolkit.errors import ParsingError
from toolkit.model.transport import PressureLevel
from toolkit.parsing.back_pressure_meters import read_back_pressure_meters, read_diagnostics

CASES = recorded("back_pressure_meters")
HEALTHY = next(case.text for case in CASES if case.name == "healthy")


@pytest.mark.parametrize("case", [case for case in CASES if case.truth.get("readable", True)], ids=str)
def test_meters_and_observers_are_read(case: Recorded) -> None:
    """Overall use, meters, pressed ones in their order, paused components, and the switch."""
    reading = read_back_pressure_meters((case.text,))
    assert reading.readable
    assert reading.aggregate is PressureLevel(case.truth["aggregate"])
    assert len(reading.meters) == case.truth["meters"]
    assert [meter.name for meter in pressed_meters(reading)] == case.truth["pressed"]
    assert list(paused_observers(reading)) == case.truth["paused"]
    assert is_acting(reading) is case.truth["acting"]
    assert reading.throttling_enabled is case.truth["throttling_enabled"]
    assert (reading.server, reading.build) == ("EX02", "15.1.2375.7")


@pytest.mark.parametrize("case", [case for case in CASES if not case.truth.get("readable", True)], ids=str)
def test_an_answer_without_meters_is_not_low(case: Recorded) -> None:
    """Access denied is valid XML without meters: nothing is known then."""
    reading = read_back_pressure_meters((case.text,))
    assert not reading.readable
    assert reading.aggregate is None
    assert reading.why


def test_marks_and_pressure_are_numbers() -> None:
    """Marks come from the server, never from a document."""
    memory = read_diagnostics(HEALTHY).meters[0]
    assert memory.pressure == 6
    assert memory.transitions is not None
    assert (memory.transitions.low_to_medium, memory.transitions.medium_to_high) == (72, 75)
    assert (memory.transitions.high_to_medium, memory.transitions.medium_to_low) == (73, 71)


@pytest.mark.shared
@needs_shared
def test_a_real_server_is_read() -> None:
    """Eight meters, thirteen observers, marks that differ from the documents, and SystemMemory high on a healthy server."""
    reading = read_diagnostics(shared_diagnostics())
    assert (reading.server, reading.build) == ("SOLO-E19A", "15.2.1544.4")
    assert reading.aggregate is PressureLevel.LOW
    assert (len(reading.meters), len(reading.observers)) == (8, 13)
    memory = next(meter for meter in reading.meters if meter.resource == "SystemMemory")
    assert (memory.level, memory.pressure) == (PressureLevel.HIGH, 92)
    disk = next(meter for meter in reading.meters if meter.resource == "UsedDiskSpace")
    assert disk.transitions is not None
    assert (disk.transitions.medium_to_low, disk.transitions.high_to_medium) == (88, 94)
    assert not is_acting(reading)
    assert pressed_meters(reading) == ()
    assert reading.throttling_enabled is True


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("<AggregateUse>Low</AggregateUse>", "", "AggregateUse"),
        ("<AggregateUse>Low</AggregateUse>", "<AggregateUse>Niedrig</AggregateUse>", "Low, Medium or High"),
        ("<CurrentResourceUse>High</CurrentResourceUse>", "", "CurrentResourceUse"),
        ("<PreviousResourceUse>High</PreviousResourceUse>", "<PreviousResourceUse/>", "Low, Medium or High"),
        ("<Pressure>92</Pressure>", "<Pressure>92 %</Pressure>", "whole number"),
        ('Resource="PrivateBytes"', "", "a meter with a name"),
        ('Resource="PrivateBytes"', 'Resource="UsedDiskSpace[D:"', "a meter with a name"),
        ("MediumToLow=84", "", "MediumToLow"),
        ("<Paused>false</Paused>", "", "whether it is paused"),
        ("<Paused>false</Paused>", "<Paused>falsch</Paused>", "true or false"),
        ('ResourceThrottlingEnabled="true"', 'ResourceThrottlingEnabled="ja"', "true or false"),
        ("</ResourceTracker>", "", "mismatched tag"),
        ("<Diagnostics>", "<!DOCTYPE a><Diagnostics>", "document type"),
        ("Diagnostics>", "Other>", "an element Diagnostics"),
    ],
)
def test_what_is_not_understood_is_refused(old: str, new: str, says: str) -> None:
    """No value is guessed: the error names the element and its line."""
    assert old in HEALTHY
    with pytest.raises(ParsingError, match=says):
        read_diagnostics(HEALTHY.replace(old, new))


@pytest.mark.parametrize("part", ["ResourceLevelMediator", "ResourceLevelObserver"])
def test_meters_without_observers_are_refused(part: str) -> None:
    """Whether a component is paused decides; an answer that does not tell it is not low."""
    with pytest.raises(ParsingError, match="observers"):
        read_diagnostics(HEALTHY.replace(part, "Other"))


def test_missing_numbers_are_none() -> None:
    """A meter without pressure, previous level or marks is read; questions decide what follows."""
    text = HEALTHY.replace("<Pressure>6</Pressure>", "").replace("<PreviousResourceUse>Low</PreviousResourceUse>", "", 1)
    meter = read_diagnostics(text).meters[0]
    assert meter.pressure is None
    assert meter.previous is None


def test_the_switch_may_be_missing() -> None:
    """Older builds do not tell whether throttling is on."""
    assert read_diagnostics(HEALTHY.replace('ResourceThrottlingEnabled="true"', "")).throttling_enabled is None


@given(st.text())
def test_any_text_gives_a_reading_or_a_parsing_error(text: str) -> None:
    """Nothing but ``ParsingError`` leaves the parser."""
    try:
        read_diagnostics(text)
    except ParsingError as error:
        assert error.what


@given(st.integers(0, len(HEALTHY)), st.integers(0, 40), st.text(max_size=5))
def test_any_cut_in_a_good_answer_gives_a_reading_or_a_parsing_error(at: int, length: int, put: str) -> None:
    """Answers that were cut or changed on the way never crash the reader."""
    try:
        read_diagnostics(HEALTHY[:at] + put + HEALTHY[at + length :])
    except ParsingError as error:
        assert error.what
