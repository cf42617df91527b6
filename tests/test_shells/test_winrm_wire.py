"""The wire repeats what is harmless to repeat and nothing else, waits with patience, and deletes its shell whatever happens."""

import pytest

from tests.test_shells.fake_winrm import TRIES, FakeServer, reach
from tests.test_shells.test_wsman import SHELL_ID, received, stream
from toolkit.errors import (
    AnswerBroken,
    CertificateRefused,
    ConnectionRefused,
    LoginRefused,
    NameNotFound,
    NoAnswer,
    QuotaReached,
    ReachError,
    TransportRefused,
)
from toolkit.shells import wsman
from toolkit.shells.winrm_wire import LONGEST_HOLD_S, SHORTEST_HOLD_S, START_OF_AGENT, Patience
from toolkit.shells.wire import WireEnded, WireLost
from toolkit.shells.wsman_faults import ConnectionLost, FateUnknown, OperationTimedOut, QuotaFull, ShellGone

QUOTA = QuotaFull(2150859173, "This user is allowed a maximum number of 30 concurrent shells. ")


@pytest.fixture
def server() -> FakeServer:
    """Return a server that answers everything."""
    return FakeServer()


def test_a_wire_is_one_shell_and_one_command(server: FakeServer) -> None:
    """UTF-8, pipes instead of a console, an end for a shell without a client; deleted once, however often it is closed."""
    wire = server.wire()
    wire.close()
    wire.close()
    assert [asked.action for asked in server.asked] == ["create", "command", "delete"]
    assert '<w:Option Name="WINRS_CODEPAGE">65001</w:Option>' in server.asked[0].text
    assert f"<rsp:IdleTimeOut>PT{wsman.IDLE_S}S</rsp:IdleTimeOut>" in server.asked[0].text
    assert '<w:Option Name="WINRS_CONSOLEMODE_STDIN">FALSE</w:Option>' in server.asked[1].text
    assert server.naps == []


def test_a_server_may_choose_the_id(server: FakeServer) -> None:
    """Servers before 2012 do not take ours; whichever shell there is gets deleted."""
    server.shell_id = SHELL_ID
    server.wire().close()
    assert server.deleted()[0] == SHELL_ID
    assert len(server.deleted()) == 2


STARTS = [
    (action, fault) for action in ("create", "command") for fault in (ConnectionLost("cut"), FateUnknown("busy"), OperationTimedOut())
]


@pytest.mark.parametrize(("action", "fault"), STARTS, ids=[f"{action}-{type(fault).__name__}" for action, fault in STARTS])
def test_a_start_of_unknown_fate_is_not_repeated(server: FakeServer, action: str, fault: Exception) -> None:
    """The shell may be there and the command may run: one Create, at most one Command, and the shell is deleted."""
    server.fail(action, fault)
    with pytest.raises(WireLost):
        server.wire()
    assert (len(server.named("create")), len(server.named("command"))) == (1, int(action == "command"))
    assert len(server.deleted()) == 1


UNMADE = [NameNotFound, NoAnswer, ConnectionRefused, CertificateRefused, LoginRefused]


@pytest.mark.parametrize("kind", UNMADE)
def test_where_no_shell_was_made_none_is_deleted(server: FakeServer, kind: type[ReachError]) -> None:
    """A server that was not reached is asked once: no second password, no waiting for a host that is not there."""
    server.fail("create", reach(kind))
    with pytest.raises(kind):
        server.wire()
    assert [asked.action for asked in server.asked] == ["create"]
    assert server.naps == []


@pytest.mark.parametrize("action", ["create", "command"])
def test_a_broken_answer_leaves_no_shell(server: FakeServer, action: str) -> None:
    """An answer that cannot be read says nothing about the shell, so it is deleted."""
    server.fail(action, reach(AnswerBroken))
    with pytest.raises(AnswerBroken):
        server.wire()
    assert len(server.deleted()) == 1


@pytest.mark.parametrize("action", ["create", "command"])
def test_a_quota_may_become_free(server: FakeServer, action: str) -> None:
    """Other sessions end: the request is repeated with growing pauses."""
    server.fail(action, QUOTA, QUOTA)
    server.wire().close()
    assert len(server.named(action)) == 3
    assert server.naps == [0.5, 1.0]


def test_a_quota_that_stays_full_is_told(server: FakeServer) -> None:
    """After the last try the server's words, the number, and what to do; no pause behind it."""
    server.fail("create", *[QUOTA] * TRIES)
    with pytest.raises(QuotaReached, match="allows no further shell") as caught:
        server.wire()
    assert "30 concurrent shells" in caught.value.why
    assert "2150859173" in caught.value.why
    assert caught.value.do[0] == "exkit doctor -t ex01"
    assert server.naps == [0.5, 1.0, 2.0]
    assert server.deleted() == []


