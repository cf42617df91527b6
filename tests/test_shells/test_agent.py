"""The shell asks once, believes only what answers its question, and lets the journal decide after a loss."""

import pytest

from tests.test_shells.fake_server import (
    Behaviour,
    FakeWire,
    Server,
    answer,
    ask_again,
    command,
    decode,
    die,
    fail,
    forge,
    freeze,
    ignore,
    lose,
    outcomes,
    run_and_lose,
    say,
)
from toolkit.errors import AgentLost, ConnectionRefused, LoginRefused, NoAnswer
from toolkit.model.command import Outcome
from toolkit.shells.wire import WireLost

OK, FAILED, UNKNOWN, SKIPPED = Outcome.OK, Outcome.FAILED, Outcome.UNKNOWN, Outcome.SKIPPED


def test_first_call_is_one_send_after_ready() -> None:
    """Text, OPEN, libraries and steps travel together, and nothing travels before stage 0 is ready."""
    server = Server()
    results = list(
        server.shell("function f {}", alone=True, root="D:\\exkit").ask([command("s1"), ask_again("s2", goes_on=True, shared=True)])
    )
    wire = server.wires[0]
    assert outcomes(results) == [("s1", OK), ("s2", OK)]
    assert len(wire.sends) == 1
    assert wire.sends[0].startswith(f"\n#EXK-BEGIN {wire.token}\n# the agent\n#EXK-END\n1 0 OPEN r-1 ".encode())
    assert wire.verbs() == ["OPEN", "LIB", "STEP", "STEP"]
    assert (decode(wire.lines[0][4]), wire.lines[0][5:7]) == ("D:\\exkit", ["5000", "1"])
    assert [line[4] for line in wire.lines[2:]] == ["once", "idempotent+continue+shared"]


def test_token_is_fresh_for_each_agent() -> None:
    """Two agents never share a token, and it is not on the command line."""
    server = Server()
    for _ in range(2):
        shell = server.shell()
        list(shell.ask([ask_again("s1")]))
        shell.close()
    assert server.wires[0].token != server.wires[1].token


def test_further_call_is_one_send_to_the_same_agent() -> None:
    """The second call starts nothing, and a failure in the first does not stop it."""
    server = Server()
    server.on("s1", fail)
    shell = server.shell()
    first = list(shell.ask([command("s1"), command("s2")]))
    second = list(shell.ask([command("s3"), command("s4")]))
    assert outcomes(first) == [("s1", FAILED), ("s2", SKIPPED)]
    assert first[0].why == first[0].errors[0].message == "no such database"
    assert outcomes(second) == [("s3", OK), ("s4", OK)]
    assert len(server.wires) == 1
    assert len(server.wires[0].sends) == 2
    assert [line[4] for line in server.wires[0].lines[-2:]] == ["once+fresh", "once"]


def test_nothing_is_started_for_no_commands() -> None:
    """An empty call opens no shell."""
    server = Server()
    assert not list(server.shell().ask([]))
    assert not server.wires


def test_answers_that_arrive_together_come_out_in_order() -> None:
    """Coalesced answers are yielded one by one."""
    server = Server()
    server.on("s3", lambda wire, fields: wire.outbox.extend([b"".join(take(wire, 2)), wire.frame("RESULT", answer(wire, fields))]))
    assert outcomes(list(server.shell().ask([command("s1"), command("s2"), command("s3")]))) == [("s1", OK), ("s2", OK), ("s3", OK)]


def take(wire: FakeWire, count: int) -> list[bytes]:
    """Take the newest things out of the outbox again."""
    said = [wire.outbox.pop() for _ in range(count)][::-1]
    return [data for data in said if isinstance(data, bytes)]


def test_gap_is_asked_for_once_and_again_after_a_second() -> None:
    """A missing frame brings one RESEND however many frames follow it, and another one when a second brought nothing."""
    server = Server()

    def drop(wire: FakeWire, fields: list[str]) -> None:
        wire.frame("RESULT", answer(wire, fields))
        for _ in range(3):
            wire.say("HB", {"line": 2, "step": None})

    def resend(wire: FakeWire, fields: list[str]) -> None:
        wire.number = int(fields[0]) - 1
        wire.say("RESULT", answer(wire, wire.lines[1][3:-1]))

    server.on("s1", drop)
    server.on("RESEND", ignore, resend)
    assert outcomes(list(server.shell().ask([command("s1")]))) == [("s1", OK)]
    assert server.wires[0].verbs() == ["OPEN", "STEP", "RESEND", "RESEND"]
    assert [line[3] for line in server.wires[0].lines[2:]] == ["3", "3"]


def test_lines_are_repeated_after_nak() -> None:
    """The agent names the line that it expects, and everything from there on is said again."""
    server = Server()

    def refuse(wire: FakeWire, fields: list[str]) -> None:
        del wire.lines[1:]
        wire.say("NAK", {"expect": 2, "why": "checksum"})

    server.on("s1", refuse)
    assert outcomes(list(server.shell().ask([command("s1")]))) == [("s1", OK)]
    assert server.wires[0].sends[1].startswith(b"\n2 0 STEP s1 ")


