"""From a plan to a run, its undo and its documents, as they are typed."""

import json
from pathlib import Path

import pytest

from tests.test_cli.schema_check import problems_of
from tests.test_cli.test_events import SCHEMA
from tests.test_scenarios.typed import CONSENT, DISK, KEY, PLAYBOOK, Desk
from toolkit.model.json_value import JsonValue
from toolkit.shells.local import local_starter

CONFIG = "world/C/Program Files/Microsoft/Exchange Server/V15/Bin/EdgeTransport.exe.config"


def debts_of(desk: Desk) -> list[dict[str, JsonValue]]:
    """Return the open debts as programs get them."""
    debts = desk.type("debts", *desk.runs(), "--json").object["debts"]
    assert isinstance(debts, list)
    return [debt for debt in debts if isinstance(debt, dict)]


def test_a_plan_is_the_same_twice(desk: Desk) -> None:
    """Two plans of the same server have one hash; another parameter makes another."""
    first, second = (desk.type("plan", PLAYBOOK, "--lab", "--json").object for _ in range(2))
    other = desk.type("plan", PLAYBOOK, "--lab", "-p", "older_than_days=30", "--json").object
    assert first["plan_hash"] == second["plan_hash"] != other["plan_hash"]


def test_without_a_server_nothing_is_connected(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan and a dry run without a server open no connection."""
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a connection was opened"))
    for words in (("plan", PLAYBOOK), ("run", PLAYBOOK, "--dry-run")):
        shown = desk.type(*words)
        assert shown.code == 0
        assert "known after step 1" in shown.out


def test_what_is_shown_is_what_is_sent(desk: Desk) -> None:
    """Every script that a run sends on the way that the plan could know stands in the plan, byte for byte."""
    plan = desk.type("plan", PLAYBOOK, "--lab", DISK, "--json").object
    ended = desk.run(DISK, *CONSENT)
    sent = [file.read_text(encoding="utf-8") for file in sorted(desk.run_folder(ended).glob("*.ask.ps1"))]
    steps = plan["steps"]
    assert isinstance(steps, list)
    shown = {str(step["preview"]) for step in steps if isinstance(step, dict) and "preview" in step}
    assert len(sent) == 15
    assert set(sent) <= shown | {script for script in sent if "move_old_logs" in script}


def test_events_keep_their_promise(desk: Desk) -> None:
    """Each line fits the schema; a run starts first and ends last; every step that starts finishes."""
    events = desk.run(DISK, *CONSENT).objects
    assert [problem for event in events for problem in problems_of(event, SCHEMA)] == []
    kinds = [event["event"] for event in events]
    assert (kinds[0], kinds[-1]) == ("run_started", "end")
    started = [event["step"] for event in events if event["event"] == "step_started"]
    finished = [event["step"] for event in events if event["event"] == "step_finished"]
    assert set(started) <= set(finished)


def test_a_change_its_debt_and_its_undo(desk: Desk) -> None:
    """A key is set for some hours: a debt with an end; the undo settles it, and nothing is left to undo."""
    ended = desk.run(KEY, *CONSENT)
    run_id = str(ended.objects[-1]["run"])
    (debt,) = debts_of(desk)
    assert debt["run_id"] == run_id
    assert debt["ends"]
    assert desk.undo(run_id, *CONSENT).code == 0
    assert debts_of(desk) == []
    again = desk.undo(run_id, *CONSENT)
    assert again.code == 4
    assert "nothing to undo" in again.err


@pytest.mark.pwsh
def test_the_config_file_has_its_bytes_again(desk: Desk, pwsh: str) -> None:
    """Before, during and after: the change is in the file, and the undo brings back every byte."""
    words = ("--lab-engine", "pwsh")
    assert desk.type("plan", PLAYBOOK, "--lab", KEY, *words, "--lab-folder", str(desk.folder / "world")).code == 0
    file = desk.folder / CONFIG
    before = file.read_bytes()
    ended = desk.run(KEY, *words, *CONSENT)
    during = file.read_bytes()
    assert ended.code == 0
    assert b"UsedDiskSpace.LowToMedium" in during
    assert b"UsedDiskSpace.LowToMedium" not in before
    assert desk.undo(str(ended.objects[-1]["run"]), *CONSENT).code == 0
    assert file.read_bytes() == before


def test_nothing_is_changed_without_consent(desk: Desk) -> None:
    """Nobody at the terminal and no option: the run ends before its first change, with the exit code of a missing approval."""
    ended = desk.run(DISK)
    assert ended.code == 8
    assert ended.objects[-1]["verdict"] == "NOT APPROVED"
    assert not any("move_old_logs" in file.read_text(encoding="utf-8") for file in desk.run_folder(ended).glob("*.ask.ps1"))


def test_yes_is_no_consent_to_an_outage(desk: Desk) -> None:
    """``--yes`` approves changes; a restart needs the server's name."""
    ended = desk.run(KEY, "--yes", "--confirm", "EX02")
    assert ended.code == 8
    assert "restart_transport" not in "".join(file.read_text(encoding="utf-8") for file in desk.run_folder(ended).glob("*.ask.ps1"))


def test_documents_of_a_run(desk: Desk) -> None:
    """A report has its forms, its journal is whole, and one step shows command and answer."""
    run_id = desk.run_folder(desk.run(DISK, *CONSENT)).name
    files = [desk.folder / name for name in ("report.html", "report.md", "report.json")]
    outputs = [word for file in files for word in ("-o", str(file))]
    assert desk.type("runs", "report", run_id, *desk.runs(), *outputs).code == 0
    assert files[0].read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert json.loads(files[2].read_text(encoding="utf-8"))["run_id"] == run_id
    assert "closed" in desk.type("runs", "verify", run_id, *desk.runs()).out
    assert "exkit change/move_old_logs" in desk.type("runs", "show", run_id, "12", *desk.runs()).out
    journal = desk.folder / "runs" / run_id / "journal.jsonl"
    journal.write_text(journal.read_text(encoding="utf-8").replace("read-volumes", "read-volumez", 1), encoding="utf-8")
    assert desk.type("runs", "verify", run_id, *desk.runs()).code == 7


def test_doctor_finds_the_lab_sound(desk: Desk) -> None:
    """All checks of the way to a server pass on the lab."""
    found = desk.type("doctor", "--lab", "--json")
    assert found.code == 0
    checks = found.object["checks"]
    assert isinstance(checks, list)
    assert {check["state"] for check in checks if isinstance(check, dict)} == {"PASSED"}


def test_runbook_is_checked(desk: Desk, tmp_path: Path) -> None:
    """``--check`` says whether a runbook is what would be written today."""
    file = tmp_path / "runbook.md"
    assert desk.type("runbook", PLAYBOOK, "-o", str(file)).code == 0
    assert desk.type("runbook", PLAYBOOK, "-o", str(file), "--check").code == 0
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert desk.type("runbook", PLAYBOOK, "-o", str(file), "--check").code != 0


def test_the_server_is_asked_for_debts(desk: Desk) -> None:
    """The server's own record of a return is the debt of the run; who has no run folder is told by the server."""
    desk.run(KEY, *CONSENT)
    words = ("--lab", KEY, "--lab-folder", str(desk.folder / "world"), "--json")
    known = desk.type("debts", *desk.runs(), *words).object["debts"]
    elsewhere = desk.type("debts", "--runs", str(desk.folder / "none"), *words).object["debts"]
    assert isinstance(known, list)
    assert isinstance(elsewhere, list)
    assert next(debt["what"] for debt in known if isinstance(debt, dict)) == "a key of EdgeTransport.exe.config is set against its default"
    assert len(known) == len(elsewhere) == 2, "the key, and the copy of the file as it was"


@pytest.mark.pwsh
def test_doctor_of_this_machine_checks_the_agent_alone(desk: Desk, pwsh: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """``--local`` has no WinRM on the way: only the agent is checked."""
    environment = {"ProgramData": str(desk.folder)}
    monkeypatch.setattr("toolkit.cli.connecting.local_starter", lambda: local_starter(pwsh, environment))
    checks = desk.type("doctor", "--local", "--json").object["checks"]
    assert isinstance(checks, list)
    assert [check["name"] for check in checks if isinstance(check, dict)] == ["agent"]