def test_no_pause_is_longer_than_five_seconds() -> None:
    """Doubling ends."""
    naps: list[float] = []
    patience = Patience(9, 0.5, naps.append)
    for attempt in range(9):
        patience.wait(attempt)
    assert naps == [0.5, 1.0, 2.0, 4.0, 5.0, 5.0, 5.0, 5.0, 5.0]


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt(), SystemExit(), RuntimeError("a mistake of our own")])
@pytest.mark.parametrize("action", ["create", "command"])
def test_whatever_ends_a_start_the_shell_is_deleted(server: FakeServer, action: str, interrupt: BaseException) -> None:
    """Ctrl-C between Create and Command leaves nothing behind."""
    server.fail(action, interrupt)
    with pytest.raises(type(interrupt)):
        server.wire()
    assert len(server.deleted()) == 1


def test_nothing_said_in_time_is_nothing(server: FakeServer) -> None:
    """The timeout of a Receive is no fault: nothing comes back, and the next Receive is a new message."""
    wire = server.wire()
    assert [wire.receive(0.2), wire.receive(3.2), wire.receive(99)] == [b"", b"", b""]
    receives = server.named("receive")
    assert len({asked.message_id for asked in receives}) == 3
    assert [asked.hold_s for asked in receives] == [SHORTEST_HOLD_S, 4, LONGEST_HOLD_S]
    assert (server.naps, server.resets) == ([], 0)


@pytest.mark.parametrize("fault", [ConnectionLost("cut"), reach(NoAnswer)], ids=["cut", "no way"])
def test_a_lost_answer_is_asked_for_by_the_same_message(server: FakeServer, fault: Exception) -> None:
    """The output in a lost answer is gone for a new message; the same one is answered again, over a new connection."""
    wire = server.wire()
    server.output.append(received(stream("stdout", b"words")))
    server.fail("receive", fault, fault)
    assert wire.receive(1) == b"words"
    assert len({asked.message_id for asked in server.named("receive")}) == 1
    assert (server.resets, server.naps) == (2, [0.5, 1.0])
    assert wire.receive(1) == b""
    assert len({asked.message_id for asked in server.named("receive")}) == 2


def test_patience_has_an_end(server: FakeServer) -> None:
    """A connection that cannot be made again is a lost wire."""
    wire = server.wire()
    server.fail("receive", *[ConnectionLost("cut")] * TRIES)
    with pytest.raises(WireLost, match="cannot be made again"):
        wire.receive(1)


LOST = [ShellGone("no such shell"), QUOTA, reach(ConnectionRefused), reach(LoginRefused), reach(AnswerBroken)]
LOSSES = [("receive", FateUnknown("busy")), *((action, fault) for action in ("receive", "send") for fault in LOST)]


@pytest.mark.parametrize(("action", "fault"), LOSSES, ids=[f"{action}-{type(fault).__name__}" for action, fault in LOSSES])
def test_every_other_fault_of_a_running_command_is_a_lost_wire(server: FakeServer, action: str, fault: Exception) -> None:
    """The contract of a wire knows one fault: the shell reopens, and the journal decides; it is asked no second time."""
    wire = server.wire()
    server.fail(action, fault)
    with pytest.raises(WireLost):
        wire.receive(1) if action == "receive" else wire.send(b"1 0 PING x\n")
    assert len(server.named(action)) == 1


def test_the_end_comes_behind_all_output(server: FakeServer) -> None:
    """What came with the exit code is returned first; then every Receive says that it has ended."""
    wire = server.wire()
    server.output.append(received(stream("stdout", b"last words") + stream("stderr", b"oops"), "Done", "<rsp:ExitCode>5</rsp:ExitCode>"))
    assert wire.receive(1) == b"last words"
    for _ in range(2):
        with pytest.raises(WireEnded) as caught:
            wire.receive(1)
        assert caught.value.exit_code == 5
    assert wire.stderr == b"oops"
    assert len(server.named("receive")) == 1


def test_the_error_stream_is_kept_up_to_64_kib(server: FakeServer) -> None:
    """A server that complains without end does not fill our memory."""
    wire = server.wire()
    for _ in range(3):
        server.output.append(received(stream("stderr", b"e" * 40_000)))
        wire.receive(1)
    assert len(wire.stderr) == 65_536


UNCERTAIN = [ConnectionLost("cut"), FateUnknown("busy"), OperationTimedOut()]


