"""A transaction log out of its bytes: the header, and in format 8 every segment of the body (``log.hxx``, ``_logstream.hxx``)."""

from dataclasses import replace

from toolkit.model.ese import EseFileKind
from toolkit.model.ese_doubt import FileDoubt, Refusal
from toolkit.model.ese_log import LogFlags, LogFormat, LogHeader
from toolkit.parsing.ese_bytes import Fields
from toolkit.parsing.ese_checksums import is_header_sound
from toolkit.parsing.ese_refusals import FILE_TYPE_OFFSET, HEADER_BYTES, other_ese_file, refusal, refuse_foreign_file
from toolkit.parsing.ese_segments import read_segments

_SEGMENTED_FORMAT = 8
_OLD_FORMAT = 7
_OLD_PAGE_SIZE = 4096
_ATTACHMENTS = (671, 2048)


def read_log_header(data: bytes, file_size_bytes: int | None) -> LogHeader:
    """Return what the header of a log says; the body is not looked at, and a doubt says so.

    A file that is not as long as its header says is read with a doubt, not refused: which generation is torn must be said.

    Args:
        data: the first 4096 bytes of the file, or more.
        file_size_bytes: length of the whole file; None when it is not known.

    Raises:
        EseFileRefused: it is no log, or its header is damaged. A log header has one copy only.
    """
    refuse_foreign_file(data)
    if len(data) < HEADER_BYTES:
        raise refusal(Refusal.TOO_SHORT, f"{len(data):,} of {HEADER_BYTES:,} bytes")
    fields = Fields(data[:HEADER_BYTES])
    kind = fields.long(FILE_TYPE_OFFSET)
    if not is_header_sound(fields.data):
        raise refusal(Refusal.BAD_CHECKSUM if kind == EseFileKind.LOG.value else other_ese_file(data) or Refusal.NOT_A_LOG)
    if kind != EseFileKind.LOG.value and not _is_old_log(fields):
        raise refusal(other_ese_file(data) or Refusal.NOT_A_LOG)
    header, lists_well = _header(fields)
    found = {
        FileDoubt.OLD_FILE_TYPE: kind == EseFileKind.UNKNOWN.value,
        FileDoubt.FORMAT_NOT_PROVEN: fields.long(32) not in (_OLD_FORMAT, _SEGMENTED_FORMAT),
        FileDoubt.ATTACHMENTS_DAMAGED: not lists_well,
        FileDoubt.SIZE_NOT_KNOWN: file_size_bytes is None,
        FileDoubt.SIZE_MISMATCH: file_size_bytes not in (None, header.size_bytes),
        FileDoubt.BODY_NOT_READ: True,
    }
    return replace(header, doubts=tuple(doubt for doubt, holds in found.items() if holds))


def read_log(data: bytes) -> LogHeader:
    """Return header and body of a log; of format 7 the header only, and a doubt says so: Eseutil verifies those.

    Args:
        data: the whole file.

    Raises:
        EseFileRefused: it is no log, or its header is damaged.
    """
    header = read_log_header(data, len(data))
    doubts = tuple(doubt for doubt in header.doubts if doubt is not FileDoubt.BODY_NOT_READ)
    if header.format is None or header.format.major != _SEGMENTED_FORMAT:
        return replace(header, doubts=(*doubts, FileDoubt.BODY_OLD_FORMAT))
    body = read_segments(data, header.generation or 0)
    if body.damaged:
        doubts = (*doubts, FileDoubt.BODY_TORN if body.is_torn else FileDoubt.BODY_DAMAGED)
    return replace(header, linking_checksum=body.linking_checksum, body=body, doubts=doubts)


def _is_old_log(fields: Fields) -> bool:
    """Whether a header without file type can be that of a log: engines before 2001 did not write the field."""
    sizes = fields.short(8) * fields.short(10)
    return fields.long(FILE_TYPE_OFFSET) == EseFileKind.UNKNOWN.value and fields.long(4) > 0 and sizes == HEADER_BYTES


def _header(fields: Fields) -> tuple[LogHeader, bool]:
    flags = fields.byte(639)
    attachments, lists_well = fields.attachments(*_ATTACHMENTS)
    header = LogHeader(
        generation=fields.long(4),
        created=fields.time(16),
        previous_created=fields.time(24),
        signature=fields.signature(44),
        format=LogFormat(fields.long(32), fields.long(36), fields.long(40), fields.long(648)),
        sector_size_bytes=fields.short(8),
        header_sectors=fields.short(10),
        file_sectors=fields.short(12),
        page_size_bytes=fields.short(14) or _OLD_PAGE_SIZE,
        flags=LogFlags(used_reserve=bool(flags & 1), is_circular=bool(flags & 2), was_circular=bool(flags & 4)),
        checkpoint=fields.position(640),
        # 0 is what engines write that do not link by checksums, and what the first log of a stream says
        previous_segments_checksum=fields.quad(653) or None,
        written_by=fields.long(661),
        system_path=fields.path(72),
        log_path=fields.path(333),
        attachments=attachments,
        checksum=fields.long(0),
    )
    return header, lists_well
