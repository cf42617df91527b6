"""Events of the transport service's resource manager: chosen by number, texts and level words are localised."""

from toolkit.model.transport import ResourceEvent, ResourceEvents
from toolkit.parsing.fields import Answer, Item, each_item


def read_back_pressure_events(answer: Answer) -> ResourceEvents:
    """Return the events, newest first; none is a valid answer.

    Raises:
        ParsingError: the answer is not of this form.
    """
    events = each_item(answer, "back_pressure_events", _event)
    return ResourceEvents(tuple(sorted(events, key=lambda event: (event.at, event.record), reverse=True)))


def _event(item: Item) -> ResourceEvent:
    return ResourceEvent(
        id=item.number("id"),
        provider=item.text("provider"),
        level=item.number("level"),
        at=item.time("at"),
        record=item.number("record"),
        properties=item.texts("properties"),
        message=item.text_or_nothing("message"),
    )
