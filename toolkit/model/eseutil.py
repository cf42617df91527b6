"""What Eseutil has printed, or what runs the same engine (``eseutil.cxx``, ``repair.cxx``, ``checksum.cxx`` of the published source).

None means that the text does not say it; it is never 0 and never "no".
"""

from dataclasses import dataclass
from enum import Enum

_SECOND_MS = 1000
_STEP_PERCENT = 2
_CORRUPTED = -1206
FULL_BAR = 51
"""Dots below the whole scale: one at 0 %, one for every 2 %."""


class EseutilMode(Enum):
    """What was started, by the word behind "Initiating"."""

    FILE_DUMP = "FILE DUMP"
    RECOVERY = "RECOVERY"
    RESTORE = "RESTORE"
    REPAIR = "REPAIR"
    INTEGRITY = "INTEGRITY"
    CHECKSUM = "CHECKSUM"
    DEFRAGMENTATION = "DEFRAGMENTATION"
    COPY_FILE = "COPY FILE"
    UNKNOWN = ""


class EndingKind(Enum):
    """How the last line says that it ended."""

    SUCCEEDED = "completed successfully"
    WARNED = "completed successfully with a remark"
    FAILED = "terminated with an error"
    FAILED_UNNAMED = "terminated without naming an error"


@dataclass(frozen=True, slots=True)
class EseutilEnding:
    """The last line of a run.

    Attributes:
        kind: how it ended.
        code: JET error, negative; JET warning, positive; for hard recovery also an HRESULT. None: the line names none.
        symbol: ``JET_err...`` or ``JET_wrn...`` as printed; empty when the line has none.
        text: the words behind the symbol; empty when the line has none.
        elapsed: seconds as printed, ``218.187``; empty when the line has none, or a placeholder such as ``xx``.
    """

    kind: EndingKind
    code: int | None = None
    symbol: str = ""
    text: str = ""
    elapsed: str = ""

    @property
    def duration_ms(self) -> int | None:
        """How long it ran: the part behind the point is milliseconds without leading zeros, ``6.28`` is 6,028; None: not said."""
        seconds, _, milliseconds = self.elapsed.partition(".")
        return int(seconds) * _SECOND_MS + int(milliseconds or "0") if seconds else None


@dataclass(frozen=True, slots=True)
class ModeStart:
    """One "Initiating ... mode" line.

    Attributes:
        mode: UNKNOWN when the word is not one of Eseutil's.
        word: as printed, ``DEFRAGMENTATION``.
        option: what stands in brackets behind it, ``with REPAIR option``; empty when nothing does.
    """

    mode: EseutilMode
    word: str
    option: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """One bar of dots.

    Attributes:
        what: word before "Status", ``Restore``; empty when the bar has no heading.
        dots: as counted, also over line ends.
    """

    what: str
    dots: int

    @property
    def percent(self) -> int:
        """At least this much is done, 0 to 100."""
        return min(max(self.dots - 1, 0), FULL_BAR - 1) * _STEP_PERCENT


@dataclass(frozen=True, slots=True)
class Label:
    """One line of the settings that are printed below the mode, ``Log files: <current directory>``."""

    name: str
    value: str


class Hint(Enum):
    """What Eseutil says beside the result. Information only: none of it is ever carried out by itself."""

    LOSSY_OPTION = "recovery without the missing or damaged logs exists, and loses data"
    MAYBE_LOSSY_OPTION = "recovery without the missing log might exist, and loses data"
    NOT_UP_TO_DATE = "the logs were not yet replayed into the database"
    BACKUP_ADVISED = "an older backup does not fit any more; make a full backup"
    REGISTRY_DENIED = "settings in the registry could not be read; defaults were used"


class Verdict(Enum):
    """What an integrity check or a repair says of the database."""

    SOUND = "Integrity check successful"
    CORRUPTED = "Database is CORRUPTED"
    REPAIRED = "Database corruption has been repaired"


@dataclass(frozen=True, slots=True)
class FileMove:
    """One "Moving 'a' to 'b'" line; ``is_done`` None: the text ends before it."""

    source: str
    target: str
    is_done: bool | None


@dataclass(frozen=True, slots=True)
class EseutilRun:
    """One run of Eseutil, from its banner to its last line.

    Attributes:
        program: first line of the banner; empty with ``/o``, and in cut texts.
        version: ``15.01``; empty where the banner is missing.
        modes: what was started, in order; a repair starts a defragmentation too.
        labels: settings, in order.
        progress: bars, in order.
        verdicts: in order; "completed" alone is no verdict.
        hints: each once.
        moves: files put in place at the end.
        duplicate_key_tables: tables in which a duplicate key was found.
        ending: None: still running, or the text was cut.
    """

    program: str
    version: str
    modes: tuple[ModeStart, ...]
    labels: tuple[Label, ...]
    progress: tuple[Progress, ...]
    verdicts: tuple[Verdict, ...]
    hints: tuple[Hint, ...]
    moves: tuple[FileMove, ...]
    duplicate_key_tables: tuple[str, ...]
    ending: EseutilEnding | None

    @property
    def mode(self) -> EseutilMode:
        """What it was started for; UNKNOWN when the text does not say. Only an integrity check ends with "CORRUPTED"."""
        if self.modes:
            return self.modes[0].mode
        return EseutilMode.INTEGRITY if Verdict.CORRUPTED in self.verdicts else EseutilMode.UNKNOWN

    @property
    def code(self) -> int | None:
        """The JET error or warning that it ended with, also where only the verdict stands; None: none is said."""
        if self.ending is not None and self.ending.code is not None:
            return self.ending.code
        return _CORRUPTED if Verdict.CORRUPTED in self.verdicts else None

    def label(self, name: str) -> str | None:
        """Return the value behind ``name``, any case; None: not printed."""
        return next((one.value for one in self.labels if one.name.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class PageChecksums:
    """What a checksum pass counted (``/k``, esefile).

    Attributes:
        pages_seen: pages read.
        bad: pages with a wrong checksum.
        correctable: pages with one wrong bit; None: the program is too old to tell.
        uninitialized: empty pages.
        wrong_page_numbers: pages that are another page.
        failed_pages: pages named by ``ERROR: page ... checksum failed`` (stderr), in order, each once.
    """

    pages_seen: int
    bad: int
    correctable: int | None
    uninitialized: int
    wrong_page_numbers: int
    failed_pages: tuple[int, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether no page is wrong."""
        return not (self.bad or self.wrong_page_numbers or self.failed_pages)


@dataclass(frozen=True, slots=True)
class DatabaseSpace:
    """The row of the database itself in a space dump (``/ms``).

    Attributes:
        name: as printed, cut to the width of its column.
        page_bytes: None: old versions do not print it.
        owned_mb: as printed, ``2048.0``; None: printed in pages.
        available_mb: the same for free space.
        owned_pages: None: printed in MB.
        available_pages: the same for free space.
    """

    name: str
    page_bytes: int | None
    owned_mb: str | None
    available_mb: str | None
    owned_pages: int | None
    available_pages: int | None