@pytest.mark.parametrize("fault", UNCERTAIN, ids=[type(fault).__name__ for fault in UNCERTAIN])
def test_lines_that_may_have_arrived_are_said_again(server: FakeServer, fault: Exception) -> None:
    """They are numbered and summed: repeated behind a line break, whole ones are dropped and torn ones are ignored."""
    wire = server.wire()
    server.fail("send", fault, reach(NoAnswer))
    wire.send(b"7 3 PING abc\n")
    assert [asked.data for asked in server.named("send")] == [b"7 3 PING abc\n", b"\n7 3 PING abc\n", b"\n7 3 PING abc\n"]
    assert len({asked.message_id for asked in server.named("send")}) == 3
    assert (server.resets, server.naps) == (2, [0.5, 1.0])


def test_an_agent_that_may_have_arrived_in_part_is_not_sent_again(server: FakeServer) -> None:
    """Half of it twice would be a damaged agent: the shell is given up instead."""
    wire = server.wire()
    server.fail("send", ConnectionLost("cut"))
    with pytest.raises(WireLost, match="how much of the agent"):
        wire.send(b"\n" + START_OF_AGENT + b" token\ntext\n#EXK-END\n")
    assert len(server.named("send")) == 1


def test_repeating_has_an_end(server: FakeServer) -> None:
    """Lines that never arrive are a lost wire."""
    wire = server.wire()
    server.fail("send", *[ConnectionLost("cut")] * (TRIES + 1))
    with pytest.raises(WireLost, match="has not arrived"):
        wire.send(b"1 0 PING x\n")


def test_long_data_travels_in_pieces(server: FakeServer) -> None:
    """No piece is larger than the smallest envelope; nothing is lost and nothing comes twice."""
    wire, data = server.wire(), bytes(range(256)) * 1000
    wire.send(data)
    pieces = [asked.data for asked in server.named("send")]
    assert b"".join(pieces) == data
    assert max(map(len, pieces)) == wsman.largest_piece()


def test_a_server_that_takes_less_gets_less(server: FakeServer) -> None:
    """HTTP 413: the piece is halved until it fits, and stays so."""
    server.too_large = 40_000
    wire = server.wire()
    for _ in range(2):
        wire.send(b"x" * 60_000)
    sizes = [len(asked.data) for asked in server.named("send")]
    assert sizes == [60_000, 56_832, 28_416, 28_416, 3168, 28_416, 28_416, 3168]


def test_a_server_that_takes_nothing_is_lost(server: FakeServer) -> None:
    """Halving has an end."""
    server.too_large = 1
    with pytest.raises(WireLost, match="however small"):
        server.wire().send(b"x" * 60_000)


def test_a_delete_is_repeated_until_it_is_answered(server: FakeServer) -> None:
    """A lost answer to Delete may mean a living shell; one that is gone is deleted."""
    wire = server.wire()
    server.fail("delete", ConnectionLost("cut"), reach(NoAnswer), ShellGone("gone"))
    wire.close()
    assert len(set(server.deleted())) == 1
    assert len(server.deleted()) == 3
    assert server.naps == [0.5, 1.0]


def test_deleting_gives_up_and_never_raises(server: FakeServer) -> None:
    """A host that does not come back keeps the shell until its idle time; a refused login is not tried again."""
    wire = server.wire()
    server.fail("delete", *[ConnectionLost("cut")] * TRIES)
    wire.close()
    assert len(server.deleted()) == TRIES
    for kind in (LoginRefused, TransportRefused, AnswerBroken):
        other = FakeServer()
        wire = other.wire()
        other.fail("delete", reach(kind), reach(kind))
        wire.close()
        assert len(other.deleted()) == 1


def test_an_interrupt_is_a_signal(server: FakeServer) -> None:
    """Ctrl-C at the server's console; a command that is gone needs none."""
    wire = server.wire()
    server.fail("signal", ShellGone("gone"))
    wire.interrupt()
    (signal,) = server.named("signal")
    assert f"{wsman.SHELL}/signal/ctrl_c" in signal.text


BROKEN = [
    received('<rsp:Stream Name="stdout">!</rsp:Stream>'),
    b"<html>",
    b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
]


@pytest.mark.parametrize("answer", BROKEN, ids=["no base64", "no XML", "document type"])
def test_an_answer_that_is_none_is_a_lost_wire(server: FakeServer, answer: bytes) -> None:
    """What came cannot be read, so nobody knows what was in it: the journal decides."""
    wire = server.wire()
    server.output.append(answer)
    with pytest.raises(WireLost, match="cannot be read"):
        wire.receive(1)


@pytest.mark.parametrize("code", ["²", "x", "9" * 5000, ""])
def test_an_exit_code_that_is_none_is_a_failure(server: FakeServer, code: str) -> None:
    """A command has ended all the same; only an absent code is a good one."""
    wire = server.wire()
    server.output.append(received("", "Done", f"<rsp:ExitCode>{code}</rsp:ExitCode>"))
    wire.receive(1)
    with pytest.raises(WireEnded) as caught:
        wire.receive(1)
    assert caught.value.exit_code == (1 if code else 0)
