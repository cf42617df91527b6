"""A client that is killed with SIGKILL in the middle of a change."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from tests.test_accidents.stage import Stage, carry_out, check_server, make_stage, outcomes
from toolkit.lab.lab import start_lab
from toolkit.lab.settings import LabSettings, RecordedEngine, Timing
from toolkit.model.command import CommandResult, Outcome
from toolkit.model.target import Login

LONG = Timing(speed=1.0, process_start_s=0.0, exchange_shell_s=0.0, step_s=50.0)
SOON_S = 20


@dataclass
class Begun:
    """Tells when a change is at work.

    Attributes:
        change: a change has begun.
    """

    change: threading.Event = field(default_factory=threading.Event)

    def answer(self, step_id: str, script: str) -> CommandResult:
        """Answer with the script; what it costs is in the timing: nothing for the Exchange shell, 50 s for a change."""
        if step_id.startswith("change"):
            self.change.set()
        return CommandResult(step_id, Outcome.OK, output=(script,))


@contextmanager
def client_of(stage: Stage) -> Iterator["subprocess.Popen[str]"]:
    """Start a client as a process of its own, and be sure that it ends."""
    said = {"host": stage.target.host, "port": stage.target.port, "user": stage.target.user, "ca_file": stage.target.ca_file}
    command = [sys.executable, "-m", "tests.test_accidents.client_process"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, text=True) as client:
        assert client.stdin
        client.stdin.write(json.dumps({**said, "password": stage.lab.password.reveal()}) + "\n")
        client.stdin.flush()
        try:
            yield client
        finally:
            client.kill()


def test_a_change_of_a_killed_client_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the client cleans up: its change is not begun a second time but told as unknown, and nothing behind it runs."""
    begun = Begun()
    with start_lab(LabSettings(RecordedEngine(begun.answer), timing=LONG)) as lab:
        stage = make_stage(lab, Login.BASIC, monkeypatch)
        with client_of(stage) as client:
            assert begun.change.wait(SOON_S)
            client.kill()
            client.wait(SOON_S)
        assert stage.host.live_shells == 1
        stage.pass_idle_time()
        results = carry_out(stage.shell())
        check_server(stage.host, results)
        assert outcomes(results) == {"change-1": Outcome.UNKNOWN, "change-2": Outcome.SKIPPED}
        assert stage.host.executions == {"load": 2, "change-1": 1}
