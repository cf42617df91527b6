"""What an honest agent keeps to is kept from others too: no text, list or number of a server fills a terminal or breaks a report."""

import json
import tracemalloc

import pytest

from tests.test_shells.fake_server import FakeWire, Server, answer, command, forge
from toolkit.errors import ParsingError
from toolkit.model.command import Outcome
from toolkit.shells.answers import LONGEST_CONSOLE, LONGEST_MS, LONGEST_TEXT, MOST_ERRORS, MOST_RECORDS
from toolkit.shells.fallback_answers import AnswerReader, read_answer

HUGE = "x" * (2 << 20)
ERROR = {"message": HUGE, "id": HUGE, "category": HUGE, "at": HUGE}


def test_sizes_of_a_result() -> None:
    """Texts are cut, lists end, and a step lasts no longer than eleven days."""
    server = Server()
    streams = {"warning": [HUGE] * 2 + ["w"] * 1000}
    server.on("s1", forge(state="failed", why=HUGE, ms=2**63 - 1, errors=[ERROR] * 2 + [{}] * 1000, streams=streams, console=HUGE))
    (result,) = server.shell().ask([command("s1")])
    assert (result.outcome, len(result.why), result.duration_ms) == (Outcome.FAILED, LONGEST_TEXT + 1, LONGEST_MS)
    assert (len(result.errors), len(result.errors[0].message), len(result.errors[0].at)) == (MOST_ERRORS, LONGEST_TEXT, LONGEST_TEXT)
    assert (len(result.warnings), len(result.warnings[0]), len(result.console)) == (MOST_RECORDS, LONGEST_TEXT, LONGEST_CONSOLE)


@pytest.mark.parametrize("ms", [-1, -(2**63), True, "7", None])
def test_times_that_cannot_be_are_no_time(ms: object) -> None:
    """A step never took less than nothing."""
    server = Server()
    server.on("s1", forge(ms=ms))
    assert next(server.shell().ask([command("s1")])).duration_ms == 0


def talk_and_answer(wire: FakeWire, fields: list[str]) -> None:
    """Say a sign of life that is too large, and answer."""
    wire.say("OUT", {"id": "s1", "ms": 2**62, "last": HUGE})
    wire.say("RESULT", answer(wire, fields))


def test_sizes_of_progress() -> None:
    """What is shown while a step runs is one short text, and its time is a time."""
    server = Server()
    server.on("s1", talk_and_answer)
    list(server.shell().ask([command("s1")]))
    (news,) = [note for note in server.progress if not note.notice]
    assert (len(news.says), news.running_ms) == (500, LONGEST_MS)


def fallback_answer(*items: str) -> str:
    """Return what a step without the agent answers."""
    return json.dumps({"state": "ok", "stage": "step", "native_exit": None, "warnings": [], "errors": [], "output": list(items)})


def test_items_of_the_fallback_are_limited_together() -> None:
    """A hundred items that are each small enough are refused when they are too much together."""
    read_answer(fallback_answer("[[],1]"), command("s1"))
    with pytest.raises(ParsingError, match="not JSON") as caught:
        read_answer(fallback_answer(*["[" + "[]," * 10_000 + "0]"] * 100), command("s1"))
    assert "pieces" in caught.value.why


def test_short_lines_of_the_fallback_cost_what_they_hold() -> None:
    """Half a million lines of two letters take the room of a million letters, not of as many objects."""
    reader = AnswerReader("0" * 32)
    reader.feed(b"@EXK " + b"0" * 32 + b" BEGIN\n")
    tracemalloc.start()
    for _ in range(100):
        reader.feed(b"|ab\n" * 5000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 << 20
    assert len(reader.text) == 1_000_000
