"""An unforeseen fault is kept for whoever maintains exkit, and told in four lines."""

from pathlib import Path

from tests.test_documents.samples import at
from toolkit.cli.fault_log import log_fault


def raised(text: str) -> Exception:
    """Return an exception that was really raised, with a traceback."""
    try:
        raise ValueError(text)
    except ValueError as fault:
        return fault


def test_fault_is_written(tmp_path: Path) -> None:
    """The file holds the traceback; the error names the file, the class and a short text."""
    error = log_fault(raised("odd " * 200), tmp_path, at(3, 12))
    (file,) = tmp_path.iterdir()
    assert file.name.startswith("fault-20261124-031200-")
    assert "Traceback" in file.read_text(encoding="utf-8")
    assert str(file) in error.why
    assert error.why.startswith("ValueError: odd")
    assert len(error.why.split("\n")[0]) <= 220
    assert error.exit_code == 1


def test_fault_without_a_place_to_write(tmp_path: Path) -> None:
    """Where no file can be written the person is told how to see the details."""
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert "--debug" in log_fault(raised("odd"), blocked, at(3, 12)).why


def test_two_faults_do_not_overwrite_each_other(tmp_path: Path) -> None:
    """The same second and process: the first file stays as it is."""
    log_fault(raised("first"), tmp_path, at(3, 12))
    second = log_fault(raised("second"), tmp_path, at(3, 12))
    (file,) = tmp_path.iterdir()
    assert "first" in file.read_text(encoding="utf-8")
    assert "--debug" in second.why
