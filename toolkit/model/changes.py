"""What a changing step has done, as its own record says; enough for the way back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from toolkit.model.json_value import JsonValue


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that was left where it was, and why."""

    path: str
    why: str


@dataclass(frozen=True, slots=True)
class MovedLogs:
    """Log files that were moved to an archive.

    Attributes:
        manifest: file on the server with a line ``from|to|bytes`` for each; the way back reads it.
        archive: folder they went to.
        moved: how many files.
        bytes: their size together.
        failed: files that stayed.
    """

    manifest: str
    archive: str
    moved: int
    bytes: int
    failed: tuple[FailedFile, ...]


@dataclass(frozen=True, slots=True)
class ReturnedLogs:
    """Log files that were moved back; ``left`` are those that could not be."""

    manifest: str
    returned: int
    bytes: int
    left: tuple[FailedFile, ...]


@dataclass(frozen=True, slots=True)
class KeyValue:
    """A key before or after a change; ``value`` is None when it is not present."""

    present: bool
    value: str | None


@dataclass(frozen=True, slots=True)
class ConfigKeyChange:
    """A key of EdgeTransport.exe.config that was set or set back.

    Attributes:
        record: the whole answer, for ``change/restore_config_key``.
        path: of the file.
        key: name.
        changed: False when the key already had the value.
        before: as it was.
        after: as it is now.
        sha256_before: of the file.
        sha256_after: of the file.
        bom: the file begins with a byte order mark.
        backup: copy of the file as it was; empty when nothing was changed.
    """

    record: Mapping[str, JsonValue]
    path: str
    key: str
    changed: bool
    before: KeyValue
    after: KeyValue
    sha256_before: str
    sha256_after: str
    bom: bool
    backup: str


@dataclass(frozen=True, slots=True)
class KeyReturn:
    """A task on the server that sets a key back by itself.

    Attributes:
        task: its name.
        file: script or record that it uses.
        runs_at: when, with offset; None when it was not registered.
        registered: the task exists.
        why: why it does not; empty when it does.
    """

    task: str
    file: str
    runs_at: datetime | None
    registered: bool
    why: str


@dataclass(frozen=True, slots=True)
class CancelledReturn:
    """A task that was taken away because a person has settled its debt."""

    task: str
    removed: bool


@dataclass(frozen=True, slots=True)
class Restart:
    """A service that was restarted: states before and after, and how long it took."""

    service: str
    before: str
    after: str
    ms: int


@dataclass(frozen=True, slots=True)
class QueueMove:
    """The queue database after ``Move-TransportDatabase.ps1``.

    Attributes:
        script: full path of the script.
        queue_before: folder of the database before.
        logging_before: folder of its log files before.
        temporary_before: folder for content conversion before; empty when the file does not say.
        queue_after: folder of the database, read from the file afterwards.
        logging_after: folder of its log files, read from the file afterwards.
        temporary_after: folder for content conversion, read from the file afterwards.
        exit: exit code of the last native program in it; None when it ran none.
        output: what the script said.
    """

    script: str
    queue_before: str
    logging_before: str
    temporary_before: str
    queue_after: str
    logging_after: str
    temporary_after: str
    exit: int | None
    output: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftItem:
    """Something that exkit left on a server.

    Attributes:
        file: its record on the server.
        made_at: when, with offset; None when the record does not say.
        what: one line.
        ends_at: when the server ends it by itself; None when it does not.
        task_state: state of the task that ends it; empty when there is none.
        outcome: ``returned`` or ``left`` when the task has run; empty before.
        why: what the task says of it; empty when it says nothing.
    """

    file: str
    made_at: datetime | None
    what: str
    ends_at: datetime | None
    task_state: str
    outcome: str
    why: str


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Everything that exkit left on a server."""

    items: tuple[LeftItem, ...]
