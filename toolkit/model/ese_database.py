"""The header of an ESE database: out of its bytes, or out of what ``eseutil /mh`` printed. None: the source did not say it."""

from dataclasses import dataclass
from enum import Enum

from toolkit.model.ese import EseFileKind, LogPosition, LogTime, Signature, Stamp
from toolkit.model.ese_doubt import FileDoubt, HeaderCopy


class DatabaseState(Enum):
    """The state word (offset 52); the value is the word of ``eseutil /mh``.

    Only ``CLEAN_SHUTDOWN`` needs no logs. Every mounted database, and every copy of one, is in ``DIRTY_SHUTDOWN``; that is no damage.
    Exchange 2000 and older print ``Consistent`` and ``Inconsistent`` for these two.
    """

    JUST_CREATED = "Just Created"
    DIRTY_SHUTDOWN = "Dirty Shutdown"
    CLEAN_SHUTDOWN = "Clean Shutdown"
    BEING_CONVERTED = "Being Converted"
    FORCE_DETACH = "Force Detach Replay Error"
    INCREMENTAL_RESEED = "Incremental Reseed In Progress"
    DIRTY_AND_PATCHED = "Dirty and Patched Shutdown"
    REVERT_IN_PROGRESS = "Database Revert in Progress"
    UNKNOWN = "Illegal"


class BackupKind(Enum):
    """How a backup was taken; the value is the word behind ``Log Gen``, empty for a streaming backup."""

    STREAMING = ""
    OS_SNAPSHOT = "OSSnapshot"
    SNAPSHOT = "Snapshot"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """One mark of a backup.

    Attributes:
        low: lowest generation of the backup, unsigned; 0 for none.
        high: highest generation; 0 beside a ``low`` in "current full backup" is a copy made by a streaming backup.
        mark: position and time of the mark.
        kind: how it was taken.
    """

    low: int | None
    high: int | None
    mark: Stamp
    kind: BackupKind | None = None

    @property
    def is_set(self) -> bool:
        """Whether there was such a backup."""
        return bool(self.low or self.high or (self.mark.position is not None and self.mark.position.is_set))


@dataclass(frozen=True, slots=True)
class BackupMarks:
    """All marks of backups.

    Attributes:
        previous_full: last finished full backup.
        previous_incremental: last finished incremental backup.
        previous_copy: last finished copy backup.
        previous_differential: last finished differential backup.
        current_full: full backup that runs, or ran when this copy was made.
        current_snapshot: the copy was taken inside a VSS backup when its mark is set.
    """

    previous_full: BackupInfo | None = None
    previous_incremental: BackupInfo | None = None
    previous_copy: BackupInfo | None = None
    previous_differential: BackupInfo | None = None
    current_full: BackupInfo | None = None
    current_snapshot: BackupInfo | None = None


@dataclass(frozen=True, slots=True)
class LogNeeds:
    """Which logs a database needs. All generations are unsigned; 0 means none, as a clean database says of all of them.

    ``committed_high`` 0 in a clean header is normal and says nothing about the logs that exist.

    Attributes:
        required_low: lowest generation that recovery needs (offset 296; ``Log Required`` a).
        required_high: highest generation that recovery needs (offset 300; ``Log Required`` b).
        committed_high: highest generation that holds data of this database (offset 416; ``Log Committed`` c).
        required_created: when the log ``required_high`` was created (offset 672; format 0x620,150 and newer, ``never`` before).
        committed_created: when the log ``committed_high`` was created (offset 348). Another time: another log with this number.
        consistent_low: lowest generation for a consistent copy (offset 640; 0 when the engine predates it).
        recovering: generation of a running or broken-off recovery (offset 536); may be left over in a clean database.
        required_low_before_redo: ``required_low`` before recovery lowered it (offset 684).
        consistent_low_before_redo: the same of ``consistent_low`` (offset 680).
    """

    required_low: int | None = None
    required_high: int | None = None
    committed_high: int | None = None
    required_created: LogTime | None = None
    committed_created: LogTime | None = None
    consistent_low: int | None = None
    recovering: int | None = None
    required_low_before_redo: int | None = None
    consistent_low_before_redo: int | None = None


