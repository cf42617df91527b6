"""Frames come out whole, in order and once, whatever happens to the bytes; nobody but the agent can write one."""

import base64
import json
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_shells.agent_frames import TOKEN, deflate, encode_frame, encode_part, encode_parts, encode_plain
from toolkit.errors import AnswerTooLarge, ParsingError
from toolkit.shells.frames import READY, TURNED_AWAY, Frame, FrameReader, Limits, LineWriter

NOISE = st.sampled_from(
    [b"", b"dots......", b"\r\nline\r\n", b"@EXK noise 1\n", b"\x00\xff\xfe", b"@EXK " + TOKEN[:-1].encode() + b"x 1 RESULT\n"]
)
TEXTS = st.lists(st.text(max_size=300).map(json.dumps), min_size=1, max_size=6)


def read_all(reader: FrameReader, data: bytes, sizes: list[int] | None = None) -> list[Frame]:
    """Feed ``data`` in pieces of the given sizes, over and over, and return the frames."""
    frames: list[Frame] = []
    position = 0
    sizes = sizes or [len(data) or 1]
    while position < len(data):
        size = sizes[len(frames) % len(sizes)]
        frames += reader.feed(data[position : position + size])
        position += size
    return frames


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.lists(st.integers(1, 400), min_size=1, max_size=8), st.data())
def test_any_chunking_noise_and_repeats_give_the_same_frames(texts: list[str], sizes: list[int], data: st.DataObject) -> None:
    """Frames in pieces, with noise between them and said twice, come out once, in order, unchanged."""
    stream = b""
    number = 1
    for text in texts:
        parts = encode_parts(number, "RESULT", text, size=40)
        number += len(parts)
        stream += b"".join(data.draw(NOISE) + part + data.draw(st.sampled_from([b"", part, part[: len(part) // 2]])) for part in parts)
    reader = FrameReader(TOKEN)
    assert [frame.text for frame in read_all(reader, stream, sizes)] == texts
    assert reader.acknowledged == number - 1


def test_noise_is_kept_within_bounds() -> None:
    """Endless dots and endless lines cost no memory: the newest noise stays, the rest is counted."""
    reader = FrameReader(TOKEN, Limits(frame=1000, noise=500))
    for _ in range(50):
        assert not read_all(reader, b"." * 300)
        assert not read_all(reader, b"line of a child\n" * 20)
    assert len(reader.noise) <= 500
    assert reader.noise_bytes > 20_000
    assert reader.noise.endswith(b"line of a child\n")


@pytest.mark.parametrize("damage", ["flip", "cut", "drop"])
def test_damage_is_a_gap_and_the_frame_can_come_again(damage: str) -> None:
    """A damaged or missing frame is never taken for another one; sent again, it is taken."""
    first, second, third = (encode_plain(number, "OUT", f"text {number}") for number in (1, 2, 3))
    broken = {"flip": second.replace(b"OUT", b"OUU"), "cut": second[:-9] + b"\n", "drop": b""}[damage]
    reader = FrameReader(TOKEN)
    assert [frame.text for frame in reader.feed(first + broken + third)] == ["text 1"]
    assert reader.has_gap
    assert [frame.text for frame in reader.feed(second + third)] == ["text 2", "text 3"]
    assert not reader.has_gap


def test_frame_longer_than_the_limit_is_noise() -> None:
    """A line of more than 1 MiB is no frame of ours, in one piece or in many."""
    long = encode_plain(1, "RESULT", "x" * (1 << 20))
    for sizes in ([len(long)], [5000]):
        reader = FrameReader(TOKEN)
        assert not read_all(reader, long, sizes)
        assert reader.acknowledged == 0


def test_step_and_run_limits() -> None:
    """A payload that inflates beyond the limit of a step, and payloads beyond that of a run, are refused."""
    limits = Limits(step=1000, run=2500)
    with pytest.raises(AnswerTooLarge):
        list(FrameReader(TOKEN, limits).feed(encode_frame(1, "RESULT", "x" * 1001)))
    reader = FrameReader(TOKEN, limits)
    assert len(list(reader.feed(encode_frame(1, "RESULT", "x" * 1000) + encode_frame(2, "RESULT", "x" * 1000)))) == 2
    with pytest.raises(AnswerTooLarge):
        list(reader.feed(encode_frame(3, "RESULT", "x" * 1000)))


@pytest.mark.parametrize("more", [".", "+"])
def test_frames_without_content_come_to_an_end_too(more: str) -> None:
    """Each frame counts a little at least, also the part of an answer that adds nothing."""
    reader = FrameReader(TOKEN, Limits(run=5000, least=512))
    for number in range(1, 10):
        list(reader.feed(encode_part(number, "OUT", "=", packing="-", more=more)))
    with pytest.raises(AnswerTooLarge):
        list(reader.feed(encode_part(10, "OUT", "=", packing="-", more=more)))


UNREADABLE = {
    "no deflate stream": encode_part(1, "RESULT", "AAAA"),
    "no base64": encode_part(1, "RESULT", "A=A=", packing="-"),
    "ends in the middle": encode_part(1, "RESULT", base64.b64encode(deflate(b"x" * 900)[:6]).decode()),
    "no ASCII": encode_part(1, "RESULT", base64.b64encode("\u00e9".encode()).decode(), packing="-"),
    "two deflate streams": encode_part(1, "RESULT", base64.b64encode(deflate(b"{}") * 2).decode()),
    "parts behind the end": encode_part(1, "RESULT", base64.b64encode(deflate(b"{}")).decode(), more="+")
    + encode_part(2, "RESULT", "AAAA"),
    "two kinds in one payload": encode_part(1, "RESULT", "AAAA", packing="-", more="+") + encode_part(2, "OUT", "AAAA", packing="-"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_payload_that_cannot_be_read_is_an_error(case: str) -> None:
    """With the right token and sum, nonsense is said to be nonsense and never guessed."""
    with pytest.raises(ParsingError):
        list(FrameReader(TOKEN).feed(UNREADABLE[case]))


def test_stage0_is_heard_until_the_agent_speaks() -> None:
    """READY and REFUSED carry no token, so they count only before the first frame that does."""
    reader = FrameReader(TOKEN)
    said = list(reader.feed(b"\r\n@EXK 0 READY\r\n\n@EXK 0 REFUSED language-mode\n"))
    assert [(frame.kind, frame.text) for frame in said] == [(READY, ""), (TURNED_AWAY, "language-mode")]
    said = list(reader.feed(encode_plain(1, "HELLO", "{}") + b"\n@EXK 0 REFUSED agent-hash\n"))
    assert [frame.kind for frame in said] == ["HELLO"]


def test_stage0_is_heard_once_and_not_behind_a_damaged_frame() -> None:
    """A second READY is no sign of life, and a REFUSED behind the agent's first frame opens no way around the journal, torn or not."""
    reader = FrameReader(TOKEN)
    assert len(list(reader.feed(b"\n@EXK 0 READY\n" * 5))) == 1
    hello = encode_plain(1, "HELLO", "{}")
    assert not list(reader.feed(hello[:50] + b"\n@EXK 0 REFUSED agent-hash\n"))
    assert reader.has_gap


def test_empty_payload() -> None:
    """A single equals sign is the empty text."""
    assert [frame.text for frame in FrameReader(TOKEN).feed(encode_plain(1, "BYE", ""))] == [""]


def test_lines_are_numbered_summed_and_can_be_said_again() -> None:
    """Each line has the next number, the acknowledged frame and a sum over what stands before it."""
    writer = LineWriter()
    assert writer.repeat(1) == b"\n"
    lines = [writer.write(7, "OPEN", "run-1", "-"), writer.write(8, "PING")]
    for line, text in zip(lines, (b"1 7 OPEN run-1 -", b"2 8 PING"), strict=True):
        assert line == text + b" " + sha256(text).hexdigest()[:16].encode() + b"\n"
    assert writer.count == 2
    assert writer.repeat(1) == b"\n" + lines[0] + lines[1]
    assert writer.repeat(2) == b"\n" + lines[1]
