"""How events stand in pasted text: number and provider behind labels of several languages, in XML, JSON, or just ``ESE 452``."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from toolkit.knowledge.bounded_text import bounded
from toolkit.knowledge.ese_events import PROVIDERS
from toolkit.knowledge.event_markup import without_markup
from toolkit.knowledge.tables import load_table

MOST_EVENTS = 50
"""More than this many in one text are not looked at."""
_XML = re.compile(r"(?:<|&lt;)EventID[^>&\n]{0,60}(?:>|&gt;)(?P<id>[0-9]{1,5})(?:<|&lt;)")
_XML_PROVIDER = re.compile(r"(?:<|&lt;)Provider Name=(?:[\"']|&quot;)(?P<name>[^\"'&\n]{1,80})")
_SHORT = re.compile(
    r"\b(?P<name>ESE|ESENT|ESE97|ESE98|MSExchangeTransport|MSExchangeIS)[ ,:/-]{1,3}(?:event )?(?:id )?(?P<id>[0-9]{1,5})\b(?![.:])",
    re.IGNORECASE,
)
_PROCESS = re.compile(
    r"(?P<process>Information Store(?: - [^(\n]{1,80}?)?|[A-Za-z][A-Za-z0-9._-]{1,40})"
    r" \([0-9]{1,7}(?:,[A-Z],[0-9]{1,6})?\) ?(?:(?P<instance>[^:\"\n]{1,80}): )?"
)
_ROW = re.compile(
    r"^\|[ *]{1,6}(?P<id>[0-9]{3,5})[ *]{1,6}\| ?(?P<process>[A-Za-z][A-Za-z0-9._-]{1,40}) \([0-9]{1,7}(?:,[A-Z],[0-9]{1,6})?\)"
    r" ?(?=[^|\n]{12})(?:(?P<instance>[^:\n]{1,100}): )?",
    re.MULTILINE,
)
_BARE_SOURCE = re.compile(r"^[ \t>]{0,20}Source[ \t]{1,5}(?P<name>[A-Za-z][\w.-]{1,40})[ \t]{0,20}$", re.MULTILINE)
_LIST_HEAD = "TimeCreated"
_LISTED = re.compile(
    r"^[ \t]{0,20}ProviderName: (?P<name>[A-Za-z][\w .-]{0,60}\w)[ \t]{0,20}$"
    r"|^[0-9][0-9./-]{5,10}[ T][0-9:.]{5,12}(?: [AP]M)?[ \t]{1,20}(?P<id>[0-9]{1,5})[ \t]{1,20}\S",
    re.MULTILINE,
)
_PROPERTY_ID = re.compile(r"^[ \t{,]{0,20}\"?Id\"?[ \t]{0,40}:[ \t]{0,10}(?P<id>[0-9]{1,5})[ \t]{0,20},?[ \t]{0,20}$", re.MULTILINE)
_PROPERTY_NAME = "ProviderName"
_NEXT_LABEL = re.compile(r"\s(?=(?:event|type|category|date|time|level|task|user|computer|id)\b)", re.IGNORECASE)
_COLON = r"\"?[ \t\xa0]{0,20}[:：]"
_BLANKS = r"[ \t\xa0]{0,40}"


@dataclass(frozen=True, slots=True)
class EventLabels:
    """Labels of an event in one language, in small letters; ``source`` says where they were seen."""

    language: str
    id_labels: tuple[str, ...]
    source_labels: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class PastedEvent:
    """An event in a text.

    Attributes:
        id: event id.
        provider: as written; empty when the text does not say.
        process: program that the engine ran in; empty when the text does not say.
        instance: name of the database or log sequence; empty when the text does not say.
        is_framed: the number stands right before the engine's own words, in a row of a table; then no provider is needed.
    """

    id: int
    provider: str
    process: str = ""
    instance: str = ""
    is_framed: bool = False


@cache
def event_labels() -> tuple[EventLabels, ...]:
    """Return the labels of all languages."""
    return load_table("event_labels", "labels", EventLabels)


def find_events(text: str) -> tuple[PastedEvent, ...]:
    """Return the events in ``text``, in order, each once."""
    searched = bounded(text)
    found = _events_in(searched)
    plain = without_markup(searched)
    if plain == searched or (found and all(event.provider or event.is_framed for event in found)):
        return found
    again = _events_in(plain)
    return max(found, again, key=lambda events: (sum(1 for event in events if event.provider), len(events)))


def _events_in(searched: str) -> tuple[PastedEvent, ...]:
    named = {event.id: event for event in _named(searched)}
    labelled = [event if event.provider else named.get(event.id, event) for event in _labelled(searched)]
    labelled = list(_listed(searched)) or labelled or list(_rows(searched))
    clear = _without_doubles(tuple(dict.fromkeys(labelled or named.values())))[:MOST_EVENTS]
    return (with_process(clear[0], searched),) if len(clear) == 1 else clear


def _without_doubles(events: tuple[PastedEvent, ...]) -> tuple[PastedEvent, ...]:
    """Leave out events without a provider whose number stands there with one."""
    known = {event.id for event in events if event.provider}
    return tuple(event for event in events if event.provider or event.id not in known)


def with_process(event: PastedEvent, text: str) -> PastedEvent:
    """Return ``event`` with the program and instance that stand at the beginning of the engine's words in ``text``."""
    process = _PROCESS.search(text)
    return replace(event, process=process["process"], instance=(process["instance"] or "").strip()) if process else event


