"""A run for people: permanent lines stay, without a terminal there is a line a minute."""

import io
import re

from tests.test_cli.clocks import TurnedClock
from tests.test_documents.samples import METERS_SCRIPT, OUTCOMES, PLAN, RUN_ID, report
from toolkit.cli.narrating import LineNarrator, TerminalNarrator
from toolkit.cli.printing import Channel
from toolkit.documents.terminal import Layout, paint_plain
from toolkit.model.command import Command, Policy
from toolkit.model.danger import Danger
from toolkit.shells.contract import Progress

COMMAND = Command("meters", METERS_SCRIPT, Danger.OBSERVE, Policy.IDEMPOTENT, 60)
ERASED = re.compile(r"(?:[^\n]*\n)*?\x1b\[\d+F\x1b\[J")


def terminal() -> tuple[TerminalNarrator, io.StringIO, TurnedClock]:
    """Return a narrator, what it has written, and its clock."""
    stream, clock = io.StringIO(), TurnedClock()
    return TerminalNarrator(Channel(stream, Layout(), paint_plain), clock.seconds), stream, clock


def test_terminal_keeps_the_step_lines() -> None:
    """What stays on the screen is the head and one line a step."""
    narrator, stream, clock = terminal()
    narrator.run_started(RUN_ID, PLAN)
    narrator.step_started("1", COMMAND, "Read the back-pressure meters")
    clock.turn(2)
    narrator.progress(Progress("meters", "half way", running_ms=2_000))
    narrator.step_finished(OUTCOMES[0])
    narrator.run_ended(report())
    assert "half way" in stream.getvalue()
    assert stream.getvalue().endswith("\x1b[J   1  OBSERVE    DONE       2 s   A: disk\n")


def test_terminal_keeps_notices() -> None:
    """What a person must see is not erased."""
    narrator, stream, clock = terminal()
    narrator.step_started("1", COMMAND, "Read")
    clock.turn(2)
    narrator.progress(Progress("meters", "the agent was refused: one process a step", notice=True))
    narrator.waiting("meters", 15.0)
    narrator.run_ended(report())
    assert "\x1b[J      the agent was refused: one process a step\n" in stream.getvalue()
    assert "next reading in 15 s" in stream.getvalue()


def test_file_gets_a_line_a_minute() -> None:
    """An hour of signs of life is sixty lines at most, each with its time."""
    lines: list[str] = []
    clock = TurnedClock()
    narrator = LineNarrator(lines.append, clock.now)
    narrator.step_started("1", COMMAND, "Read")
    for second in range(3_600):
        clock.turn(1)
        narrator.progress(Progress("meters", "x\x1b[2J", running_ms=second * 1_000))
    assert 55 <= len(lines) <= 61
    assert lines[1] == "2026-11-24 03:15:00 step 1 alive, ran 59 s, x<U+001B>[2J\n"


def test_file_gets_begin_and_end_at_once() -> None:
    """Start, outcome, notice and verdict are never held back."""
    lines: list[str] = []
    narrator = LineNarrator(lines.append, TurnedClock().now)
    narrator.run_started(RUN_ID, PLAN)
    narrator.step_started("1", COMMAND, "Read the meters")
    narrator.progress(Progress("meters", "no answer for 60 s", notice=True))
    narrator.step_finished(OUTCOMES[0])
    narrator.run_ended(report())
    assert [line[20:] for line in lines] == [
        f"run {RUN_ID}, smtp-452-back-pressure on EX02\n",
        "step 1 OBSERVE RUNNING Read the meters\n",
        "step 1 no answer for 60 s\n",
        "step 1 DONE 2 s, A: disk\n",
        f"run {RUN_ID} DONE, exit 0\n",
    ]
