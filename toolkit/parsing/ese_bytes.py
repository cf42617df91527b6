"""Fields of ESE headers out of bytes: little endian, packed to one byte, many of them unaligned (``daedef.hxx``, ``log.hxx``)."""

from dataclasses import dataclass

from toolkit.model.ese import LogPosition, LogTime, Signature, Stamp
from toolkit.model.ese_log import Attachment

_PATH_BYTES = 261
_ATTACHMENT_BYTES = 64
_UTF16_NAMES = 0x20


@dataclass(frozen=True, slots=True)
class Fields:
    """Bytes with readers by offset; the caller has proven that they are long enough.

    Attributes:
        data: the header.
    """

    data: bytes

    def byte(self, offset: int) -> int:
        """Return 8 bits, unsigned."""
        return self.data[offset]

    def short(self, offset: int) -> int:
        """Return 16 bits, unsigned."""
        return int.from_bytes(self.data[offset : offset + 2], "little")

    def long(self, offset: int) -> int:
        """Return 32 bits, unsigned: the engine stores generations with sign and prints them without."""
        return int.from_bytes(self.data[offset : offset + 4], "little")

    def quad(self, offset: int) -> int:
        """Return 64 bits, unsigned."""
        return int.from_bytes(self.data[offset : offset + 8], "little")

    def position(self, offset: int) -> LogPosition:
        """Return a position; stored the other way round than it is printed: byte, sector, generation."""
        return LogPosition(self.long(offset + 4), self.short(offset + 2), self.short(offset))

    def time(self, offset: int) -> LogTime:
        """Return a time with all its 8 bytes."""
        return LogTime(self.data[offset : offset + 8])

    def stamp(self, position: int, time: int) -> Stamp:
        """Return position and time, whose order differs from field to field."""
        return Stamp(self.position(position), self.time(time))

    def signature(self, offset: int) -> Signature:
        """Return a signature of 28 bytes."""
        return Signature(self.long(offset), self.time(offset + 4), _ansi(self.data[offset + 12 : offset + 28]))

    def path(self, offset: int) -> str:
        """Return a folder; the engine has lost what the machine's code page did not hold."""
        return _ansi(self.data[offset : offset + _PATH_BYTES])

    def attachments(self, offset: int, room: int) -> tuple[tuple[Attachment, ...], bool]:
        """Return the list of databases, and whether it ends as it should; bytes behind the end are leftovers.

        Args:
            offset: where the list begins.
            room: most bytes of the list.
        """
        found: list[Attachment] = []
        end = min(offset + room, len(self.data))
        while offset < end and self.data[offset] != 0:
            length = _ATTACHMENT_BYTES + self.short(offset + 2) if offset + _ATTACHMENT_BYTES <= end else room + 1
            if offset + length > end:
                return tuple(found), False
            found.append(self._attachment(offset, length))
            offset += length
        return tuple(found), offset < end

    def _attachment(self, offset: int, length: int) -> Attachment:
        names = self.data[offset + _ATTACHMENT_BYTES : offset + length]
        return Attachment(
            dbid=self.byte(offset),
            path=_utf16(names) if self.byte(offset + 1) & _UTF16_NAMES else _ansi(names),
            dbtime=self.quad(offset + 4),
            last_object=self.long(offset + 12),
            most_pages=self.long(offset + 16),
            last_attach=self.position(offset + 20),
            last_consistent=self.position(offset + 28),
            database_signature=self.signature(offset + 36),
        )


def _ansi(data: bytes) -> str:
    return data.split(b"\0", 1)[0].decode("cp1252", "replace")


def _utf16(data: bytes) -> str:
    return data.decode("utf-16-le", "replace").split("\0", 1)[0]
