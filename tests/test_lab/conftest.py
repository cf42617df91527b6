"""Labs for the tests of this room."""

from collections.abc import Iterator

import pytest

from tests.test_lab.raw_client import RawClient
from toolkit.lab.lab import Lab, start_lab
from toolkit.lab.settings import LabSettings, RecordedEngine
from toolkit.model.command import CommandResult, Outcome


def give_back(step_id: str, script: str) -> CommandResult:
    """Answer a step with its own script; one that holds ``throw`` fails."""
    outcome = Outcome.FAILED if "throw" in script else Outcome.OK
    return CommandResult(step_id, outcome, output=(script,))


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what client libraries would read from the environment."""
    for variable in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "NETRC"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture(scope="session")
def running_lab() -> Iterator[Lab]:
    """Start a lab that answers every step with its script and also takes Basic without TLS."""
    with start_lab(LabSettings(RecordedEngine(give_back), allow_basic_http=True)) as lab:
        yield lab


@pytest.fixture
def lab(running_lab: Lab) -> Lab:
    """Return the running lab, new again."""
    running_lab.reset()
    return running_lab


@pytest.fixture
def client(lab: Lab) -> Iterator[RawClient]:
    """Return a connection to the lab's plain endpoint."""
    with RawClient(lab) as connection:
        yield connection
