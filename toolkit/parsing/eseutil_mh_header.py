"""A database header out of the labels that ``eseutil /mh`` printed; what was not printed stays None."""

from dataclasses import replace

from toolkit.model.ese import EseFileKind, Stamp
from toolkit.model.ese_database import (
    AttachHistory,
    BackupInfo,
    BackupMarks,
    DamageCounts,
    DatabaseHeader,
    DatabaseState,
    DatabaseVersions,
    EventCount,
    LogNeeds,
)
from toolkit.model.ese_doubt import FileDoubt, HeaderCopy
from toolkit.parsing.ese_doubts import copy_doubts, database_doubts
from toolkit.parsing.eseutil_mh_labels import Said

_OLD_STATES = {"Consistent": DatabaseState.CLEAN_SHUTDOWN, "Inconsistent": DatabaseState.DIRTY_SHUTDOWN}
"""Words of Exchange 2000 and older."""
_STATES = {state.value: state for state in DatabaseState} | _OLD_STATES
_KINDS = {"Database": EseFileKind.DATABASE, "Streaming File": EseFileKind.STREAMING}
_NOTHING = Stamp(None, None)


def is_state(word: str) -> bool:
    """Whether ``word`` is a state of any engine."""
    return word in _STATES


def header_of_text(said: Said, path: str, copy: HeaderCopy | None) -> DatabaseHeader:
    """Return the header that ``said`` describes, with what must be said beside it."""
    words = said.words
    header = DatabaseHeader(
        kind=_KINDS.get(words["File Type"], EseFileKind.UNKNOWN) if "File Type" in words else None,
        state=_STATES.get(words["State"], DatabaseState.UNKNOWN) if "State" in words else None,
        state_text=words.get("State", ""),
        page_size_bytes=said.numbers.get("cbDbPage"),
        needs=_needs(said),
        database_signature=said.signatures.get("DB Signature"),
        log_signature=said.signatures.get("Log Signature"),
        history=_history(said),
        versions=_versions(said),
        backups=_backups(said),
        damage=_damage(said),
        dbtime=said.numbers.get("dbtime"),
        dbid=said.numbers.get("Dbid"),
        last_object=said.numbers.get("Last Objid"),
        is_shadowed=words["Shadowed"] == "Yes" if "Shadowed" in words else None,
        scrub=said.times.get("Scrub Date"),
        checksum=_hex(words.get("Checksum")),
        copy=copy,
        path=path,
    )
    return replace(header, doubts=(*copy_doubts(copy), *database_doubts(header), *_text_doubts(said)))


def _text_doubts(said: Said) -> tuple[FileDoubt, ...]:
    stored, computed = (_hex(said.words.get(f"{which} Checksum")) for which in ("Expected", "Actual"))
    found = {
        FileDoubt.CHECKSUM_SAID_BAD: stored != computed,
        FileDoubt.VALUE_UNREADABLE: any(not said.has(label) for label in said.unreadable),
    }
    return tuple(doubt for doubt, holds in found.items() if holds)


def _hex(text: str | None) -> int | None:
    return None if text is None else int(text, 16)


def _needs(said: Said) -> LogNeeds:
    low, high = said.ranges.get("Log Required", (None, None))
    return LogNeeds(
        required_low=low,
        required_high=high,
        committed_high=said.ranges.get("Log Committed", (None, None))[1],
        required_created=said.times.get("Gen. Max. Req. Creation Time"),
        committed_created=said.times.get("Gen. Max. Com. Creation Time", said.times.get("GenMax Creation")),
        consistent_low=said.numbers.get("Log Consistent"),
        recovering=said.numbers.get("Log Recovering"),
        required_low_before_redo=said.numbers.get("Min. Req. Pre-Redo"),
        consistent_low_before_redo=said.numbers.get("Pre-Redo"),
    )


def _history(said: Said) -> AttachHistory:
    return AttachHistory(
        consistent=said.stamps.get("Last Consistent"),
        attach=said.stamps.get("Last Attach"),
        detach=said.stamps.get("Last Detach"),
        reattach=said.stamps.get("Last ReAttach"),
        resize=said.stamps.get("Last Resize", _NOTHING).position,
    )


def _versions(said: Said) -> DatabaseVersions:
    version, engine = said.versions.get("Format ulVersion", (None, None))
    created, _ = said.versions.get("Created ulVersion", (None, None))
    return DatabaseVersions(version, created, engine, said.words.get("OS Version", ""))


def _backups(said: Said) -> BackupMarks:
    return BackupMarks(
        previous_full=_backup(said, "Previous Full Backup"),
        previous_incremental=_backup(said, "Previous Incremental Backup"),
        previous_copy=_backup(said, "Previous Copy Backup"),
        previous_differential=_backup(said, "Previous Differential Backup"),
        current_full=_backup(said, "Current Full Backup"),
        current_snapshot=_backup(said, "Current Shadow copy backup"),
    )


def _backup(said: Said, section: str) -> BackupInfo | None:
    generations, mark = said.ranges.get(f"{section}/Log Gen"), said.stamps.get(f"{section}/Mark")
    if generations is None and mark is None:
        return None
    low, high = generations or (None, None)
    kind = said.kinds.get(f"{section}/Log Gen") if section.startswith("Previous") else None
    return BackupInfo(low, high, mark or _NOTHING, kind)


def _damage(said: Said) -> DamageCounts:
    numbers, times = said.numbers, said.times
    return DamageCounts(
        repairs=EventCount(numbers.get("Repair Count"), times.get("Repair Date"), numbers.get("Old Repair Count")),
        ecc_fixed=_count(said, "ECC Fix Success"),
        ecc_failed=_count(said, "ECC Fix Error"),
        bad_checksums=EventCount(
            numbers.get("Bad Checksum Error Count"),
            times.get("Last Bad Checksum Error Date"),
            numbers.get("Old bad Checksum Error Count"),
        ),
        reseeds=EventCount(numbers.get("Reseed Count"), times.get("Reseed Date"), numbers.get("Old Reseed Count")),
        patches=EventCount(numbers.get("Patch Count"), times.get("Patch Date"), numbers.get("Old Patch Count")),
    )


def _count(said: Said, what: str) -> EventCount:
    numbers = said.numbers
    return EventCount(numbers.get(f"{what} Count"), said.times.get(f"Last {what} Date"), numbers.get(f"Old {what} Count"))
