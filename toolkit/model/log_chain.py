"""What the log-chain solver gets and says: verdict, state of each generation, what is missing, what would be lost, what each way needs."""

from dataclasses import dataclass
from enum import Enum

from toolkit.model.ese import LogTime
from toolkit.model.ese_database import DatabaseHeader
from toolkit.model.ese_doubt import RefusedFile
from toolkit.model.ese_log import Checkpoint
from toolkit.model.evidence import Finding, Unknown
from toolkit.model.log_inventory import FoundFile, Inventory


class Verdict(Enum):
    """What becomes of the database; the value is the word on pages and in JSON."""

    CLEAN = "clean"
    MOUNTS = "mounts as it is"
    SOFT_RECOVERY = "soft recovery"
    CHECKPOINT_BAD = "checkpoint is bad"
    REQUIRED_MISSING = "required logs are missing"
    COMMITTED_MISSING = "only committed logs are missing"
    DAMAGED = "damaged"
    FOREIGN_STREAM = "foreign stream"
    RENAMED = "renamed"
    OVERFLOW = "generation overflow"
    TORN_TAIL = "torn tail"
    BACKUP_COPY = "streaming-backup copy"
    RESEED = "reseed"
    NOT_KNOWN = "not known"


class LogState(Enum):
    """What is there of one generation; the value is the word on pages and in JSON."""

    PRESENT = "present"
    RENAMED = "renamed"
    """In the log folder, under a name that belongs to another generation."""
    ELSEWHERE = "elsewhere"
    """In another folder, or set aside: quarantined, copied, under an odd name."""
    DOUBTFUL = "does not fit"
    """It does not fit its neighbour, and which of the two is foreign is not known."""
    UNKNOWN = "not known"
    DAMAGED = "damaged"
    FOREIGN = "foreign"
    MISSING = "missing"

    @property
    def is_good(self) -> bool:
        """Whether a right log of this generation exists somewhere."""
        return self in (LogState.PRESENT, LogState.RENAMED, LogState.ELSEWHERE)


class Role(Enum):
    """What the database needs a generation for."""

    EARLIER = "older"
    REQUIRED = "required"
    COMMITTED = "committed only"
    LATER = "newer"
    NOT_NEEDED = "not needed"


@dataclass(frozen=True, slots=True)
class LogNeed:
    """The generations that a dirty database needs.

    Attributes:
        low: lowest required.
        high: highest required.
        committed: highest committed; ``high`` when the header does not say it.
        is_committed_said: whether the header says ``committed``.
    """

    low: int
    high: int
    committed: int
    is_committed_said: bool = True


@dataclass(frozen=True, slots=True)
class ChainCase:
    """Everything that the solver gets.

    Attributes:
        database: its header, why the file is none, or why nobody could look.
        database_path: as it was named.
        database_size_bytes: None when it is not known.
        inventory: logs and other files.
        checkpoint: None when there is no checkpoint file; that is harmless.
        checkpoint_path: of that file; empty when there is none.
        base: base name that a person or ``LogFilePrefix`` gave; empty: it is found from the files.
    """

    database: DatabaseHeader | RefusedFile | Unknown
    database_path: str
    database_size_bytes: int | None
    inventory: Inventory
    checkpoint: Checkpoint | RefusedFile | Unknown | None = None
    checkpoint_path: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class LogNames:
    """How logs of this stream are named.

    Attributes:
        base: base name, ``E00``; empty when nothing says it.
        digits: hexadecimal digits of the number.
        suffix: ``.log`` or ``.jtx``.
    """

    base: str
    digits: int = 8
    suffix: str = ".log"

    def closed(self, generation: int) -> str:
        """Return the name of a closed log as Exchange writes it: upper-case hexadecimal; ``Enn`` where the base name is not known."""
        return f"{self.base or 'Enn'}{generation:0{self.digits}X}{self.suffix}"

    @property
    def current(self) -> str:
        """The name of the log that is written to; its generation stands in its header alone."""
        return f"{self.base or 'Enn'}{self.suffix}"


