"""Connection, agent, server and client, each killed before and after every request and every moment of the journal."""

import itertools

import pytest

from tests.test_accidents.conftest import answer
from tests.test_accidents.stage import CHANGES, SCRIPTS, ClientDied, Results, Stage, carry_out, check_server, make_stage, outcomes
from toolkit.errors import AgentBusy
from toolkit.lab.faults import FaultKind
from toolkit.lab.injection import Effect, Injection, Moment, Point
from toolkit.lab.lab import start_lab
from toolkit.lab.settings import LabSettings, RecordedEngine
from toolkit.model.command import Outcome
from toolkit.model.target import Login

TIMES = {
    Point.CREATE: (1,),
    Point.COMMAND: (1,),
    Point.SEND: (1, 2),
    Point.RECEIVE: (1, 2, 3),
    Point.DELETE: (1,),
    Point.STARTED: (2, 5),
    Point.DONE: (2, 5),
}
"""The how-many-th arrival: first and second Send carry different calls, steps 2 and 5 are changes of different calls."""
PLACES = [(point, moment, nth) for point in TIMES for moment in (Moment.BEFORE, Moment.AFTER) for nth in TIMES[point]]
REQUESTS = [place for place in PLACES if place[0] not in (Point.STARTED, Point.DONE)]
BETWEEN = {(Point.STARTED, Moment.AFTER), (Point.DONE, Moment.BEFORE)}
"""Where a step has begun and nothing says how it ended."""


def name(value: object) -> str:
    """Return a short name for a place in the matrix."""
    if isinstance(value, FaultKind):
        return value.name.lower()
    return value.value if isinstance(value, Point | Moment | Effect) else str(value)


def run_with(stage: Stage, injection: Injection) -> Results:
    """Carry the run out with an accident on the way, and check what is left on the server."""
    stage.lab.inject(injection)
    results = carry_out(stage.shell())
    check_server(stage.host, results)
    assert stage.host.injected == 1
    return results


@pytest.mark.parametrize(("point", "moment", "nth"), PLACES, ids=name)
def test_a_cut_connection_loses_nothing(stage: Stage, point: Point, moment: Moment, nth: int) -> None:
    """Whatever was on its way when the connection broke: every step succeeds, every change ran once."""
    results = run_with(stage, Injection(point, moment, Effect.DROP, nth))
    assert outcomes(results) == dict.fromkeys(CHANGES, Outcome.OK)
    assert len(results) == len(SCRIPTS)


@pytest.mark.parametrize(("point", "moment", "nth"), REQUESTS, ids=name)
def test_an_idle_connection_may_be_closed(stage: Stage, point: Point, moment: Moment, nth: int) -> None:
    """The server closes a connection that was quiet, as http.sys does after two minutes: nobody notices, sealed or not."""
    assert outcomes(run_with(stage, Injection(point, moment, Effect.CLOSE, nth))) == dict.fromkeys(CHANGES, Outcome.OK)


@pytest.mark.parametrize("effect", [Effect.KILL, Effect.REBOOT], ids=["agent", "server"])
@pytest.mark.parametrize(("point", "moment", "nth"), PLACES, ids=name)
def test_a_killed_agent_repeats_no_change(stage: Stage, effect: Effect, point: Point, moment: Moment, nth: int) -> None:
    """Agent or server die anywhere: only a change that had begun and not ended is unknown, and then nothing behind it runs."""
    results = run_with(stage, Injection(point, moment, effect, nth))
    unknown = [step_id for step_id, outcome in outcomes(results).items() if outcome is Outcome.UNKNOWN]
    if (point, moment) in BETWEEN:
        assert unknown == {2: ["change-1"], 5: ["change-3"]}[nth]
    elif point is Point.SEND or point is Point.RECEIVE:
        assert len(unknown) <= 1  # the agent works while requests travel: a change may be in the middle of it
    else:
        assert outcomes(results) == dict.fromkeys(CHANGES, Outcome.OK)


@pytest.mark.parametrize(("point", "moment", "nth"), PLACES, ids=name)
def test_a_new_client_takes_over_what_a_dead_one_began(stage: Stage, point: Point, moment: Moment, nth: int) -> None:
    """The client dies anywhere, its shell is deleted by the server in the end, and a second client of the run repeats nothing."""
    stage.lab.inject(Injection(point, moment, Effect.DROP, nth))
    with pytest.raises(ClientDied):
        carry_out(stage.shell(may_die=True))
    stage.pass_idle_time()
    before = dict(stage.host.executions)
    results = carry_out(stage.shell())
    check_server(stage.host, results)
    for step_id, outcome in outcomes(results).items():
        if step_id in before:
            assert outcome is Outcome.UNKNOWN or results[step_id].replayed, step_id


def test_a_dead_clients_agent_keeps_others_out(stage: Stage) -> None:
    """As long as the shell of the dead client lives, a second client is told who works there, and starts nothing."""
    stage.lab.inject(Injection(Point.RECEIVE, Moment.AFTER, Effect.DROP, nth=2))
    with pytest.raises(ClientDied):
        carry_out(stage.shell(may_die=True))
    with pytest.raises(AgentBusy, match="Another run works on this server: run r-accident"):
        carry_out(stage.shell())
    assert stage.host.live_shells == 1
    stage.pass_idle_time()


GONE = [FaultKind.SHELL_NOT_FOUND, FaultKind.PIPE_ENDED]
UNCERTAIN = [FaultKind.TIMEOUT, FaultKind.BUSY]
FAULTS = [
    (kind, point, moment, nth)
    for (point, moment, nth), kind in itertools.product(REQUESTS, GONE + UNCERTAIN)
    if nth < 3  # the third Receive may never come
    and (point, moment) != (Point.RECEIVE, Moment.AFTER)  # no server throws output away and then answers with a fault
    and (point is not Point.DELETE or kind in UNCERTAIN)  # a server that denies a living shell is not to be helped
]


@pytest.mark.parametrize(("kind", "point", "moment", "nth"), FAULTS, ids=name)
def test_a_fault_loses_nothing(stage: Stage, kind: FaultKind, point: Point, moment: Moment, nth: int) -> None:
    """Faults that end a shell, and those that leave open whether a request was carried out, are got over everywhere."""
    results = run_with(stage, Injection(point, moment, Effect.FAULT, nth, fault=kind))
    assert list(outcomes(results).values()).count(Outcome.UNKNOWN) <= 1


def test_without_a_journal_steps_run_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: an agent that remembers nothing repeats changes, so the matrix would see it."""
    repeated = 0
    with start_lab(LabSettings(RecordedEngine(answer, journal=False))) as lab:
        for (point, nth), moment in itertools.product([(Point.STARTED, 2), (Point.DONE, 2), (Point.DONE, 4)], Moment):
            stage = make_stage(lab, Login.BASIC, monkeypatch)
            lab.inject(Injection(point, moment, Effect.KILL, nth))
            carry_out(stage.shell())
            repeated += any(stage.host.executions[step_id] > 1 for step_id in CHANGES)
    assert repeated >= 3
