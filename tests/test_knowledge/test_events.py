"""Events of the engine and of Exchange."""

import pytest

from toolkit.knowledge.ese_events import ese_event, ese_event_saying, ese_events
from toolkit.knowledge.transport_events import transport_event, transport_event_saying, transport_events, transport_events_numbered


@pytest.mark.parametrize("number", [413, 424, 428, 429, 450, 451, 452, 453, 454, 471, 481, 482, 490, 492, 518, 519, 523, 525, 528])
def test_the_engine_events_of_the_family_are_known(number: int) -> None:
    """Every event that decides between the playbooks is in the table."""
    event = ese_event(number)
    assert event is not None
    assert event.id == number


@pytest.mark.parametrize(("number", "kind"), [(452, "logs"), (454, "logs"), (471, "write"), (451, "write"), (474, "read"), (508, "slow")])
def test_engine_events_have_their_kind(number: int, kind: str) -> None:
    """What is wrong follows from the kind, not from the number's neighbours."""
    event = ese_event(number)
    assert event is not None
    assert event.kind == kind


@pytest.mark.parametrize("number", [-452, 0, 543, 1018, 15006])
def test_other_numbers_are_no_engine_events(number: int) -> None:
    """JET numbers and transport events are not looked up as engine events."""
    assert ese_event(number) is None


@pytest.mark.parametrize("number", range(15001, 15008))
def test_resource_manager_events_are_known(number: int) -> None:
    """15001 to 15007 lead to the back-pressure playbook, whatever the case of the provider."""
    event = transport_event("msexchangetransport", number)
    assert event is not None
    assert event.playbook == "smtp-452-back-pressure"
    assert transport_event("ESE", number) is None


@pytest.mark.parametrize(
    ("number", "presses"), [(15004, "rises"), (15005, "falls"), (15006, "disk"), (15007, "memory"), (17003, ""), (1021, "")]
)
def test_what_events_tell_about_pressure(number: int, presses: str) -> None:
    """Only the number tells; words and level words are localised."""
    event = transport_event("MSExchangeTransport", number)
    assert event is not None
    assert event.presses == presses


def test_events_by_number_alone() -> None:
    """A number without a provider gives all that have it."""
    assert [event.provider for event in transport_events_numbered(15006)] == ["MSExchangeTransport"]
    assert transport_events_numbered(4) == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Database D:\\a.edb requires logfiles 1-2. Recovery could only locate logfiles starting at 3.", 452),
        ("Unable to rollback operation #65 on database C:\\p.edb. Error: -614.", 471),
        ("Database recovery/restore failed with\n  unexpected error -543.", 454),
    ],
)
def test_engine_words_name_their_event(text: str, number: int) -> None:
    """The engine writes English only; a text without its number can still be named, wrapped or not."""
    event = ese_event_saying(text)
    assert event is not None
    assert event.id == number


def test_transport_words_name_their_event() -> None:
    """Pasted English text is recognised; text of a server is never matched."""
    event = transport_event_saying("The resource pressure increased from Normal to Medium.")
    assert event is not None
    assert event.id == 15004
    assert transport_event_saying("Die Ressourcenauslastung ist gestiegen") is None
    assert ese_event_saying("nothing") is None


def test_numbers_are_unique_in_their_provider() -> None:
    """One event, one meaning."""
    engine = [event.id for event in ese_events()]
    others = [(event.provider, event.id) for event in transport_events()]
    assert len(engine) == len(set(engine))
    assert len(others) == len(set(others))
