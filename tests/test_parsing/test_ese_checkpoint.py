"""Checkpoints out of bytes: two copies, positions, list of databases, and what is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_parsing.ese_writer import CREATED, FILE_TYPE, SEGMENT, attachment, checkpoint, database, flipped, log
from toolkit.model.ese import LogPosition, LogTime, Stamp
from toolkit.model.ese_doubt import FileDoubt, HeaderCopy, Refusal
from toolkit.parsing.ese_checkpoint import BYTES_TO_READ, read_checkpoint
from toolkit.parsing.ese_refusals import EseFileRefused

REFUSED = {
    "nothing": (b"", Refusal.EMPTY),
    "zeros": (bytes(BYTES_TO_READ), Refusal.ALL_ZERO),
    "head only": (checkpoint()[:100], Refusal.TOO_SHORT),
    "both copies damaged": (flipped(flipped(checkpoint(), 8000), SEGMENT * 8 + 9), Refusal.BAD_CHECKSUM),
    "database": (database(), Refusal.DATABASE),
    "log": (log(), Refusal.LOG),
    "noise": (bytes(range(256)) * 32, Refusal.NOT_A_CHECKPOINT),
    "snapshot": (checkpoint(values={FILE_TYPE: ("<I", 10)}), Refusal.OTHER_ESE_FILE),
}


@pytest.mark.parametrize("name", REFUSED)
def test_other_files_are_refused_by_name(name: str) -> None:
    """Each says what it is."""
    data, reason = REFUSED[name]
    with pytest.raises(EseFileRefused) as caught:
        read_checkpoint(data)
    assert caught.value.refused.refusal is reason


def test_positions_come_from_their_own_places() -> None:
    """The checkpoint is not the one of the last full backup, which stands before it."""
    pieces = {4: b"\1\0\2\0\3\0\0\0", 648: b"\4\0\5\0\6\0\0\0", 615: b"\7\0\0\0\10\0\0\0" + CREATED}
    found = read_checkpoint(checkpoint(values={647: ("<B", 1), 570: ("<B", 1)}, pieces=pieces))
    assert (found.position, found.full_backup_position) == (LogPosition(0x2C, 8, 0x16), LogPosition(3, 2, 1))
    assert found.consistency == LogPosition(6, 5, 4)
    assert found.full_backup == Stamp(LogPosition(8, 0, 7), LogTime(CREATED))
    assert (found.lists_attachments, found.is_circular, found.copy, found.doubts) == (True, True, HeaderCopy.BOTH, ())


def test_the_list_begins_later_than_that_of_a_log() -> None:
    """Eight bytes later; bytes behind its end are left over, and a list that runs out is doubted."""
    found = read_checkpoint(checkpoint(pieces={679: attachment(1, "D:\\DB01.edb") + b"\0stale"}))
    assert [entry.path for entry in found.attachments] == ["D:\\DB01.edb"]
    assert read_checkpoint(checkpoint(pieces={679: b"\1\0\xff\xff"})).doubts == (FileDoubt.ATTACHMENTS_DAMAGED,)


@settings(max_examples=100)
@given(st.integers(0, BYTES_TO_READ * 8 - 1))
def test_one_changed_bit_is_noticed_and_the_other_copy_is_used(bit: int) -> None:
    """Anywhere in the file."""
    found = read_checkpoint(flipped(checkpoint(), bit))
    assert found.copy is (HeaderCopy.SHADOW if bit < SEGMENT * 8 else HeaderCopy.SHADOW_DAMAGED)
    assert len(found.doubts) == 1
    assert found.position == LogPosition(0x2C, 8, 0x16)


def test_copies_that_differ_are_said() -> None:
    """The first one counts."""
    other = checkpoint(values={16: ("<I", 0x2D)})
    found = read_checkpoint(other[:SEGMENT] + checkpoint()[SEGMENT:])
    assert (found.position, found.doubts) == (LogPosition(0x2D, 8, 0x16), (FileDoubt.COPIES_DIFFER,))


@given(st.binary(max_size=BYTES_TO_READ))
def test_any_bytes_are_a_checkpoint_or_refused(data: bytes) -> None:
    """No other error leaves, and noise is never a checkpoint."""
    with pytest.raises(EseFileRefused):
        read_checkpoint(data)
