"""A place to run agents in: real PowerShell processes, journals in a folder of the test, and hands on the wire."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from toolkit.model.command import Command, CommandResult, Policy
from toolkit.model.danger import Danger
from toolkit.shells.agent import AgentShell
from toolkit.shells.agent_lines import journal_name
from toolkit.shells.agent_settings import AgentSettings
from toolkit.shells.bootstrap import agent_program
from toolkit.shells.contract import Progress
from toolkit.shells.local import LocalWire, local_starter
from toolkit.shells.wire import Wire

PROGRAM = agent_program()
Hook = Callable[[bytes], bytes]


def leave(data: bytes) -> bytes:
    """Change nothing."""
    return data


class HandledWire:
    """A wire on which a test may change what is sent and what arrives, and sees both."""

    def __init__(self, wire: Wire, on_send: Hook, on_receive: Hook) -> None:
        self._wire = wire
        self._on_send = on_send
        self._on_receive = on_receive
        self.sent = b""
        self.received = b""

    def send(self, data: bytes) -> None:
        """Send what the test makes of it."""
        data = self._on_send(data)
        self.sent += data
        self._wire.send(data)

    def receive(self, timeout_s: float) -> bytes:
        """Return what the test makes of what came."""
        data = self._on_receive(self._wire.receive(timeout_s))
        self.received += data
        return data

    def interrupt(self) -> None:
        """Pass it on."""
        self._wire.interrupt()

    def close(self) -> None:
        """Pass it on."""
        self._wire.close()


@dataclass
class Bench:
    """What the agents of one test share.

    Attributes:
        powershell: path of the program.
        folder: for files of the test.
        processes: every PowerShell that was started, in order.
        wires: the same, with hands on them.
        shells: to be closed.
        progress: what observers were told.
    """

    powershell: str
    folder: Path
    processes: list[LocalWire] = field(default_factory=list)
    wires: list[HandledWire] = field(default_factory=list)
    shells: list[AgentShell] = field(default_factory=list)
    progress: list[Progress] = field(default_factory=list)
    on_send: Hook = leave
    on_receive: Hook = leave
    prelude: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        """The folder of all journals."""
        return self.folder / "journals"

    def journal(self, run: str = "r1") -> Path:
        """Return the folder of a run."""
        return self.root / f"run-{journal_name(run)}"

    def start(self, command_line: str) -> Wire:
        """Start a PowerShell on this machine."""
        process = local_starter(self.powershell, self.environment, self.prelude)(command_line)
        assert isinstance(process, LocalWire)
        self.processes.append(process)
        self.wires.append(HandledWire(process, self.on_send, self.on_receive))
        return self.wires[-1]

    def shell(self, run: str = "r1", libraries: Sequence[str] = (), **changes: object) -> AgentShell:
        """Return a shell to agents on this machine; a lost one is started again without a pause."""
        settings = AgentSettings(heartbeat_s=10, root=str(self.root), program=PROGRAM, reopen_after_s=(0, 0), sleep=lambda _: None)
        settings = replace(settings, **changes)  # type: ignore[arg-type] # a test's own fields
        shell = AgentShell(self.start, run, libraries, settings, self.progress.append)
        self.shells.append(shell)
        return shell

    def ask(self, *commands: Command, run: str = "r1", **changes: object) -> list[CommandResult]:
        """Ask a new shell, and close it."""
        shell = self.shell(run, **changes)  # type: ignore[arg-type] # a test's own fields
        try:
            return list(shell.ask(commands))
        finally:
            shell.close()

    def close(self) -> None:
        """End everything."""
        for shell in self.shells:
            shell.close()
        for process in self.processes:
            process.close()


def once(step_id: str, script: str, **changes: object) -> Command:
    """Return a command that must not run twice."""
    made = Command(step_id, script, Danger.OBSERVE, Policy.ONCE, 20)
    return replace(made, **changes)  # type: ignore[arg-type] # a test's own fields


def again(step_id: str, script: str, **changes: object) -> Command:
    """Return a command that may run twice."""
    return once(step_id, script, policy=Policy.IDEMPOTENT, **changes)


def mark(path: Path) -> str:
    """Return a script that adds one character to a file."""
    return f"[IO.File]::AppendAllText('{path}', 'x')"


def count_marks(path: Path) -> int:
    """Return how often the script of :func:`mark` ran."""
    return len(path.read_text()) if path.exists() else 0
