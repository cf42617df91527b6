"""Live lines: few, at most one drawing a second, none without a change."""

import pytest

from tests.test_cli.clocks import TurnedClock
from tests.test_documents.hostile import CORPUS
from toolkit.cli.live import LEAST_SECONDS, MOST_LINES, LiveRegion
from toolkit.cli.narrating import RunningStep, say_running
from toolkit.documents.wrapping import columns
from toolkit.model.danger import Danger
from toolkit.shells.contract import Progress

STEP = RunningStep("10", "Copy database and logs to another volume", Danger.CHANGE, 43_200)


class Screen:
    """A region, its clock and what was written."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.clock = TurnedClock()
        self.region = LiveRegion(self.written.append, self.clock.seconds)


def test_one_drawing_a_second() -> None:
    """Ten changes a second for a minute are sixty drawings, not six hundred."""
    screen = Screen()
    for number in range(600):
        screen.clock.turn(0.1)
        screen.region.show([f"line {number}"])
    assert 55 <= len(screen.written) <= 61


def test_nothing_new_is_not_drawn() -> None:
    """A screen that did not change costs nothing, which matters over RDP."""
    screen = Screen()
    for _ in range(10):
        screen.clock.turn(LEAST_SECONDS)
        screen.region.show(["the same"])
    assert screen.written == ["the same\n"]


def test_lines_are_few() -> None:
    """At most nine lines are drawn."""
    screen = Screen()
    screen.region.show([str(number) for number in range(20)])
    assert screen.written[0].count("\n") == MOST_LINES


def test_region_is_erased_before_it_is_drawn_again() -> None:
    """The cursor goes up by exactly the lines that are there; cleared once, nothing is left to erase."""
    screen = Screen()
    screen.region.show(["a", "b"])
    screen.clock.turn(2)
    screen.region.show(["c"])
    screen.region.clear()
    screen.region.clear()
    assert screen.written == ["a\nb\n", "\x1b[2F\x1b[Jc\n", "\x1b[1F\x1b[J"]


@pytest.mark.parametrize("says", [text for text in CORPUS if len(text) < 1_000], ids=lambda text: ascii(text)[:24])
def test_live_lines_never_wrap(says: str) -> None:
    """A line that wrapped would not be erased whole; foreign output is shown, not obeyed."""
    lines = say_running(STEP, Progress("copy", says * 20, items=3, running_ms=8_940_000), 79)
    assert len(lines) <= MOST_LINES
    assert all(columns(line) <= 79 and "\x1b" not in line and "\n" not in line for line in lines)


def test_live_lines_say_how_long() -> None:
    """Number, danger, title, time so far and time limit are there."""
    lines = say_running(STEP, Progress("copy", running_ms=8_940_000), 79)
    assert lines[0] == "  10  CHANGE     RUNNING   Copy database and logs to another volume"
    assert lines[1] == "      ran 2 h 29 min    time limit 12 h 00 min"
