"""Every shipped scenario leads where it says, recorded and in a real PowerShell."""

from collections.abc import Sequence

import pytest

from tests.scenario_maker import ScenarioRun, read_runs
from tests.test_lab.powershell import SCENARIOS
from tests.test_scenarios.typed import Desk
from toolkit.cli.run_folder import read_report
from toolkit.lab.scenarios import list_scenarios, shipped_scenarios
from toolkit.lab.world_file import read_world_file
from toolkit.model.plan import PathTurn

RUNS = read_runs()


def carry(desk: Desk, wanted: ScenarioRun, engine: str) -> tuple[str, Sequence[PathTurn]]:
    """Return verdict and turns of the scenario on an engine."""
    host = str(read_world_file(SCENARIOS / wanted.name).row["computer"])
    ended = desk.run(wanted.name, "--lab-engine", engine, "--yes", "--confirm", host)
    report = read_report(desk.folder / "runs", desk.run_folder(ended).name)
    assert ended.code == report.verdict.exit_code
    return report.verdict.value, report.turns


@pytest.mark.parametrize("wanted", RUNS, ids=lambda wanted: wanted.name)
def test_recorded_scenario_ends_as_it_should(desk: Desk, wanted: ScenarioRun) -> None:
    """Recorded answers lead to the verdict that the scenario is there to show."""
    assert carry(desk, wanted, "recorded")[0] == wanted.verdict


@pytest.mark.pwsh
@pytest.mark.parametrize("wanted", RUNS, ids=lambda wanted: wanted.name)
def test_recording_is_fresh(desk: Desk, wanted: ScenarioRun, pwsh: str) -> None:
    """A real PowerShell in the world of the scenario takes the same way as its recorded answers do."""
    real = carry(desk, wanted, "pwsh")
    again = Desk(desk.folder / "recorded", desk.capsys)
    assert carry(again, wanted, "recorded") == real


def test_every_scenario_is_carried_out_here() -> None:
    """No scenario is shipped that nobody runs, and exactly one is the default of its playbook."""
    shipped = list_scenarios(shipped_scenarios())
    assert {scenario.name for scenario in shipped} == {wanted.name for wanted in RUNS}
    assert [scenario.name for scenario in shipped if scenario.recording.about.default] == ["back-pressure-disk"]
    assert all(scenario.has_world for scenario in shipped)
