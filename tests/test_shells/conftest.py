"""A lab for the tests of connections and wires."""

from collections.abc import Iterator

import pytest

from toolkit.lab.lab import Lab, start_lab
from toolkit.lab.settings import LabSettings, RecordedEngine
from toolkit.model.command import CommandResult, Outcome


@pytest.fixture(scope="package")
def running_lab() -> Iterator[Lab]:
    """Start a lab on both families of addresses."""
    engine = RecordedEngine(lambda step_id, script: CommandResult(step_id, Outcome.OK))
    with start_lab(LabSettings(engine, addresses=("127.0.0.1", "::1"))) as lab:
        yield lab


@pytest.fixture
def lab(running_lab: Lab) -> Lab:
    """Return the lab, new again."""
    running_lab.reset()
    return running_lab
