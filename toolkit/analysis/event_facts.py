"""Facts out of the words of an engine's event, as labelled lines."""

from collections.abc import Iterator

from toolkit.analysis.outcome_details import fact
from toolkit.model.ese_event import EseEventFacts
from toolkit.model.explanation import Detail

_COMMITTED = frozenset({452, 453})


def event_details(event_id: int, facts: EseEventFacts) -> Iterator[Detail]:
    """Yield what the event says of its database, logs, file, system error and time, each only when it says it."""
    if facts.database:
        yield fact("Database", facts.database)
    if facts.first_log and facts.last_log:
        yield fact("Logs", *_logs(event_id, facts))
    if facts.file and facts.file != facts.database:
        yield fact("File", facts.file)
    if facts.page is not None:
        yield fact("Page", str(facts.page))
    if facts.system_error is not None:
        yield fact("Windows", f"system error {facts.system_error}")
    if facts.seconds:
        yield fact("Took", *_time(facts))


def _logs(event_id: int, facts: EseEventFacts) -> Iterator[str]:
    yield f"{facts.first_log} to {facts.last_log}" + (f"; found: {facts.found_log}" if facts.found_log else "")
    if event_id in _COMMITTED:
        yield "The last of them may only be committed, not required: the header of the database decides."


def _time(facts: EseEventFacts) -> Iterator[str]:
    yield f"{facts.seconds} s for {facts.length:,} bytes" if facts.length is not None else f"{facts.seconds} s"
    if facts.other_requests is not None and facts.since_s is not None:
        yield f"and {facts.other_requests} other slow requests in the {facts.since_s} s before"
