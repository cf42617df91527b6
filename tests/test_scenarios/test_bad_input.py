"""What cannot be understood is told whole, and nothing is touched."""

import io
import json

import pytest

from tests.test_scenarios.typed import PLAYBOOK, Desk
from toolkit.cli.actions.serving import serve
from toolkit.cli.options import Settings
from toolkit.shells.winrm_wire import Patience


def test_unknown_playbook_names_the_nearest(desk: Desk) -> None:
    """A slip of the pen is answered with the name that was meant."""
    refused = desk.type("plan", "smtp-452-backpressure")
    assert refused.code == 3
    assert PLAYBOOK in refused.err


def test_wrong_parameters_are_told_at_once(desk: Desk) -> None:
    """An unknown name, a wrong number, a wrong folder: three problems in one answer, before any server is touched."""
    words = ("-p", "archive=D:\\x", "-p", "hours=99", "-p", "queue_to=Queue", "-p", "accept_undocumented=maybe")
    refused = desk.type("run", PLAYBOOK, "--lab", *words, *desk.runs())
    assert refused.code == 3
    assert all(name in refused.err for name in ("archive_to", "hours", "queue_to", "accept_undocumented"))
    assert not (desk.folder / "runs").exists()


@pytest.mark.parametrize("value", ["D:\\a;b'c`d$(e)", "D:\\Ordner mit Umlaut ä", "D:\\100% [x]"])
def test_hostile_values_arrive_as_that_value(desk: Desk, value: str) -> None:
    """Whatever is legal in a name is quoted, and stands in the plan as one text."""
    plan = desk.type("plan", PLAYBOOK, "-p", f"queue_to={value}")
    assert plan.code == 0
    quoted = value.replace("'", "''")
    assert f"'{quoted}'" in plan.out


@pytest.mark.parametrize("value", ["D:\\a\nb", "D:\\a --% b", "D:\\a\u202eb", "\\\\server\\share", "..\\..\\x", "D:\\CON"])
def test_hostile_values_are_refused(desk: Desk, value: str) -> None:
    """What would deceive a reader or lead elsewhere never reaches a script."""
    assert desk.type("plan", PLAYBOOK, "-p", f"queue_to={value}").code == 3


def test_unknown_scenario_and_engine(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scenario that is not there names the nearest; without a PowerShell the real engine says what to do."""
    assert "back-pressure-disk" in desk.run("back-presure-disk").err
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("PWSH", raising=False)
    refused = desk.run("back-pressure-disk", "--lab-engine", "pwsh")
    assert refused.code == 2
    assert "PowerShell 7" in refused.err


def test_no_server_no_run(desk: Desk) -> None:
    """A run needs a server; nothing is guessed."""
    refused = desk.type("run", PLAYBOOK, *desk.runs())
    assert refused.code == 2
    assert "no server was named" in refused.err


def test_unreachable_server(desk: Desk) -> None:
    """A port that nobody listens on: its own error, its exit code, and that nothing was sent."""
    words = ("-t", "127.0.0.1", "--port", "9", "--transport", "basic", "--user", "x", "--password-stdin")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.StringIO("secret\n"))
        patch.setattr("toolkit.cli.connecting.PATIENCE", Patience(tries=1, first_wait_s=0.0, sleep=lambda _: None))
        refused = desk.type("run", PLAYBOOK, *words, *desk.runs())
    assert refused.code == 5
    assert "reach." in refused.err + refused.out


def test_wrong_password_is_tried_once(desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused login is an error with its own exit code; accounts are not locked by tries."""
    ends = []

    def call() -> None:
        lab = json.loads(capsys.readouterr().out)
        port = lab["urls"][0].rpartition(":")[2].partition("/")[0]
        monkeypatch.setattr("toolkit.cli.ways._ask_password", lambda _: "wrong")
        words = ("-t", "127.0.0.1", "--port", port, "--transport", "basic", "--user", lab["user"], "--ca", lab["ca_file"])
        ends.append(desk.type("run", PLAYBOOK, *words, *desk.runs()))

    serve(Settings(as_json=True), "back-pressure-disk", "recorded", "", call)
    assert ends[0].code == 5
    assert "login" in ends[0].err + ends[0].out


@pytest.mark.parametrize(
    "words",
    [
        ("plan", PLAYBOOK, "-o", "{file}/x.html"),
        ("runbook", PLAYBOOK, "-o", "{file}/x.md"),
        ("run", PLAYBOOK, "--lab", "--lab-folder", "{file}/x"),
        ("run", PLAYBOOK, "--lab", "--runs", "{file}/x"),
    ],
)
def test_files_that_cannot_be_used(desk: Desk, words: tuple[str, ...]) -> None:
    """A file where a folder is needed is named with the reason; it is no fault of exkit, and nothing was sent."""
    file = desk.folder / "file"
    file.write_text("in the way", encoding="utf-8")
    refused = desk.type(*(word.replace("{file}", str(file)) for word in words))
    assert refused.code == 2
    assert "cannot be used" in refused.err
    assert "Nothing was read or sent" in refused.err


def test_a_recording_is_not_for_a_real_run(desk: Desk) -> None:
    """``--recording`` without ``--dry-run`` is a slip that must not send anything."""
    refused = desk.type("run", PLAYBOOK, "--lab", "--recording", str(desk.folder), *desk.runs())
    assert refused.code == 2
    assert "--dry-run" in refused.err
