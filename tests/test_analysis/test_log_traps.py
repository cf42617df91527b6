"""Traps of log chains: each has cost somebody a database, and each has its own sentence here."""

from dataclasses import replace

import pytest

from tests.test_analysis.chain_world import (
    CLEAN,
    FOREIGN,
    LOGS,
    OTHER,
    case,
    checkpoint,
    closed,
    current,
    dirty,
    log,
    missing,
    moment,
    place,
    solved,
    state_of,
    told,
)
from toolkit.analysis.log_chain import solve
from toolkit.model.ese import LogPosition, Stamp
from toolkit.model.ese_database import BackupInfo, BackupMarks, DamageCounts, EventCount
from toolkit.model.ese_doubt import FileDoubt, Refusal, RefusedFile
from toolkit.model.ese_log import Checkpoint, LogFlags, LogFormat, LogHeader, LogSegments
from toolkit.model.log_chain import LogState, Verdict
from toolkit.model.log_inventory import FoundFile, Inventory

NEED = dirty(16, 18, 20)
ALL = [*closed(range(16, 20)), current(20)]


def without(*generations: int) -> list[FoundFile]:
    """Return the good stream without some logs."""
    return [file for file in ALL if file.number not in generations]


def body(used: int, checksum: int, *, damaged: tuple[int, ...] = ()) -> LogSegments:
    """Return the body of a log."""
    return LogSegments(used, damaged, False, checksum)


def test_the_range_of_the_event_is_committed() -> None:
    """Events name a to c; what is missing between b and c is no missing required log."""
    verdict = solved(NEED, without(19))
    assert verdict.verdict is Verdict.COMMITTED_MISSING
    assert "Required are 0x10-0x12 (16-18) only" in told(verdict)


@pytest.mark.parametrize(("gone", "expected"), [((16,), [(16, 16)]), ((16, 17), [(16, 17)])])
def test_missing_at_the_low_end(gone: tuple[int, ...], expected: list[tuple[int, int]]) -> None:
    """Eseutil /ml sees gaps between files alone; the lowest required logs are gone all the same."""
    verdict = solved(NEED, without(*gone))
    assert (verdict.verdict, missing(verdict)) == (Verdict.REQUIRED_MISSING, expected)
    assert "Eseutil /ml says nothing about it" in told(verdict)


def test_missing_at_the_high_end() -> None:
    """Nor does it see that the highest required log, the current one, is gone; its name may be that of the current log."""
    verdict = solved(dirty(16, 20, 20), closed(range(16, 20)))
    assert (verdict.verdict, missing(verdict)) == (Verdict.REQUIRED_MISSING, [(20, 20)])
    assert verdict.wanted[0].may_be_current
    assert "Eseutil /ml says nothing about it" in told(verdict)


def test_the_current_log_is_a_generation() -> None:
    """E00.log has no number; its header says that it is the last required log."""
    verdict = solved(dirty(16, 20, 20), ALL)
    assert (verdict.verdict, state_of(verdict, 20)) == (Verdict.MOUNTS, LogState.PRESENT)


@pytest.mark.parametrize("name", ["E00tmp.log", "E00res00001.jrs", "res1.log"])
def test_temporary_and_reserve_logs_never_count(name: str) -> None:
    """Enntmp.log holds the header of a recycled older log, a reserve log nothing: neither fills a gap, whatever its header says."""
    verdict = solved(NEED, [*without(17), place(0, log(17), name=name)])
    assert (verdict.verdict, missing(verdict)) == (Verdict.REQUIRED_MISSING, [(17, 17)])
    assert "never counts" in told(verdict)


@pytest.mark.parametrize(
    "name",
    [
        "E0000000011.log.vir",
        "E0000000011.vir",
        "E0000000011.log.infected",
        "E0000000011 - Copy.log",
        "Copy of E0000000011.log",
        "Копия E0000000011.log",
        "E00000000011.log",
    ],
)
def test_a_log_that_was_set_aside_is_found(name: str) -> None:
    """Antivirus and people rename logs; the header proves what such a file is, and it is put back by a copy."""
    verdict = solved(NEED, [*without(17), place(0, log(17), name=name)])
    assert (verdict.verdict, state_of(verdict, 17)) == (Verdict.SOFT_RECOVERY, LogState.ELSEWHERE)
    assert name in told(verdict)


