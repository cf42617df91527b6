"""Volumes and folders of a server; sizes in bytes, times with offset."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Volume:
    r"""One fixed volume as ``Win32_Volume`` shows it.

    Attributes:
        mount_point: ``C:\`` or a folder ``D:\mnt\db1\``; empty when it is mounted nowhere.
        device: ``\\?\Volume{...}\``.
        label: may be empty.
        file_system: ``NTFS``, ``ReFS``; empty when it is not formatted.
        capacity_bytes: size.
        free_bytes: free for us.
        block_bytes: allocation unit.
    """

    mount_point: str
    device: str
    label: str
    file_system: str
    capacity_bytes: int
    free_bytes: int
    block_bytes: int

    @property
    def name(self) -> str:
        """How people call it: the mount point, or the device when it is mounted nowhere."""
        return self.mount_point or self.device


@dataclass(frozen=True, slots=True)
class Volumes:
    """All fixed volumes of a server.

    Attributes:
        volumes: as listed.
        mount_points: of those that are mounted somewhere, sorted; they move seldom, free bytes always.
    """

    volumes: tuple[Volume, ...]
    mount_points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogFolder:
    """A folder of log files that are no database logs.

    Attributes:
        kind: ``iis``, ``exchange_logging`` or ``transport``.
        path: as the server names it.
        source: where the path was read from.
    """

    kind: str
    path: str
    source: str


@dataclass(frozen=True, slots=True)
class LogFolders:
    """Folders whose old files may be moved.

    Attributes:
        folders: as listed.
        paths: their paths, in the same order.
    """

    folders: tuple[LogFolder, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OldLogFolder:
    """Old log files below one folder.

    Attributes:
        folder: path.
        files: how many are old enough.
        bytes: their size together.
        oldest: last change of the oldest; None when there is no file.
        newest: last change of the newest; None when there is no file.
        unreadable: how many files and folders could not be looked at.
    """

    folder: str
    files: int
    bytes: int
    oldest: datetime | None
    newest: datetime | None
    unreadable: int


@dataclass(frozen=True, slots=True)
class OldLogs:
    """Old log files that may be moved.

    Attributes:
        folders: as listed.
        paths: of the folders that hold any old file, in the same order.
        files: in all folders together.
        bytes: in all folders together.
    """

    folders: tuple[OldLogFolder, ...]
    paths: tuple[str, ...]
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class MailboxFolder:
    """Where a mailbox database and its log files are."""

    database: str
    edb_path: str
    log_folder: str


@dataclass(frozen=True, slots=True)
class MailboxFolders:
    """Files of all mailbox databases with a copy on the server; none on an Edge server.

    Attributes:
        databases: as listed.
        paths: database files and log folders, sorted; nothing is ever moved onto their volumes.
    """

    databases: tuple[MailboxFolder, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoveGate:
    """The folder that shall become the new home of the queue database.

    Attributes:
        folder: path.
        exists: it is there already.
        owner: its owner as a security descriptor names it, ``BA`` (Administrators), ``SY``, ``S-1-5-...``; empty when it is not there.
        setup_running: Exchange Setup works on the server.
        has_queue_files: it holds files of a queue database.
    """

    folder: str
    exists: bool
    owner: str
    setup_running: bool
    has_queue_files: bool
