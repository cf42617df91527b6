"""The played agent keeps the agent protocol: docs/reference/agent-protocol.md is what is tested here."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.test_lab.agent_client import AGENT_TEXT, TOKEN, Agent, digest, encoded, line, read_frames, stage0_line
from tests.test_lab.conftest import give_back
from tests.test_lab.raw_client import RawClient
from toolkit.lab.injection import Effect, Injection, Moment, Point
from toolkit.lab.lab import Lab, start_lab
from toolkit.lab.settings import LabSettings, RecordedEngine, Timing
from toolkit.model.command import CommandResult, Outcome

THREE = [("one", "once", "1"), ("two", "once", "2"), ("three", "once", "3")]


@pytest.fixture(scope="module")
def slow_lab() -> Iterator[Lab]:
    """Start a lab in which a step takes a minute and the process starts at once."""
    timing = Timing(speed=1.0, process_start_s=0.0, step_s=60.0)
    with start_lab(LabSettings(RecordedEngine(give_back), timing=timing, allow_basic_http=True)) as lab:
        yield lab


@pytest.fixture
def slow(slow_lab: Lab) -> Iterator[RawClient]:
    """Return a connection to the slow lab."""
    slow_lab.reset()
    with RawClient(slow_lab) as connection:
        yield connection


def executions(lab: Lab) -> dict[str, int]:
    """Return how often each step was begun on the first host."""
    return dict(lab.hosts["127.0.0.1"].executions)


def test_a_conversation_from_ready_to_bye(lab: Lab, client: RawClient) -> None:
    """READY, HELLO, OPENED, one RESULT for each step in order, BYE; the exit code is 0."""
    agent = Agent(client)
    assert agent.run(THREE) == {"one": "ok", "two": "ok", "three": "ok"}
    assert agent.output.startswith(b"\n@EXK 0 READY\n")
    kinds = [frame.kind for frame in read_frames(agent.output)]
    assert kinds == ["HELLO", "OPENED", "RESULT", "RESULT", "RESULT", "BYE"]
    assert [frame.seq for frame in read_frames(agent.output)] == [1, 2, 3, 4, 5, 6]
    assert (agent.exit_code, executions(lab)) == (0, {"one": 1, "two": 1, "three": 1})


def test_a_result_says_what_ran(client: RawClient) -> None:
    """A RESULT begins with run, id, hash and state, and carries everything that the protocol names."""
    agent = Agent(client)
    agent.run([("one", "once", "Get-Thing")])
    frame = agent.frames("RESULT")[0]
    assert list(frame.payload)[:4] == ["run", "id", "sha", "state"]
    named = "id state why rc native_exit ms sha count truncated errors streams console killed output"
    assert set(re.split(" ", named)) <= set(frame.payload)
    assert (frame.payload["sha"], frame.payload["output"]) == (digest("Get-Thing"), ["Get-Thing"])
    assert frame.text == json.dumps(frame.payload, separators=(",", ":"))


def test_a_long_answer_comes_in_several_deflated_frames(client: RawClient) -> None:
    """A payload of a megabyte is deflated, cut into frames of 48,000 characters, and whole again at the client."""
    script = "".join(digest(str(number)) for number in range(16_000))
    agent = Agent(client)
    agent.run([("big", "once", script)])
    assert agent.frames("RESULT")[0].payload["output"] == [script]
    assert agent.output.count(b" RESULT Z+ ") > 5


@pytest.mark.parametrize("text", [AGENT_TEXT + "# more\n", "", AGENT_TEXT.replace("agent", "Agent")])
def test_another_agent_is_refused(client: RawClient, text: str) -> None:
    """Stage 0 runs only the text whose hash it pins; after REFUSED it waits for one more line, then ends with 3."""
    shell_id = client.open()
    command_id = client.start(shell_id, stage0_line())
    client.send(shell_id, command_id, f"#EXK-BEGIN {TOKEN}\n{text}#EXK-END\n".encode())
    out = b""
    while b"REFUSED" not in out:
        out += client.receive(shell_id, command_id).out
    assert out.endswith(b"\n@EXK 0 REFUSED agent-hash\n")
    client.send(shell_id, command_id, b"\n")
    assert client.receive(shell_id, command_id).exit_code == 3


def test_line_ends_and_trailing_blanks_do_not_count(client: RawClient) -> None:
    """CRLF and blanks at the end of a line change nothing about the agent's hash."""
    shell_id = client.open()
    command_id = client.start(shell_id, stage0_line())
    text = AGENT_TEXT.replace("\n", "  \r\n")
    client.send(shell_id, command_id, f"\ufeff#EXK-BEGIN {TOKEN}\r\n{text}#EXK-END\r\n".encode(), end=True)
    out = client.receive(shell_id, command_id).out + client.receive(shell_id, command_id).out
    assert next(read_frames(out)).kind == "HELLO"


