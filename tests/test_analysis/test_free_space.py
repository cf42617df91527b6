"""Volumes by mount point, and the formula of 2010 and 2013."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_analysis.world import GIB, volume, volumes
from toolkit.analysis.free_space import (
    bytes_missing,
    formula_marks,
    is_below,
    is_same_path,
    log_reserve_bytes,
    say_bytes,
    used_percent,
    volume_of,
)

MOUNTS = volumes(
    volume("C:\\", 100, 10),
    volume("C:\\mnt\\db1\\", 100, 10),
    volume("C:\\mnt\\db1\\logs\\", 100, 10),
    volume("D:\\", 100, 10, "\\\\?\\Volume{AAAA-bbbb}\\"),
    volume("", 100, 10, "\\\\?\\Volume{CCCC-dddd}\\"),
)


@pytest.mark.parametrize(
    ("path", "mount"),
    [
        ("C:\\", "C:\\"),
        ("C:", "C:\\"),
        ("c:\\Windows", "C:\\"),
        ("C:\\mnt", "C:\\"),
        ("C:\\mnt\\db10\\x", "C:\\"),
        ("C:\\mnt\\db1", "C:\\mnt\\db1\\"),
        ("C:\\MNT\\DB1\\a.edb", "C:\\mnt\\db1\\"),
        ("C:\\mnt\\db1\\logs\\E00.log", "C:\\mnt\\db1\\logs\\"),
        ("C:/mnt/db1/logs", "C:\\mnt\\db1\\logs\\"),
        ("\\\\?\\C:\\mnt\\db1\\x", "C:\\mnt\\db1\\"),
        ("\\\\?\\volume{aaaa-BBBB}\\Queue", "D:\\"),
        ("\\\\?\\Volume{CCCC-dddd}\\Queue", ""),
        ("D:\\straße", "D:\\"),
    ],
)
def test_the_longest_mount_point_wins(path: str, mount: str) -> None:
    """Drive letters are wrong where volumes are mounted in folders; case and slashes do not matter."""
    found = volume_of(path, MOUNTS)
    assert found is not None
    assert found.mount_point == mount


@pytest.mark.parametrize("path", ["", "\\", "E:\\x", "\\\\server\\share\\x", "Queue", ".\\Queue", "\\\\?\\Volume{EEEE}\\x"])
def test_some_paths_are_on_no_volume(path: str) -> None:
    """Shares, relative paths and unknown drives are not guessed."""
    assert volume_of(path, MOUNTS) is None


@pytest.mark.parametrize(("size_gib", "high"), [(1024, 99), (100, 99), (40, 98), (25, 98), (24, 97), (10, 95), (1, 51), (0.4, 0), (0, 0)])
def test_the_formula_rounds_down(size_gib: float, high: int) -> None:
    """500 MB are kept free; the percentage is rounded down, so that large disks are strict."""
    marks = formula_marks(int(size_gib * GIB))
    assert marks.high == high
    assert (marks.medium, marks.normal) == (max(0, high - 2), max(0, high - 4))


def test_on_one_tebibyte_high_begins_with_ten_gigabytes_free() -> None:
    """The fixed reserve means nothing there: about 1 % of the disk must stay free."""
    marks = formula_marks(1024 * GIB)
    full, fuller = volume("C:\\", 1024, 11), volume("C:\\", 1024, 10)
    assert used_percent(full) < marks.high <= used_percent(fuller)


@pytest.mark.parametrize(("depth_mib", "reserve_mib"), [(384, 1152), (0, 0), (10_000, 5120)])
def test_log_files_have_their_own_reserve(depth_mib: int, reserve_mib: int) -> None:
    """Three checkpoint depths, at most five gigabytes."""
    assert log_reserve_bytes(depth_mib * 1024**2) == reserve_mib * 1024**2


@given(st.integers(1, 2**45), st.data(), st.integers(1, 100))
def test_freeing_what_is_missing_is_enough_and_not_too_much(capacity: int, data: st.DataObject, percent: int) -> None:
    """After freeing exactly that many bytes less than the mark is used; one byte less would not do."""
    free = data.draw(st.integers(0, capacity))
    disk = volume("C:\\", 0, 0)
    disk = type(disk)(disk.mount_point, disk.device, "", "NTFS", capacity, free, 4096)
    missing = bytes_missing(disk, percent)
    used = capacity - free
    assert (used - missing) * 100 < capacity * percent
    assert missing == 0 or (used - missing + 1) * 100 >= capacity * percent


def test_a_volume_without_a_size_is_not_full() -> None:
    """No division by nothing."""
    assert used_percent(volume("X:\\", 0, 0)) == 0
    assert formula_marks(0).high == 0


@pytest.mark.parametrize(
    ("path", "folder", "below", "same"),
    [
        ("C:\\a\\b", "C:\\a", True, False),
        ("C:\\A", "c:\\a\\", True, True),
        ("C:\\ab", "C:\\a", False, False),
        ("C:\\a", "C:\\a\\b", False, False),
        ("C:\\x", "C:\\", True, False),
    ],
)
def test_folders_inside_folders(path: str, folder: str, below: bool, same: bool) -> None:
    """Whole parts of a path are compared."""
    assert is_below(path, folder) is below
    assert is_same_path(path, folder) is same


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 bytes"), (12, "12 bytes"), (310 * 1024**2, "310 MiB"), (int(21.7 * GIB), "21.7 GiB"), (1410 * GIB, "1,410.0 GiB")],
)
def test_sizes_for_people(count: int, text: str) -> None:
    """Binary units, one digit behind the point."""
    assert say_bytes(count) == text


@given(st.text(), st.text())
def test_any_paths_can_be_compared(one: str, other: str) -> None:
    """Foreign paths never raise; a path is always the same as itself."""
    volume_of(one, MOUNTS)
    assert is_same_path(one, one)
    is_below(one, other)
