"""The verdict: an ordered list of rules, the first that holds speaks (domain §2.7, ese-headers §2.1 and §6).

What is certain and bad comes before what is not known, and that before everything good: no good verdict rests on half the evidence.
"""

from collections.abc import Callable
from dataclasses import dataclass

from toolkit.analysis.log_checkpoint import why_checkpoint_bad
from toolkit.analysis.log_weighing import DIRTY, Weighed, is_blind
from toolkit.analysis.log_words import say_logs, say_number
from toolkit.model.ese_database import DatabaseState
from toolkit.model.ese_doubt import FileDoubt
from toolkit.model.ese_log import Checkpoint, LogHeader
from toolkit.model.log_chain import LogSpan, LogState, Role, Verdict

LAST_GENERATION = 0x7FFF_F800
"""The engine begins no log beyond it: -519, -548, event 514 (domain §2.6)."""
LAST_OF_FIVE_DIGITS = 0xF_FFFF
_IN_THE_FOLDER = (LogState.PRESENT, LogState.RENAMED, LogState.DOUBTFUL, LogState.UNKNOWN, LogState.DAMAGED, LogState.FOREIGN)
_OLD_MAJOR, _FIVE_DIGITS = 7, 5


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict and its sentence."""

    verdict: Verdict
    says: str


Rule = Callable[[Weighed], Ruling | None]


def rule(weighed: Weighed) -> Ruling:
    """Return the verdict on a database whose header could be read."""
    found = (decide(weighed) for decide in _RULES)
    return next(ruling for ruling in found if ruling is not None)


def _reseed(weighed: Weighed) -> Ruling | None:
    if weighed.header.state is not DatabaseState.INCREMENTAL_RESEED:
        return None
    says = "An incremental reseed of this copy was broken off. Seed it again from a healthy copy; no log and no repair completes it."
    return Ruling(Verdict.RESEED, says)


def _odd_state(weighed: Weighed) -> Ruling | None:
    state = weighed.header.state
    if state in DIRTY or state is DatabaseState.CLEAN_SHUTDOWN:
        return None
    word = weighed.header.state_text or (state.value if state is not None else "not said")
    return Ruling(
        Verdict.NOT_KNOWN, f'The state of the database is "{word}": neither clean nor dirty, and logs do not decide what becomes of it.'
    )


def _clean(weighed: Weighed) -> Ruling | None:
    if weighed.header.state is not DatabaseState.CLEAN_SHUTDOWN:
        return None
    if is_overflown(weighed):
        return _overflow(weighed)
    says = "The database was shut down clean: it needs no logs. If it does not mount, look elsewhere: path, rights, a lock, the directory."
    return Ruling(Verdict.CLEAN, says)


def _no_need(weighed: Weighed) -> Ruling | None:
    if FileDoubt.RANGE_IMPOSSIBLE in weighed.header.doubts or weighed.need is None:
        says = "The database is dirty, but its header does not say which logs it needs in a way that the engine writes."
        return Ruling(Verdict.NOT_KNOWN, says)
    return None


def _no_stream(weighed: Weighed) -> Ruling | None:
    signature = weighed.header.log_signature
    if signature is None or not signature.is_blank:
        return None
    says = "The database is dirty and belongs to no log stream (repaired, or written without logging): no log can complete it."
    return Ruling(Verdict.DAMAGED, says)


def _backup_copy(weighed: Weighed) -> Ruling | None:
    if FileDoubt.BACKUP_COPY not in weighed.header.doubts:
        return None
    gone = _in_state(weighed.needed, *(state for state in LogState if not state.is_good))
    logs = "The logs it needs are here." if not gone else f"Of the logs it needs, not usable here: {say_logs(gone, weighed.names)}."
    says = "A streaming backup made this copy: the program that made it completes it (hard recovery), not soft recovery."
    return Ruling(Verdict.BACKUP_COPY, f"{says} {logs}")


def _blind(weighed: Weighed) -> Ruling | None:
    if weighed.base.is_open:
        bases = ", ".join(weighed.base.others)
        return Ruling(Verdict.NOT_KNOWN, f"Logs of several base names are here ({bases}); which are those of this database is not known.")
    blind = [place for place in weighed.inventory.blind if place.folder == weighed.inventory.log_folder]
    return Ruling(Verdict.NOT_KNOWN, f"The log folder could not be looked at: {blind[0].why}.") if blind else None


def _other_stream(weighed: Weighed) -> Ruling | None:
    """All that anybody looked into is foreign, and what is needed is not here: the wrong folder, or the wrong base name."""
    states = {claim.state for claim in weighed.choice.chosen.values()}
    if states != {LogState.FOREIGN} or not _in_state(weighed.of_role(Role.REQUIRED), LogState.MISSING, LogState.FOREIGN):
        return None
    says = "Every log that was looked into belongs to another stream: the wrong folder or base name, or the logs of another database."
    return Ruling(Verdict.FOREIGN_STREAM, says)


def _required(weighed: Weighed) -> Ruling | None:
    spans, names = weighed.of_role(Role.REQUIRED), weighed.names
    missing = _in_state(spans, LogState.MISSING)
    if missing:
        return _missing(weighed, missing, Verdict.REQUIRED_MISSING, "Required logs are missing")
    foreign = _in_state(spans, LogState.FOREIGN, LogState.DOUBTFUL)
    if foreign:
        return Ruling(Verdict.FOREIGN_STREAM, f"Required logs are here under their numbers, but are not those: {say_logs(foreign, names)}.")
    damaged = _in_state(spans, LogState.DAMAGED)
    if damaged:
        return Ruling(Verdict.DAMAGED, f"Required logs are damaged, and no good copy was found: {say_logs(damaged, names)}.")
    unknown = _in_state(spans, LogState.UNKNOWN)
    if unknown:
        return Ruling(Verdict.NOT_KNOWN, f"Required logs could not be looked into: {say_logs(unknown, names)}.")
    return None


def _missing(weighed: Weighed, missing: tuple[LogSpan, ...], verdict: Verdict, begins: str) -> Ruling:
    what = say_logs(missing, weighed.names)
    if weighed.inventory.blind:
        places = ", ".join(place.folder for place in weighed.inventory.blind)
        return Ruling(Verdict.NOT_KNOWN, f"{begins} where anybody could look: {what}. Not looked at: {places}.")
    return Ruling(verdict, f"{begins}: {what}.")


def _committed(weighed: Weighed) -> Ruling | None:
    spans, names = weighed.of_role(Role.COMMITTED), weighed.names
    bad = _in_state(spans, LogState.MISSING, LogState.FOREIGN, LogState.DOUBTFUL, LogState.DAMAGED)
    if not bad:
        unknown = _in_state(spans, LogState.UNKNOWN)
        says = f"All required logs exist; logs that are only committed could not be looked into: {say_logs(unknown, names)}."
        return Ruling(Verdict.NOT_KNOWN, says) if unknown else None
    if _is_tail(weighed, bad):
        says = f"The last log is cut off or damaged: {say_logs(bad, names)}. Everything before it is here; its last changes are lost."
        return Ruling(Verdict.TORN_TAIL, says)
    begins = "All required logs exist; logs that are only committed are missing or unusable"
    if _in_state(bad, LogState.MISSING):
        return _missing(weighed, bad, Verdict.COMMITTED_MISSING, begins)
    return Ruling(Verdict.COMMITTED_MISSING, f"{begins}: {say_logs(bad, names)}.")


def _is_tail(weighed: Weighed, bad: tuple[LogSpan, ...]) -> bool:
    """Whether the only bad log is damaged, and the last one there is, anywhere; behind it nobody has failed to look."""
    only = bad[0] if len(bad) == 1 and bad[0].count == 1 and bad[0].state is LogState.DAMAGED else None
    is_hidden = weighed.current is not None and is_blind(weighed.current.look)
    return only is not None and not is_hidden and only.first == max(weighed.highest_seen, _highest_good(weighed))


def _highest_good(weighed: Weighed) -> int:
    return max((span.last for span in weighed.spans if span.state.is_good), default=0)


def is_overflown(weighed: Weighed) -> bool:
    """Whether the stream has come to its last generation; with five digits only engines up to Exchange 2003 end at 0xFFFFF."""
    highest = weighed.highest_seen
    looks = (claim.file.look for claim in weighed.choice.chosen.values())
    is_old = any(isinstance(look, LogHeader) and look.format is not None and look.format.major <= _OLD_MAJOR for look in looks)
    limit = LAST_OF_FIVE_DIGITS if is_old and weighed.names.digits == _FIVE_DIGITS else LAST_GENERATION
    return highest >= limit


def _overflow(weighed: Weighed) -> Ruling | None:
    if not is_overflown(weighed):
        return None
    says = (
        f"The log stream is at its end: generation 0x{weighed.highest_seen:X}. The engine begins no further log (-519, -548): shut down "
        "clean, then move every log and the checkpoint away, so that the stream begins anew; older backups do not roll forward across it."
    )
    return Ruling(Verdict.OVERFLOW, says)


def _renamed(weighed: Weighed) -> Ruling | None:
    renamed = _in_state(weighed.needed, LogState.RENAMED)
    if not renamed:
        return None
    says = f"Every needed log exists; these have other names: {say_logs(renamed, weighed.names)}. Copy each under its own name."
    return Ruling(Verdict.RENAMED, f"{says}{_and_elsewhere(weighed)}")


def _and_elsewhere(weighed: Weighed) -> str:
    elsewhere = _in_state(weighed.needed, LogState.ELSEWHERE)
    return f" Copy back too what lies elsewhere: {say_logs(elsewhere, weighed.names)}." if elsewhere else ""


def _checkpoint(weighed: Weighed) -> Ruling | None:
    why = why_checkpoint_bad(weighed)
    if not why:
        return None
    says = f"Every needed log exists; the checkpoint file is bad: {why}. Rename it: a missing one is harmless."
    apart = older_apart(weighed)
    first = f" Before that, set aside the older logs below a gap: {say_logs(apart, weighed.names)}." if apart else ""
    return Ruling(Verdict.CHECKPOINT_BAD, f"{says}{first}{_and_elsewhere(weighed)}")


def _torn_later(weighed: Weighed) -> Ruling | None:
    damaged = _in_state(weighed.of_role(Role.LATER), LogState.DAMAGED)
    if not damaged or damaged[-1].last != weighed.highest_seen:
        return None
    says = "Every needed log exists; the last log behind them is cut off or damaged. The database has nothing in it: set it aside."
    return Ruling(Verdict.TORN_TAIL, f"{says}{_and_elsewhere(weighed)}")


def _current_unknown(weighed: Weighed) -> Ruling | None:
    if weighed.current is None or not is_blind(weighed.current.look):
        return None
    says = f"Every needed log is here, but the current log {weighed.current.name} could not be looked into, and recovery reads it."
    return Ruling(Verdict.NOT_KNOWN, says)


def _soft_recovery(weighed: Weighed) -> Ruling | None:
    elsewhere = _in_state(weighed.needed, LogState.ELSEWHERE)
    if elsewhere:
        what = say_logs(elsewhere, weighed.names)
        return Ruling(
            Verdict.SOFT_RECOVERY, f"Every needed log exists; these lie elsewhere or are set aside: {what}. Copy them back, then recover."
        )
    reasons = (
        (weighed.current is None, f"there is no current log {weighed.names.current}"),
        (is_blind(weighed.case.checkpoint), "the checkpoint could not be read: rename it first"),
        (bool(older_apart(weighed)), "without a checkpoint it begins at the lowest log, so set aside the older logs below a gap first"),
        (bool(gaps_behind(weighed)), "logs behind them do not follow"),
    )
    why = next((why for holds, why in reasons if holds), "")
    if not why:
        return None
    return Ruling(Verdict.SOFT_RECOVERY, f"Every needed log is here and soft recovery completes the database; {why}.")


def older_apart(weighed: Weighed) -> tuple[LogSpan, ...]:
    """Return older logs below a gap, where no usable checkpoint keeps recovery from beginning with them (domain §2.3)."""
    checkpoint, expected = weighed.case.checkpoint, weighed.need.low - 1 if weighed.need is not None else 0
    if isinstance(checkpoint, Checkpoint) and not why_checkpoint_bad(weighed):
        return ()
    apart: list[LogSpan] = []
    for span in reversed(weighed.of_role(Role.EARLIER)):
        if span.last == expected and span.state is LogState.PRESENT:
            expected = span.first - 1
        elif span.state in _IN_THE_FOLDER:
            apart.append(span)
    return tuple(reversed(apart))


def gaps_behind(weighed: Weighed) -> tuple[LogSpan, ...]:
    """Return the logs behind the needed ones that do not follow them without a gap."""
    if weighed.need is None:
        return ()
    expected, found = weighed.need.committed + 1, []
    for span in weighed.of_role(Role.LATER):
        if span.first != expected or span.state is not LogState.PRESENT:
            found.append(span)
        expected = span.last + 1 if span.first == expected else expected
    return tuple(found)


def _mounts(weighed: Weighed) -> Ruling:
    count = say_number(sum(span.count for span in weighed.needed), "log")
    by_name = weighed.count_by_name_only()
    note = f" {by_name:,} of them are known by name and length alone." if by_name else ""
    return Ruling(
        Verdict.MOUNTS, f"Every needed log is in place ({count}): mounting recovers the database by itself, nothing is lost.{note}"
    )


def _in_state(spans: tuple[LogSpan, ...], *states: LogState) -> tuple[LogSpan, ...]:
    return tuple(span for span in spans if span.state in states)


_RULES: tuple[Rule, ...] = (
    _reseed,
    _odd_state,
    _clean,
    _no_stream,
    _no_need,
    _backup_copy,
    _blind,
    _other_stream,
    _required,
    _committed,
    _overflow,
    _renamed,
    _checkpoint,
    _torn_later,
    _current_unknown,
    _soft_recovery,
    _mounts,
)
