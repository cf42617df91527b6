"""Servers that send too much, each played in a process of its own, whose time and memory are measured.

``python -m tests.test_shells.bombs NAME`` prints a :class:`Measure` as JSON.
"""

import json
import subprocess
import sys
import time
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.test_shells.agent_frames import deflate, encode_part, encode_plain
from toolkit.errors import ToolkitError
from toolkit.shells.answers import read_answer
from toolkit.shells.conversation import Conversation
from toolkit.shells.wire import WireLost

MIB = 1 << 20
Stream = Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Measure:
    """What became of the client.

    Attributes:
        ends: name of the error that ended it.
        why: of the error.
        frames: read before that.
        sent: bytes that the client was made to send.
        seconds: of wall time.
        peak_mb: highest resident memory in MiB, with Python and the toolkit.
    """

    ends: str
    why: str
    frames: int
    sent: int
    seconds: float
    peak_mb: int


def _zeros(mebibytes: int) -> bytes:
    """A raw deflate stream of zeros that was never unpacked anywhere."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    piece = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return piece * mebibytes + packer.flush()


def _parts(data: bytes, token: str, first: int = 1) -> Stream:
    text = b64encode(data).decode()
    for number, start in enumerate(range(0, len(text), 48000), first):
        yield encode_part(number, "RESULT", text[start : start + 48000], more="+", token=token)


def zeros(token: str, first: int = 1) -> Stream:
    """1 GiB of zeros in one answer, in frames from number ``first`` on."""
    yield from _parts(_zeros(1024), token, first)


def streams(token: str) -> Stream:
    """Thousands of deflate streams behind each other, the first of which ends at once."""
    yield from _parts(deflate(b"x") + deflate(bytes(MIB)) * 4000, token)


def packed_twice(token: str) -> Stream:
    """A gigabyte, packed twice: what comes out is noise for JSON, and small."""
    yield encode_part(1, "RESULT", b64encode(deflate(_zeros(1024))).decode(), token=token)


def dots(token: str) -> Stream:
    """Dots without a line end, for ever."""
    while True:
        yield b"." * MIB


def lines(token: str) -> Stream:
    """Short lines that are no frames, for ever."""
    while True:
        yield b"a line of a child\n" * 2_000


def empty_parts(token: str) -> Stream:
    """Parts of one answer that add nothing, a million of them."""
    for number in range(1, 1_000_001):
        yield encode_part(number, "RESULT", "=", packing="-", more="+", token=token)


def tiny_frames(token: str) -> Stream:
    """A million signs of life."""
    for number in range(1, 1_000_001):
        yield encode_plain(number, "OUT", '{"id":"s1"}', token=token)


def naks(token: str) -> Stream:
    """A hundred thousand requests to say everything again."""
    for number in range(1, 100_001):
        yield encode_plain(number, "NAK", '{"expect":1,"why":"checksum"}', token=token)
    while True:
        yield b""


def gaps(token: str) -> Stream:
    """A hundred thousand frames, each of which leaves out the one before it."""
    for number in range(2, 200_002, 2):
        yield encode_plain(number, "OUT", '{"id":"s1"}', token=token)
    while True:
        yield b""


def many_large(token: str) -> Stream:
    """Five answers of 60 MiB in one piece."""
    packed = _packed(b'{"id":"', b"x" * MIB, 60, b'"}')
    yield b"".join(encode_part(number, "RESULT", packed, token=token) for number in range(1, 6))


def empty_lists(token: str) -> Stream:
    """20 million empty lists in one answer of 60 MiB."""
    yield encode_part(1, "RESULT", _packed(b'{"output":[', b"[]," * 350_000, 60, b"0]}"), token=token)


def _packed(head: bytes, middle: bytes, times: int, tail: bytes) -> str:
    """Text that is never whole in memory, packed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    pieces = [packer.compress(head), *(packer.compress(middle) for _ in range(times)), packer.compress(tail), packer.flush()]
    return b64encode(b"".join(pieces)).decode()


BOMBS: dict[str, tuple[Callable[[str], Stream], str]] = {
    "zeros": (zeros, "AnswerTooLarge"),
    "streams": (streams, "ParsingError"),
    "packed_twice": (packed_twice, "ParsingError"),
    "dots": (dots, "WireLost"),
    "lines": (lines, "WireLost"),
    "empty_parts": (empty_parts, "AnswerTooLarge"),
    "tiny_frames": (tiny_frames, "AnswerTooLarge"),
    "naks": (naks, "WireLost"),
    "gaps": (gaps, "WireLost"),
    "many_large": (many_large, "AnswerTooLarge"),
    "empty_lists": (empty_lists, "ParsingError"),
}
"""Name, server, and the error that must come of it."""
LEGAL_SIZE = ("many_large", "empty_lists")
"""Here single answers stay within the limit of 64 MiB, and reading one costs that and a little more."""


class BombWire:
    """A wire at whose end somebody sends a stream; a second passes with each piece."""

    def __init__(self, make: Callable[[str], Stream]) -> None:
        self.now_s = 0.0
        self.sent = 0
        self._make = make
        self._stream: Stream | None = None

    def send(self, data: bytes) -> None:
        """Take the token from the first line."""
        self.sent += len(data)
        if self._stream is None:
            self._stream = self._make(data.partition(b"#EXK-BEGIN ")[2][:32].decode())

    def receive(self, timeout_s: float) -> bytes:
        """Return the next piece."""
        self.now_s += 0.01
        return next(self._stream or iter(()))

    def interrupt(self) -> None:
        """Nobody listens."""

    def close(self) -> None:
        """Nothing is open."""


def measure(name: str) -> Measure:
    """Read the stream of one bomb to its end, as a conversation does."""
    wire = BombWire(BOMBS[name][0])
    talk = Conversation(wire, lambda: wire.now_s, 30)
    began, frames = time.monotonic(), 0
    talk.introduce("# the agent\n", [("STEP", "x" * 100_000)])
    try:
        while True:
            frame = talk.receive()
            frames += frame is not None
            if frame and frame.kind == "RESULT":
                read_answer(frame)
    except (ToolkitError, WireLost) as error:
        why = getattr(error, "why", "") or str(error)
        ends = type(error).__name__
    return Measure(ends, why, frames, wire.sent, round(time.monotonic() - began, 2), _peak_mb())


def _peak_mb() -> int:
    """Of this program alone; getrusage would count the process that started it too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def measure_apart(name: str) -> Measure:
    """Return the measure of one bomb in a process of its own."""
    command = [sys.executable, "-m", "tests.test_shells.bombs", name]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    return Measure(**json.loads(done.stdout))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(measure(sys.argv[1]))) + "\n")
