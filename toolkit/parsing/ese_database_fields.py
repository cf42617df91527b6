"""What a database header says, field by field; offsets and meanings from ``daedef.hxx`` of the published engine."""

from dataclasses import replace

from toolkit.model.ese import EseFileKind
from toolkit.model.ese_database import (
    AttachHistory,
    BackupInfo,
    BackupKind,
    BackupMarks,
    DamageCounts,
    DatabaseHeader,
    DatabaseState,
    DatabaseVersions,
    EventCount,
    FormatVersion,
    LogNeeds,
)
from toolkit.model.ese_doubt import FileDoubt, HeaderCopy
from toolkit.parsing.ese_bytes import Fields
from toolkit.parsing.ese_doubts import copy_doubts, database_doubts
from toolkit.parsing.ese_refusals import FILE_TYPE_OFFSET

_PAGE_SIZE_OFFSET = 236
_OLD_PAGE_SIZE = 4096
_PROVEN_MAJOR = 0x620
_PROVEN_UPDATE = 9
"""Offsets are proven on files of this format and newer ones, which only append to them."""
_STATES = {
    1: DatabaseState.JUST_CREATED,
    2: DatabaseState.DIRTY_SHUTDOWN,
    3: DatabaseState.CLEAN_SHUTDOWN,
    4: DatabaseState.BEING_CONVERTED,
    6: DatabaseState.INCREMENTAL_RESEED,
    7: DatabaseState.DIRTY_AND_PATCHED,
    8: DatabaseState.REVERT_IN_PROGRESS,
}
"""5 is in the engine's table, but its own reader calls it illegal (``dbdump.cxx``)."""
_BACKUP_KINDS = (BackupKind.STREAMING, BackupKind.OS_SNAPSHOT, BackupKind.SNAPSHOT)


def page_size_bytes(fields: Fields) -> int:
    """Return the page size that the header says; 0 is what engines write that knew 4096 only."""
    return fields.long(_PAGE_SIZE_OFFSET) or _OLD_PAGE_SIZE


def header_of_fields(fields: Fields, copy: HeaderCopy) -> DatabaseHeader:
    """Return what a header says whose checksum and kind have been proven; ``copy`` says what became of its two copies."""
    number = fields.long(52)
    state = _STATES.get(number, DatabaseState.UNKNOWN)
    header = DatabaseHeader(
        kind=EseFileKind(fields.long(FILE_TYPE_OFFSET)),
        state=state,
        state_text=state.value if number in _STATES else f"{state.value} ({number})",
        page_size_bytes=page_size_bytes(fields),
        needs=_needs(fields),
        database_signature=fields.signature(24),
        log_signature=fields.signature(108),
        history=_history(fields),
        versions=_versions(fields),
        backups=_backups(fields),
        damage=_damage(fields),
        dbtime=fields.quad(16),
        dbid=fields.long(104),
        last_object=fields.long(212),
        is_shadowed=not fields.long(208) & 1,
        scrub=fields.time(288),
        checksum=fields.long(0),
        copy=copy,
    )
    is_proven = fields.long(8) == _PROVEN_MAJOR and fields.long(232) >= _PROVEN_UPDATE
    unproven = () if is_proven else (FileDoubt.FORMAT_NOT_PROVEN,)
    return replace(header, doubts=(*copy_doubts(copy), *database_doubts(header), *unproven))


def _needs(fields: Fields) -> LogNeeds:
    required_high, committed = fields.long(300), fields.long(416)
    return LogNeeds(
        required_low=fields.long(296),
        required_high=required_high,
        # the engine keeps committed at or above required: 0 beside required logs is an engine that did not know the field
        committed_high=committed if committed or not required_high else None,
        required_created=fields.time(672),
        committed_created=fields.time(348),
        consistent_low=fields.long(640),
        recovering=fields.long(536),
        required_low_before_redo=fields.long(684),
        consistent_low_before_redo=fields.long(680),
    )


def _history(fields: Fields) -> AttachHistory:
    return AttachHistory(
        consistent=fields.stamp(position=56, time=64),
        attach=fields.stamp(position=80, time=72),
        detach=fields.stamp(position=96, time=88),
        reattach=fields.stamp(position=572, time=564),
        resize=fields.position(656),
    )


def _versions(fields: Fields) -> DatabaseVersions:
    major, minor, build, service_pack = (fields.long(offset) for offset in (216, 220, 224, 228))
    return DatabaseVersions(
        format=FormatVersion(fields.long(8), fields.long(232), fields.long(644)),
        created=FormatVersion(fields.long(340), fields.long(344)),
        attached_by=fields.long(648),
        operating_system=f"{major}.{minor}.{build} SP {service_pack}",
    )


def _backups(fields: Fields) -> BackupMarks:
    return BackupMarks(
        previous_full=_backup(fields, 136, 356),
        previous_incremental=_backup(fields, 160, 360),
        previous_copy=_backup(fields, 420, 468),
        previous_differential=_backup(fields, 444, 472),
        current_full=_backup(fields, 184, None),
        current_snapshot=_backup(fields, 316, None),
    )


def _backup(fields: Fields, offset: int, kind_offset: int | None) -> BackupInfo:
    number = 0 if kind_offset is None else fields.long(kind_offset)
    kind = _BACKUP_KINDS[number] if number < len(_BACKUP_KINDS) else BackupKind.UNKNOWN
    return BackupInfo(
        low=fields.long(offset + 16),
        high=fields.long(offset + 20),
        mark=fields.stamp(position=offset, time=offset + 8),
        kind=None if kind_offset is None else kind,
    )


def _damage(fields: Fields) -> DamageCounts:
    return DamageCounts(
        repairs=EventCount(fields.long(240), fields.time(244), fields.long(364)),
        ecc_fixed=_count(fields, 368),
        ecc_failed=_count(fields, 384),
        bad_checksums=_count(fields, 400),
        reseeds=_count(fields, 476),
        patches=_count(fields, 492),
    )


def _count(fields: Fields, offset: int) -> EventCount:
    return EventCount(fields.long(offset), fields.time(offset + 4), fields.long(offset + 12))
