"""Database headers out of bytes: copies, page sizes, fields, and what is refused."""

import struct
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_parsing.ese_writer import CREATED, FILE_TYPE, MAGIC, SEGMENT, checkpoint, database, flipped, log, sealed
from toolkit.model.ese import EseFileKind, LogPosition, LogTime
from toolkit.model.ese_database import BackupKind, DatabaseState
from toolkit.model.ese_doubt import FileDoubt, HeaderCopy, Refusal
from toolkit.parsing.ese_database import BYTES_TO_READ, read_database_header
from toolkit.parsing.ese_refusals import EseFileRefused

SIZES = (2048, 4096, 8192, 16384, 32768)
ZIP = b"PK\x03\x04" + bytes(range(256)) * 16
FLUSH_MAP = sealed(struct.pack("<II", 0, 3).ljust(FILE_TYPE, b"\0") + struct.pack("<I", 7).ljust(8192 - FILE_TYPE, b"\0"))
REFUSED = {
    "nothing": (b"", Refusal.EMPTY),
    "zeros": (bytes(BYTES_TO_READ), Refusal.ALL_ZERO),
    "head only": (database()[:700], Refusal.TOO_SHORT),
    "a quarter of a page": (database(32768)[:8192], Refusal.TOO_SHORT),
    "zip": (ZIP, Refusal.ZIP),
    "pst": (b"!BDN" + bytes(5000), Refusal.OUTLOOK_FILE),
    "text": ("Состояние: чистое\r\n".encode() * 500, Refusal.TEXT),
    "utf-16 text": (("\ufeffState: Clean\r\n" * 500).encode("utf-16-le"), Refusal.TEXT),
    "log": (log(), Refusal.LOG),
    "checkpoint": (checkpoint(), Refusal.CHECKPOINT),
    "flush map": (FLUSH_MAP, Refusal.FLUSH_MAP),
    "streaming file": (database(values={12: ("<I", 1)}), Refusal.STREAMING_FILE),
    "revert snapshot": (database(values={FILE_TYPE: ("<I", 10)}), Refusal.OTHER_ESE_FILE),
    "page of 5000": (database(values={236: ("<I", 5000)}), Refusal.ILLEGAL_PAGE_SIZE),
    "page size of the other copy": (database(values={236: ("<I", 8192)}), Refusal.BAD_CHECKSUM),
    "no magic": (sealed(b"\0" * 4 + b"\1\2\3\4" * 1023), Refusal.WRONG_MAGIC),
}


def refused(data: bytes) -> Refusal:
    """Return why ``data`` is no database."""
    with pytest.raises(EseFileRefused) as caught:
        read_database_header(data)
    return caught.value.refused.refusal


@pytest.mark.parametrize("size", SIZES)
def test_the_page_size_is_stored_and_proven_by_the_second_copy(size: int) -> None:
    """The sum comes out right at smaller sizes too; only the stored size and the place of the second copy tell."""
    header = read_database_header(database(size)[:BYTES_TO_READ])
    assert (header.page_size_bytes, header.copy, header.doubts) == (size, HeaderCopy.BOTH, ())


def test_no_page_size_means_4096() -> None:
    """Old engines wrote 0."""
    assert read_database_header(database(values={236: ("<I", 0)})).page_size_bytes == 4096


@settings(max_examples=150)
@given(st.sampled_from(SIZES), st.integers(0, 2 * 32768 * 8 - 1))
def test_one_changed_bit_is_noticed_and_the_other_copy_is_used(size: int, bit: int) -> None:
    """Anywhere in the two pages, in their unused rest too; the header still says the same."""
    bit %= 2 * size * 8
    header = read_database_header(flipped(database(size), bit))
    in_first = bit < size * 8
    assert header.copy is (HeaderCopy.SHADOW if in_first else HeaderCopy.SHADOW_DAMAGED)
    assert header.doubts == (FileDoubt.PRIMARY_DAMAGED if in_first else FileDoubt.SHADOW_DAMAGED,)
    assert (header.state, header.page_size_bytes, header.needs.required_low) == (DatabaseState.DIRTY_SHUTDOWN, size, 44)


@settings(max_examples=50)
@given(st.sampled_from(SIZES), st.integers(0, 32768 * 8 - 1), st.integers(0, 32768 * 8 - 1))
def test_damage_in_both_copies_is_refused(size: int, first: int, second: int) -> None:
    """Nothing is pieced together out of two halves."""
    page = size * 8
    assert refused(flipped(flipped(database(size), first % page), page + second % page)) in Refusal


def test_two_good_copies_that_differ_are_said() -> None:
    """The first one counts, as for the engine."""
    newer, older = database(values={16: ("<Q", 9)}), database(values={16: ("<Q", 8)})
    header = read_database_header(newer[:4096] + older[:4096])
    assert (header.dbtime, header.copy, header.doubts) == (9, HeaderCopy.DIFFER, (FileDoubt.COPIES_DIFFER,))


def test_a_missing_second_copy_is_said() -> None:
    """A file that ends behind the first page proves no page size."""
    assert read_database_header(database()[:4096]).copy is HeaderCopy.SHADOW_DAMAGED


@pytest.mark.parametrize(
    ("number", "state"),
    [(1, "Just Created"), (3, "Clean Shutdown"), (6, "Incremental Reseed In Progress"), (7, "Dirty and Patched Shutdown")],
)
def test_states_have_the_engine_words(number: int, state: str) -> None:
    """The number becomes the word that Eseutil prints."""
    header = read_database_header(database(values={52: ("<I", number)}))
    assert header.state is DatabaseState(state)
    assert header.state_text == state


