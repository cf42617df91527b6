"""The twelve steps as the product asks them: one shell, one resident agent, one call."""

import time

from benchmarks.model import STEPS, Measured, endpoint_of, give_script, timing
from toolkit.lab.answers import EXCHANGE_SHELL
from toolkit.lab.lab import Lab, start_lab
from toolkit.lab.settings import LabSettings, RecordedEngine
from toolkit.model.command import Command, Outcome, Policy
from toolkit.model.danger import Danger
from toolkit.model.target import Login, Target
from toolkit.rendering.libraries import pack_libraries
from toolkit.shells.agent import AgentShell
from toolkit.shells.agent_settings import AgentSettings
from toolkit.shells.winrm import Connection, Credentials
from toolkit.shells.winrm_wire import Patience, WinrmWire

DEADLINE_S = 60
SHELL_STEP = Command("shell", f"# exkit {EXCHANGE_SHELL}\n", Danger.OBSERVE, Policy.IDEMPOTENT, DEADLINE_S, shared=True)
COMMANDS = (
    SHELL_STEP,
    *(Command(f"s{number}", f"# step {number}\n", Danger.OBSERVE, Policy.IDEMPOTENT, DEADLINE_S) for number in range(1, STEPS + 1)),
)


def measure(login: Login, rtt_s: float) -> Measured:
    """Return how long the steps take with the product's own shell, wire and libraries.

    Raises:
        AssertionError: a step did not succeed, so that nothing was measured.
    """
    with start_lab(LabSettings(RecordedEngine(give_script), timing=timing(rtt_s))) as lab:
        began = time.perf_counter()
        _ask(lab, login)
        wall_s = time.perf_counter() - began
        (host,) = lab.hosts.values()
    return Measured("toolkit", login, rtt_s, wall_s, host)


def _ask(lab: Lab, login: Login) -> None:
    endpoint = endpoint_of(lab, login)
    tls = login is Login.BASIC
    target = Target(endpoint.address, endpoint.port, tls, login, lab.user, str(lab.ca_file), ntlm_over_http=not tls)

    def start(line: str) -> WinrmWire:
        return WinrmWire(Connection(target, Credentials(lab.password)), line, Patience(4, 0.5, time.sleep), target.host)

    shell = AgentShell(start, "r-bench", pack_libraries(), AgentSettings(), lambda progress: None)
    try:
        outcomes = [result.outcome for result in shell.ask(COMMANDS)]
    finally:
        shell.close()
    assert outcomes == [Outcome.OK] * len(COMMANDS), outcomes
