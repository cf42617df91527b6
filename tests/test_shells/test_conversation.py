"""What keeps a conversation alive, and what a server cannot make the client do."""

from collections.abc import Iterator

import pytest

from tests.test_shells.agent_frames import encode_parts, encode_plain
from tests.test_shells.bombs import BombWire, Stream
from tests.test_shells.fake_server import Server, command, say
from toolkit.shells.allowance import BURST, PER_SECOND, Allowance
from toolkit.shells.conversation import Conversation
from toolkit.shells.wire import WireLost


def test_allowance_is_a_burst_and_a_rate() -> None:
    """What was not used is kept up to the burst; then only the rate is left."""
    now = [0.0]
    allowance = Allowance(lambda: now[0])
    assert sum(allowance.spend() for _ in range(2 * BURST)) == BURST
    now[0] += 3
    assert sum(allowance.spend() for _ in range(2 * BURST)) == 3 * PER_SECOND
    now[0] += 10_000
    assert sum(allowance.spend() for _ in range(2 * BURST)) == BURST


def talk(stream: Stream, patience_s: float = 10) -> tuple[Conversation, BombWire]:
    """Return a conversation with somebody who says ``stream``; a hundredth of a second passes with each piece."""
    wire = BombWire(lambda token: stream)
    conversation = Conversation(wire, lambda: wire.now_s, patience_s)
    conversation._token = "0123456789abcdef" * 2
    conversation._reader._token = conversation._token.encode()
    conversation.introduce("# the agent\n", [("PING",)])
    return conversation, wire


def test_requests_to_repeat_are_answered_within_bounds() -> None:
    """A thousand NAKs in a tenth of a second are answered as often as the allowance lets, and end nothing."""
    naks = [encode_plain(number, "NAK", '{"expect":1}') for number in range(1, 1001)]
    conversation, wire = talk(
        iter([*(b"".join(naks[start : start + 100]) for start in range(0, 1000, 100)), encode_plain(1001, "HELLO", "{}")])
    )
    before = wire.sent
    frame = None
    while not frame:
        frame = conversation.receive()
    assert frame.kind == "HELLO"
    assert BURST <= (wire.sent - before) / len(b"\n1 0 PING 0123456789abcdef\n") <= BURST + PER_SECOND


def slow_answer() -> Iterator[bytes]:
    """An answer in 20 parts, with 5 seconds of nothing before each."""
    for part in encode_parts(1, "RESULT", "x".join(str(number) for number in range(3000)), size=500):
        yield from [b""] * 500
        yield part


def test_parts_of_a_slow_answer_are_signs_of_life() -> None:
    """A large answer over a slow line takes longer than anybody is silent, and is no silence."""
    conversation, wire = talk(slow_answer(), patience_s=10)
    frame = None
    while not frame:
        frame = conversation.receive()
    assert frame.kind == "RESULT"
    assert wire.now_s > 40


def test_ctrl_c_stays_ctrl_c_when_the_server_talks_nonsense() -> None:
    """What a server says while a step is stopped cannot turn the interrupt into something else."""
    server = Server()
    server.on("s1", lambda wire, fields: wire.outbox.append(KeyboardInterrupt()))
    server.on("CANCEL", say("RESULT", id="s1", output="x" * (65 << 20)), lambda wire, fields: wire.say("RESULT", "[1e999]"))
    with pytest.raises(KeyboardInterrupt):
        list(server.shell().ask([command("s1")]))
    assert server.wires[0].is_closed


def test_control_silence_is_a_lost_wire() -> None:
    """Nothing at all, and endless noise, are silence."""
    for piece in (b"", b"noise\n"):
        conversation, _ = talk(iter([piece] * 2000))
        with pytest.raises(WireLost, match="nothing was heard"):
            while True:
                conversation.receive()