def test_a_server_may_refuse_the_agent() -> None:
    """A lab can play a server that does not let the agent run."""
    engine = RecordedEngine(give_back, refuses="language-mode")
    with start_lab(LabSettings(engine, allow_basic_http=True)) as lab, RawClient(lab) as client:
        shell_id = client.open()
        assert client.receive(shell_id, client.start(shell_id, stage0_line())).out == b"\n@EXK 0 REFUSED language-mode\n"


def test_foreign_scripts_are_not_played(lab: Lab, client: RawClient) -> None:
    """A stage 0 that differs in one character is not ours: the lab says that it executes nothing, and ends with 1."""
    line_of = stage0_line()
    answer = client.run(line_of[:-8] + "AAAA" + line_of[-4:])
    assert (answer.exit_code, b"executes nothing" in answer.error) == (1, True)
    assert executions(lab) == {}


def test_a_failure_skips_the_rest(client: RawClient) -> None:
    """After a failed step the rest is skipped, unless the step may fail; +fresh begins anew."""
    steps = [("a", "once+continue", "throw"), ("b", "once", "1"), ("c", "once", "throw"), ("d", "once", "1"), ("e", "once+fresh", "1")]
    assert Agent(client).run(steps) == {"a": "failed", "b": "ok", "c": "failed", "d": "SKIP", "e": "ok"}


def test_an_answer_is_replayed_byte_for_byte(lab: Lab, client: RawClient) -> None:
    """The same steps sent to a new agent are answered from the journal, in another shell and after a reboot, without running again."""
    first = Agent(client)
    first.run(THREE)
    client.delete(first.shell_id)
    again = Agent(client)
    again.run(THREE)
    lab.reboot()
    client.http.close()
    last = Agent(client)
    last.run(THREE)
    texts = [[frame.text for frame in agent.frames("RESULT")] for agent in (first, again, last)]
    assert texts[0] == texts[1] == texts[2]
    assert last.frames("OPENED")[0].payload["journal"] == [
        f"step-{step}.{kind}" for step in ("one", "three", "two") for kind in ("done", "started")
    ]
    assert executions(lab) == {"one": 1, "two": 1, "three": 1}


def test_a_replayed_failure_stops_the_rest(lab: Lab, client: RawClient) -> None:
    """What was skipped behind a failure is skipped again behind its replay."""
    steps = [("a", "once", "throw"), ("b", "once", "1")]
    for _ in range(2):
        assert Agent(client).run(steps) == {"a": "failed", "b": "SKIP"}
    assert executions(lab) == {"a": 1}


def test_another_script_under_the_same_id_is_a_conflict(lab: Lab, client: RawClient) -> None:
    """An id that was used for another script is CONFLICT, and the rest is skipped."""
    Agent(client).run([("a", "once", "1")])
    assert Agent(client).run([("a", "once", "2"), ("b", "once", "3")]) == {"a": "CONFLICT", "b": "SKIP"}
    assert executions(lab) == {"a": 1}


def test_another_run_knows_nothing(lab: Lab, client: RawClient) -> None:
    """Runs do not share their journals."""
    Agent(client, run="r1").run([("a", "once", "1")])
    Agent(client, run="r2").run([("a", "once", "1")])
    assert executions(lab) == {"a": 2}


@dataclass(frozen=True, slots=True)
class Death:
    """Where an agent dies in its second step, what the next agent answers to that step, and how often the step ran."""

    point: Point
    moment: Moment
    second: str
    times: int


DEATHS = [
    Death(Point.STARTED, Moment.BEFORE, "ok", 1),
    Death(Point.STARTED, Moment.AFTER, "UNKNOWN", 0),
    Death(Point.DONE, Moment.BEFORE, "UNKNOWN", 1),
    Death(Point.DONE, Moment.AFTER, "ok", 1),
    Death(Point.FRAME, Moment.BEFORE, "ok", 1),
    Death(Point.FRAME, Moment.AMID, "ok", 1),
    Death(Point.FRAME, Moment.AFTER, "ok", 1),
]


