"""Words of ESE headers: positions, times and signatures compare and print as the engine does."""

from datetime import UTC, datetime

import pytest

from toolkit.model.ese import NEVER, LogPosition, LogTime, Signature
from toolkit.model.ese_log import LogHeader

EXACT = LogTime(bytes((7, 57, 2, 31, 10, 123, 0x47, 0x0A)))
"""2023-10-31 02:57:07.675 UTC."""
SAID = LogTime(EXACT.raw[:6] + b"\0\0", is_exact=False)


def test_a_position_prints_as_eseutil_prints_it() -> None:
    """All three hexadecimal, 0x before the first only."""
    assert str(LogPosition(0x10D2, 0xA4, 0x1F)) == "(0x10D2,A4,1F)"


def test_positions_are_ordered_by_generation_first() -> None:
    """Stored the other way round, they would sort wrong."""
    assert LogPosition(1, 9, 9) < LogPosition(2, 0, 0) < LogPosition(2, 0, 1) < LogPosition(2, 1, 0)
    assert not LogPosition(0, 0, 0).is_set
    assert LogPosition(0, 0, 1).is_set


def test_a_time_says_milliseconds_and_zone() -> None:
    """Milliseconds are split over two bytes, beside the UTC bit and the flag of snapshots."""
    assert (EXACT.is_utc, EXACT.milliseconds, EXACT.is_snapshot) == (True, 675, False)
    assert str(EXACT) == "2023-10-31 02:57:07.675 UTC"
    assert EXACT.moment == datetime(2023, 10, 31, 2, 57, 7, 675000, tzinfo=UTC)


@pytest.mark.parametrize("milliseconds", [0, 1, 127, 128, 999])
def test_every_millisecond_is_read_back(milliseconds: int) -> None:
    """Low seven bits in byte 6, high three in byte 7."""
    time = LogTime(EXACT.raw[:6] + bytes(((milliseconds & 0x7F) << 1, milliseconds >> 7 << 1 | 1)))
    assert (time.milliseconds, time.is_utc, time.is_snapshot) == (milliseconds, False, True)


def test_local_time_and_time_of_unknown_zone() -> None:
    """The engine of 2003 wrote local time; an old text says nothing, and that is not local."""
    local = LogTime(EXACT.raw[:6] + b"\0\0")
    assert str(local) == "2023-10-31 02:57:07.000 local time"
    assert str(SAID) == "2023-10-31 02:57:07"
    assert (SAID.is_utc, SAID.milliseconds) == (None, None)
    assert local.moment == SAID.moment == datetime(2023, 10, 31, 2, 57, 7)  # a time without zone is meant


def test_never_and_bytes_that_are_no_date() -> None:
    """Both have no moment; only all zero bytes mean never."""
    broken = LogTime(b"\xff" * 8)
    assert NEVER.is_never
    assert (NEVER.moment, str(NEVER)) == (None, "never")
    assert not broken.is_never
    assert broken.moment is None
    assert str(broken) == "2155-255-255 255:255:255.1023 UTC"


def test_times_differ_by_any_byte_that_both_know() -> None:
    """Exact ones by all eight bytes; a text without zone proves a difference, never sameness."""
    later = LogTime(EXACT.raw[:6] + b"\x49\x0a")
    assert EXACT.differs_from(later)
    assert later != EXACT
    assert not EXACT.differs_from(SAID)
    assert EXACT != SAID
    assert SAID.differs_from(NEVER)


def test_signatures_differ_by_number_time_or_name() -> None:
    """A blank one fits nothing."""
    signature = Signature(9, EXACT)
    assert not signature.differs_from(Signature(9, SAID))
    assert signature.differs_from(Signature(8, EXACT))
    assert signature.differs_from(Signature(9, NEVER))
    assert Signature(0, NEVER).is_blank
    assert not Signature(0, EXACT).is_blank
    assert str(signature) == "9 of 2023-10-31 02:57:07.675 UTC"


def test_the_length_of_a_log_is_known_or_not() -> None:
    """A text says no sectors: then no length is made up."""
    assert LogHeader(sector_size_bytes=4096, file_sectors=256).size_bytes == 1_048_576
    assert LogHeader(sector_size_bytes=4096).size_bytes is None
