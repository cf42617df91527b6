"""A slice of ``make forged``: frames that the agent did not write, servers that send too much, texts that are nearly JSON."""

import json
import sys
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_shells.bombs import BOMBS, measure_apart
from tests.test_shells.fake_server import RUN, Behaviour, FakeWire, Payload, Server, answer, command, ignore, outcomes
from tests.test_shells.forgeries import FORGERS, TOKEN, Moment, mixed_stream
from tests.test_shells.json_inputs import many
from toolkit.errors import ParsingError
from toolkit.model.command import Outcome
from toolkit.shells.answers import AnswerDistrusted, read_answer, read_result
from toolkit.shells.frames import Frame, FrameReader
from toolkit.shells.strict_json import parse_json

OK, UNKNOWN = Outcome.OK, Outcome.UNKNOWN


def count_accepted(seed: int, rounds: int) -> tuple[int, int, int]:
    """Return how many forged frames were offered, how many were taken, and how many real ones came out as they went in."""
    reader = FrameReader(TOKEN)
    offered = taken = right = 0
    for data, text in mixed_stream(seed, rounds):
        texts = [frame.text for frame in reader.feed(data)]
        offered += not text
        taken += sum(said != text for said in texts)
        right += texts == [text]
    return offered, taken, right


def test_no_forged_frame_is_accepted() -> None:
    """Of thousands of forged frames of every kind none is taken, and every real one between them is."""
    assert count_accepted(seed=1, rounds=300) == (300 * len(FORGERS), 0, 301)


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_no_forged_frame_is_accepted_in_pieces(size: int) -> None:
    """It does not matter where the stream is cut."""
    pairs = list(mixed_stream(2, 20))
    stream = b"".join(data for data, _ in pairs)
    reader = FrameReader(TOKEN)
    seen = [frame.text for start in range(0, len(stream), size) for frame in reader.feed(stream[start : start + size])]
    assert seen == [text for _, text in pairs if text]


@pytest.mark.parametrize("forger", FORGERS)
def test_forger_can_be_believed_in(forger: str) -> None:
    """The control: what a forger says is not what a real frame says, or it was said before."""
    real = next(mixed_stream(3, 1))[0]
    said = FORGERS[forger](Moment(Random(4), 2, real))
    assert said != real or forger == "said again"
    assert said.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of memory from /proc")
@pytest.mark.parametrize("name", ["zeros", "streams", "packed_twice", "gaps"])
def test_bombs_are_refused_within_150_mb(name: str) -> None:
    """A gigabyte of zeros in one answer, streams behind a stream, and endless gaps end in their own error; memory stays small."""
    measure = measure_apart(name)
    assert measure.ends == BOMBS[name][1]
    assert measure.peak_mb < 150


def test_json_of_a_server_is_read_or_refused() -> None:
    """Nothing but its own error leaves the parser, and what is read can be written as JSON again."""
    for text in many(seed=1, count=10_000):
        read_or_refuse(text)


def read_or_refuse(text: str) -> bool:
    """Read one text as JSON, and as the answer to a step; return whether it was JSON."""
    try:
        value = parse_json(text)
    except ParsingError:
        return False
    assert parse_json(json.dumps(value, allow_nan=False)) == value
    try:
        read_result(read_answer(Frame("RESULT", text)), command("s1"), RUN)
    except (ParsingError, AnswerDistrusted):
        return True
    return True


STEPS = ("s1", "s2", "s3")


def say_in_order(order: list[str], changes: Payload) -> Behaviour:
    """Return a behaviour of the last step: all answers, in this order, the first with changed members."""

    def speak(wire: FakeWire, fields: list[str]) -> None:
        steps = {line[3]: line[3:-1] for line in wire.lines if line[2] == "STEP"}
        for number, step in enumerate(order):
            wire.say("RESULT", answer(wire, steps[step], **({} if number else changes)))

    return speak


def ask_three(order: list[str], changes: Payload) -> list[tuple[str, Outcome]]:
    """Return the outcomes of three steps whose answers come in this order."""
    server = Server()
    for step in STEPS[:-1]:
        server.on(step, ignore)
    server.on(STEPS[-1], say_in_order(order, changes))
    return outcomes(list(server.shell().ask([command(step) for step in STEPS])))


@given(st.lists(st.sampled_from(STEPS), min_size=3, max_size=5))
def test_answers_in_another_order_are_not_believed(order: list[str]) -> None:
    """Answers that are swapped, or said again, count up to the first that is not the awaited one; everything behind it is unknown."""
    right = next((number for number, (step, wanted) in enumerate(zip(order, STEPS, strict=False)) if step != wanted), len(STEPS))
    assert ask_three(order, {}) == [(step, OK if number < right else UNKNOWN) for number, step in enumerate(STEPS)]


@given(st.sampled_from(["run", "id", "sha", "state"]), st.none() | st.integers() | st.text(max_size=5) | st.lists(st.text(), max_size=2))
def test_answer_that_names_something_else_is_not_believed(member: str, value: object) -> None:
    """Another run, step, script or state, of whatever type, makes the step unknown and ends the agent."""
    good = (member, value) in (("id", "s1"), ("run", RUN), ("state", "ok"))
    expected = OK if good else Outcome.FAILED if (member, value) == ("state", "failed") else UNKNOWN
    assert ask_three(list(STEPS), {member: value})[0] == ("s1", expected)