@dataclass(frozen=True, slots=True)
class FormatVersion:
    """A database format, ``0x620,20,0``.

    Attributes:
        major: 0x620 since Exchange 5.5.
        update: 17 Exchange 2010; 20 Exchange 2013 to 2019.
        minor: None: the source prints two numbers only.
    """

    major: int
    update: int
    minor: int | None = None

    def __str__(self) -> str:
        return f"0x{self.major:x},{self.update}" + ("" if self.minor is None else f",{self.minor}")


@dataclass(frozen=True, slots=True)
class DatabaseVersions:
    """Who wrote the database.

    Attributes:
        format: of the file.
        created: of the engine that created it.
        attached_by: newest engine that attached it, 8520 for Exchange 2016 RTM; 0 for older ones.
        operating_system: Windows at the last attach, ``6.3.9600 SP 0``; empty when not said.
    """

    format: FormatVersion | None = None
    created: FormatVersion | None = None
    attached_by: int | None = None
    operating_system: str = ""


@dataclass(frozen=True, slots=True)
class AttachHistory:
    """Places in the log stream that the database remembers.

    Attributes:
        consistent: last clean position; stays filled in dirty databases.
        attach: last attach.
        detach: last detach; empty in dirty databases, and in some clean ones after recovery.
        reattach: last attach again; None in older sources.
        resize: last change of size, without time; None in older sources.
    """

    consistent: Stamp | None = None
    attach: Stamp | None = None
    detach: Stamp | None = None
    reattach: Stamp | None = None
    resize: LogPosition | None = None


@dataclass(frozen=True, slots=True)
class EventCount:
    """How often something happened to the file.

    Attributes:
        count: since the last ``/d``.
        last: time of the last one.
        before: count before the last ``/d``.
    """

    count: int | None = None
    last: LogTime | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class DamageCounts:
    """What was done to the file, and what was found wrong in it.

    Attributes:
        repairs: runs of ``/p``; above 0 its mailboxes must be moved off.
        ecc_fixed: single bits corrected.
        ecc_failed: corrections that failed.
        bad_checksums: pages with a wrong checksum (-1018): suspect the storage first.
        reseeds: incremental reseeds of this copy.
        patches: pages patched from another copy.
    """

    repairs: EventCount = EventCount()
    ecc_fixed: EventCount = EventCount()
    ecc_failed: EventCount = EventCount()
    bad_checksums: EventCount = EventCount()
    reseeds: EventCount = EventCount()
    patches: EventCount = EventCount()


@dataclass(frozen=True, slots=True)
class DatabaseHeader:
    """A database header.

    Attributes:
        kind: database or temporary database; None: the text did not say.
        state: None: the text did not say; ``UNKNOWN``: a value or word that the engine does not know.
        state_text: the word as printed, ``Consistent``; for bytes the word of ``/mh``, ``Illegal (9)``; empty when not said.
        page_size_bytes: proven by the place of the shadow copy when ``copy`` is ``BOTH``.
        needs: logs required and committed.
        database_signature: changes with every ``/p`` and ``/d``; no older log fits afterwards.
        log_signature: must be that of every log and of the checkpoint; blank: no log fits.
        history: positions.
        versions: formats and engines.
        backups: marks of backups.
        damage: counts of repairs and damage.
        dbtime: counter of changes.
        dbid: number of the database in its log stream.
        last_object: highest object number.
        is_shadowed: whether the engine keeps a second copy of the header.
        scrub: last zeroing of deleted data.
        checksum: as stored.
        copy: which copy was used; None: the source did not say.
        doubts: what must be said beside it.
        path: file name in a text; empty when not said. It names the machine that wrote the text; never a target.
    """

    kind: EseFileKind | None = None
    state: DatabaseState | None = None
    state_text: str = ""
    page_size_bytes: int | None = None
    needs: LogNeeds = LogNeeds()
    database_signature: Signature | None = None
    log_signature: Signature | None = None
    history: AttachHistory = AttachHistory()
    versions: DatabaseVersions = DatabaseVersions()
    backups: BackupMarks = BackupMarks()
    damage: DamageCounts = DamageCounts()
    dbtime: int | None = None
    dbid: int | None = None
    last_object: int | None = None
    is_shadowed: bool | None = None
    scrub: LogTime | None = None
    checksum: int | None = None
    copy: HeaderCopy | None = None
    doubts: tuple[FileDoubt, ...] = ()
    path: str = ""
