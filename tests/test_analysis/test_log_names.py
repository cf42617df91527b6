"""What a file is by its name, and a listing as an inventory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.analysis.log_names import file_of, sort_files
from toolkit.model.log_inventory import FileKind, PlainLogs

NAMES = (
    ("E0000000012.log", FileKind.CLOSED_LOG, "E00", 0x12),
    ("e00000000ab.LOG", FileKind.CLOSED_LOG, "e00", 0xAB),
    ("E0000012.log", FileKind.CLOSED_LOG, "E00", 0x12),
    ("edb0001F.jtx", FileKind.CLOSED_LOG, "edb", 0x1F),
    ("trn.log", FileKind.CURRENT_LOG, "trn", None),
    ("E00.log", FileKind.CURRENT_LOG, "E00", None),
    ("E00tmp.log", FileKind.TEMPORARY_LOG, "E00", None),
    ("E00res00001.jrs", FileKind.RESERVE_LOG, "E00", None),
    ("res2.log", FileKind.RESERVE_LOG, "", None),
    ("E00.chk", FileKind.CHECKPOINT, "E00", None),
    ("mail.que", FileKind.DATABASE, "", None),
    ("DB 07.EDB", FileKind.DATABASE, "", None),
    ("E0000000012.log.vir", FileKind.SET_ASIDE, "E00", 0x12),
    ("E0000000012.vir", FileKind.SET_ASIDE, "E00", 0x12),
    ("Копия E0000000012.log", FileKind.SET_ASIDE, "E00", 0x12),
    ("E00000000012.log", FileKind.SET_ASIDE, "E00", 0x12),
    ("E00000010E1.log.1", FileKind.SET_ASIDE, "E00", 0x10E1),
    ("old-E00.log", FileKind.SET_ASIDE, "E00", None),
    ("E00.log.old", FileKind.SET_ASIDE, "E00", None),
    ("application.log", FileKind.OTHER, "", None),
    ("readme.txt", FileKind.OTHER, "", None),
    ("E00.jfm", FileKind.OTHER, "", None),
)


@pytest.mark.parametrize(("name", "kind", "base", "number"), NAMES, ids=[row[0] for row in NAMES])
def test_kinds(name: str, kind: FileKind, base: str, number: int | None) -> None:
    """Eight and five digits are closed logs; what people and antivirus made of names is set aside, not lost."""
    file = file_of("D:\\Logs", name, 1)
    assert (file.kind, file.base, file.number) == (kind, base, number)


def test_a_listing_is_ranges() -> None:
    """Closed logs of one size become ranges; another size, another folder, another spelling stand apart."""
    listed = [("L", f"E00{number:08X}.log", 1) for number in (5, 1, 2, 9)]
    listed += [("L", "E0000000003.log", 7), ("M", "E0000000001.log", 1), ("L", "e000000000a.log", 1)]
    inventory = sort_files("L", listed)
    assert inventory.plain == (
        PlainLogs("L", "E00", 8, ".log", 1, (range(1, 3), range(5, 6), range(9, 10))),
        PlainLogs("L", "E00", 8, ".log", 7, (range(3, 4),)),
        PlainLogs("M", "E00", 8, ".log", 1, (range(1, 2),)),
    )
    assert [file.name for file in inventory.files] == ["e000000000a.log"]
    assert inventory.count == 7


def test_other_files_of_other_places_are_left_aside() -> None:
    """Another place may be a whole disk: of it only what may be a log is kept; of the log folder everything, for its size counts."""
    inventory = sort_files("L", [("L", "readme.txt", 1), ("M", "readme.txt", 1), ("M", "E00.log", 1), ("M", "E0000000001.log.vir", 1)])
    assert [file.path for file in inventory.files] == ["L/readme.txt", "M/E00.log", "M/E0000000001.log.vir"]


def test_names_come_back_as_they_were() -> None:
    """A log known by its number is opened by the name that was listed."""
    for name in ("E0000000012.log", "SRU0001F.log", "edb00002.jtx"):
        (plain,) = sort_files("L", [("L", name, 1)]).plain
        assert plain.name_of(plain.generations[0].start) == name


@given(name=st.text(max_size=80))
def test_no_name_is_too_odd(name: str) -> None:
    """Every name is something, and keeps its spelling."""
    assert file_of("L", name, None).name == name


def test_long_names_take_no_time() -> None:
    """Patterns do not try every way through a hostile name."""
    for name in ("a" * 50_000 + ".log", "E00" * 20_000, ".log" * 20_000, "-E00000012" * 5_000):
        assert file_of("L", name, None).kind in FileKind


def test_paths_are_those_of_their_machine() -> None:
    """A folder of Windows is joined with a backslash, also where the name ends with one."""
    assert file_of("D:\\Logs\\", "E00.log", 1).path == "D:\\Logs\\E00.log"
    assert file_of("/mnt/logs", "E00.log", 1).path == "/mnt/logs/E00.log"
    assert file_of("\\\\srv\\logs$", "E00.log", 1).path == "\\\\srv\\logs$\\E00.log"
