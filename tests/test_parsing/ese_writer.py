"""Writes small ESE files with their checksums, bit by bit as the format says, so that it shares no code with the readers."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass

SEGMENT = 4096
MAGIC = 0x89ABCDEF
FILE_TYPE = 667
Values = Mapping[int, tuple[str, int]]
"""By offset: ``struct`` format and value."""
SIGNATURE = bytes((9, 0, 0, 0, 7, 6, 5, 4, 3, 120, 0x81, 0x0A)) + bytes(16)
"""Random 9, created 2020-03-04 05:06:07.704 UTC."""
CREATED = bytes((1, 2, 3, 4, 5, 121, 0x01, 0x00))
PREVIOUS = bytes((59, 1, 3, 4, 5, 121, 0x01, 0x00))


@dataclass(frozen=True)
class LogPlan:
    """What kind of log to write.

    Attributes:
        generation: of header and segments.
        used: number of used segments.
        sectors: length of the file in segments.
        shadow: whether a shadow of the last used segment follows it.
    """

    generation: int = 0x2E
    used: int = 2
    sectors: int = 6
    shadow: bool = False


def database(page_size: int = 4096, values: Values | None = None, pieces: Mapping[int, bytes] | None = None) -> bytes:
    """Return both header pages and two empty data pages of a database in Dirty Shutdown that needs 44 to 46 of 47 logs."""
    told = {4: ("<I", MAGIC), 8: ("<I", 0x620), 52: ("<I", 2), 232: ("<I", 20), 236: ("<I", page_size), FILE_TYPE: ("<I", 1)}
    needs = {296: ("<I", 44), 300: ("<I", 46), 416: ("<I", 47)}
    page = sealed(_filled(page_size, {**told, **needs, **(values or {})}, {24: SIGNATURE, 108: SIGNATURE, **(pieces or {})}))
    return page + page + bytes(2 * page_size)


def log(plan: LogPlan = LogPlan(), values: Values | None = None, pieces: Mapping[int, bytes] | None = None) -> bytes:
    """Return a whole log of format 8."""
    told = {4: ("<I", plan.generation), 8: ("<H", SEGMENT), 10: ("<H", 1), 12: ("<H", plan.sectors), FILE_TYPE: ("<I", 3)}
    version = {32: ("<I", 8), 36: ("<I", 4000), 40: ("<I", 5), 648: ("<I", 16)}
    header = _filled(SEGMENT, {**told, **version, **(values or {})}, {16: CREATED, 24: PREVIOUS, 44: SIGNATURE, **(pieces or {})})
    body = [segment(number, number, plan.generation) for number in range(1, plan.used + 1)]
    shadows = [segment(plan.used, plan.used, plan.generation)] if plan.shadow else []
    written = sealed(header) + b"".join((*body, *shadows))
    return written.ljust(plan.sectors * SEGMENT, b"\0")


def checkpoint(values: Values | None = None, pieces: Mapping[int, bytes] | None = None) -> bytes:
    """Return a checkpoint at (0x2C,8,16)."""
    told = {12: ("<H", 0x16), 14: ("<H", 8), 16: ("<I", 0x2C), FILE_TYPE: ("<I", 4)}
    copy = sealed(_filled(SEGMENT, {**told, **(values or {})}, {20: SIGNATURE, **(pieces or {})}))
    return copy + copy


def segment(number: int, content: int, generation: int) -> bytes:
    """Return a segment of a log: its number as page number, ``content`` in every byte behind its head."""
    head = struct.pack("<QHHI", 0, 0, number, generation).ljust(40, b"\0")
    block = head + bytes((content % 256,)) * (SEGMENT - len(head))
    return struct.pack("<Q", slow_block_checksum(block, number)) + block[8:]


def attachment(dbid: int, path: str, *, flags: int = 0x20) -> bytes:
    """Return one entry of a list of attached databases."""
    names = path.encode("utf-16-le" if flags & 0x20 else "cp1252") + b"\0\0"
    fixed = struct.pack("<BBHQII", dbid, flags, len(names), 4711, 99, 0) + struct.pack("<HHIHHI", 3, 2, 1, 6, 5, 4)
    return fixed + SIGNATURE + names


def sealed(page: bytes) -> bytes:
    """Return a header with its checksum in front."""
    words = struct.unpack(f"<{len(page) // 4}I", page)
    total = MAGIC
    for word in words[1:]:
        total ^= word
    return struct.pack("<I", total) + page[4:]


def slow_block_checksum(block: bytes, number: int, skipped: int = 8) -> int:
    """Return the checksum of a block, bit by bit; the first ``skipped`` bytes count as zero."""
    mask = len(block) * 8 - 1
    low = high = words = 0
    for place, value in enumerate(block):
        if place >= skipped:
            words ^= value << 8 * (place % 4)
            for bit in range(8):
                if value >> bit & 1:
                    low ^= place * 8 + bit
                    high ^= ~(place * 8 + bit) & mask
    return high << 48 | low << 32 | (words ^ number)


def flipped(data: bytes, bit: int) -> bytes:
    """Return ``data`` with one bit changed."""
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def _filled(size: int, values: Values, pieces: Mapping[int, bytes]) -> bytes:
    page = bytearray(size)
    for offset, (form, value) in values.items():
        struct.pack_into(form, page, offset, value)
    for offset, piece in pieces.items():
        page[offset : offset + len(piece)] = piece
    return bytes(page)
