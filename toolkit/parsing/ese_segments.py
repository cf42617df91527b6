"""The body of a log of format 8: segments of 4096 bytes, each with checksum and position (``_logstream.hxx``, ``checksumu.cxx``)."""

from dataclasses import dataclass
from enum import Enum
from functools import reduce
from operator import xor

from toolkit.model.ese_log import LogSegments
from toolkit.parsing.ese_bytes import Fields
from toolkit.parsing.ese_checksums import block_checksum

SEGMENT_BYTES = 4096
_POSITION_OFFSET = 8


class _Kind(Enum):
    USED = 1
    UNUSED = 2
    SHADOW = 3
    WRONG = 4


@dataclass(frozen=True, slots=True)
class _Segment:
    number: int
    kind: _Kind
    checksum: int


def read_segments(data: bytes, generation: int) -> LogSegments:
    """Return what the segments of a log say; segment 0 is the header.

    Args:
        data: the whole file; a part of a segment at its end counts as wrong.
        generation: of the header. Segments of lower generations are left over from a recycled log.
    """
    starts = range(SEGMENT_BYTES, len(data), SEGMENT_BYTES)
    segments = [_segment(data[start : start + SEGMENT_BYTES], number, generation) for number, start in enumerate(starts, 1)]
    used = [segment for segment in segments if segment.kind is _Kind.USED]
    last = max((segment.number for segment in segments if segment.kind in (_Kind.USED, _Kind.WRONG)), default=0)
    damaged = tuple(segment.number for segment in segments[:last] if segment.kind is not _Kind.USED)
    return LogSegments(
        used=len(used),
        damaged=damaged,
        is_torn=damaged == (last,),
        linking_checksum=reduce(xor, (segment.checksum for segment in used), 0),
    )


def _segment(block: bytes, number: int, generation: int) -> _Segment:
    fields = Fields(block)
    checksum = fields.quad(0)
    if not any(block):
        return _Segment(number, _Kind.UNUSED, 0)
    if len(block) < SEGMENT_BYTES:
        return _Segment(number, _Kind.WRONG, 0)
    position = fields.position(_POSITION_OFFSET)
    owner = next((owner for owner in (number, number - 1) if block_checksum(block, owner) == checksum), None)
    if owner is None or position.sector != owner or position.generation > generation:
        kind = _Kind.WRONG
    elif position.generation < generation:
        kind = _Kind.UNUSED
    else:
        kind = _Kind.USED if owner == number else _Kind.SHADOW
    return _Segment(number, kind, checksum)