@dataclass(frozen=True, slots=True)
class Claim:
    """One file that says it is a certain generation.

    Attributes:
        generation: from the header; from the name where the header was not or could not be read.
        state: what the file is for the chain.
        file: the file.
        why: why it is not simply present; empty when it is.
    """

    generation: int
    state: LogState
    file: FoundFile
    why: str = ""


@dataclass(frozen=True, slots=True)
class LogSpan:
    """Neighbouring generations of one role and one state.

    Attributes:
        first: lowest generation.
        last: highest generation.
        role: what they are needed for.
        state: what is there.
    """

    first: int
    last: int
    role: Role
    state: LogState

    @property
    def count(self) -> int:
        """How many generations these are."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class WantedLogs:
    """Logs that must be found: missing, or there in a form that cannot be used.

    Attributes:
        span: the generations.
        names: how they are named.
        size_bytes: expected size of each; None when no log of the stream says it.
        may_be_current: the highest may also be the log without a number, ``E00.log``.
    """

    span: LogSpan
    names: LogNames
    size_bytes: int | None
    may_be_current: bool

    @property
    def first_name(self) -> str:
        """Name of the lowest as Exchange writes it."""
        return self.names.closed(self.span.first)

    @property
    def last_name(self) -> str:
        """Name of the highest."""
        return self.names.closed(self.span.last)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Several files that claim one generation.

    Attributes:
        generation: the number.
        taken: path of the one to use; empty when that is not known.
        others: paths of the others.
        why: why this one.
    """

    generation: int
    taken: str
    others: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class LossBudget:
    """What is lost when the chain ends before its first unusable log.

    Attributes:
        first: first generation that cannot be replayed.
        last: highest committed generation; all between are lost too, whether present or not.
        size_bytes: about; None when the size of a log is not known.
        since: when the first lost log began; None when no header says it.
        until: when the last lost log began: changes after it are lost too; None when not said.
    """

    first: int
    last: int
    size_bytes: int | None
    since: LogTime | None
    until: LogTime | None

    @property
    def generations(self) -> int:
        """How many logs of changes these are."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Way:
    """One way on.

    Attributes:
        name: in a few words.
        does: what is done, one sentence.
        space_bytes: room that it needs first; None when it is not known.
        price: what is lost by it; empty when nothing is. A way with a price is by hand only.
    """

    name: str
    does: str
    space_bytes: int | None
    price: str = ""


@dataclass(frozen=True, slots=True)
class ChainVerdict:
    """What the solver says.

    Attributes:
        verdict: the word.
        says: the verdict in one or two sentences.
        names: how logs of this stream are named.
        need: required and committed generations; None for a database that needs none, or whose header says none.
        spans: every needed generation, and those that are there beside them; rising.
        claims: files that are not simply present, needed generations only; rising.
        wanted: what must be found.
        duplicates: which of several files to take.
        loss: what is lost without what is wanted; None when nothing is, or it is not known.
        ways: ways on, those without loss first.
        findings: every conclusion with its evidence.
        not_known: what could not be looked at, or not decided; one sentence each.
        by_name_only: needed generations that are known by their names alone; their headers were not looked at.
        current: generation of the log without a number, from its header; None when there is none or nobody could look.
    """

    verdict: Verdict
    says: str
    names: LogNames = LogNames("")
    need: LogNeed | None = None
    spans: tuple[LogSpan, ...] = ()
    claims: tuple[Claim, ...] = ()
    wanted: tuple[WantedLogs, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    loss: LossBudget | None = None
    ways: tuple[Way, ...] = ()
    findings: tuple[Finding, ...] = ()
    not_known: tuple[str, ...] = ()
    by_name_only: int = 0
    current: int | None = None

    def name_of(self, generation: int) -> str:
        """Return the name that the log of a generation has where it is right: that of the current log has no number."""
        return self.names.current if generation == self.current else self.names.closed(generation)

    @property
    def missing(self) -> tuple[LogSpan, ...]:
        """Needed generations of which there is no file at all."""
        return tuple(one.span for one in self.wanted if one.span.state is LogState.MISSING)
