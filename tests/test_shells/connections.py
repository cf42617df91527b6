"""Connections to the lab, and to servers that are none."""

import pytest
from winrm.protocol import Protocol

from toolkit.errors import ReachError
from toolkit.lab.lab import Lab
from toolkit.lab.site import Wire
from toolkit.model.secret import Secret
from toolkit.model.target import Login, Target
from toolkit.shells import wsman
from toolkit.shells.winrm import Connection, Credentials

SEALED = Target("127.0.0.1", 1, tls=False, login=Login.NTLM, user="lab", ntlm_over_http=True)
PASSWORD = "correct-horse-battery"
LOGINS = [(Wire.HTTPS, Login.BASIC), (Wire.HTTP, Login.NTLM), (Wire.HTTPS, Login.NTLM)]


def target_of(lab: Lab, kind: Wire = Wire.HTTPS, login: Login = Login.BASIC, address: str = "127.0.0.1") -> Target:
    """Return how the lab is reached."""
    endpoint = lab.endpoint(kind, address)
    tls = kind is Wire.HTTPS
    return Target(endpoint.address, endpoint.port, tls, login, lab.user, str(lab.ca_file), ntlm_over_http=not tls)


def connect(lab: Lab, target: Target) -> Connection:
    """Return a connection with the lab's password."""
    return Connection(target, Credentials(lab.password))


def ask(connection: Connection, message: wsman.Message | None = None) -> bytes:
    """Ask for a shell, or for what is wanted."""
    return connection.ask(message or wsman.create(wsman.new_id()), wsman.new_id(), 1)


def use(connection: Connection) -> None:
    """Make a shell and delete it."""
    shell_id = wsman.read_shell_id(ask(connection))
    ask(connection, wsman.delete(shell_id))


def failing(monkeypatch: pytest.MonkeyPatch, fault: BaseException) -> Connection:
    """Return a connection whose library fails so."""

    def fail(protocol: Protocol, message: str) -> bytes:
        raise fault

    monkeypatch.setattr(Protocol, "send_message", fail)
    return Connection(SEALED, Credentials(Secret(PASSWORD)))


def require_words(error: ReachError) -> None:
    """An error for a person has a stable name, a fact, a cause and a command."""
    assert error.slug.startswith("reach.")
    assert error.what
    assert error.why.endswith(".")
    assert error.do[0].startswith("exkit ")
