"""The journal of the played agent: nothing runs twice, whatever dies."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.test_lab.agent_client import THREE, Agent, encoded, executions
from tests.test_lab.raw_client import RawClient
from toolkit.lab.agent_journal import AgentStep, Journal, Verdict
from toolkit.lab.disk import Disk
from toolkit.lab.injection import Effect, Injection, Moment, Point
from toolkit.lab.lab import Lab


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


def test_run_that_must_be_new_and_is_not_is_refused(lab: Lab, client: RawClient) -> None:
    """OPEN with the mark of a new run is refused when the journal holds anything; nothing runs and nothing is replayed."""
    Agent(client).run([("a", "once", "1")])
    agent = Agent(client, run="")
    agent.say(agent.lines.add("OPEN", "r1", "-", 15000, 0, 1) + agent.lines.step("b", "1"))
    assert agent.wait("REFUSED") == {"why": "this run was begun before", "begun": 2}
    assert executions(lab) == {"a": 1}


@pytest.mark.parametrize(
    "damage", [lambda text: text[:-1], lambda text: text.partition("\n")[0], lambda text: text.replace("ok", "ko"), lambda text: ""]
)
@pytest.mark.parametrize(("idempotent", "verdict"), [(False, Verdict.DAMAGED), (True, Verdict.AGAIN)])
def test_damaged_answer_is_not_replayed(idempotent: bool, verdict: Verdict, damage: Callable[[str], str]) -> None:
    """A change with a damaged answer is unknown until a person resolves it; a question is asked again."""
    journal = Journal(disk := Disk(), "r1", "C:\\j")
    step = AgentStep("a", idempotent, goes_on=False, shared=False, fresh=False, deadline_s=1, sha="b" * 64, script="")
    journal.begin(step)
    journal.end("a", f'{{"run":"r1","id":"a","sha":"{step.sha}","state":"ok"}}')
    assert journal.judge(step) is Verdict.REPLAY
    disk.files["C:\\j\\step-a.done"] = damage(disk.files["C:\\j\\step-a.done"])
    assert journal.judge(step) is verdict
    assert journal.resolve("a", applied=True, by="me")
    assert journal.judge(step) is Verdict.REPLAY
