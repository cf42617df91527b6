"""What was seen, one sentence each, with the evidence that carries it and what would disprove it."""

from collections.abc import Iterator

from toolkit.analysis.log_base import is_mailbox_base, same_base
from toolkit.analysis.log_checkpoint import why_checkpoint_bad
from toolkit.analysis.log_verdict import gaps_behind, older_apart
from toolkit.analysis.log_weighing import Weighed
from toolkit.analysis.log_words import say_logs, say_number, say_range
from toolkit.model.ese_database import DatabaseHeader, DatabaseState
from toolkit.model.ese_doubt import FileDoubt, RefusedFile
from toolkit.model.ese_log import Checkpoint, LogHeader
from toolkit.model.evidence import Evidence, Finding
from toolkit.model.log_chain import Claim, LogSpan, LogState, Role
from toolkit.model.log_inventory import FileKind

TRANSPORT_BASE = "trn"
_MOST = 20
"""Findings about single logs; the table holds the rest."""
WARNS_FROM = 0x4000_0000
"""The engine warns from here on (event 514, domain §2.6)."""


def findings_of(weighed: Weighed) -> tuple[Finding, ...]:
    """Return every finding on a case, the database first."""
    kinds = (_database, _need, _absent, _links, _claims, _sets_aside, _uncounted, _checkpoint, _bases, _owner, _behind, _current, _high)
    return tuple(finding for kind in kinds for finding in kind(weighed))


def _database(weighed: Weighed) -> Iterator[Finding]:
    header, where = weighed.header, weighed.case.database_path
    state = Evidence(f"State: {header.state_text or (header.state.value if header.state else 'not said')}", where)
    if header.state is DatabaseState.DIRTY_SHUTDOWN:
        says = "Dirty is not damaged: every mounted database and every copy of one is dirty; it only needs its logs."
        yield Finding("database.dirty", says, (state,), "a page with a wrong checksum, which headers do not show")
    if header.state is DatabaseState.DIRTY_AND_PATCHED:
        says = "Pages of this copy were patched from another one; it needs its logs like any dirty database."
        yield Finding("database.patched", says, (state,))
    yield from _history(header, where)
    for doubt in header.doubts:
        yield Finding(f"database.{doubt.name.lower().replace('_', '-')}", doubt.value, (Evidence("the header", where),))


def _history(header: DatabaseHeader, where: str) -> Iterator[Finding]:
    """Tell what has been done to the file, and what was met in it."""
    snapshot, damage = header.backups.current_snapshot, header.damage
    if snapshot is not None and snapshot.is_set:
        says = "This copy was taken inside a VSS backup; dirty is what such a copy is."
        yield Finding("database.snapshot", says, (Evidence("Current Shadow copy backup", where),))
    if damage.reseeds.count or damage.patches.count:
        says = "Pages of this copy have come from another copy before; that is told, not a fault."
        yield Finding("database.patched-before", says, (Evidence("Reseed and patch counts", where),))
    if damage.repairs.count:
        says = "The database was repaired (/p): no older log fits it, and its mailboxes must be moved to another database."
        yield Finding("database.repaired", says, (Evidence(f"Repair Count: {damage.repairs.count}", where),))
    if damage.bad_checksums.count:
        says = "The engine has met pages with wrong checksums (-1018): look at the storage before anything is recovered on it."
        yield Finding("database.storage", says, (Evidence(f"Bad Checksum Error Count: {damage.bad_checksums.count}", where),))


def _need(weighed: Weighed) -> Iterator[Finding]:
    need, where = weighed.need, weighed.case.database_path
    if need is None:
        if weighed.header.state is DatabaseState.CLEAN_SHUTDOWN:
            says = "Log Required and Log Committed are 0 in a clean database: that says nothing about the logs that exist."
            yield Finding("need.none", says, (Evidence("Log Required: 0-0", where),))
        return
    if need.committed > need.high:
        says = (
            f"Required are {say_range(need.low, need.high)} only; events 452 to 454 and messages name the range up to the committed "
            f"0x{need.committed:X}, so they call more logs required than are."
        )
        evidence = (Evidence(f"Log Required: {need.low}-{need.high}", where), Evidence(f"Log Committed: 0-{need.committed}", where))
        yield Finding("need.committed", says, evidence)
    if not need.is_committed_said:
        says = "The header does not say Log Committed, as old texts do not: what is lost behind the required logs is not known."
        yield Finding("need.committed-not-said", says, (Evidence(f"Log Required: {need.low}-{need.high}", where),))


