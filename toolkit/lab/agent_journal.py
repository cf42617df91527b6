"""The journal of the simulated agent on the simulated disk: what may run, what is replayed, what is unknown."""

import re
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256

from toolkit.lab.disk import Disk
from toolkit.shells.session_file import canonical


@dataclass(frozen=True, slots=True)
class AgentStep:
    """A step as the client sent it.

    Attributes:
        id: of the step.
        idempotent: it may run again when it was begun and not ended.
        goes_on: its failure does not stop the rest.
        shared: what it leaves in memory is needed by later steps.
        fresh: failures before it do not count.
        deadline_s: seconds.
        sha: SHA-256 of the script.
        script: PowerShell text.
        fault: why it is refused in its turn; empty when nothing is wrong with it.
    """

    id: str
    idempotent: bool
    goes_on: bool
    shared: bool
    fresh: bool
    deadline_s: int
    sha: str
    script: str
    fault: str = ""


class Verdict(Enum):
    """What the journal says of a step."""

    RUN = "run"
    AGAIN = "again"
    REPLAY = "replay"
    UNKNOWN = "unknown"
    DAMAGED = "damaged"
    CONFLICT = "conflict"
    PLANTED = "planted"


class Journal:
    """Files of one run; see the last section of the agent protocol.

    Args:
        disk: of the server.
        run: id of the run.
        folder: of the run on the disk.
    """

    def __init__(self, disk: Disk, run: str, folder: str) -> None:
        self._disk = disk
        self._run = run
        self._folder = folder
        self._mine: set[str] = set()

    def names(self) -> list[str]:
        """Return the names of the journal's files."""
        return [name for name in self._disk.names(self._folder) if name.startswith("step-")]

    def judge(self, step: AgentStep) -> Verdict:
        """Return what may be done with ``step``."""
        started, done = self._read(step.id, "started"), self.done(step.id)
        is_there = self._read(step.id, "done") is not None
        if is_there and started is None:
            return Verdict.PLANTED
        if started and f'"sha":"{step.sha}"' not in started:
            return Verdict.CONFLICT
        if done is not None and not self._belongs(done, step):
            return Verdict.CONFLICT
        verdict = self._judge_own(step, begun=started is not None, done=done is not None)
        return Verdict.DAMAGED if verdict is Verdict.UNKNOWN and is_there else verdict

    def _judge_own(self, step: AgentStep, *, begun: bool, done: bool) -> Verdict:
        if step.shared and step.idempotent and begun and step.id not in self._mine:
            return Verdict.AGAIN  # what it left in memory has died with the process that ran it
        if done:
            return Verdict.REPLAY
        if not begun:
            return Verdict.RUN
        return Verdict.AGAIN if step.idempotent else Verdict.UNKNOWN

    def _belongs(self, done: str, step: AgentStep) -> bool:
        head = f'{{"run":"{self._run}","id":"{step.id}","sha":"'
        return done.startswith((f'{head}{step.sha}","state":"', f'{head}","state":"applied"'))

    def begin(self, step: AgentStep) -> None:
        """Write ``.started``, which stays where it is there already, and forget an answer of a run before."""
        self._mine.add(step.id)
        self._disk.files.pop(self._path(step.id, "done"), None)
        self._disk.files.setdefault(self._path(step.id, "started"), canonical({"run": self._run, "sha": step.sha}))

    def end(self, step_id: str, result: str) -> None:
        """Write ``.done``: the result, and a sum over what it belongs to and itself."""
        self._disk.files[self._path(step_id, "done")] = f"{result}\n{self._sum(step_id, result)}"

    def done(self, step_id: str) -> str | None:
        """Return the result in ``.done``; None when there is none, or one that is damaged or belongs to something else."""
        result, _, total = (self._read(step_id, "done") or "").partition("\n")
        return result if total == self._sum(step_id, result) else None

    def _sum(self, step_id: str, result: str) -> str:
        return sha256(((self._read(step_id, "started") or "") + result).encode()).hexdigest()

    def resolve(self, step_id: str, *, applied: bool, by: str) -> bool:
        """Answer an UNKNOWN; return False when there is nothing to resolve."""
        started = self._read(step_id, "started")
        if started is None or self.done(step_id) is not None:
            return False
        damaged = self._disk.files.pop(self._path(step_id, "done"), None)
        if damaged is not None:
            self._disk.files[self._path(step_id, f"damaged-{len(self.names())}")] = damaged
        if applied:
            sha = re.search(r'"sha":"([0-9a-f]{64})"', started)
            said = {"run": self._run, "id": step_id, "sha": sha[1] if sha else "", "state": "applied", "why": None, "rc": 0, "by": by}
            self.end(step_id, canonical(dict(said)))
        else:
            self._disk.files[self._path(step_id, f"attempt-{len(self.names())}")] = started
            del self._disk.files[self._path(step_id, "started")]
        return True

    def is_good(self, done: str) -> bool:
        """Return whether a replayed answer lets the rest go on."""
        return re.match(r'\{"run":"[^"]*","id":"[^"]*","sha":"[^"]*","state":"(?:ok|applied)"', done) is not None

    def _read(self, step_id: str, kind: str) -> str | None:
        return self._disk.files.get(self._path(step_id, kind))

    def _path(self, step_id: str, kind: str) -> str:
        return f"{self._folder}\\step-{step_id}.{kind}"


class NoJournal(Journal):
    """The control of tests: an agent that remembers nothing runs a repeated step twice."""

    def judge(self, step: AgentStep) -> Verdict:
        """Let everything run."""
        return Verdict.RUN

    def begin(self, step: AgentStep) -> None:
        """Write nothing."""

    def end(self, step_id: str, result: str) -> None:
        """Write nothing."""
