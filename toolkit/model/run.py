"""A plan under execution: outcomes, findings, debts and the report."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from toolkit.model.command import Command, CommandResult
from toolkit.model.content import SHIPPED, ContentTrust
from toolkit.model.danger import Danger
from toolkit.model.evidence import Finding
from toolkit.model.plan import PathTurn


class Verdict(Enum):
    """How a run ended, with its exit code."""

    DONE = "DONE"
    HANDED_OVER = "HANDED OVER"
    REFUSED = "REFUSED"
    UNKNOWN = "UNKNOWN"
    FAILED = "FAILED"
    NOT_APPROVED = "NOT APPROVED"
    NOT_ASKED = "NOT ASKED"

    @property
    def exit_code(self) -> int:
        """0 done, 4 refused, 5 server could not be asked, 6 unknown, 7 done in part, 8 not approved (architecture §8)."""
        return _EXIT_CODES[self.value]


_EXIT_CODES = {"DONE": 0, "REFUSED": 4, "NOT ASKED": 5, "UNKNOWN": 6, "FAILED": 7, "HANDED OVER": 7, "NOT APPROVED": 8}


class StepWord(Enum):
    """The outcome words that people see (documents design §5)."""

    DONE = "DONE"
    SKIPPED = "SKIPPED"
    RUNNING = "RUNNING"
    WAITING = "WAITING"
    REFUSED = "REFUSED"
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"
    UNDONE = "UNDONE"


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """What became of one step.

    Attributes:
        number: as in the plan.
        step_id: id in the playbook.
        title: as people read it.
        danger: of the step.
        word: how it ended.
        says: what it means, one line.
        duration_ms: milliseconds on the server, 0 for steps that send nothing.
        command: what was sent; None when nothing was.
        result: what came back; None when nothing did.
    """

    number: str
    step_id: str
    title: str
    danger: Danger
    word: StepWord
    says: str = ""
    duration_ms: int = 0
    command: Command | None = None
    result: CommandResult | None = None


@dataclass(frozen=True, slots=True)
class Debt:
    """A temporary change that is not yet undone.

    Attributes:
        id: ``D-<run suffix>-<step id>``, unique on the operator's machine.
        run_id: the run that made it.
        host: the server.
        step_id: the step that made it.
        what: one line.
        since: when, with offset.
        ends: when the server undoes it by itself; None when it does not.
    """

    id: str
    run_id: str
    host: str
    step_id: str
    what: str
    since: datetime
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run has done and found.

    Attributes:
        run_id: ``R-<date>-<host>-<4 hex>``.
        playbook_id: id of the playbook.
        playbook_version: its version.
        host: the server.
        verdict: how it ended.
        says: the verdict in one or two sentences.
        why: cause of a refusal, a failure or a hand-over; empty when there is none.
        slug: slug of the refusal or error; empty when there is none.
        do: what to do next, one line each.
        state: in which state the server is now.
        outcomes: of the steps, in the order in which they ran.
        turns: answers given on the way.
        findings: conclusions with evidence.
        debts: left open by this run.
        started: when, with offset.
        ended: when, with offset.
        approved_by: who approved changes; empty when nothing needed it.
        plan_sha256: content hash of the plan that was carried out.
        trust: who answers for the playbook.
    """

    run_id: str
    playbook_id: str
    playbook_version: str
    host: str
    verdict: Verdict
    says: str
    why: str
    slug: str
    do: tuple[str, ...]
    state: str
    outcomes: tuple[StepOutcome, ...]
    turns: tuple[PathTurn, ...]
    findings: tuple[Finding, ...]
    debts: tuple[Debt, ...]
    started: datetime
    ended: datetime
    approved_by: str
    plan_sha256: str
    trust: ContentTrust = SHIPPED
