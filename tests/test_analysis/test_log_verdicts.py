"""Each verdict of the log-chain solver, with what it says is missing, lost and needed."""

from dataclasses import replace

import pytest

from tests.test_analysis.chain_world import (
    CLEAN,
    DATABASE_BYTES,
    EDB,
    FOREIGN,
    LOGS,
    MIB,
    OTHER,
    by_names,
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
from toolkit.model.ese import NEVER, Signature
from toolkit.model.ese_database import DamageCounts, DatabaseHeader, DatabaseState, EventCount, LogNeeds
from toolkit.model.ese_doubt import FileDoubt, Refusal, RefusedFile
from toolkit.model.ese_log import Checkpoint
from toolkit.model.evidence import Unknown
from toolkit.model.log_chain import ChainCase, LogState, Role, Verdict
from toolkit.model.log_inventory import BlindPlace, FoundFile, Inventory

NEED = dirty(16, 18, 20)
ALL = [*closed(range(14, 20)), current(20)]


def test_clean_needs_no_logs() -> None:
    """A clean database mounts whatever became of its logs; zero in Log Committed says nothing about them."""
    verdict = solved(CLEAN, closed((3, 7)))
    assert verdict.verdict is Verdict.CLEAN
    assert (verdict.wanted, verdict.loss) == ((), None)
    assert "says nothing about the logs that exist" in told(verdict)
    assert [span.role for span in verdict.spans] == [Role.NOT_NEEDED] * 2


def test_everything_in_place_mounts() -> None:
    """All required and committed logs, linked, with the current log: nothing is to be done."""
    verdict = solved(NEED, ALL)
    assert verdict.verdict is Verdict.MOUNTS
    assert [(span.first, span.last, span.role) for span in verdict.spans] == [
        (14, 15, Role.EARLIER),
        (16, 18, Role.REQUIRED),
        (19, 20, Role.COMMITTED),
    ]
    assert all(span.state is LogState.PRESENT for span in verdict.spans)


def test_no_current_log_is_soft_recovery() -> None:
    """Needed logs are there, but mounting would look for a current log."""
    verdict = solved(NEED, closed(range(16, 21)))
    assert (verdict.verdict, verdict.wanted) == (Verdict.SOFT_RECOVERY, ())
    assert "there is no current log E00.log" in verdict.says


def test_logs_in_another_folder_are_soft_recovery() -> None:
    """What lies elsewhere is copied back first; how much room that takes is said."""
    verdict = solved(NEED, [*closed((16, 18, 19)), *closed((17,), folder=OTHER), current(20)])
    assert verdict.verdict is Verdict.SOFT_RECOVERY
    assert state_of(verdict, 17) is LogState.ELSEWHERE
    assert next(way for way in verdict.ways if way.name == "soft recovery").space_bytes == MIB


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (checkpoint(17), "past the lowest required log 0x10"),
        (checkpoint(16, FOREIGN), "-532"),
        (RefusedFile(Refusal.BAD_CHECKSUM), "-533"),
    ],
    ids=("advanced", "of another stream", "damaged"),
)
def test_a_bad_checkpoint_is_renamed(bad: Checkpoint | RefusedFile, says: str) -> None:
    """All logs are there; the checkpoint alone keeps the database down."""
    verdict = solve(replace(case(NEED, ALL), checkpoint=bad, checkpoint_path=f"{LOGS}\\E00.chk"))
    assert verdict.verdict is Verdict.CHECKPOINT_BAD
    assert says in verdict.says


@pytest.mark.parametrize("good", [checkpoint(16), checkpoint(3), None], ids=("at a", "before a", "none"))
def test_a_checkpoint_before_the_required_logs_is_harmless(good: Checkpoint | None) -> None:
    """So is a missing one: recovery begins lower."""
    assert solve(replace(case(NEED, ALL), checkpoint=good)).verdict is Verdict.MOUNTS


def test_required_missing() -> None:
    """The exact list, by name as Exchange writes it, number, size, and a price for every way that loses data."""
    verdict = solved(NEED, [*closed((16, 18, 19)), current(20)])
    assert (verdict.verdict, missing(verdict)) == (Verdict.REQUIRED_MISSING, [(17, 17)])
    (wanted,) = verdict.wanted
    assert (wanted.first_name, wanted.size_bytes, wanted.may_be_current) == ("E0000000011.log", MIB, False)
    assert [way.name for way in verdict.ways if way.price] == ["repair"]


def test_only_committed_missing() -> None:
    """The database can be made consistent; what is lost is counted to the last committed log, present or not."""
    verdict = solved(NEED, [*closed((16, 17, 18)), current(20)])
    assert (verdict.verdict, missing(verdict)) == (Verdict.COMMITTED_MISSING, [(19, 19)])
    assert verdict.loss is not None
    assert (verdict.loss.first, verdict.loss.last, verdict.loss.generations, verdict.loss.size_bytes) == (19, 20, 2, 2 * MIB)
    assert (verdict.loss.since, verdict.loss.until) == (moment(19), moment(20))
    assert [way.name for way in verdict.ways if way.price] == ["recovery without the committed logs"]


