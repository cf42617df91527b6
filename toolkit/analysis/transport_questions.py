"""Does the transport service work: service, components, an SMTP talk, queues."""

from toolkit.analysis.asking import question
from toolkit.analysis.conclusions import NO, YES, Known, NotKnown
from toolkit.analysis.free_space import is_same_path
from toolkit.analysis.pressure_questions import is_back_pressure
from toolkit.model.changes import QueueMove
from toolkit.model.evidence import Conclusion, Evidence, Origin
from toolkit.model.smtp import SmtpExchange, SmtpProbe, SmtpReply
from toolkit.model.transport import ComponentState, ComponentStates, Queue, Queues, ServicesState

SERVICE = "MSExchangeTransport"
TELLING_MESSAGES = 100
"""Fewer messages than this can all be delivered between two readings; their going tells nothing."""
_TRANSPORT_PARTS = ("ServerWideOffline", "HubTransport", "FrontendTransport", "EdgeTransport")
_ON_PURPOSE = frozenset({"Maintenance", "Deployment"})
_NOT_WAITING = frozenset({"shadowredundancy"})


def _decide_service(known: Known) -> Conclusion:
    services = known.must("transport_service", ServicesState).services
    service = next((one for one in services if one.name.lower() == SERVICE.lower()), None)
    if service is None:
        raise NotKnown(f"{SERVICE} was not found")
    evidence = [known.seen("transport_service", f"{one.name} is {one.status}") for one in services]
    if service.status == "Running":
        return known.concludes(YES, f"{SERVICE} runs.", evidence)
    return known.concludes(NO, f"{SERVICE} is {service.status}.", evidence)


SERVICE_RUNS = question("transport.service-runs", "Does the transport service run?", ("transport_service",), _decide_service)


def _decide_components(known: Known) -> Conclusion:
    states = known.must("component_states", ComponentStates)
    parts = {part.component: part for part in states.components if part.component in _TRANSPORT_PARTS}
    if parts.keys().isdisjoint({"HubTransport", "EdgeTransport"}):
        raise NotKnown("the server does not tell the state of its transport components")
    evidence = [known.seen("component_states", f"{name} is {part.state}") for name, part in parts.items()]
    out = [part for part in parts.values() if part.state != "Active"]
    return _out_of_service(known, out, evidence) if out else known.concludes(YES, "All transport components are Active.", evidence)


def _out_of_service(known: Known, out: list[ComponentState], evidence: list[Evidence]) -> Conclusion:
    holders = ", ".join(sorted({name for part in out for name in _holders(part)})) or "not said"
    says = f"{out[0].component} is {out[0].state}; asked for by {holders}."
    return known.concludes("drained" if all(map(_is_on_purpose, out)) else NO, says, evidence)


def _holders(part: ComponentState) -> tuple[str, ...]:
    return tuple(holder.requester for holder in part.requesters if holder.state != "Active")


def _is_on_purpose(part: ComponentState) -> bool:
    return part.state == "Draining" or bool(_ON_PURPOSE & set(_holders(part)))


COMPONENTS_ACTIVE = question(
    "transport.components-active",
    "Are the transport components active?",
    (),
    _decide_components,
    {
        YES: "all that the server has are Active",
        "drained": "taken out of service on purpose: Draining, or by requester Maintenance or Deployment",
        NO: "one is not Active, and nobody took it out on purpose",
    },
)


def _decide_accepts(known: Known) -> Conclusion:
    probe = known.must("smtp_probe", SmtpProbe)
    if not probe.connected:
        evidence = [known.seen("smtp_probe", f"port {probe.port}: {probe.error or 'no connection'}")]
        return known.concludes(NO, f"Nobody answers on port {probe.port}.", evidence)
    answered = [one for one in probe.exchanges if one.reply is not None]
    refusal = next((one for one in answered if one.reply and one.reply.code >= 400), None)
    return _refused(known, refusal) if refusal is not None else _accepted(known, probe)


def _accepted(known: Known, probe: SmtpProbe) -> Conclusion:
    accepted = next((one for one in probe.exchanges if one.sent.upper().startswith("MAIL FROM")), None)
    if accepted is None or accepted.reply is None or accepted.reply.code != 250:
        raise NotKnown(f"the talk broke off before MAIL FROM was answered: {probe.error or 'no reason given'}")
    doubt = "Back pressure can refuse a message after DATA, which the probe never sends."
    return known.concludes(YES, f"The server takes mail: {accepted.reply}", [_said(accepted)], doubt)


