"""All hosts of a lab with their ports; lives in the lab's event loop."""

import asyncio
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from toolkit.lab.connection import Door
from toolkit.lab.counters import HostCounters
from toolkit.lab.host import Host, Launch
from toolkit.lab.injection import Injection
from toolkit.lab.listener import Listener
from toolkit.lab.login import Account
from toolkit.lab.powershell_process import PowerShellMachine
from toolkit.lab.process import Process
from toolkit.lab.recorded_machine import RecordedMachine
from toolkit.lab.settings import LabSettings, PowerShellEngine


class Wire(Enum):
    """How an endpoint is reached."""

    HTTPS = "https"
    """Basic, NTLM or Negotiate, or a client certificate."""
    HTTP = "http"
    """NTLM or Negotiate with sealed messages; Basic only where the settings allow it."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a client can connect.

    Attributes:
        address: of the host.
        port: TCP port.
        kind: how.
    """

    address: str
    port: int
    kind: Wire

    @property
    def url(self) -> str:
        """What WinRM clients take."""
        address = f"[{self.address}]" if ":" in self.address else self.address
        return f"{self.kind.value}://{address}:{self.port}/wsman"


class Machine(Protocol):
    """What stands behind the command lines of one host."""

    def launch(self, host: Host, launch: Launch) -> Process:
        """Start what stands behind a command line."""

    def reset(self) -> None:
        """Make it new."""

    async def close(self) -> None:
        """End everything that runs outside this process."""


class Site:
    """Hosts, machines and listeners.

    Args:
        settings: of the lab.
        account: who may log on.
        tls: context of the HTTPS listeners.
        binding: what binds a login to their certificate.
    """

    def __init__(self, settings: LabSettings, account: Account, tls: ssl.SSLContext, binding: bytes) -> None:
        self._settings = settings
        self._account = account
        self._tls = tls
        self._binding = binding
        self._machines: list[Machine] = []
        self._hosts: list[Host] = []
        self._listeners: list[Listener] = []

    async def open(self) -> tuple[Endpoint, ...]:
        """Open all ports, and return where clients can connect: by address, HTTPS before HTTP.

        Raises:
            OSError: a port cannot be had.
        """
        endpoints: list[Endpoint] = []
        for address in self._settings.addresses:
            machine = self._new_machine()
            host = Host(address, self._settings.computer, self._settings.quotas, machine.launch)
            self._machines.append(machine)
            self._hosts.append(host)
            endpoints.append(await self._listen(host, Wire.HTTPS, self._settings.https_port))
            endpoints.append(await self._listen(host, Wire.HTTP, self._settings.http_port))
        return tuple(endpoints)

    async def look(self) -> Mapping[str, HostCounters]:
        """Return what each host has counted, by address."""
        return {host.address: host.look() for host in self._hosts}

    async def inject(self, injections: Sequence[Injection], address: str) -> None:
        """Order accidents on one host, on all when there is no address."""
        for host in self._hosts:
            if address in ("", host.address):
                host.accidents.order(injections)

    async def reboot(self) -> None:
        """Restart all hosts."""
        for host in self._hosts:
            host.reboot()

    async def reset(self) -> None:
        """Make all hosts new."""
        for host, machine in zip(self._hosts, self._machines, strict=True):
            host.reset()
            machine.reset()

    async def close(self) -> None:
        """Close all ports and connections, end all processes and tasks."""
        await self.reboot()
        for listener in self._listeners:
            await listener.close()
        for machine in self._machines:
            await machine.close()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    def _new_machine(self) -> Machine:
        engine = self._settings.engine
        if isinstance(engine, PowerShellEngine):
            return PowerShellMachine(engine, self._settings.timing)
        return RecordedMachine(engine, self._settings.timing)

    async def _listen(self, host: Host, kind: Wire, port: int) -> Endpoint:
        tls = self._tls if kind is Wire.HTTPS else None
        plain = kind is Wire.HTTP and self._settings.allow_basic_http
        binding = self._binding if tls else b""
        door = Door(host, self._account, tls is not None, plain, binding, self._settings.strict_binding, self._settings.timing.rtt_s)
        listener = Listener(door, tls)
        self._listeners.append(listener)
        return Endpoint(host.address, await listener.open(port), kind)
