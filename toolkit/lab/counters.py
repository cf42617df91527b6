"""What a host counts, for tests and measurements."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class HostCounters:
    """A look at one host.

    Attributes:
        tcp: connections accepted.
        http: requests, those that only log in included.
        refused_logins: logins with a wrong user or password.
        bound_logins: logins by NTLM that were bound to the server's certificate.
        requests: requests of WS-Management by name, ``create`` ... ``delete``.
        faults: faults answered, by name.
        executions: how often each step was begun, by step id (recorded engine only).
        connections: open now.
        live_shells: shells now.
        peak_shells: most shells at the same time.
        injected: accidents that happened since they were ordered.
        replayed: Receives answered again because the same message came twice.
    """

    tcp: int = 0
    http: int = 0
    refused_logins: int = 0
    bound_logins: int = 0
    requests: Mapping[str, int] = field(default_factory=dict)
    faults: Mapping[str, int] = field(default_factory=dict)
    executions: Mapping[str, int] = field(default_factory=dict)
    connections: int = 0
    live_shells: int = 0
    peak_shells: int = 0
    injected: int = 0
    replayed: int = 0


@dataclass(slots=True)
class Tally:
    """The running counts of one host; see :class:`HostCounters`."""

    tcp: int = 0
    http: int = 0
    refused_logins: int = 0
    bound_logins: int = 0
    peak_shells: int = 0
    replayed: int = 0
    requests: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    executions: Counter[str] = field(default_factory=Counter)

    def look(self, connections: int, live_shells: int, injected: int) -> HostCounters:
        """Return the counts as they are now."""
        return HostCounters(
            tcp=self.tcp,
            http=self.http,
            refused_logins=self.refused_logins,
            bound_logins=self.bound_logins,
            requests=dict(self.requests),
            faults=dict(self.faults),
            executions=dict(self.executions),
            connections=connections,
            live_shells=live_shells,
            peak_shells=self.peak_shells,
            injected=injected,
            replayed=self.replayed,
        )
