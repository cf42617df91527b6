"""A client in a process of its own, to be killed: asks the calls of the stage; connection and password come on stdin."""

import json
import sys
import time

from tests.test_accidents.stage import CALLS, LIBRARY
from toolkit.model.secret import Secret
from toolkit.model.target import Login, Target
from toolkit.shells.agent import AgentShell
from toolkit.shells.agent_settings import AgentSettings
from toolkit.shells.winrm import Connection, Credentials
from toolkit.shells.winrm_wire import Patience, WinrmWire


def main() -> None:
    """Carry the run out."""
    said = json.loads(sys.stdin.readline())
    target = Target(said["host"], said["port"], tls=True, login=Login.BASIC, user=said["user"], ca_file=said["ca_file"])

    def start(line: str) -> WinrmWire:
        return WinrmWire(Connection(target, Credentials(Secret(said["password"]))), line, Patience(4, 0.5, time.sleep), target.host)

    shell = AgentShell(start, "r-accident", [LIBRARY], AgentSettings(), lambda progress: None)
    for call in CALLS:
        list(shell.ask(call))


if __name__ == "__main__":
    main()