@pytest.mark.parametrize("number", [0, 5, 9, 2**32 - 1])
def test_an_illegal_state_is_unknown_and_never_clean(number: int) -> None:
    """5 stands in the table of the engine, which still calls it illegal."""
    header = read_database_header(database(values={52: ("<I", number)}))
    assert header.state is DatabaseState.UNKNOWN
    assert header.state_text == f"Illegal ({number})"
    assert FileDoubt.ILLEGAL_STATE in header.doubts


def test_positions_and_times_come_from_their_own_places() -> None:
    """Attach and detach store the time first, consistent the position first."""
    pieces = {56: b"\1\0\2\0\3\0\0\0" + CREATED, 72: CREATED + b"\4\0\5\0\6\0\0\0", 88: bytes(8) + b"\7\0\10\0\11\0\0\0"}
    history = read_database_header(database(pieces=pieces)).history
    stamps = [history.consistent, history.attach, history.detach]
    assert [stamp.position for stamp in stamps if stamp] == [LogPosition(3, 2, 1), LogPosition(6, 5, 4), LogPosition(9, 8, 7)]
    assert [stamp.time for stamp in stamps if stamp] == [LogTime(CREATED), LogTime(CREATED), LogTime(bytes(8))]


def test_committed_of_an_engine_that_did_not_know_it_is_not_zero() -> None:
    """0 beside required logs breaks the engine's own rule, so the field was not written; 0 in a clean header is a 0."""
    assert read_database_header(database(values={416: ("<I", 0)})).needs.committed_high is None
    clean = read_database_header(database(values={52: ("<I", 3), 296: ("<I", 0), 300: ("<I", 0), 416: ("<I", 0)}))
    assert clean.needs.committed_high == 0


@pytest.mark.parametrize("values", [{296: ("<I", 47)}, {416: ("<I", 45)}], ids=["backwards", "beyond committed"])
def test_an_impossible_range_is_doubted(values: dict[int, tuple[str, int]]) -> None:
    """The engine asserts low <= high <= committed at every write."""
    assert FileDoubt.RANGE_IMPOSSIBLE in read_database_header(database(values=values)).doubts


def test_a_copy_of_a_streaming_backup_is_told() -> None:
    """Low generation without high one: hard recovery, not soft."""
    header = read_database_header(database(values={200: ("<I", 44)}))
    assert FileDoubt.BACKUP_COPY in header.doubts
    assert header.backups.current_full is not None
    assert header.backups.current_full.is_set


def test_kinds_of_backups() -> None:
    """Streaming, snapshot of the system, snapshot; any other number is unknown, never streaming."""
    kinds = [read_database_header(database(values={356: ("<I", number)})).backups.previous_full for number in range(4)]
    assert [info.kind for info in kinds if info] == [
        BackupKind.STREAMING,
        BackupKind.OS_SNAPSHOT,
        BackupKind.SNAPSHOT,
        BackupKind.UNKNOWN,
    ]


def test_unsigned_numbers_and_counts() -> None:
    """Generations are stored with sign and printed without."""
    values = {204: ("<i", -1), 240: ("<I", 2), 364: ("<I", 1), 400: ("<I", 7), 208: ("<I", 1), 536: ("<I", 45)}
    header = read_database_header(database(values=values))
    assert header.backups.current_full is not None
    assert header.backups.current_full.high == 0xFFFFFFFF
    assert (header.damage.repairs.count, header.damage.repairs.before, header.damage.bad_checksums.count) == (2, 1, 7)
    assert header.is_shadowed is False
    assert header.needs.recovering == 45


def test_kinds_of_files_and_old_formats_are_told() -> None:
    """A temporary database is read with a doubt; formats before 0x620,9 have other fields, as far as is known."""
    temporary = read_database_header(database(values={FILE_TYPE: ("<I", 5)}))
    assert (temporary.kind, temporary.doubts) == (EseFileKind.TEMPORARY_DATABASE, (FileDoubt.TEMPORARY_DATABASE,))
    assert read_database_header(database(values={232: ("<I", 2)})).doubts == (FileDoubt.FORMAT_NOT_PROVEN,)


@pytest.mark.parametrize("name", REFUSED)
def test_other_files_are_refused_by_name(name: str) -> None:
    """Each says what it is; the name of a file is never looked at."""
    data, reason = REFUSED[name]
    assert refused(data) is reason


@given(st.binary(max_size=SEGMENT))
def test_any_bytes_are_a_header_or_refused(data: bytes) -> None:
    """No other error leaves, and a few bytes are never a header."""
    assert refused(data) in Refusal


@settings(max_examples=40)
@given(st.integers(0, 2**64), st.sampled_from(SIZES))
def test_random_beginnings_are_refused(seed: int, size: int) -> None:
    """64 KiB of noise, and the same noise with magic number and page size put in."""
    noise = Random(seed).randbytes(BYTES_TO_READ)
    assert refused(noise) is Refusal.WRONG_MAGIC
    dressed = noise[:4] + struct.pack("<I", MAGIC) + noise[8:236] + struct.pack("<I", size) + noise[240:]
    assert refused(dressed) is Refusal.BAD_CHECKSUM
