"""A journal shows every edit."""

from datetime import UTC, datetime

import pytest

from toolkit.engine.journal import Chain, check_chain

AT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


def journal(records: int, last: str = "ended") -> list[str]:
    """Return a whole journal."""
    chain, lines = Chain("R-20261125-EX01-9318"), []
    for number in range(records):
        line, chain = chain.record(AT, last if number == records - 1 else "sent", {"step": f"step-{number}"})
        lines.append(line)
    return lines


def test_a_whole_journal_is_whole() -> None:
    """Fifty records in order, closed by the last one."""
    check = check_chain(journal(50))
    assert (check.records, check.broken_at, check.closed) == (50, None, True)


def test_a_journal_that_was_cut_off_is_not_closed() -> None:
    """What is there is in order, but nobody can say that it is all."""
    check = check_chain(journal(50)[:30])
    assert (check.broken_at, check.closed) == (None, False)
    assert not check_chain([]).closed


@pytest.mark.parametrize("at", range(49))
def test_every_damage_to_a_record_is_found_with_its_number(at: int) -> None:
    """A flipped byte, a lost, doubled or swapped record breaks the chain there, at the next record at the latest."""
    lines = journal(50)
    flipped = [*lines[:at], lines[at].replace("step-", "stop-"), *lines[at + 1 :]]
    lost = lines[:at] + lines[at + 1 :]
    doubled = [*lines[: at + 1], *lines[at:]]
    swapped = [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]
    broken = [check_chain(damaged).broken_at for damaged in (flipped, lost, doubled, swapped, [*lines[:at], "not json", *lines[at + 1 :]])]
    assert broken == [at + 2, at + 1, at + 2, at + 1, at + 1]