@pytest.mark.parametrize("effect", [Effect.KILL, Effect.REBOOT])
@pytest.mark.parametrize("death", DEATHS, ids=[f"{death.moment.value}-{death.point.value}" for death in DEATHS])
def test_a_killed_agent_never_runs_a_step_twice(lab: Lab, client: RawClient, death: Death, effect: Effect) -> None:
    """Wherever the agent dies, the next one replays the step, runs it for the first time, or says UNKNOWN and skips the rest."""
    lab.inject(Injection(death.point, death.moment, effect, nth=2))
    die(client, effect)
    client.http.close()
    rest = "ok" if death.second == "ok" else "SKIP"
    assert Agent(client).run(THREE) == {"one": "ok", "two": death.second, "three": rest}
    assert (executions(lab)["one"], executions(lab).get("two", 0)) == (1, death.times)
    assert lab.hosts["127.0.0.1"].injected == 1


def die(client: RawClient, effect: Effect) -> None:
    """Run three steps with an agent that dies on the way."""
    if effect is Effect.REBOOT:
        with pytest.raises((OSError, AssertionError)):
            Agent(client).run(THREE)
    else:
        Agent(client).run(THREE)


def test_a_torn_frame_is_not_whole(lab: Lab, client: RawClient) -> None:
    """An agent that dies in the middle of a frame leaves half of it, which nobody takes for an answer."""
    lab.inject(Injection(Point.FRAME, Moment.AMID, Effect.KILL))
    agent = Agent(client)
    assert agent.run([("one", "once", "1")]) == {}
    assert b"RESULT" in agent.output
    assert agent.exit_code == -1073741510


def test_a_question_runs_again_when_it_was_not_seen_to_end(lab: Lab, client: RawClient) -> None:
    """An idempotent step whose agent died in it runs again."""
    lab.inject(Injection(Point.DONE, Moment.BEFORE, Effect.KILL))
    Agent(client).run([("ask", "idempotent", "1")])
    assert Agent(client).run([("ask", "idempotent", "1")]) == {"ask": "ok"}
    assert executions(lab) == {"ask": 2}


def test_what_a_session_step_left_in_memory_is_made_again(lab: Lab, client: RawClient) -> None:
    """A shared question runs again in a new agent, though its answer is known, because what it loaded has died with the old one."""
    for _ in range(2):
        Agent(client).run([("load", "idempotent+shared", "1")])
    assert executions(lab) == {"load": 2}


def test_a_person_resolves_an_unknown(lab: Lab, client: RawClient) -> None:
    """After RESOLVE applied the step counts as done; after not-applied it may run once more; else there is nothing to resolve."""
    lab.inject(Injection(Point.STARTED, Moment.AFTER, Effect.KILL))
    Agent(client).run([("a", "once", "1")])
    agent = Agent(client)
    agent.say(agent.lines.add("RESOLVE", "a", "not-applied", encoded("me")))
    assert agent.wait("RESOLVED") == {"id": "a", "as": "not-applied"}
    assert agent.run([("a", "once", "1")]) == {"a": "ok"}
    lab.inject(Injection(Point.STARTED, Moment.AFTER, Effect.KILL))
    Agent(client).run([("b", "once", "1")])
    agent = Agent(client)
    agent.say(agent.lines.add("RESOLVE", "b", "applied", encoded("me")))
    assert agent.run([("b", "once", "1"), ("c", "once", "1")]) == {"b": "applied", "c": "ok"}
    assert executions(lab) == {"a": 1, "c": 1}


def test_nothing_to_resolve_is_refused(client: RawClient) -> None:
    """RESOLVE of a step that is not unknown is refused."""
    agent = Agent(client)
    agent.say(agent.lines.add("RESOLVE", "a", "applied", encoded("me")))
    assert agent.wait("REFUSED") == {"id": "a", "why": "there is nothing to resolve"}


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (("A", "once", "1", digest("x"), encoded("x")), "id"),
        (("a" * 49, "once", "1", digest("x"), encoded("x")), "id"),
        (("a", "twice", "1", digest("x"), encoded("x")), "policy"),
        (("a", "once", "1", digest("y"), encoded("x")), "hash"),
    ],
)
def test_a_step_that_is_wrong_is_refused(lab: Lab, client: RawClient, fields: tuple[str, ...], why: str) -> None:
    """A bad id, an unknown policy or a script that is not the one of its hash is refused, and the rest skipped."""
    agent = Agent(client)
    agent.say(agent.lines.add("STEP", *fields))
    assert why in str(agent.wait("REFUSED")["why"])
    assert agent.run([("b", "once", "1")])["b"] == "SKIP"
    assert executions(lab) == {}