def test_a_quarantined_log_that_is_encoded_proves_nothing() -> None:
    """Its name says which log it was; only its own program gives it back, so the log is missing and the file is told."""
    verdict = solved(NEED, [*without(17), place(17, RefusedFile(Refusal.NOT_A_LOG), name="E0000000011.log.vir")])
    assert (verdict.verdict, missing(verdict)) == (Verdict.REQUIRED_MISSING, [(17, 17)])
    assert "take it back with that program" in told(verdict)


def test_a_decimal_number_in_the_name_is_read_as_hexadecimal() -> None:
    """Somebody who looks for log 17 and names it ...17.log has named 0x17: the header says what it is."""
    verdict = solved(NEED, [*without(17), place(0, log(17), name="E0000000017.log")])
    assert (verdict.verdict, state_of(verdict, 17)) == (Verdict.RENAMED, LogState.RENAMED)


def test_five_digits() -> None:
    """Windows and old Exchange name logs with five digits; so do the names of what is missing."""
    files = [place(number, log(number), name=f"SRU{number:05X}.log") for number in (16, 18, 19)]
    verdict = solved(NEED, [*files, place(0, log(20), name="SRU.log")])
    assert (verdict.verdict, verdict.wanted[0].first_name) == (Verdict.REQUIRED_MISSING, "SRU00011.log")


def test_five_digits_end_early_on_old_engines() -> None:
    """Up to Exchange 2003 the stream ends at 0xFFFFF; Windows goes on with eight digits."""
    top = 0xF_FFFF
    files = [place(0, log(top), name="E00.log"), place(top - 1, log(top - 1), name=f"E00{top - 1:05X}.log")]
    old = [replace(file, look=replace(file.look, format=LogFormat(7, 3704, 6))) for file in files if isinstance(file.look, LogHeader)]
    assert solved(CLEAN, files).verdict is Verdict.CLEAN
    assert solved(CLEAN, old).verdict is Verdict.OVERFLOW


def test_time_is_no_order() -> None:
    """The clock of this stream runs backwards between its logs, and the chain is whole."""
    times = [str(moment(number)) for number in range(16, 21)]
    assert times != sorted(times)
    assert solved(NEED, ALL).verdict is Verdict.MOUNTS


@pytest.mark.parametrize("order", (1, -1))
def test_fewer_segments_under_the_same_header(order: int) -> None:
    """A copy taken while the log was current has its final header and too few segments: the fuller one is taken, wherever it lies."""
    files = [place(17, log(17, used=5)), place(17, log(17, used=9), folder=OTHER)]
    verdict = solved(NEED, [*without(17), *files[::order]])
    (duplicate,) = verdict.duplicates
    assert (verdict.verdict, duplicate.taken) == (Verdict.SOFT_RECOVERY, f"{OTHER}\\E0000000011.log")
    assert "more used segments, 9" in duplicate.why


def test_bodies_that_were_not_compared_decide_nothing() -> None:
    """Equal headers prove no equal content: which copy is fuller is then not known, and is said."""
    files = [place(17, replace(log(17), body=None), folder=folder) for folder in (OTHER, LOGS)]
    verdict = solved(NEED, [*without(17), *files])
    assert [duplicate.taken for duplicate in verdict.duplicates] == [""]
    assert "their bodies were not compared" in told(verdict)


def test_the_follower_names_the_right_copy() -> None:
    """The sum that the next log holds over this one decides before any count of segments."""
    right, fuller = replace(log(17), body=body(5, 77)), replace(log(17), body=body(9, 78))
    next_log = place(18, replace(log(18), previous_segments_checksum=77))
    files = [*without(17, 18), place(17, fuller), place(17, right, folder=OTHER), next_log]
    verdict = solved(NEED, files)
    assert verdict.duplicates[0].taken == f"{OTHER}\\E0000000011.log"


def test_a_sum_that_differs_is_another_or_an_early_copy() -> None:
    """Times agree and the linking checksum does not (-590): this file cannot be used."""
    next_log = place(18, replace(log(18), previous_segments_checksum=78))
    verdict = solved(NEED, [*without(17, 18), place(17, replace(log(17), body=body(5, 77))), next_log])
    assert (verdict.verdict, state_of(verdict, 17)) == (Verdict.DAMAGED, LogState.DAMAGED)
    assert "-590" in told(verdict)


