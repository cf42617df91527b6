"""The header of an ESE database out of its bytes: which of its two copies is good, and what it says (``fileu.cxx``, ``daedef.hxx``)."""

from dataclasses import dataclass

from toolkit.model.ese import EseFileKind
from toolkit.model.ese_database import DatabaseHeader
from toolkit.model.ese_doubt import HeaderCopy, Refusal
from toolkit.parsing.ese_bytes import Fields
from toolkit.parsing.ese_checksums import is_header_sound
from toolkit.parsing.ese_database_fields import header_of_fields, page_size_bytes
from toolkit.parsing.ese_refusals import FILE_TYPE_OFFSET, HEADER_BYTES, MAGIC, EseFileRefused, other_ese_file, refusal, refuse_foreign_file

BYTES_TO_READ = 65_536
"""Both copies of the largest page size."""
_PAGE_SIZES = (2048, 4096, 8192, 16384, 32768)
_KINDS = frozenset(kind.value for kind in (EseFileKind.UNKNOWN, EseFileKind.DATABASE, EseFileKind.TEMPORARY_DATABASE))


@dataclass(frozen=True, slots=True)
class _Chosen:
    fields: Fields
    copy: HeaderCopy


def read_database_header(data: bytes) -> DatabaseHeader:
    """Return what the header of a database says.

    Args:
        data: the first ``BYTES_TO_READ`` bytes of the file, or the whole file when it is shorter. A part of the first page never
            proves a header: damage behind the part would not be seen.

    Raises:
        EseFileRefused: it is no database, or neither copy of its header is right.
    """
    chosen = _choose(data)
    if chosen is None:
        raise _why_not(data)
    _check_kind(chosen.fields)
    return header_of_fields(chosen.fields, chosen.copy)


def _choose(data: bytes) -> _Chosen | None:
    """Take the first copy when it is right, as the engine does; its own page size says where the second one stands."""
    primary = next((data[:size] for size in _PAGE_SIZES if _is_copy(data[:size], size)), None)
    if primary is None:
        shadow = next((data[size : 2 * size] for size in _PAGE_SIZES if _is_copy(data[size : 2 * size], size)), None)
        return None if shadow is None else _Chosen(Fields(shadow), HeaderCopy.SHADOW)
    size = len(primary)
    shadow = data[size : 2 * size]
    if not _is_copy(shadow, size):
        return _Chosen(Fields(primary), HeaderCopy.SHADOW_DAMAGED)
    return _Chosen(Fields(primary), HeaderCopy.BOTH if primary == shadow else HeaderCopy.DIFFER)


def _is_copy(page: bytes, size: int) -> bool:
    fields = Fields(page)
    return len(page) == size and fields.long(4) == MAGIC and page_size_bytes(fields) == size and is_header_sound(page)


def _why_not(data: bytes) -> EseFileRefused:
    refuse_foreign_file(data)
    fields = Fields(data)
    if len(data) < HEADER_BYTES:
        return refusal(Refusal.TOO_SHORT, f"{len(data):,} bytes, and a header takes {HEADER_BYTES:,} or more")
    if fields.long(4) != MAGIC:
        shadow_magic = any(Fields(data[size:]).long(4) == MAGIC for size in _PAGE_SIZES)
        return refusal(Refusal.BAD_CHECKSUM if shadow_magic else other_ese_file(data) or Refusal.WRONG_MAGIC)
    size = page_size_bytes(fields)
    if size not in _PAGE_SIZES:
        return refusal(Refusal.ILLEGAL_PAGE_SIZE, f"{size:,} bytes")
    if len(data) < size:
        return refusal(Refusal.TOO_SHORT, f"{len(data):,} bytes, and its pages have {size:,}")
    return refusal(Refusal.BAD_CHECKSUM)


def _check_kind(fields: Fields) -> None:
    number = fields.long(FILE_TYPE_OFFSET)
    if number == EseFileKind.STREAMING.value or fields.long(12) != 0:
        raise refusal(Refusal.STREAMING_FILE)
    if number not in _KINDS:
        raise refusal(Refusal.OTHER_ESE_FILE, f"file type {number}")
