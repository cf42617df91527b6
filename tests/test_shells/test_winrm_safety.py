"""A password is tried once and never shown; nothing of the environment is used; nothing unsealed is believed."""

import logging
import threading
import traceback
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from winrm.exceptions import InvalidCredentialsError
from winrm.protocol import Protocol

from tests.test_shells.connections import LOGINS, PASSWORD, SEALED, ask, connect, failing, require_words, target_of, use
from tests.test_shells.strange_server import StrangeServer, http
from toolkit.errors import AnswerBroken, CertificateRefused, LoginRefused, TransportRefused
from toolkit.lab.lab import Lab
from toolkit.lab.site import Wire
from toolkit.model.secret import Secret
from toolkit.model.target import Login, Target
from toolkit.shells.winrm import Connection, Credentials
from toolkit.shells.wsman_faults import ConnectionLost


@pytest.mark.parametrize(("kind", "login"), LOGINS)
def test_a_wrong_password_is_tried_once(lab: Lab, kind: Wire, login: Login) -> None:
    """A refused login is refused for good: whatever else is asked of the connection, the server hears of no second try."""
    connection = Connection(target_of(lab, kind, login), Credentials(Secret("wrong")))
    for _ in range(3):
        with pytest.raises(LoginRefused, match=rf"refuses the login lab \({login.value}\)") as caught:
            use(connection)
        require_words(caught.value)
        connection.reset()
    assert lab.hosts["127.0.0.1"].refused_logins == 1


def test_a_refused_login_is_seen_by_its_class_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other faults do not shut the connection: after a cut it may be used again."""
    connection = failing(monkeypatch, requests.ConnectionError("reset"))
    for _ in range(2):
        with pytest.raises(ConnectionLost):
            ask(connection)
    connection = failing(monkeypatch, InvalidCredentialsError("refused"))
    with pytest.raises(LoginRefused):
        ask(connection)
    monkeypatch.setattr(Protocol, "send_message", lambda protocol, message: b"<x/>")
    with pytest.raises(LoginRefused):
        ask(connection)


@pytest.mark.parametrize(("kind", "login"), LOGINS)
@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_the_right_password_works_on_every_way(lab: Lab, kind: Wire, login: Login, address: str) -> None:
    """Basic and NTLM over HTTPS and sealed NTLM, also to an IPv6 address, which pywinrm's own URL takes apart."""
    use(connect(lab, target_of(lab, kind, login, address)))
    counters = lab.hosts[address]
    assert (counters.tcp, counters.live_shells, counters.refused_logins) == (1, 0, 0)


def test_a_client_certificate_logs_on(lab: Lab) -> None:
    """The certificate is the login; no password is involved."""
    files = lab.certificates
    credentials = Credentials(certificate=str(files.client), key=str(files.client_key))
    use(Connection(target_of(lab, login=Login.CERTIFICATE), credentials))


