"""The diagnostics of ``Get-ExchangeDiagnosticInfo -Process EdgeTransport -Component ResourceThrottling`` (domain reference §4.5)."""

import re

from toolkit.errors import ParsingError
from toolkit.model.transport import BackPressureReading, PressureLevel, ResourceMeter, ResourceObserver, Transitions
from toolkit.parsing.fields import Answer, one_text, unreadable
from toolkit.parsing.xml_tree import Element, XmlRefused, read_xml

_READER = "back_pressure_meters"
_MARK = re.compile(r"\b(?P<name>[A-Za-z]{1,20}To[A-Za-z]{1,20})=(?P<value>[0-9]{1,10})(?![0-9])")
_WHOLE = re.compile(r"\A[0-9]{1,18}\Z")
_WORDS = {"true": True, "false": False}
_NO_METERS = "the diagnostics hold no meters: no permission, or the transport process does not answer"


def read_back_pressure_meters(answer: Answer) -> BackPressureReading:
    """Return the meters in the XML text of the answer; meters and observers are open sets.

    An answer that is valid but holds no meters (access denied) is returned as not readable.

    Raises:
        ParsingError: the answer is no XML of this kind, or one of its values is not understood.
    """
    return read_diagnostics(one_text(answer, _READER))


def read_diagnostics(text: str) -> BackPressureReading:
    """Return the meters in ``text``.

    Raises:
        ParsingError: it is no XML of this kind, or one of its values is not understood.
    """
    try:
        root = read_xml(text)
    except XmlRefused as refused:
        raise unreadable(_READER, "the XML of the diagnostics", f"not: {refused}") from None
    if root.tag != "Diagnostics":
        raise unreadable(_READER, "an element Diagnostics", f"an element {root.tag[:40]}")
    server, build = _process(root, "serverName"), _process(root, "fastTrainExchangeVersion")
    throttling = root.first("Components", "ResourceThrottling")
    tracker = throttling.first("ResourceTracker") if throttling else None
    if throttling is None or tracker is None or tracker.first("ResourceMeter") is None:
        return BackPressureReading(server, build, None, (), (), None, False, _NO_METERS)
    return BackPressureReading(
        server=server,
        build=build,
        aggregate=_level(tracker, "AggregateUse"),
        meters=tuple(_meter(element) for element in tracker.all("ResourceMeter")),
        observers=_observers(throttling),
        throttling_enabled=_enabled(throttling),
        readable=True,
    )


def _process(root: Element, tag: str) -> str:
    element = root.first("ProcessInfo", tag)
    return element.text.strip() if element else ""


def _at(element: Element) -> str:
    return f"{_READER} line {element.line} ({element.tag})"


def _level(parent: Element, tag: str) -> PressureLevel:
    element = parent.first(tag)
    if element is None:
        raise unreadable(_at(parent), f"an element with {tag}", "without it")
    try:
        return PressureLevel(element.text.strip())
    except ValueError:
        raise unreadable(_at(element), "Low, Medium or High", repr(element.text.strip()[:40])) from None


def _meter(element: Element) -> ResourceMeter:
    name = element.attributes.get("Resource", "")
    resource, bracket, rest = name.partition("[")
    if not resource or (bracket and not rest.endswith("]")):
        raise unreadable(_at(element), "a meter with a name such as PrivateBytes or UsedDiskSpace[path]", repr(name[:80]))
    return ResourceMeter(
        resource=resource,
        of=rest[:-1] if bracket else "",
        level=_level(element, "CurrentResourceUse"),
        previous=_level(element, "PreviousResourceUse") if element.first("PreviousResourceUse") else None,
        pressure=_pressure(element),
        transitions=_transitions(element),
    )


def _pressure(meter: Element) -> int | None:
    element = meter.first("Pressure")
    if element is None or not element.text.strip():
        return None
    if not _WHOLE.match(element.text.strip()):
        raise unreadable(_at(element), "a whole number", repr(element.text.strip()[:40]))
    return int(element.text.strip())


def _transitions(meter: Element) -> Transitions | None:
    element = meter.first("PressureTransitions")
    if element is None:
        return None
    marks = {match["name"]: int(match["value"]) for match in _MARK.finditer(element.text[:1000])}
    try:
        return Transitions(marks["LowToMedium"], marks["MediumToHigh"], marks["HighToMedium"], marks["MediumToLow"])
    except KeyError as missing:
        raise unreadable(_at(element), f"marks with {missing.args[0]}", repr(element.text.strip()[:120])) from None


def _observers(throttling: Element) -> tuple[ResourceObserver, ...]:
    mediator = throttling.first("ResourceLevelMediator")
    if mediator is None or not mediator.all("ResourceLevelObserver"):
        raise unreadable(_at(throttling), "an element with ResourceLevelMediator and its observers", "without them")
    return tuple(_observer(element) for element in mediator.all("ResourceLevelObserver"))


def _observer(element: Element) -> ResourceObserver:
    paused = element.first("Paused")
    if paused is None:
        raise unreadable(_at(element), "an observer that says whether it is paused", "without it")
    status = element.first("SubStatus")
    return ResourceObserver(element.attributes.get("Name", ""), _truth(paused, paused.text), status.text.strip() if status else "")


def _enabled(throttling: Element) -> bool | None:
    element = throttling.first("Configuration", "ResourceThrottlingConfiguration")
    value = element.attributes.get("ResourceThrottlingEnabled") if element else None
    return _truth(element, value) if element and value is not None else None


def _truth(element: Element, text: str) -> bool:
    word = text.strip().lower()
    if word not in _WORDS:
        raise unreadable(_at(element), "true or false", repr(text.strip()[:40]))
    return _WORDS[word]


def readable_or_why(text: str) -> BackPressureReading | str:
    """Return the reading of ``text``, or why it cannot be read: for places where another server's trouble must not stop us."""
    try:
        return read_diagnostics(text)
    except ParsingError as error:
        return error.what