def test_lines_that_a_child_has_eaten_are_repeated() -> None:
    """A heartbeat that does not know our last line brings it again: not while it may be on its way, not while a step may eat it again."""
    server = Server()

    def eat(wire: FakeWire, fields: list[str]) -> None:
        del wire.lines[1:]
        wire.say("HB", {"line": 1, "step": None})
        wire.outbox.extend([b"", b"", b""])
        wire.say("HB", {"line": 1, "step": "s0", "ms": 1})
        wire.outbox.extend([b"", b"", b""])
        wire.say("HB", {"line": 1, "step": None})

    server.on("s1", eat)
    assert outcomes(list(server.shell().ask([command("s1")]))) == [("s1", OK)]
    assert len(server.wires[0].sends) == 2
    assert server.wires[0].sends[1].startswith(b"\n2 0 STEP s1 ")


@pytest.mark.parametrize("loss", [lose, run_and_lose, freeze])
def test_lost_connection_is_opened_again_and_the_journal_decides(loss: Behaviour) -> None:
    """The same steps are offered to a new agent, and each has run once; the person is told."""
    server = Server()
    server.on("s2", loss)
    results = list(server.shell().ask([command("s1"), command("s2"), command("s3")]))
    assert outcomes(results) == [("s1", OK), ("s2", OK), ("s3", OK)]
    assert server.runs == ["s1", "s2", "s3"]
    assert server.clock.pauses == [1]
    assert server.wires[0].is_closed
    assert [note.step_id for note in server.progress if note.notice] == ["s2"]
    assert [line[3] for line in server.wires[1].lines[1:]] == ["s2", "s3"]


def test_replayed_answer_says_so() -> None:
    """What an earlier session answered is marked; what this session answers is not."""
    server = Server()
    first = server.shell()
    list(first.ask([command("s1")]))
    first.close()
    results = list(server.shell().ask([command("s1"), command("s2")]))
    assert [result.replayed for result in results] == [True, False]


def test_connection_that_does_not_come_back() -> None:
    """The first step without answer is unknown, a change behind it too; a question behind it is skipped."""
    server = Server()
    server.on("s2", lose)
    server.starts.extend([b"\n@EXK 0 READY\n", *[NoAnswer("The server does not answer.")] * 3])
    results = list(server.shell().ask([command("s1"), command("s2"), ask_again("s3"), command("s4")]))
    assert outcomes(results) == [("s1", OK), ("s2", UNKNOWN), ("s3", SKIPPED), ("s4", UNKNOWN)]
    assert server.clock.pauses == [1, 2, 3]
    assert "The server does not answer." in results[1].why


def test_nothing_started_is_an_error() -> None:
    """When no agent ever had the steps, nothing is unknown: the call fails."""
    server = Server()
    server.starts.extend([WireLost("cut")] * 4)
    with pytest.raises(AgentLost):
        list(server.shell().ask([command("s1")]))
    server.starts.append(ConnectionRefused("The port is closed."))
    with pytest.raises(ConnectionRefused):
        list(server.shell().ask([command("s1")]))
    assert not server.runs


def test_wrong_password_is_not_tried_again() -> None:
    """A refused login on the way back ends the attempts at once: the next one could lock the account."""
    server = Server()
    server.on("s1", lose)
    server.starts.extend([b"\n@EXK 0 READY\n", LoginRefused("The password is wrong.")])
    results = list(server.shell().ask([command("s1")]))
    assert outcomes(results) == [("s1", UNKNOWN)]
    assert server.clock.pauses == [1]


def test_busy_after_a_loss_is_waited_for() -> None:
    """The old agent may hold the lock a while longer."""
    server = Server()
    server.on("s1", lose)
    server.on("OPEN", lambda wire, fields: wire.say("OPENED", {"run": "r-1", "journal": []}), say("BUSY", lock="agent.lock", holder=""))
    assert outcomes(list(server.shell().ask([command("s1")]))) == [("s1", OK)]
    assert len(server.wires) == 3


def test_step_that_kills_the_agent_twice_is_given_up() -> None:
    """A question may run again, but not for ever."""
    server = Server()
    server.on("s1", die, die, die, die)
    results = list(server.shell().ask([ask_again("s1"), ask_again("s2")]))
    assert outcomes(results) == [("s1", UNKNOWN), ("s2", SKIPPED)]
    assert server.runs == ["s1", "s1"]


@pytest.mark.parametrize(
    "lie",
    [
        forge(sha="0" * 64),
        forge(run="r-2"),
        forge(id="s9"),
        forge(state="great"),
        forge(output="x"),
        forge(errors=[1]),
        say("RESULT", id="s1"),
    ],
    ids=["script", "run", "step", "state", "output", "errors", "bare"],
)
def test_answer_to_another_question_is_not_believed(lie: Behaviour) -> None:
    """A wrong hash, run, step or form makes the step unknown and ends the agent."""
    server = Server()
    server.on("s1", lie)
    results = list(server.shell().ask([command("s1"), ask_again("s2")]))
    assert outcomes(results) == [("s1", UNKNOWN), ("s2", SKIPPED)]
    assert results[0].why
    assert server.wires[0].is_closed
    assert len(server.wires) == 1