def _absent(weighed: Weighed) -> Iterator[Finding]:
    for role, name in ((Role.REQUIRED, "missing.required"), (Role.COMMITTED, "missing.committed")):
        gone = tuple(span for span in weighed.of_role(role) if span.state is LogState.MISSING)
        if not gone:
            continue
        note = " Eseutil /ml says nothing about it: it sees gaps between files only." if _is_at_an_end(weighed, gone) else ""
        says = f"No file is {say_logs(gone, weighed.names)} ({role.value}).{note}"
        looked = Evidence(f"{say_number(weighed.inventory.count, 'file')} listed", weighed.inventory.log_folder)
        yield Finding(name, says, (looked,), "a log with this generation in its header, under any name, in a place not looked at")


def _is_at_an_end(weighed: Weighed, gone: tuple[LogSpan, ...]) -> bool:
    """Whether no log lies below the lowest or above the highest of ``gone``: there Eseutil /ml has nothing to compare."""
    there = [span for span in weighed.spans if span.state is not LogState.MISSING]
    return not any(span.last < gone[0].first for span in there) or not any(span.first > gone[-1].last for span in there)


def _links(weighed: Weighed) -> Iterator[Finding]:
    for link in weighed.choice.broken[:_MOST]:
        pair = [weighed.choice.chosen[generation] for generation in (link.older, link.older + 1)]
        headers = [claim.file.look for claim in pair]
        times = [look.created if at == 0 else look.previous_created for at, look in enumerate(headers) if isinstance(look, LogHeader)]
        words = ("created", "previous log created")
        evidence = tuple(Evidence(f"{word} {time}", claim.file.path) for word, time, claim in zip(words, times, pair, strict=False))
        says = f"0x{link.older:X} and 0x{link.older + 1:X} are no neighbours: the second follows another log with the number of the first."
        yield Finding("link.time", says, evidence)


def _claims(weighed: Weighed) -> Iterator[Finding]:
    bad = [claim for _, claim in sorted(weighed.choice.chosen.items()) if claim.why and _matters(weighed, claim)]
    for claim in bad[:_MOST]:
        says = f"0x{claim.generation:X} is {claim.state.value}: {claim.why}."
        yield Finding(f"log.{claim.state.name.lower()}", says.replace("..", "."), (Evidence("the header", claim.file.path),))
    if len(bad) > _MOST:
        yield Finding("log.more", f"{len(bad) - _MOST:,} more logs are not in place; the table has them all.")


def _matters(weighed: Weighed, claim: Claim) -> bool:
    """What is wrong with logs that nobody needs fills no page; what belongs to another stream in the log folder is told."""
    is_needed = weighed.need is not None and weighed.need.low <= claim.generation <= weighed.need.committed + 1
    return is_needed or (claim.state is LogState.FOREIGN and claim.file.folder == weighed.inventory.log_folder)


def _sets_aside(weighed: Weighed) -> Iterator[Finding]:
    files = [file for file in weighed.inventory.files if file.kind is FileKind.SET_ASIDE and isinstance(file.look, RefusedFile)]
    for file in files[:_MOST]:
        says = f"{file.name} may be a log that another program has encoded or locked away: take it back with that program, then look again."
        yield Finding("set-aside.unreadable", says, (Evidence(str(file.look), file.path),))


def _uncounted(weighed: Weighed) -> Iterator[Finding]:
    kinds = {
        FileKind.TEMPORARY_LOG: "is the next log while it is made; its header is that of a recycled older one, and it never counts",
        FileKind.RESERVE_LOG: "is a reserve log: it holds nothing and never counts",
    }
    for kind, why in kinds.items():
        found = [file for file in weighed.inventory.files if file.kind is kind and file.folder == weighed.inventory.log_folder]
        if found:
            says = f"{found[0].name} {why}."
            yield Finding(f"uncounted.{kind.name.lower().replace('_', '-')}", says, (Evidence("its name", found[0].path),))


