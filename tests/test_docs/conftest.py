"""A folder of its own for each test: playbooks of a checkout, and the sites and copied databases that how-to pages have as examples."""

from pathlib import Path

import pytest

from tests.site_content import sign, write_signers, write_site
from tests.test_cli.triage_files import write_broken_example, write_example
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
    write_site(tmp_path / "draft")
    sign(write_site(tmp_path / "ours"))
    write_signers(tmp_path / "signers")
    write_example(tmp_path / "copy")
    write_broken_example(tmp_path / "broken")
    return tmp_path
