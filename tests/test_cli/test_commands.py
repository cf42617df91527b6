"""The commands that need no server: explain, playbooks, lab."""

import json
from pathlib import Path

import pytest

from tests.test_parsing.eseutil_samples import CHKDSK, INTEG_RAW, LOSSY, RECOVERY
from toolkit.cli.actions import explain as explaining
from toolkit.cli.actions.explain import MOST_BYTES, read_words
from toolkit.cli.main import run
from toolkit.errors import PlaybookInvalid
from toolkit.model.playbook import Playbook


def test_explain_answers(capsys: pytest.CaptureFixture[str]) -> None:
    """A whole line of mail has one meaning, on stdout."""
    assert run(["explain", "452 4.3.1 Insufficient system resources"]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("smtp:452/4.3.1  ")
    assert captured.err == ""


def test_explain_takes_unquoted_words(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody remembers the quotes at night: words are joined."""
    assert run(["explain", "452", "4.3.1", "Insufficient", "system", "resources"]) == 0
    assert capsys.readouterr().out.startswith("smtp:452/4.3.1  ")


def test_explain_asks_back_for_a_bare_number(capsys: pytest.CaptureFixture[str]) -> None:
    """A bare number is a question, never a playbook."""
    assert run(["explain", "452"]) == 0
    out = capsys.readouterr().out
    assert "The number alone does not say which one you have." in out
    assert "exkit plan" not in out


def test_explain_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """With --json stdout is one object that names the errors."""
    assert run(["explain", "452", "--json"]) == 0
    content = json.loads(capsys.readouterr().out)
    assert content["kind"] == "explanation"
    assert "ese:452" in [meaning["identity"] for meaning in content["meanings"]]


@pytest.mark.parametrize(("output", "as_json"), [(RECOVERY, False), (LOSSY, True), (CHKDSK, True), (INTEG_RAW, False)])
def test_explain_tells_how_a_tool_ended(output: str, as_json: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A saved output of Eseutil or chkdsk, and its work log, give the ending and what to do now, for people and programs."""
    file = tmp_path / "output.txt"
    file.write_text(output, encoding="utf-8")
    assert run(["explain", str(file), *(["--json"] if as_json else [])]) == 0
    out = capsys.readouterr().out
    if as_json:
        assert json.loads(out)["outcome"]["do_now"]
    else:
        assert out.split(":")[0].isupper()
        assert "what to do now" in out


def test_an_output_whose_end_was_not_read_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The last session decides; of a file that is too long the last session was not seen."""
    file = tmp_path / "long.INTEG.RAW"
    file.write_text(INTEG_RAW + "x" * MOST_BYTES, encoding="utf-8")
    assert run(["explain", str(file)]) == 0
    out = capsys.readouterr().out
    assert "not known" in out
    assert "the end of such an output decides" in " ".join(out.split())


def test_explain_works_with_a_broken_playbook(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What a text means is told even where a playbook cannot be loaded."""

    def broken() -> list[Playbook]:
        raise PlaybookInvalid("the playbook cannot be used", problems=("x.yml:1: wrong",))

    monkeypatch.setattr(explaining, "load_playbooks", broken)
    assert run(["explain", "452 4.3.1 Insufficient system resources"]) == 0
    assert "worst danger" not in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ("utf-8", "utf-8-sig", "utf-16"))
def test_explain_reads_files(encoding: str, tmp_path: Path) -> None:
    """Files of Notepad and PowerShell come with a mark, or in UTF-16; both are read."""
    file = tmp_path / "bounce.txt"
    file.write_bytes("452 4.3.1 Zwischenspeicher voll \u00fc".encode(encoding))
    assert read_words((str(file),)) == "452 4.3.1 Zwischenspeicher voll \u00fc"


def test_explain_bounds_what_it_reads(tmp_path: Path) -> None:
    """Of a huge file the first ten MiB are read."""
    file = tmp_path / "huge.txt"
    with file.open("wb") as stream:
        stream.truncate(MOST_BYTES + 1)
    assert len(read_words((str(file),))) == MOST_BYTES


def test_explain_takes_odd_names_as_text() -> None:
    """A text that no file system could hold as a name is a text."""
    for text in ("x" * 100_000, "nul\x00nul"):
        assert read_words((text,)) == text


def test_playbooks_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """The list names the back-pressure playbook and its worst danger; so does the bare command."""
    assert run(["playbooks", "list"]) == 0
    listed = capsys.readouterr().out
    assert run(["playbooks"]) == 0
    assert capsys.readouterr().out == listed
    assert "smtp-452-back-pressure" in listed
    assert "OUTAGE" in listed


def test_playbook_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """One playbook is shown with its parameters and the command that plans it."""
    assert run(["playbooks", "show", "smtp-452-back-pressure"]) == 0
    out = capsys.readouterr().out
    assert "archive_to" in out
    assert "exkit plan smtp-452-back-pressure -t SERVER" in out


def test_unknown_playbook(capsys: pytest.CaptureFixture[str]) -> None:
    """The nearest name is offered, exit 3."""
    assert run(["playbooks", "show", "smtp-452"]) == 3
    assert "smtp-452-back-pressure" in capsys.readouterr().err


def test_playbook_file_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every problem of a file is listed with its line."""
    (tmp_path / "smtp-1-x.yml").write_text('format: "1"\n\tid: x\n', encoding="utf-8")
    assert run(["playbooks", "check", str(tmp_path / "smtp-1-x.yml")]) == 3
    assert "smtp-1-x.yml:2" in capsys.readouterr().err


def test_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Editors get a JSON Schema."""
    assert run(["playbooks", "schema"]) == 0
    assert json.loads(capsys.readouterr().out)["$schema"].startswith("https://json-schema.org/")


def test_scenarios_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Each scenario of the lab says what it shows."""
    assert run(["lab", "list", "--json"]) == 0
    scenarios = json.loads(capsys.readouterr().out)["scenarios"]
    assert all(scenario["name"] and scenario["shows"] for scenario in scenarios)
    assert "back-pressure-disk" in [scenario["name"] for scenario in scenarios]
