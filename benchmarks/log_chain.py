"""The log-chain solver on a million logs, and ``exkit triage`` on 100,000 names and a sparse 4 GiB file: time and peak memory.

Run as ``python -m benchmarks.log_chain``; takes half a minute. Each row runs in a process of its own, so that its
peak is its own. What it means: docs/reference/triage.md.
"""

import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.test_analysis.chain_world import LOGS, MIB, by_names, current, dirty
from tests.test_cli.triage_files import LOG_BYTES, write_current, write_database, write_logs
from toolkit.analysis.log_chain import solve
from toolkit.analysis.log_names import sort_files
from toolkit.cli.actions.triage import TriageWish, look

MILLION, NAMES, SPARSE_BYTES = 1_000_000, 100_000, 4 << 30
MIB_OF_KIB = 1024


def million() -> tuple[str, float]:
    """Solve a chain of a million logs with one gap, its names known already."""
    given = by_names(dirty(1, MILLION - 1, MILLION), (one for one in range(1, MILLION) if one != MILLION // 2), [current(MILLION)])
    return _timed(lambda: f"{len(solve(given).missing)} missing range of {MILLION:,} logs")


def million_with_names() -> tuple[str, float]:
    """The same with what turns a listing of names into ranges; the names are there."""
    names = [f"E00{one:08X}.log" for one in range(1, MILLION) if one != MILLION // 2]
    given = by_names(dirty(1, MILLION - 1, MILLION), (), [current(MILLION)])

    def work() -> str:
        inventory = replace(sort_files(LOGS, ((LOGS, name, MIB) for name in names)), files=given.inventory.files)
        return f"{len(solve(replace(given, inventory=inventory)).missing)} missing range, names sorted and solved"

    return _timed(work)


def every_second() -> tuple[str, float]:
    """Solve a chain in which every second of a million logs is missing: half a million gaps."""
    given = by_names(dirty(1, MILLION - 1, MILLION), range(1, MILLION, 2), [current(MILLION)])
    return _timed(lambda: f"{len(solve(given).missing):,} missing ranges")


def hundred_thousand_files() -> tuple[str, float]:
    """Triage a folder with 100,000 log files."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        logs = folder / "Logs"
        write_database(folder / "DB07.edb", 10, NAMES - 1, NAMES)
        write_logs(logs, (1,))
        for generation in range(2, NAMES):
            descriptor = os.open(logs / f"E00{generation:08X}.log", os.O_CREAT | os.O_WRONLY)
            os.truncate(descriptor, LOG_BYTES)
            os.close(descriptor)
        write_logs(logs, (9, 10, 11, NAMES - 2, NAMES - 1))
        write_current(logs, NAMES)
        return _timed(lambda: _triaged(folder, logs))


def sparse_database() -> tuple[str, float]:
    """Triage a sparse database of 4 GiB with four logs."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_database(folder / "DB07.edb", 2, 4, 5)
        os.truncate(folder / "DB07.edb", SPARSE_BYTES)
        write_logs(folder / "Logs", range(1, 5))
        write_current(folder / "Logs", 5)
        return _timed(lambda: _triaged(folder, folder / "Logs"))


def _triaged(folder: Path, logs: Path) -> str:
    done = look(TriageWish(str(folder / "DB07.edb"), str(logs)))
    return f"{done.result.verdict.value}; {done.case.inventory.count:,} files, {done.headers} headers read"


def _timed(work: Callable[[], str]) -> tuple[str, float]:
    begin = time.process_time()
    says = work()
    return says, time.process_time() - begin


ROWS: dict[str, Callable[[], tuple[str, float]]] = {
    "million": million,
    "million-names": million_with_names,
    "every-second": every_second,
    "100000-files": hundred_thousand_files,
    "sparse-4gib": sparse_database,
}


def main(names: list[str]) -> None:
    """Print the row of a name; without one every row, each measured in a process of its own."""
    if names:
        says, seconds = ROWS[names[0]]()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB_OF_KIB
        print(f"{names[0]:14} {seconds:7.2f} s of one core  {peak:6.0f} MiB  {says}", flush=True)
        return
    print(
        f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}.\n", flush=True
    )
    for name in ROWS:
        subprocess.run([sys.executable, "-m", "benchmarks.log_chain", name], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
