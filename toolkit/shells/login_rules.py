"""Which login goes over which wire: never a password in the clear, never NTLM that can be relayed unless a person accepts it."""

from dataclasses import dataclass
from enum import Enum

from toolkit.errors import TransportRefused
from toolkit.model.target import Login, Target


class Permission(Enum):
    """Whether a login is used; the words of docs/reference/winrm.md."""

    ALLOWED = "allowed"
    BY_CONSENT = "only with consent for this server"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class LoginRule:
    """What holds for one login over one kind of wire.

    Attributes:
        tls: HTTPS with a certificate that was checked, else HTTP.
        login: kind of login.
        permission: whether it is used.
        protects: what protects login and messages, or why it is not used; one sentence.
    """

    tls: bool
    login: Login
    permission: Permission
    protects: str


RULES = (
    LoginRule(True, Login.KERBEROS, Permission.ALLOWED, "TLS; the server proves by its ticket who it is."),
    LoginRule(True, Login.CERTIFICATE, Permission.ALLOWED, "TLS; no password exists."),
    LoginRule(True, Login.NTLM, Permission.ALLOWED, "TLS; the login is bound to the certificate, so it cannot be relayed."),
    LoginRule(True, Login.BASIC, Permission.ALLOWED, "TLS alone: the server gets the password itself."),
    LoginRule(False, Login.KERBEROS, Permission.ALLOWED, "Messages are sealed; the server proves by its ticket who it is."),
    LoginRule(False, Login.CERTIFICATE, Permission.REFUSED, "A certificate logs on within TLS only, and messages would not be sealed."),
    LoginRule(
        False,
        Login.NTLM,
        Permission.BY_CONSENT,
        "Messages are sealed, but nothing proves which server gets the login, so somebody in between can relay it to another one.",
    ),
    LoginRule(False, Login.BASIC, Permission.REFUSED, "It would send the password in the clear."),
)
"""Every way there is; TLS always means a checked certificate. Windows holds NTLM over HTTP back by TrustedHosts, which Python ignores."""


def rule_of(target: Target) -> LoginRule:
    """Return what holds for the login of ``target``."""
    return next(rule for rule in RULES if (rule.tls, rule.login) == (target.tls, target.login))


def require_allowed(target: Target) -> None:
    """Check that the login of ``target`` may be used; nothing is sent.

    Raises:
        TransportRefused: it may not, or a person has to accept it first.
    """
    rule = rule_of(target)
    if rule.permission is Permission.ALLOWED or (rule.permission is Permission.BY_CONSENT and target.ntlm_over_http):
        return
    do = [f"exkit doctor -t {target.host}", "use HTTPS (port 5986) with Kerberos or NTLM"]
    if rule.permission is Permission.BY_CONSENT:
        do += ["or Kerberos: --transport kerberos --port 5985", "or accept it for this server: --ntlm-over-http accepted"]
    raise TransportRefused(f"this way to {target.host} is not used: {target.login.value} over HTTP", why=rule.protects, do=do)
