"""A folder of its own for each test, with the playbooks of a checkout that has the example of the how-to page."""

from pathlib import Path

import pytest

from tests.test_docs.example import write_playbooks
from toolkit.catalog import library


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty checkout: its playbooks are shipped, run folders are below it."""
    playbooks = write_playbooks(tmp_path)
    monkeypatch.setattr(library, "shipped_folder", lambda name: {"playbooks": playbooks}[name])
    for name in ("HOME", "USERPROFILE", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "data"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path
