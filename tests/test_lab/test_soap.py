"""Messages taken apart and put together."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.test_lab.raw_client import envelope as request
from toolkit.lab.faults import Fault, FaultKind
from toolkit.lab.soap import Action, envelope, fault_envelope, name, parse_message, seconds_of

DURATIONS = [
    ("PT20S", 20.0),
    ("PT0.5S", 0.5),
    ("PT7200.000S", 7200.0),
    ("P1DT2H3M4S", 93784.0),
    ("PT", 0.0),
    ("20", 9.0),
    ("PT1e9S", 9.0),
    ("PT-1S", 9.0),
    ("", 9.0),
    (None, 9.0),
]


@pytest.mark.parametrize(("text", "seconds"), DURATIONS)
def test_durations_are_read(text: str | None, seconds: float) -> None:
    """XML durations become seconds; what is none becomes the default."""
    assert seconds_of(text, 9.0) == seconds


def test_a_header_is_taken_apart() -> None:
    """Names of selectors do not depend on case, unknown numbers take the default, and the action is known by its URI."""
    header = '<w:SelectorSet><w:Selector Name="SHELLID">ab</w:Selector></w:SelectorSet><w:Option Name="A">1</w:Option>'
    message = parse_message(request(Action.SEND.value, "", header, message_id="X", timeout_s=2.5).replace(b"153600", b"much"))
    assert (message.action, message.shell_id, message.message_id) == (Action.SEND, "AB", "uuid:X")
    assert (message.timeout_s, message.max_envelope, dict(message.options)) == (2.5, 153600, {"A": "1"})


@given(data=some.binary(max_size=200))
def test_any_bytes_are_a_message_or_a_fault(data: bytes) -> None:
    """Whatever comes is answered with the schema fault, never with an unexpected error."""
    with pytest.raises(Fault) as caught:
        parse_message(data)
    assert caught.value.kind is FaultKind.SCHEMA


@given(text=some.text(some.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff")))
def test_texts_of_clients_come_back_as_text(text: str) -> None:
    """Ids that clients make up are escaped in answers."""
    for xml in (envelope("a", text, ""), fault_envelope(Fault(FaultKind.SHELL_NOT_FOUND, shell_id=text), text, "EX01")):
        assert (ElementTree.fromstring(xml).findtext(f".//{name('a:RelatesTo')}") or "") == text
