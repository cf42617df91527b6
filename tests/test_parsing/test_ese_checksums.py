"""Checksums: fast ways give what the slow way gives, and one changed bit never passes."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_parsing.ese_writer import flipped, sealed, slow_block_checksum
from toolkit.parsing.ese_checksums import block_checksum, header_checksum, is_header_sound, is_page_sound

NEW_FORMAT = struct.pack("<I", 0x2000)
NUMBER = 0x1234


def small_page(content: bytes, size: int) -> bytes:
    """Return a sound page of the new format, 4 or 8 KiB."""
    page = bytes(36) + NEW_FORMAT + content.ljust(size - 40, b"\x5a")
    return struct.pack("<Q", slow_block_checksum(page, NUMBER)) + page[8:]


def large_page(content: bytes, size: int) -> bytes:
    """Return a sound page of the new format, 16 or 32 KiB: four sums, the first computed last."""
    page = bytearray(bytes(36) + NEW_FORMAT + bytes(24) + content.ljust(size - 64, b"\xa5"))
    block = size // 4
    for place, offset in enumerate((40, 48, 56), 1):
        struct.pack_into("<Q", page, offset, slow_block_checksum(bytes(page[place * block : (place + 1) * block]), NUMBER, skipped=0))
    struct.pack_into("<Q", page, 0, slow_block_checksum(bytes(page[:block]), NUMBER))
    return bytes(page)


def old_page() -> bytes:
    """Return a sound page of the old format: XOR at 0, number at 4, flag clear."""
    return sealed(struct.pack("<II", 0, NUMBER) + b"\x11" * 28 + bytes(4) + b"\x22" * 4056)


PAGES = {
    "old": old_page(),
    "4 KiB": small_page(b"some", 4096),
    "8 KiB": small_page(b"some", 8192),
    "16 KiB": large_page(b"some", 16384),
    "32 KiB": large_page(b"some", 32768),
}


@settings(max_examples=25)
@given(st.binary(min_size=2048, max_size=2048), st.integers(0, 2**32 - 1))
def test_the_fast_block_checksum_is_the_slow_one(block: bytes, number: int) -> None:
    """Masked counts give what the loop over all bits gives."""
    assert block_checksum(block, number) == slow_block_checksum(block, number)


@given(st.binary(min_size=8, max_size=256).map(lambda data: data[: len(data) // 4 * 4]))
def test_the_folded_header_checksum_is_the_looped_one(data: bytes) -> None:
    """Folding in halves gives what XOR word by word gives, for every length."""
    header = sealed(data)
    assert header_checksum(header) == int.from_bytes(header[:4], "little")


@pytest.mark.parametrize("name", PAGES)
def test_a_sound_page_passes_under_its_own_number_only(name: str) -> None:
    """The number is part of the sum: a page written to the wrong place is noticed."""
    assert is_page_sound(PAGES[name], NUMBER)
    assert not is_page_sound(PAGES[name], NUMBER + 1)


@settings(max_examples=60)
@given(st.sampled_from(sorted(PAGES)), st.integers(0, 32768 * 8 - 1))
def test_one_changed_bit_of_a_page_is_noticed(name: str, bit: int) -> None:
    """Wherever the bit is, in sums, flags and content."""
    page = PAGES[name]
    assert not is_page_sound(flipped(page, bit % (len(page) * 8)), NUMBER)


@pytest.mark.parametrize("data", [b"", b"\0", b"\xef\xcd\xab\x89"], ids=["nothing", "one byte", "the seed alone"])
def test_too_little_is_never_sound(data: bytes) -> None:
    """Nothing has no checksum."""
    assert not is_header_sound(data)