def test_damaged_required_log() -> None:
    """A log with a bad header, and no good copy: it must be found elsewhere."""
    files = [*closed((16, 18, 19)), place(17, RefusedFile(Refusal.BAD_CHECKSUM)), current(20)]
    verdict = solved(NEED, files)
    assert (verdict.verdict, missing(verdict)) == (Verdict.DAMAGED, [])
    assert [(one.span.first, one.span.state) for one in verdict.wanted] == [(17, LogState.DAMAGED)]
    assert solved(NEED, [*files, *closed((17,), folder=OTHER)]).verdict is Verdict.SOFT_RECOVERY


def test_damaged_committed_log_is_committed_missing() -> None:
    """A damaged log that is only committed costs what a missing one costs."""
    verdict = solved(NEED, [*closed((16, 17, 18)), place(19, RefusedFile(Refusal.ALL_ZERO)), current(20)])
    assert verdict.verdict is Verdict.COMMITTED_MISSING
    assert verdict.loss is not None and verdict.loss.first == 19


def test_foreign_stream() -> None:
    """Logs under the right names with another signature are not those."""
    files = [*closed((16, 18, 19)), place(17, log(17, signature=FOREIGN)), current(20)]
    verdict = solved(NEED, files)
    assert verdict.verdict is Verdict.FOREIGN_STREAM
    assert state_of(verdict, 17) is LogState.FOREIGN
    assert "another log signature" in told(verdict)


def test_logs_of_another_database() -> None:
    """A folder whose every log is foreign is the wrong folder, not a list of missing logs."""
    verdict = solved(NEED, [place(number, log(number, signature=FOREIGN)) for number in range(400, 410)])
    assert verdict.verdict is Verdict.FOREIGN_STREAM
    assert "the wrong folder or base name" in verdict.says


def test_renamed() -> None:
    """Every needed log is there; two have each other's names."""
    swapped = [place(0, log(16), name="E0000000011.log"), place(0, log(17), name="E0000000010.log")]
    verdict = solved(NEED, [*swapped, *closed((18, 19)), current(20)])
    assert (verdict.verdict, missing(verdict)) == (Verdict.RENAMED, [])
    assert "its name is E0000000011.log, its header says 0x10" in told(verdict)


def test_generation_overflow() -> None:
    """At the last generation nothing goes on, clean or not; five digits end earlier only for engines up to 2003."""
    top = 0x7FFF_F800
    assert solved(dirty(top, top, top), [current(top)]).verdict is Verdict.OVERFLOW
    assert solved(CLEAN, [current(top)]).verdict is Verdict.OVERFLOW
    high = solved(dirty(0x4000_0001, 0x4000_0001, 0x4000_0001), [current(0x4000_0001)])
    assert high.verdict is Verdict.MOUNTS
    assert "event 514" in told(high)


