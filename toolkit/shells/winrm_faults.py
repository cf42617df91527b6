"""What faults of pywinrm, requests and the login libraries mean: an error for a person, or a fault that the wire handles."""

from typing import NoReturn

import requests
from spnego.exceptions import SpnegoError
from winrm.exceptions import InvalidCredentialsError, WinRMError, WinRMOperationTimeoutError, WinRMTransportError, WSManFaultError

from toolkit.errors import (
    AnswerBroken,
    CertificateRefused,
    ConnectionRefused,
    LoginRefused,
    NameNotFound,
    NoAnswer,
    NotWsMan,
    ReachError,
    TransportRefused,
)
from toolkit.model.target import Login, Target
from toolkit.shells.bounded_http import CONNECT_S, AnswerEndless
from toolkit.shells.tickets import reason_of
from toolkit.shells.wsman_faults import (
    GONE,
    QUOTA,
    UNCERTAIN,
    ConnectionLost,
    EnvelopeTooLarge,
    FateUnknown,
    FaultCode,
    OperationTimedOut,
    QuotaFull,
    ShellGone,
)

LONGEST_WORDS = 500
"""Most characters of what a server says that are told."""
_TICKET_ERRORS = ("kerberos.", "winkerberos.", "pykerberos.", "gssapi.", "winrm.vendor.requests_kerberos.")
"""Modules whose errors mean that there is no Kerberos ticket for this server, or that the server does not prove who it is."""
_NO_NAME = ("NameResolutionError", "getaddrinfo failed", "Name or service not known")
_NO_LISTENER = ("Connection refused", "WinError 10061")
_NO_WAY = ("ConnectTimeoutError", "WinError 10060", "No route to host", "unreachable")
"""What requests says of connections that could not be made, on both systems."""
_CERTIFICATE_FAULTS = {
    "certificate has expired": "It has expired.",
    "Hostname mismatch": "It is not for the name {host}.",
    "IP address mismatch": "It is not for the address {host}.",
    "self-signed certificate": "It is signed by nobody that this machine trusts (self-signed or own authority).",
    "self signed certificate": "It is signed by nobody that this machine trusts (self-signed or own authority).",
    "unable to get local issuer certificate": "Its issuer is not trusted on this machine.",
}
"""What OpenSSL says, and what it means."""


def is_answer(fault: Exception) -> bool:
    """Whether the server has answered in words, so that the connection is still good."""
    return isinstance(fault, WSManFaultError | WinRMOperationTimeoutError)


def translate(fault: Exception, target: Target) -> NoReturn:
    """Raise what ``fault`` means.

    Raises:
        ReachError: an error for a person.
        RequestFault: something that the wire handles.
    """
    match fault:
        case ReachError():
            raise fault
        case WinRMOperationTimeoutError():
            raise OperationTimedOut from fault
        case WSManFaultError():
            _translate_fault(fault)
        case WinRMTransportError():
            _translate_status(fault, target)
        case InvalidCredentialsError():
            raise login_refused(target) from fault
        case WinRMError():
            raise _login_not_here(target, fault) from fault
        case _:
            _translate_network(fault, target)


def _translate_network(fault: Exception, target: Target) -> NoReturn:
    match fault:
        case _ if type(fault).__name__ == "MutualAuthenticationError":
            raise _no_proof(target) from fault
        case _ if f"{type(fault).__module__}.".startswith(_TICKET_ERRORS):
            raise _no_ticket(target, fault) from fault
        case _ if isinstance(_root_of(fault), AnswerEndless):
            why = f"{_innermost(fault).capitalize()}. WinRM sends no such answer: something else is there, or somebody in between."
            raise AnswerBroken(f"the answer of {target.host} does not end", why=why, do=(f"exkit doctor -t {target.host}",)) from fault
        case requests.exceptions.SSLError():
            raise _tls_failed(target, fault) from fault
        case requests.exceptions.InvalidURL():
            why = f"{target.url} is no address: {_innermost(fault)}."
            raise NameNotFound(f"{target.host} is no name of a server", why=why, do=("exkit doctor --help",)) from fault
        case requests.exceptions.ConnectTimeout():
            raise _no_answer(target) from fault
        case requests.ConnectionError() if (cause := _cannot_connect(target, fault)) is not None:
            raise cause from fault
        case requests.RequestException() | SpnegoError() | OSError():
            raise ConnectionLost(_innermost(fault)) from fault
        case _:  # what libraries throw at an answer that they did not expect: KeyError, struct.error, AttributeError
            why = f"It made the login library stumble: {type(fault).__name__}: {_shorten(str(fault))}."
            raise AnswerBroken(f"the answer of {target.host} cannot be read", why=why, do=(f"exkit doctor -t {target.host}",)) from fault


def _root_of(fault: BaseException) -> BaseException:
    """The first of the faults that requests and urllib3 have wrapped into each other."""
    while inner := next((part for part in (getattr(fault, "reason", None), *fault.args) if isinstance(part, BaseException)), None):
        fault = inner
    return fault


def _innermost(fault: BaseException) -> str:
    """What the first of the faults said."""
    root = _root_of(fault)
    return _shorten(str(root)) or type(root).__name__


