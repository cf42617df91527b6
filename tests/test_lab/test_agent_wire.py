"""Lines and frames under damage: every step at most once, every payload whole or not at all."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.test_lab.agent_client import TOKEN, Agent, Lines, line, read_frames
from tests.test_lab.conftest import give_back
from tests.test_lab.raw_client import RawClient
from toolkit.lab.agent_wire import FrameWriter, Line, LineReader, parse_line
from toolkit.lab.lab import Lab, start_lab
from toolkit.lab.settings import LabSettings, RecordedEngine

STEPS = ["a", "b", "c", "d"]
DAMAGES = some.lists(some.tuples(some.sampled_from(["whole", "torn", "twice", "lost", "late"]), some.integers(0, 10_000)), max_size=8)


@given(text=some.text(max_size=60))
def test_no_text_is_a_line_by_chance(text: str) -> None:
    """Text without a right sum is never taken for a line."""
    assert parse_line(text) is None


@given(number=some.integers(0, 10**9 - 1), cut=some.integers(1, 40))
def test_a_torn_line_is_no_line(number: int, cut: int) -> None:
    """A line that lost some of its end is not taken; the whole line is."""
    whole = line(number, "STEP", "a", "once", ack=7).decode().strip()
    assert parse_line(whole) == Line(number, 7, "STEP", ("a", "once"))
    assert parse_line(whole[:-cut]) is None


@given(orders=some.lists(some.integers(1, 6), max_size=30))
def test_lines_are_taken_once_and_in_order(orders: list[int]) -> None:
    """However lines arrive, each is taken at most once, and none before the one before it."""
    reader = LineReader()
    answers = [reader.accept(line(number, "PING").decode().strip()) for number in orders]
    taken = [answer.number for answer in answers if isinstance(answer, Line)]
    assert taken == list(range(1, len(taken) + 1))


@settings(max_examples=50)
@given(payloads=some.lists(some.one_of(some.text(max_size=20), some.text(min_size=600, max_size=700)), max_size=5))
def test_payloads_come_back(payloads: list[str]) -> None:
    """What goes into frames comes out of them, short or deflated, in order."""
    written = bytearray()
    writer = FrameWriter(TOKEN, written.extend)
    for payload in payloads:
        writer.hold("RESULT", payload)
    writer.flush()
    assert [frame.text for frame in read_frames(bytes(written))] == payloads


def test_a_payload_that_does_not_deflate_is_cut() -> None:
    """Payloads over 48,000 characters of base64 go on in further frames."""
    text = random.Random(4).randbytes(90_000).hex()
    written = bytearray()
    writer = FrameWriter(TOKEN, written.extend)
    writer.hold("RESULT", text)
    writer.flush()
    assert [len(row.split(b" ")[5]) for row in written.splitlines() if row] == [48000, 48000, len(written.splitlines()[-1].split(b" ")[5])]
    assert [(frame.seq, frame.text) for frame in read_frames(bytes(written))] == [(3, text)]


def send_damaged(agent: Agent, damages: Sequence[tuple[str, int]]) -> None:
    """Send the steps with each line damaged in its way, then repeat all of them whole, as a client does after a NAK."""
    lines = [agent.lines.step(step, step) for step in STEPS]
    mangled = [_damaged(lines[at % len(lines)], kind, at) for kind, at in damages]
    agent.say(b"".join(mangled))
    agent.say(b"\n" + b"".join(lines) + agent.lines.add("EXIT"))


def _damaged(whole: bytes, kind: str, seed: int) -> bytes:
    ways = {
        "whole": whole,
        "torn": whole[: seed % len(whole)] + b"\n",
        "twice": whole + whole,
        "lost": b"",
        "late": b"\n" + whole[seed % 9 :],
    }
    return ways[kind]


@settings(max_examples=40, deadline=None)
@given(damages=DAMAGES)
def test_torn_and_doubled_lines_run_nothing_twice(running_lab: Lab, damages: list[tuple[str, int]]) -> None:
    """Torn, lost, doubled and late lines: every step runs exactly once and in order, and every answer arrives."""
    running_lab.reset()
    with RawClient(running_lab) as client:
        agent = Agent(client)
        send_damaged(agent, damages)
        agent.wait_end()
    assert agent.answers() == dict.fromkeys(STEPS, "ok")
    assert running_lab.hosts["127.0.0.1"].executions == dict.fromkeys(STEPS, 1)


@pytest.mark.parametrize(("journal", "times"), [(True, 1), (False, 2)])
def test_the_journal_is_what_keeps_a_step_from_running_twice(journal: bool, times: int) -> None:
    """The control: with the journal off, the same steps sent to a second agent run a second time."""
    engine = RecordedEngine(give_back, journal=journal)
    with start_lab(LabSettings(engine, allow_basic_http=True)) as lab, RawClient(lab) as client:
        for _ in range(2):
            Agent(client).run([(step, "once", step) for step in STEPS])
        assert lab.hosts["127.0.0.1"].executions == dict.fromkeys(STEPS, times)


def test_lines_count_from_one() -> None:
    """The helper of these tests numbers as the protocol wants it."""
    lines = Lines()
    assert [lines.add("PING").split()[0], lines.add("PING").split()[0]] == [b"1", b"2"]