def _checkpoint(weighed: Weighed) -> Iterator[Finding]:
    checkpoint, where = weighed.case.checkpoint, weighed.case.checkpoint_path
    why = why_checkpoint_bad(weighed)
    if why:
        seen = str(checkpoint) if isinstance(checkpoint, RefusedFile) else f"Checkpoint: {_position(checkpoint)}"
        yield Finding("checkpoint.bad", f"The checkpoint file must be renamed: {why}.", (Evidence(seen, where),))
    apart = older_apart(weighed)
    if apart:
        says = (
            f"Without a usable checkpoint recovery begins at the lowest log; older logs lie below a gap: {say_logs(apart, weighed.names)}."
        )
        yield Finding("checkpoint.older-logs", says, (Evidence("file names and headers", weighed.inventory.log_folder),))
    if checkpoint is None:
        yield Finding("checkpoint.none", "There is no checkpoint file: that is harmless, recovery begins at the lowest log.", ())


def _position(checkpoint: object) -> str:
    return str(checkpoint.position) if isinstance(checkpoint, Checkpoint) else ""


def _bases(weighed: Weighed) -> Iterator[Finding]:
    base = weighed.base
    if base.others:
        says = f"Logs of other base names lie in the same folder and were left aside: {', '.join(base.others)}."
        yield Finding("base.others", says, (Evidence("file names", weighed.inventory.log_folder),))
    wrong = [one for one in base.same_stream if base.is_given and one.casefold() != base.names.base.casefold()]
    if wrong:
        says = f"The base name given is {base.names.base}, but the logs with the signature of the database are named {wrong[0]}."
        yield Finding("base.wrong", says, (Evidence("log signature", weighed.inventory.log_folder),))


def _owner(weighed: Weighed) -> Iterator[Finding]:
    base, where = weighed.names.base, weighed.inventory.log_folder
    if same_base(base, TRANSPORT_BASE):
        says = "This is a database of Exchange transport: it is rebuilt, not recovered; the mail queued in it is lost with it."
        yield Finding("base.transport", says, (Evidence(f"base name {base}", where),))
    elif not is_mailbox_base(base):
        says = f"Base name {base} is none of Exchange's: a database of Windows or another program; Exchange's cmdlets are not for it."
        yield Finding("base.other-program", says, (Evidence(f"base name {base}", where),))


def _behind(weighed: Weighed) -> Iterator[Finding]:
    behind = gaps_behind(weighed)
    if behind:
        says = (
            f"Logs behind the needed ones do not follow them: {say_logs(behind, weighed.names)}. "
            "The database has nothing in them; recovery stops at the gap."
        )
        yield Finding("behind.gap", says, (Evidence("file names and headers", weighed.inventory.log_folder),))


def _current(weighed: Weighed) -> Iterator[Finding]:
    current = weighed.current
    if current is None or not isinstance(current.look, LogHeader):
        return
    look = current.look
    if look.body is not None and look.body.used == 0 and not look.body.damaged:
        says = f"{current.name} has no used segment: a fresh current log, as after a clean shutdown; that is no damage."
        yield Finding("current.fresh", says, (Evidence("0 used segments", current.path),))
    if FileDoubt.BODY_TORN in look.doubts:
        says = f"The last segment of {current.name} was being written when the engine stopped: soft recovery mends that, keep the file."
        yield Finding("current.torn", says, (Evidence("the last written segment is damaged", current.path),))
    if look.flags.used_reserve:
        says = "The current log took the place of a reserve log: the disk was full."
        yield Finding("current.disk-full", says, (Evidence("flag in the header", current.path),))


def _high(weighed: Weighed) -> Iterator[Finding]:
    if weighed.highest_seen >= WARNS_FROM:
        says = f"The stream has come to 0x{weighed.highest_seen:X}; the engine warns from 0x40000000 (event 514) and ends at 0x7FFFF800."
        yield Finding("generation.high", says, (Evidence("names and headers", weighed.inventory.log_folder),))
