"""The played agent keeps the agent protocol: docs/reference/agent-protocol.md is what is tested here."""

import json
import re

import pytest

from tests.test_lab.agent_client import AGENT_TEXT, THREE, TOKEN, Agent, digest, encoded, executions, line, read_frames, stage0_line
from tests.test_lab.conftest import give_back
from tests.test_lab.raw_client import RawClient
from toolkit.lab.lab import Lab, start_lab
from toolkit.lab.settings import LabSettings, RecordedEngine


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
