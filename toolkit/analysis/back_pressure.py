"""What the meters of back pressure say (domain reference §4.5)."""

from toolkit.analysis.conclusions import Known
from toolkit.knowledge.resource_meters import IGNORED, PRIORITY, meter_meaning
from toolkit.model.evidence import Unknown
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.server import ServerIdentity
from toolkit.model.transport import BackPressureReading, PressureLevel, ResourceMeter

METERS = "back_pressure_meters"


def paused_observers(reading: BackPressureReading) -> tuple[str, ...]:
    """Return the names of components that back pressure has paused."""
    return tuple(observer.name for observer in reading.observers if observer.paused)


def is_acting(reading: BackPressureReading) -> bool:
    """Whether a readable reading shows pressure that acts: a paused component, or an overall use above low.

    One meter alone does not: SystemMemory stands high on many healthy servers.
    """
    return reading.aggregate is not PressureLevel.LOW or bool(paused_observers(reading))


def pressed_meters(reading: BackPressureReading) -> tuple[ResourceMeter, ...]:
    """Return meters above low that can stop mail, the worst first, then by the order in which resources are treated."""
    pressed = [meter for meter in reading.meters if meter.level is not PressureLevel.LOW and resource_of(meter) != IGNORED]
    return tuple(sorted(pressed, key=lambda meter: (-meter.level.height, PRIORITY.index(resource_of(meter)))))


def resource_of(meter: ResourceMeter) -> str:
    """Return the resource behind a meter; one that we do not know is ``other``."""
    return meter_meaning(meter.resource).resource


def say_meter(meter: ResourceMeter) -> str:
    """Return a meter for people, ``UsedDiskSpace[C:/...] is High at 99``."""
    return f"{meter.name} is {meter.level.value}" + (f" at {meter.pressure}" if meter.pressure is not None else "")


def readable_meters(known: Known) -> BackPressureReading | Unknown:
    """Return the meters, or why there are none to look at."""
    reading = known.facts.of(METERS, BackPressureReading)
    if isinstance(reading, Unknown) or reading.readable:
        return reading
    return Unknown(reading.why)


def is_2010(known: Known) -> bool:
    """Whether the server is Exchange 2010, which has no such diagnostics."""
    server = known.facts.of("server_identity", ServerIdentity)
    return not isinstance(server, Unknown) and server.version is ExchangeVersion.E2010
