"""Servers for templates to run on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_lab.powershell import SCENARIOS, Session, library, open_session, open_world
from tests.test_lab.stage import Stage, open_stage
from toolkit.lab.world import World, prepare_world

DISK = "back-pressure-disk"


@pytest.fixture
def disk_world(tmp_path: Path) -> World:
    """A server with a full C:, old logs and room on D:; nothing runs in it yet."""
    return prepare_world(SCENARIOS / DISK, tmp_path / "world")


@pytest.fixture
def disk_server(disk_world: World) -> Iterator[Session]:
    """The same with a PowerShell in it, the Exchange shell loaded."""
    with open_world(disk_world, exchange="EX01.corp.example") as session:
        yield session


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A PowerShell whose server can be made anew."""
    with open_stage(tmp_path_factory.mktemp("stage")) as opened:
        yield opened


@pytest.fixture(scope="module")
def plain_session() -> Iterator[Session]:
    """A PowerShell with the library and no world: paths are those of this machine."""
    with open_session() as session:
        loaded = session.run(library(), shared=True)
        assert loaded.is_ok, loaded.errors
        yield session