def test_no_step_without_an_open_run(client: RawClient) -> None:
    """Before OPEN there is no journal, and without a journal nothing runs."""
    assert Agent(client, run="").run([("a", "once", "1")]) == {"a": "REFUSED"}


def test_a_second_agent_is_busy(client: RawClient) -> None:
    """One agent for each run; alone, one for the host; the lock dies with its agent."""
    first = Agent(client, run="r1", alone=1)
    first.wait("OPENED")
    for run, alone, lock in (("r1", 0, "agent.lock"), ("r2", 1, "host.lock")):
        other = Agent(client, run=run, alone=alone)
        assert other.wait_end() == 0
        busy = other.frames("BUSY")[0].payload
        assert (busy["lock"], json.loads(str(busy["holder"]))["run"]) == (lock, "r1")
    client.delete(first.shell_id)
    assert Agent(client, run="r1", alone=1).run([("a", "once", "1")]) == {"a": "ok"}


def test_a_library_must_be_the_one_of_its_hash(client: RawClient) -> None:
    """A good library is taken without a word; a damaged one is refused and everything skipped."""
    agent = Agent(client)
    agent.say(agent.lines.add("LIB", digest("f"), encoded("f")) + agent.lines.step("a", "1"))
    assert agent.wait("RESULT")["state"] == "ok"
    agent.say(agent.lines.add("LIB", digest("f"), encoded("g")))
    agent.wait("REFUSED")
    assert agent.run([("b", "once", "1")])["b"] == "SKIP"


def test_torn_and_missing_lines_are_asked_for(lab: Lab, client: RawClient) -> None:
    """A wrong sum or a gap is answered with NAK and the number expected; nothing behind it runs before that line has come."""
    agent = Agent(client)
    torn, two, three = agent.lines.step("a", "1"), agent.lines.step("b", "2"), agent.lines.step("c", "3")
    agent.say(torn[:-5] + b"\n" + two + three)
    assert agent.wait("NAK") == {"expect": 2, "why": "checksum"}
    assert executions(lab) == {}
    agent.say(b"\n" + torn + two + three + three)
    agent.wait("RESULT", 3)
    assert [frame.payload["id"] for frame in agent.frames("RESULT")] == ["a", "b", "c"]
    agent.say(line(9, "PING"))
    assert agent.wait("NAK", 2) == {"expect": 5, "why": "gap"}


def test_frames_are_repeated_until_they_are_acknowledged(client: RawClient) -> None:
    """RESEND brings frames again, byte for byte, except those that an ack has let the agent forget."""
    agent = Agent(client)
    agent.say(agent.lines.step("a", "1"))
    agent.wait("RESULT")
    agent.say(agent.lines.add("RESEND", 1))
    agent.wait("RESULT", 2)
    assert len(agent.frames("HELLO")) == 2
    agent.say(agent.lines.add("RESEND", 1, ack=2))
    agent.wait("RESULT", 3)
    assert len(agent.frames("HELLO")) == 2


def test_ping_is_answered(client: RawClient) -> None:
    """PING gets a sign of life with the last line, and what is unknown is refused aloud."""
    agent = Agent(client)
    agent.say(agent.lines.add("PING"))
    assert agent.wait("HB")["line"] == 2
    agent.say(agent.lines.add("DANCE"))
    assert agent.wait("REFUSED")["why"] == "the verb DANCE is not known"


def test_fields_that_are_wrong_end_the_agent(client: RawClient) -> None:
    """A line with a good sum but fields that its verb does not take is FATAL, and the agent leaves with 70."""
    agent = Agent(client)
    agent.say(agent.lines.add("RESEND", "x"))
    assert (agent.wait_end(), len(agent.frames("FATAL"))) == (70, 1)


