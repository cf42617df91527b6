"""Accidents on order, each of them felt by a client that hides nothing."""

import http.client
from collections.abc import Callable, Mapping

import pytest

from tests.test_lab.raw_client import RawClient, Reply, new_id, received
from toolkit.lab.faults import FaultKind
from toolkit.lab.injection import Accidents, Effect, Injection, Moment, Point
from toolkit.lab.lab import Lab

ACTIONS = [Point.CREATE, Point.COMMAND, Point.SEND, Point.RECEIVE, Point.DELETE]
CUT = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)


def say(client: RawClient, shell_id: str, command_id: str, point: Point) -> int:
    """Make the request that belongs to a point; return the fault code, 0 for none."""
    requests: Mapping[Point, Callable[[], Reply]] = {
        Point.CREATE: client.create,
        Point.COMMAND: lambda: client.command(shell_id, "echo"),
        Point.SEND: lambda: client.send(shell_id, command_id, b"x", end=True),
        Point.RECEIVE: lambda: client.receive_reply(shell_id, command_id),
        Point.SIGNAL: lambda: client.signal(shell_id, command_id, "ctrl_c"),
        Point.DELETE: lambda: client.delete(shell_id),
    }
    return requests[point]().fault


def prepare(lab: Lab, client: RawClient, injection: Injection) -> tuple[str, str]:
    """Order an accident; return a shell and a command that has something to say."""
    shell_id = client.open()
    command_id = client.start(shell_id, "sort")
    if injection.point is Point.RECEIVE:
        client.send(shell_id, command_id, b"x", end=True)
    lab.inject(injection)
    return shell_id, command_id


@pytest.mark.parametrize("moment", [Moment.BEFORE, Moment.AFTER])
@pytest.mark.parametrize("point", ACTIONS)
@pytest.mark.parametrize("effect", [Effect.DROP, Effect.REBOOT])
def test_a_cut_connection_brings_no_answer(lab: Lab, client: RawClient, point: Point, moment: Moment, effect: Effect) -> None:
    """The connection is cut before or after the request is carried out; after a reboot no shell is left."""
    ids = prepare(lab, client, Injection(point, moment, effect))
    with pytest.raises(CUT):
        say(client, *ids, point)
    counters = lab.hosts["127.0.0.1"]
    done = moment is Moment.AFTER
    expected = {Point.CREATE: 1 + done, Point.DELETE: 1 - done}.get(point, 1)
    assert counters.live_shells == (0 if effect is Effect.REBOOT else expected)
    assert counters.injected == 1


@pytest.mark.parametrize("moment", [Moment.BEFORE, Moment.AFTER])
@pytest.mark.parametrize("point", ACTIONS)
def test_an_idle_close_comes_behind_the_answer(lab: Lab, client: RawClient, point: Point, moment: Moment) -> None:
    """The answer arrives, then the connection is closed."""
    ids = prepare(lab, client, Injection(point, moment, Effect.CLOSE))
    assert say(client, *ids, point) == 0
    assert client.http.sock is not None
    assert client.http.sock.recv(1) == b""


@pytest.mark.parametrize("moment", [Moment.BEFORE, Moment.AFTER])
@pytest.mark.parametrize("point", [*ACTIONS, Point.SIGNAL])
def test_a_fault_comes_instead_of_the_answer(lab: Lab, client: RawClient, point: Point, moment: Moment) -> None:
    """The fault that was ordered is answered once, whether or not the request was carried out."""
    ids = prepare(lab, client, Injection(point, moment, Effect.FAULT, fault=FaultKind.LATE))
    assert say(client, *ids, point) == 1460
    assert lab.hosts["127.0.0.1"].faults == {"LATE": 1}
    assert lab.hosts["127.0.0.1"].injected == 1


CODES = {
    FaultKind.TIMEOUT: 2150858793,
    FaultKind.SHELL_NOT_FOUND: 2150858843,
    FaultKind.SHELLS_QUOTA: 2150859173,
    FaultKind.OPERATIONS_QUOTA: 2150859174,
    FaultKind.ABORTED: 995,
    FaultKind.PIPE_ENDED: 109,
    FaultKind.BUSY: 170,
    FaultKind.LATE: 1460,
    FaultKind.PARAMETER: 87,
    FaultKind.SCHEMA: 2150858817,
    FaultKind.ACTION: 2150858818,
    FaultKind.RESOURCE: 2150858752,
}


@pytest.mark.parametrize("kind", list(FaultKind), ids=[kind.name for kind in FaultKind])
def test_every_fault_can_be_ordered(lab: Lab, client: RawClient, kind: FaultKind) -> None:
    """Every fault has its documented number, HTTP 500, the host's name and a reason."""
    lab.inject(Injection(Point.CREATE, Moment.BEFORE, Effect.FAULT, fault=kind))
    reply = client.create()
    assert (reply.status, reply.fault) == (500, CODES[kind])
    assert reply.text("s:Text")
    assert reply.text("a:Action") == "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault"


def test_the_nth_time_is_counted_from_the_order(lab: Lab, client: RawClient) -> None:
    """The third Create after the order fails; those before it and after it do not."""
    client.open()
    lab.inject(Injection(Point.CREATE, Moment.BEFORE, Effect.FAULT, nth=3))
    assert [client.create().status for _ in range(4)] == [200, 200, 500, 200]


def test_output_in_a_lost_answer_can_be_had_again(lab: Lab, client: RawClient) -> None:
    """A Receive whose answer was cut off is answered again to the same message, and not to another."""
    ids = prepare(lab, client, Injection(Point.RECEIVE, Moment.AFTER, Effect.DROP))
    message_id = new_id()
    with pytest.raises(CUT):
        client.receive_reply(*ids, message_id=message_id)
    assert received(client.receive_reply(*ids, message_id=message_id)).out == b"x"
    assert client.receive(*ids).out == b""


def test_a_delay_delays(lab: Lab, client: RawClient) -> None:
    """A delayed answer comes, later than the client waits for a quick one."""
    lab.inject(Injection(Point.CREATE, Moment.AFTER, Effect.DELAY, delay_s=0.2))
    client.http.timeout = 0.05
    with pytest.raises(TimeoutError):
        client.create()
    client.http.close()
    client.http.timeout = 5
    assert client.create().status == 200


def test_an_accident_happens_once() -> None:
    """What was taken is gone; a new order forgets the old one."""
    accidents = Accidents()
    accidents.order([Injection(Point.SEND, Moment.BEFORE, Effect.DROP)])
    nth = accidents.arrive(Point.SEND)
    assert accidents.take(Point.SEND, Moment.AFTER, nth) is None
    assert accidents.take(Point.SEND, Moment.BEFORE, nth) is not None
    assert accidents.take(Point.SEND, Moment.BEFORE, nth) is None
    accidents.order([Injection(Point.SEND, Moment.BEFORE, Effect.DROP)])
    assert accidents.arrive(Point.SEND) == 1
