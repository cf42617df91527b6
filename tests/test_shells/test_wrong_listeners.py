"""Credentials and messages go to the server that was named and to nobody else; the wrong listeners count."""

import base64
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.test_shells.connections import ask, connect, require_words, target_of, use
from tests.test_shells.hostile import ASKS_NTLM, CHALLENGES, LOGGED_ON, listening, listening_within_tls, passwords_in, said
from tests.test_shells.strange_server import StrangeServer, http
from tests.test_shells.test_preflight import last_check
from toolkit.errors import AnswerBroken, CertificateRefused, LoginRefused, NotWsMan, TransportRefused
from toolkit.lab.lab import Lab
from toolkit.lab.site import Wire
from toolkit.model.check import CheckState
from toolkit.model.target import Login

STATUSES = (300, 301, 302, 303, 307, 308)
PLACES = (
    "http://127.0.0.1:{port}/wsman",
    "http://localhost:{port}/wsman",
    "https://127.0.0.1:{port}/wsman",
    "//localhost:{port}/",
    "http://lab:secret@localhost:{port}/",
)
"""Another port, another host, another scheme, none, and credentials of somebody else."""
MOVES = [(status, PLACES[0]) for status in STATUSES] + [(307, place) for place in PLACES[1:]]


@pytest.fixture
def other() -> Iterator[StrangeServer]:
    """Run the server to which nothing may go."""
    with StrangeServer([http("200 OK")]) as server:
        yield server
    assert (server.connections, server.requests) == (0, [])


@pytest.mark.parametrize(("status", "place"), MOVES)
def test_no_redirection_is_followed_within_tls(lab: Lab, other: StrangeServer, status: int, place: str) -> None:
    """Neither the login of Basic nor the message goes to another place: 0 connections there."""
    moved = http(f"{status} Elsewhere", f"Location: {place.format(port=other.port)}")
    with listening_within_tls(lab, moved) as (server, connection), pytest.raises(TransportRefused, match="is not used") as caught:
        ask(connection)
    require_words(caught.value)
    assert len(server.requests) == 1


@pytest.mark.parametrize(("status", "place"), MOVES)
@pytest.mark.parametrize("before", [[], [ASKS_NTLM], [ASKS_NTLM, CHALLENGES], LOGGED_ON], ids=["first", "asked", "challenged", "logged-on"])
def test_no_redirection_is_followed_over_http(other: StrangeServer, before: list[bytes], status: int, place: str) -> None:
    """At no moment of a login by NTLM, nor after it; what the server itself gets has no message in the clear."""
    moved = http(f"{status} Elsewhere", f"Location: {place.format(port=other.port)}")
    with listening(*before, moved) as (server, connection), pytest.raises((TransportRefused, AnswerBroken)):
        ask(connection)
    assert len(server.requests) == len(before) + 1
    assert b"Envelope" not in said(server)


@pytest.mark.parametrize("place", ["http://[", "", "http://\x80", "x" * 5000, "http://a b/"])
def test_a_place_that_is_none_is_not_even_read(place: str) -> None:
    """A redirection is refused for what it is, whatever stands in it."""
    with listening(http("302 Found", f"Location: {place}")) as (_, connection), pytest.raises(TransportRefused, match="is not used"):
        ask(connection)


PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


