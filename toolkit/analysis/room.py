"""How much room is missing where, and which volumes could give it."""

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.analysis.back_pressure import is_2010, pressed_meters, readable_meters, resource_of
from toolkit.analysis.conclusions import Known, NotKnown
from toolkit.analysis.disk_formula import formula_disks
from toolkit.analysis.free_space import bytes_missing, is_below, is_same_path, say_bytes, used_percent, volume_of
from toolkit.model.evidence import Evidence, Unknown
from toolkit.model.storage import LogFolders, MailboxFolders, OldLogs, Volume, Volumes
from toolkit.model.transport import BackPressureReading
from toolkit.model.transport_config import TransportConfig

RESERVE_PERCENT = 5
"""Share of a volume that stays free after something was moved onto it."""


@dataclass(frozen=True, slots=True)
class PressedVolume:
    """A volume that is too full.

    Attributes:
        volume: the volume.
        below_percent: the pressure is low again when less than this is used.
        missing_bytes: what must go for that.
    """

    volume: Volume
    below_percent: int
    missing_bytes: int


def pressed_volumes(known: Known) -> tuple[PressedVolume, ...]:
    """Return the volumes that must get room, by the marks that the server itself has.

    Raises:
        NotKnown: the meters, their marks or the volumes are not known.
    """
    volumes = known.must("volumes", Volumes)
    reading = readable_meters(known)
    if isinstance(reading, BackPressureReading):
        return _pressed_by_meters(reading, volumes)
    if not is_2010(known):
        raise NotKnown(reading.why)
    known.must("transport_config", TransportConfig)
    full = [disk for disk in formula_disks(known) if used_percent(disk.volume) >= disk.marks.normal]
    return tuple(PressedVolume(disk.volume, disk.marks.normal, bytes_missing(disk.volume, disk.marks.normal)) for disk in full)


def _pressed_by_meters(reading: BackPressureReading, volumes: Volumes) -> tuple[PressedVolume, ...]:
    lowest: dict[str, PressedVolume] = {}
    for meter in pressed_meters(reading):
        if resource_of(meter) != "disk":
            continue
        volume = volume_of(meter.of, volumes)
        if volume is None:
            raise NotKnown(f"no volume holds {meter.of}")
        if meter.transitions is None:
            raise NotKnown(f"the server does not tell the marks of {meter.name}")
        percent = meter.transitions.medium_to_low
        if volume.device not in lowest or percent < lowest[volume.device].below_percent:
            lowest[volume.device] = PressedVolume(volume, percent, bytes_missing(volume, percent))
    return tuple(lowest.values())


def movable_bytes(old_logs: OldLogs, volumes: Volumes, volume: Volume) -> int:
    """Return the size of old logs on ``volume``; a folder below another one of the list is not counted twice."""
    wanted = set(movable_folders(old_logs, volumes, [volume]))
    return sum(folder.bytes for folder in old_logs.folders if folder.folder in wanted)


def movable_folders(old_logs: OldLogs, volumes: Volumes, on: Sequence[Volume]) -> tuple[str, ...]:
    """Return the folders with old logs on one of these volumes; none that lies below another one of the list."""
    paths = [folder.folder for folder in old_logs.folders]
    return tuple(
        folder.folder
        for folder in old_logs.folders
        if volume_of(folder.folder, volumes) in on
        and not any(is_below(folder.folder, other) and not is_same_path(folder.folder, other) for other in paths)
    )


def archive_trouble(known: Known) -> tuple[str, tuple[Evidence, ...]]:
    """Return why old logs must not go to ``archive_to`` (empty when they may), and the evidence.

    Raises:
        NotKnown: something that decides it is not known.
    """
    target = known.facts.text("archive_to")
    if not target:
        return "no folder for old logs was given (archive_to)", ()
    volumes, logs = known.must("volumes", Volumes), known.must("old_logs", OldLogs)
    volume = volume_of(target, volumes)
    if volume is None:
        return f"no volume of this server holds {target}", ()
    pressed = pressed_volumes(known)
    wanted = sum(movable_bytes(logs, volumes, one.volume) for one in pressed)
    evidence = (_room_seen(known, volume), known.seen("old_logs", f"{say_bytes(wanted)} of old logs where room is missing"))
    if any(one.volume is volume for one in pressed):
        return f"{volume.name} is itself too full", evidence
    trouble = mailbox_trouble(known, volume) or _log_folder_trouble(known, target) or room_trouble(volume, wanted, volumes)
    return trouble, evidence


def _room_seen(known: Known, volume: Volume) -> Evidence:
    return known.seen("volumes", f"{volume.name} has {say_bytes(volume.free_bytes)} free of {say_bytes(volume.capacity_bytes)}")


def mailbox_trouble(known: Known, volume: Volume) -> str:
    """Return why ``volume`` must stay free for the logs of mailbox databases; empty when it holds none.

    A database file grows slowly and its volume is judged by its room; a full log volume stops its database at once.

    Raises:
        NotKnown: it is not known where the logs of the mailbox databases are.
    """
    volumes, folders = known.must("volumes", Volumes), known.must("mailbox_folders", MailboxFolders)
    for database in folders.databases:
        home = volume_of(database.log_folder, volumes)
        if home is None:
            raise NotKnown(f"no volume holds {database.log_folder} of {database.database}")
        if home is volume:
            return f"{volume.name} holds the logs of mailbox database {database.database}"
    return ""


def _log_folder_trouble(known: Known, target: str) -> str:
    """Return which log folder the archive would lie in: its files would be moved again and again."""
    folders = known.facts.of("log_folders", LogFolders)
    paths = () if isinstance(folders, Unknown) else folders.paths
    overlapping = next((path for path in paths if is_below(target, path) or is_below(path, target)), "")
    return f"{target} and the log folder {overlapping} overlap" if overlapping else ""


def room_trouble(volume: Volume, wanted_bytes: int, volumes: Volumes) -> str:
    """Return why ``volume`` has not room for ``wanted_bytes`` and a reserve; empty when it has."""
    reserve = volume.capacity_bytes * RESERVE_PERCENT // 100
    if volume.free_bytes >= wanted_bytes + reserve:
        return ""
    others = [other for other in volumes.volumes if other.free_bytes - other.capacity_bytes * RESERVE_PERCENT // 100 >= wanted_bytes]
    names = ", ".join(f"{other.name} {say_bytes(other.free_bytes)}" for other in others[:3]) or "none"
    return (
        f"{volume.name} has {say_bytes(volume.free_bytes)} free; {say_bytes(wanted_bytes)} and {RESERVE_PERCENT} % reserve "
        f"({say_bytes(reserve)}) are needed. Volumes with room: {names}"
    )
