"""One rendered command and what a server answered."""

import hashlib
from dataclasses import dataclass
from enum import Enum

from toolkit.model.danger import Danger
from toolkit.model.json_value import JsonValue


class Policy(Enum):
    """What the target may do when it finds a step begun and not ended."""

    ONCE = "once"
    """Never run again: the state is unknown and a person decides. For everything that changes something."""
    IDEMPOTENT = "idempotent"
    """May run again: it only asks."""


class Outcome(Enum):
    """How a step ended; the words of the agent protocol and of the journal."""

    OK = "ok"
    FAILED = "failed"
    DEADLINE = "deadline"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"
    CONFLICT = "conflict"
    REJECTED = "rejected"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Command:
    """Exact text for one step; the bytes shown are the bytes sent.

    Attributes:
        step_id: ``[a-z0-9][a-z0-9-]*``, at most 48 characters, unique in its run.
        script: PowerShell text, sent as UTF-8.
        danger: from the folder of the template.
        policy: what the target does after a crash.
        deadline_s: seconds until the step and its process tree are stopped.
        shared: runs in the global scope, so that modules and variables stay for later steps (session steps).
        goes_on: the commands behind it run even when it fails; for questions, whose failure is an answer.
    """

    step_id: str
    script: str
    danger: Danger
    policy: Policy
    deadline_s: int
    shared: bool = False
    goes_on: bool = False

    @property
    def sha256(self) -> str:
        """SHA-256 of the script's UTF-8 bytes, 64 hex digits; results carry it back."""
        return hashlib.sha256(self.script.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class CommandError:
    """One error record of PowerShell.

    Attributes:
        message: the text, possibly localised: for people, never for matching.
        error_id: FullyQualifiedErrorId, for matching.
        category: ErrorCategory by name.
        at: script stack trace.
    """

    message: str
    error_id: str = ""
    category: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What came back for one command.

    Attributes:
        step_id: the command it answers.
        outcome: how it ended.
        why: one sentence for every outcome but ``ok``.
        output: output items as parsed JSON, in order.
        errors: error records, at most 50.
        warnings: warning stream, as text.
        console: what was written to the console behind PowerShell's back.
        native_exit: signed 32-bit exit code of the last native program, None when there was none.
        duration_ms: milliseconds on the server.
        script_sha256: hash of the script that ran; compared with the plan.
        truncated: output was over the limit and was cut.
        replayed: the answer came from the journal of an earlier session.
    """

    step_id: str
    outcome: Outcome
    why: str = ""
    output: tuple[JsonValue, ...] = ()
    errors: tuple[CommandError, ...] = ()
    warnings: tuple[str, ...] = ()
    console: str = ""
    native_exit: int | None = None
    duration_ms: int = 0
    script_sha256: str = ""
    truncated: bool = False
    replayed: bool = False
