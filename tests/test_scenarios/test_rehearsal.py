"""A run folder is a tape: what happened is followed again, without a server."""

from pathlib import Path

import pytest

from tests.test_scenarios.typed import CONSENT, DISK, PLAYBOOK, Desk, Typed


def rehearse(desk: Desk, tape: Path, *words: str) -> Typed:
    """Follow the branches on a recording."""
    return desk.type("run", PLAYBOOK, "--dry-run", "--recording", str(tape), *words)


@pytest.fixture
def tape(desk: Desk) -> Path:
    """Return the folder of a run that ended well."""
    return desk.run_folder(desk.run(DISK, *CONSENT))


def test_a_run_can_be_followed_again(desk: Desk, tape: Path) -> None:
    """The tape leads to the verdict that the run had."""
    followed = rehearse(desk, tape)
    assert followed.code == 0
    assert followed.out.startswith("DONE")


def test_another_script_is_not_answered(desk: Desk, tape: Path) -> None:
    """What is asked and is not next on the tape ends the rehearsal, and the nearest thing is shown."""
    ask = tape / "07.ask.ps1"
    ask.write_text(ask.read_text(encoding="utf-8") + "# other\n", encoding="utf-8")
    refused = rehearse(desk, tape)
    assert refused.code == 3
    assert "read-volumes" in refused.err


def test_another_parameter_is_another_script(desk: Desk, tape: Path) -> None:
    """A parameter that the run did not have leads off the tape."""
    refused = rehearse(desk, tape, "-p", "older_than_days=99", "-p", "archive_to=D:\\archive")
    assert refused.code == 3
    assert "find-old-logs" in refused.err


def test_a_tape_is_played_to_its_end(desk: Desk, tape: Path) -> None:
    """A run that ends before its tape does took another way than was recorded."""
    refused = rehearse(desk, tape, "-p", "older_than_days=14")
    assert refused.code == 3
    assert "left on the tape" in refused.err


def test_no_recording_is_said(desk: Desk, tmp_path: Path) -> None:
    """A folder that is no recording is refused with what is missing."""
    refused = rehearse(desk, tmp_path / "nothing")
    assert refused.code == 3
    assert "session.toml" in refused.err
