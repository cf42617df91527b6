"""The client's side of the agent protocol for tests: written from docs/reference/agent-protocol.md, not from the product."""

import base64
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import cast

from tests.test_lab.raw_client import RawClient
from toolkit.lab.lab import Lab
from toolkit.shipped import shipped_folder

AGENT_TEXT = "# an agent\nparam($Queue)\n"
TOKEN = "0123456789abcdef" * 2
PIECE = 300_000
Payload = dict[str, object]


THREE = [("one", "once", "1"), ("two", "once", "2"), ("three", "once", "3")]


def executions(lab: Lab) -> dict[str, int]:
    """Return how often each step was begun on the first host."""
    return dict(lab.hosts["127.0.0.1"].executions)


def digest(data: str) -> str:
    """Return SHA-256 in hex."""
    return sha256(data.encode()).hexdigest()


def encoded(text: str) -> str:
    """Return base64 of UTF-8."""
    return base64.b64encode(text.encode()).decode()


def stage0_line(agent: str = AGENT_TEXT) -> str:
    """Return the command line that starts the shipped stage 0 with the hash of ``agent``."""
    script = shipped_folder("ps_templates").joinpath("agent", "stage0.ps1").read_text(encoding="utf-8").replace("@HASH@", digest(agent))
    return f"powershell.exe -NoLogo -NonInteractive -EncodedCommand {base64.b64encode(script.encode('utf-16-le')).decode()}"


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame of the agent, whole."""

    seq: int
    kind: str
    text: str

    @property
    def payload(self) -> Payload:
        """Its JSON."""
        return cast(Payload, json.loads(self.text))


def read_frames(data: bytes, token: str = TOKEN) -> Iterator[Frame]:
    """Yield the frames in ``data``, checked; frames that are repeated or damaged are passed over, parts are joined."""
    parts: list[str] = []
    for line in data.decode("ascii").split("\n"):
        found = re.fullmatch(rf"(@EXK {token} (\d+) ([A-Z]+) ([-Z])([+.]) (\S+)) ([0-9a-f]{{16}})", line)
        if found is None or digest(found[1])[:16] != found[7]:
            continue
        parts.append(found[6].replace("=", "") if found[6] == "=" else found[6])
        if found[5] == ".":
            raw = base64.b64decode("".join(parts))
            parts = []
            yield Frame(int(found[2]), found[3], (zlib.decompress(raw, -15) if found[4] == "Z" else raw).decode())


class Lines:
    """Numbers and sums lines."""

    def __init__(self) -> None:
        self.count = 0

    def add(self, verb: str, *fields: object, ack: int = 0) -> bytes:
        """Return the next line."""
        self.count += 1
        return line(self.count, verb, *fields, ack=ack)

    def step(self, step_id: str, script: str, policy: str = "once", deadline_s: int = 60) -> bytes:
        """Return the next line, a STEP."""
        return self.add("STEP", step_id, policy, deadline_s, digest(script), encoded(script))


def line(number: int, verb: str, *fields: object, ack: int = 0) -> bytes:
    """Return a line with its sum."""
    text = " ".join([str(number), str(ack), verb, *map(str, fields)])
    return f"{text} {digest(text)[:16]}\n".encode()


class Agent:
    """An agent behind a raw client: one shell, one command; without a run nothing is opened."""

    def __init__(self, client: RawClient, *, run: str = "r1", alone: int = 0, heartbeat_ms: int = 15000, text: str = AGENT_TEXT) -> None:
        self.client = client
        self.lines = Lines()
        self.shell_id = client.open()
        self.command_id = client.start(self.shell_id, stage0_line(text))
        self.output = b""
        self.exit_code: int | None = None
        begin = f"junk#EXK-BEGIN {TOKEN} \r\n{text}#EXK-END\n".encode()
        self.say(begin + (self.lines.add("OPEN", run, "-", heartbeat_ms, alone) if run else b""))

    def say(self, data: bytes) -> None:
        """Send bytes, in pieces that fit into an envelope; that the agent is dead does not matter."""
        for start in range(0, len(data), PIECE):
            self.client.send(self.shell_id, self.command_id, data[start : start + PIECE])

    def read(self) -> None:
        """Receive once."""
        got = self.client.receive(self.shell_id, self.command_id)
        self.output += got.out
        self.exit_code = got.exit_code

    def frames(self, kind: str) -> list[Frame]:
        """Return the frames of this kind that have arrived."""
        return [frame for frame in read_frames(self.output) if frame.kind == kind]

    def wait(self, kind: str, count: int = 1) -> Payload:
        """Receive until so many frames of this kind have come, and return the payload of the last."""
        while len(self.frames(kind)) < count and self.exit_code is None:
            self.read()
        return self.frames(kind)[count - 1].payload

    def wait_running(self, step_id: str) -> None:
        """Ask until this step runs."""
        asked = 0
        while asked == 0 or self.frames("HB")[-1].payload["step"] != step_id:
            asked += 1
            self.say(self.lines.add("PING"))
            self.wait("HB", asked)

    def wait_end(self) -> int:
        """Receive until the agent has left, and return its exit code."""
        while self.exit_code is None:
            self.read()
        return self.exit_code

    def run(self, steps: Sequence[tuple[str, str, str]]) -> dict[str, str]:
        """Send steps (id, policy, script) with EXIT, wait for the end, and return the kind of each answer by id."""
        self.say(b"".join(self.lines.step(step_id, script, policy) for step_id, policy, script in steps) + self.lines.add("EXIT"))
        self.wait_end()
        return self.answers()

    def answers(self) -> dict[str, str]:
        """Return the answers so far by step id: the kind, for RESULT the state."""
        kinds = ("RESULT", "UNKNOWN", "SKIP", "CONFLICT", "REFUSED")
        found = [(frame.kind, frame.payload) for frame in read_frames(self.output) if frame.kind in kinds]
        return {str(payload.get("id")): str(payload.get("state", kind)) for kind, payload in found}
