"""How calls end: too much output, agents that give up or are turned away, cancelling, leaving early."""

import pytest

from tests.test_shells.fake_server import (
    Behaviour,
    FakeWire,
    Server,
    answer,
    ask_again,
    command,
    decode,
    forge,
    ignore,
    lose,
    outcomes,
    say,
    turn_away,
)
from toolkit.errors import AgentBusy, AgentLost, AgentRefused, ShellError
from toolkit.model.command import Outcome
from toolkit.shells.agent import AgentShell
from toolkit.shells.agent_lines import Resolution, journal_name
from toolkit.shells.wire import WireEnded

OK, FAILED, UNKNOWN, SKIPPED = Outcome.OK, Outcome.FAILED, Outcome.UNKNOWN, Outcome.SKIPPED


def test_answer_that_is_too_large_is_unknown() -> None:
    """A payload over 64 MiB ends the agent and leaves the step unknown."""
    server = Server()
    server.on("s1", forge(output=["x" * (65 << 20)]))
    results = list(server.shell().ask([command("s1")]))
    assert outcomes(results) == [("s1", UNKNOWN)]
    assert "64 MiB" in results[0].why
    assert server.wires[0].is_closed


def test_busy_names_the_holder() -> None:
    """Who works on the server stands in the error; nothing was started."""
    server = Server()
    server.on("OPEN", say("BUSY", lock="host.lock", holder='{"run":"r-7","pid":4711,"at":"2026-11-25T10:00:00Z"}'))
    with pytest.raises(AgentBusy, match="run r-7, process 4711") as caught:
        list(server.shell().ask([command("s1")]))
    assert "host.lock" in caught.value.why


@pytest.mark.parametrize("reason", ["language-mode", "powershell-version", "agent-hash"])
def test_refused_agent_says_why(reason: str) -> None:
    """Each reason of stage 0 reaches the person, and the shell on the server is ended."""
    server = Server()
    server.on("BEGIN", turn_away)
    server.starts.append(b"\n@EXK 0 READY\n" if reason == "agent-hash" else f"\n@EXK 0 REFUSED {reason}\n".encode())
    with pytest.raises(AgentRefused) as caught:
        list(server.shell().ask([command("s1")]))
    assert caught.value.why.startswith(f"{reason}: ")
    assert server.wires[0].is_closed
    assert not server.runs


def test_folder_that_cannot_be_trusted_is_an_error_and_no_reason_for_the_fallback() -> None:
    """A planted journal folder stops the call; AgentRefused would open the way around the journal."""
    server = Server()
    server.on("OPEN", say("REFUSED", why="the journal's folder cannot be trusted: it belongs to S-1-5-21-1"))
    server.on("s1", ignore)
    with pytest.raises(ShellError, match="cannot work") as caught:
        list(server.shell().ask([command("s1")]))
    assert not isinstance(caught.value, AgentRefused)
    assert "S-1-5-21-1" in caught.value.why


def test_library_that_does_not_load_is_an_error() -> None:
    """Without its libraries nothing was started."""
    server = Server()
    server.on("LIB", say("REFUSED", why="a library does not load: boo"))
    server.on("s1", say("SKIP", id="s1"))
    with pytest.raises(ShellError) as caught:
        list(server.shell("boo").ask([command("s1")]))
    assert "boo" in caught.value.why
    assert server.wires[0].is_closed


