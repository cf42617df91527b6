"""Headers as short words, to compare with the truths beside the recordings; what a text does not say is left out."""

from collections.abc import Mapping

from toolkit.model.ese import LogPosition, LogTime, Stamp
from toolkit.model.ese_database import BackupInfo, DatabaseHeader, EventCount
from toolkit.model.ese_dump import CheckedLog, LogDump
from toolkit.model.ese_log import Attachment, Checkpoint, LogHeader


def said(facts: Mapping[str, object]) -> dict[str, object]:
    """Return the facts without those that nobody said."""
    return {key: value for key, value in facts.items() if value is not None and value not in ("", [], {}, "None")}


def told_database(header: DatabaseHeader) -> dict[str, object]:
    """Return what a database header says."""
    needs, history, damage = header.needs, header.history, header.damage
    backups = {name: told_backup(getattr(header.backups, name)) for name in type(header.backups).__dataclass_fields__}
    counts = {name: told_count(getattr(damage, name)) for name in type(damage).__dataclass_fields__}
    stamps = {name: told_stamp(getattr(history, name)) for name in ("consistent", "attach", "detach", "reattach")}
    return said(
        {
            "path": header.path,
            "kind": header.kind.name if header.kind else None,
            "state": header.state.name if header.state else None,
            "state_text": header.state_text,
            "page_size": header.page_size_bytes,
            "required": [needs.required_low, needs.required_high] if needs.required_high is not None else None,
            "committed": needs.committed_high,
            "created_times": [str(time) for time in (needs.required_created, needs.committed_created) if time],
            "consistent_low": needs.consistent_low,
            "recovering": needs.recovering,
            "before_redo": [low for low in (needs.required_low_before_redo, needs.consistent_low_before_redo) if low is not None],
            "signatures": [str(one) for one in (header.database_signature, header.log_signature) if one],
            "stamps": said(stamps),
            "resize": str(history.resize) if history.resize else None,
            "versions": [str(one) for one in (header.versions.format, header.versions.created) if one],
            "attached_by": header.versions.attached_by,
            "system": header.versions.operating_system,
            "backups": said(backups),
            "counts": said(counts),
            "dbtime": header.dbtime,
            "dbid": header.dbid,
            "last_object": header.last_object,
            "shadowed": header.is_shadowed,
            "scrub": str(header.scrub) if header.scrub else None,
            "checksum": header.checksum,
            "copy": header.copy.name if header.copy else None,
            "doubts": [doubt.name for doubt in header.doubts],
        }
    )


def told_log(header: LogHeader) -> dict[str, object]:
    """Return what a log header says."""
    flags = header.flags
    return said(
        {
            "path": header.path,
            "generation": header.generation,
            "times": [str(time) for time in (header.created, header.previous_created) if time],
            "signature": str(header.signature) if header.signature else None,
            "format": str(header.format),
            "written_by": header.written_by,
            "sectors": [header.sector_size_bytes, header.file_sectors, header.size_bytes] if header.file_sectors else None,
            "flags": [flags.used_reserve, flags.is_circular, flags.was_circular] if flags.is_circular is not None else None,
            "checkpoint": str(header.checkpoint),
            "sums": [header.previous_segments_checksum, header.linking_checksum] if header.linking_checksum is not None else None,
            "folders": [header.system_path, header.log_path] if header.system_path else None,
            "attachments": [told_attachment(entry) for entry in header.attachments],
            "doubts": [doubt.name for doubt in header.doubts],
        }
    )


def told_checkpoint(found: Checkpoint) -> dict[str, object]:
    """Return what a checkpoint says."""
    return said(
        {
            "path": found.path,
            "position": str(found.position),
            "consistency": str(found.consistency),
            "full_backup_position": str(found.full_backup_position),
            "full_backup": told_stamp(found.full_backup),
            "incremental_backup": told_stamp(found.incremental_backup),
            "signature": str(found.signature),
            "circular": found.is_circular,
            "attachments": [told_attachment(entry) for entry in found.attachments],
            "doubts": [doubt.name for doubt in found.doubts],
        }
    )


def told_dump(dump: LogDump) -> dict[str, object]:
    """Return what ``/ml`` says."""
    return said(
        {
            "base": dump.base_name,
            "asked": list(dump.asked) if dump.asked else None,
            "headers": [told_log(header) for header in dump.headers],
            "checks": [told_check(check) for check in dump.checks],
            "missing": [[gap.low, gap.high] for gap in dump.missing],
            "says_undamaged": dump.says_undamaged or None,
            "ending": [dump.ending.kind.name, dump.ending.code] if dump.ending else None,
        }
    )


def told_check(check: CheckedLog) -> list[object]:
    """Return name, verdict, code and generations of one checked log."""
    return [check.path.rsplit("\\", 1)[-1], check.verdict.name, check.code, check.generation, check.expected]


def told_attachment(entry: Attachment) -> list[object]:
    """Return one attached database."""
    numbers = [entry.dbid, entry.path, entry.dbtime, entry.last_object, entry.most_pages]
    return [*numbers, told_place(entry.last_attach), told_place(entry.last_consistent), str(entry.database_signature)]


def told_place(position: LogPosition | None) -> str | None:
    """Return a position, or None for one that is not said."""
    return None if position is None else str(position)


def told_stamp(stamp: Stamp | None) -> list[str | None] | None:
    """Return position and time."""
    return None if stamp is None else [told_place(stamp.position), told_time(stamp.time)]


def told_time(time: LogTime | None) -> str | None:
    """Return a time, or None for one that is not said."""
    return None if time is None else str(time)


def told_count(count: EventCount) -> list[object] | None:
    """Return number, last time and number before; None when none is said."""
    parts: list[object] = [count.count, told_time(count.last), count.before]
    return parts if any(part is not None for part in parts) else None


def told_backup(info: BackupInfo | None) -> list[object] | None:
    """Return generations, mark and kind of a backup; None when nothing is said of it."""
    if info is None:
        return None
    return [info.low, info.high, told_stamp(info.mark), info.kind.name if info.kind else None]
