"""A checkpoint file out of its bytes: two copies of 4096 bytes each, whatever the page size (``log.hxx``)."""

from toolkit.model.ese import EseFileKind
from toolkit.model.ese_doubt import FileDoubt, HeaderCopy, Refusal
from toolkit.model.ese_log import Checkpoint
from toolkit.parsing.ese_bytes import Fields
from toolkit.parsing.ese_checksums import is_header_sound
from toolkit.parsing.ese_doubts import copy_doubts
from toolkit.parsing.ese_refusals import FILE_TYPE_OFFSET, HEADER_BYTES, EseFileRefused, other_ese_file, refusal, refuse_foreign_file

BYTES_TO_READ = 2 * HEADER_BYTES
"""Both copies."""
_CIRCULAR_OFFSET = 48 + 522
_ATTACHMENTS = (679, 2048)


def read_checkpoint(data: bytes) -> Checkpoint:
    """Return what a checkpoint says, out of the second copy when the first is damaged.

    Args:
        data: the first ``BYTES_TO_READ`` bytes of the file; it is not longer.

    Raises:
        EseFileRefused: it is no checkpoint, or both copies are damaged (-533 for the engine).
    """
    primary, shadow = data[:HEADER_BYTES], data[HEADER_BYTES:BYTES_TO_READ]
    if _is_copy(primary):
        both = HeaderCopy.BOTH if primary == shadow else HeaderCopy.DIFFER
        return _checkpoint(Fields(primary), both if _is_copy(shadow) else HeaderCopy.SHADOW_DAMAGED)
    if _is_copy(shadow):
        return _checkpoint(Fields(shadow), HeaderCopy.SHADOW)
    raise _why_not(data)


def _is_copy(data: bytes) -> bool:
    is_whole = len(data) == HEADER_BYTES and is_header_sound(data)
    return is_whole and Fields(data).long(FILE_TYPE_OFFSET) == EseFileKind.CHECKPOINT.value


def _why_not(data: bytes) -> EseFileRefused:
    refuse_foreign_file(data)
    if len(data) < HEADER_BYTES:
        return refusal(Refusal.TOO_SHORT, f"{len(data):,} of {BYTES_TO_READ:,} bytes")
    if EseFileKind.CHECKPOINT.value in (Fields(data[start:]).long(FILE_TYPE_OFFSET) for start in (0, HEADER_BYTES)):
        return refusal(Refusal.BAD_CHECKSUM)
    return refusal(other_ese_file(data) or Refusal.NOT_A_CHECKPOINT)


def _checkpoint(fields: Fields, copy: HeaderCopy) -> Checkpoint:
    attachments, lists_well = fields.attachments(*_ATTACHMENTS)
    return Checkpoint(
        position=fields.position(12),
        consistency=fields.position(648),
        full_backup_position=fields.position(4),
        full_backup=fields.stamp(position=615, time=623),
        incremental_backup=fields.stamp(position=631, time=639),
        signature=fields.signature(20),
        is_circular=bool(fields.byte(_CIRCULAR_OFFSET) & 1),
        system_path=fields.path(48),
        log_path=fields.path(309),
        lists_attachments=bool(fields.byte(647) & 1),
        attachments=attachments,
        checksum=fields.long(0),
        copy=copy,
        doubts=(*copy_doubts(copy), *(() if lists_well else (FileDoubt.ATTACHMENTS_DAMAGED,))),
    )
