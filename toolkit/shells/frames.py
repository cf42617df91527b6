"""The agent's protocol as bytes: lines out, frames in; no wires, no clock (docs/reference/agent-protocol.md)."""

import base64
import binascii
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest

from toolkit.errors import AnswerTooLarge, ParsingError

MAGIC = b"@EXK "
READY = "READY"
TURNED_AWAY = "TURNED AWAY"
"""Kinds of the two things that stage 0 says."""

_PIECE_BYTES = 1 << 20
_FRAME = re.compile(rb"@EXK [0-9a-f]{32} ([0-9]{1,9}) ([A-Z]{1,16}) ([-Z])([+.]) ([A-Za-z0-9+/=]+) ([0-9a-f]{16})")
_GREETING = re.compile(rb"@EXK 0 (READY|REFUSED)(?: ([a-z-]{1,40}))?\s*\Z")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one server may make us hold, in bytes.

    Attributes:
        frame: one line; what is longer is noise.
        step: one inflated payload.
        run: all inflated payloads together.
        least: what a frame counts at least in ``run``, so that frames without content come to an end too.
        noise: noise that is kept; the newest wins.
    """

    frame: int = 1 << 20
    step: int = 64 << 20
    run: int = 256 << 20
    least: int = 512
    noise: int = 64 << 10


@dataclass(frozen=True, slots=True)
class Frame:
    """One message of the agent, whole and in order.

    Attributes:
        kind: ``HELLO``, ``RESULT`` ..., or :data:`READY` and :data:`TURNED_AWAY` of stage 0.
        text: JSON; a plain word for ``BYE`` and for what stage 0 says.
    """

    kind: str
    text: str


class LineWriter:
    """Numbers what the client says and keeps it, so that it can be said again."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []

    @property
    def count(self) -> int:
        """Number of the last line, 0 when there is none."""
        return len(self._lines)

    def write(self, acknowledged: int, verb: str, *fields: str) -> bytes:
        """Return the next line; ``acknowledged`` is the last frame that arrived in order."""
        text = " ".join([str(self.count + 1), str(acknowledged), verb, *fields])
        line = f"{text} {short_sum(text.encode('ascii'))}\n".encode("ascii")
        self._lines.append(line)
        return line

    def repeat(self, first: int) -> bytes:
        """Return all lines from number ``first`` on, behind a line feed that ends whatever was torn."""
        return b"\n" + b"".join(self._lines[max(first, 1) - 1 :])


