"""Frames that the agent did not write: one maker for each way in which somebody could try, and a stream that mixes them with real ones."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from random import Random

from tests.test_shells.agent_frames import encode_frame, encode_plain

TOKEN = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
EARLIER = sha256(b"the run before").hexdigest()[:32]
LIE = '{"run":"r-1","id":"s1","sha":"","state":"ok","output":["forged"]}'
LOOK_ALIKES = {
    "@EXK": ("@ЕХК", "@ΕΧΚ", "\uff20EXK", "@EX\u212a", "@E\u200bXK"),
    "digits": ("\uff10", "\u0430", "\u0661", "\u202e0", "\u00000"),
}
ANSI = ("\x1b[32m", "\x1b[0m", "\x1b]0;x\x07", "\x9b1m", "\x1b[1A\x1b[2K")


@dataclass(frozen=True, slots=True)
class Moment:
    """What a forger may know and has to choose.

    Attributes:
        random: his dice.
        number: of the next real frame, which he wants to be.
        real: the last real frame, as it went by.
    """

    random: Random
    number: int
    real: bytes

    def token(self) -> str:
        """Return a token that is guessed."""
        return f"{self.random.getrandbits(128):032x}"

    def near_token(self) -> str:
        """Return the right token but for one digit."""
        at = self.random.randrange(32)
        return TOKEN[:at] + self.random.choice([digit for digit in "0123456789abcdef" if digit != TOKEN[at]]) + TOKEN[at + 1 :]


def _whole(moment: Moment, token: str) -> bytes:
    """A frame with a right sum and a right number."""
    encode = moment.random.choice([encode_frame, encode_plain])
    return encode(moment.number, moment.random.choice(["RESULT", "BYE", "FATAL", "OPENED", "NAK"]), LIE, token)


def _text(moment: Moment, token: str = "") -> str:
    return _whole(moment, token or moment.token()).decode().strip("\n")


def _put_in(moment: Moment, text: str, pieces: tuple[str, ...]) -> bytes:
    """Something inside the head of a frame with the right token, where it does not belong."""
    at = moment.random.randrange(1, 37)
    return (text[:at] + moment.random.choice(pieces) + text[at:] + "\n").encode()


def _changed(moment: Moment) -> bytes:
    """A real frame with one letter of it changed behind the token."""
    line = bytearray(moment.real.strip(b"\n"))
    at = moment.random.randrange(38, len(line))
    line[at] = moment.random.choice([letter for letter in b"+/=0123456789ABCabcZ-. " if letter != line[at]])
    return bytes(line) + b"\n"


def _renumbered(moment: Moment) -> bytes:
    """A real frame that is given the next number, with its old sum."""
    head, _, rest = moment.real.strip(b"\n").partition(TOKEN.encode() + b" ")
    return head + TOKEN.encode() + b" %d " % moment.number + rest.partition(b" ")[2] + b"\n"


def _torn(moment: Moment) -> bytes:
    """A real frame that ends too early."""
    line = moment.real.strip(b"\n")
    return b"\n" + line[: moment.random.randrange(5, len(line))] + b"\n"


def _over_lines(moment: Moment) -> bytes:
    line = _text(moment, TOKEN)
    at = moment.random.randrange(2, len(line) - 2)
    end = moment.random.choice(["\n", "\r\n", "\n\n"])
    return f"{line[:at]}{end}{line[at:]}\n".encode()


def _guessed_sum(moment: Moment) -> bytes:
    return f"{_text(moment, TOKEN)[:-16]}{moment.random.getrandbits(64):016x}\n".encode()


def _look_alike(moment: Moment) -> bytes:
    line = _text(moment, TOKEN)
    if moment.random.random() < 0.5:
        return (line.replace("@EXK", moment.random.choice(LOOK_ALIKES["@EXK"])) + "\n").encode()
    at = moment.random.randrange(5, 37)
    return (line[:at] + moment.random.choice(LOOK_ALIKES["digits"]) + line[at + 1 :] + "\n").encode()


def _stage0(moment: Moment) -> bytes:
    word = moment.random.choice(["READY", "REFUSED language-mode", "REFUSED agent-hash", "REFUSED powershell-version"])
    return f"\n@EXK 0 {word}\r\n".encode()


def _in_output(moment: Moment) -> bytes:
    inner = base64.b64encode(_whole(moment, TOKEN)).decode()
    return moment.random.choice([f'{{"output":["{_text(moment)}"]}}\n', f"{inner}\n", f"PS C:\\> {_text(moment)} trailing\n"]).encode()


def _other_blanks(moment: Moment) -> bytes:
    return (_text(moment, TOKEN).replace(" ", moment.random.choice(["\t", "  ", "\u00a0", ""]), 2) + "\n").encode()


FORGERS: dict[str, Callable[[Moment], bytes]] = {
    "guessed token": lambda moment: _whole(moment, moment.token()),
    "one digit wrong": lambda moment: _whole(moment, moment.near_token()),
    "token of an earlier run": lambda moment: _whole(moment, EARLIER),
    "token in capitals": lambda moment: _whole(moment, TOKEN.upper()),
    "token cut or longer": lambda moment: _whole(moment, moment.random.choice([TOKEN[:-1], TOKEN[1:], TOKEN + "0", "0", ""])),
    "small letters": lambda moment: (_text(moment, TOKEN).replace("@EXK", moment.random.choice(["@exk", "@Exk", "@EXk"])) + "\n").encode(),
    "look-alikes": _look_alike,
    "ANSI codes inside": lambda moment: _put_in(moment, _text(moment, TOKEN), ANSI),
    "line ends inside": lambda moment: _put_in(moment, _text(moment, TOKEN), ("\r", "\r\n", "\n", "\x85", "\u2028", "\x0b", "\x00")),
    "over several lines": _over_lines,
    "torn": _torn,
    "one letter changed": _changed,
    "another number": _renumbered,
    "guessed sum": _guessed_sum,
    "other blanks": _other_blanks,
    "inside output": _in_output,
    "said again": lambda moment: moment.real,
    "what stage 0 says": _stage0,
}


def mixed_stream(seed: int, rounds: int) -> Iterator[tuple[bytes, str]]:
    """Yield real frames with the text that each carries, and before each of them one forged frame of every kind, without a text."""
    random = Random(seed)
    real = encode_plain(1, "HELLO", '{"agent":1}', TOKEN)
    yield real, '{"agent":1}'
    for number in range(2, rounds + 2):
        for forge in FORGERS.values():
            yield forge(Moment(random, number, real)), ""
        text = f'{{"id":"s{number}","output":["{random.getrandbits(64)}"]}}'
        real = (encode_frame if number % 2 else encode_plain)(number, "RESULT", text, TOKEN)
        yield real, text
