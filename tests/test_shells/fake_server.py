"""A server in memory with a journal, and wires to agents on it; what goes wrong is told to it beforehand."""

import base64
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tests.test_shells.agent_frames import encode_frame
from toolkit.model.command import Command, CommandResult, Outcome, Policy
from toolkit.model.danger import Danger
from toolkit.shells.agent import AgentShell
from toolkit.shells.agent_settings import AgentSettings
from toolkit.shells.bootstrap import make_program
from toolkit.shells.contract import Progress
from toolkit.shells.wire import WireEnded, WireLost

RUN = "r-1"
Payload = dict[str, object]


class Clock:
    """Time that passes only when somebody waits."""

    def __init__(self) -> None:
        self.now_s = 1000.0
        self.pauses: list[float] = []

    def now(self) -> float:
        """Return the time."""
        return self.now_s

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.pauses.append(seconds)
        self.now_s += seconds


class FakeWire:
    """One agent: what it says stands in ``outbox``, what it was told in ``lines``."""

    def __init__(self, server: "Server") -> None:
        self.server = server
        self.outbox: deque[bytes | BaseException] = deque()
        self.sends: list[bytes] = []
        self.lines: list[list[str]] = []
        self.token = ""
        self.number = 0
        self.interrupts = 0
        self.is_closed = False
        self.is_stopped = False
        self.is_dead = False

    def send(self, data: bytes) -> None:
        """Hear the agent's text or lines."""
        self.sends.append(data)
        text = data.decode("ascii")
        if "#EXK-BEGIN " in text:
            self.token = text.partition("#EXK-BEGIN ")[2][:32]
            text = text.partition("#EXK-END\n")[2]
            self.server.hear(self, "BEGIN", [])
        for line in text.splitlines():
            if line:
                self._hear(line.split(" "))

    def receive(self, timeout_s: float) -> bytes:
        """Return what was said; time passes when that is nothing."""
        said = self.outbox.popleft() if self.outbox else b""
        if isinstance(said, BaseException):
            raise said
        if not said:
            self.server.clock.now_s += timeout_s
        return said

    def interrupt(self) -> None:
        """Count it."""
        self.interrupts += 1

    def close(self) -> None:
        """Remember it."""
        self.is_closed = True

    def say(self, kind: str, payload: Payload | str) -> None:
        """Put a frame into the outbox."""
        self.outbox.append(self.frame(kind, payload))

    def frame(self, kind: str, payload: Payload | str) -> bytes:
        """Return the next frame."""
        self.number += 1
        text = payload if isinstance(payload, str) else json.dumps(payload)
        return encode_frame(self.number, kind, text, token=self.token)

    def verbs(self) -> list[str]:
        """Verbs that were said, in order."""
        return [line[2] for line in self.lines]

    def _hear(self, line: list[str]) -> None:
        if self.is_dead or int(line[0]) <= len(self.lines):
            return
        self.lines.append(line)
        self.server.hear(self, line[2], line[3:-1])


Behaviour = Callable[[FakeWire, list[str]], None]


def answer(wire: FakeWire, fields: list[str], **changes: object) -> Payload:
    """Return the RESULT of a step that put out its own id."""
    members: Payload = {"run": RUN, "id": fields[0], "sha": fields[3], "state": "ok", "why": None, "rc": 0, "ms": 5, "output": [fields[0]]}
    return members | changes