class FrameReader:
    """Bytes in, frames out, in order and each once.

    A frame counts only with the run's token: its sum proves that it is whole, the token that the agent wrote it.

    Attributes:
        acknowledged: number of the last frame that arrived in order.
        has_gap: a frame is missing or damaged.
        noise_bytes: how many bytes were no frames.
    """

    def __init__(self, token: str, limits: Limits | None = None) -> None:
        self.acknowledged = 0
        self.has_gap = False
        self.noise_bytes = 0
        self._noise = bytearray()
        self._greeted: set[str] = set()
        self._has_spoken = False
        self._token = token.encode("ascii")
        self._limits = limits or Limits()
        self._line = bytearray()
        self._payload: _Payload | None = None
        self._run_bytes = 0

    @property
    def noise(self) -> bytes:
        """The newest bytes that were no frames."""
        return bytes(self._noise[-self._limits.noise :])

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Yield the frames that ``data`` completes; take all of them before feeding again.

        Raises:
            AnswerTooLarge: a payload, or all of them together, went over the limit.
            ParsingError: a payload with the right token and sum cannot be read.
        """
        *ends, rest = data.split(b"\n")
        for end in ends:
            self._line += end
            line = bytes(self._line)
            self._line.clear()
            frame = self._read(line.rstrip(b"\r"))
            if frame:
                yield frame
        self._line += rest
        if len(self._line) > self._limits.frame:
            self._note(bytes(self._line))
            self._line.clear()

    def _read(self, line: bytes) -> Frame | None:
        start = self._find(line)
        if start < 0 or len(line) > self._limits.frame:
            return self._greet(line)
        self._has_spoken = True
        self._note(line[:start])
        match = _FRAME.fullmatch(line, start)
        if not match or not compare_digest(short_sum(line[start : match.start(6) - 1]).encode(), match[6]):
            self.has_gap = True
            self._note(line[start:])
            return None
        number = int(match[1])
        if number != self.acknowledged + 1:
            self.has_gap |= number > self.acknowledged
            return None
        self.acknowledged = number
        self.has_gap = False
        return self._assemble(match)

    def _find(self, line: bytes) -> int:
        """Where a frame with our token begins, -1 when there is none."""
        start = line.find(MAGIC)
        while start >= 0:
            token = line[start + len(MAGIC) : start + len(MAGIC) + len(self._token) + 1]
            if compare_digest(token, self._token + b" "):
                return start
            start = line.find(MAGIC, start + 1)
        return -1

    def _greet(self, line: bytes) -> Frame | None:
        """Stage 0 has no token yet; each thing it can say is heard once, until the agent has spoken, if only in a damaged frame."""
        match = _GREETING.search(line) if len(line) < 1000 and not self._has_spoken else None
        kind = READY if match and match[1] == b"READY" else TURNED_AWAY
        if not match or kind in self._greeted:
            self._note(line)
            return None
        self._greeted.add(kind)
        return Frame(kind, (match[2] or b"").decode())

    def _assemble(self, match: re.Match[bytes]) -> Frame | None:
        kind, packing, more, part = match[2].decode(), match[3], match[4], match[5]
        payload = self._payload or _Payload(kind, packing, self._limits.step)
        self._run_bytes += max(self._limits.least, payload.add(kind, packing, part))
        if self._run_bytes > self._limits.run:
            raise _too_large("All answers of this run together", self._limits.run)
        self._payload = payload if more == b"+" else None
        return None if self._payload else Frame(kind, payload.text())

    def _note(self, line: bytes) -> None:
        if line.strip():
            self.noise_bytes += len(line) + 1
            self._noise += line[-self._limits.noise :] + b"\n"
            if len(self._noise) > 2 * self._limits.noise:
                del self._noise[: -self._limits.noise]


class _Payload:
    """Parts of one payload, inflated as they come, so that a bomb never grows beyond the limit."""

    def __init__(self, kind: str, packing: bytes, limit: int) -> None:
        self._form = (kind, packing)
        self._limit = limit
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS) if packing == b"Z" else None
        self._bytes = bytearray()

    def add(self, kind: str, packing: bytes, part: bytes) -> int:
        """Add a part and return by how many bytes the payload grew."""
        if (kind, packing) != self._form:
            raise ParsingError("The agent's answer cannot be read.", why=f"A {kind} frame stands inside a payload of kind {self._form[0]}.")
        before = len(self._bytes)
        try:
            self._unpack(base64.b64decode(part, validate=True) if part != b"=" else b"")
        except (binascii.Error, zlib.error) as error:
            raise ParsingError("The agent's answer cannot be read.", why=f"Its payload is damaged: {error}.") from None
        return len(self._bytes) - before

    def _unpack(self, packed: bytes) -> None:
        """Inflate piece by piece: a few kilobytes may become a thousand times as many."""
        while packed and self._inflate:
            self._grow(self._inflate.decompress(packed, _PIECE_BYTES))
            if self._inflate.unused_data:
                raise zlib.error("something stands behind its end")
            packed = self._inflate.unconsumed_tail
        self._grow(packed)

    def _grow(self, plain: bytes) -> None:
        self._bytes += plain
        if len(self._bytes) > self._limit:
            raise _too_large("One answer", self._limit)

    def text(self) -> str:
        """Return the whole payload; the agent writes ASCII only, and other text would take four times its size."""
        if self._inflate and not self._inflate.eof:
            raise ParsingError("The agent's answer cannot be read.", why="Its payload ends in the middle.")
        try:
            return self._bytes.decode("ascii")
        except UnicodeDecodeError as error:
            raise ParsingError("The agent's answer cannot be read.", why=f"Its text is not ASCII: {error.reason}.") from None


def short_sum(data: bytes) -> str:
    """Return the first 16 hex digits of SHA-256: proves that a line is whole, nothing more."""
    return sha256(data).hexdigest()[:16]


def encode_text(text: str) -> str:
    """Return the base64 of the UTF-8 bytes of ``text``, as fields of lines carry it."""
    return base64.b64encode(text.encode()).decode("ascii")


def _too_large(what: str, limit: int) -> AnswerTooLarge:
    return AnswerTooLarge(
        f"{what} went over {limit >> 20} MiB.",
        why="The limit protects this machine from a server that answers without end.",
        state="The server was asked; what the step has done is not known.",
    )
