"""Which login is taken when the person names none: Kerberos first, then NTLM; never Basic."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass

from toolkit.errors import NOTHING_READ, UsageError
from toolkit.model.target import Login

TicketSearch = Callable[[str, str], str]
"""Host and principal (empty for whoever is logged on) to why there is no ticket; empty when there is one."""


@dataclass(frozen=True, slots=True)
class LoginChoice:
    """The login that is taken.

    Attributes:
        login: kind of login.
        why: one clause, without a full stop.
    """

    login: Login
    why: str


def choose_login(host: str, user: str, certificate: str, find_ticket: TicketSearch) -> LoginChoice:
    """Return the safest login that can work.

    Args:
        host: the server as it was named.
        user: empty when nobody was named.
        certificate: empty when no client certificate was given.
        find_ticket: asks for a Kerberos ticket; the server itself is not asked.

    Raises:
        UsageError: no login can work.
    """
    if certificate:
        return LoginChoice(Login.CERTIFICATE, "a client certificate was given")
    missing = "a ticket is for a name, and this is an address" if is_address(host) else find_ticket(host, principal_of(user))
    if not missing:
        return LoginChoice(Login.KERBEROS, f"there is a ticket for HTTP/{host}")
    if user:
        return LoginChoice(Login.NTLM, f"no Kerberos: {missing}")
    why = f"No Kerberos: {missing}. Every other login needs to be told who logs on."
    do = (
        "exkit doctor --help",
        "--user NAME logs on by NTLM over HTTPS",
        "kinit gets a ticket",
        'pip install "exchange-recovery-toolkit[kerberos]"',
    )
    raise UsageError(f"there is no login to {host}", why=why, do=do, state=NOTHING_READ)


def principal_of(user: str) -> str:
    r"""Return a user as Kerberos names him: ``admin@CORP`` for ``CORP\admin``; everything else stays as it is."""
    domain, backslash, name = user.partition("\\")
    return f"{name}@{domain.upper()}" if backslash else user


def is_address(host: str) -> bool:
    """Whether ``host`` is an IP address; for one there are no tickets."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
