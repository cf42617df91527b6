"""How the played agent runs its plan: time, progress, cancelling, skipping."""

from collections.abc import Iterator

import pytest

from tests.test_lab.agent_client import Agent
from tests.test_lab.conftest import give_back
from tests.test_lab.raw_client import RawClient
from toolkit.lab.lab import Lab, start_lab
from toolkit.lab.settings import LabSettings, RecordedEngine, Timing
from toolkit.model.command import CommandResult, Outcome


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


def test_a_failure_skips_the_rest(client: RawClient) -> None:
    """After a failed step the rest is skipped, unless the step may fail; +fresh begins anew."""
    steps = [("a", "once+continue", "throw"), ("b", "once", "1"), ("c", "once", "throw"), ("d", "once", "1"), ("e", "once+fresh", "1")]
    assert Agent(client).run(steps) == {"a": "failed", "b": "ok", "c": "failed", "d": "SKIP", "e": "ok"}
