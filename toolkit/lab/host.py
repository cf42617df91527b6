"""One simulated server: its shells and commands, its quotas, what it counts; nothing of HTTP or XML."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from toolkit.lab.counters import HostCounters, Tally
from toolkit.lab.faults import Fault, FaultKind
from toolkit.lab.injection import Accidents
from toolkit.lab.process import Process
from toolkit.lab.settings import Quotas


@dataclass(frozen=True, slots=True)
class Launch:
    """What WinRM starts for a Command.

    Attributes:
        line: the command line.
        user: who starts it.
        code_page: of the console, ``65001``.
        environment: variables of the shell.
    """

    line: str
    user: str
    code_page: str
    environment: Mapping[str, str]


Launcher = Callable[["Host", Launch], Process]
"""Starts the process behind a command line on a server."""


@dataclass(slots=True)
class RunningCommand:
    """A command of a shell.

    Attributes:
        id: CommandId.
        process: what runs.
        terminated: a Signal has ended it.
        reading: one Receive at a time reads.
        last: MessageID and answer of the last Receive; the same message again gets the same answer.
    """

    id: str
    process: Process
    terminated: bool = False
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    last: tuple[str, str] = ("", "")


@dataclass(slots=True)
class Shell:
    """A shell of a user.

    Attributes:
        id: ShellId.
        user: owner.
        code_page: of the console, ``65001``.
        environment: variables given to all commands.
        folder: working directory; empty for the user's profile.
        idle_s: it is deleted after this time without a request.
        commands: by CommandId.
        born: monotonic seconds.
        touched: monotonic seconds of the last request.
    """

    id: str
    user: str
    code_page: str
    environment: Mapping[str, str]
    folder: str
    idle_s: float
    commands: dict[str, RunningCommand] = field(default_factory=dict)
    born: float = field(default_factory=time.monotonic)
    touched: float = field(default_factory=time.monotonic)


class Host:
    """A server.

    Args:
        address: loopback address that it listens on.
        computer: name that it gives itself.
        quotas: limits.
        launch: starts processes.
    """

    def __init__(self, address: str, computer: str, quotas: Quotas, launch: Launcher) -> None:
        self.address = address
        self.computer = computer
        self.quotas = quotas
        self.tally = Tally()
        self.accidents = Accidents()
        self.connections: set[asyncio.BaseTransport] = set()
        self._launch = launch
        self._shells: dict[str, Shell] = {}

    def open_shell(self, shell: Shell) -> None:
        """Add a shell.

        Raises:
            Fault: the user has too many, or the id is taken.
        """
        self._forget_idle()
        if sum(other.user == shell.user for other in self._shells.values()) >= self.quotas.max_shells:
            raise Fault(FaultKind.SHELLS_QUOTA, limit=self.quotas.max_shells)
        if shell.id in self._shells:
            raise Fault(FaultKind.SCHEMA)
        self._shells[shell.id] = shell
        self.tally.peak_shells = max(self.tally.peak_shells, len(self._shells))

    def shell(self, shell_id: str, user: str) -> Shell:
        """Return a shell of ``user``, now touched.

        Raises:
            Fault: there is none with this id.
        """
        self._forget_idle()
        shell = self._shells.get(shell_id)
        if shell is None or shell.user != user:
            raise Fault(FaultKind.SHELL_NOT_FOUND, shell_id=shell_id)
        shell.touched = time.monotonic()
        return shell

    def command(self, shell: Shell, command_id: str) -> RunningCommand:
        """Return a command of a shell.

        Raises:
            Fault: there is none with this id.
        """
        command = shell.commands.get(command_id.upper())
        if command is None:
            raise Fault(FaultKind.SHELL_NOT_FOUND, shell_id=command_id)
        return command

    def start_command(self, shell: Shell, command_id: str, line: str) -> RunningCommand:
        """Start a process in a shell.

        Raises:
            Fault: the user has too many commands, or the id is taken.
        """
        if sum(len(other.commands) for other in self._shells.values() if other.user == shell.user) >= self.quotas.max_operations:
            raise Fault(FaultKind.OPERATIONS_QUOTA, limit=self.quotas.max_operations)
        if command_id in shell.commands:
            raise Fault(FaultKind.SCHEMA)
        launch = Launch(line, shell.user, shell.code_page, shell.environment)
        command = RunningCommand(command_id, self._launch(self, launch))
        shell.commands[command_id] = command
        return command

    def delete_shell(self, shell: Shell) -> None:
        """Remove a shell; all its processes end."""
        self._shells.pop(shell.id, None)
        for command in shell.commands.values():
            command.terminated = True
            command.process.kill()

    def reboot(self) -> None:
        """Lose all shells, processes and connections; the disk stays."""
        for shell in list(self._shells.values()):
            self.delete_shell(shell)
        self.cut_connections()

    def kill_processes(self) -> None:
        """Let all processes end as a crash does; their shells stay."""
        for shell in self._shells.values():
            for command in shell.commands.values():
                command.process.kill()

    def cut_connections(self) -> None:
        """Lose all connections, as a network does; shells and processes stay."""
        for connection in list(self.connections):
            if isinstance(connection, asyncio.WriteTransport):
                connection.abort()

    def reset(self) -> None:
        """Become new: no shells, no connections, no accidents, counters at zero."""
        self.reboot()
        self.accidents.order(())
        self.tally = Tally()

    def look(self) -> HostCounters:
        """Return the counters as they are now."""
        self._forget_idle()
        return self.tally.look(len(self.connections), len(self._shells), self.accidents.happened)

    def _forget_idle(self) -> None:
        now = time.monotonic()
        for shell in [shell for shell in self._shells.values() if now - shell.touched > shell.idle_s]:
            self.delete_shell(shell)
