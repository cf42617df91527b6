"""What must be found, what is lost without it, and what each way on needs (domain §2.7)."""

from collections.abc import Iterator

from toolkit.analysis.log_verdict import Ruling
from toolkit.analysis.log_weighing import Weighed
from toolkit.model.ese import LogTime
from toolkit.model.ese_log import LogHeader
from toolkit.model.log_chain import LogSpan, LogState, LossBudget, Role, Verdict, WantedLogs, Way

_TO_FIND = (LogState.MISSING, LogState.DAMAGED, LogState.FOREIGN, LogState.DOUBTFUL)
_TO_FIND_FIRST = frozenset(Verdict) - {Verdict.BACKUP_COPY}
_REPAIR_ROOM = 5
"""/p takes a fifth of the database on the temporary drive (technet aa998231)."""


def wanted_logs(weighed: Weighed) -> tuple[WantedLogs, ...]:
    """Return the needed logs that must be found, exactly: missing ones, and those that are there but cannot be used."""
    spans = (span for span in weighed.needed if span.state in _TO_FIND)
    return tuple(_wanted(weighed, span) for span in spans)


def _wanted(weighed: Weighed, span: LogSpan) -> WantedLogs:
    return WantedLogs(span, weighed.names, weighed.size_bytes, weighed.current is None and span.last > weighed.top)


def loss_budget(weighed: Weighed) -> LossBudget | None:
    """Return what is lost when the chain ends before its first unusable log; None when nothing is, or it is not known."""
    if weighed.need is None or any(span.state is LogState.UNKNOWN for span in weighed.needed):
        return None
    bad = next((span for span in weighed.needed if not span.state.is_good), None)
    if bad is None:
        return None
    count = weighed.need.committed - bad.first + 1
    size_bytes = None if weighed.size_bytes is None else count * weighed.size_bytes
    return LossBudget(bad.first, weighed.need.committed, size_bytes, _began(weighed, bad.first), _until(weighed))


def _began(weighed: Weighed, generation: int) -> LogTime | None:
    """Return when a log began: as itself says, as the next one says; else when the one before began, which is earlier."""
    own, after, before = (_header(weighed, number) for number in (generation, generation + 1, generation - 1))
    claim = weighed.choice.chosen.get(generation)
    if own is not None and claim is not None and claim.state is LogState.DAMAGED:
        return own.created
    if after is not None:
        return after.previous_created
    if weighed.need is not None and generation == weighed.need.committed and _until(weighed) is not None:
        return _until(weighed)
    return before.created if before is not None else None


def _header(weighed: Weighed, generation: int) -> LogHeader | None:
    claim = weighed.choice.chosen.get(generation)
    is_ours = claim is not None and claim.state not in (LogState.FOREIGN, LogState.DOUBTFUL)
    return claim.file.look if claim is not None and is_ours and isinstance(claim.file.look, LogHeader) else None


def _until(weighed: Weighed) -> LogTime | None:
    time = weighed.header.needs.committed_created
    return None if time is None or time.is_never else time


def copy_bytes(weighed: Weighed) -> int | None:
    """Return the room for a copy of database, logs, checkpoint and reserves; None when a size is not known."""
    here = weighed.inventory.log_folder
    sizes = [weighed.case.database_size_bytes]
    sizes += [file.size_bytes for file in weighed.inventory.files if file.folder == here and file.path != weighed.case.database_path]
    sizes += [None if logs.size_bytes is None else logs.count * logs.size_bytes for logs in weighed.inventory.plain if logs.folder == here]
    return None if None in sizes else sum(size for size in sizes if size is not None)


def ways_of(weighed: Weighed, ruling: Ruling, wanted: tuple[WantedLogs, ...]) -> tuple[Way, ...]:
    """Return the ways on for a verdict: first those that lose nothing, then those by hand with their price."""
    room, size = copy_bytes(weighed), weighed.case.database_size_bytes
    if ruling.verdict is Verdict.CLEAN:
        return (Way("mount", "Mount it; keep the logs, or move them away, never delete them.", 0),)
    if ruling.verdict is Verdict.RESEED:
        return (Way("reseed", "Seed the copy again from a healthy one (Update-MailboxDatabaseCopy -DeleteExistingFiles).", size),)
    copy = Way("safety copy", "Copy database, every log, checkpoint and reserve logs first: recovery changes the database for good.", room)
    find = _find(_bytes_of(weighed, sum(one.span.count for one in wanted)), room) if wanted else ()
    return (copy, *_safe(weighed, ruling, size), *(find if ruling.verdict in _TO_FIND_FIRST else ()), *_lossy(weighed, ruling, size))


def _safe(weighed: Weighed, ruling: Ruling, size: int | None) -> Iterator[Way]:
    moved = _bytes_of(weighed, sum(span.count for span in weighed.needed if span.state in (LogState.RENAMED, LogState.ELSEWHERE)))
    recovers = ruling.verdict in (Verdict.SOFT_RECOVERY, Verdict.RENAMED) or (ruling.verdict is Verdict.CHECKPOINT_BAD and bool(moved))
    is_tail = ruling.verdict is Verdict.TORN_TAIL and loss_budget(weighed) is None
    ways = (
        (ruling.verdict is Verdict.MOUNTS, Way("mount", "Mount it: soft recovery runs by itself.", 0)),
        (
            ruling.verdict is Verdict.CHECKPOINT_BAD,
            Way("rename the checkpoint", "Rename it, then mount: recovery reads from the lowest log.", 0),
        ),
        (recovers, Way("soft recovery", "Put logs in place by copy, then eseutil /r with absolute paths on the copy.", moved)),
        (is_tail, Way("set the last log aside", "Rename it, put logs in place by copy, then eseutil /r on the copy.", moved)),
        (
            ruling.verdict is Verdict.BACKUP_COPY,
            Way("hard recovery", "The backup program that made this copy restores it, with its own logs.", size),
        ),
    )
    yield from (way for holds, way in ways if holds)


def _find(missing_bytes: int | None, room: int | None) -> tuple[Way, ...]:
    places = "Other folders, quarantine, copies of the database, backup, replaced disks; put them back by copy."
    restore = "Restore to another path and roll forward with the logs that are here; keep these files."
    return Way("find the logs", places, missing_bytes), Way("restore a backup beside it", restore, room)


def _bytes_of(weighed: Weighed, count: int) -> int | None:
    return None if weighed.size_bytes is None else count * weighed.size_bytes


def _lossy(weighed: Weighed, ruling: Ruling, size: int | None) -> Iterator[Way]:
    budget = loss_budget(weighed)
    required_bad = any(not span.state.is_good for span in weighed.of_role(Role.REQUIRED))
    if ruling.verdict in (Verdict.COMMITTED_MISSING, Verdict.TORN_TAIL) and budget is not None and not required_bad:
        price = f"the changes of {budget.generations:,} log{'' if budget.generations == 1 else 's'}, for good"
        yield Way(
            "recovery without the committed logs",
            "eseutil /r with /a, on a copy, after everything else; it deletes the logs behind the gap.",
            size,
            price,
        )
    if ruling.verdict in (Verdict.REQUIRED_MISSING, Verdict.DAMAGED, Verdict.FOREIGN_STREAM):
        price = "whatever /p cannot read, all changes in the logs, and every log and older backup stops fitting"
        room = None if size is None else size + size // _REPAIR_ROOM
        yield Way(
            "repair", "eseutil /p on a copy, with Microsoft's support, when there is no backup; then move every mailbox off.", room, price
        )
