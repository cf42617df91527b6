"""The playbook over WinRM through the lab's real PowerShell, and its undo, with the templates that are measured."""

import os
from pathlib import Path

import pytest

from tests.scenario_maker import ScenarioRun, carry_out, read_runs
from tests.test_coverage.plugin import VARIABLE, keep_taken
from tests.test_lab.powershell import SCENARIOS, find_powershell
from toolkit.cli.run_folder import read_report
from toolkit.lab.world_file import read_world_file

pytestmark = [
    pytest.mark.pwsh,
    pytest.mark.skipif(VARIABLE not in os.environ, reason="make coverage measures this; tests/test_scenarios carries them out unmeasured"),
]


@pytest.mark.parametrize("wanted", read_runs(), ids=lambda wanted: wanted.name)
def test_scenario_is_carried_out(wanted: ScenarioRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run ends as the scenario says; which way it took is kept for the table."""
    monkeypatch.setenv("PWSH", find_powershell())
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert list(carry_out(wanted, SCENARIOS / wanted.name, tmp_path))
    reports = [read_report(tmp_path / "runs", folder.name) for folder in sorted((tmp_path / "runs").iterdir())]
    (run,) = (report for report in reports if report.turns)
    assert run.verdict.value == wanted.verdict
    keep_taken(wanted.name, read_world_file(SCENARIOS / wanted.name).version, run.turns, over_winrm=True)
