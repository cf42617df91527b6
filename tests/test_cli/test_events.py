"""Events of a run: each line fits the schema, silence is never longer than ten seconds, the end is last."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from tests.test_cli.clocks import TurnedClock
from tests.test_cli.schema_check import Schema, problems_of
from tests.test_documents.samples import FINDINGS, METERS_SCRIPT, OUTCOMES, PLAN, RUN_ID, report
from toolkit.cli.events import EventWriter
from toolkit.model.command import Command, Policy
from toolkit.model.danger import Danger
from toolkit.model.evidence import Origin
from toolkit.model.json_value import JsonValue
from toolkit.model.run import StepWord, Verdict
from toolkit.shells.contract import Progress

SCHEMA: Schema = json.loads((Path(__file__).parents[2] / "docs/reference/json-events.schema.json").read_text(encoding="utf-8"))
PAGE = (Path(__file__).parents[2] / "docs/reference/json-events.md").read_text(encoding="utf-8")
COMMAND = Command("meters", METERS_SCRIPT, Danger.OBSERVE, Policy.IDEMPOTENT, 60)


class Watched:
    """A writer of events, its clock and its lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.clock = TurnedClock()
        self.writer = EventWriter(self.lines.append, self.clock.now)

    def events(self) -> list[dict[str, JsonValue]]:
        """Return the events so far."""
        return [json.loads(line) for line in self.lines]


def whole_run(verdict: Verdict = Verdict.DONE) -> Watched:
    """Return a watched run that used every event."""
    watched = Watched()
    writer, clock = watched.writer, watched.clock
    writer.run_started(RUN_ID, PLAN)
    writer.step_started("1", COMMAND, "Read the back-pressure meters")
    clock.turn(2)
    writer.progress(Progress("meters", "half way", items=3, running_ms=2_000))
    clock.turn(11)
    writer.progress(Progress("meters", "half way", items=3, running_ms=13_000))
    writer.step_finished(OUTCOMES[0])
    writer.found(FINDINGS[0])
    writer.waiting("wait-low", 15.0)
    writer.run_ended(report(verdict))
    return watched


@pytest.mark.parametrize("verdict", Verdict)
def test_every_event_fits_the_schema(verdict: Verdict) -> None:
    """All seven events of a run fit exactly one form of the schema, whatever the verdict."""
    events = whole_run(verdict).events()
    assert [event["event"] for event in events] == [
        "run_started",
        "step_started",
        "step_progress",
        "alive",
        "step_finished",
        "finding",
        "alive",
        "end",
    ]
    assert [list(problems_of(event, SCHEMA)) for event in events] == [[]] * len(events)


def test_one_object_a_line() -> None:
    """Each line is ASCII and ends where it ends."""
    for line in whole_run().lines:
        assert line.isascii()
        assert line.endswith("}\n")
        assert line.count("\n") == 1


def test_page_names_every_field() -> None:
    """The reference page and the schema speak of the same events and fields."""
    forms = SCHEMA["oneOf"]
    assert isinstance(forms, list)
    for form in forms:
        assert isinstance(form, dict)
        assert isinstance(form["properties"], dict)
        assert isinstance(form["required"], list)
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{form['properties']['event']['const']}`"))  # type: ignore[index,call-overload]  # our own schema
        assert all(f"{name}" in row for name in form["required"] if name not in ("v", "t", "event"))


def test_schema_knows_every_word() -> None:
    """A new outcome, verdict or origin must be added to the schema."""
    text = json.dumps(SCHEMA)
    words = [word.value for kind in (StepWord, Verdict, Origin) for word in kind]
    assert all(f'"{word}"' in text for word in words)


def test_silence_lasts_ten_seconds_at_most() -> None:
    """With a sign of life a second, a line comes at least every ten seconds, and news at most once a second."""
    watched = Watched()
    watched.writer.step_started("1", COMMAND, "Read")
    moments = []
    for second in range(100):
        watched.clock.turn(1)
        before = len(watched.lines)
        watched.writer.progress(Progress("meters", running_ms=second * 1_000))
        moments.extend([second] * (len(watched.lines) - before))
    assert max(after - before for before, after in pairwise(moments)) <= 10
    assert len(moments) <= 10


def test_news_comes_once_a_second() -> None:
    """A step that talks a lot writes one line a second, but a notice at once."""
    watched = Watched()
    watched.writer.step_started("1", COMMAND, "Read")
    for number in range(100):
        watched.clock.turn(0.1)
        watched.writer.progress(Progress("meters", f"line {number}"))
    assert 9 <= len(watched.lines) - 1 <= 11
    watched.writer.progress(Progress("meters", "the agent was refused", notice=True))
    assert watched.events()[-1]["notice"] is True


def test_a_wrong_event_is_noticed() -> None:
    """The check itself can fail: a missing, an unknown and a wrong field are found."""
    event = whole_run().events()[0]
    for wrong in ({**event, "host": 1}, {**event, "more": 1}, {name: value for name, value in event.items() if name != "run"}):
        assert list(problems_of(wrong, SCHEMA))
