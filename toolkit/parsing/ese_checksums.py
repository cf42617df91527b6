"""Checksums of ESE files: XOR for headers and old pages, XOR with ECC for new pages and log segments (``checksumu.cxx``)."""

from collections.abc import Mapping
from types import MappingProxyType

_SEED = 0x89ABCDEF
_WORD_BYTES = 4
_WORD_MASK = 0xFFFF_FFFF
_SUM_BYTES = 8
_SMALL_PAGE_BYTES = 8192
_FLAGS_OFFSET = 36
_NEW_FORMAT_FLAG = 0x2000
_BLOCK_SUMS = (0, 40, 48, 56)
"""Where the sums of the four blocks of a 16 or 32 KiB page stand; block 0 skips its own."""


def header_checksum(header: bytes) -> int:
    """Return the 32-bit checksum that belongs at offset 0 of a database header page, a log header or a checkpoint.

    The sum does not prove the length: the rest of a page is zero, and the sum of half a page is right too.

    Args:
        header: the whole page, or the 4096 bytes of a log header or of one copy of a checkpoint.
    """
    return _SEED ^ _xor_of_words(header[_WORD_BYTES:])


def is_header_sound(header: bytes) -> bool:
    """Whether the stored checksum of a header is right."""
    return len(header) > _WORD_BYTES and int.from_bytes(header[:_WORD_BYTES], "little") == header_checksum(header)


def block_checksum(block: bytes, number: int) -> int:
    """Return the 64-bit checksum of a block whose first 8 bytes do not count: low half XOR with ``number``, high half ECC.

    Args:
        block: a page of up to 8 KiB or a log segment of 4 KiB; the length is a power of two.
        number: of the page or segment.
    """
    return _checksum(bytes(_SUM_BYTES) + block[_SUM_BYTES:], number)


def is_page_sound(page: bytes, number: int) -> bool:
    """Whether the checksum of a data page is right, in the old format, in the new one, or in that of 16 and 32 KiB pages.

    Args:
        page: the whole page.
        number: page n stands at (n + 1) x page size.
    """
    if not int.from_bytes(page[_FLAGS_OFFSET : _FLAGS_OFFSET + _WORD_BYTES], "little") & _NEW_FORMAT_FLAG:
        return is_header_sound(page) and int.from_bytes(page[_WORD_BYTES:_SUM_BYTES], "little") == number
    if len(page) <= _SMALL_PAGE_BYTES:
        return _stored(page, 0) == block_checksum(page, number)
    size = len(page) // len(_BLOCK_SUMS)
    blocks = [page[start : start + size] for start in range(0, len(page), size)]
    sums = [block_checksum(blocks[0], number), *(_checksum(block, number) for block in blocks[1:])]
    return all(_stored(page, offset) == expected for offset, expected in zip(_BLOCK_SUMS, sums, strict=True))


def _stored(page: bytes, offset: int) -> int:
    return int.from_bytes(page[offset : offset + _SUM_BYTES], "little")


def _checksum(block: bytes, number: int) -> int:
    return _error_correction(block) << 32 | _xor_of_words(block) ^ number & _WORD_MASK


def _xor_of_words(data: bytes) -> int:
    """Fold the data in halves until one word is left: XOR does not mind the order."""
    total = int.from_bytes(data, "little")
    words = -(-len(data) // _WORD_BYTES)
    while words > 1:
        half = words // 2
        low = total & (1 << half * 32) - 1
        total, words = low ^ total >> half * 32, words - half
    return total


def _error_correction(block: bytes) -> int:
    """XOR the index of every set bit into the low half and its complement into the high half.

    Bit k of the low half is the parity of the bits whose index has bit k; the complement differs from it exactly when the parity
    of all bits is odd. So 15 or 16 masked counts replace a loop over 32768 or 65536 bits.
    """
    bits = int.from_bytes(block, "little")
    width = (len(block) * 8).bit_length() - 1
    low = sum(((bits & mask).bit_count() & 1) << place for place, mask in enumerate(_MASKS[width]))
    high = low ^ ((1 << width) - 1) if bits.bit_count() & 1 else low
    return high << 16 | low


def _masks(width: int) -> tuple[int, ...]:
    """Return for each place k the number whose bit i is set exactly when i has bit k, for i below 2 ** width."""
    masks = []
    for place in range(width):
        run = 1 << place
        mask, length = ((1 << run) - 1) << run, 2 * run
        while length < 1 << width:
            mask, length = mask | mask << length, length * 2
        masks.append(mask)
    return tuple(masks)


_MASKS: Mapping[int, tuple[int, ...]] = MappingProxyType({width: _masks(width) for width in (14, 15, 16)})
"""For blocks of 2, 4 and 8 KiB."""
