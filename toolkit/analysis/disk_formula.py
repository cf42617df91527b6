"""Disks of the queue database by the formula of Exchange 2010 and 2013 (domain reference §4.3)."""

from dataclasses import dataclass

from toolkit.analysis.conclusions import Known
from toolkit.analysis.free_space import DiskMarks, formula_marks, used_percent, volume_of
from toolkit.model.evidence import Evidence, Unknown
from toolkit.model.storage import Volume, Volumes
from toolkit.model.transport_config import TransportConfig


@dataclass(frozen=True, slots=True)
class FormulaDisk:
    """A volume of the queue database, its marks, and how full it was seen."""

    volume: Volume
    marks: DiskMarks
    evidence: Evidence

    @property
    def is_full(self) -> bool:
        """Whether it is over its mark for medium pressure."""
        return used_percent(self.volume) >= self.marks.medium


def formula_disks(known: Known) -> tuple[FormulaDisk, ...]:
    """Return the volumes of the queue database with the marks of the 2010/2013 formula; empty when they are not known."""
    config, volumes = known.facts.of("transport_config", TransportConfig), known.facts.of("volumes", Volumes)
    if isinstance(config, Unknown) or isinstance(volumes, Unknown):
        return ()
    found = [volume_of(path, volumes) for path in (config.queue_path, config.queue_logging_path) if path]
    disks = {volume.device: (volume, marks_of(volume, config)) for volume in found if volume is not None}
    return tuple(FormulaDisk(volume, marks, _disk_seen(known, volume, marks)) for volume, marks in disks.values())


def marks_of(volume: Volume, config: TransportConfig) -> DiskMarks:
    """Return the marks for the queue database: keys of the file where they are set, else the formula."""
    formula = formula_marks(volume.capacity_bytes)
    named = [_percent(config, f"PercentageDatabaseDiskSpaceUsed{level}Threshold") for level in ("High", "Medium", "Normal")]
    high = named[0] or formula.high
    medium = named[1] or max(0, high - 2)
    return DiskMarks(high, medium, named[2] or max(0, medium - 2))


def _percent(config: TransportConfig, key: str) -> int:
    value = config.value_of(key) or ""
    return int(value) if value.isascii() and value.isdigit() and int(value) <= 100 else 0


def _disk_seen(known: Known, volume: Volume, marks: DiskMarks) -> Evidence:
    return known.seen("volumes", f"{volume.name} is {used_percent(volume)} % full; medium from {marks.medium} %, high from {marks.high} %")
