"""A Kerberos library in memory, under the one that pywinrm uses; tokens are texts, seals are turned bytes."""

import base64
import importlib
import sys
from types import ModuleType
from typing import ClassVar

import pytest
from winrm import transport

from toolkit.lab.sealing import seal_message
from toolkit.shells import wsman

PROTOCOL = "application/HTTP-SPNEGO-session-encrypted"
SERVER_TOKEN = base64.b64encode(b"the server itself").decode()
_AUTH = "winrm.vendor.requests_kerberos"
_SIGNATURE = b"signature-of-16-"


class GSSError(Exception):
    """What the library raises."""


class FakeKerberos(ModuleType):
    """The functions of pykerberos that pywinrm calls.

    Attributes:
        asked: names and principals for which tickets were asked.
        has_ticket: whether there is one.
    """

    GSS_C_MUTUAL_FLAG, GSS_C_SEQUENCE_FLAG, GSS_C_DELEG_FLAG = 2, 8, 1
    GSSError: ClassVar[type[Exception]] = GSSError

    def __init__(self) -> None:
        super().__init__("kerberos")
        self.asked: list[tuple[str, str | None]] = []
        self.has_ticket = True

    def authGSSClientInit(self, service: str, gssflags: int, principal: str | None) -> tuple[int, str]:
        """Begin a login."""
        self.asked.append((service, principal))
        return 1, service

    def authGSSClientStep(self, context: str, challenge: str, channel_bindings: object = None) -> int:
        """Go a step further; the server's token has to be right."""
        if not self.has_ticket:
            raise GSSError(("Unspecified GSS failure.  Minor code may provide more information", 851968), ("It isn't there", -1765328189))
        return 1 if challenge == SERVER_TOKEN else 0 if not challenge else -1

    def authGSSClientResponse(self, context: str) -> str:
        """Return the token for the server."""
        return base64.b64encode(context.encode()).decode()

    def authGSSWinRMEncryptMessage(self, context: str, message: bytes) -> tuple[bytes, bytes]:
        """Return sealed message and signature."""
        return message[::-1], _SIGNATURE

    def authGSSWinRMDecryptMessage(self, context: str, message: bytes, header: bytes) -> bytes:
        """Return the plain message."""
        assert header == _SIGNATURE
        return message[::-1]

    def channelBindings(self, application_data: bytes) -> bytes:
        """Return what binds a login to a certificate."""
        return application_data


class TurnedSeal:
    """The server's side of the seal."""

    def wrap_winrm(self, data: bytes) -> tuple[bytes, bytes, int]:
        """Return signature, sealed data and no padding."""
        return _SIGNATURE, data[::-1], 0

    def unwrap_winrm(self, header: bytes, data: bytes) -> bytes:
        """Return the plain data."""
        return data[::-1]


def install_kerberos(monkeypatch: pytest.MonkeyPatch) -> FakeKerberos:
    """Let pywinrm find a Kerberos library."""
    library = FakeKerberos()
    monkeypatch.setitem(sys.modules, "kerberos", library)
    for name in [name for name in sys.modules if name.startswith(_AUTH)]:
        monkeypatch.delitem(sys.modules, name)
    vendor = importlib.import_module(_AUTH)
    for name in [name for name in sys.modules if name.startswith(_AUTH)]:
        monkeypatch.setitem(sys.modules, name, sys.modules[name])
    monkeypatch.setattr(transport, "HAVE_KERBEROS", True)
    monkeypatch.setattr(transport, "HTTPKerberosAuth", vendor.HTTPKerberosAuth, raising=False)
    monkeypatch.setattr(transport, "REQUIRED", vendor.REQUIRED, raising=False)
    return library


def created() -> bytes:
    """Return an answer to Create."""
    selector = f'<w:Selector xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" Name="ShellId">{wsman.new_id()}</w:Selector>'
    return f"<x>{selector}</x>".encode()


def sealed_created() -> tuple[str, bytes]:
    """Return content type and body of a sealed answer to Create."""
    return seal_message(TurnedSeal(), PROTOCOL, created())