def is_engine(provider: str) -> bool:
    """Whether ``provider`` writes the numbers of the database engine."""
    return provider.lower() in PROVIDERS


@cache
def _label_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    ids = [label for row in event_labels() for label in row.id_labels]
    sources = [label for row in event_labels() for label in row.source_labels]
    number = re.compile(rf"(?:{_any_of(ids)})(?:{_COLON}|[ \t\xa0]){_BLANKS}(?P<id>[0-9]{{1,5}})\b", re.IGNORECASE)
    name = re.compile(rf"(?<![\w-])(?:{_any_of(sources)}){_COLON}{_BLANKS}\"?(?P<name>[A-Za-z][\w .-]{{1,60}})", re.IGNORECASE)
    return number, name


def _any_of(labels: list[str]) -> str:
    """Return a pattern for any label, the longest first, so that none hides another."""
    return "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))


def _labelled(text: str) -> Iterator[PastedEvent]:
    """Yield events by their labels; the provider is the nearest one on the side where the text has it."""
    number, name = _label_patterns()
    ids = _placed(text, "id", number, _XML, *((_PROPERTY_ID,) if _PROPERTY_NAME in text else ()))
    sources = _placed(text, "name", name, _XML_PROVIDER, _BARE_SOURCE)
    places = [start for start, _ in sources]
    stands_before = bool(ids and sources) and places[0] < ids[0][0]
    borders = [-1, *(start for start, _ in ids), len(text)]
    for position, (start, event_id) in enumerate(ids):
        at = bisect_left(places, start) - (1 if stands_before else 0)
        inside = 0 <= at < len(places) and borders[position] < places[at] < borders[position + 2]
        yield PastedEvent(int(event_id), _provider(sources[at][1]) if inside else "")


def _placed(text: str, group: str, *patterns: re.Pattern[str]) -> list[tuple[int, str]]:
    """Return where the patterns match, in order, with the text of ``group``."""
    return sorted((match.start(), match[group]) for pattern in patterns for match in pattern.finditer(text))


def _rows(text: str) -> Iterator[PastedEvent]:
    """Yield events of a table in Markdown, number in one cell and the engine's words in the next."""
    for match in _ROW.finditer(text):
        yield PastedEvent(int(match["id"]), "", match["process"], (match["instance"] or "").strip("` "), is_framed=True)


def _listed(text: str) -> Iterator[PastedEvent]:
    """Yield the rows of ``Get-WinEvent``'s own table, which names the provider above each group."""
    provider = ""
    for match in _LISTED.finditer(text if _LIST_HEAD in text else ""):
        provider = match["name"] or provider
        if match["id"]:
            yield PastedEvent(int(match["id"]), provider)


def _named(text: str) -> Iterator[PastedEvent]:
    for match in _SHORT.finditer(text):
        yield PastedEvent(int(match["id"]), match["name"])


def _provider(written: str) -> str:
    """Return the provider without what follows on the line: ``MSExchangeIS (or DS)``, ``ESE Task``, ``ESE MSExchangeIS (6640)``."""
    words = _NEXT_LABEL.split(written, maxsplit=1)[0].split()
    if words and is_engine(words[0]):
        return words[0]
    joined = "".join(words)
    return joined if joined.lower() == "msexchangeis" else " ".join(words)
