"""From what the person said about a server to a shell in which the engine can ask."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from toolkit.cli.lab_sites import LabSite, start_lab_site
from toolkit.cli.server_options import ServerChoice
from toolkit.cli.ways import Way, open_way
from toolkit.engine.contracts import Clock
from toolkit.errors import NOTHING_READ, UsageError
from toolkit.model.exchange import ExchangeVersion
from toolkit.rendering.libraries import pack_libraries
from toolkit.shells.agent import AgentShell
from toolkit.shells.agent_or_fallback import AgentOrFallback
from toolkit.shells.agent_settings import AgentSettings
from toolkit.shells.contract import Observer, Shell
from toolkit.shells.fallback import FallbackShell
from toolkit.shells.local import local_starter
from toolkit.shells.winrm import Connection, Credentials
from toolkit.shells.winrm_wire import Patience, WinrmWire
from toolkit.shells.wire import Starter, Wire

PATIENCE = Patience(tries=4, first_wait_s=0.5, sleep=time.sleep)


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Return the present time with the local offset."""
        return datetime.now().astimezone()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class LabClock(SystemClock):
    """Real time, but nobody waits for a lab."""

    def sleep(self, seconds: float) -> None:
        """Go on at once."""


@dataclass(frozen=True, slots=True)
class Site:
    """A server that can be worked on.

    Attributes:
        host: name that people read.
        start: starts a command line there.
        clock: time; a lab does not wait.
        version: Exchange version to assume until the server has told its own; None when nobody knows.
        lab: the running lab; None for real servers.
        way: by WinRM; None for this machine.
    """

    host: str
    start: Starter
    clock: Clock
    version: ExchangeVersion | None = None
    lab: LabSite | None = None
    way: Way | None = None

    def given(self, parameters: Sequence[str], playbook_id: str) -> Sequence[str]:
        """Return ``parameters``, or where none were given what a scenario of this playbook was recorded with, as ``name=value``."""
        recording = self.lab.scenario.recording if self.lab else None
        if parameters or recording is None or recording.about.playbook != playbook_id:
            return parameters
        return [f"{name}={value}" for name, value in recording.parameters.items()]

    def open_shell(self, run_id: str, observer: Observer, more_functions: Sequence[str] = ()) -> Shell:
        """Return a shell for one run; it connects with its first command, and lets no other run change anything meanwhile.

        Args:
            run_id: name of the run.
            observer: told of progress.
            more_functions: texts that are loaded behind the libraries.
        """
        libraries, settings = (*pack_libraries(), *more_functions), AgentSettings(alone=True, new=True)
        agent = AgentShell(self.start, run_id, libraries, settings, observer)
        return AgentOrFallback(agent, FallbackShell(self.start, libraries, settings, observer))


@contextmanager
def open_site(choice: ServerChoice, playbook_id: str) -> Iterator[Site]:
    """Make the server ready that ``choice`` names; a lab ends with the context.

    Args:
        choice: what the person said.
        playbook_id: whose default scenario the lab takes.

    Raises:
        UsageError: no server was named, the lab cannot be had, the login cannot be made, or a variable would weaken it.
        TransportRefused: the login is not used on this way.
    """
    if choice.lab:
        with start_lab_site(choice, playbook_id) as lab:
            way = Way(lab.target, Credentials(lab.lab.password))
            version = ExchangeVersion.of_build(lab.scenario.recording.about.exchange)
            yield Site(lab.host, winrm_starter(way), LabClock(), version, lab, way)
    elif choice.local:
        yield Site(os.environ.get("COMPUTERNAME", "this machine"), local_starter(), SystemClock())
    elif choice.target:
        way = open_way(choice)
        yield Site(choice.target, winrm_starter(way), SystemClock(), way=way)
    else:
        why = "A playbook works on one server."
        raise UsageError("no server was named", why=why, do=("exkit run --help", "give -t HOST, --local or --lab"), state=NOTHING_READ)


def winrm_starter(way: Way) -> Starter:
    """Return what starts a command line in a WinRM shell; each start has a connection of its own."""

    def start(line: str) -> Wire:
        return WinrmWire(Connection(way.target, way.credentials), line, PATIENCE, way.target.host)

    return start
