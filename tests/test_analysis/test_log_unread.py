"""Logs that nobody could or did look into: they are neither there nor gone, and cost next to nothing."""

import sys
from dataclasses import replace
from types import FrameType

import pytest

from tests.test_analysis.chain_world import (
    LOGS,
    MIB,
    OTHER,
    by_names,
    case,
    closed,
    covers,
    current,
    dirty,
    log,
    missing,
    place,
    solved,
    state_of,
    told,
)
from toolkit.analysis.log_chain import solve
from toolkit.analysis.log_names import sort_files
from toolkit.model.ese_doubt import Refusal, RefusedFile
from toolkit.model.evidence import Unknown
from toolkit.model.log_chain import ChainCase, LogState, Verdict
from toolkit.model.log_inventory import FoundFile

NEED = dirty(16, 18, 20)
ALL = [*closed(range(16, 20)), current(20)]


def without(*generations: int) -> list[FoundFile]:
    """Return the good stream without some logs."""
    return [file for file in ALL if file.number not in generations]


def test_a_fork_beside_a_copy_nobody_could_read() -> None:
    """The log of the fork is not the one, and the copy elsewhere may be: not known, rather than foreign."""
    locked = place(17, Unknown("in use"), folder=OTHER)
    verdict = solved(NEED, [*without(17), place(17, log(17, branch=7)), locked])
    assert (verdict.verdict, state_of(verdict, 17)) == (Verdict.NOT_KNOWN, LogState.UNKNOWN)


def test_a_length_nobody_explained_is_not_known() -> None:
    """A log known by name alone, of another length than the rest, is neither good nor gone."""
    listed = [(LOGS, f"E00{number:08X}.log", MIB if number != 17 else 9) for number in range(16, 20)]
    verdict = solve(replace(case(NEED, ()), inventory=replace(sort_files(LOGS, listed), files=(current(20),))))
    assert (verdict.verdict, state_of(verdict, 17)) == (Verdict.NOT_KNOWN, LogState.UNKNOWN)


@pytest.mark.parametrize("number", [16, 18, 19])
def test_a_log_in_use_is_neither_there_nor_gone(number: int) -> None:
    """Access denied and in use say nothing about the log: no verdict from half the evidence."""
    verdict = solved(NEED, [*without(number), place(number, Unknown("in use by another program"))])
    assert (verdict.verdict, missing(verdict), verdict.loss) == (Verdict.NOT_KNOWN, [], None)
    assert "in use by another program" in told(verdict)


def test_a_certain_gap_beside_a_log_in_use() -> None:
    """What is certainly missing is said, whatever the unread log holds."""
    verdict = solved(NEED, [*without(17, 19), place(19, Unknown("in use"))])
    assert (verdict.verdict, missing(verdict)) == (Verdict.REQUIRED_MISSING, [(17, 17)])


def test_a_current_log_in_use_may_be_any_of_the_last() -> None:
    """Its generation stands in its header alone: what is above the closed logs is not known, and not missing."""
    hidden = place(0, Unknown("in use"), name="E00.log")
    verdict = solved(dirty(16, 20, 21), [*closed((16, 17, 18, 19)), hidden])
    assert (verdict.verdict, missing(verdict)) == (Verdict.NOT_KNOWN, [])
    verdict = solved(NEED, [*closed(range(16, 21)), hidden])
    assert verdict.verdict is Verdict.NOT_KNOWN
    assert "recovery reads it" in verdict.says


def test_a_damaged_current_log_is_the_next_one() -> None:
    """Its header says nothing any more; its place says that it is the one after the closed logs."""
    bad = place(0, RefusedFile(Refusal.ALL_ZERO), name="E00.log")
    assert solved(NEED, [*closed(range(16, 20)), bad]).verdict is Verdict.TORN_TAIL
    assert solved(dirty(16, 20, 20), [*closed(range(16, 20)), bad]).verdict is Verdict.DAMAGED
    assert solved(NEED, [*closed(range(16, 21)), bad]).verdict is Verdict.TORN_TAIL


def test_a_damaged_log_before_an_unread_current_log_is_no_tail() -> None:
    """Behind it lies a log that nobody could read: the chain is broken in the middle, not at its end."""
    files = [*closed((16, 17, 18)), place(19, RefusedFile(Refusal.BAD_CHECKSUM)), place(0, Unknown("in use"), name="E00.log")]
    assert solved(dirty(16, 18, 19), files).verdict is Verdict.COMMITTED_MISSING
    assert solved(dirty(16, 18, 19), files[:-1]).verdict is Verdict.TORN_TAIL


def test_names_alone_carry_a_verdict_and_say_so() -> None:
    """Where headers between the ends were not looked into, the verdict stands on names, and how many is told."""
    ends = [place(16, log(16)), place(18, log(18)), current(20)]
    verdict = solve(by_names(NEED, (17, 19), ends))
    assert (verdict.verdict, verdict.by_name_only) == (Verdict.MOUNTS, 2)
    assert verdict.says.endswith("2 of them are known by name and length alone.")
    assert "2 needed logs known by name and length only" in told(verdict)


def test_a_hundred_thousand_logs_take_a_handful_of_spans() -> None:
    """Neighbours are one range: work grows with what is special, not with how many logs there are."""
    need = dirty(1, 99_999, 100_000)
    verdict = solve(by_names(need, (number for number in range(1, 100_000) if number != 50_000), [current(100_000)]))
    assert (verdict.verdict, missing(verdict)) == (Verdict.REQUIRED_MISSING, [(50_000, 50_000)])
    assert len(verdict.spans) == 4
    assert covers(verdict.spans, 1, 100_000)


def test_work_does_not_grow_with_plain_logs() -> None:
    """A thousand and a hundred thousand logs that are known by name take the same calls."""
    calls = [_calls(by_names(dirty(1, top - 1, top), range(1, top), [current(top)])) for top in (1_000, 100_000)]
    assert calls[0] == calls[1]


def _calls(given: ChainCase) -> int:
    """Return how many functions of Python are called for one verdict."""
    count = 0

    def step(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(step)
    try:
        solve(given)
    finally:
        sys.setprofile(before)
    return count


def test_a_checkpoint_in_use_is_renamed_to_be_safe() -> None:
    """Recovery without one is always right; whether this one is good is not known, and said."""
    given = replace(case(NEED, ALL), checkpoint=Unknown("in use"), checkpoint_path="E00.chk")
    verdict = solve(given)
    assert verdict.verdict is Verdict.SOFT_RECOVERY
    assert "rename it first" in verdict.says
    assert "E00.chk: in use." in verdict.not_known
