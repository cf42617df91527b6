"""Events of the resource manager, and queues."""

from tests.test_parsing.samples import ANSWERS
from toolkit.parsing.events import read_back_pressure_events
from toolkit.parsing.queues import read_queues


def test_events_come_newest_first_whatever_their_order_was() -> None:
    """Order follows time and record, not the order of the answer."""
    item = ANSWERS["back_pressure_events"][0]
    older = {**item, "at": "2026-11-23T00:00:00Z", "record": 1}
    same_time = {**item, "record": item["record"] + 1}
    events = read_back_pressure_events((older, item, same_time)).events
    assert [event.record for event in events] == [788099, 788098, 1]


def test_localised_texts_are_kept_for_people() -> None:
    """Message and properties stay as they are; nothing is read out of them."""
    event = read_back_pressure_events(tuple(ANSWERS["back_pressure_events"])).events[0]
    assert event.properties == ("Normal", "Mittel")
    assert event.message.startswith("Die ")


def test_queues_count_their_messages() -> None:
    """All messages of all queues."""
    assert read_queues(tuple(ANSWERS["queues"])).messages == 7
    assert read_queues(()).messages == 0


def test_last_errors_are_read() -> None:
    """What a next server said is found in the text; a queue without an error has none."""
    first, second = read_queues(tuple(ANSWERS["queues"])).queues
    assert first.replies[0].meter == "PrivateBytes"
    assert second.replies == ()
    assert second.last_error == ""
