"""A lab that counts what runs, for all tests of this room."""

from collections.abc import Iterator

import pytest

from tests.test_accidents.stage import Stage, make_stage
from toolkit.lab.lab import Lab, start_lab
from toolkit.lab.settings import LabSettings, RecordedEngine
from toolkit.model.command import CommandResult, Outcome
from toolkit.model.target import Login


def answer(step_id: str, script: str) -> CommandResult:
    """Answer a step with its script, so that no answer fits another step."""
    return CommandResult(step_id, Outcome.OK, output=(script,))


@pytest.fixture(scope="package")
def running_lab() -> Iterator[Lab]:
    """Start a lab in which every step succeeds."""
    with start_lab(LabSettings(RecordedEngine(answer))) as lab:
        yield lab


@pytest.fixture(params=[Login.BASIC, Login.NTLM], ids=["basic-https", "ntlm-sealed"])
def stage(running_lab: Lab, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Return a stage on a server without a past, once for each way to log on."""
    return make_stage(running_lab, request.param, monkeypatch)
