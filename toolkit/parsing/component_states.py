"""Server components (Exchange 2013 and later), of this server and of a sibling."""

from toolkit.model.transport import BackPressureReading, ComponentState, ComponentStates, Requester, SiblingState
from toolkit.parsing.back_pressure_meters import readable_or_why
from toolkit.parsing.fields import Answer, Item, each_item, one_item, unreadable


def read_component_states(answer: Answer) -> ComponentStates:
    """Return all components; an answer without any is no answer.

    Raises:
        ParsingError: the answer is empty or not of this form.
    """
    components = each_item(answer, "component_states", _component)
    if not components:
        raise unreadable("component_states", "at least one component", "empty")
    return ComponentStates(components, _not_active(components))


def read_sibling_state(answer: Answer) -> SiblingState:
    """Return the state of another server; ``meters`` is None with ``why`` where they could not be read.

    Raises:
        ParsingError: the answer is not of this form.
    """
    item = one_item(answer, "sibling_state")
    components = item.items("components", _component)
    meters, why = _meters(item)
    return SiblingState(item.text("server"), components, _not_active(components), meters, why)


def _component(item: Item) -> ComponentState:
    return ComponentState(item.text("component"), item.text("state"), item.items("requesters", _requester))


def _requester(item: Item) -> Requester:
    return Requester(item.text("requester"), item.text("state"), item.time_or_nothing("at"))


def _not_active(components: tuple[ComponentState, ...]) -> tuple[str, ...]:
    return tuple(sorted(component.component for component in components if component.state != "Active"))


def _meters(item: Item) -> tuple[BackPressureReading | None, str]:
    text, why = item.text_or_nothing("meters"), item.text_or_nothing("why")
    if not text:
        return None, why or "the server answered nothing"
    reading = readable_or_why(text)
    if isinstance(reading, str):
        return None, reading
    return (reading, "") if reading.readable else (None, reading.why)
