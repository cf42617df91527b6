"""Pressed volumes, movable logs, and the disks of the formula."""

import pytest

from tests.test_analysis import world
from tests.test_analysis.world import GIB, HIGH, MEDIUM, full_room, meter, reading, volume, volumes
from toolkit.analysis.conclusions import Known, NotKnown
from toolkit.analysis.disk_formula import formula_disks, marks_of
from toolkit.analysis.free_space import used_percent
from toolkit.analysis.room import movable_bytes, movable_folders, pressed_volumes, room_trouble
from toolkit.model.facts import Facts
from toolkit.model.storage import OldLogFolder, OldLogs
from toolkit.model.transport import Transitions

C, D = volume("C:\\", 100, 3), volume("D:\\", 500, 410)
MOUNTED = volume("C:\\Exchange\\TransportRoles\\data\\", 50, 1)


def _pressed(facts: Facts) -> list[tuple[str, int, int]]:
    return [(one.volume.name, one.below_percent, one.missing_bytes) for one in pressed_volumes(Known("q", facts))]


def test_a_pressed_volume_knows_what_is_missing() -> None:
    """97 GiB are used of 100, and less than 80 must be: 17 GiB and a byte."""
    assert _pressed(full_room()) == [("C:\\", 80, 17 * GIB + 1)]


def test_a_mount_point_is_its_own_volume() -> None:
    """The queue lives on a volume that is mounted below C:."""
    assert [name for name, _, _ in _pressed(full_room(volumes=volumes(C, D, MOUNTED)))] == ["C:\\Exchange\\TransportRoles\\data\\"]


def test_meters_of_memory_press_no_volume() -> None:
    """Only disk meters point to a volume."""
    assert _pressed(full_room(back_pressure_meters=reading(HIGH, meter("PrivateBytes", HIGH), meter("SystemMemory", HIGH)))) == []


def test_two_meters_of_one_volume_are_one() -> None:
    """The lower mark counts."""
    high = meter(f"DatabaseUsedSpace[{world.QUEUE}]", HIGH, 99, Transitions(96, 99, 97, 94))
    for pair in ((high, meter("UsedDiskSpace[C:\\x]", MEDIUM)), (meter("UsedDiskSpace[C:\\x]", MEDIUM), high)):
        assert [percent for _, percent, _ in _pressed(full_room(back_pressure_meters=reading(HIGH, *pair)))] == [80]


@pytest.mark.parametrize("changes", [{"volumes": ...}, {"back_pressure_meters": ...}, {"back_pressure_meters": world.UNREADABLE}])
def test_what_is_missing_cannot_be_computed_from_nothing(changes: dict[str, object]) -> None:
    """No meters or no volumes: not known."""
    with pytest.raises(NotKnown):
        pressed_volumes(Known("q", full_room(**changes)))


def _logs(*folders: tuple[str, int]) -> OldLogs:
    found = tuple(OldLogFolder(path, 1, size, None, None, 0) for path, size in folders)
    return OldLogs(found, tuple(path for path, _ in folders), len(found), sum(size for _, size in folders))


@pytest.mark.parametrize(
    ("folders", "size", "names"),
    [
        ([], 0, ()),
        ([("C:\\a", 5)], 5, ("C:\\a",)),
        ([("D:\\a", 5)], 0, ()),
        ([("C:\\a", 5), ("C:\\b", 7)], 12, ("C:\\a", "C:\\b")),
        ([("C:\\a", 5), ("C:\\a\\b", 3)], 5, ("C:\\a",)),
        ([("C:\\a\\b", 3), ("C:\\A", 5)], 5, ("C:\\A",)),
        ([("C:\\ab", 3), ("C:\\a", 5)], 8, ("C:\\ab", "C:\\a")),
        ([("C:\\a", 5), ("X:\\a", 9)], 5, ("C:\\a",)),
    ],
)
def test_movable_logs_lie_on_the_volume_and_count_once(folders: list[tuple[str, int]], size: int, names: tuple[str, ...]) -> None:
    """Folders of other volumes and folders inside others are left out."""
    logs, disks = _logs(*folders), volumes(C, D)
    assert movable_bytes(logs, disks, C) == size
    assert movable_folders(logs, disks, [C]) == names


@pytest.mark.parametrize(
    ("wanted_gib", "says"),
    [(0, ""), (385, ""), (385.5, "Volumes with room: E:\\"), (600, "Volumes with room: none")],
)
def test_a_reserve_stays_free(wanted_gib: float, says: str) -> None:
    """Five percent of the volume; volumes that have room are named."""
    disks = volumes(C, D, volume("E:\\", 900, 500))
    trouble = room_trouble(D, int(wanted_gib * GIB), disks)
    assert (says in trouble) if says else trouble == ""


@pytest.mark.parametrize(
    ("keys", "marks"),
    [
        ({}, (99, 97, 95)),
        ({"PercentageDatabaseDiskSpaceUsedHighThreshold": "0"}, (99, 97, 95)),
        ({"PercentageDatabaseDiskSpaceUsedHighThreshold": "90"}, (90, 88, 86)),
        ({"PercentageDatabaseDiskSpaceUsedMediumThreshold": "80"}, (99, 80, 78)),
        ({"PercentageDatabaseDiskSpaceUsedNormalThreshold": "50"}, (99, 97, 50)),
        ({"PercentageDatabaseDiskSpaceUsedHighThreshold": "many"}, (99, 97, 95)),
        ({"PercentageDatabaseDiskSpaceUsedHighThreshold": "400"}, (99, 97, 95)),
        ({"percentagedatabasediskspaceusedhighthreshold": "50"}, (99, 97, 95)),
    ],
)
def test_marks_of_the_file_replace_the_formula(keys: dict[str, str], marks: tuple[int, int, int]) -> None:
    """0 and nonsense mean the formula; medium and normal follow what is above them."""
    found = marks_of(C, world.config(**keys))
    assert (found.high, found.medium, found.normal) == marks


def test_disks_of_the_formula_are_those_of_the_queue() -> None:
    """Database and its logs on one volume are one disk; its fullness is state."""
    known = Known("q", full_room(server_identity=world.server("2010")))
    disk = formula_disks(known)[0]
    assert (disk.volume.name, disk.is_full, used_percent(disk.volume)) == ("C:\\", True, 97)
    assert "97 % full" in disk.evidence.what


@pytest.mark.parametrize(
    "changes",
    [{"transport_config": ...}, {"volumes": ...}, {"transport_config": world.config("")}, {"transport_config": world.config("Z:\\Q")}],
)
def test_disks_of_the_formula_that_are_not_known(changes: dict[str, object]) -> None:
    """No file, no volumes, no path or no such volume: no disk, and no guess."""
    assert formula_disks(Known("q", full_room(**changes))) == ()
