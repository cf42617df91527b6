"""Logs out of bytes: header, list of databases, segments, and what is refused."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_parsing.ese_writer import (
    CREATED,
    FILE_TYPE,
    PREVIOUS,
    SEGMENT,
    LogPlan,
    attachment,
    checkpoint,
    database,
    flipped,
    log,
    segment,
    slow_block_checksum,
)
from toolkit.model.ese import LogPosition, LogTime
from toolkit.model.ese_doubt import FileDoubt, Refusal
from toolkit.parsing.ese_log import read_log, read_log_header
from toolkit.parsing.ese_refusals import EseFileRefused

REFUSED = {
    "nothing": (b"", Refusal.EMPTY),
    "reserve log": (bytes(SEGMENT), Refusal.ALL_ZERO),
    "half a header": (log()[:2048], Refusal.TOO_SHORT),
    "database": (database(), Refusal.DATABASE),
    "checkpoint": (checkpoint(), Refusal.CHECKPOINT),
    "text": (b"Log file: E00.log - OK\r\n" * 300, Refusal.TEXT),
    "damaged header": (flipped(log(), 5000 * 3), Refusal.BAD_CHECKSUM),
    "noise": (bytes(range(256)) * 64, Refusal.NOT_A_LOG),
    "numbers of no log": (log(values={FILE_TYPE: ("<I", 0), 8: ("<H", 17)}), Refusal.NOT_A_LOG),
}


@pytest.mark.parametrize("name", REFUSED)
def test_other_files_are_refused_by_name(name: str) -> None:
    """Each says what it is."""
    data, reason = REFUSED[name]
    for read in (read_log, lambda data: read_log_header(data, len(data))):
        with pytest.raises(EseFileRefused) as caught:
            read(data)
        assert caught.value.refused.refusal is reason


def test_a_header_says_who_it_is_and_what_came_before() -> None:
    """Generation, both times, format, length."""
    header = read_log_header(log()[:SEGMENT], 6 * SEGMENT)
    assert (header.generation, header.created, header.previous_created) == (0x2E, LogTime(CREATED), LogTime(PREVIOUS))
    assert (str(header.format), header.size_bytes, header.page_size_bytes) == ("8,4000,5,16", 6 * SEGMENT, 4096)
    assert header.previous_segments_checksum is None
    assert header.doubts == (FileDoubt.BODY_NOT_READ,)


def test_numbers_without_sign_and_flags() -> None:
    """32768 fits an unsigned short only; 1 reserve log, 2 circular now, 4 circular before."""
    pieces = {640: b"\0\0\1\0\2\0\0\0"}
    values = {14: ("<H", 32768), 639: ("<B", 5), 653: ("<Q", 2**64 - 1), 4: ("<I", 2**31)}
    header = read_log_header(log(values=values, pieces=pieces), 6 * SEGMENT)
    assert (header.page_size_bytes, header.previous_segments_checksum, header.generation) == (32768, 2**64 - 1, 2**31)
    assert (header.flags.used_reserve, header.flags.is_circular, header.flags.was_circular) == (True, False, True)
    assert header.checkpoint == LogPosition(2, 1, 0)


@pytest.mark.parametrize(("size", "doubt"), [(None, FileDoubt.SIZE_NOT_KNOWN), (6 * SEGMENT - 1, FileDoubt.SIZE_MISMATCH)])
def test_another_length_is_a_doubt(size: int | None, doubt: FileDoubt) -> None:
    """The engine says -541; which generation is torn is still told."""
    header = read_log_header(log(), size)
    assert header.generation == 0x2E
    assert doubt in header.doubts


def test_a_header_without_file_type_is_read_with_a_doubt() -> None:
    """Engines before 2001 did not write the field."""
    assert FileDoubt.OLD_FILE_TYPE in read_log_header(log(values={FILE_TYPE: ("<I", 0)}), 6 * SEGMENT).doubts


def test_the_list_of_databases() -> None:
    """Names in UTF-16 or in a code page; what stands behind the end of the list is left over."""
    entries = attachment(1, "D:\\База\\DB01.edb") + attachment(2, "E:\\b\xe4.edb", flags=0) + b"\0leftovers"
    first, second = read_log_header(log(pieces={671: entries}), None).attachments
    assert (first.dbid, first.path, first.dbtime, first.last_object) == (1, "D:\\База\\DB01.edb", 4711, 99)
    assert (first.last_attach, first.last_consistent) == (LogPosition(1, 2, 3), LogPosition(4, 5, 6))
    assert first.database_signature is not None
    assert first.database_signature.random == 9
    assert (second.dbid, second.path) == (2, "E:\\b\xe4.edb")


@pytest.mark.parametrize("length", [1000, 0xFFFF])
def test_a_list_that_runs_out_of_its_room_is_doubted(length: int) -> None:
    """Whatever length an entry claims, nothing is read behind the list."""
    whole = attachment(1, "a" * 30)
    broken = whole[:2] + struct.pack("<H", length) + whole[4:]
    header = read_log_header(log(pieces={671: whole * 15 + broken}), 6 * SEGMENT)
    assert FileDoubt.ATTACHMENTS_DAMAGED in header.doubts
    assert len(header.attachments) == 15


def test_a_whole_log_has_its_linking_sum() -> None:
    """The XOR over the stored sums of the used segments, shadows not counted; the next log stores it."""
    plain, shadowed = (read_log(log(LogPlan(shadow=shadow))) for shadow in (False, True))
    sums = [int.from_bytes(segment(number, number, 0x2E)[:8], "little") for number in (1, 2)]
    assert plain.body == shadowed.body
    assert plain.body is not None
    assert (plain.body.used, plain.body.damaged, plain.body.linking_checksum) == (2, (), sums[0] ^ sums[1])
    assert plain.doubts == shadowed.doubts == ()


def test_a_fresh_log_without_segments_is_no_damage() -> None:
    """After a clean shutdown the current log may be header only."""
    header = read_log(log(LogPlan(used=0)))
    assert header.body is not None
    assert (header.body.used, header.body.linking_checksum, header.doubts) == (0, 0, ())


def test_segments_of_a_recycled_log_are_unused() -> None:
    """Whole segments of a lower generation are left over; broken ones are damage, for nobody knows whose they are."""
    leftover = segment(3, 7, 0x20)
    data = log()[: 3 * SEGMENT] + leftover + bytes(2 * SEGMENT)
    assert read_log(data).doubts == ()
    assert FileDoubt.BODY_TORN in read_log(flipped(data, 3 * SEGMENT * 8 + 999)).doubts


def test_a_gap_is_damage_and_a_broken_end_is_torn() -> None:
    """Unused, then used again, is damage."""
    whole = log(LogPlan(used=3))
    gap = whole[: 2 * SEGMENT] + bytes(SEGMENT) + whole[3 * SEGMENT :]
    body = read_log(gap).body
    assert body is not None
    assert (body.damaged, body.is_torn, body.used) == ((2,), False, 2)
    torn = read_log(flipped(whole, 3 * SEGMENT * 8 + 5000))
    assert torn.body is not None
    assert (torn.body.damaged, torn.body.is_torn) == ((3,), True)
    assert torn.doubts == (FileDoubt.BODY_TORN,)


@pytest.mark.parametrize(("number", "generation"), [(1, 0x2E), (2, 0x2F)], ids=["another place", "a later generation"])
def test_a_segment_from_elsewhere_is_damage(number: int, generation: int) -> None:
    """A sound segment counts in its own place and log only."""
    whole = log(LogPlan(used=3))
    data = whole[: 2 * SEGMENT] + segment(number, 5, generation) + whole[3 * SEGMENT :]
    assert FileDoubt.BODY_DAMAGED in read_log(data).doubts


def test_a_segment_that_says_another_place_is_damage() -> None:
    """Even when its checksum is right: somebody has made it so."""
    moved = bytearray(segment(2, 5, 0x2E))
    struct.pack_into("<H", moved, 10, 9)
    sound = struct.pack("<Q", slow_block_checksum(bytes(moved), 2)) + bytes(moved[8:])
    whole = log(LogPlan(used=3))
    body = read_log(whole[: 2 * SEGMENT] + sound + whole[3 * SEGMENT :]).body
    assert body is not None
    assert body.damaged == (2,)


WHOLE = log(LogPlan(used=3, sectors=6))


@settings(max_examples=100)
@given(st.integers(0, 4 * SEGMENT * 8 - 1))
def test_one_changed_bit_in_the_used_part_is_noticed(bit: int) -> None:
    """In the header it is refused, in a segment it is damage."""
    try:
        header = read_log(flipped(WHOLE, bit))
    except EseFileRefused:
        assert bit < SEGMENT * 8
    else:
        assert header.body is not None
        assert header.body.damaged == (bit // 8 // SEGMENT,)


@pytest.mark.parametrize("cut", [1, SEGMENT - 1, SEGMENT, 4 * SEGMENT - 100])
def test_a_log_that_was_cut_off_is_told(cut: int) -> None:
    """Disk full: the header is whole, the length is not."""
    assert FileDoubt.SIZE_MISMATCH in read_log(WHOLE[:-cut]).doubts


def test_format_7_is_read_to_its_header_only() -> None:
    """Exchange 2010 and older: the body is for Eseutil, and the doubt says so."""
    old = {32: ("<I", 7), 36: ("<I", 3704), 8: ("<H", 512), 10: ("<H", 8), 12: ("<H", 48)}
    header = read_log(log(values=old))
    assert (header.body, header.doubts) == (None, (FileDoubt.BODY_OLD_FORMAT,))


def test_an_unknown_format_is_read_with_a_doubt() -> None:
    """Only the header of formats 7 and 8 is proven."""
    assert FileDoubt.FORMAT_NOT_PROVEN in read_log_header(log(values={32: ("<I", 9)}), 6 * SEGMENT).doubts


@given(st.binary(max_size=2 * SEGMENT))
def test_any_bytes_are_a_log_or_refused(data: bytes) -> None:
    """No other error leaves, and noise is never a log."""
    with pytest.raises(EseFileRefused):
        read_log(data)
