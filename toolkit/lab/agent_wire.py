"""The server's side of the agent protocol on the wire (docs/reference/agent-protocol.md): lines taken apart, frames put together."""

import base64
import re
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from toolkit.model.json_value import JsonValue
from toolkit.shells.session_file import canonical

FRAME_CHARACTERS = 48000
DEFLATE_FROM_BYTES = 512
ASK_AGAIN_S = 0.25


def short_sum(text: str) -> str:
    """Return the first 16 hex digits of SHA-256."""
    return sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Line:
    """A line from the client.

    Attributes:
        number: counts up from 1 without a gap.
        ack: last frame that the client has.
        verb: what it wants.
        fields: the words behind the verb.
    """

    number: int
    ack: int
    verb: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotAccepted:
    """A line that is not taken.

    Attributes:
        expect: number of the line that must come.
        why: ``checksum`` or ``gap``; empty for a line that needs no answer.
    """

    expect: int
    why: str = ""


class LineReader:
    """Accepts each line once and in order; a missing line is asked for once, and again after a while."""

    def __init__(self) -> None:
        self.last = 0
        self._asked_for = 0
        self._asked_at = 0.0

    def accept(self, text: str) -> Line | NotAccepted:
        """Return the line, or what is wrong with it."""
        line = parse_line(text)
        if line is None:
            return self._deny("checksum")
        if line.number <= self.last:
            return NotAccepted(self.last + 1)
        if line.number > self.last + 1:
            return self._deny("gap")
        self.last = line.number
        return line

    def _deny(self, why: str) -> NotAccepted:
        """Ask for the missing line once: those behind it would each ask for the same again."""
        now, expect = time.monotonic(), self.last + 1
        if self._asked_for == expect and now - self._asked_at < ASK_AGAIN_S:
            return NotAccepted(expect)
        self._asked_for, self._asked_at = expect, now
        return NotAccepted(expect, why)


def parse_line(text: str) -> Line | None:
    """Return the line; None when its sum or its form is wrong."""
    said, _, total = text.rpartition(" ")
    found = re.fullmatch(r"([0-9]{1,9}) ([0-9]{1,9}) ([A-Z]+)((?: [^ ]*)*)", said)
    if found is None or total != short_sum(said):
        return None
    return Line(int(found[1]), int(found[2]), found[3], tuple(found[4].split(" ")[1:]))


class FrameWriter:
    """Numbers frames, keeps them until the client has them, and holds them back where that saves a round trip.

    Args:
        token: stands in every frame.
        put: takes the bytes.

    Attributes:
        last_at: monotonic seconds of the last new frame.
    """

    def __init__(self, token: str, put: Callable[[bytes], None]) -> None:
        self._token = token
        self._put = put
        self._sequence = 0
        self._sent: dict[int, bytes] = {}
        self._held = bytearray()
        self.last_at = time.monotonic()

    def hold(self, kind: str, payload: str) -> None:
        """Put a frame, or several when the payload is long, behind those that are held."""
        data = payload.encode()
        packing = "Z" if len(data) >= DEFLATE_FROM_BYTES else "-"
        text = base64.b64encode(_deflate(data) if packing == "Z" else data).decode() or "="
        for part, more in _parts(text):
            self._sequence += 1
            frame = f"@EXK {self._token} {self._sequence} {kind} {packing}{more} {part}"
            self._sent[self._sequence] = f"\n{frame} {short_sum(frame)}\n".encode()
            self._held += self._sent[self._sequence]
        self.last_at = time.monotonic()

    def send(self, kind: str, payload: JsonValue) -> None:
        """Put a frame and write everything that is held."""
        self.hold(kind, payload if kind == "BYE" and isinstance(payload, str) else canonical(payload))
        self.flush()

    def flush(self) -> None:
        """Write everything that is held."""
        if self._held:
            self._put(bytes(self._held))
            self._held.clear()

    def flush_torn(self) -> None:
        """Write everything that is held but the last half of the last frame, as a process that dies does."""
        self._put(bytes(self._held[: -len(self._sent[self._sequence]) // 2]))
        self._held.clear()

    def repeat(self, first: int) -> None:
        """Write again all frames from ``first`` on that are not forgotten."""
        self.flush()
        self._put(b"".join(frame for number, frame in self._sent.items() if number >= first))

    def forget(self, last: int) -> None:
        """Forget the frames up to ``last``: the client has them."""
        for number in [number for number in self._sent if number <= last]:
            del self._sent[number]


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a payload, each with ``+`` when it goes on and ``.`` when it does not."""
    for start in range(0, len(text), FRAME_CHARACTERS):
        yield text[start : start + FRAME_CHARACTERS], "+" if start + FRAME_CHARACTERS < len(text) else "."


def _deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()
