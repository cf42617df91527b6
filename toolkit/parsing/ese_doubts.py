"""What must be said beside a header, whether it came out of bytes or out of a text."""

from toolkit.model.ese import EseFileKind
from toolkit.model.ese_database import DatabaseHeader, DatabaseState, LogNeeds
from toolkit.model.ese_doubt import FileDoubt, HeaderCopy

_COPY_DOUBTS = {
    HeaderCopy.DIFFER: FileDoubt.COPIES_DIFFER,
    HeaderCopy.SHADOW_DAMAGED: FileDoubt.SHADOW_DAMAGED,
    HeaderCopy.SHADOW: FileDoubt.PRIMARY_DAMAGED,
}


def copy_doubts(copy: HeaderCopy | None) -> tuple[FileDoubt, ...]:
    """Return what must be said about the copies of a header; nothing when both are good and equal."""
    return (_COPY_DOUBTS[copy],) if copy in _COPY_DOUBTS else ()


def database_doubts(header: DatabaseHeader) -> tuple[FileDoubt, ...]:
    """Return what the fields of a database header make doubtful."""
    backup = header.backups.current_full
    found = {
        FileDoubt.ILLEGAL_STATE: header.state is DatabaseState.UNKNOWN,
        FileDoubt.TEMPORARY_DATABASE: header.kind is EseFileKind.TEMPORARY_DATABASE,
        FileDoubt.RANGE_IMPOSSIBLE: _is_impossible(header.needs),
        FileDoubt.BACKUP_COPY: backup is not None and bool(backup.low) and backup.high == 0,
    }
    return tuple(doubt for doubt, holds in found.items() if holds)


def _is_impossible(needs: LogNeeds) -> bool:
    """Whether the range breaks what the engine asserts at every write: low <= high <= committed (``fileu.cxx``)."""
    low, high, committed = needs.required_low, needs.required_high, needs.committed_high
    backwards = low is not None and high is not None and low > high
    beyond = high is not None and committed is not None and high > committed
    return backwards or beyond
