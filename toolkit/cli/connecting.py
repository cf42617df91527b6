"""From what the person said about a server to a shell in which the engine can ask."""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import click

from toolkit.cli.lab_sites import LabSite, start_lab_site
from toolkit.cli.server_options import ServerChoice
from toolkit.engine.contracts import Clock
from toolkit.errors import NOTHING_READ, UsageError
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.secret import Secret
from toolkit.model.target import Login, Target
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

SEALED_HTTP_PORT = 5985
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
class Way:
    """How WinRM reaches a server.

    Attributes:
        target: the server and the login.
        credentials: asked for once.
    """

    target: Target
    credentials: Credentials


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

    def open_shell(self, run_id: str, observer: Observer) -> Shell:
        """Return a shell for one run; it connects with its first command, and lets no other run change anything meanwhile."""
        libraries, settings = pack_libraries(), AgentSettings(alone=True)
        agent = AgentShell(self.start, run_id, libraries, settings, observer)
        return AgentOrFallback(agent, FallbackShell(self.start, libraries, settings, observer))


@contextmanager
def open_site(choice: ServerChoice, playbook_id: str) -> Iterator[Site]:
    """Make the server ready that ``choice`` names; a lab ends with the context.

    Args:
        choice: what the person said.
        playbook_id: whose default scenario the lab takes.

    Raises:
        UsageError: no server was named, or the lab cannot be had.
    """
    if choice.lab:
        with start_lab_site(choice, playbook_id) as lab:
            way = Way(lab.target, Credentials(lab.lab.password))
            version = ExchangeVersion.of_build(lab.scenario.recording.about.exchange)
            yield Site(lab.host, winrm_starter(way), LabClock(), version, lab, way)
    elif choice.local:
        yield Site(os.environ.get("COMPUTERNAME", "this machine"), local_starter(), SystemClock())
    elif choice.target:
        way = Way(read_target(choice), read_credentials(choice))
        yield Site(choice.target, winrm_starter(way), SystemClock(), way=way)
    else:
        why = "A playbook works on one server."
        raise UsageError("no server was named", why=why, do=("exkit run --help", "give -t HOST, --local or --lab"), state=NOTHING_READ)


def read_target(choice: ServerChoice) -> Target:
    """Return how WinRM reaches the named server."""
    tls = choice.port != SEALED_HTTP_PORT
    return Target(choice.target, choice.port, tls, Login(choice.transport), choice.user, choice.ca_file)


def read_credentials(choice: ServerChoice) -> Credentials:
    """Return the password or certificate of a login; a password is asked for on the terminal, or read from stdin.

    Raises:
        UsageError: the login needs something that was not given.
    """
    if choice.transport == "kerberos":
        return Credentials()
    if choice.transport == "certificate":
        certificate, comma, key = choice.certificate.partition(",")
        if not comma:
            why = "It is given as --certificate PEM,KEY."
            raise UsageError("the certificate login needs two files", why=why, do=("exkit run --help",), state=NOTHING_READ)
        return Credentials(certificate=certificate, key=key)
    if not choice.user:
        why = f"{choice.transport} logs on with a name and a password."
        raise UsageError("no user was named", why=why, do=("exkit run --help", "give --user NAME"), state=NOTHING_READ)
    return Credentials(Secret(sys.stdin.readline().rstrip("\r\n") if choice.password_stdin else _ask_password(choice)))


def _ask_password(choice: ServerChoice) -> str:
    answer: str = click.prompt(f"Password of {choice.user} on {choice.target}", hide_input=True, err=True)
    return answer


def winrm_starter(way: Way) -> Starter:
    """Return what starts a command line in a WinRM shell; each start has a connection of its own."""

    def start(line: str) -> Wire:
        return WinrmWire(Connection(way.target, way.credentials), line, PATIENCE, way.target.host)

    return start
