"""Spoiled scripts in full: ``python -m tests.mutated [COUNT [SEED]]``; prints on which the compiler and PowerShell disagree."""

import os
import sys
import time

from tests.test_lab.powershell import find_powershell
from tests.test_rendering.mutations import find_disagreements, let_pass, make_scripts
from toolkit.cli.real_parser import find_reader

BATCH = 2_000


def main(count: int, seed: int) -> int:
    """Compile ``count`` spoiled scripts, let PowerShell read those that pass, and return the number of disagreements."""
    began = time.monotonic()
    reader = find_reader({**os.environ, "PWSH": find_powershell()})
    assert reader is not None
    passed = wrong = 0
    for number in range(-(-count // BATCH)):
        scripts = let_pass(list(make_scripts(seed + number, BATCH)))
        passed += len(scripts)
        for disagreement in find_disagreements(scripts, reader.read):
            wrong += 1
            print(f"{disagreement.script!r}\n  {'; '.join(disagreement.says)}")
    seconds = time.monotonic() - began
    print(f"{count:,} spoiled scripts, {passed:,} pass the compiler, {wrong} read differently by PowerShell {reader.name}, {seconds:.0f} s")
    return wrong


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    sys.exit(min(1, main(*(given + [30_000, 1][len(given) :]))))