def test_torn_tail_is_committed_at_most() -> None:
    """A cut last log costs its last changes when it is only committed, and nothing when the database has nothing in it."""
    cut = place(0, log(20), name="E00.log", size=MIB // 2)
    assert solved(NEED, [*closed(range(16, 20)), cut]).verdict is Verdict.TORN_TAIL
    beyond = place(0, log(21), name="E00.log", size=0)
    verdict = solved(NEED, [*closed(range(16, 21)), beyond])
    assert (verdict.verdict, verdict.loss) == (Verdict.TORN_TAIL, None)


def test_torn_current_log_of_a_crash_is_no_damage() -> None:
    """The segment that was being written when the power went is mended by soft recovery."""
    torn = replace(log(20), doubts=(FileDoubt.BODY_TORN,))
    verdict = solved(NEED, [*closed(range(16, 20)), current(20, torn)])
    assert verdict.verdict is Verdict.MOUNTS
    assert "soft recovery mends that" in told(verdict)


def test_streaming_backup_copy() -> None:
    """Its own program completes it, even where every log is here."""
    verdict = solved(replace(NEED, doubts=(FileDoubt.BACKUP_COPY,)), ALL)
    assert verdict.verdict is Verdict.BACKUP_COPY
    assert "The logs it needs are here." in verdict.says


def test_reseed() -> None:
    """A copy whose reseed was broken off is seeded again, whatever the logs are."""
    verdict = solved(dirty(16, 18, 20, DatabaseState.INCREMENTAL_RESEED), ALL)
    assert (verdict.verdict, verdict.wanted) == (Verdict.RESEED, ())
    assert [way.name for way in verdict.ways] == ["reseed"]


def test_dirty_and_patched_needs_its_logs() -> None:
    """It is dirty like any other, and says that it was patched."""
    patched = dirty(16, 18, 20, DatabaseState.DIRTY_AND_PATCHED)
    assert solved(patched, ALL).verdict is Verdict.MOUNTS
    verdict = solved(patched, closed((16, 17)))
    assert (verdict.verdict, missing(verdict)) == (Verdict.REQUIRED_MISSING, [(18, 18), (19, 20)])
    assert "patched from another one" in told(verdict)


def test_dirty_without_a_stream() -> None:
    """A zero log signature in a dirty database: no log fits, so none is asked for."""
    verdict = solved(replace(NEED, log_signature=Signature(0, NEVER)), ALL)
    assert verdict.verdict is Verdict.DAMAGED
    assert "no log can complete it" in verdict.says


def test_repaired_database() -> None:
    """A repaired one may be clean; its mailboxes must be moved off all the same."""
    repaired = replace(CLEAN, damage=DamageCounts(repairs=EventCount(1)), log_signature=Signature(0, NEVER))
    verdict = solved(repaired, ALL)
    assert verdict.verdict is Verdict.CLEAN
    assert "its mailboxes must be moved" in told(verdict)


@pytest.mark.parametrize(
    "state",
    [DatabaseState.JUST_CREATED, DatabaseState.BEING_CONVERTED, DatabaseState.REVERT_IN_PROGRESS, DatabaseState.UNKNOWN, None],
    ids=str,
)
def test_other_states_are_not_judged(state: DatabaseState | None) -> None:
    """A state that is neither clean nor dirty gets no verdict from logs."""
    assert solved(replace(NEED, state=state), ALL).verdict is Verdict.NOT_KNOWN


@pytest.mark.parametrize(
    "needs", [LogNeeds(), LogNeeds(0, 0, 0), LogNeeds(9, 3, 12), LogNeeds(3, 9, 8)], ids=("unsaid", "zero", "back", "low")
)
def test_a_range_that_no_engine_writes_is_not_judged(needs: LogNeeds) -> None:
    """Dirty, and the header does not say what it needs."""
    assert solved(replace(NEED, needs=needs), ALL).verdict is Verdict.NOT_KNOWN


def test_committed_that_is_not_said() -> None:
    """Old texts leave it out: the required logs are judged, and what may be lost behind them is not known."""
    verdict = solved(dirty(16, 18, None), [*closed((16, 17)), current(18)])
    assert verdict.verdict is Verdict.MOUNTS
    assert "does not say Log Committed" in told(verdict)


def test_a_database_nobody_could_read() -> None:
    """In use: nothing is known, and no log is called missing."""
    verdict = solve(ChainCase(Unknown("in use"), EDB, None, Inventory(LOGS)))
    assert (verdict.verdict, verdict.missing) == (Verdict.NOT_KNOWN, ())


def test_a_database_header_that_is_damaged() -> None:
    """Both copies of its header are bad: that is the verdict, and which logs it needs is not known."""
    verdict = solve(ChainCase(RefusedFile(Refusal.BAD_CHECKSUM), EDB, DATABASE_BYTES, Inventory(LOGS)))
    assert (verdict.verdict, verdict.need) == (Verdict.DAMAGED, None)
    assert "which logs it needs is not known" in verdict.says.lower()


def test_a_place_nobody_could_look_into_closes_missing() -> None:
    """A log that is not here may be there: the verdict waits, the list stands."""
    blind = Inventory(LOGS, files=tuple([*closed((16, 18, 19)), current(20)]), blind=(BlindPlace(OTHER, "access denied"),))
    verdict = solve(ChainCase(NEED, EDB, None, blind))
    assert (verdict.verdict, missing(verdict)) == (Verdict.NOT_KNOWN, [(17, 17)])
    assert OTHER in verdict.says


def test_a_log_folder_nobody_could_look_into() -> None:
    """No list of files, no verdict."""
    verdict = solve(ChainCase(NEED, EDB, None, Inventory(LOGS, blind=(BlindPlace(LOGS, "access denied"),))))
    assert verdict.verdict is Verdict.NOT_KNOWN


def test_room_for_the_safety_copy() -> None:
    """Database and every file of the log folder, whether looked into or known by name."""
    given = by_names(NEED, range(1, 20), [current(20)])
    assert solve(given).ways[0].space_bytes == DATABASE_BYTES + 20 * MIB
    unsized = DatabaseHeader(state=DatabaseState.DIRTY_SHUTDOWN, needs=LogNeeds(16, 18, 20))
    assert solve(replace(given, database=unsized, database_size_bytes=None)).ways[0].space_bytes is None


def test_no_recommended_way_loses_data() -> None:
    """What loses data has a price and comes last; what has none names no /a and no /p."""
    cases: tuple[list[FoundFile], ...] = (ALL, [], closed((16,)), [*closed((16, 17, 18))], [place(16, RefusedFile(Refusal.ALL_ZERO))])
    for files in cases:
        ways = solved(NEED, files).ways
        prices = [bool(way.price) for way in ways]
        assert prices == sorted(prices)
        assert not [way for way in ways if not way.price and ("/a" in way.does or "/p" in way.does)]
