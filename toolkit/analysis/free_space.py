"""Free space by volume mount point, and the disk marks of back pressure (domain reference §0.0, §4.3)."""

from dataclasses import dataclass

from toolkit.model.storage import Volume, Volumes

GIB = 1024**3
MIB = 1024**2
DATABASE_RESERVE_BYTES = 500 * MIB
"""What the formula of 2010 and 2013 keeps free for the queue database."""


@dataclass(frozen=True, slots=True)
class DiskMarks:
    """Percent used from which on the pressure is high and medium, and below which it is normal again."""

    high: int
    medium: int
    normal: int


def formula_marks(capacity_bytes: int, reserve_bytes: int = DATABASE_RESERVE_BYTES) -> DiskMarks:
    """Return the marks of Exchange 2010 and 2013: ``100 * (size - reserve) / size`` rounded down, then 2 and 4 less.

    The rounding makes large disks strict: on 1 TiB high begins with 99 percent, about 10 GB free.
    """
    high = max(0, 100 * (capacity_bytes - reserve_bytes) // capacity_bytes) if capacity_bytes else 0
    return DiskMarks(high, max(0, high - 2), max(0, high - 4))


def log_reserve_bytes(checkpoint_depth_bytes: int) -> int:
    """Return what the formula keeps free for log files: three checkpoint depths, at most 5 GiB."""
    return min(5 * GIB, 3 * checkpoint_depth_bytes)


def used_percent(volume: Volume) -> int:
    """Return how full a volume is, rounded down; 0 for a volume without a size."""
    return 100 * (volume.capacity_bytes - volume.free_bytes) // volume.capacity_bytes if volume.capacity_bytes else 0


def bytes_missing(volume: Volume, percent: int) -> int:
    """Return how many bytes must go until less than ``percent`` of the volume is used; 0 when that is so already."""
    most_used = max(0, (volume.capacity_bytes * percent - 1) // 100)
    return max(0, volume.capacity_bytes - volume.free_bytes - most_used)


def volume_of(path: str, volumes: Volumes) -> Volume | None:
    r"""Return the volume that holds ``path``: the one with the longest mount point or device before it; None for no volume.

    Case does not matter; ``\\?\Volume{...}\`` names are understood; shares and relative paths are on no volume of this server.
    """
    wanted = _comparable(path)
    found: tuple[int, Volume] | None = None
    for volume in volumes.volumes:
        for root in (volume.mount_point, volume.device):
            prefix = _comparable(root)
            if len(prefix) > 1 and wanted.startswith(prefix) and (found is None or len(prefix) > found[0]):
                found = (len(prefix), volume)
    return found[1] if found else None


def is_below(path: str, folder: str) -> bool:
    """Whether ``path`` is ``folder`` or lies below it."""
    return _comparable(path).startswith(_comparable(folder))


def is_same_path(one: str, other: str) -> bool:
    """Whether two paths name the same folder; case and a trailing backslash do not matter."""
    return _comparable(one) == _comparable(other)


def _comparable(path: str) -> str:
    r"""Return ``path`` in capitals with one trailing backslash; ``\\?\C:\x`` as ``C:\X``. One letter stays one letter."""
    text = path.replace("/", "\\")
    if text.startswith("\\\\?\\") and text[5:6] == ":":
        text = text[4:]
    capitals = "".join(letter.upper() if len(letter.upper()) == 1 else letter for letter in text)
    return capitals.rstrip("\\") + "\\"


def say_bytes(count: int) -> str:
    """Return a size for people: ``21.7 GiB``, ``310 MiB``, ``12 bytes``."""
    if count >= GIB:
        return f"{count / GIB:,.1f} GiB"
    return f"{count / MIB:,.0f} MiB" if count >= MIB else f"{count:,} bytes"
