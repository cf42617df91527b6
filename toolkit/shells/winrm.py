"""The only door to pywinrm: its transport, login and sealing; our own messages, deadlines and errors.

pywinrm's defaults are not ours: it follows redirects, reads ``.netrc`` and proxies from the environment, shares one
number between connecting and reading, and retries for ever (docs/reference/winrm.md).
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NoReturn

import certifi
import requests
from requests import PreparedRequest, Response, Session
from spnego.exceptions import SpnegoError
from winrm.exceptions import InvalidCredentialsError, WinRMError, WinRMOperationTimeoutError, WinRMTransportError, WSManFaultError
from winrm.protocol import Protocol
from winrm.transport import Transport

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
from toolkit.model.secret import Secret
from toolkit.model.target import Login, Target
from toolkit.shells.wsman import Message
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

CONNECT_S = 10
"""Seconds for a TCP connection; a dead host must not cost a whole read timeout."""
READ_SLACK_S = 10
"""Seconds that an answer may come after the operation timeout: lateness and round trip (ansible #78869)."""
OPERATION_S = 20
"""Seconds that the server may hold a request; below every server's MaxTimeoutms of 60 s."""
_SYSTEM_TRUST = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
"""Where systems keep the certificates that they trust."""
_TICKET_LIBRARIES = frozenset({"kerberos", "winkerberos", "pykerberos", "gssapi"})
"""Modules whose errors mean that there is no Kerberos ticket for this server."""
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
_Transport = Literal["ssl", "ntlm", "kerberos", "certificate"]


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a login needs besides the user's name; nothing of it is shown or written.

    Attributes:
        password: None for Kerberos tickets and certificates.
        certificate: file with the client certificate.
        key: file with its key.
    """

    password: Secret | None = None
    certificate: str = field(default="", repr=False)
    key: str = field(default="", repr=False)


class _SafeTransport(Transport):
    """pywinrm's transport without environment, ``.netrc``, proxies, redirects and unsealed answers to sealed messages."""

    def build_session(self) -> Session:
        session = super().build_session()
        session.trust_env = False  # before a request is prepared, or a login of .netrc takes the place of a certificate
        return session

    def _send_message_request(self, session: Session, prepared_request: PreparedRequest) -> Response:
        response = session.send(prepared_request, timeout=(CONNECT_S, self.read_timeout_sec), allow_redirects=False)
        if response.is_redirect or 300 <= response.status_code < 400:
            raise WinRMTransportError("http", response.status_code, "")
        if response.status_code == requests.codes.unauthorized:
            raise InvalidCredentialsError("refused")
        if not response.ok:
            text = self._get_message_response_text(response).decode(errors="replace") if response.content else ""
            raise WinRMTransportError("http", response.status_code, text)
        return response

    def _get_message_response_text(self, response: Response) -> bytes:
        if self.encryption and response.ok and "/encrypted" not in response.headers.get("Content-Type", ""):
            why = "Messages are sealed, and this answer is not: it may come from somebody in between."
            raise AnswerBroken("the answer is not sealed", why=why, do=("exkit doctor --help",))
        return super()._get_message_response_text(response)


class Connection:
    """One connection to one server; not for two threads."""

    def __init__(self, target: Target, credentials: Credentials, operation_s: int = OPERATION_S) -> None:
        self.target = target
        self._protocol = _make_protocol(target, credentials, operation_s)
        self._usable = True
        self._is_refused = False

    def ask(self, message: Message, message_id: str, timeout_s: int) -> bytes:
        """Return the answer to ``message``.

        Args:
            message: what is asked.
            message_id: its id; the same one again asks for the same answer.
            timeout_s: seconds that the server may hold the request.

        Raises:
            ReachError: the server cannot be asked at all; a person must do something.
            RequestFault: this request failed; the caller decides.
        """
        if self._is_refused:  # another try, if only to clean up, could lock the account
            raise _login_refused(self.target)
        if not self._usable:
            self.reset()
        text = message.text(message_id, timeout_s)
        self._usable = False  # an interrupted request leaves a socket and a sealing context that nobody can use
        try:
            answer = self._protocol.send_message(text)
        except Exception as fault:  # noqa: BLE001 - pywinrm has three error roots, and every login library adds its own
            self._usable = _is_answer(fault)
            self._is_refused = isinstance(fault, InvalidCredentialsError)
            _translate(fault, self.target)
        self._usable = True
        return answer

    def reset(self) -> None:
        """Drop the connection; the next request makes a new one and logs on again."""
        transport = self._protocol.transport
        transport.close_session()
        transport.encryption = None
        self._usable = True


def _make_protocol(target: Target, credentials: Credentials, operation_s: int) -> Protocol:
    _require_safety(target)
    kinds: dict[Login, _Transport] = {
        Login.BASIC: "ssl",
        Login.NTLM: "ntlm",
        Login.KERBEROS: "kerberos",
        Login.CERTIFICATE: "certificate",
    }
    try:
        transport = _SafeTransport(
            target.url,
            username=target.user or None,
            password=credentials.password.reveal() if credentials.password else None,
            ca_trust_path=trust_file(target),
            cert_pem=credentials.certificate or None,
            cert_key_pem=credentials.key or None,
            read_timeout_sec=operation_s + READ_SLACK_S,
            auth_method=kinds[target.login],
            message_encryption="auto" if target.tls else "always",
            proxy=None,
        )
    except (WinRMError, InvalidCredentialsError) as fault:
        raise _refused(target, f"{fault}.") from fault
    # pywinrm makes a transport of its own here, which is never used: no name and no password reach it
    protocol = Protocol(target.url, "kerberos", operation_timeout_sec=operation_s, read_timeout_sec=operation_s + READ_SLACK_S)
    protocol.transport = transport
    return protocol


def _require_safety(target: Target) -> None:
    """Refuse what would send a password in the clear, or could not check whom it is sent to."""
    if not target.tls:
        if target.login is Login.BASIC:
            raise _refused(target, "Basic over plain HTTP would send the password in the clear.")
    elif not Path(trust_file(target)).is_file():
        do = ("exkit run --help", "--ca FILE names the certificate of your own authority")
        why = f"There is no file {trust_file(target)} with the certificates to trust."
        raise CertificateRefused(f"the certificate of {target.host} cannot be checked", why=why, do=do)


def trust_file(target: Target) -> str:
    """Return the file of certificates to trust: the one that was named, else the system's; never from the environment."""
    if target.ca_file:
        return target.ca_file
    return next((path for path in _SYSTEM_TRUST if Path(path).is_file()), certifi.where())


def _is_answer(fault: Exception) -> bool:
    """Whether the server has answered in words, so that the connection is still good."""
    return isinstance(fault, WSManFaultError | WinRMOperationTimeoutError)


def _translate(fault: Exception, target: Target) -> NoReturn:
    """Raise what ``fault`` means: our own error for a person, or a request fault for the wire."""
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
            raise _login_refused(target) from fault
        case WinRMError():
            raise _login_not_here(target, fault) from fault
        case _:
            _translate_network(fault, target)


def _translate_network(fault: Exception, target: Target) -> NoReturn:
    match fault:
        case requests.exceptions.SSLError():
            raise _tls_failed(target, fault) from fault
        case requests.exceptions.InvalidURL():
            why = f"{target.url} is no address: {_innermost(fault)}."
            raise NameNotFound(f"{target.host} is no name of a server", why=why, do=("exkit doctor --help",)) from fault
        case requests.exceptions.ConnectTimeout():
            raise _no_answer(target) from fault
        case requests.ConnectionError() if (cause := _cannot_connect(target, fault)) is not None:
            raise cause from fault
        case _ if type(fault).__module__.split(".")[0] in _TICKET_LIBRARIES:
            raise _no_ticket(target, fault) from fault
        case requests.RequestException() | SpnegoError() | OSError():
            raise ConnectionLost(_innermost(fault)) from fault
        case _:  # what libraries throw at an answer that they did not expect: KeyError, struct.error, AttributeError
            why = f"It made the login library stumble: {type(fault).__name__}: {fault}."
            raise AnswerBroken(f"the answer of {target.host} cannot be read", why=why, do=(f"exkit doctor -t {target.host}",)) from fault


def _innermost(fault: BaseException) -> str:
    """What the first of the faults said that requests and urllib3 have wrapped into each other."""
    while inner := next((part for part in (getattr(fault, "reason", None), *fault.args) if isinstance(part, BaseException)), None):
        fault = inner
    return str(fault) or type(fault).__name__


def _translate_fault(fault: WSManFaultError) -> NoReturn:
    code = fault.wsman_fault_code or 0
    if code in GONE:
        raise ShellGone(fault.reason) from fault
    if code in QUOTA:
        raise QuotaFull(code, fault.reason) from fault
    if code in UNCERTAIN:
        raise FateUnknown(fault.reason) from fault
    if code == FaultCode.ACCESS_DENIED:
        why = "The login is right, but this account may not use WinRM there: it needs local administrator rights."
        raise LoginRefused("the server refuses this account", why=why, do=("exkit doctor --help",)) from fault
    why = f"WinRM says: {fault.reason.strip()} (code {code})."
    raise AnswerBroken("WinRM answered with a fault", why=why, do=("exkit doctor --help",)) from fault


def _translate_status(fault: WinRMTransportError, target: Target) -> NoReturn:
    if fault.code == 413:
        raise EnvelopeTooLarge from fault
    if fault.code == 400:  # a message sealed under the context of a connection that the server has closed
        raise ConnectionLost("HTTP 400") from fault
    if 300 <= fault.code < 400:
        raise _refused(target, f"It answers with a redirection (HTTP {fault.code}), which WinRM never does.") from fault
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


def _login_refused(target: Target) -> LoginRefused:
    why = "User, password or kind of login is wrong, or the account is locked. It was tried once, so that it does not get locked."
    what = f"{target.host} refuses the login {target.user or 'of the ticket'} ({target.login.value})"
    return LoginRefused(what, why=why, do=(f"exkit doctor -t {target.host}",))


def _no_ticket(target: Target, fault: Exception) -> LoginRefused:
    why = f"Kerberos gives no ticket for HTTP/{target.host}: {fault}. It needs the server's full name, a valid ticket and equal clocks."
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
        return _refused(target, f"{fault}.")
    why = "Kerberos is not installed on this machine: it is an extra of the toolkit."
    do = ('pip install "exchange-recovery-toolkit[kerberos]"', "or --transport ntlm --port 5985 --user NAME")
    return TransportRefused(f"no Kerberos login to {target.host}", why=why, do=do)


def _refused(target: Target, why: str) -> TransportRefused:
    do = (f"exkit doctor -t {target.host}", "use HTTPS (port 5986) with Kerberos, or NTLM over sealed HTTP")
    return TransportRefused(f"this way to {target.host} is not used", why=why, do=do)
