"""The connection says what went wrong in the product's own words, whatever went wrong in which library."""

import inspect
import ssl
import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from http import client as http_client
from io import BytesIO

import pytest
import requests
import requests.exceptions
import spnego.exceptions
import urllib3.exceptions
import winrm.exceptions
from winrm.exceptions import WinRMTransportError, WSManFaultError

from tests.test_shells.connections import PASSWORD, SEALED, ask, connect, failing, require_words, target_of, use
from tests.test_shells.strange_server import HANG_UP, StrangeServer, closed_port, http
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
from toolkit.lab.lab import Lab
from toolkit.lab.listener import server_context
from toolkit.lab.site import Wire
from toolkit.model.secret import Secret
from toolkit.model.target import Login
from toolkit.shells.bounded_http import CONNECT_S
from toolkit.shells.winrm import OPERATION_S, READ_SLACK_S, Connection, Credentials
from toolkit.shells.wsman_faults import (
    ConnectionLost,
    EnvelopeTooLarge,
    FateUnknown,
    FaultCode,
    OperationTimedOut,
    QuotaFull,
    RequestFault,
    ShellGone,
)

WORDS = "some words"
ARGUMENTS: list[tuple[object, ...]] = [(WORDS,), (WORDS, WORDS), 3 * (WORDS,), 4 * (WORDS,), (7,), (7, 7), (WORDS, "text", 1)]


def example(kind: type[Exception]) -> Exception:
    """Return an exception of a class, made of what its constructor takes.

    Raises:
        LookupError: it takes nothing of what is tried.
    """
    for arguments in ARGUMENTS:
        with suppress(Exception):  # constructors refuse in their own ways, and some that do not cannot be shown later
            fault = kind(*arguments)
            str(fault)
            return fault
    raise LookupError(kind)


def errors_of(module: object) -> list[type[Exception]]:
    """Return all classes of errors that a module has, and no warnings."""
    found = [kind for _, kind in inspect.getmembers(module, inspect.isclass) if issubclass(kind, Exception)]
    return [kind for kind in found if not issubclass(kind, Warning)]


FOREIGN = [
    *(kind for kind in errors_of(winrm.exceptions) if kind is not WSManFaultError and kind is not WinRMTransportError),
    *errors_of(requests.exceptions),
    *(kind for kind in errors_of(urllib3.exceptions) if kind is not urllib3.exceptions.InvalidChunkLength),  # made of a response alone
    *errors_of(spnego.exceptions),
    *errors_of(http_client),
    *(ConnectionResetError, BrokenPipeError, PermissionError, TimeoutError, OSError, ssl.SSLError),
    *(KeyError, IndexError, ValueError, AttributeError, TypeError, struct.error, AssertionError),
]


@pytest.mark.parametrize("kind", FOREIGN, ids=[f"{kind.__module__}.{kind.__name__}" for kind in FOREIGN])
def test_no_error_of_a_library_gets_out(monkeypatch: pytest.MonkeyPatch, kind: type[Exception]) -> None:
    """Every class of error of every library below becomes an error with words, or a fault that the wire handles."""
    with pytest.raises((ReachError, RequestFault)) as caught:
        ask(failing(monkeypatch, example(kind)))
    assert caught.value.__cause__ is not None
    assert "at 0x" not in str(caught.value)
    if isinstance(caught.value, ReachError):
        require_words(caught.value)


def wsman_fault(code: int | None) -> WSManFaultError:
    """Return a fault as pywinrm reads it."""
    return WSManFaultError(500, "Bad HTTP response", "<xml/>", "The words of the server. ", wsman_fault_code=code)


FAULTS: list[tuple[int | None, type[Exception]]] = [
    (FaultCode.SHELL_NOT_FOUND, ShellGone),
    (FaultCode.ABORTED, ShellGone),
    (FaultCode.PIPE_ENDED, ShellGone),
    (FaultCode.BUSY, FateUnknown),
    (FaultCode.TIMEOUT, FateUnknown),
    (FaultCode.SHELLS_QUOTA, QuotaFull),
    (FaultCode.OPERATIONS_QUOTA, QuotaFull),
    (FaultCode.PLUGIN_QUOTA, QuotaFull),
    (FaultCode.SYSTEM_QUOTA, QuotaFull),
    (FaultCode.USERS_QUOTA, QuotaFull),
    (FaultCode.ACCESS_DENIED, LoginRefused),
    (87, AnswerBroken),
    (None, AnswerBroken),
]


