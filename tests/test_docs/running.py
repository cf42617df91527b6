"""The lines of a page, run one after the other as a reader types them; what they print, compared with what the page shows."""

import io
import os
import re
from collections.abc import Callable, Sequence
from functools import partial

import pytest

from tests.test_docs.pages import OUTPUT, Block, ShownCommand
from toolkit.cli import approver
from toolkit.cli.approving import Terminal, ask_approval
from toolkit.cli.main import run
from toolkit.cli.places import runs_home
from toolkit.cli.run_folder import read_report

_NEEDS_A_SERVER = frozenset({"-t", "--target", "--local"})
_NEEDS_POWERSHELL = "pwsh"
_NEEDS_A_PERSON = (("explain", "-"), ("lab", "start"))
_MOVING = (
    (re.compile(r"[RD]-[0-9A-Za-z-]*\b"), "NAME"),
    (re.compile(r"\b\d\d [A-Z][a-z][a-z] \d\d:\d\d"), "TIME"),
    (re.compile(r"\b\d+ s\b"), "TOOK"),
    (re.compile(r"\s+"), " "),
)
"""What is another one in every run: names of runs and debts, times, durations, and the blanks that align them."""
GAP = "..."


def can_run(command: ShownCommand, run_id: str) -> bool:
    """Whether a line can be run here: without a server, a person, a PowerShell; and with a run where it names one."""
    words = command.words
    asks_a_person = any(words[: len(start)] == start for start in _NEEDS_A_PERSON)
    names_a_run = any(word.startswith(("RUN", "DEBT")) for word in words)
    is_lonely_doctor = words[:1] == ("doctor",) and "--lab" not in words
    elsewhere = _NEEDS_A_SERVER & set(words) or _NEEDS_POWERSHELL in words or asks_a_person or is_lonely_doctor
    return not elsewhere and (bool(run_id) or not names_a_run)


class Reader:
    """Somebody who types the lines of one page.

    Attributes:
        ran: how many lines were run.
        printed: what the last line printed, on either stream; None when it was not run.
    """

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        self._run_id = ""
        self.ran = 0
        self.printed: tuple[str, str] | None = None

    def read(self, block: Block, commands: Sequence[ShownCommand]) -> None:
        """Type the lines of a block, or compare a block of output with what the line before it printed."""
        for command in commands:
            self._type(command)
        if block.language == OUTPUT and self.printed is not None:
            told = f"line {block.line} shows\n{block.text}\nprinted was\n{self.printed[0]}{self.printed[1]}"
            assert any(shows(block.text, printed) for printed in self.printed), told

    def _type(self, command: ShownCommand) -> None:
        self.printed = None
        if not can_run(command, self._run_id):
            self._run_id = "" if command.words[0] == "run" else self._run_id
            return
        self._monkeypatch.setattr(approver, "ask_approval", partial(ask_approval, find_terminal=_terminal(command.typed)))
        before = _runs()
        exit_code = run([self._fill(word) for word in command.words])
        self.printed = self._capsys.readouterr()
        assert exit_code == command.exit_code, f"{command} ended with {exit_code}\n{self.printed[0]}{self.printed[1]}"
        self.ran += 1
        if command.words[0] == "run":
            self._run_id = next(iter(_runs() - before), self._run_id)

    def _fill(self, word: str) -> str:
        """Put the newest run in the place of ``RUN``, its folder in that of ``RUN-FOLDER``, its debt in that of ``DEBT``."""
        if word == "DEBT":
            return read_report(runs_home(os.environ), self._run_id).debts[0].id
        return {"RUN": self._run_id, "RUN-FOLDER": str(runs_home(os.environ) / self._run_id)}.get(word, word)


def _runs() -> set[str]:
    home = runs_home(os.environ)
    return {folder.name for folder in home.iterdir()} if home.is_dir() else set()


def _terminal(answer: str) -> Callable[[], Terminal | None]:
    """A terminal at which somebody types one answer; none where nobody does."""
    return lambda: Terminal(io.StringIO(f"{answer}\n"), io.StringIO()) if answer else None


def shows(shown: str, printed: str) -> bool:
    """Whether the lines of ``shown`` stand in ``printed`` in their order; between them something may be left away where GAP stands."""
    lines = [still(line) for line in printed.splitlines()]
    at = 0
    for part in re.split(rf"^{re.escape(GAP)}$", shown.strip("\n"), flags=re.MULTILINE):
        wanted = [still(line) for line in part.strip("\n").splitlines()]
        found = next((start for start in range(at, len(lines)) if lines[start : start + len(wanted)] == wanted), None)
        if found is None:
            return False
        at = found + len(wanted)
    return True


def still(line: str) -> str:
    """Return a line with what is another one in every run made equal."""
    for moving, name in _MOVING:
        line = moving.sub(name, line)
    return line.strip()
