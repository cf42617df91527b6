"""Finds the scenarios that are shipped with the lab, and those of users."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from toolkit.errors import UsageError
from toolkit.shells.session_file import SESSION, Recording, read_recording

WORLD = "world.json"


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario.

    Attributes:
        name: of its folder.
        folder: where its files are.
        recording: what it answers, and what it is.
    """

    name: str
    folder: Traversable
    recording: Recording

    @property
    def has_world(self) -> bool:
        """Whether it can also be executed by a real PowerShell."""
        return self.folder.joinpath(WORLD).is_file()


def shipped_scenarios() -> Traversable:
    """Return the folder of the shipped scenarios."""
    return files("toolkit.lab") / "scenarios"


def list_scenarios(root: Traversable) -> tuple[Scenario, ...]:
    """Return the scenarios below ``root``, by name.

    Raises:
        RecordingInvalid: one of them cannot be read.
        UsageError: one of them is a tape.
    """
    return tuple(_read(folder) for folder in _folders(root))


def find_scenario(name: str, root: Traversable) -> Scenario:
    """Return the scenario ``name`` below ``root``, or the one in the folder that ``name`` is the path of.

    Raises:
        UsageError: there is none; the nearest names are told.
        RecordingInvalid: it cannot be read.
    """
    for folder in _folders(root):
        if folder.name == name:
            return _read(folder)
    if (Path(name) / SESSION).is_file():
        return _read(Path(name))
    known = [folder.name for folder in _folders(root)]
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.4) or known
    raise UsageError(f'There is no lab scenario "{name}".', why=f"Known: {', '.join(near) or 'none'}.", do=["exkit lab list"])


def default_scenario(playbook: str, root: Traversable) -> Scenario:
    """Return the scenario that a playbook is rehearsed with: its default one, else its first by name.

    Raises:
        UsageError: no scenario is for this playbook.
        RecordingInvalid: a scenario cannot be read.
    """
    fitting = [scenario for scenario in list_scenarios(root) if scenario.recording.about.playbook == playbook]
    for scenario in fitting:
        if scenario.recording.about.default:
            return scenario
    if fitting:
        return fitting[0]
    raise UsageError(f"No lab scenario is for {playbook}.", why="Each scenario names its playbook.", do=["exkit lab list"])


def _folders(root: Traversable) -> Iterator[Traversable]:
    folders = [folder for folder in root.iterdir() if folder.joinpath(SESSION).is_file()] if root.is_dir() else []
    yield from sorted(folders, key=lambda folder: folder.name)


def _read(folder: Traversable) -> Scenario:
    recording = read_recording(folder)
    if not recording.is_scenario:
        raise UsageError(f"{folder} is a tape, not a scenario.", why="It has no [state].", do=["exkit lab list"])
    return Scenario(folder.name, folder, recording)
