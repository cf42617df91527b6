"""What hostile servers say: challenges, answers that do not end, answers that grow."""

import base64
import gzip
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.test_shells.connections import PASSWORD, SEALED, target_of
from tests.test_shells.strange_server import Answer, StrangeServer, http
from toolkit.lab.lab import Lab
from toolkit.lab.listener import server_context
from toolkit.model.secret import Secret
from toolkit.model.target import Login, Target
from toolkit.shells import wsman
from toolkit.shells.winrm import Connection, Credentials

MEBIBYTE = 1024 * 1024
SOAP = "Content-Type: application/soap+xml;charset=UTF-8"
_FLAGS = 0xE2898235
"""Of a CHALLENGE: everything that Windows offers ([MS-NLMP] 2.2.2.5)."""


def challenge() -> str:
    """Return a CHALLENGE of NTLM that any client takes ([MS-NLMP] 2.2.1.2), as a header."""
    pairs = struct.pack("<HH", 2, 8) + "CORP".encode("utf-16-le") + struct.pack("<HH", 0, 0)
    message = b"NTLMSSP\0" + struct.pack("<IHHII", 2, 0, 0, 56, _FLAGS) + bytes(range(8)) + bytes(8)
    message += struct.pack("<HHI", len(pairs), len(pairs), 56) + bytes(8) + pairs
    return f"WWW-Authenticate: NTLM {base64.b64encode(message).decode()}"


ASKS_NTLM = http("401 Unauthorized", "WWW-Authenticate: NTLM")
CHALLENGES = http("401 Unauthorized", challenge())
LOGGED_ON = [ASKS_NTLM, CHALLENGES, http("200 OK")]
"""What a server says that takes every login: pywinrm seals what it sends from here on."""


@contextmanager
def listening(*answers: Answer) -> Iterator[tuple[StrangeServer, Connection]]:
    """Run a server over HTTP and yield it with a connection by NTLM, accepted for it."""
    with StrangeServer(answers) as server:
        connection = Connection(aim_at(SEALED, server), Credentials(Secret(PASSWORD)))
        yield server, connection
        connection.reset()


@contextmanager
def listening_within_tls(lab: Lab, *answers: Answer, login: Login = Login.BASIC) -> Iterator[tuple[StrangeServer, Connection]]:
    """Run a server with the lab's certificate, and yield it with a connection."""
    with StrangeServer(answers, server_context(lab.certificates)) as server:
        files = lab.certificates
        credentials = Credentials(Secret(PASSWORD), str(files.client), str(files.client_key))
        connection = Connection(aim_at(target_of(lab, login=login), server), credentials)
        yield server, connection
        connection.reset()


def aim_at(target: Target, server: StrangeServer) -> Target:
    """Return the target with the server's port."""
    return Target(target.host, server.port, target.tls, target.login, "lab", target.ca_file, target.ntlm_over_http)


def said(server: StrangeServer) -> bytes:
    """Return everything that the server was told."""
    return b"".join(server.requests)


def passwords_in(said: bytes) -> list[bytes]:
    """Return the forms in which the password, or a login by Basic, was told."""
    forms = (PASSWORD.encode(), base64.b64encode(PASSWORD.encode()), base64.b64encode(f"lab:{PASSWORD}".encode()), b"Authorization: Basic")
    return [form for form in forms if form.lower() in said.lower()]


def endless(head: bytes, piece: bytes) -> Callable[[], Iterator[bytes]]:
    """Return an answer that goes on until the client has gone."""

    def answer() -> Iterator[bytes]:
        yield head
        while True:
            yield piece

    return answer


def dripping(head: bytes, piece: bytes) -> Callable[[], Iterator[bytes]]:
    """Return an answer of which a piece comes every hundredth of a second, so that each is read for itself."""
    pause = threading.Event()

    def answer() -> Iterator[bytes]:
        yield head
        while not pause.wait(0.01):
            yield piece

    return answer


def head_of(*headers: str) -> bytes:
    """Return the head of a good answer whose body comes otherwise."""
    return "\r\n".join(["HTTP/1.1 200 OK", SOAP, *headers, "", ""]).encode()


def grown(mebibytes: int) -> bytes:
    """Return so many zeros, packed a thousandfold."""
    return gzip.compress(bytes(mebibytes * MEBIBYTE))


def fault_text(code: int, reason: str) -> bytes:
    """Return a fault of WinRM."""
    return (
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><s:Fault><s:Code><s:Value>s:Receiver</s:Value></s:Code>'
        f"<s:Reason><s:Text>{reason}</s:Text></s:Reason><s:Detail>"
        f'<f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="{code}"/>'
        "</s:Detail></s:Fault></s:Body></s:Envelope>"
    ).encode()


def created(*, after: str = "", doctype: str = "") -> str:
    """Return an answer to Create, with something in it."""
    selector = f'<w:Selector xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" Name="ShellId">{wsman.new_id()}</w:Selector>'
    return f"{doctype}<x>{selector}{after}</x>"