def test_a_login_of_netrc_is_not_used(lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A login for this host in ``.netrc`` would take the place of the certificate in the first request."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    test_a_client_certificate_logs_on(lab)
    assert lab.hosts["127.0.0.1"].refused_logins == 0


@pytest.mark.parametrize(("kind", "login"), LOGINS)
def test_no_proxy_of_the_environment_is_used(lab: Lab, kind: Wire, login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would see who logs on where, and requests would use one even for loopback."""
    with StrangeServer([http("403 No")]) as proxy:
        for variable in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(variable, f"http://127.0.0.1:{proxy.port}")
        use(connect(lab, target_of(lab, kind, login)))
    assert proxy.connections == 0


BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


@pytest.mark.parametrize("variable", BUNDLES)
def test_no_authority_of_the_environment_is_trusted(lab: Lab, variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only ``--ca`` adds trust; an unknown authority is refused before anything is said."""
    monkeypatch.setenv(variable, str(lab.ca_file))
    with pytest.raises(CertificateRefused) as caught:
        use(connect(lab, replace(target_of(lab), ca_file="")))
    require_words(caught.value)
    assert lab.hosts["127.0.0.1"].http == 0


@pytest.mark.parametrize("variable", BUNDLES)
def test_the_environment_takes_no_trust_away(lab: Lab, variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The authority that was named is trusted, whatever the environment names."""
    monkeypatch.setenv(variable, "/no/such/file.pem")
    use(connect(lab, target_of(lab)))


def test_an_authority_that_is_not_there_is_said(lab: Lab) -> None:
    """A file that does not exist is no network fault."""
    with pytest.raises(CertificateRefused, match="cannot be checked") as caught:
        connect(lab, replace(target_of(lab), ca_file="/no/such/file.pem"))
    require_words(caught.value)


def test_redirections_are_not_followed() -> None:
    """Credentials go to the server that was named and to no other."""
    with StrangeServer([http("200 OK")]) as other:
        moved = http("307 Elsewhere", f"Location: http://127.0.0.1:{other.port}/wsman")
        with StrangeServer([moved]) as server, pytest.raises(TransportRefused, match="is not used") as caught:
            ask(Connection(replace(SEALED, port=server.port), Credentials(Secret(PASSWORD))))
    require_words(caught.value)
    assert (len(server.requests), other.connections) == (1, 0)


def test_basic_never_goes_over_http() -> None:
    """The password would travel in the clear: refused before a connection is made."""
    with pytest.raises(TransportRefused, match="is not used") as caught:
        Connection(replace(SEALED, login=Login.BASIC), Credentials(Secret(PASSWORD)))
    require_words(caught.value)


@pytest.mark.parametrize("login", [Login.NTLM, Login.BASIC, Login.CERTIFICATE])
def test_a_login_without_what_it_needs(login: Login) -> None:
    """No password, or no certificate: said before a connection is made."""
    with pytest.raises(TransportRefused) as caught:
        Connection(Target("127.0.0.1", 1, login=login, user="lab"), Credentials())
    require_words(caught.value)


def test_unsealed_answers_are_not_believed() -> None:
    """A server that takes everything and seals nothing is no WinRM; nothing it says is read."""
    with StrangeServer([http("200 OK", "Content-Type: text/xml", body=b"<x/>")]) as server, pytest.raises(AnswerBroken) as caught:
        ask(Connection(replace(SEALED, port=server.port), Credentials(Secret(PASSWORD))))
    require_words(caught.value)


def test_an_unsealed_answer_to_a_sealed_message(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody in between puts an answer of his own into a sealed conversation: refused, not read."""
    connection = connect(lab, target_of(lab, Wire.HTTP, Login.NTLM))
    use(connection)
    send = requests.Session.send

    def forge(session: requests.Session, request: requests.PreparedRequest, **how: object) -> requests.Response:
        response = send(session, request, **how)  # type: ignore[arg-type]  # as it came
        response.headers["Content-Type"] = "application/soap+xml"
        return response

    monkeypatch.setattr(requests.Session, "send", forge)
    with pytest.raises(AnswerBroken, match="is not sealed"):
        ask(connection)


def test_connections_of_threads_do_not_mix(lab: Lab) -> None:
    """A connection for each thread: sealed conversations run side by side, where one shared would fail every time."""
    faults: list[BaseException] = []

    def work() -> None:
        try:
            connection = connect(lab, target_of(lab, Wire.HTTP, Login.NTLM))
            for _ in range(3):
                use(connection)
        except BaseException as fault:  # noqa: BLE001 - shown by the test, whatever it is
            faults.append(fault)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert lab.hosts["127.0.0.1"].tcp == 4


def traces(password: str) -> list[str]:
    """Return in which forms a password could be seen."""
    return [password, b64encode(f"lab:{password}".encode()).decode(), b64encode(password.encode()).decode()]


@pytest.mark.parametrize(("kind", "login"), LOGINS)
def test_a_password_is_never_shown(lab: Lab, kind: Wire, login: Login, caplog: pytest.LogCaptureFixture) -> None:
    """Not in what objects show of themselves, not in errors and their causes, not in any library's most talkative log."""
    caplog.set_level(logging.DEBUG)
    credentials = Credentials(Secret(PASSWORD))
    connection = Connection(target_of(lab, kind, login), credentials)
    with pytest.raises(LoginRefused) as caught:
        use(connection)
    good = connect(lab, target_of(lab, kind, login))
    use(good)
    told = "".join(traceback.format_exception(caught.value)) + f"{connection!r} {credentials!r} {credentials} {good.target!r}" + caplog.text
    assert not [trace for trace in traces(PASSWORD) + traces(lab.password.reveal()) if trace in told]
    assert caplog.text
