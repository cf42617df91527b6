"""``exkit doctor --first-contact``: exit codes, the capsule and its file."""

import json
from pathlib import Path

import pytest

from tests.test_cli.schema_check import Schema, problems_of
from toolkit.cli.main import run
from toolkit.shells import way_looks

SCHEMA: Schema = json.loads((Path(__file__).parents[2] / "docs/reference/first-contact.schema.json").read_text(encoding="utf-8"))
COMMAND = ("doctor", "--first-contact")


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stage 0 that waits for a line waits for ever: a moment shows it as well as three seconds."""
    monkeypatch.setattr(way_looks, "ALONE_S", 0.2)


def test_every_look_can_be_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The recorded lab answers, exit 0; the file is what --json prints, and the parts are told to whoever waits."""
    file = tmp_path / "contact.json"
    assert run([*COMMAND, "--lab", "--exchange-shell", "-o", str(file), "--json"]) == 0
    shown = capsys.readouterr()
    capsule = json.loads(shown.out)
    assert json.loads(file.read_text(encoding="utf-8")) == capsule
    assert list(problems_of(capsule, SCHEMA)) == []
    assert (capsule["lab"], capsule["exchange"], capsule["windows"]) == ("recorded", "15.1.2375.7", "10.0.14393")
    looks = {answer["id"]: answer["look"] for answer in capsule["answers"]}
    assert looks["exchange-shell"] == looks["long-line"] == looks["texts-unchanged"] == "as expected"
    assert looks["exit-code"] == "could not look"
    assert shown.err.startswith("1 of 2  the way to the agent")


def test_the_exchange_shell_is_loaded_only_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """Without the person's word it is not asked, and that is no failure."""
    assert run([*COMMAND, "--lab", "--json"]) == 0
    answers = {answer["id"]: answer["why"] for answer in json.loads(capsys.readouterr().out)["answers"]}
    assert answers["exchange-shell"] == answers["memory-exchange"] == answers["enum-exchange"] == "not-asked"


def test_looks_that_fail_are_said_with_exit_7(capsys: pytest.CaptureFixture[str]) -> None:
    """A scenario that has no answers to it: done with failures, each named."""
    assert run([*COMMAND, "--lab", "back-pressure-memory"]) == 7
    shown = capsys.readouterr().out
    assert "Looks that failed" in shown
    assert "observe/first_contact_native" in shown


def test_a_server_that_cannot_be_asked_is_exit_5(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """No PowerShell, no contact."""
    monkeypatch.setenv("PATH", "")
    assert run([*COMMAND, "--local"]) == 5
    assert "cannot be started" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("doctor", "--lab", "-o", "contact.json"), "belong to --first-contact"),
        (("doctor", "--lab", "--exchange-shell"), "belong to --first-contact"),
        ((*COMMAND, "--lab", "-o", "contact.html"), "has no form"),
        (COMMAND, "no server was named"),
    ],
)
def test_what_makes_no_sense_is_usage(words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2, before any server is touched."""
    assert run(list(words)) == 2
    assert says in capsys.readouterr().err