def test_the_base_name_is_not_assumed() -> None:
    """It comes from the files: E18, not E00."""
    files = [place(number, log(number), name=f"E18{number:08X}.log") for number in (16, 18, 19)]
    verdict = solved(NEED, [*files, place(0, log(20), name="E18.log")])
    assert (verdict.names.base, verdict.wanted[0].first_name) == ("E18", "E1800000011.log")


def test_several_base_names_in_one_folder() -> None:
    """Those with the signature of the database are taken; where no header says it, none is."""
    others = [place(0, log(number, signature=FOREIGN), name=f"E01{number:08X}.log") for number in range(16, 21)]
    verdict = solved(NEED, [*others, *ALL])
    assert (verdict.verdict, verdict.names.base) == (Verdict.MOUNTS, "E00")
    assert "other base names" in told(verdict)
    unread = [place(0, None, name=f"{base}00000010.log") for base in ("E00", "E01")]
    verdict = solved(NEED, unread)
    assert (verdict.verdict, verdict.names.base) == (Verdict.NOT_KNOWN, "")
    assert solved(NEED, unread, base="E01").names.base == "E01"


def test_a_wrong_base_name_is_told() -> None:
    """A base name that was given stands, and the one that carries the signature is named."""
    others = [place(0, log(number, signature=FOREIGN), name=f"E01{number:08X}.log") for number in range(16, 21)]
    verdict = solved(NEED, [*others, *ALL], base="E01")
    assert "the logs with the signature of the database are named E00" in told(verdict)


def test_another_log_with_the_same_number() -> None:
    """Signature and number agree, and the next log was written after another one: a fork of the stream."""
    fork = place(17, log(17, branch=7))
    verdict = solved(NEED, [*without(17), fork])
    assert (verdict.verdict, state_of(verdict, 17)) == (Verdict.FOREIGN_STREAM, LogState.FOREIGN)
    assert solved(NEED, [*without(17), fork, *closed((17,), folder=OTHER)]).verdict is Verdict.SOFT_RECOVERY


def test_a_fork_without_a_tie_to_the_database() -> None:
    """The highest logs are gone, so nothing says which of two neighbours is foreign: both are doubtful, and the chain is not whole."""
    verdict = solved(NEED, [place(16, log(16, branch=7)), *closed((17, 18))])
    assert verdict.verdict is Verdict.FOREIGN_STREAM
    assert [state_of(verdict, number) for number in (16, 17)] == [LogState.DOUBTFUL] * 2


def test_the_committed_log_was_created_at_another_time() -> None:
    """The database knows when its last committed log began; another log with that number is not it."""
    verdict = solved(NEED, [*closed(range(16, 20)), current(20, log(20, branch=3))])
    assert (verdict.verdict, state_of(verdict, 20)) == (Verdict.COMMITTED_MISSING, LogState.FOREIGN)
    assert "the database knows" in told(verdict)


def test_the_required_log_was_created_at_another_time() -> None:
    """Newer engines keep that time for the highest required log too."""
    header = replace(NEED, needs=replace(NEED.needs, required_created=moment(18, 9)))
    assert state_of(solved(header, ALL), 18) is LogState.FOREIGN


def test_a_fresh_current_log_is_no_damage() -> None:
    """After a clean shutdown, or just after a log was closed, the current log has a header and nothing else."""
    fresh = replace(log(21), body=body(0, 0))
    verdict = solved(NEED, [*closed(range(16, 21)), current(21, fresh)])
    assert verdict.verdict is Verdict.MOUNTS
    assert "that is no damage" in told(verdict)


def test_another_size_in_the_middle_is_damage() -> None:
    """A log that is not as long as its header says ends the chain there; at the end of the stream it is a torn tail."""
    short = place(17, log(17), size=4096)
    assert solved(NEED, [*without(17), short]).verdict is Verdict.DAMAGED
    doubted = place(17, replace(log(17), file_sectors=None, doubts=(FileDoubt.SIZE_MISMATCH,)))
    assert solved(NEED, [*without(17), doubted]).verdict is Verdict.DAMAGED


