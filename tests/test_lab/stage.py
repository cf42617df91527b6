"""One PowerShell for many tests: its server is made anew for each, without starting the process again."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.test_lab.powershell import SCENARIOS, Session, open_world
from tests.test_lab.worlds import write_scenario
from toolkit.lab.world import World, prepare_world

BASE = "back-pressure-disk"


class Stage:
    """A PowerShell with the Exchange shell loaded, and the server it works on.

    Attributes:
        session: the PowerShell.
        world: the server; its folders stay at the same place.
    """

    def __init__(self, session: Session, world: World, folder: Path) -> None:
        self.session = session
        self.world = world
        self._folder = folder
        self._count = 0

    def make(self, changes: dict[str, object], base: str = BASE) -> World:
        """Put a new server into the place of the old one; versions and roles must be those of the first."""
        self._count += 1
        scenario = write_scenario(self._folder / f"scenario{self._count}", changes, base)
        fresh = prepare_world(scenario, self._folder / f"fresh{self._count}").root
        for name in ("C", "D", "HKLM"):
            shutil.rmtree(self.world.root / name, ignore_errors=True)
            if (fresh / name).is_dir():
                (fresh / name).rename(self.world.root / name)
        for stray in (self.world.root / "trap").iterdir():
            stray.unlink()
        (fresh / "state.json").rename(self.world.root / "state.json")
        return self.world


@contextmanager
def open_stage(folder: Path) -> Iterator[Stage]:
    """Start the PowerShell on a server made from the disk scenario."""
    world = prepare_world(SCENARIOS / BASE, folder / "world")
    with open_world(world, exchange="EX01.corp.example") as session:
        yield Stage(session, world, folder)
