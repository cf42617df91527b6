"""How many requests a run costs: a change of the product that adds a round trip must be seen here."""

from pathlib import Path

import pytest

from tests.test_accidents.stage import CALLS, Stage, carry_out, step
from toolkit.cli.main import run
from toolkit.lab.counters import HostCounters
from toolkit.lab.lab import Lab
from toolkit.model.command import Outcome, Policy

TWELVE = [step(f"look-{number}", Policy.IDEMPOTENT) for number in range(1, 13)]


def test_twelve_steps_take_one_connection_and_few_requests(stage: Stage) -> None:
    """Create, Command, Send, Delete and some Receives on one TCP connection; NTLM logs on with three requests more."""
    results = carry_out(stage.shell(), [TWELVE])
    assert [result.outcome for result in results.values()] == [Outcome.OK] * 12
    assert stage.host.tcp == 1
    assert stage.host.http <= 18
    assert {stage.host.requests[name] for name in ("create", "command", "send", "delete")} == {1}
    assert stage.host.peak_shells == 1
    assert stage.host.live_shells == 0


def test_a_further_call_costs_one_send_and_what_it_waits(stage: Stage) -> None:
    """The second call of a run makes no shell and logs on to nothing."""
    carry_out(stage.shell())
    assert (stage.host.tcp, stage.host.requests["create"], stage.host.requests["send"]) == (1, 1, len(CALLS))


@pytest.fixture
def closed_labs(monkeypatch: pytest.MonkeyPatch) -> list[HostCounters]:
    """Return what the labs that commands have started had counted when they ended."""
    counters: list[HostCounters] = []
    close = Lab.close

    def note_and_close(lab: Lab) -> None:
        close(lab)
        counters.extend(lab.hosts.values())

    monkeypatch.setattr(Lab, "close", note_and_close)
    return counters


PLAYBOOK_REQUESTS = 28
"""Measured 20 for 15 steps. The engine makes 8 calls around its decisions, each a Send and a Receive; READY costs a Receive too; the rest
is Create, Command and Delete. A busy machine brings answers apart, which costs a Receive each."""


def test_a_whole_playbook_stays_within_its_bound(closed_labs: list[HostCounters], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default scenario of the back-pressure playbook, as typed: one connection, one shell, nothing twice, nothing left."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    words = ["run", "smtp-452-back-pressure", "--lab", "--runs", str(tmp_path / "runs"), "--yes", "--confirm", "EX01", "--json"]
    assert run(words) == 0
    (host,) = closed_labs
    assert (host.tcp, host.requests["create"], host.live_shells) == (1, 1, 0)
    assert set(host.executions.values()) == {1}
    assert host.http <= PLAYBOOK_REQUESTS, host
