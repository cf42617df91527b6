"""The resident agent, played in Python: the server's side of docs/reference/agent-protocol.md."""

import asyncio
import base64
import re
import time
from collections.abc import Callable, Mapping
from hashlib import sha256

from toolkit.lab.agent_journal import AgentStep, Journal
from toolkit.lab.agent_runner import Runner, Stage
from toolkit.lab.agent_wire import FrameWriter, LineReader, NotAccepted
from toolkit.lab.disk import Disk, Holder
from toolkit.lab.line_source import LineSource
from toolkit.model.json_value import JsonValue
from toolkit.shells.session_file import canonical

PROGRAM_DATA = "C:\\ProgramData\\exkit"
POWERSHELL = "5.1.14393.693"
MEMORY_MB = 120
FATAL_EXIT = 70


class RecordedAgent:
    """One conversation with a client, from HELLO to BYE.

    Args:
        stage: where it plays.
        disk: of the server.
        process_id: as the agent tells it.
        token: stands in every frame.
        journal: kind of journal.
    """

    def __init__(self, stage: Stage, disk: Disk, process_id: int, token: str, journal: type[Journal]) -> None:
        self._stage = stage
        self._disk = disk
        self._process_id = process_id
        self._journal = journal
        self._frames = FrameWriter(token, stage.process.put_out)
        self._lines = LineReader()
        self._runner = Runner(stage, self._frames)
        self._exit_code = 0
        self._tasks: list[asyncio.Task[None]] = []
        self._verbs: Mapping[str, Callable[..., None]] = {
            "OPEN": self._open,
            "LIB": self._load,
            "STEP": self._add_step,
            "CANCEL": self._cancel,
            "RESOLVE": self._resolve,
            "RESEND": self._resend,
            "PING": lambda *_: self._beat(),  # whatever stands behind it
            "EXIT": self._exit,
        }

    async def converse(self, source: LineSource) -> int:
        """Answer lines until the client says EXIT or is gone; return the exit code."""
        host = self._stage.host.computer
        hello: dict[str, JsonValue] = {"agent": 1, "pid": self._process_id, "ps": POWERSHELL, "host": host, "x64": True, "culture": "en-US"}
        self._frames.send("HELLO", hello)
        self._tasks.append(asyncio.ensure_future(self._listen(source)))
        try:
            await self._runner.work()
        finally:
            for task in self._tasks:
                task.cancel()
        if self._exit_code == 0:
            self._frames.send("BYE", "end")
        return self._exit_code

    async def _listen(self, source: LineSource) -> None:
        while (text := await source.next()) is not None:
            try:
                self._read_line(text)
            except (ValueError, TypeError) as error:  # fields that are not what the verb takes; the real agent gives up too
                self._frames.send("FATAL", {"message": str(error), "line": 0})
                self._exit_code = FATAL_EXIT
                self._runner.leave()
        self._runner.cancel()
        self._runner.plan.put_nowait(None)

    def _read_line(self, text: str) -> None:
        line = self._lines.accept(text) if text else NotAccepted(0)
        if isinstance(line, NotAccepted):
            if line.why:
                self._frames.send("NAK", {"expect": line.expect, "why": line.why})
            return
        self._frames.forget(line.ack)
        verb = self._verbs.get(line.verb)
        if verb is None:
            self._frames.send("REFUSED", {"why": f"the verb {line.verb} is not known"})
        else:
            verb(*line.fields)

    def _open(self, run: str, root: str, heartbeat_ms: str, alone: str, new: str = "0") -> None:
        if self._runner.journal is not None:
            return
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", run):
            self._deny_run("REFUSED", {"why": "the id of the run is not allowed"})
            return
        base = PROGRAM_DATA if root == "-" else _text(root)
        folder = f"{base}\\run-{run}"
        for lock in [f"{folder}\\agent.lock", *([f"{base}\\host.lock"] if alone == "1" else [])]:
            if not self._disk.lock(lock, Holder(run, self._process_id)):
                self._deny_run("BUSY", {"lock": lock.rpartition("\\")[2], "holder": self._holder(lock)})
                return
        journal = self._journal(self._disk, run, folder)
        if new == "1" and journal.names():
            self._deny_run("REFUSED", {"why": "this run was begun before", "begun": len(journal.names())})
            return
        self._runner.run, self._runner.journal = run, journal
        self._tasks.append(asyncio.ensure_future(self._keep_alive(int(heartbeat_ms) / 1000)))
        self._frames.send("OPENED", {"run": run, "journal": list(self._runner.journal.names())})

    def _holder(self, lock: str) -> str:
        holder = self._disk.locks[lock]
        return canonical({"run": holder.run, "pid": holder.process_id})

    def _deny_run(self, kind: str, payload: dict[str, JsonValue]) -> None:
        self._frames.send(kind, payload)
        self._runner.leave()

    def _load(self, sha: str, encoded: str) -> None:
        if sha256(base64.b64decode(encoded, validate=True)).hexdigest() != sha:
            self._runner.cancelled = True
            self._frames.send("REFUSED", {"why": "a library is not the one that its hash names"})

    def _add_step(self, step_id: str, policy: str, deadline_s: str, sha: str, encoded: str) -> None:
        words = policy.split("+")
        script = base64.b64decode(encoded, validate=True)
        fault = ""
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,47}", step_id):
            fault = "the id of the step is not allowed"
        elif words[0] not in ("once", "idempotent"):
            fault = "the policy is not known"
        elif sha256(script).hexdigest() != sha:
            fault = "the script is not the one that its hash names"
        step = AgentStep(
            id=step_id,
            idempotent=words[0] == "idempotent",
            goes_on="continue" in words,
            shared="shared" in words,
            fresh="fresh" in words,
            deadline_s=int(deadline_s),
            sha=sha,
            script=script.decode(errors="replace"),
            fault=fault,
        )
        self._runner.plan.put_nowait(step)

    def _cancel(self) -> None:
        idle = self._runner.running is None
        self._runner.cancel()
        if idle:
            self._beat()

    def _resolve(self, step_id: str, answer: str, by: str) -> None:
        journal = self._runner.journal
        if journal is None or not journal.resolve(step_id, applied=answer == "applied", by=_text(by)):
            self._frames.send("REFUSED", {"id": step_id, "why": "there is nothing to resolve"})
            return
        self._runner.failed = False
        self._frames.send("RESOLVED", {"id": step_id, "as": answer})

    def _resend(self, first: str) -> None:
        self._frames.repeat(int(first))

    def _beat(self) -> None:
        step = self._runner.running
        beat = {"line": self._lines.last, "step": step.id if step else None, "ms": self._runner.running_ms, "mb": MEMORY_MB}
        self._frames.send("HB", {**beat, "waiting": self._runner.plan.qsize()})

    def _exit(self) -> None:
        self._runner.plan.put_nowait(None)

    async def _keep_alive(self, heartbeat_s: float) -> None:
        """Give a sign of life whenever nothing was said for the heartbeat time."""
        while True:
            quiet_s = time.monotonic() - self._frames.last_at
            if quiet_s >= heartbeat_s:
                self._beat()
            else:
                await asyncio.sleep(heartbeat_s - quiet_s)


def _text(encoded: str) -> str:
    return base64.b64decode(encoded, validate=True).decode()
