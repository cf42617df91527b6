"""Worlds for tests: a shipped scenario with some of its lines changed."""

import json
from pathlib import Path

from tests.test_lab.powershell import SCENARIOS
from toolkit.lab.world import World, prepare_world

GIB = 1 << 30
MIB = 1 << 20
INSTALL = "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\"


def write_scenario(folder: Path, changes: dict[str, object], base: str = "back-pressure-disk") -> Path:
    """Write the ``world.json`` of ``base`` with ``changes`` into ``folder`` and return the folder."""
    row = json.loads((SCENARIOS / base / "world.json").read_text(encoding="utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "world.json").write_text(json.dumps({**row, **changes}), encoding="utf-8")
    return folder


def changed_world(folder: Path, changes: dict[str, object], base: str = "back-pressure-disk") -> World:
    """Prepare a scenario with some of its lines changed, below ``folder``."""
    return prepare_world(write_scenario(folder / "scenario", changes, base), folder / "world")


def read_state(world: World) -> dict[str, object]:
    """Return the state of the server as it is on disk now."""
    state: dict[str, object] = json.loads((world.root / "state.json").read_text(encoding="utf-8"))
    return state


def change_state(world: World, changes: dict[str, object]) -> None:
    """Change the state of the server from outside, as another administrator would."""
    (world.root / "state.json").write_text(json.dumps({**read_state(world), **changes}), encoding="utf-8")
