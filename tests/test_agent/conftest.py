"""Benches for agents."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_agent.bench import Bench
from tests.test_lab.powershell import find_powershell
from toolkit.shells.agent import AgentShell


@pytest.fixture(scope="session")
def powershell() -> str:
    """The path of a PowerShell 7; skips where there is none."""
    return find_powershell()


@pytest.fixture
def bench(powershell: str, tmp_path: Path) -> Iterator[Bench]:
    """A bench of the test's own."""
    bench = Bench(powershell, tmp_path)
    yield bench
    bench.close()


@pytest.fixture(scope="session")
def shared_bench(powershell: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A bench for all tests that only ask."""
    bench = Bench(powershell, tmp_path_factory.mktemp("agent"))
    yield bench
    bench.close()


@pytest.fixture(scope="session")
def shell(shared_bench: Bench) -> AgentShell:
    """One agent for all tests that only ask; step ids must differ from test to test."""
    return shared_bench.shell("shared")


@pytest.fixture(scope="session")
def exchange_objects() -> str:
    """The folder with objects of a real Exchange server; skips where it is absent."""
    folder = Path(__file__).parents[3] / "shared" / "exchange-objects" / "E16"
    if not folder.is_dir():
        pytest.skip(f"there is no {folder}")
    return str(folder)
