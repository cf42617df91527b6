"""The playbook over WinRM through the lab's real PowerShell, and its undo, with the templates that are measured."""

import os

import pytest

from tests.scenario_maker import ScenarioRun, read_runs
from tests.test_coverage.plugin import VARIABLE, keep_taken
from tests.test_lab.powershell import SCENARIOS
from tests.test_scenarios.conftest import desk, pwsh
from tests.test_scenarios.typed import Desk
from toolkit.cli.run_folder import read_report
from toolkit.lab.world_file import read_world_file

pytestmark = [
    pytest.mark.pwsh,
    pytest.mark.skipif(VARIABLE not in os.environ, reason="make coverage measures this; tests/test_scenarios carries them out unmeasured"),
]
__all__ = ["desk", "pwsh"]  # fixtures


@pytest.mark.parametrize("wanted", read_runs(), ids=lambda wanted: wanted.name)
@pytest.mark.usefixtures("pwsh")
def test_scenario_is_carried_out_and_undone(desk: Desk, wanted: ScenarioRun) -> None:
    """The run ends as the scenario says, its undo ends well; which way it took is kept for the table."""
    world = read_world_file(SCENARIOS / wanted.name)
    consent = ("--yes", "--confirm", world.row["computer"])
    name = desk.run_folder(desk.run(wanted.name, "--lab-engine", "pwsh", *consent)).name
    report = read_report(desk.folder / "runs", name)
    assert report.verdict.value == wanted.verdict
    if wanted.undo:
        assert desk.undo(name, *consent).code == 0
    keep_taken(wanted.name, world.version, report.turns, over_winrm=True)
