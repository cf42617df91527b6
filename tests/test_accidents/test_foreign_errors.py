"""Whatever a library throws at whatever time, a run ends with an error of the product, or with honest answers."""

import itertools

import pytest
from winrm.protocol import Protocol

from tests.test_accidents.stage import CALLS, Stage, carry_out, make_stage, outcomes
from tests.test_shells.test_winrm import FOREIGN, example
from toolkit.errors import ReachError
from toolkit.lab.lab import Lab
from toolkit.model.command import Outcome
from toolkit.model.target import Login


@pytest.fixture
def hurried(running_lab: Lab, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Return a stage whose clients see a second pass whenever they look at their watch."""
    stage = make_stage(running_lab, Login.BASIC, monkeypatch)
    stage.watch = itertools.count(0.0).__next__
    return stage


@pytest.mark.parametrize("kind", FOREIGN, ids=[f"{kind.__module__}.{kind.__name__}" for kind in FOREIGN])
def test_a_library_that_always_fails(hurried: Stage, kind: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    """The first request never succeeds: one error with a stable name and a cause, exit code 5, and patience that ends."""

    def fail(protocol: Protocol, message: str) -> bytes:
        raise example(kind)

    monkeypatch.setattr(Protocol, "send_message", fail)
    with pytest.raises(ReachError) as caught:
        carry_out(hurried.shell())
    assert caught.value.slug.startswith(("reach.", "shell."))
    assert caught.value.why
    assert caught.value.exit_code == 5


@pytest.mark.parametrize("kind", FOREIGN, ids=[f"{kind.__module__}.{kind.__name__}" for kind in FOREIGN])
def test_a_library_that_fails_from_some_request_on(hurried: Stage, kind: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps are under way when nothing works any more: their state is unknown, nothing is said to be done or not done."""
    send, numbers = Protocol.send_message, itertools.count(1)

    def fail(protocol: Protocol, message: str) -> bytes:
        if next(numbers) > 4:
            raise example(kind)
        return send(protocol, message)

    monkeypatch.setattr(Protocol, "send_message", fail)
    results = carry_out(hurried.shell(), CALLS[:1])
    assert outcomes(results) == {"change-1": Outcome.UNKNOWN, "change-2": Outcome.UNKNOWN}
