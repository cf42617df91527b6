"""Component states of this server and of a sibling."""

import xml.etree.ElementTree as ET

import pytest

from tests.recorded import SHARED, needs_shared, recorded
from tests.test_parsing.samples import ANSWERS, COMPONENT
from toolkit.errors import ParsingError
from toolkit.parsing.component_states import read_component_states, read_sibling_state


def test_inactive_components_are_named() -> None:
    """Names of what is not Active, sorted; the word Inactive holds the word active and is another state."""
    states = read_component_states(tuple(ANSWERS["component_states"]))
    assert states.not_active == ("ForwardSyncDaemon",)
    assert states.components[0].requesters[0].requester == "Maintenance"


def test_no_component_at_all_is_no_answer() -> None:
    """A 2010 server, or a failed cmdlet, must not look like a server where all is well."""
    with pytest.raises(ParsingError, match="at least one component"):
        read_component_states(())


def _sibling(meters: str | None, why: str | None) -> dict[str, object]:
    return {"server": "EX01", "components": [COMPONENT], "meters": meters, "why": why}


def test_a_sibling_with_meters() -> None:
    """Its meters are read like our own."""
    xml = next(case.text for case in recorded("back_pressure_meters") if case.name == "healthy")
    state = read_sibling_state((_sibling(xml, None),))  # type: ignore[arg-type]  # objects are JSON here
    assert state.meters is not None
    assert state.meters.readable
    assert state.why == ""


@pytest.mark.parametrize(
    ("meters", "why", "says"),
    [
        (None, "no permission", "no permission"),
        ("", None, "answered nothing"),
        ("<Diagnostics/>", None, "no meters"),
        ("not xml", None, "back_pressure_meters"),
        ("<!DOCTYPE x><Diagnostics/>", None, "document type"),
    ],
)
def test_a_sibling_whose_meters_cannot_be_read(meters: str | None, why: str | None, says: str) -> None:
    """Trouble of the other server is a reason, not an error of ours, and never a healthy server."""
    state = read_sibling_state((_sibling(meters, why),))  # type: ignore[arg-type]  # objects are JSON here
    assert state.meters is None
    assert says in state.why


@pytest.mark.shared
@needs_shared
def test_names_of_a_real_server_are_the_names_we_look_for() -> None:
    """A real 2016 server has the components that questions ask for."""
    path = SHARED / "exchange-objects" / "E16" / "GetServerComponentState.xml"
    text = path.read_bytes().decode("utf-8").removeprefix("\ufeff")
    names = {element.text for element in ET.fromstring(text).iter() if element.get("N") == "Component"}
    assert {"ServerWideOffline", "HubTransport", "FrontendTransport"} <= names
