"""One event of the database engine by its properties, which no language changes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from toolkit.knowledge.ese_properties import COMMON, property_names
from toolkit.model.ese_event import EseEventFacts
from toolkit.parsing.fields import unreadable

_NUMBER = re.compile(r"(?P<number>-?[0-9]{1,19})(?: \(0x[0-9a-fA-F]{1,16}\))?")
_PID = re.compile(r"(?P<pid>[0-9]{1,10})(?:,[A-Z],[0-9]{1,6})?")
_TEXTS = frozenset({"database", "file", "first_log", "last_log", "found_log", "seconds"})


def read_ese_event(event_id: int, properties: Sequence[str]) -> EseEventFacts:
    """Return what the event says.

    Args:
        event_id: number of the event, written by provider ESE or ESENT.
        properties: of the event, in order, as texts.

    Raises:
        ParsingError: the event is in no table, has fewer properties than it must, or one of them is not of its form.
    """
    names = property_names(event_id)
    if names is None:
        raise unreadable("event", "an event of the engine that is in the table", f"event {event_id}")
    if len(properties) < COMMON + len(names):
        raise unreadable(f"event {event_id}", f"at least {COMMON + len(names)} properties", f"{len(properties)}")
    process, pid, instance = properties[:COMMON]
    facts = EseEventFacts(process=process.strip(), pid=_pid(event_id, pid), instance=instance.strip().removesuffix(":"))
    values = dict(zip(names, properties[COMMON:], strict=False))
    texts = {name: value.strip() for name, value in values.items() if name in _TEXTS}
    return _with_numbers(_with_texts(facts, texts), {name: _number(event_id, name, values[name]) for name in values.keys() - _TEXTS - {""}})


def _with_texts(facts: EseEventFacts, texts: Mapping[str, str]) -> EseEventFacts:
    return replace(
        facts,
        database=texts.get("database", ""),
        file=texts.get("file", ""),
        first_log=texts.get("first_log", ""),
        last_log=texts.get("last_log", ""),
        found_log=texts.get("found_log", ""),
        seconds=texts.get("seconds", ""),
    )


def _with_numbers(facts: EseEventFacts, numbers: Mapping[str, int]) -> EseEventFacts:
    return replace(
        facts,
        error=numbers.get("error"),
        system_error=numbers.get("system_error"),
        offset=numbers.get("offset"),
        length=numbers.get("length"),
        page=numbers.get("page"),
        other_requests=numbers.get("other_requests"),
        since_s=numbers.get("since_s"),
    )


def _pid(event_id: int, value: str) -> int:
    match = _PID.fullmatch(value.strip())
    if match is None:
        raise unreadable(f"event {event_id}, property 2", "the number of a process", repr(value[:40]))
    return int(match["pid"])


def _number(event_id: int, name: str, value: str) -> int:
    match = _NUMBER.fullmatch(value.strip())
    if match is None:
        raise unreadable(f"event {event_id}, {name}", "a number, in brackets perhaps as hexadecimal", repr(value[:40]))
    return int(match["number"])