@pytest.mark.parametrize(("code", "kind"), FAULTS)
def test_faults_are_told_apart_by_their_code(monkeypatch: pytest.MonkeyPatch, code: int | None, kind: type[Exception]) -> None:
    """The number decides, never the localised text; the text is shown."""
    with pytest.raises(kind) as caught:
        ask(failing(monkeypatch, wsman_fault(code)))
    if isinstance(caught.value, ReachError):
        require_words(caught.value)


STATUSES: list[tuple[int, type[Exception]]] = [
    (400, ConnectionLost),
    (413, EnvelopeTooLarge),
    (301, TransportRefused),
    (403, NotWsMan),
    (404, NotWsMan),
    (500, NotWsMan),
    (503, NotWsMan),
]


@pytest.mark.parametrize(("status", "kind"), STATUSES)
def test_http_statuses_without_a_fault(monkeypatch: pytest.MonkeyPatch, status: int, kind: type[Exception]) -> None:
    """A status says what answers there, and 400 that a seal belongs to a connection that is gone."""
    with pytest.raises(kind) as caught:
        ask(failing(monkeypatch, WinRMTransportError("http", status, "<html>")))
    if isinstance(caught.value, ReachError):
        require_words(caught.value)


def test_the_operation_timeout_is_no_error_of_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing happened for a second: the wire asks again."""
    with pytest.raises(OperationTimedOut):
        ask(failing(monkeypatch, winrm.exceptions.WinRMOperationTimeoutError()))


TLS_FAULTS: list[tuple[str, type[Exception], str]] = [
    ("certificate verify failed: certificate has expired", CertificateRefused, "expired"),
    ("certificate verify failed: Hostname mismatch, certificate is not valid for 'x'", CertificateRefused, "not for the name 127.0.0.1"),
    ("certificate verify failed: IP address mismatch", CertificateRefused, "not for the address 127.0.0.1"),
    ("certificate verify failed: self-signed certificate in certificate chain", CertificateRefused, "nobody that this machine trusts"),
    ("certificate verify failed: unable to get local issuer certificate", CertificateRefused, "issuer is not trusted"),
    ("tlsv13 alert certificate required", CertificateRefused, "certificate required"),
    ("[SSL: UNEXPECTED_EOF_WHILE_READING] EOF occurred in violation of protocol", ConnectionLost, "EOF"),
    ("[SSL: WRONG_VERSION_NUMBER] wrong version number", NotWsMan, "wrong version number"),
    ("sslv3 alert handshake failure", NotWsMan, "handshake failure"),
]


@pytest.mark.parametrize(("text", "kind", "says"), TLS_FAULTS, ids=[row[0] for row in TLS_FAULTS])
def test_faults_of_tls_are_told_apart(monkeypatch: pytest.MonkeyPatch, text: str, kind: type[Exception], says: str) -> None:
    """A certificate, a cut connection and a port without TLS need different cures."""
    with pytest.raises(kind) as caught:
        ask(failing(monkeypatch, requests.exceptions.SSLError(text)))
    assert says in (caught.value.why if isinstance(caught.value, ReachError) else str(caught.value))


NETWORK = [
    ("Failed to resolve 'ex01' ([Errno -2] Name or service not known)", NameNotFound),
    ("[Errno 11001] getaddrinfo failed", NameNotFound),
    ("[Errno 111] Connection refused", ConnectionRefused),
    ("[WinError 10061] No connection could be made", ConnectionRefused),
    ("[Errno 113] No route to host", NoAnswer),
    ("[WinError 10060] A connection attempt failed", NoAnswer),
    ("[Errno 101] Network is unreachable", NoAnswer),
    ("ConnectTimeoutError(<x>, 'Connection to 192.0.2.1 timed out. (connect timeout=10)')", NoAnswer),
]


@pytest.mark.parametrize(("text", "kind"), NETWORK)
def test_why_no_connection_could_be_made(monkeypatch: pytest.MonkeyPatch, text: str, kind: type[ReachError]) -> None:
    """Name, port and way are told apart, in the words of both systems."""
    with pytest.raises(kind) as caught:
        ask(failing(monkeypatch, requests.ConnectionError(text)))
    require_words(caught.value)


def test_a_name_that_is_none() -> None:
    """What cannot be part of a URL is said at once; no network is asked."""
    with pytest.raises(NameNotFound, match="is no name") as caught:
        ask(Connection(replace(SEALED, host="ex01 .example"), Credentials(Secret(PASSWORD))))
    require_words(caught.value)


def test_what_else_may_answer_on_the_port(lab: Lab) -> None:
    """A web server, a listener without TLS, one that hangs up, one that is not there."""
    credentials = Credentials(Secret(PASSWORD))
    with StrangeServer([http("404 Not Found", body=b"<html>")]) as web, pytest.raises(NotWsMan, match="something else"):
        ask(Connection(replace(SEALED, port=web.port), credentials))
    with StrangeServer([http("400 Bad")]) as plain, pytest.raises(NotWsMan, match="does not speak our TLS"):
        ask(Connection(replace(target_of(lab), port=plain.port), credentials))
    with StrangeServer([HANG_UP]) as rude, pytest.raises(ConnectionLost, match="without response"):
        ask(Connection(replace(SEALED, port=rude.port), credentials))
    with closed_port() as port, pytest.raises(ConnectionRefused, match=f"port {port}"):
        ask(Connection(replace(SEALED, port=port), credentials))


def test_a_connection_cut_without_a_goodbye_of_tls(lab: Lab) -> None:
    """The end of a stream in the middle of TLS is a lost connection; it says nothing about the certificate."""
    with StrangeServer([HANG_UP], server_context(lab.certificates)) as server, pytest.raises(ConnectionLost):
        ask(connect(lab, replace(target_of(lab), port=server.port)))


BREAKS = [(KeyboardInterrupt(), KeyboardInterrupt), (requests.ConnectionError("reset"), ConnectionLost)]


@pytest.mark.parametrize(("fault", "seen"), BREAKS, ids=["Ctrl-C", "cut"])
def test_a_broken_request_spoils_no_other(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, fault: BaseException, seen: type[BaseException]
) -> None:
    """Ctrl-C passes through; the next request logs on anew instead of using a socket and a seal that are spoiled."""
    connection = connect(lab, target_of(lab, Wire.HTTP, Login.NTLM))
    use(connection)
    with monkeypatch.context() as patch:
        patch.setattr(requests.Session, "send", raiser(fault))
        with pytest.raises(seen):
            ask(connection)
    use(connection)
    assert lab.hosts["127.0.0.1"].tcp == 2


def raiser(fault: BaseException) -> Callable[..., requests.Response]:
    """Return a function that fails so."""

    def fail(*_: object, **__: object) -> requests.Response:
        raise fault

    return fail


def test_a_dropped_connection_takes_its_seal_along(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """What answers while a new connection logs on is not read with the seal of the old one."""
    connection = connect(lab, target_of(lab, Wire.HTTP, Login.NTLM))
    use(connection)
    connection.reset()
    busy = requests.Response()
    busy.status_code, busy.raw = 503, BytesIO(b"busy")
    monkeypatch.setattr(requests.Session, "send", lambda *_, **__: busy)
    with pytest.raises(NotWsMan, match="something else than WinRM"):
        ask(connection)


def test_connecting_and_reading_have_their_own_times(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dead host costs the time of a connection, and a slow answer may take longer than the server may hold a request."""
    times: list[object] = []
    send = requests.Session.send

    def note(session: requests.Session, request: requests.PreparedRequest, **how: object) -> requests.Response:
        times.append(how["timeout"])
        return send(session, request, **how)  # type: ignore[arg-type]  # as it came

    monkeypatch.setattr(requests.Session, "send", note)
    use(connect(lab, target_of(lab)))
    assert set(times) == {(CONNECT_S, OPERATION_S + READ_SLACK_S)}


def test_a_login_that_is_not_installed_says_how_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kerberos is an extra: the error names the command that installs it, instead of another protocol alone."""
    fault = winrm.exceptions.WinRMError("requested auth method is kerberos, but pykerberos is not installed")
    failing(monkeypatch, fault)
    kerberos = Connection(replace(SEALED, login=Login.KERBEROS), Credentials())
    with pytest.raises(TransportRefused) as refused:
        ask(kerberos)
    assert refused.value.do[0] == 'pip install "exchange-recovery-toolkit[kerberos]"'
