"""A desk for each test."""

from pathlib import Path

import pytest

from tests.test_lab.powershell import find_powershell
from tests.test_scenarios.typed import Desk


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return a command line with folders of its own; faults of the product itself are kept there too."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return Desk(tmp_path, capsys)


@pytest.fixture
def pwsh(monkeypatch: pytest.MonkeyPatch) -> str:
    """Let the lab's real engine find its PowerShell; skip where there is none."""
    path = find_powershell()
    monkeypatch.setenv("PWSH", path)
    return path
