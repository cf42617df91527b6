"""The way to an agent where it is refused, lost or taken; the looks themselves are taken in tests/test_scenarios."""

from collections import deque
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.test_lab.powershell import find_powershell
from toolkit.errors import AgentBusy, AgentRefused
from toolkit.model.command import Command, Policy
from toolkit.model.contact_way import RefusalLook, WayLooks
from toolkit.model.danger import Danger
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.first_contact import Blind
from toolkit.rendering.scripts import render_script
from toolkit.rendering.templates import load_template
from toolkit.shells.agent_settings import AgentSettings
from toolkit.shells.local import local_starter
from toolkit.shells.way_looks import Trial, look_at_way, refusal_word
from toolkit.shells.wire import Starter, WireEnded, WireLost

READY = b"\n@EXK 0 READY\n"


def waiting() -> Command:
    """Return the step that waits."""
    script = render_script(load_template("observe/first_contact_sleep"), ExchangeVersion.E2016, {"Seconds": 50})
    return Command("wait", script, Danger.OBSERVE, Policy.IDEMPOTENT, 60)


def trial(start: Starter, root: str = "") -> Trial:
    """Return a trial."""
    return Trial(start, "contact", waiting(), AgentSettings(root=root, start_s=20.0))


class SaidWire:
    """A wire that says one piece after the other, and then is lost or ends."""

    def __init__(self, pieces: Sequence[bytes], end: WireLost) -> None:
        self._pieces = deque(pieces)
        self._end = end

    def send(self, data: bytes) -> None:
        """Take it."""

    def receive(self, timeout_s: float) -> bytes:
        """Say the next piece."""
        if self._pieces:
            return self._pieces.popleft()
        raise self._end

    def interrupt(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


def says(*pieces: bytes, end: WireLost, lost_before: int = 0) -> Starter:
    """Return a starter of such wires; the first ``lost_before`` of them are lost at once."""
    lost = iter([True] * lost_before)
    return lambda _: SaidWire((), WireLost("gone")) if next(lost, False) else SaidWire(pieces, end)


def test_a_refused_agent_is_an_error_with_its_word() -> None:
    """Where the agent may not run there is nothing to look at."""
    with pytest.raises(AgentRefused) as refused:
        look_at_way(trial(says(b"\n@EXK 0 REFUSED language-mode\n", end=WireEnded(3))))
    assert refusal_word(refused.value) == "language-mode"


@pytest.mark.parametrize(("why", "word"), [("agent-hash: changed", "agent-hash"), ("EX01: no", "other"), ("", "other")])
def test_words_of_a_refusal_are_a_closed_set(why: str, word: str) -> None:
    """What a server makes up is no word."""
    assert refusal_word(AgentRefused("refused", why=why, do=("exkit doctor --help",))) == word


def test_what_is_lost_is_lost_and_never_a_no() -> None:
    """A connection that breaks leaves looks that could not be taken."""
    lost = Blind.LOST
    nothing = WayLooks(lost, lost, lost, lost, lost, lost, lost)
    assert look_at_way(trial(says(end=WireLost("gone")))) == nothing
    assert look_at_way(trial(says(READY, end=WireLost("gone")))) == nothing


def test_a_refusal_without_another_line_is_seen() -> None:
    """A stage 0 that ends by itself is told apart from one that waits for a line; words that are not known are not taken."""
    for said, word in ((b"agent-hash", "agent-hash"), (b"ex01-is-shut", "other")):
        start = says(READY, b"@EXK 0 REFUSED " + said + b"\n", end=WireEnded(3), lost_before=3)
        assert look_at_way(trial(start)).refusal == RefusalLook(word, ends_alone=True, exit_code=3)


@pytest.mark.pwsh
def test_another_run_on_the_server_is_left_in_peace(tmp_path: Path) -> None:
    """Whoever works there alone is not disturbed: the first contact ends before it begins."""
    locks = pytest.importorskip("fcntl", reason="locks as .NET makes them on Linux")
    with (tmp_path / "host.lock").open("w", encoding="utf-8") as held:
        locks.flock(held, locks.LOCK_EX)
        with pytest.raises(AgentBusy):
            look_at_way(trial(local_starter(find_powershell()), str(tmp_path)))
