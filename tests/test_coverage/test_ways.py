"""Answers that no scenario gives: the engine takes the playbook there in a real PowerShell."""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.scenario_maker import PLAYBOOK
from tests.test_coverage.plugin import VARIABLE, keep_taken
from tests.test_coverage.session_shell import SessionShell
from tests.test_engine.around import Audience, JumpingClock, MemoryJournal, Person
from tests.test_lab.powershell import SCENARIOS
from tests.test_lab.stage import Stage, open_stage
from toolkit.cli.vocabulary import load_playbook, shipped_vocabulary
from toolkit.engine.driving import RunDriver, Surroundings
from toolkit.engine.parameters import read_parameters
from toolkit.engine.progress import RunProgress
from toolkit.engine.situation import Situation
from toolkit.lab.world_file import read_world_file
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.facts import Facts
from toolkit.model.plan import PathTurn

pytestmark = pytest.mark.pwsh


@dataclass(frozen=True, slots=True)
class Way:
    """A run.

    Attributes:
        says: what happens.
        parameters: of the run.
        turn: the step that no scenario answers so, and its answer.
        base: scenario whose server it is.
        world: what of that is another.
        meanwhile: what happens to the server before a step.
    """

    says: str
    parameters: Mapping[str, str]
    turn: tuple[str, str]
    base: str = "back-pressure-disk"
    world: Mapping[str, object] = field(default_factory=dict)
    meanwhile: Mapping[str, str] = field(default_factory=dict)


ROWS = tomllib.loads(Path(__file__).with_name("ways.toml").read_text(encoding="utf-8"))["way"]
WAYS = [Way(**row) for row in ROWS]
WALKED = WAYS if VARIABLE in os.environ else WAYS[6:8]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A PowerShell whose server can be made anew."""
    with open_stage(tmp_path_factory.mktemp("ways")) as opened:
        yield opened


def carry_out(stage: Stage, way: Way) -> RunProgress:
    """Carry the playbook out as the product does, with a person who approves and a clock that jumps."""
    stage.make({**read_world_file(SCENARIOS / way.base).row, **way.world})
    playbook = load_playbook(PLAYBOOK)
    facts = Facts(parameters=read_parameters(playbook, [f"{name}={value}" for name, value in way.parameters.items()]))
    situation = Situation(playbook, "EX01", facts, ExchangeVersion.E2016)
    shell, watcher = SessionShell(stage.session, way.meanwhile), Audience()
    around = Surroundings(shell, JumpingClock(), MemoryJournal(), Person(), watcher, shipped_vocabulary())
    return RunDriver(RunProgress.begin(situation), around).carry_out()


@pytest.mark.parametrize("way", WALKED, ids=lambda way: way.says)
def test_the_answer_is_given(stage: Stage, way: Way) -> None:
    """What happens to the server leads to the answer, and the run takes its way from there."""
    progress = carry_out(stage, way)
    assert PathTurn(*way.turn) in progress.turns, [(turn.step_id, turn.answer) for turn in progress.turns]
    keep_taken(way.says, ExchangeVersion.E2016, progress.turns, over_winrm=False)