def test_damage_inside_a_closed_log() -> None:
    """A wrong segment in the middle is damage; so is a torn end of a log that others follow."""
    for doubt in (FileDoubt.BODY_DAMAGED, FileDoubt.BODY_TORN):
        verdict = solved(NEED, [*without(17), place(17, replace(log(17), doubts=(doubt,)))])
        assert verdict.verdict is Verdict.DAMAGED


def test_logs_behind_a_gap_the_database_does_not_need() -> None:
    """They hold nothing of it, and recovery stops at the gap: said, and no reason to call anything missing."""
    verdict = solved(NEED, [*closed([*range(16, 21), 23, 24]), current(25)])
    assert (verdict.verdict, verdict.wanted) == (Verdict.SOFT_RECOVERY, ())
    assert "do not follow" in verdict.says


@pytest.mark.parametrize("bad", [None, checkpoint(18)], ids=("none", "advanced"))
def test_older_logs_below_a_gap_stop_recovery_without_a_checkpoint(bad: Checkpoint | None) -> None:
    """Without one it begins at the lowest log and meets the gap: those are set aside first. A good checkpoint keeps it from them."""
    given = case(NEED, [*closed((5, 6, 14, 15)), *ALL])
    assert solve(replace(given, checkpoint=checkpoint(16))).verdict is Verdict.MOUNTS
    verdict = solve(replace(given, checkpoint=bad))
    assert verdict.verdict is (Verdict.SOFT_RECOVERY if bad is None else Verdict.CHECKPOINT_BAD)
    assert "older logs below a gap" in verdict.says
    assert "E0000000005.log to E0000000006.log (2 logs)." in told(verdict)


def test_a_snapshot_and_patched_pages_are_told() -> None:
    """Both are no fault; both explain a header that looks odd."""
    mark = BackupInfo(1, 2, Stamp(LogPosition(1, 1, 1), None))
    header = replace(NEED, backups=BackupMarks(current_snapshot=mark), damage=DamageCounts(patches=EventCount(2)))
    text = told(solved(header, ALL))
    assert "inside a VSS backup" in text
    assert "have come from another copy" in text


def test_a_closed_log_with_the_content_of_another_leaves_its_own_number_empty() -> None:
    """The name says 0x11, the header 0x12: 0x11 is missing."""
    verdict = solved(NEED, [*without(17, 18), place(17, log(18))])
    assert (verdict.verdict, missing(verdict)) == (Verdict.REQUIRED_MISSING, [(17, 17)])
    assert state_of(verdict, 18) is LogState.RENAMED


def test_a_text_under_the_name_of_a_log_is_no_base_name() -> None:
    """A program's app.log beside the database is not a stream of its own."""
    verdict = solved(NEED, [*ALL, place(0, RefusedFile(Refusal.TEXT), name="app.log")])
    assert (verdict.verdict, verdict.names.base) == (Verdict.MOUNTS, "E00")


def test_a_transport_database_is_rebuilt() -> None:
    """Its base name is trn; nobody recovers it as a mailbox database, and its queued mail is spoken of."""
    files = [place(number, log(number), name=f"trn{number:08X}.log") for number in range(16, 20)]
    assert "is rebuilt, not recovered" in told(solved(NEED, [*files, place(0, log(20), name="trn.log")]))


def test_a_full_disk_and_bad_pages_are_told() -> None:
    """A log in the place of a reserve log, and pages with wrong checksums: the storage comes first."""
    full = replace(log(20), flags=LogFlags(used_reserve=True))
    header = replace(NEED, damage=DamageCounts(bad_checksums=EventCount(3)))
    text = told(solved(header, [*closed(range(16, 20)), current(20, full)]))
    assert "the disk was full" in text
    assert "look at the storage before" in text


def test_many_bad_logs_are_counted() -> None:
    """Twenty are told one by one, the rest as a number; the lists have all."""
    verdict = solved(dirty(1, 60, 61), [place(number, log(number, signature=FOREIGN)) for number in range(1, 61)])
    assert "40 more logs are not in place" in told(verdict)
    assert len(verdict.claims) == 60


def test_an_empty_folder() -> None:
    """Everything is missing, and the base name is not invented."""
    verdict = solve(replace(case(NEED, ()), inventory=Inventory(LOGS)))
    assert (verdict.verdict, missing(verdict)) == (Verdict.REQUIRED_MISSING, [(16, 18), (19, 20)])
    assert verdict.wanted[0].first_name == "Enn00000010.log"
