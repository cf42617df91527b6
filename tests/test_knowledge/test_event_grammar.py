"""Events and JET errors in pasted text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.recorded import Recorded, needs_shared, recorded, shared_recordings
from toolkit.knowledge.event_grammar import MOST_EVENTS, find_events, is_engine
from toolkit.knowledge.jet_errors import jet_error
from toolkit.knowledge.jet_grammar import find_jet_errors, lone_jet_error

WITH_EVENTS = [case for case in shared_recordings("eseutil_recovery") if "events" in case.truth]
REAL = [*shared_recordings("event_ese"), *WITH_EVENTS, *shared_recordings("event_exchange"), *shared_recordings("localized")]
# what these texts say of their events stands in table cells or sentences, or their truth leaves events out
NOT_LABELLED = re.compile(r"esent-(482|508)|chain|132-1811|172-177|windows-507|15006-useddiskspace")


@pytest.mark.parametrize("case", recorded("event"), ids=str)
def test_events_are_found_in_text(case: Recorded) -> None:
    """Number, provider, program and instance of every event are found, in any language of the table."""
    found = [{"id": one.id, "provider": one.provider, "process": one.process, "instance": one.instance} for one in find_events(case.text)]
    assert found == case.truth["events"]


@pytest.mark.parametrize("case", recorded("event"), ids=str)
def test_jet_errors_are_found_in_text(case: Recorded) -> None:
    """Every form of a JET error is found; numbers without a sign never are."""
    assert list(find_jet_errors(case.text)) == case.truth["jet"]


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("case", [case for case in REAL if not NOT_LABELLED.search(case.name)], ids=str)
def test_events_are_found_in_real_text(case: Recorded) -> None:
    """Real pastes give their events in order, with the provider where the truth has one."""
    rows = case.truth.get("events") or ([case.truth] if "event_id" in case.truth else [])
    wanted = [(row.get("id", row.get("event_id")), row.get("source")) for row in rows]
    found = [(event.id, event.provider) for event in find_events(case.text)]
    assert [event_id for event_id, _ in found] == [event_id for event_id, _ in wanted]
    for (_, provider), (_, source) in zip(found, wanted, strict=True):
        assert source is None or provider == source


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("case", REAL, ids=str)
def test_jet_errors_are_found_in_real_text(case: Recorded) -> None:
    """Every JET error that the truth names and the text prints is found."""
    rows = [*case.truth.get("events", []), *case.truth.get("errors", []), case.truth]
    numbers = [row[key] for row in rows for key in ("error", "ese_error") if isinstance(row.get(key), int) and row[key] < 0]
    printed = [number for number in numbers if str(number) in case.text or f"{2**32 + number:x}" in case.text.lower()]
    assert set(printed) <= set(find_jet_errors(case.text))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("-543", -543),
        (" -9999 ", -9999),
        ("−543", -543),
        ("0xfffffde1", -543),
        ("0xFFFFFDE1", -543),
        ("4294966753", -543),
        ("c8000212", -530),
        ("jet:-543", -543),
        ("error -543", -543),
        ("543", None),
        ("0x80004005", None),
        ("5000000000", None),
        ("-543 and more", None),
        ("", None),
    ],
)
def test_a_text_that_is_only_a_jet_error(text: str, number: int | None) -> None:
    """Alone it counts even when it is in no table; the sign is never dropped."""
    assert lone_jet_error(text) == number


@pytest.mark.parametrize(("provider", "engine"), [("ESE", True), ("esent", True), ("ESE97", False), ("MSExchangeIS", False), ("", False)])
def test_only_the_modern_engine_has_these_numbers(provider: str, engine: bool) -> None:
    """Exchange 5.5 and 2000 numbered their events differently."""
    assert is_engine(provider) is engine


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    """Foreign text never raises; every JET error found is a known negative one."""
    find_events(text)
    assert all(number < 0 and jet_error(number) for number in find_jet_errors(text))
    lone_jet_error(text)


@given(st.integers(min_value=0, max_value=10**9))
def test_numbers_without_a_sign_are_no_jet_errors(number: int) -> None:
    """The absolute value of a JET error is never a JET error."""
    assert find_jet_errors(f"error {number}.") == ()


def test_a_text_full_of_events_ends() -> None:
    """Not more than a fixed number of events is looked at."""
    text = "".join(f"Source: ESE\nEvent ID: {number}\n" for number in range(1, 200))
    assert len(find_events(text)) == MOST_EVENTS
