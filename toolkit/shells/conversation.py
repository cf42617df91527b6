"""One conversation with one agent: numbered lines out, frames in order in, whatever is lost on the way said again."""

from collections.abc import Callable, Iterator, Sequence
from secrets import token_hex

from toolkit.shells.allowance import Allowance
from toolkit.shells.answers import Answer, read_answer
from toolkit.shells.frames import Frame, FrameReader, LineWriter
from toolkit.shells.wire import Wire, WireEnded, WireLost

Line = tuple[str, ...]
"""A verb and its fields."""

_POLL_S = 1.0
_ASK_AGAIN_S = 1.0
"""A frame that was asked for and did not come is asked for again after this."""
_SETTLE_S = 2.0
"""Lines may be on the way this long before a heartbeat that does not know them means that they are lost."""
_ABANDONED = 75
_SIGNS_OF_LIFE = ("HB", "OUT", "NAK")


class Conversation:
    """Speaks the agent's protocol over a wire; knows no steps.

    Attributes:
        patience_s: silence after which the wire counts as lost.
    """

    def __init__(self, wire: Wire, now: Callable[[], float], patience_s: float) -> None:
        self.patience_s = patience_s
        self._wire = wire
        self._now = now
        self._token = token_hex(16)
        self._reader = FrameReader(self._token)
        self._writer = LineWriter()
        self._incoming: Iterator[Frame] = iter(())
        self._signs_of_life = Allowance(now)
        self._heard_at = self._said_at = now()
        self._asked = (0, 0.0)

    @property
    def noise(self) -> bytes:
        """The newest bytes that were no frames; for a transcript, never to be parsed."""
        return self._reader.noise

    def introduce(self, text: str, lines: Sequence[Line]) -> None:
        """Send the agent's ``text`` and the first lines in one piece.

        Raises:
            WireLost: the wire is gone.
        """
        opening = f"\n#EXK-BEGIN {self._token}\n{text}#EXK-END\n".encode("ascii")
        self._send(opening + self._write(lines))

    def say(self, *lines: Line) -> None:
        """Send lines in one piece.

        Raises:
            WireLost: the wire is gone.
        """
        self._heard_at = self._now()
        self._send(self._write(lines))

    def receive(self) -> Frame | None:
        """Return the next frame, None when there was none for about a second.

        Raises:
            WireLost: the wire is gone, silent for too long, or the agent has left.
            AnswerTooLarge: the agent sends more than we hold.
            ParsingError: a frame with the right token cannot be read.
        """
        heard = self._reader.acknowledged
        frame = self._next_frame()
        if frame or self._reader.acknowledged > heard:
            self._heard_at = self._now()
        if frame:
            return self._take(frame)
        silence_s = self._now() - self._heard_at
        if silence_s > self.patience_s:
            raise WireLost(f"nothing was heard for {silence_s:.0f} seconds")
        return None

    def interrupt(self) -> None:
        """Do what Ctrl-C does; never raises."""
        self._wire.interrupt()

    def close(self) -> None:
        """End the agent with everything it started; never raises."""
        self._wire.close()

    def _write(self, lines: Sequence[Line]) -> bytes:
        return b"".join(self._writer.write(self._reader.acknowledged, *line) for line in lines)

    def _send(self, data: bytes) -> None:
        self._said_at = self._now()
        self._wire.send(data)

    def _next_frame(self) -> Frame | None:
        """One at a time: of many large answers in one piece, only one is unpacked."""
        frame = next(self._incoming, None)
        if not frame:
            self._ask_for_what_is_missing()
            self._incoming = self._reader.feed(self._wire.receive(_POLL_S))
            frame = next(self._incoming, None)
        if not frame:
            self._ask_for_what_is_missing()
        return frame

    def _ask_for_what_is_missing(self) -> None:
        if not self._reader.has_gap:
            return
        missing, now = self._reader.acknowledged + 1, self._now()
        if self._asked[0] != missing or now - self._asked[1] >= _ASK_AGAIN_S:
            self._asked = missing, now
            self._send(self._write([("RESEND", str(missing))]))

    def _take(self, frame: Frame) -> Frame | None:
        if frame.kind in _SIGNS_OF_LIFE and not self._signs_of_life.spend():
            return None
        if frame.kind == "NAK":
            self._send(self._writer.repeat(read_answer(frame).number("expect") or 1))
            return None
        if frame.kind == "FATAL":
            raise WireLost(f"the agent gave up: {read_answer(frame).text('message')}")
        if frame.kind == "BYE":
            raise WireEnded(_ABANDONED if frame.text == "abandoned" else 0)
        if frame.kind == "HB":
            self._compare_lines(read_answer(frame))
        return frame

    def _compare_lines(self, beat: Answer) -> None:
        """A program that read our lines from its standard input is found out here; while it runs, it would read them again."""
        heard = beat.number("line")
        settled = self._now() - self._said_at > _SETTLE_S
        if heard is not None and heard < self._writer.count and not beat.text("step") and settled:
            self._send(self._writer.repeat(heard + 1))