KINDS = {
    "UNKNOWN": (say("UNKNOWN", id="s1", why="begun, and not seen to end"), UNKNOWN, "Begun, and not seen to end."),
    "SKIP": (say("SKIP", id="s1"), SKIPPED, "A step before it did not succeed."),
    "CONFLICT": (say("CONFLICT", id="s1", why="another script ran"), Outcome.CONFLICT, "Another script ran."),
    "REJECTED": (say("REJECTED", id="s1", why="Missing brace.", line=3), Outcome.REJECTED, "Line 3: Missing brace."),
    "REFUSED": (say("REFUSED", id="s1", why="no journal: disk full"), Outcome.REFUSED, "No journal: disk full."),
    "deadline": (
        forge(state="deadline", why="stopped; what it had done is not known"),
        Outcome.DEADLINE,
        "Stopped; what it had done is not known.",
    ),
    "cancelled": (forge(state="cancelled", why="stopped"), Outcome.CANCELLED, "Stopped."),
    "applied": (
        forge(state="applied", by="Ivanova, seen in the log", sha=""),
        OK,
        "A person said that it was applied: Ivanova, seen in the log",
    ),
    "not kept": (forge(not_kept="disk full", truncated=True), OK, "It ended, but its answer could not be kept on the server: disk full"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_outcome_of_each_answer(kind: str) -> None:
    """Every kind of answer has its outcome and a sentence."""
    behaviour, outcome, why = KINDS[kind]
    server = Server()
    server.on("s1", behaviour)
    (result,) = server.shell().ask([command("s1")])
    assert (result.outcome, result.why) == (outcome, why)


def test_members_of_a_result() -> None:
    """Everything that the agent says of a step arrives in the result."""
    server = Server()
    streams = {"warning": ["w"], "verbose": []}
    server.on("s1", forge(native_exit=-1032, streams=streams, console="c", truncated=True, ms=7))
    (result,) = server.shell().ask([command("s1")])
    assert (result.native_exit, result.warnings, result.console, result.truncated, result.duration_ms) == (-1032, ("w",), "c", True, 7)
    assert result.script_sha256 == command("s1").sha256


def test_agent_that_left_an_unstoppable_step_is_not_started_again() -> None:
    """After UNKNOWN and BYE abandoned the rest was not begun: it is skipped without asking again."""
    server = Server()

    def abandon(wire: FakeWire, fields: list[str]) -> None:
        wire.say("UNKNOWN", {"id": "s1", "why": "deadline, and the step could not be stopped"})
        wire.say("BYE", "abandoned")

    server.on("s1", abandon)
    server.on("s2", ignore)
    assert outcomes(list(server.shell().ask([command("s1"), command("s2")]))) == [("s1", UNKNOWN), ("s2", SKIPPED)]
    assert len(server.wires) == 1


def test_agent_that_gives_up_is_started_again() -> None:
    """FATAL is a lost agent; the journal decides."""
    server = Server()
    server.on("s1", say("FATAL", message="boo", line=7))
    assert outcomes(list(server.shell().ask([command("s1")]))) == [("s1", OK)]
    assert any("boo" in note.says for note in server.progress)


def test_session_steps_run_again_in_a_new_agent() -> None:
    """What a shared question left in memory is gone with its process, so the new agent gets it first; its answer is not told twice."""
    server = Server()
    shell = server.shell()
    list(shell.ask([ask_again("shell", shared=True), ask_again("other")]))
    server.on("s1", lose)
    assert outcomes(list(shell.ask([command("s1")]))) == [("s1", OK)]
    assert [line[3] for line in server.wires[1].lines[1:]] == ["shell", "s1"]


def test_progress_reaches_the_observer() -> None:
    """News and heartbeats of a running step are told as they come."""
    server = Server()

    def talk(wire: FakeWire, fields: list[str]) -> None:
        wire.say("OUT", {"id": "s1", "ms": 1200, "count": 3, "last": "row 3", "progress": "30 %"})
        wire.say("HB", {"line": 2, "step": "s1", "ms": 6000})
        wire.say("RESULT", answer(wire, fields))

    server.on("s1", talk)
    list(server.shell().ask([command("s1")]))
    assert [(note.step_id, note.says, note.items, note.running_ms) for note in server.progress] == [
        ("s1", "30 %", 3, 1200),
        ("s1", "", 0, 6000),
    ]


def stop_on_cancel(server: Server) -> None:
    """Let s1 run until CANCEL comes, and s2 be skipped then."""

    def stop(wire: FakeWire, fields: list[str]) -> None:
        wire.say("RESULT", answer(wire, wire.lines[1][3:-1], state="cancelled", why="stopped"))
        wire.say("SKIP", {"id": "s2"})

    server.on("s1", lambda wire, fields: wire.say("HB", {"line": 3, "step": "s1", "ms": 1}))
    server.on("s2", ignore)
    server.on("CANCEL", stop)


def cancel_when_open(shell: AgentShell) -> Behaviour:
    """Return a behaviour of OPEN: somebody cancels right after it."""

    def open_and_cancel(wire: FakeWire, fields: list[str]) -> None:
        wire.say("OPENED", {"run": "r-1", "journal": []})
        shell.cancel()

    return open_and_cancel


def test_cancel_stops_the_step_and_the_next_call_gets_a_new_agent() -> None:
    """The results come through the call; a cancelled agent would skip everything for ever."""
    server = Server()
    stop_on_cancel(server)
    shell = server.shell()
    results = shell.ask([command("s1"), command("s2")])
    server.progress.clear()
    server.on("OPEN", cancel_when_open(shell))
    assert outcomes(list(results)) == [("s1", Outcome.CANCELLED), ("s2", SKIPPED)]
    assert server.wires[0].is_closed
    assert outcomes(list(shell.ask([command("s3")]))) == [("s3", OK)]
    assert len(server.wires) == 2


def test_cancel_before_a_call_skips_it() -> None:
    """What was cancelled before it was sent is not sent."""
    server = Server()
    shell = server.shell()
    shell.cancel()
    assert outcomes(list(shell.ask([command("s1")]))) == [("s1", SKIPPED)]
    assert not server.wires


def test_cancel_that_is_not_answered_becomes_ctrl_c_and_then_the_end() -> None:
    """Three means, one after the other; then the step is unknown, and nothing is started again."""
    server = Server()
    server.on("s1", beat_on)
    server.on("CANCEL", beat_on)
    shell = server.shell(cancel_s=4)
    server.on("OPEN", cancel_when_open(shell))
    assert outcomes(list(shell.ask([command("s1")]))) == [("s1", UNKNOWN)]
    wire = server.wires[0]
    assert (wire.verbs().count("CANCEL"), wire.interrupts, wire.is_closed, len(server.wires)) == (1, 1, True, 1)


def beat_on(wire: FakeWire, fields: list[str]) -> None:
    """Give signs of life for a while, and nothing else."""
    for _ in range(30):
        wire.outbox.append(b"")
        wire.say("HB", {"line": len(wire.lines), "step": "s1", "ms": 1})


def test_ctrl_c_cancels_waits_for_the_journal_and_goes_on_as_ctrl_c() -> None:
    """CANCEL is sent, the answer that the journal keeps is awaited and told, and the interrupt is raised again."""
    server = Server()
    stop_on_cancel(server)
    server.on("s1", lambda wire, fields: wire.outbox.append(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        list(server.shell().ask([command("s1"), command("s2")]))
    assert server.wires[0].verbs()[-1] == "CANCEL"
    assert server.wires[0].is_closed
    assert [(note.step_id, note.says) for note in server.progress if note.notice] == [
        ("s1", "Stopped; the journal on the server says: cancelled.")
    ]


def test_second_ctrl_c_leaves_at_once() -> None:
    """The agent is ended without waiting."""
    server = Server()
    server.on("s1", lambda wire, fields: wire.outbox.extend([KeyboardInterrupt(), KeyboardInterrupt()]))
    with pytest.raises(KeyboardInterrupt):
        list(server.shell().ask([command("s1")]))
    assert server.wires[0].is_closed


def test_leaving_the_results_early_stops_the_rest() -> None:
    """Whoever stops reading does not want the steps behind."""
    server = Server()
    server.on("s2", ignore)
    server.on("CANCEL", say("SKIP", id="s2"))
    results = server.shell().ask([command("s1"), command("s2")])
    assert next(results).step_id == "s1"
    results.close()  # type: ignore[attr-defined] # ask is a generator
    assert server.wires[0].verbs()[-1] == "CANCEL"
    assert server.wires[0].is_closed


@pytest.mark.parametrize("resolution", Resolution)
def test_resolving_an_unknown_step(resolution: Resolution) -> None:
    """The person's answer and name reach the journal in one line."""
    server = Server()
    server.on("RESOLVE", say("RESOLVED", id="s1", **{"as": resolution.value}))
    server.shell().resolve("s1", resolution, "Ivanova: seen in the log")
    line = server.wires[0].lines[1]
    assert (line[2:5], decode(line[5])) == (["RESOLVE", "s1", resolution.value], "Ivanova: seen in the log")


def test_resolving_what_is_not_unknown_is_an_error() -> None:
    """The journal has no such question, or the connection is lost: both are said."""
    server = Server()
    server.on("RESOLVE", say("REFUSED", id="s1", why="there is nothing to resolve"))
    with pytest.raises(ShellError, match="s1 cannot be resolved"):
        server.shell().resolve("s1", Resolution.APPLIED, "x")
    server.on("RESOLVE", lambda wire, fields: wire.outbox.append(WireEnded(1)))
    with pytest.raises(AgentLost):
        server.shell().resolve("s1", Resolution.APPLIED, "x")


def test_close_twice() -> None:
    """Closing an open, a closed and a never opened shell is safe."""
    server = Server()
    shell = server.shell()
    shell.close()
    list(shell.ask([command("s1")]))
    shell.close()
    shell.close()
    assert server.wires[0].is_closed


@pytest.mark.parametrize(
    ("run_id", "name"),
    [
        ("R-20261125-EX01.contoso.com-1a2b", "r-20261125-ex01-contoso-com-1a2b"),
        ("../..\\x", "x"),
        ("", "run"),
        ("a" * 64, "a" * 64),
    ],
)
def test_run_id_becomes_a_folder_name(run_id: str, name: str) -> None:
    """Whatever a run is called, its folder's name is one that the agent takes."""
    assert journal_name(run_id) == name


def test_long_run_ids_stay_apart() -> None:
    """Two long names that differ at the end have different folders."""
    one, other = journal_name("a" * 90 + "1"), journal_name("a" * 90 + "2")
    assert one != other
    assert len(one) == len(other) == 64
