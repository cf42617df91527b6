"""A run is opened once, as it was asked for, and within a time."""

import pytest

from tests.test_shells.fake_server import FakeWire, Server, command, lose, outcomes, say
from toolkit.errors import AgentBusy, AgentRefused, ShellError
from toolkit.model.command import Outcome


def test_agent_that_never_opens_the_run_is_lost() -> None:
    """Signs of life do not make an opening last for ever."""

    def hello_for_ever(wire: FakeWire, fields: list[str]) -> None:
        for _ in range(40):
            wire.outbox.extend([b""] * 3)
            wire.say("HELLO", {"agent": 1})

    server = Server()
    server.on("OPEN", *[hello_for_ever] * 4)
    server.on("s1", *[lambda wire, fields: None] * 4)
    assert outcomes(list(server.shell().ask([command("s1")]))) == [("s1", Outcome.UNKNOWN)]
    assert len(server.wires) == 4
    assert server.clock.now_s - 1000 < 4 * 65 + sum(server.clock.pauses)


def test_another_run_that_was_opened_is_not_believed() -> None:
    """OPENED must name the run that was asked for."""
    server = Server()
    server.on("OPEN", lambda wire, fields: wire.say("OPENED", {"run": "r-2", "journal": []}))
    (result,) = server.shell().ask([command("s1")])
    assert result.outcome is Outcome.UNKNOWN
    assert "OPENED" in result.why
    assert len(server.wires) == 1


def test_run_that_was_begun_before_is_refused() -> None:
    """A new run whose journal is not empty: nothing is replayed as if it had been done now, and the person is told what to do."""
    server = Server()
    server.on("OPEN", say("REFUSED", why="this run was begun before", begun=7))
    with pytest.raises(ShellError, match="begun on the server before") as caught:
        list(server.shell(new=True).ask([command("s1")]))
    assert not isinstance(caught.value, AgentRefused)
    assert "7 files" in caught.value.why


def test_only_the_first_opening_says_that_a_run_is_new() -> None:
    """After a loss the journal decides, as it must; after a refusal nothing was begun, and the run is as new as before."""
    server = Server()
    server.on("s1", lose)
    list(server.shell(new=True).ask([command("s1")]))
    assert [wire.lines[0][7] for wire in server.wires] == ["1", "0"]
    server.on("OPEN", say("BUSY", lock="host.lock", holder=""))
    shell = server.shell(new=True)
    with pytest.raises(AgentBusy):
        list(shell.ask([command("s2")]))
    assert outcomes(list(shell.ask([command("s2")]))) == [("s2", Outcome.OK)]
    assert [wire.lines[0][7] for wire in server.wires[2:]] == ["1", "1"]


def test_busy_without_a_name_says_what_the_server_said() -> None:
    """A lock that nobody can be named for brings the words of the server instead."""
    server = Server()
    server.on("OPEN", say("BUSY", lock="host.lock", holder=None, why="it is being used by another process."))
    with pytest.raises(AgentBusy) as caught:
        list(server.shell().ask([command("s1")]))
    assert "host.lock" in caught.value.why
    assert caught.value.why.endswith("The server says: it is being used by another process.")