@pytest.mark.parametrize("exception", [None, "", "elsewhere.example"], ids=["without", "empty", "elsewhere"])
@pytest.mark.parametrize("variable", PROXIES)
def test_no_proxy_is_used(lab: Lab, other: StrangeServer, variable: str, exception: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each variable in both cases, with and without NO_PROXY: 0 connections to the proxy."""
    monkeypatch.setenv(variable, f"http://127.0.0.1:{other.port}")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False) if exception is None else monkeypatch.setenv(name, exception)
    use(connect(lab, target_of(lab, Wire.HTTPS, Login.BASIC)))
    use(connect(lab, target_of(lab, Wire.HTTP, Login.NTLM)))


@pytest.mark.parametrize("kind", ["Basic realm=x", "NTLM", "Negotiate"])
def test_a_server_that_plays_a_proxy_gets_no_login(lab: Lab, kind: str) -> None:
    """HTTP 407 is answered by nobody: there is no proxy that could ask."""
    asks = http("407 Proxy Authentication Required", f"Proxy-Authenticate: {kind}")
    with listening(asks) as (server, connection), pytest.raises(NotWsMan):
        ask(connection)
    with listening_within_tls(lab, asks, login=Login.NTLM) as (secure, connection), pytest.raises(NotWsMan):
        ask(connection)
    told = said(server) + said(secure)
    assert (len(server.requests), len(secure.requests)) == (1, 1)
    assert b"roxy-" not in told
    assert b"TlRMTVNTUA" not in told


def plant_netrc(folder: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """Put a login for the lab where libraries look for it: in the home folder, by both names, or where a variable says."""
    file = folder / how
    file.write_text("machine 127.0.0.1 login somebody password planted\ndefault login somebody password planted\n", encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.delenv("NETRC", raising=False)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(folder))
    if how == "elsewhere":
        monkeypatch.setenv("NETRC", str(file))


@pytest.mark.parametrize("how", [".netrc", "_netrc", "elsewhere"])
@pytest.mark.parametrize("login", [Login.CERTIFICATE, Login.BASIC, Login.NTLM])
def test_no_login_of_netrc_is_sent(lab: Lab, login: Login, how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted login is in no request, by whatever login; the own one is."""
    plant_netrc(tmp_path, monkeypatch, how)
    refuses = http("401 Unauthorized", "WWW-Authenticate: Basic")
    with listening_within_tls(lab, refuses, login=login) as (server, connection), pytest.raises(LoginRefused):
        ask(connection)
    assert server.requests
    assert base64.b64encode(b"somebody:planted") not in said(server)
    assert (passwords_in(said(server)) != []) == (login is Login.BASIC)


@pytest.mark.parametrize("how", [".netrc", "_netrc", "elsewhere"])
def test_the_own_login_works_beside_netrc(lab: Lab, how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A login by NTLM is not replaced either."""
    plant_netrc(tmp_path, monkeypatch, how)
    use(connect(lab, target_of(lab, Wire.HTTP, Login.NTLM)))
    assert lab.hosts["127.0.0.1"].refused_logins == 0


OFFERS = [
    ["Basic realm=x"],
    ["Basic realm=x", "Digest realm=x"],
    ["Bearer"],
    ["CredSSP"],
    [],
]


@pytest.mark.parametrize("offers", OFFERS, ids=lambda offers: "+".join(offer.split()[0] for offer in offers) or "none")
def test_a_weaker_login_is_not_taken(lab: Lab, offers: list[str]) -> None:
    """A server, or somebody in between, that offers something else than NTLM gets nothing: one empty request, no password."""
    refuses = http("401 Unauthorized", *(f"WWW-Authenticate: {offer}" for offer in offers))
    with listening(refuses) as (server, connection):
        for _ in range(2):
            with pytest.raises(LoginRefused):
                ask(connection)
    assert (len(server.requests), passwords_in(said(server))) == (1, [])
    assert b"Authorization" not in said(server)
    assert b"Envelope" not in said(server)


@pytest.mark.parametrize(
    "second",
    [
        http("401 Unauthorized", "WWW-Authenticate: Basic realm=x"),
        http("401 Unauthorized", "WWW-Authenticate: Negotiate", "WWW-Authenticate: Basic realm=x"),
        http("401 Unauthorized"),
        http("401 Unauthorized", "WWW-Authenticate: NTLM !!!"),
        http("401 Unauthorized", "WWW-Authenticate: NTLM TlRMTVNTUAACAAAA"),
        http("200 OK"),
    ],
    ids=["basic", "both", "nothing", "garbage", "half", "takes-all"],
)
def test_a_login_that_goes_down_on_the_way(second: bytes) -> None:
    """After the first step the server turns to something weaker, or to nonsense: no password, no message."""
    with listening(ASKS_NTLM, second) as (server, connection), pytest.raises(Exception, match=r"."):
        ask(connection)
    assert len(server.requests) == 2
    assert passwords_in(said(server)) == []
    assert b"Envelope" not in said(server)


def test_a_server_that_asks_twice_gets_one_login() -> None:
    """A login that was refused is not repeated, whatever the server asks next."""
    with listening(ASKS_NTLM, CHALLENGES, ASKS_NTLM, CHALLENGES) as (server, connection):
        for _ in range(3):
            with pytest.raises(LoginRefused):
                ask(connection)
    assert len(server.requests) == 3
    assert said(server).count(b"Authorization: NTLM TlRMTVNTUAAD") == 1
    assert passwords_in(said(server)) == []


def test_cookies_are_not_kept(lab: Lab) -> None:
    """A server cannot mark this machine: nothing of what it sets comes back, in a login neither."""
    cookie = "Set-Cookie: mark=1; Path=/"
    answers = [
        http("401 Unauthorized", "WWW-Authenticate: NTLM", cookie),
        CHALLENGES[:-4] + f"\r\n{cookie}\r\n\r\n".encode(),
        http("200 OK", cookie),
    ]
    with listening(*answers) as (server, connection), pytest.raises(AnswerBroken):
        ask(connection)
    with listening_within_tls(lab, http("200 OK", cookie, body=b"<x/>")) as (secure, connection):
        ask(connection)
        ask(connection)
    assert len(server.requests) >= 4
    assert len(secure.requests) == 2
    assert b"ookie" not in said(server) + said(secure)


def poison(folder: Path, authority: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every variable that libraries know name the authority."""
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, str(authority))
    monkeypatch.setenv("SSL_CERT_DIR", str(folder))


def test_all_poisoned_variables_together_add_no_trust(lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the environment trusts, the connection does not: not one request arrives."""
    poison(tmp_path, lab.ca_file, monkeypatch)
    with pytest.raises(CertificateRefused):
        use(connect(lab, replace(target_of(lab), ca_file="")))
    assert lab.hosts["127.0.0.1"].http == 0


def test_doctor_trusts_no_variable_either(lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its check of the certificate says what the connection will say."""
    poison(tmp_path, lab.ca_file, monkeypatch)

    def connect_really(host: str, port: int, seconds: float) -> socket.socket:
        return socket.create_connection((host, port), seconds)

    check = last_check(replace(target_of(lab), ca_file=""), connect=connect_really)
    assert (check.name, check.state) == ("certificate", CheckState.FAILED)
    assert last_check(target_of(lab), connect=connect_really).state is CheckState.PASSED
