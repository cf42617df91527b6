"""From a SOAP message to its answer on one host, with the accidents that were ordered."""

import asyncio
from dataclasses import dataclass

from toolkit.lab.actions import Call, perform
from toolkit.lab.faults import Dropped, Fault
from toolkit.lab.host import Host
from toolkit.lab.injection import Effect, Moment, Point
from toolkit.lab.soap import Action, envelope, fault_envelope, identify_envelope, parse_message


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sends a message.

    Attributes:
        user: logged on as.
        address: of the client.
        gone: set when the connection is closed.
    """

    user: str
    address: str
    gone: asyncio.Event


@dataclass(frozen=True, slots=True)
class Answer:
    """A SOAP answer.

    Attributes:
        status: HTTP status, 200 or 500.
        xml: the envelope.
        close: the connection is closed after it.
    """

    status: int
    xml: bytes
    close: bool = False


async def answer_message(host: Host, xml: bytes, visitor: Visitor) -> Answer:
    """Return the answer to one message.

    Raises:
        Dropped: the connection must be cut instead.
    """
    try:
        message = parse_message(xml)
    except Fault as fault:
        return _fault(host, fault, "")
    if message.asks_who_is_there:
        return Answer(200, identify_envelope())
    if message.action is None:
        return await _answer(host, Call(message, visitor.user, visitor.address, visitor.gone))
    return await _answer_with_accidents(host, message.action, Call(message, visitor.user, visitor.address, visitor.gone))


async def _answer_with_accidents(host: Host, action: Action, call: Call) -> Answer:
    point = Point[action.name]
    host.tally.requests[point.value] += 1
    nth = host.accidents.arrive(point)
    try:
        closes = await _accident(host, point, Moment.BEFORE, nth)
        answer = await _answer(host, call)
        closes |= await _accident(host, point, Moment.AFTER, nth)
    except Fault as fault:
        return _fault(host, fault, call.message.message_id)
    return Answer(answer.status, answer.xml, closes)


async def _answer(host: Host, call: Call) -> Answer:
    action = call.message.action
    try:
        body = await perform(host, call)
    except Fault as fault:
        return _fault(host, fault, call.message.message_id)
    return Answer(200, envelope(f"{action.value if action else ''}Response", call.message.message_id, body))


async def _accident(host: Host, point: Point, moment: Moment, nth: int) -> bool:
    """Let the accident happen that is due; return whether the connection closes after the answer."""
    injection = host.accidents.take(point, moment, nth)
    if injection is None:
        return False
    if injection.effect is Effect.FAULT:
        raise Fault(injection.fault)
    if injection.effect is Effect.REBOOT:
        host.reboot()
    if injection.effect is Effect.KILL:
        host.kill_processes()
    if injection.effect in (Effect.DROP, Effect.REBOOT):
        raise Dropped
    await asyncio.sleep(injection.delay_s)
    return injection.effect is Effect.CLOSE


def _fault(host: Host, fault: Fault, message_id: str) -> Answer:
    host.tally.faults[fault.kind.name] += 1
    return Answer(500, fault_envelope(fault, message_id, host.computer))
