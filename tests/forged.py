"""``make forged``: everything that a server, or somebody on it, could say and be believed, in numbers that are too large for each test run.

``python -m tests.forged [frames] [json] [bombs] [races]`` runs the named batches, all without a name; exit code 1 when one of them fails.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.test_agent.bench import Bench
from tests.test_agent.races import race
from tests.test_lab.powershell import find_powershell
from tests.test_shells.bombs import BOMBS, LEGAL_SIZE, measure_apart
from tests.test_shells.forgeries import FORGERS
from tests.test_shells.json_inputs import many
from tests.test_shells.test_forged import count_accepted, read_or_refuse

ROUNDS, INPUTS, RACES = 6_000, 1_000_000, 100
LARGEST_MB, LARGEST_LEGAL_MB = 150, 300


def frames() -> bool:
    """Offer forged frames of every kind between real ones."""
    offered, taken, right = count_accepted(seed=25, rounds=ROUNDS)
    print(f"frames: {offered:,} forged of {len(FORGERS)} kinds, {taken} accepted; {right:,} of {ROUNDS + 1:,} real ones accepted")
    return offered >= 100_000 and taken == 0 and right == ROUNDS + 1


def texts() -> bool:
    """Read texts that are nearly JSON; another error than the parser's own ends the program."""
    read = sum(read_or_refuse(text) for text in many(seed=25, count=INPUTS))
    print(f"json: {INPUTS:,} texts, {read:,} read, {INPUTS - read:,} refused, no other error")
    return True


def bombs() -> bool:
    """Measure every bomb in a process of its own."""
    good = True
    for name, (_, expected) in BOMBS.items():
        measure = measure_apart(name)
        largest = LARGEST_LEGAL_MB if name in LEGAL_SIZE else LARGEST_MB
        good &= measure.ends == expected and measure.peak_mb <= largest
        print(f"bomb {name}: {measure.ends}, {measure.peak_mb} MB, {measure.seconds} s, {measure.frames:,} frames ({measure.why})")
    return good


def races() -> bool:
    """Let two agents race for a server: half of the time as two runs, half as one run on two machines."""
    right = 0
    with TemporaryDirectory() as folder:
        for number in range(RACES):
            bench = Bench(find_powershell(), Path(folder))
            runs = (f"change-{number}", f"change-{number}" if number % 2 else f"other-{number}")
            try:
                finish = race(bench, str(number), runs)
            finally:
                bench.close()
            right += finish.is_right(runs)
            if not finish.is_right(runs):
                print(f"race {number}: {finish}")
    print(f"races: {right} of {RACES} with one winner, whose steps ran alone, and a loser who was told run, process and time")
    return right == RACES


BATCHES: dict[str, Callable[[], bool]] = {"frames": frames, "json": texts, "bombs": bombs, "races": races}


def main(names: list[str]) -> int:
    """Run batches one after the other and return the exit code."""
    good = True
    for name in names or list(BATCHES):
        began = time.monotonic()
        try:
            good &= BATCHES[name]()
        except pytest.skip.Exception as reason:
            print(f"{name}: skipped, {reason}")
        print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
