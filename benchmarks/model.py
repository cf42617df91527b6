"""What is measured: the modelled server, the twelve steps, the floor, and one measurement."""

from dataclasses import dataclass

from toolkit.lab.counters import HostCounters
from toolkit.lab.lab import Lab
from toolkit.lab.settings import Timing
from toolkit.lab.site import Endpoint, Wire
from toolkit.model.command import CommandResult, Outcome
from toolkit.model.target import Login

STEPS = 12
PROCESS_S, EXCHANGE_S, STEP_S = 0.4, 3.0, 0.05
FLOOR_ROUND_TRIPS = 5
"""One for TCP, Create, Command, Receive and Delete each: less is not possible with a shell of WinRM."""
LOGIN_ROUND_TRIPS = {Login.BASIC: 2, Login.NTLM: 3}
"""What a safe login costs besides: the handshake of TLS 1.2, or the three blank messages of NTLM."""
WIRES = {Login.BASIC: Wire.HTTPS, Login.NTLM: Wire.HTTP}
NAMES = {Login.BASIC: "Basic over HTTPS", Login.NTLM: "sealed NTLM over HTTP"}


def timing(rtt_s: float) -> Timing:
    """Return the durations of the modelled server, all of which are really waited."""
    return Timing(speed=1.0, rtt_s=rtt_s, process_start_s=PROCESS_S, exchange_shell_s=EXCHANGE_S, step_s=STEP_S)


def floor_s(rtt_s: float) -> float:
    """Return the seconds that twelve steps take at least."""
    return PROCESS_S + EXCHANGE_S + STEPS * STEP_S + FLOOR_ROUND_TRIPS * rtt_s


def give_script(step_id: str, script: str) -> CommandResult:
    """Answer a step with its own script."""
    return CommandResult(step_id, Outcome.OK, output=(script,))


def endpoint_of(lab: Lab, login: Login) -> Endpoint:
    """Return where a login is possible."""
    return lab.endpoint(WIRES[login])


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of the twelve steps.

    Attributes:
        way: how they were asked.
        login: how the client logged on.
        rtt_s: simulated round-trip time.
        wall_s: seconds from the first byte to the deleted shell.
        host: what the server has counted.
    """

    way: str
    login: Login
    rtt_s: float
    wall_s: float
    host: HostCounters

    @property
    def ratio(self) -> float:
        """Wall time by floor."""
        return self.wall_s / floor_s(self.rtt_s)

    @property
    def ratio_with_login(self) -> float:
        """Wall time by floor and login together."""
        return self.wall_s / (floor_s(self.rtt_s) + LOGIN_ROUND_TRIPS[self.login] * self.rtt_s)
