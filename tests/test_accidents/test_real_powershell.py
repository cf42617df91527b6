"""The same accidents with the real agent in a real PowerShell: its journal on disk is what decides."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.test_accidents.stage import ClientDied, Results, Stage, carry_out, make_stage, step
from tests.test_lab.powershell import SCENARIOS, find_powershell
from toolkit.lab.injection import Effect, Injection, Moment, Point
from toolkit.lab.lab import Lab, start_lab
from toolkit.lab.settings import LabSettings, PowerShellEngine
from toolkit.lab.world import prepare_world
from toolkit.model.command import Command, Outcome, Policy
from toolkit.model.target import Login
from toolkit.rendering.quoting import write_literal

pytestmark = pytest.mark.pwsh

SUICIDE = "[Diagnostics.Process]::GetCurrentProcess().Kill()"
OK, UNKNOWN, SKIPPED = Outcome.OK, Outcome.UNKNOWN, Outcome.SKIPPED


class Ledger:
    """A file into which every step writes its name while it runs; the run that uses it is new.

    Attributes:
        run_id: of the run.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "ledger.txt"
        self.run_id = f"r-{uuid4().hex[:12]}"

    def step(self, step_id: str, policy: Policy, then: str = "") -> Command:
        """Return a step that writes its name, and then does what ``then`` says."""
        line = f"[IO.File]::AppendAllText({write_literal(str(self._file))}, {write_literal(step_id + ' ')})"
        return step(step_id, policy, f"{line}\n{then}\n'done'")

    def die_once(self) -> str:
        """Return a script that kills its PowerShell the first time it runs."""
        mark = write_literal(str(self._file.with_suffix(".died")))
        return f"if (-not [IO.File]::Exists({mark})) {{ [IO.File]::WriteAllText({mark}, ''); {SUICIDE} }}"

    @property
    def runs(self) -> Counter[str]:
        """How often each step ran."""
        return Counter(self._file.read_text(encoding="utf-8").split() if self._file.exists() else [])


@pytest.fixture(scope="module")
def real_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Start a lab that executes what it receives, in a world of its own."""
    world = prepare_world(SCENARIOS / "back-pressure-disk", tmp_path_factory.mktemp("world"))
    with start_lab(LabSettings(PowerShellEngine(Path(find_powershell()), world))) as lab:
        yield lab


@pytest.fixture
def real(real_lab: Lab, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Return a stage with a real PowerShell behind it."""
    return make_stage(real_lab, Login.BASIC, monkeypatch)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Return an empty ledger."""
    return Ledger(tmp_path)


def ended(results: Results) -> dict[str, Outcome]:
    """Return how each step ended."""
    return {step_id: result.outcome for step_id, result in results.items()}


def two_calls(ledger: Ledger, *, first: str = "", second: str = "") -> list[list[Command]]:
    """Return a change and a question, then another change; ``first`` and ``second`` are done inside the first two."""
    change, look = ledger.step("change-1", Policy.ONCE, first), ledger.step("look-1", Policy.IDEMPOTENT, second)
    return [[change, look], [ledger.step("change-2", Policy.ONCE)]]


KILLS = [
    (Point.SEND, Moment.AFTER, 1, Effect.KILL),
    (Point.SEND, Moment.BEFORE, 2, Effect.KILL),
    (Point.SEND, Moment.AFTER, 2, Effect.DROP),
    (Point.RECEIVE, Moment.AFTER, 3, Effect.DROP),
    (Point.DELETE, Moment.AFTER, 1, Effect.DROP),
]


@pytest.mark.parametrize(("point", "moment", "nth", "effect"), KILLS, ids=lambda value: getattr(value, "value", str(value)))
def test_requests_that_die_with_the_agent(real: Stage, ledger: Ledger, point: Point, moment: Moment, nth: int, effect: Effect) -> None:
    """The process or the connection ends around a request: no change runs twice, and the shell is deleted."""
    real.lab.inject(Injection(point, moment, effect, nth))
    results = carry_out(real.shell(run_id=ledger.run_id), two_calls(ledger))
    assert ended(results) == {"change-1": OK, "look-1": OK, "change-2": OK}
    assert (ledger.runs["change-1"], ledger.runs["change-2"]) == (1, 1)
    assert (real.host.injected, real.host.live_shells) == (1, 0)


DEATHS: list[tuple[str, Callable[[Ledger], list[list[Command]]], dict[str, Outcome], dict[str, int]]] = [
    (
        "begun and not ended",
        lambda ledger: two_calls(ledger, first=SUICIDE),
        {"change-1": UNKNOWN, "look-1": SKIPPED},
        {"change-1": 1},
    ),
    (
        "behind a change that is done",
        lambda ledger: two_calls(ledger, second=ledger.die_once()),
        {"change-1": OK, "look-1": OK, "change-2": OK},
        {"change-1": 1, "look-1": 2, "change-2": 1},
    ),
]


@pytest.mark.parametrize(("calls", "expected", "runs"), [row[1:] for row in DEATHS], ids=[row[0] for row in DEATHS])
def test_an_agent_that_is_killed_in_a_step(
    real: Stage, ledger: Ledger, calls: Callable[[Ledger], list[list[Command]]], expected: dict[str, Outcome], runs: dict[str, int]
) -> None:
    """The process dies inside a step: a change is unknown and not begun again, a question is asked again."""
    results = carry_out(real.shell(run_id=ledger.run_id), calls(ledger))
    assert ended(results) == expected
    assert ledger.runs == runs
    assert real.host.live_shells == 0


def test_a_new_client_reads_the_journal_of_the_dead_one(real: Stage, ledger: Ledger) -> None:
    """The client dies before it has read the answers; the next client of the run gets them from the journal."""
    real.lab.inject(Injection(Point.SEND, Moment.BEFORE, Effect.DROP, nth=2))
    with pytest.raises(ClientDied):
        carry_out(real.shell(may_die=True, run_id=ledger.run_id), two_calls(ledger))
    real.pass_idle_time()
    results = carry_out(real.shell(run_id=ledger.run_id), two_calls(ledger))
    assert ended(results) == {"change-1": OK, "look-1": OK, "change-2": OK}
    assert (results["change-1"].replayed, results["change-2"].replayed) == (True, False)
    assert (ledger.runs["change-1"], ledger.runs["change-2"], real.host.live_shells) == (1, 1, 0)