def _refused(known: Known, refusal: SmtpExchange) -> Conclusion:
    reply, evidence = refusal.reply, [_said(refusal)]
    if reply is not None and is_back_pressure(reply):
        return known.concludes("back-pressure", f"The server refuses mail for want of resources: {reply}", evidence)
    if reply is not None and _is_inactive(reply):
        return known.concludes("inactive", f"A component of the server is not active: {reply}", evidence)
    return known.concludes(NO, f"The server refuses mail: {reply}", evidence)


def _is_inactive(reply: SmtpReply) -> bool:
    """Whether a component is out of service; 4.3.2 alone does not say it, the words decide (domain reference §0.0)."""
    words = reply.text.lower()
    return (reply.enhanced == "4.3.2" or reply.code == 421) and ("not active" in words or "not available" in words)


def _said(one: SmtpExchange) -> Evidence:
    """Return what a listener has said: any program can listen on a port that nobody holds, so it is text, not state."""
    return Evidence(f"{one.sent or 'banner'}: {one.reply or one.raw[:80]}", "SMTP on this server", Origin.REMOTE_TEXT)


ACCEPTS_MAIL = question(
    "transport.accepts-mail",
    "Does the server accept mail?",
    ("smtp_probe",),
    _decide_accepts,
    {
        YES: "MAIL FROM was answered with 250",
        "back-pressure": "refused with 452 4.3.1",
        "inactive": "a component is out of service (4.3.2, 421)",
        NO: "no connection, or refused for another reason",
    },
)


def _waiting(queues: Queues) -> int:
    """Return the messages that wait for delivery: not the shadows of others' messages, not the poison queue."""
    return sum(queue.messages for queue in queues.queues if not _is_aside(queue))


def _is_aside(queue: Queue) -> bool:
    name = queue.queue.lower()
    return queue.delivery_type.lower() in _NOT_WAITING or name.endswith("\\poison") or "\\shadow\\" in name


def _earlier(known: Known) -> list[Queues]:
    return [fact.value for name, fact in known.facts.earlier if name == "queues" and isinstance(fact.value, Queues)]


def _decide_drain(known: Known) -> Conclusion:
    now, earlier = _waiting(known.must("queues", Queues)), [_waiting(queues) for queues in _earlier(known)]
    evidence = [known.seen("queues", f"{now:,} messages wait")]
    if now == 0:
        return known.concludes(YES, "No message waits.", evidence)
    if not earlier:
        raise NotKnown("the queues were read only once")
    evidence.append(known.seen("queues", f"before: {', '.join(f'{count:,}' for count in earlier[-5:])}"))
    if now < max(earlier):
        return known.concludes(YES, f"{now:,} messages wait, fewer than {max(earlier):,} before.", evidence)
    return known.concludes(NO, f"{now:,} messages wait, not fewer than before.", evidence)


QUEUES_DRAIN = question(
    "transport.queues-drain",
    "Do the queues shrink?",
    ("queues",),
    _decide_drain,
    {YES: "fewer messages wait than in an earlier reading, or none", NO: "not fewer than in any earlier reading"},
)


def _decide_whole(known: Known) -> Conclusion:
    move = known.must("move_queue_database", QueueMove)
    target = known.facts.text("queue_to")
    evidence = [known.seen("move_queue_database", f"from {move.queue_before} to {move.queue_after}")]
    if not move.queue_after or not is_same_path(move.queue_after, target):
        return known.concludes(NO, f"The queue database is in {move.queue_after or 'no known folder'}, not in {target}.", evidence)
    earlier = _earlier(known)
    if not earlier:
        raise NotKnown("the queues were not read before and after the move")
    before, after = earlier[-1].messages, known.must("queues", Queues).messages
    evidence.append(known.seen("queues", f"{before:,} messages before, {after:,} after"))
    if before < TELLING_MESSAGES:
        says = f"The queue database is in {move.queue_after}; {before:,} messages waited before, {after:,} now."
        return known.concludes(YES, says, evidence, "So few messages can be delivered meanwhile; their number proves little.")
    if after * 10 < before:
        says = f"{before:,} messages waited before the move, {after:,} after it."
        return known.concludes(NO, says, evidence, "They were delivered meanwhile.")
    return known.concludes(YES, f"The queue database is in {move.queue_after} with {after:,} of {before:,} messages.", evidence)


QUEUE_WHOLE = question(
    "transport.queue-whole-after-move",
    "Did the queue move whole?",
    ("queues", "move_queue_database"),
    _decide_whole,
    {YES: "the database is at its new place and its messages are there", NO: "another place, or most messages are gone"},
)
