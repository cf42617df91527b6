"""Who may log on, and how, with unmodified pywinrm."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
import requests
from winrm.exceptions import InvalidCredentialsError, WinRMTransportError
from winrm.protocol import Protocol

from tests.test_lab.conftest import give_back
from tests.test_lab.raw_client import RawClient
from toolkit.lab.injection import Effect, Injection, Moment, Point
from toolkit.lab.lab import Lab, start_lab
from toolkit.lab.sealing import sealed_protocol
from toolkit.lab.settings import LabSettings, RecordedEngine
from toolkit.lab.site import Wire

Transport = Literal["basic", "certificate", "ntlm", "ssl"]
Encryption = Literal["auto", "always", "never"]


@dataclass(frozen=True, slots=True)
class Way:
    """A way in: endpoint, kind of login, and whether messages are sealed."""

    wire: Wire
    transport: Transport
    encryption: Encryption = "auto"


BASIC = Way(Wire.HTTPS, "ssl")
SEALED = Way(Wire.HTTP, "ntlm")
WAYS = [BASIC, Way(Wire.HTTPS, "ntlm"), Way(Wire.HTTPS, "ntlm", "always"), SEALED, Way(Wire.HTTP, "basic", "never")]
each_way = pytest.mark.parametrize("way", WAYS, ids=[f"{way.wire.value}-{way.transport}-{way.encryption}" for way in WAYS])


def protocol(lab: Lab, way: Way, *, user: str = "", password: str = "", trusted: Path | None = None) -> Protocol:
    """Return pywinrm's protocol for an endpoint of the lab, logged on with its user unless told otherwise."""
    files = lab.certificates if way.transport == "certificate" else None
    return Protocol(
        lab.endpoint(way.wire).url,
        transport=way.transport,
        username=user or lab.user,
        password=password or lab.password.reveal(),
        ca_trust_path=str(trusted or lab.ca_file) if way.wire is Wire.HTTPS else None,  # type: ignore[arg-type]  # wrong in pywinrm
        cert_pem=str(files.client) if files else None,
        cert_key_pem=str(files.client_key) if files else None,
        message_encryption=way.encryption,
        proxy=None,
    )


def echo(client: Protocol, text: str) -> bytes:
    """Return what a command in a shell of its own puts out."""
    shell_id = client.open_shell(codepage=65001)
    command_id = client.run_command(shell_id, "echo", [text])
    out, _, code = client.get_command_output(shell_id, command_id)
    client.cleanup_command(shell_id, command_id)
    client.close_shell(shell_id)
    assert code == 0
    return bytes(out)


@each_way
def test_every_way_in_works(lab: Lab, way: Way) -> None:
    """Basic, NTLM and sealed NTLM carry a command and its answer, over HTTPS and over HTTP."""
    assert echo(protocol(lab, way), "grüße") == "grüße\r\n".encode()
    assert lab.hosts["127.0.0.1"].live_shells == 0


@each_way
def test_a_wrong_password_is_401(lab: Lab, way: Way) -> None:
    """A wrong password is refused in every way, counted, and no shell is made."""
    with pytest.raises(InvalidCredentialsError):
        protocol(lab, way, password="wrong").open_shell()
    counters = lab.hosts["127.0.0.1"]
    assert (counters.refused_logins, counters.requests) == (1, {})


def test_an_unknown_user_is_401(lab: Lab) -> None:
    """The right password of another user is refused like a wrong one."""
    with pytest.raises(InvalidCredentialsError):
        protocol(lab, BASIC, user="somebody").open_shell()


def test_an_unknown_authority_is_refused_by_the_client(lab: Lab) -> None:
    """A client that does not trust the lab's authority does not get as far as to send its password."""
    client = protocol(lab, BASIC, trusted=lab.certificates.client)
    with pytest.raises(requests.exceptions.SSLError):
        client.open_shell()
    assert lab.hosts["127.0.0.1"].http == 0


def test_a_client_certificate_logs_on(lab: Lab) -> None:
    """The certificate that the lab has made for its user is a login of its own; without it the same request is refused."""
    assert echo(protocol(lab, Way(Wire.HTTPS, "certificate")), "x") == b"x\r\n"
    with RawClient(lab) as client:
        client.headers["Authorization"] = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual"
        assert client.post(b"x").status == 401


@pytest.mark.parametrize(
    "header", ["Basic", "Basic !!!", "Basic bGFi", "Negotiate", "NTLM TlRMTVNTUAA=", "Negotiate AAAA", "Kerberos AAAA", "x"]
)
def test_a_broken_login_is_401(client: RawClient, header: str) -> None:
    """Whatever stands in Authorization, the answer is 401, and the connection can go on."""
    good = client.headers["Authorization"]
    client.headers["Authorization"] = header
    assert client.post(b"x").status == 401
    client.headers["Authorization"] = good
    assert client.create().status == 200


def test_a_sealed_login_dies_with_its_connection(lab: Lab) -> None:
    """After an idle close pywinrm seals under the old login on a new connection: HTTP 400 from then on, until the session is closed."""
    client = protocol(lab, SEALED)
    lab.inject(Injection(Point.CREATE, Moment.AFTER, Effect.CLOSE))
    client.open_shell()
    wait_until_closed(lab)
    for _ in range(2):
        with pytest.raises(WinRMTransportError) as caught:
            client.open_shell()
        assert caught.value.code == 400
    client.transport.close_session()
    client.open_shell()


def wait_until_closed(lab: Lab) -> None:
    """Ask the lab until it has no open connection."""
    for _ in range(1000):
        if lab.hosts["127.0.0.1"].connections == 0:
            return
    raise AssertionError("a connection stays open")


def test_an_unsealed_message_is_500() -> None:
    """A server that does not allow unencrypted messages answers an unsealed one with a bare HTTP 500, though the login was right."""
    with start_lab(LabSettings(RecordedEngine(give_back))) as lab:
        with pytest.raises(WinRMTransportError) as caught:
            protocol(lab, Way(Wire.HTTP, "ntlm", "never")).open_shell()
        assert (caught.value.code, lab.hosts["127.0.0.1"].requests) == (500, {})
        assert lab.hosts["127.0.0.1"].refused_logins == 0


def test_the_password_is_on_disk_for_its_owner_only(lab: Lab) -> None:
    """Keys and the file with the password can be read by their owner only, and pyspnego's variable does not stay behind."""
    private = [lab.certificates.server_key, lab.certificates.client_key, lab.ca_file.with_name("ntlm-users")]
    assert [stat.S_IMODE(file.stat().st_mode) for file in private] == [0o600] * 3
    assert "NTLM_USER_FILE" not in os.environ


@pytest.mark.parametrize(
    ("content_type", "protocol_name"),
    [
        (
            'multipart/encrypted;protocol="application/HTTP-SPNEGO-session-encrypted";boundary="Encrypted Boundary"',
            "application/HTTP-SPNEGO-session-encrypted",
        ),
        ("application/soap+xml;charset=UTF-8", ""),
        ("multipart/encrypted", ""),
        ("", ""),
    ],
)
def test_sealed_bodies_are_known_by_their_type(content_type: str, protocol_name: str) -> None:
    """Only multipart/encrypted with a protocol is a sealed body."""
    assert sealed_protocol(content_type) == protocol_name
