"""Words that all ESE headers share: positions, times, signatures, versions (header layouts: ``daedef.hxx`` of the published engine).

In every value of an ESE file, None means that the source did not say it (an old Eseutil, a cut text, an older format). It is never 0.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

_EXACT_BYTES = 8
_SECOND_BYTES = 6
_SNAPSHOT_BIT = 0x01


class EseFileKind(Enum):
    """What the file-type field at offset 667 says (``jethdr.w``); the same offset in database, log and checkpoint."""

    UNKNOWN = 0
    DATABASE = 1
    STREAMING = 2
    LOG = 3
    CHECKPOINT = 4
    TEMPORARY_DATABASE = 5
    FLUSH_MAP = 7
    SNAPSHOT = 10


@dataclass(frozen=True, slots=True, order=True)
class LogPosition:
    """A place in the log stream; ordered as the engine orders it: generation, then sector, then byte.

    Attributes:
        generation: number of the log, unsigned; 0 in a position that says nothing.
        sector: sector (format 7) or 4096-byte segment (format 8) inside that log.
        byte: byte inside the sector.
    """

    generation: int
    sector: int
    byte: int

    @property
    def is_set(self) -> bool:
        """Whether it points anywhere; the engine writes (0,0,0) for "nowhere"."""
        return (self.generation, self.sector, self.byte) != (0, 0, 0)

    def __str__(self) -> str:
        """Return it as Eseutil prints it: all three hexadecimal, ``0x`` before the first only, ``(0x10D2,A4,1F)``."""
        return f"(0x{self.generation:X},{self.sector:X},{self.byte:X})"


@dataclass(frozen=True, slots=True)
class LogTime:
    """A time as the engine stores it. Two logs belong together by equal bytes, never by order: clocks are set back.

    ``==`` compares the bytes, as the engine does. A time out of a text may lack parts; then use ``differs_from``.

    Attributes:
        raw: the 8 bytes: second, minute, hour, day, month 1 to 12, year - 1900, then UTC bit and milliseconds.
        is_exact: False when a text without zone and milliseconds gave it: the last two bytes are then not known.
    """

    raw: bytes
    is_exact: bool = True

    @property
    def is_never(self) -> bool:
        """Whether all bytes are zero; Eseutil prints ``00/00/1900 00:00:00`` for it."""
        return not any(self.raw)

    @property
    def is_utc(self) -> bool | None:
        """Whether it counts in UTC; False is the local time of the server (2003 and older). None: the text did not say."""
        return bool(self.raw[6] & 0x01) if self.is_exact else None

    @property
    def milliseconds(self) -> int | None:
        """0 to 999; always 0 up to Exchange 2010. None: the text did not say."""
        return (self.raw[7] & 0x0E) << 6 | self.raw[6] >> 1 if self.is_exact else None

    @property
    def is_snapshot(self) -> bool:
        """Whether the flag of a backup time says that a snapshot took it; False out of a text."""
        return bool(self.raw[7] & _SNAPSHOT_BIT)

    @property
    def moment(self) -> datetime | None:
        """The time for counting spans: with zone when it is UTC, without when local or not said.

        None for never and for bytes that are no date.
        """
        second, minute, hour, day, month, year = self.raw[:_SECOND_BYTES]
        zone = UTC if self.is_utc else None
        try:
            whole = datetime(year + 1900, month, day, hour, minute, second, tzinfo=zone)
        except ValueError:
            return None
        return whole + timedelta(milliseconds=self.milliseconds or 0)

    def differs_from(self, other: "LogTime") -> bool:
        """Whether the two are certainly different times; False is no proof that they are equal, unless both are exact."""
        known = _EXACT_BYTES if self.is_exact and other.is_exact else _SECOND_BYTES
        return self.raw[:known] != other.raw[:known]

    def __str__(self) -> str:
        """Return ``2023-10-31 02:57:07.675 UTC``, without milliseconds and zone where they are not known, or ``never``."""
        if self.is_never:
            return "never"
        second, minute, hour, day, month, year = self.raw[:_SECOND_BYTES]
        text = f"{year + 1900:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"
        if not self.is_exact:
            return text
        return f"{text}.{self.milliseconds:03} {'UTC' if self.is_utc else 'local time'}"


NEVER = LogTime(bytes(_EXACT_BYTES))


@dataclass(frozen=True, slots=True)
class Signature:
    """What tells one database, or one log stream, from all others.

    Attributes:
        random: unsigned 32 bits.
        created: when the database or stream began.
        computer: empty in every file seen.
    """

    random: int
    created: LogTime
    computer: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether it is all zero: a database created without logging, or after ``/p``. No log fits it."""
        return self.random == 0 and self.created.is_never

    def differs_from(self, other: "Signature") -> bool:
        """Whether the two are certainly different; False is no proof of sameness unless both times are exact."""
        return self.random != other.random or self.created.differs_from(other.created) or self.computer != other.computer

    def __str__(self) -> str:
        return f"{self.random} of {self.created}"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A position with its time.

    Attributes:
        position: None: not said.
        time: None: not said.
    """

    position: LogPosition | None
    time: LogTime | None