@dataclass
class Server:
    """What all agents of a test share."""

    clock: Clock = field(default_factory=Clock)
    journal: dict[str, Payload] = field(default_factory=dict)
    behaviours: dict[str, list[Behaviour]] = field(default_factory=dict)
    starts: deque[BaseException | bytes] = field(default_factory=deque)
    wires: list[FakeWire] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)
    progress: list[Progress] = field(default_factory=list)

    def start(self, command_line: str) -> FakeWire:
        """Start an agent, or do what ``starts`` says: raise, or say something else than READY."""
        assert command_line.startswith("powershell.exe ")
        first = self.starts.popleft() if self.starts else b"\n@EXK 0 READY\n"
        if isinstance(first, BaseException):
            raise first
        wire = FakeWire(self)
        wire.outbox.append(first)
        self.wires.append(wire)
        return wire

    def on(self, name: str, *behaviours: Behaviour) -> None:
        """Let a step, or a verb, behave in these ways, one after the other; then as usual."""
        self.behaviours[name] = list(behaviours)

    def hear(self, wire: FakeWire, verb: str, fields: list[str]) -> None:
        """Do what a verb says."""
        name = fields[0] if verb == "STEP" else verb
        if self.behaviours.get(name):
            self.behaviours[name].pop(0)(wire, fields)
        elif verb == "BEGIN":
            wire.say("HELLO", {"agent": 1})
        elif verb == "OPEN":
            wire.say("OPENED", {"run": fields[0], "journal": [f"step-{step}.done" for step in self.journal]})
        elif verb == "STEP":
            self.step(wire, fields)

    def step(self, wire: FakeWire, fields: list[str]) -> None:
        """Run a step or replay it, as the journal says."""
        if "fresh" in fields[1].split("+"):
            wire.is_stopped = False
        if wire.is_stopped:
            wire.say("SKIP", {"id": fields[0]})
            return
        if fields[0] not in self.journal:
            self.runs.append(fields[0])
            self.journal[fields[0]] = answer(wire, fields)
        wire.say("RESULT", self.journal[fields[0]])

    def shell(self, *libraries: str, **changes: object) -> AgentShell:
        """Return a shell to this server."""
        program = make_program("# the agent\n", "begin {\n'@HASH@'\n}\n")
        settings = AgentSettings(heartbeat_s=5, program=program, now=self.clock.now, sleep=self.clock.sleep, reopen_after_s=(1, 2, 3))
        return AgentShell(self.start, "R-1", libraries, replace(settings, **changes), self.progress.append)  # type: ignore[arg-type] # a test's own fields


def command(step_id: str, policy: Policy = Policy.ONCE, **changes: object) -> Command:
    """Return a command whose script is its id."""
    made = Command(step_id, f"'{step_id}'", Danger.OBSERVE, policy, 10)
    return replace(made, **changes)  # type: ignore[arg-type] # a test's own fields


def ask_again(step_id: str, **changes: object) -> Command:
    """Return a command that may run twice."""
    return command(step_id, Policy.IDEMPOTENT, **changes)


def lose(wire: FakeWire, fields: list[str]) -> None:
    """The connection is lost before the step begins."""
    wire.is_dead = True
    wire.outbox.append(WireLost("reset by peer"))


def run_and_lose(wire: FakeWire, fields: list[str]) -> None:
    """The step runs, and the connection is lost before its answer."""
    wire.server.runs.append(fields[0])
    wire.server.journal[fields[0]] = answer(wire, fields)
    lose(wire, fields)


def die(wire: FakeWire, fields: list[str]) -> None:
    """The step ends the agent's process."""
    wire.is_dead = True
    wire.server.runs.append(fields[0])
    wire.outbox.append(WireEnded(3))


def freeze(wire: FakeWire, fields: list[str]) -> None:
    """The agent is silent from here on."""
    wire.is_dead = True


def ignore(wire: FakeWire, fields: list[str]) -> None:
    """Nothing comes of it."""


def turn_away(wire: FakeWire, fields: list[str]) -> None:
    """Stage 0 finds that the agent's text has changed."""
    wire.is_dead = True
    wire.outbox.append(b"\n@EXK 0 REFUSED agent-hash\n")


def fail(wire: FakeWire, fields: list[str]) -> None:
    """The step fails; the agent skips what comes behind it."""
    wire.is_stopped = True
    errors = [{"message": "no such database", "id": "X", "category": "NotSpecified", "at": "line 1"}]
    wire.say("RESULT", answer(wire, fields, state="failed", why="error", rc=1, output=[], errors=errors))


def forge(**changes: object) -> Behaviour:
    """Return a behaviour that answers with other members."""
    return lambda wire, fields: wire.say("RESULT", answer(wire, fields, **changes))


def say(kind: str, **payload: object) -> Behaviour:
    """Return a behaviour that says something else than usual."""
    return lambda wire, fields: wire.say(kind, payload)


def decode(field_: str) -> str:
    """Return the text of a base64 field."""
    return base64.b64decode(field_).decode()


def outcomes(results: list[CommandResult]) -> list[tuple[str, Outcome]]:
    """Return id and outcome of each result."""
    return [(result.step_id, result.outcome) for result in results]
