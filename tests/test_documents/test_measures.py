"""Times, durations, sizes and counts as people read them."""

from datetime import timedelta

import pytest

from tests.test_documents.samples import at
from toolkit.documents.measures import say_count, say_day_and_time, say_duration, say_exactly, say_size, say_span
from toolkit.documents.playbook_facts import say_numbers


@pytest.mark.parametrize(
    ("milliseconds", "said"),
    ((0, "0 s"), (2_999, "2 s"), (60_000, "1 min"), (72_000, "1 min 12 s"), (21_720_000, "6 h 02 min"), (86_400_000 * 3, "72 h 00 min")),
)
def test_durations(milliseconds: int, said: str) -> None:
    """A duration has at most two units, and never more than was measured."""
    assert say_duration(milliseconds) == said


@pytest.mark.parametrize(
    ("size_bytes", "said"),
    (
        (0, "0 bytes"),
        (1023, "1023 bytes"),
        (1024, "1.0 KiB"),
        (3_670_016, "3.5 MiB"),
        (872_307_858_637, "812.4 GiB"),
        (2**55, "32,768.0 TiB"),
    ),
)
def test_sizes(size_bytes: int, said: str) -> None:
    """A size has one decimal and a binary unit."""
    assert say_size(size_bytes) == said


def test_moments() -> None:
    """The month is a word; the exact form carries the offset."""
    assert say_day_and_time(at(3, 12)) == "24 Nov 03:12"
    assert say_exactly(at(3, 12)) == "24 Nov 2026, 03:12:00 +01:00"
    assert say_span(at(3, 12), at(10, 14)) == "24 Nov 03:12-10:14"
    assert say_span(at(23), at(23) + timedelta(hours=2)) == "24 Nov 23:00-25 Nov 01:00"


def test_counts() -> None:
    """One is not many."""
    assert [say_count(number, "debt") for number in (0, 1, 2, 1200)] == ["0 debts", "1 debt", "2 debts", "1,200 debts"]


def test_step_numbers() -> None:
    """Three in a row are a range; letters and hand-overs are left out."""
    assert say_numbers(("1", "A", "2", "3", "5", "6", "8", "H1")) == "1-3, 5, 6, 8"
