"""Hostile values and argument vectors in full: ``python -m tests.hostile [VALUES [VECTORS]]``; prints what became of them."""

import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from tests.test_lab.powershell import library, open_session
from tests.test_rendering.hostile_headers import Composer
from tests.test_rendering.hostile_shell import Verdict, open_hostile_shell
from tests.test_rendering.hostile_values import hostile_values, read_corpus
from tests.test_rendering.test_hostile import naive_lines
from tests.test_templates.argument_vectors import allowed_texts, argument_vectors, split_command_line
from tests.test_templates.native_calls import call_programs, write_command_lines

TOGETHER = 10
"""Vectors that share a process."""


def main(value_count: int, vector_count: int) -> int:
    """Run everything; return the number of values and vectors that did not arrive as they were."""
    print(f"{value_count:,} values and {vector_count:,} argument vectors; about a minute for each 10,000 ...\n", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        wrong = run_headers(value_count, Path(folder) / "headers")
        wrong += run_control(Path(folder) / "control")
        return wrong + run_vectors(vector_count, Path(folder))


def run_headers(count: int, folder: Path) -> int:
    """Run ``count`` values through all headers and print a line for each template."""
    began = time.monotonic()
    values = hostile_values(count)
    composer = Composer()
    verdict, has_run = judge(folder, chain.from_iterable(map(composer.lines, told(values))))
    print(f"{'header of':36}{'values taken':>14}{'refused':>10}")
    print(f"{'(literals alone, nothing refused)':36}{len(values):>14,}{0:>10}")
    for name in sorted(composer.taken | composer.refused):
        print(f"{name:36}{composer.taken[name]:>14,}{composer.refused[name]:>10,}")
    headers = verdict.scripts + composer.taken.total()
    print(f"\n{len(values):,} values, {len(composer.taken)} templates, {headers:,} headers, {composer.refused.total():,} refused:")
    return report(verdict, has_run, began)


def told(values: list[str]) -> Iterator[str]:
    """Yield ``values``, and tell on stderr every ten thousand that it goes on."""
    for count, value in enumerate(values, 1):
        yield value
        if count % 10_000 == 0:
            print(f"{count:,} values made", file=sys.stderr, flush=True)


def judge(folder: Path, lines: Iterable[str]) -> tuple[Verdict, bool]:
    """Return what PowerShell found, and whether the canary was run."""
    folder.mkdir()
    with open_hostile_shell(folder) as shell:
        return shell.judge(lines), shell.canary.exists()


def report(verdict: Verdict, has_run: bool, began: float) -> int:
    """Print a verdict; return how many scripts were not as they must be."""
    print(f"  {verdict.executed:,} executed (canary {'RUN' if has_run else 'not run'}), {verdict.altered:,} altered,", end=" ")
    print(f"{verdict.parsed_otherwise:,} parsed otherwise than their twin, {time.monotonic() - began:,.0f} s")
    return verdict.executed + verdict.altered + verdict.parsed_otherwise + has_run


def run_control(folder: Path) -> int:
    """Run the corpus with ASCII quotes alone; return 1 when that went well, for then nothing else here means anything."""
    began = time.monotonic()
    values = [text for text in read_corpus() if len(text) < 100]
    verdict, has_run = judge(folder, naive_lines(values))
    print(f"\nControl, {len(values)} values with U+0027 alone doubled (must fail):")
    report(verdict, has_run, began)
    return int(not has_run or not verdict.executed or not verdict.altered)


def run_vectors(count: int, folder: Path) -> int:
    """Run ``count`` argument vectors through the native-call helper; return how many were altered."""
    began = time.monotonic()
    vectors = argument_vectors(count)
    with open_session() as session:
        session.run(library(), shared=True)
        lines = write_command_lines(session, vectors, folder / "vectors.json")
        arrived = call_programs(session, vectors, folder / "vectors.json", TOGETHER)
    split = sum(split_command_line(line) != vector for line, vector in zip(lines, vectors, strict=True))
    lost = sum(got != vector for got, vector in zip(arrived, vectors, strict=True))
    _, refused = allowed_texts()
    starts = -(-count // TOGETHER)
    print(f"\n{count:,} argument vectors, {refused} texts of the corpus refused before:")
    print(f"  {split:,} altered when split by CommandLineToArgvW's rule, {lost:,} in {starts:,} real processes,", end=" ")
    print(f"{time.monotonic() - began:,.0f} s")
    return split + lost


if __name__ == "__main__":
    sys.exit(bool(main(*(int(word) for word in [*sys.argv[1:], "100000", "10000"][:2]))))
