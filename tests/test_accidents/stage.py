"""A lab, clients that can die, and one run whose steps are counted on the server."""

import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from toolkit.lab.counters import HostCounters
from toolkit.lab.lab import Lab
from toolkit.lab.site import Wire
from toolkit.model.command import Command, CommandResult, Outcome, Policy
from toolkit.model.danger import Danger
from toolkit.model.target import Login, Target
from toolkit.shells.agent import AgentShell
from toolkit.shells.agent_settings import AgentSettings
from toolkit.shells.contract import Progress
from toolkit.shells.winrm import Connection, Credentials
from toolkit.shells.winrm_wire import Patience, WinrmWire
from toolkit.shells.wsman import IDLE_S, Message

LIBRARY = "function Get-ExkitNothing { }\n"
TRIES = 4
Results = Mapping[str, CommandResult]


class ClientDied(BaseException):
    """The process of the client is gone; nothing of it may run after this, no clean-up either."""


class MortalConnection:
    """A connection of a client that dies with an accident.

    Args:
        connection: the product's own.
        is_over: whether the client's life is over.
    """

    def __init__(self, connection: Connection, is_over: Callable[[], bool]) -> None:
        self._connection = connection
        self._is_over = is_over

    def ask(self, message: Message, message_id: str, timeout_s: int) -> bytes:
        """Return the answer, unless the client has died meanwhile."""
        self._require_life()
        try:
            return self._connection.ask(message, message_id, timeout_s)
        finally:
            self._require_life()

    def reset(self) -> None:
        """Drop the connection."""
        self._require_life()
        self._connection.reset()

    def _require_life(self) -> None:
        if self._is_over():
            self._connection.reset()  # the system closes the sockets of a process that is gone
            raise ClientDied


class LateClock:
    """The clock of the lab's server, which can be put forward."""

    def __init__(self) -> None:
        self.ahead_s = 0.0

    def monotonic(self) -> float:
        """Return seconds that never go back on their own."""
        return time.monotonic() + self.ahead_s


@dataclass(slots=True)
class Stage:
    """A running lab, one way to log on to it, and what happened to the clients.

    Attributes:
        lab: the lab.
        target: how its server is reached.
        clock: of the server.
        naps: seconds that clients would have waited.
        notices: what they told a person.
        watch: the clock of the clients, seconds.
    """

    lab: Lab
    target: Target
    clock: LateClock
    naps: list[float] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    watch: Callable[[], float] = time.monotonic

    @property
    def host(self) -> HostCounters:
        """What the server has counted."""
        return self.lab.hosts[self.target.host]

    def shell(self, *, may_die: bool = False, run_id: str = "r-accident") -> AgentShell:
        """Return the shell of a new client, with the product's own wire and a clock that nobody waits for.

        Args:
            may_die: the client dies with the first accident.
            run_id: its run.
        """
        patience = Patience(TRIES, 0.5, self.naps.append)

        def is_over() -> bool:
            return may_die and self.host.injected > 0

        def start(line: str) -> WinrmWire:
            connection = Connection(self.target, Credentials(self.lab.password))
            return WinrmWire(MortalConnection(connection, is_over), line, patience, self.target.host)

        return AgentShell(start, run_id, [LIBRARY], AgentSettings(sleep=self.naps.append, now=self.watch), self._note)

    def pass_idle_time(self) -> None:
        """Let the time pass after which the server deletes the shell of a client that has died."""
        self.clock.ahead_s = IDLE_S + 1.0
        assert self.host.live_shells == 0
        self.clock.ahead_s = 0.0

    def _note(self, progress: Progress) -> None:
        if progress.notice:
            self.notices.append(progress.says)


def make_stage(lab: Lab, login: Login, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Return a stage on a lab that is new again: Basic goes over HTTPS, NTLM over sealed HTTP."""
    lab.reset()
    tls = login is Login.BASIC
    endpoint = lab.endpoint(Wire.HTTPS if tls else Wire.HTTP)
    clock = LateClock()
    monkeypatch.setattr("toolkit.lab.host.time", clock)
    target = Target(endpoint.address, endpoint.port, tls, login, lab.user, str(lab.ca_file), ntlm_over_http=not tls)
    return Stage(lab, target, clock)


def step(step_id: str, policy: Policy, script: str = "", *, shared: bool = False) -> Command:
    """Return a command whose script names the step."""
    danger = Danger.CHANGE if policy is Policy.ONCE else Danger.OBSERVE
    return Command(step_id, script or f"# {step_id}", danger, policy, 60, shared=shared)


CALLS: Sequence[Sequence[Command]] = (
    (
        step("load", Policy.IDEMPOTENT, "# exkit observe/exchange_shell", shared=True),
        step("change-1", Policy.ONCE),
        step("look-1", Policy.IDEMPOTENT),
        step("change-2", Policy.ONCE),
    ),
    (step("change-3", Policy.ONCE), step("look-2", Policy.IDEMPOTENT), step("change-4", Policy.ONCE)),
)
"""Two calls of one run, as the engine makes them around a decision."""
SCRIPTS = {command.step_id: command.script for command in itertools.chain(*CALLS)}
CHANGES = [command.step_id for command in itertools.chain(*CALLS) if command.policy is Policy.ONCE]


def carry_out(shell: AgentShell, calls: Sequence[Sequence[Command]] = CALLS) -> Results:
    """Ask the calls one after the other, as the engine does: what does not succeed ends the run; the shell is closed in the end."""
    results: dict[str, CommandResult] = {}
    try:
        for call in calls:
            results |= {result.step_id: result for result in shell.ask(call)}
            if any(result.outcome is not Outcome.OK for result in results.values()):
                break
    finally:
        shell.close()
    return results


def outcomes(results: Results) -> dict[str, Outcome]:
    """Return the outcomes of the changes that were asked for."""
    return {step_id: results[step_id].outcome for step_id in CHANGES if step_id in results}


def check_server(host: HostCounters, results: Results) -> None:
    """No change ran twice, every answer is the step's own and fits what ran, no shell is left."""
    good = {step_id: result.output for step_id, result in results.items() if result.outcome is Outcome.OK}
    assert good == {step_id: (SCRIPTS[step_id],) for step_id in good}
    for step_id, outcome in outcomes(results).items():
        runs = host.executions.get(step_id, 0)
        allowed = {Outcome.OK: {1}, Outcome.UNKNOWN: {0, 1}, Outcome.SKIPPED: {0}}
        assert runs in allowed[outcome], (step_id, outcome, runs)
    assert all(host.executions.get(step_id, 0) <= 1 for step_id in CHANGES), host.executions
    assert host.live_shells == 0
