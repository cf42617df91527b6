"""An agent that lives and does not answer is given up, and one that was only hard to hear is not."""

from tests.test_shells.fake_server import FakeWire, Server, answer, command, outcomes
from toolkit.model.command import Outcome
from toolkit.shells.overtime import GRACE_S


def beat_for_ever(wire: FakeWire, fields: list[str]) -> None:
    """Give a sign of life every three seconds for an hour, and nothing else."""
    for _ in range(1200):
        wire.outbox.extend([b""] * 3)
        wire.say("HB", {"line": len(wire.lines), "step": "s1", "ms": 1})


def test_agent_that_never_answers_is_given_up() -> None:
    """Long after the deadline that the agent should have kept, the step is unknown and the agent is ended; nothing is started again."""
    server = Server()
    server.on("s1", beat_for_ever)
    results = list(server.shell().ask([command("s1"), command("s2")]))
    assert outcomes(results) == [("s1", Outcome.UNKNOWN), ("s2", Outcome.UNKNOWN)]
    assert "beyond its deadline" in results[0].why
    assert (server.wires[0].is_closed, len(server.wires)) == (True, 1)
    assert GRACE_S < server.clock.now_s - 1000 < GRACE_S + 30


def test_machine_that_slept_hears_the_answer() -> None:
    """A night between two frames is not the agent's fault: what was said meanwhile is read."""
    server = Server()

    def answer_in_the_morning(wire: FakeWire, fields: list[str]) -> None:
        wire.server.clock.now_s += 36_000
        wire.say("HB", {"line": 2, "step": "s1", "ms": 1})
        wire.say("RESULT", answer(wire, fields))

    server.on("s1", answer_in_the_morning)
    assert outcomes(list(server.shell().ask([command("s1")]))) == [("s1", Outcome.OK)]
