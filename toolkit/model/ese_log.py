"""Transaction logs and the checkpoint: out of their bytes, or out of ``eseutil /ml`` and ``/mk``. None: the source did not say it."""

from dataclasses import dataclass

from toolkit.model.ese import LogPosition, LogTime, Signature, Stamp
from toolkit.model.ese_doubt import FileDoubt, HeaderCopy


@dataclass(frozen=True, slots=True)
class Attachment:
    """One database in the list of a log or checkpoint.

    Attributes:
        dbid: number in the log stream, 1 and up.
        path: as the machine that wrote it names it; never a target.
        dbtime: counter of changes when the log began.
        last_object: highest object number then.
        most_pages: limit of its size in pages; 0: none.
        last_attach: position.
        last_consistent: position.
        database_signature: must be that of the database header.
    """

    dbid: int
    path: str
    dbtime: int | None
    last_object: int | None
    most_pages: int | None
    last_attach: LogPosition | None
    last_consistent: LogPosition | None
    database_signature: Signature | None


@dataclass(frozen=True, slots=True)
class LogFormat:
    """The four numbers of a log format, ``8,4000,5,16``.

    Attributes:
        major: 7 up to Exchange 2010, 8 since Exchange 2013.
        minor: 3704 or 4000; frozen.
        update: counts up.
        update_minor: None: an old Eseutil prints three numbers.
    """

    major: int
    minor: int
    update: int
    update_minor: int | None = None

    def __str__(self) -> str:
        return f"{self.major},{self.minor},{self.update}" + ("" if self.update_minor is None else f",{self.update_minor}")


@dataclass(frozen=True, slots=True)
class LogFlags:
    """How a log was written.

    Attributes:
        used_reserve: it took the place of a reserve log: the disk was full.
        is_circular: circular logging was on.
        was_circular: circular logging had been on in an earlier log: the chain may not reach back to the last backup.
    """

    used_reserve: bool | None = None
    is_circular: bool | None = None
    was_circular: bool | None = None


@dataclass(frozen=True, slots=True)
class LogSegments:
    """The body of a log of format 8 (Exchange 2013 and newer), segment by segment of 4096 bytes.

    Two files with one generation, creation time and signature may still differ here: a copy of a current log has too few.

    Attributes:
        used: segments that are written and right; 0 in a fresh current log, which is no damage.
        damaged: numbers of segments that are wrong, from 1; empty when all is right.
        is_torn: only the last written segment is wrong and nothing follows it: soft recovery ends there.
        linking_checksum: XOR of the checksums of the used segments; the next log stores it in ``previous_segments_checksum``.
    """

    used: int
    damaged: tuple[int, ...]
    is_torn: bool
    linking_checksum: int


@dataclass(frozen=True, slots=True)
class LogHeader:
    """The header of one log. It is written once, when the log begins.

    Log n + 1 follows log n when its generation is one more and its ``previous_created`` equals ``created`` of n.

    Attributes:
        generation: number of the log, unsigned, from the header and not from the file name.
        created: when the log began.
        previous_created: ``created`` of the log before; ``never`` in the first log of a stream.
        signature: of the log stream.
        format: of the file.
        sector_size_bytes: 512, or 4096 in format 8.
        header_sectors: length of the header in such sectors: 4096 bytes.
        file_sectors: length of the file in such sectors.
        page_size_bytes: pages of the databases.
        flags: reserve log, circular logging.
        checkpoint: where it stood when the log began; not where it stands now.
        previous_segments_checksum: sum over the body of the log before; None where the field is 0 or not said.
        written_by: engine that wrote it, 8520 for Exchange 2016 RTM; 0 for older ones.
        system_path: folder of the checkpoint on the machine that wrote it; never a target.
        log_path: folder of the logs on that machine; never a target.
        attachments: databases that were attached when the log began.
        linking_checksum: sum over the body of this log; None where the body was not read and the text does not say it.
        body: the segments; None when they were not read (see ``doubts``).
        checksum: of the header, as stored.
        doubts: what must be said beside it.
        path: file name in a text; empty when not said.
    """

    generation: int | None = None
    created: LogTime | None = None
    previous_created: LogTime | None = None
    signature: Signature | None = None
    format: LogFormat | None = None
    sector_size_bytes: int | None = None
    header_sectors: int | None = None
    file_sectors: int | None = None
    page_size_bytes: int | None = None
    flags: LogFlags = LogFlags()
    checkpoint: LogPosition | None = None
    previous_segments_checksum: int | None = None
    written_by: int | None = None
    system_path: str = ""
    log_path: str = ""
    attachments: tuple[Attachment, ...] = ()
    linking_checksum: int | None = None
    body: LogSegments | None = None
    checksum: int | None = None
    doubts: tuple[FileDoubt, ...] = ()
    path: str = ""

    @property
    def size_bytes(self) -> int | None:
        """Length that the file must have; another length is -541 JET_errLogFileSizeMismatch."""
        if self.file_sectors is None or self.sector_size_bytes is None:
            return None
        return self.file_sectors * self.sector_size_bytes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint file: where recovery starts to read.

    Attributes:
        position: recovery starts here. Its generation above ``required_low`` of the database: advanced, rename the file.
        consistency: ``DbConsistency``, at or behind ``position``; (0,0,0) or None in older sources means the same as ``position``.
        full_backup_position: ``LastFullBackupCheckpoint``; easily taken for ``position`` in a text.
        full_backup: last full backup.
        incremental_backup: last incremental backup.
        signature: of the log stream; another than in the logs is -532, and the checkpoint must be renamed.
        is_circular: circular logging.
        system_path: folder of the checkpoint on the machine that wrote it; never a target.
        log_path: folder of the logs on that machine; never a target.
        lists_attachments: whether the engine keeps the list of databases in the checkpoint.
        attachments: that list.
        checksum: as stored.
        copy: which copy was used; None: the source did not say.
        doubts: what must be said beside it.
        path: file name in a text; empty when not said.
    """

    position: LogPosition | None = None
    consistency: LogPosition | None = None
    full_backup_position: LogPosition | None = None
    full_backup: Stamp | None = None
    incremental_backup: Stamp | None = None
    signature: Signature | None = None
    is_circular: bool | None = None
    system_path: str = ""
    log_path: str = ""
    lists_attachments: bool | None = None
    attachments: tuple[Attachment, ...] = ()
    checksum: int | None = None
    copy: HeaderCopy | None = None
    doubts: tuple[FileDoubt, ...] = ()
    path: str = ""
