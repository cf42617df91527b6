"""The twelve steps as pywinrm's ``Session.run_ps`` asks them: a connection, a shell, a process and an Exchange shell for each."""

import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import winrm

from benchmarks.model import EXCHANGE_S, NAMES, PROCESS_S, STEP_S, STEPS, Measured, endpoint_of, timing
from toolkit.lab.lab import Lab, start_lab
from toolkit.lab.settings import LabSettings, PowerShellEngine
from toolkit.model.target import Login

TRANSPORTS = {Login.BASIC: "ssl", Login.NTLM: "ntlm"}


@dataclass(frozen=True, slots=True)
class NoWorld:
    """A world without stand-ins.

    Attributes:
        prelude: nothing.
        environment: nothing.
    """

    prelude: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


def measure(login: Login, rtt_s: float) -> Measured:
    """Return how long the steps take with an unmodified pywinrm.

    In the place of PowerShell stands a program that takes as long as process, Exchange shell and step together.

    Raises:
        AssertionError: a step did not succeed, so that nothing was measured.
    """
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "pwsh"
        program.write_text(f"#!/bin/sh\nsleep {PROCESS_S + EXCHANGE_S + STEP_S}\necho done\n", encoding="ascii")
        program.chmod(0o700)
        with start_lab(LabSettings(PowerShellEngine(program, NoWorld()), timing=timing(rtt_s))) as lab:
            began = time.perf_counter()
            _ask(lab, login)
            wall_s = time.perf_counter() - began
            (host,) = lab.hosts.values()
    return Measured("run_ps each", login, rtt_s, wall_s, host)


def _ask(lab: Lab, login: Login) -> None:
    session = winrm.Session(
        endpoint_of(lab, login).url,
        auth=(lab.user, lab.password.reveal()),
        transport=TRANSPORTS[login],
        ca_trust_path=str(lab.ca_file),
        proxy=None,
    )
    for number in range(1, STEPS + 1):
        assert session.run_ps(f"# step {number}").status_code == 0, NAMES[login]
