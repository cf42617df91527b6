"""Commands typed into the product, and what came back."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from toolkit.cli.main import run
from toolkit.model.json_value import JsonValue

PLAYBOOK = "smtp-452-back-pressure"
DISK, KEY = "back-pressure-disk", "back-pressure-config-key"
CONSENT = ("--yes", "--confirm", "EX01")


@dataclass(frozen=True, slots=True)
class Typed:
    """How a command ended.

    Attributes:
        code: exit code.
        out: stdout.
        err: stderr.
    """

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, JsonValue]]:
        """The JSON objects of stdout, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def object(self) -> dict[str, JsonValue]:
        """The only JSON object of stdout."""
        (only,) = self.objects
        return only


class Desk:
    """A person at the command line, with run folders and a lab of their own.

    Attributes:
        folder: where runs and lab worlds are kept.
        capsys: what reads the two streams.
    """

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys

    def type(self, *words: str) -> Typed:
        """Type a command as it is."""
        self.capsys.readouterr()
        code = run(list(words))
        shown = self.capsys.readouterr()
        return Typed(code, shown.out, shown.err)

    def run(self, scenario: str, *words: str) -> Typed:
        """Carry the playbook out in a scenario; events come on stdout."""
        world = str(self.folder / "world")
        return self.type("run", PLAYBOOK, "--lab", scenario, "--lab-folder", world, *self.runs(), *words, "--json")

    def undo(self, run_id: str, *words: str) -> Typed:
        """Undo a run."""
        return self.type("runs", "undo", run_id, *self.runs(), *words, "--json")

    def runs(self) -> tuple[str, str]:
        """Return the option that names the run folders of this desk."""
        return "--runs", str(self.folder / "runs")

    def run_folder(self, ended: Typed) -> Path:
        """Return the folder of a run from its last event."""
        return self.folder / "runs" / str(ended.objects[-1]["run"])
