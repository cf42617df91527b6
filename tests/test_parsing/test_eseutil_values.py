"""Values behind the labels of Eseutil: forms, limits, and what is not of the form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.ese import LogPosition, LogTime
from toolkit.parsing.eseutil_values import Unreadable, generation_at, number_at, position_at, range_at, signature_at, time_at


@pytest.mark.parametrize(
    ("text", "number"),
    [(" 21550 (0x542e)", 21550), ("4096dbtime: 5", 4096), ("184Scrub Dbtime: 0", 184), ("18446744073709551615", 2**64 - 1), ("\n 7", 7)],
)
def test_numbers_end_where_the_next_word_begins(text: str, number: int) -> None:
    """The same number in hexadecimal, a glued label, or the end."""
    assert number_at(text, 0) == number


@pytest.mark.parametrize("text", ["", "none", "18446744073709551616", "0x5", "12ab", "-5"])
def test_what_is_no_number(text: str) -> None:
    """Nothing is cut off to make one."""
    with pytest.raises(Unreadable):
        number_at(text, 0)


@pytest.mark.parametrize("text", ["", "1-", "5-6 (0x5-0x7)", "4294967296-4294967297", "1-2x"])
def test_what_is_no_range(text: str) -> None:
    """Decimal and hexadecimal must agree; generations have 32 bits."""
    with pytest.raises(Unreadable):
        range_at(text, 0)


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_ranges_are_read_back(low: int, high: int) -> None:
    """With and without the pair in brackets."""
    assert range_at(f" {low}-{high} (0x{low:x}-0x{high:x})", 0) == (low, high)
    assert range_at(f"{low}-{high}", 0) == (low, high)
    assert range_at(f"{low}\u2013{high} (0x{low:x}\u20130x{high:x})", 0) == (low, high)
    assert generation_at(f"{high} (0x{high:X})", 0) == high


@given(st.builds(LogPosition, st.integers(0, 2**32 - 1), st.integers(0, 65535), st.integers(0, 65535)))
def test_positions_are_read_back(position: LogPosition) -> None:
    """As engines since 2000 print them, and as 5.5 did."""
    assert position_at(f"  {position}", 0) == position
    assert position_at(f"({position.generation},{position.sector},{position.byte})", 0) == position


@given(
    st.tuples(*(st.integers(0, 59), st.integers(0, 59), st.integers(0, 23), st.integers(1, 31), st.integers(1, 12), st.integers(1, 255))),
    st.integers(0, 999),
    st.booleans(),
)
def test_times_are_read_back(parts: tuple[int, ...], milliseconds: int, is_utc: bool) -> None:
    """To the last bit where milliseconds and zone are printed; else the two bytes are not known."""
    second, minute, hour, day, month, year = parts
    time = LogTime(bytes((*parts, (milliseconds & 0x7F) << 1 | is_utc, milliseconds >> 7 << 1)))
    text = f"{month:02}/{day:02}/{year + 1900:04} {hour:02}:{minute:02}:{second:02}"
    assert time_at(f"{text}.{milliseconds:03} {'UTC' if is_utc else 'LOC'}", 0) == time
    old = time_at(text, 0)
    assert not old.is_exact
    assert not old.differs_from(time)


@pytest.mark.parametrize("text", ["00/00/1900 00:00:00", "0/0/1900 0:0:0", " 00/00/1900 00:00:00.000 LOC"])
def test_never_has_several_forms(text: str) -> None:
    """All of them are all zero bytes."""
    assert time_at(text, 0).is_never


@pytest.mark.parametrize(
    "text", ["", "24.11.2026 03:14:02", "11/24/26 03:14:02", "11/24/2156 03:14:02", "11/24/1899 03:14:02", "1/1/1900 00:00"]
)
def test_what_is_no_time(text: str) -> None:
    """Other forms of dates are not turned around; the engine stores years 1900 to 2155."""
    with pytest.raises(Unreadable):
        time_at(text, 0)


@pytest.mark.parametrize(("text", "computer"), [("EX01\n", "EX01"), ("\n", ""), ("cbDbPage: 4096", ""), (" ", "")])
def test_a_signature_may_name_a_computer(text: str, computer: str) -> None:
    """It never does in real files; a label glued behind it is no name."""
    assert signature_at(f" Create time:1/2/2003 4:5:6 Rand:7 Computer:{text}", 0).computer == computer
