"""What a lab is started with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from toolkit.lab.certificates import CertificateKind
from toolkit.model.command import CommandResult
from toolkit.shells.session_file import Recording

AnswerFunction = Callable[[str, str], CommandResult]
"""Step id and script to the answer; for measurements, where a recording would be in the way."""


class World(Protocol):
    """What scripts find around them when PowerShell really runs them (``toolkit.lab.world``)."""

    @property
    def prelude(self) -> str:
        """PowerShell text that is run before the first script, to load the stand-in commands."""

    @property
    def environment(self) -> Mapping[str, str]:
        """Environment variables of the PowerShell process, in addition to those of this process."""


@dataclass(frozen=True, slots=True)
class RecordedEngine:
    """Nothing is executed; answers come from a scenario, or from a function.

    Attributes:
        source: the scenario, or the function that answers.
        journal: the agent keeps a journal on the simulated disk; without it a step can run twice (the control of tests).
        refuses: why stage 0 refuses the agent (``language-mode``, ``powershell-version``); empty when it does not.
    """

    source: Recording | AnswerFunction
    journal: bool = True
    refuses: str = ""


@dataclass(frozen=True, slots=True)
class PowerShellEngine:
    """What is received is executed by a PowerShell 7 on this machine, in a world of stand-ins.

    Attributes:
        program: path of ``pwsh``.
        world: what scripts find around them.
    """

    program: Path
    world: World


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things take; the defaults are the model that the designs were measured with (execution design, 3.1).

    Attributes:
        speed: how much of every simulated duration is really waited: 1 all of it, 0 none. Round trips are not scaled.
        rtt_s: round-trip time; one for each request, and for each connection 1 (HTTP) or 3 (HTTPS) more.
        process_start_s: from Command to the first line of PowerShell.
        exchange_shell_s: loading the Exchange shell, once for each process.
        step_s: a step whose answer does not say how long it took.
        exit_lag_s: between the last output of a process and its exit code.
    """

    speed: float = 0.0
    rtt_s: float = 0.0
    process_start_s: float = 0.4
    exchange_shell_s: float = 3.0
    step_s: float = 0.05
    exit_lag_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Quotas:
    """Limits of WinRM on the server; the defaults are those of Windows Server 2016.

    Attributes:
        max_envelope_kib: largest request, KiB (MaxEnvelopeSizekb); more is answered with HTTP 413.
        max_shells: shells of one user (MaxShellsPerUser).
        max_operations: commands of one user in all his shells; the end of a command does not give one back ([MS-WSMV] note 118).
        max_timeout_s: cap of a request's OperationTimeout (MaxTimeoutms).
        idle_s: after this time without a request a shell is deleted (IdleTimeout).
        keep_alive_s: after this time without a request a connection is closed (http.sys).
        receive_chunk: most bytes of output in one answer.
    """

    max_envelope_kib: int = 500
    max_shells: int = 30
    max_operations: int = 1500
    max_timeout_s: float = 60.0
    idle_s: float = 7200.0
    keep_alive_s: float = 120.0
    receive_chunk: int = 1 << 30


@dataclass(frozen=True, slots=True)
class LabSettings:
    """Everything that can be chosen about a lab.

    Attributes:
        engine: what is behind a command line.
        addresses: loopback addresses; each is a host of its own with an HTTP and an HTTPS port.
        user: name of the only user; the password is made at the start.
        computer: NetBIOS name that every host gives itself.
        timing: how long things take.
        quotas: limits of WinRM.
        allow_basic_http: accept Basic and unsealed messages without TLS, as a badly configured server does.
        certificate: what the certificate of the HTTPS listeners is like.
        strict_binding: NTLM over HTTPS must be bound to the certificate (CbtHardeningLevel Strict); else it may be (Relaxed).
        http_port: port of the HTTP listeners; 0 for any free one.
        https_port: port of the HTTPS listeners; 0 for any free one.
    """

    engine: RecordedEngine | PowerShellEngine
    addresses: tuple[str, ...] = ("127.0.0.1",)
    user: str = "lab"
    computer: str = "EXKIT-LAB"
    timing: Timing = field(default_factory=Timing)
    quotas: Quotas = field(default_factory=Quotas)
    allow_basic_http: bool = False
    certificate: CertificateKind = CertificateKind.GOOD
    strict_binding: bool = False
    http_port: int = 0
    https_port: int = 0