def _translate_fault(fault: WSManFaultError) -> NoReturn:
    code, reason = fault.wsman_fault_code or 0, _shorten(fault.reason)
    if code in GONE:
        raise ShellGone(reason) from fault
    if code in QUOTA:
        raise QuotaFull(code, reason) from fault
    if code in UNCERTAIN:
        raise FateUnknown(reason) from fault
    if code == FaultCode.ACCESS_DENIED:
        why = "The login is right, but this account may not use WinRM there: it needs local administrator rights."
        raise LoginRefused("the server refuses this account", why=why, do=("exkit doctor --help",)) from fault
    why = f"WinRM says: {reason} (code {code})."
    raise AnswerBroken("WinRM answered with a fault", why=why, do=("exkit doctor --help",)) from fault


def _shorten(words: str) -> str:
    """What others say, on one line and not longer than anybody reads."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_WORDS else f"{line[:LONGEST_WORDS]} ..."


def _translate_status(fault: WinRMTransportError, target: Target) -> NoReturn:
    if fault.code == 413:
        raise EnvelopeTooLarge from fault
    if fault.code == 400:  # a message sealed under the context of a connection that the server has closed
        raise ConnectionLost("HTTP 400") from fault
    if 300 <= fault.code < 400:
        raise refused(target, f"It answers with a redirection (HTTP {fault.code}), which WinRM never does.") from fault
    why = f"HTTP {fault.code}. WinRM answers on /wsman of port 5985 or 5986."
    raise NotWsMan(f"something else than WinRM answers at {target.url}", why=why, do=(f"exkit doctor -t {target.host}",)) from fault


def _cannot_connect(target: Target, fault: requests.ConnectionError) -> ReachError | None:
    """What a failed connection means for a person; None for one that broke in the middle."""
    text = str(fault)
    do = (f"exkit doctor -t {target.host}",)
    if any(words in text for words in _NO_NAME):
        return NameNotFound(f"the name {target.host} has no address", why="DNS does not know it, or the name is misspelt.", do=do)
    if any(words in text for words in _NO_LISTENER):
        why = f"The machine answers, but nothing listens on port {target.port}. WinRM is off there, or on another port."
        return ConnectionRefused(f"{target.host} refuses connections on port {target.port}", why=why, do=do)
    if any(words in text for words in _NO_WAY):
        return _no_answer(target)
    return None


def _no_answer(target: Target) -> NoAnswer:
    why = f"No TCP connection within {CONNECT_S} s. WinRM is off there, or a firewall drops it."
    return NoAnswer(f"{target.host} does not answer on port {target.port}", why=why, do=(f"exkit doctor -t {target.host}",))


def login_refused(target: Target) -> LoginRefused:
    """Return the error for a login that the server has refused."""
    why = "User, password or kind of login is wrong, or the account is locked. It was tried once, so that it does not get locked."
    what = f"{target.host} refuses the login {target.user or 'of the ticket'} ({target.login.value})"
    return LoginRefused(what, why=why, do=(f"exkit doctor -t {target.host}",))


def _no_proof(target: Target) -> AnswerBroken:
    why = "Kerberos lets a server prove who it is, and this one does not: it may be somebody in between. Its answer is not read."
    return AnswerBroken(f"{target.host} does not prove who it is", why=why, do=(f"exkit doctor -t {target.host}",))


def _no_ticket(target: Target, fault: Exception) -> LoginRefused:
    missing = _shorten(reason_of(fault))
    why = f"Kerberos gives no ticket for HTTP/{target.host}: {missing}. It needs the server's full name, a valid ticket and equal clocks."
    return LoginRefused(f"no Kerberos login to {target.host}", why=why, do=(f"exkit doctor -t {target.host}", "klist shows your tickets"))


def _tls_failed(target: Target, fault: requests.exceptions.SSLError) -> ReachError | ConnectionLost:
    text = str(fault)
    do = (f"exkit doctor -t {target.host}", "--ca FILE names the certificate of your own authority")
    if "certificate" in text.lower() or "mismatch" in text:
        why = next((reason for part, reason in _CERTIFICATE_FAULTS.items() if part in text), f"TLS says: {_innermost(fault)}.")
        return CertificateRefused(f"the certificate of {target.host} is not accepted", why=why.format(host=target.host), do=do)
    if "EOF" in text:  # the connection was cut without the goodbye of TLS
        return ConnectionLost(_innermost(fault))
    why = f"TLS says: {_innermost(fault)}. Port 5985 speaks HTTP without TLS."
    return NotWsMan(f"{target.host} does not speak our TLS on port {target.port}", why=why, do=do[:1])


def _login_not_here(target: Target, fault: Exception) -> TransportRefused:
    """A login that this machine has no program for; Kerberos is an extra, because it has to be compiled."""
    if "not installed" not in str(fault) or target.login is not Login.KERBEROS:
        return refused(target, f"{fault}.")
    why = "Kerberos is not installed on this machine: it is an extra of the toolkit."
    do = ('pip install "exchange-recovery-toolkit[kerberos]"', "or --transport ntlm --user NAME, over HTTPS")
    return TransportRefused(f"no Kerberos login to {target.host}", why=why, do=do)


def refused(target: Target, why: str) -> TransportRefused:
    """Return the error for a way that is not used, because of ``why``."""
    do = (f"exkit doctor -t {target.host}", "use HTTPS (port 5986) with Kerberos or NTLM")
    return TransportRefused(f"this way to {target.host} is not used", why=why, do=do)