def test_cancel_stops_the_running_step(slow: RawClient) -> None:
    """CANCEL ends the running step as cancelled, kept in the journal, and skips the rest, now and later."""
    agent = Agent(slow)
    agent.say(agent.lines.step("a", "1") + agent.lines.step("b", "2"))
    agent.wait_running("a")
    agent.say(agent.lines.add("CANCEL"))
    agent.wait("SKIP")
    assert agent.answers() == {"a": "cancelled", "b": "SKIP"}
    assert agent.run([("c", "once", "3")])["c"] == "SKIP"
    assert Agent(slow).run([("a", "once", "1")]) == {"a": "cancelled"}


@pytest.mark.parametrize("way", ["end of input", "ctrl_c"])
def test_a_client_that_leaves_cancels(slow: RawClient, way: str) -> None:
    """The end of the input, and Ctrl-C, cancel the step, answer the rest, and end the agent."""
    agent = Agent(slow)
    agent.say(agent.lines.step("a", "1") + agent.lines.step("b", "2"))
    agent.wait_running("a")
    if way == "ctrl_c":
        slow.signal(agent.shell_id, agent.command_id, way)
    else:
        slow.send(agent.shell_id, agent.command_id, b"", end=True)
    assert agent.wait_end() == 0
    assert agent.answers() == {"a": "cancelled", "b": "SKIP"}


def test_a_silent_step_is_heard_of(slow: RawClient) -> None:
    """While nothing else is said, signs of life come in the heartbeat time of OPEN."""
    agent = Agent(slow, heartbeat_ms=20)
    agent.say(agent.lines.step("a", "1"))
    agent.wait("HB", 3)
    assert agent.frames("HB")[2].payload["step"] == "a"


def test_a_deleted_shell_ends_the_step_as_unknown(slow: RawClient) -> None:
    """A step whose shell is deleted is UNKNOWN to the next agent."""
    agent = Agent(slow)
    agent.say(agent.lines.step("a", "1"))
    agent.wait_running("a")
    slow.delete(agent.shell_id)
    assert Agent(slow).run([("a", "once", "1")]) == {"a": "UNKNOWN"}


def long_answer(step_id: str, script: str) -> CommandResult:
    """Answer with an hour of work, or with an outcome named in the script."""
    outcome = Outcome(script) if script in ("unknown", "deadline") else Outcome.OK
    return CommandResult(step_id, outcome, output=("x",))


def test_a_deadline_ends_a_step_that_takes_longer() -> None:
    """A step that takes longer than its deadline ends as deadline; the time is not waited at speed 0."""
    settings = LabSettings(RecordedEngine(long_answer), timing=Timing(step_s=3600.0), allow_basic_http=True)
    with start_lab(settings) as lab, RawClient(lab) as client:
        assert Agent(client).run([("a", "once", "1"), ("b", "once", "2")]) == {"a": "deadline", "b": "SKIP"}


def test_a_scenario_may_leave_a_step_unknown() -> None:
    """A step that could not be stopped is answered UNKNOWN, and stays so."""
    with start_lab(LabSettings(RecordedEngine(long_answer), allow_basic_http=True)) as lab, RawClient(lab) as client:
        for _ in range(2):
            assert Agent(client).run([("a", "once", "unknown"), ("b", "once", "2")]) == {"a": "UNKNOWN", "b": "SKIP"}


def test_quick_answers_are_written_together(lab: Lab, client: RawClient) -> None:
    """Twelve quick steps in one Send are answered with few Receives."""
    agent = Agent(client)
    agent.run([(f"s{number}", "idempotent", "1") for number in range(12)])
    assert len(agent.answers()) == 12
    assert lab.hosts["127.0.0.1"].requests["receive"] <= 5


def test_a_long_step_tells_of_its_output() -> None:
    """While a step of some seconds runs, OUT says how many items there are, at most once a second."""
    timing = Timing(speed=1.0, process_start_s=0.0, step_s=1.3)
    engine = RecordedEngine(lambda step_id, script: CommandResult(step_id, Outcome.OK, output=("1", "2")))
    with start_lab(LabSettings(engine, timing=timing, allow_basic_http=True)) as lab, RawClient(lab) as client:
        agent = Agent(client)
        agent.run([("a", "once", "1")])
    assert [(frame.payload["count"], frame.payload["last"]) for frame in agent.frames("OUT")] == [(1, '"1"')]
