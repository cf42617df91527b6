"""Is there a Kerberos ticket for a server? The domain is asked, the server is not."""

from winrm import transport

MISSING = "it is not installed here"
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
        return f"no ticket for {SERVICE}/{host} ({fault})"
    return ""


def _make_token(host: str, principal: str) -> None:
    """Make what a login would begin with, and throw it away."""
    make_login = transport.HTTPKerberosAuth  # type: ignore[attr-defined]  # it is there when Kerberos is
    login = make_login(service=SERVICE, principal=principal or None)  # type: ignore[no-untyped-call]  # code that pywinrm has copied
    login.generate_request_header(None, host, is_preemptive=True)  # type: ignore[no-untyped-call]  # the same
