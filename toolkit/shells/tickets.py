"""Is there a Kerberos ticket for a server? The domain is asked, the server is not."""

import re

from winrm import transport

MISSING = "it is not installed here"
_QUOTED = re.compile(r"""(['"])(.+?)\1, -?[0-9]+\)""")
SERVICE = "HTTP"
"""Class of the names that servers with WinRM have in the domain: ``HTTP/ex02.corp.example``."""


def find_ticket(host: str, principal: str) -> str:
    """Return why there is no ticket for ``host``; empty when there is one.

    Args:
        host: full name of the server.
        principal: whose ticket; empty for whoever is logged on.
    """
    if not transport.HAVE_KERBEROS:
        return MISSING
    try:
        _make_token(host, principal)
    except Exception as fault:  # noqa: BLE001 - each of the Kerberos libraries has its own kinds of errors
        return f"no ticket for {SERVICE}/{host} ({reason_of(fault)})"
    return ""


def reason_of(fault: Exception) -> str:
    """Return the words of a fault of Kerberos that say the most: of several texts with codes the last one (RFC 2743, minor status)."""
    texts = [text for _, text in _QUOTED.findall(str(fault))]
    return texts[-1] if texts else str(fault)


def _make_token(host: str, principal: str) -> None:
    """Make what a login would begin with, and throw it away."""
    make_login = transport.HTTPKerberosAuth  # type: ignore[attr-defined]  # it is there when Kerberos is
    login = make_login(service=SERVICE, principal=principal or None)  # type: ignore[no-untyped-call]  # code that pywinrm has copied
    login.generate_request_header(None, host, is_preemptive=True)  # type: ignore[no-untyped-call]  # the same
