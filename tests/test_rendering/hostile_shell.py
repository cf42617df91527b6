"""The real PowerShell at work on hostile headers: its parser, and what it runs."""

import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.test_lab.powershell import find_powershell

PROGRAM = Path(__file__).with_name("hostile.ps1")
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What PowerShell found.

    Attributes:
        scripts: how many it read and ran.
        parsed_otherwise: of them, those with other statements, tokens or literals than the twin.
        executed: those in which a command was looked up or something was put out.
        altered: those in which another value arrived.
    """

    scripts: int = 0
    parsed_otherwise: int = 0
    executed: int = 0
    altered: int = 0

    def __add__(self, other: "Verdict") -> "Verdict":
        return Verdict(
            self.scripts + other.scripts,
            self.parsed_otherwise + other.parsed_otherwise,
            self.executed + other.executed,
            self.altered + other.altered,
        )


class HostileShell:
    """One PowerShell process.

    Attributes:
        canary: file that exists when a value has run the function that it names.
    """

    def __init__(self, stdin: IO[str], stdout: IO[str], folder: Path) -> None:
        self.canary = folder / "work" / "canary"
        self._stdin = stdin
        self._stdout = stdout
        self._folder = folder
        self._count = 0

    def judge(self, lines: Iterable[str]) -> Verdict:
        """Return what PowerShell found in these scripts; the next ones are made while it works."""
        total, waiting = Verdict(), 0
        for path in self._files(lines):
            total = self._answer(total, waiting)
            self._stdin.write(f"{path}\n")
            self._stdin.flush()
            waiting = 1
        return self._answer(total, waiting)

    def _answer(self, total: Verdict, waiting: int) -> Verdict:
        return total + Verdict(**json.loads(self._stdout.readline())) if waiting else total

    def _files(self, lines: Iterable[str]) -> Iterator[Path]:
        chunk: list[str] = []
        for line in lines:
            chunk.append(line)
            if len(chunk) == CHUNK:
                yield self._write(chunk)
                chunk = []
        if chunk:
            yield self._write(chunk)

    def _write(self, chunk: list[str]) -> Path:
        # the file before the last one has been read: two are enough
        path = self._folder / f"chunk{self._count % 2}"
        self._count += 1
        path.write_text("".join(chunk), encoding="ascii")
        return path


@contextmanager
def open_hostile_shell(folder: Path) -> Iterator[HostileShell]:
    """Start a PowerShell in a folder of its own below ``folder``, and end it."""
    work = folder / "work"
    work.mkdir()
    command = [find_powershell(), "-NoLogo", "-NoProfile", "-NonInteractive", "-File", str(PROGRAM)]
    variables = {**os.environ, "POWERSHELL_TELEMETRY_OPTOUT": "1"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=variables, cwd=work
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield HostileShell(process.stdin, process.stdout, folder)
        finally:
            process.stdin.close()
            process.wait(60)
