"""The server that a run works on, as it describes itself."""

from dataclasses import dataclass

from toolkit.model.exchange import ExchangeVersion


@dataclass(frozen=True, slots=True)
class ServerIdentity:
    """Read from the registry and the system, without Exchange's own shell.

    Attributes:
        computer: NetBIOS name.
        fqdn: full name, empty when the server has no domain.
        build: Exchange build, ``15.1.2375.7``.
        version: generation of that build; None when we do not know the build.
        install_path: as the registry gives it, usually with a trailing backslash.
        roles: ``Mailbox``, ``Hub``, ``Edge`` ... as found in the registry.
        windows: version of Windows, ``10.0.14393``.
        powershell: version of PowerShell, ``5.1.14393.693``.
        setup_running: Exchange Setup works on this server now.
    """

    computer: str
    fqdn: str
    build: str
    version: ExchangeVersion | None
    install_path: str
    roles: tuple[str, ...]
    windows: str
    powershell: str
    setup_running: bool

    @property
    def is_edge(self) -> bool:
        """Whether this is an Edge Transport server: no mailbox databases, no RBAC, no DAG."""
        return "Edge" in self.roles
