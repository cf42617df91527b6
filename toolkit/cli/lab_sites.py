"""A lab as a site: started for one command, its world kept in a folder, so that an undo finds what a run has left."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from toolkit.cli.own_files import own_files
from toolkit.cli.server_options import ServerChoice
from toolkit.errors import NOTHING_READ, UsageError
from toolkit.lab.lab import Lab, start_lab
from toolkit.lab.present import move_to_present
from toolkit.lab.scenarios import Scenario, default_scenario, find_scenario, shipped_scenarios
from toolkit.lab.settings import LabSettings, PowerShellEngine, RecordedEngine, Timing
from toolkit.lab.site import Wire
from toolkit.lab.world import open_world, prepare_world
from toolkit.model.target import Login, Target
from toolkit.shells.replay import template_of
from toolkit.shells.session_file import Recording

STATE_FILE, WORLD_STATE = "scenario-state.json", "state.json"


@dataclass(frozen=True, slots=True)
class LabSite:
    """A running lab.

    Attributes:
        lab: the lab.
        scenario: what it plays.
        target: how WinRM reaches it.
        folder: where it keeps its world.
    """

    lab: Lab
    scenario: Scenario
    target: Target
    folder: Path

    @property
    def host(self) -> str:
        """Name that the lab's server gives itself."""
        return self.scenario.recording.about.host or "EX01"


@contextmanager
def start_lab_site(choice: ServerChoice, playbook_id: str) -> Iterator[LabSite]:
    """Start the lab that ``choice`` names; without a folder of its own it forgets everything at the end.

    Raises:
        UsageError: there is no such scenario, or no PowerShell 7 for the real engine.
        RecordingInvalid: the scenario cannot be read.
    """
    root = shipped_scenarios()
    scenario = default_scenario(playbook_id, root) if choice.lab == "default" else find_scenario(choice.lab, root)
    with _folder(choice) as folder:
        engine = _powershell(scenario, folder) if choice.lab_engine == "pwsh" else _recorded(scenario, folder)
        settings = LabSettings(engine, computer=scenario.recording.about.host or "EX01", timing=Timing(speed=0.0))
        with start_lab(settings) as lab:
            endpoint = lab.endpoint(Wire.HTTPS)
            target = Target(endpoint.address, endpoint.port, tls=True, login=Login.BASIC, user=lab.user, ca_file=str(lab.ca_file))
            yield LabSite(lab, scenario, target, folder)


@contextmanager
def _folder(choice: ServerChoice) -> Iterator[Path]:
    if choice.lab_folder:
        folder = Path(choice.lab_folder).absolute()
        with own_files():
            folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="exkit-lab-world-") as made:
        yield Path(made)


def _powershell(scenario: Scenario, folder: Path) -> PowerShellEngine:
    program = os.environ.get("PWSH") or shutil.which("pwsh")
    if not program:
        why = "The lab's real engine is PowerShell 7; there is no pwsh on PATH, and PWSH names none."
        raise UsageError("there is no PowerShell 7 here", why=why, do=("exkit lab list", "or leave --lab-engine away"), state=NOTHING_READ)
    if not scenario.has_world:
        why = "It has recorded answers only."
        raise UsageError(f"the scenario {scenario.name} has no world", why=why, do=("exkit lab list",), state=NOTHING_READ)
    is_there = (folder / WORLD_STATE).is_file()
    return PowerShellEngine(Path(program), open_world(folder) if is_there else prepare_world(scenario.folder, folder))


def _recorded(scenario: Scenario, folder: Path) -> RecordedEngine:
    return RecordedEngine(move_to_present(_resumed(scenario.recording, folder), datetime.now(UTC)))


def _resumed(recording: Recording, folder: Path) -> Recording:
    file = folder / STATE_FILE
    return replace(recording, state=json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else recording


def keep_state(site: LabSite, scripts: Sequence[str]) -> None:
    """Keep in which state a recorded scenario is after these scripts; a real engine keeps its world itself."""
    recording = _resumed(site.scenario.recording, site.folder)
    state = dict(recording.state or {})
    for script in scripts:
        answer = recording.answer_to(template_of(script), state)
        state.update(answer.then if answer else {})
    _write_state(site.folder / STATE_FILE, state)


def _write_state(file: Path, state: Mapping[str, str | int | bool | float]) -> None:
    file.write_text(json.dumps(state, sort_keys=True) + "\n", encoding="utf-8")
