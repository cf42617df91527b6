"""Where to work and how to get there; never a password."""

from dataclasses import dataclass
from enum import Enum


class Login(Enum):
    """Kinds of login that WinRM offers, safest first."""

    KERBEROS = "kerberos"
    CERTIFICATE = "certificate"
    NTLM = "ntlm"
    BASIC = "basic"


@dataclass(frozen=True, slots=True)
class Target:
    """A server as WinRM reaches it.

    Attributes:
        host: name or address as given.
        port: TCP port.
        tls: HTTPS; without it the messages must be sealed by the login (NTLM, Kerberos).
        login: kind of login.
        user: user name, empty for the logged-on user's ticket.
        ca_file: file of certificates to trust instead of the system's; empty for the system's.
        ntlm_over_http: a person accepts for this server that NTLM goes over HTTP, where it can be relayed.
    """

    host: str
    port: int = 5986
    tls: bool = True
    login: Login = Login.KERBEROS
    user: str = ""
    ca_file: str = ""
    ntlm_over_http: bool = False

    @property
    def url(self) -> str:
        """The endpoint; IPv6 addresses in brackets."""
        host = f"[{self.host}]" if ":" in self.host and not self.host.startswith("[") else self.host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}/wsman"
