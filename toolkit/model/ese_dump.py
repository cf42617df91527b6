"""What ``eseutil /mh``, ``/ml`` and ``/mk`` printed about headers. None: the text does not say it."""

from dataclasses import dataclass
from enum import Enum

from toolkit.model.ese_database import DatabaseHeader
from toolkit.model.ese_log import Checkpoint, LogHeader
from toolkit.model.eseutil import EseutilEnding

_ACCESS_DENIED = -1032


@dataclass(frozen=True, slots=True)
class DatabaseDump:
    """What ``/mh`` printed.

    Attributes:
        databases: one header for each database in the text, in order; none when Eseutil could not read it and said so.
        ending: last line; None: not there.
    """

    databases: tuple[DatabaseHeader, ...]
    ending: EseutilEnding | None = None


@dataclass(frozen=True, slots=True)
class CheckpointDump:
    """What ``/mk`` printed.

    Attributes:
        checkpoints: in order; none when Eseutil could not read it and said so.
        ending: last line; None: not there.
    """

    checkpoints: tuple[Checkpoint, ...]
    ending: EseutilEnding | None = None


class LogVerdict(Enum):
    """What ``/ml`` says of one log; the value says it in words."""

    OK = "whole, and follows the log before it"
    UNREADABLE = "could not be opened or read"
    DAMAGED = "damaged: recovery ends here"
    TORN = "torn at its end: soft recovery mends it"
    WRONG_NAME = "holds another generation than its name says"
    NOT_NEXT = "is not the generation that follows: logs before it are missing"
    BROKEN_CHAIN = "does not continue the log before it: another log with the same number"
    FOREIGN = "belongs to another log stream"
    WRONG_VERSION = "has a log format that does not fit here"
    NOT_SAID = "no verdict in the text"


@dataclass(frozen=True, slots=True)
class CheckedLog:
    """One log that ``/ml`` looked at.

    Attributes:
        path: as printed; empty where only a verdict was printed.
        verdict: what it is.
        code: JET error, negative, as printed; None: none printed.
        generation: that the header holds, where the verdict names it.
        expected: generation that should be there, where the verdict names it.
        said: the words of the verdict as printed; empty for a log that is OK.
    """

    path: str
    verdict: LogVerdict
    code: int | None = None
    generation: int | None = None
    expected: int | None = None
    said: str = ""

    @property
    def is_in_use(self) -> bool:
        """Whether another program holds it (-1032): not damage; the current log of a mounted database is always so."""
        return self.code == _ACCESS_DENIED


@dataclass(frozen=True, slots=True)
class MissingLogs:
    """A gap between two logs that are there.

    Attributes:
        low: first missing generation.
        high: last missing generation.
    """

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class LogDump:
    """What ``/ml`` printed, for one log or for a whole stream.

    It sees gaps between existing logs only. It is silent when the lowest or the highest log that the database needs is absent, so
    "no damaged log files" never means that all needed logs are there.

    Attributes:
        base_name: first three characters of the names, ``E00``; empty when not printed.
        asked: lowest and highest generation that ``/r`` asked for; None: all, or not printed.
        headers: of logs that were printed with their fields, in order.
        checks: logs with a verdict, in order.
        missing: gaps, in order.
        says_undamaged: whether it ends with "No damaged log files were found".
        ending: last line; None: not there: a log may be missing from the list because the text was cut.
    """

    base_name: str = ""
    asked: tuple[int, int] | None = None
    headers: tuple[LogHeader, ...] = ()
    checks: tuple[CheckedLog, ...] = ()
    missing: tuple[MissingLogs, ...] = ()
    says_undamaged: bool = False
    ending: EseutilEnding | None = None
