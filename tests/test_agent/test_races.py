"""A slice of ``make forged``: of two operators who begin at once exactly one works, and the other one knows who."""

import pytest

from tests.test_agent.bench import PROGRAM, Bench
from tests.test_agent.races import race
from toolkit.shells.bootstrap import make_program
from toolkit.shipped import shipped_folder

pytestmark = pytest.mark.pwsh


@pytest.mark.parametrize(("second", "times"), [("change-b", 2), ("change-a", 1)], ids=["another run", "the same run"])
def test_one_of_two_changing_runs_wins(second: str, times: int, bench: Bench) -> None:
    """One winner, whose steps run alone; the loser is told run, process and time. The lock of the killed winner is taken over each time."""
    for number in range(times):
        runs = (f"change-a{number}", f"{second}{number}")
        finish = race(bench, str(number), runs)
        assert finish.is_right(runs), finish


def test_control_without_the_lock_both_win(bench: Bench) -> None:
    """An agent whose locks exclude nobody lets both work, so the test above can fail."""
    assert PROGRAM.text.count("[IO.FileShare]::None") == 1
    stage0 = (shipped_folder("ps_templates") / "agent" / "stage0.ps1").read_text()
    program = make_program(PROGRAM.text.replace("[IO.FileShare]::None", "[IO.FileShare]::ReadWrite"), stage0)
    finish = race(bench, "control", ("change-a", "change-b"), program)
    assert not finish.is_right(("change-a", "change-b"))
    assert len(finish.winners) == 2
