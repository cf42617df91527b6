"""Runs every template with probes in it and tells what has not run. Run by ``make coverage``; needs a PowerShell 7.

It walks every template on every kind of server that it claims, every case of the tests of templates, and the playbook: over WinRM in
every scenario, and through the engine to the answers that no scenario gives. What did not run must have a reason in
``tests/test_coverage/gaps.toml``.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.test_coverage.instrument import instrument
from tests.test_coverage.page import PAGE, say_file_rows, say_gaps, say_totals, write_page
from tests.test_coverage.plugin import VARIABLE
from tests.test_coverage.tally import (
    Measured,
    answers_not_given,
    count,
    missing_profiles,
    read_answers,
    read_hits,
    read_reasons,
    read_taken,
    stale,
    unexplained,
)
from tests.test_lab.powershell import find_powershell

ROOT = Path(__file__).parents[1]
RUN = (*(f"tests/test_coverage/test_{what}.py" for what in ("walk", "runs", "ways")), "tests/test_templates")
LEFT_OUT = "not real_files and not hostile and not argument_vectors and not the_example_runs"
"""Long repetitions of what other cases do too."""


def measure(folder: Path) -> tuple[Measured, int]:
    """Run what is to be measured below ``folder`` and return what ran, and how pytest ended."""
    hits, copy = folder / "hits", folder / "ps_templates"
    for made in (hits, folder / "taken"):
        made.mkdir()
    points = instrument(ROOT / "ps_templates", copy, hits)
    words = ["-q", "-p", "tests.test_coverage.plugin", "-m", "pwsh", "-k", LEFT_OUT, "--numprocesses", "auto", "--dist", "loadfile", *RUN]
    surroundings = {**os.environ, VARIABLE: str(copy), "PWSH": find_powershell()}
    ended = subprocess.run([sys.executable, "-m", "pytest", *words], cwd=ROOT, env=surroundings, check=False)
    told = read_hits(hits)
    return Measured(count(points, told.numbers), told.profiles, read_taken(folder / "taken")), ended.returncode


def find_faults(measured: Measured) -> Sequence[str]:
    """Return what must not be, each as a line: gaps without a reason, reasons without a gap, kinds of server left out."""
    reasons = read_reasons()
    gaps = [gap for row in measured.rows for gap in row.gaps]
    excused = read_answers()
    not_given = answers_not_given(measured.taken, excused)
    return [
        *(f"{gap.file}:{gap.line}: {gap.name} did not run: {gap.text}" for gap in unexplained(gaps, reasons)),
        *(f"gaps.toml: nothing is left to explain: {reason.file}: {reason.text}" for reason in stale(gaps, reasons)),
        *(f"{one.playbook}: no run answers {one.turn.step_id} with {one.turn.answer}" for one in not_given if not one.because),
        *(f"gaps.toml: a run gives this answer: {one.turn.step_id} {one.turn.answer}" for one in excused if one not in not_given),
        *(f"{template}: did not run for {profile}" for template, profile in missing_profiles(measured.profiles)),
    ]


def say(lines: Iterable[str]) -> None:
    """Tell the person who called make."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def main() -> int:
    """Measure, tell the table, write the page, and return 1 when something has no reason."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as made:
        measured, failed = measure(Path(made))
    say([*say_file_rows(measured), "", *say_gaps(measured), "", *say_totals(measured), f"{time.monotonic() - started:.0f} s"])
    faults = find_faults(measured)
    say(faults)
    if failed or faults:
        return 1
    write_page(measured)
    say([f"Written: {PAGE}"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
