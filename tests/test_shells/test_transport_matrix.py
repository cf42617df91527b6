"""Every endpoint with every login: used, or refused before anything is said; the table of docs/reference/winrm.md is the same."""

import functools
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
import requests_ntlm
from winrm.transport import Transport

from tests.test_docs.pages import DOCS, read, rows_of
from tests.test_shells.connections import require_words, target_of, use
from tests.test_shells.fake_kerberos import SERVER_TOKEN, created, install_kerberos, sealed_created
from tests.test_shells.strange_server import StrangeServer, http
from toolkit.errors import CertificateRefused, LoginRefused, ReachError, TransportRefused
from toolkit.lab.certificates import CertificateKind
from toolkit.lab.lab import Lab, start_lab
from toolkit.lab.listener import server_context
from toolkit.lab.settings import LabSettings, RecordedEngine
from toolkit.lab.site import Wire
from toolkit.model.command import CommandResult, Outcome
from toolkit.model.target import Login, Target
from toolkit.shells import wsman
from toolkit.shells.login_rules import RULES, Permission
from toolkit.shells.risky_variables import RISKY_VARIABLES
from toolkit.shells.winrm import Connection, Credentials

MATRIX = """
endpoint                         kerberos    certificate  ntlm        basic
http                             used        refused      refused     refused
http with consent                used        refused      used        refused
https                            used        used         used        used
https without --ca               untrusted   untrusted    untrusted   untrusted
https expired                    untrusted   untrusted    untrusted   untrusted
https other-name                 untrusted   untrusted    untrusted   untrusted
https self-signed                used        used         used        used
https self-signed without --ca   untrusted   untrusted    untrusted   untrusted
"""
"""``refused``: no connection is made. ``untrusted``: the handshake of TLS fails, and not one request is sent."""
ROWS = [line.rsplit(maxsplit=4) for line in MATRIX.strip().splitlines()]
PAIRS = [(endpoint, Login(login), says) for endpoint, *row in ROWS[1:] for login, says in zip(ROWS[0][1:], row, strict=True)]


@functools.cache
def settings_of(kind: CertificateKind) -> LabSettings:
    """Return a lab with such a certificate."""
    return LabSettings(RecordedEngine(lambda step_id, script: CommandResult(step_id, Outcome.OK)), certificate=kind)


@pytest.fixture(scope="module")
def labs() -> Iterator[dict[CertificateKind, Lab]]:
    """Start a lab for each kind of certificate."""
    with ExitStack() as stack:
        yield {kind: stack.enter_context(start_lab(settings_of(kind))) for kind in CertificateKind}


def find_kind(endpoint: str) -> CertificateKind:
    """Return the certificate that an endpoint's name tells."""
    return next((kind for kind in CertificateKind if kind.value in endpoint), CertificateKind.GOOD)


def aim(lab: Lab, endpoint: str, login: Login) -> Target:
    """Return the lab as the row wants it to be reached."""
    plain = endpoint.startswith("http ") or endpoint == "http"
    target = replace(target_of(lab, Wire.HTTP if plain else Wire.HTTPS, login), ntlm_over_http="with consent" in endpoint)
    return replace(target, ca_file="") if "without --ca" in endpoint else target


def log_on(lab: Lab, target: Target) -> None:
    """Make a shell with everything that a login could need, and delete it."""
    files = lab.certificates
    use(Connection(target, Credentials(lab.password, str(files.client), str(files.client_key))))


def say(error: ReachError | None) -> str:
    """Return the word of the matrix for what has happened."""
    if error is None:
        return "used"
    require_words(error)
    return {TransportRefused: "refused", CertificateRefused: "untrusted"}[type(error)]


@pytest.mark.parametrize(("endpoint", "login", "says"), [row for row in PAIRS if row[1] is not Login.KERBEROS])
def test_every_endpoint_with_every_login(labs: dict[CertificateKind, Lab], endpoint: str, login: Login, says: str) -> None:
    """The server counts: nothing reaches it that is refused, no request and so no credential reaches one that is not trusted."""
    lab = labs[find_kind(endpoint)]
    lab.reset()
    error = None
    try:
        log_on(lab, aim(lab, endpoint, login))
    except ReachError as fault:
        error = fault
    host = lab.hosts["127.0.0.1"]
    assert say(error) == says
    assert (host.http > 0, host.refused_logins) == (says == "used", 0)


@pytest.mark.parametrize(("endpoint", "login", "says"), [row for row in PAIRS if row[1] is Login.KERBEROS])
def test_every_endpoint_with_kerberos(
    labs: dict[CertificateKind, Lab], endpoint: str, login: Login, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same with a Kerberos library in memory: the ticket is for the server's name, and messages over HTTP are sealed."""
    library = install_kerberos(monkeypatch)
    lab = labs[find_kind(endpoint)]
    target = aim(lab, endpoint, login)
    kind, sealed = sealed_created()
    proof = f"WWW-Authenticate: Negotiate {SERVER_TOKEN}"
    answers = (
        [http("200 OK", proof, body=created())]
        if target.tls
        else [http("200 OK", proof), http("200 OK", f"Content-Type: {kind}", body=sealed)]
    )
    error = None
    with StrangeServer(answers, server_context(lab.certificates) if target.tls else None) as server:
        try:
            Connection(replace(target, port=server.port), Credentials()).ask(wsman.create(wsman.new_id()), wsman.new_id(), 1)
        except ReachError as fault:
            error = fault
    assert (say(error), bool(server.requests)) == (says, says == "used")
    assert target.tls or not any(b"Envelope" in request for request in server.requests)
    assert set(library.asked) <= {("HTTP@127.0.0.1", "lab")}


def test_the_matrix_has_enough_pairs() -> None:
    """Eight endpoints with four logins each."""
    assert len(PAIRS) == 32


def test_the_page_says_the_same() -> None:
    """The table of the reference has a row for every rule, in its words."""
    text = read(DOCS / "reference" / "winrm.md").split("## Endpoints and logins\n", 1)[1].split("\n## ", 1)[0]
    rows = {(row[0], row[1]): row[2:] for row in rows_of(text, 4)}
    assert rows == {(_wire(rule.tls), rule.login.value): [rule.permission.value, rule.protects] for rule in RULES}


def _wire(tls: bool) -> str:
    return "HTTPS" if tls else "HTTP"


def test_every_wire_has_a_rule_for_every_login() -> None:
    """No way is left to chance, and none without TLS is allowed that shows a password or can be relayed."""
    assert [(rule.tls, rule.login) for rule in RULES] == [(tls, login) for tls in (True, False) for login in Login]
    assert {rule.login for rule in RULES if not rule.tls and rule.permission is Permission.ALLOWED} == {Login.KERBEROS}


def test_ntlm_is_bound_to_the_certificate() -> None:
    """A server that wants the binding (CbtHardeningLevel Strict) gets the right one, and counts it."""
    with start_lab(replace(settings_of(CertificateKind.GOOD), strict_binding=True)) as lab:
        log_on(lab, target_of(lab, Wire.HTTPS, Login.NTLM))
        assert lab.hosts["127.0.0.1"].bound_logins == 1


def test_the_check_of_the_binding_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A login that is not bound is refused by such a server, and a certificate that cannot be read ends the login on our side."""
    with start_lab(replace(settings_of(CertificateKind.GOOD), strict_binding=True)) as lab:
        with pytest.raises(LoginRefused), monkeypatch.context() as patch:
            patch.setattr("toolkit.shells.winrm_transport._NtlmLogin._get_server_cert", lambda login, response: None)
            log_on(lab, target_of(lab, Wire.HTTPS, Login.NTLM))
        assert (lab.hosts["127.0.0.1"].refused_logins, lab.hosts["127.0.0.1"].bound_logins) == (1, 0)
        with pytest.raises(TransportRefused, match="cannot be bound"):
            monkeypatch.setattr(requests_ntlm.HttpNtlmAuth, "_get_server_cert", lambda login, response: None)
            log_on(lab, target_of(lab, Wire.HTTPS, Login.NTLM))


def test_binding_is_asked_of_pywinrm(lab: Lab) -> None:
    """The switch of pywinrm is on, whatever its default becomes."""
    connection = Connection(target_of(lab, Wire.HTTPS, Login.NTLM), Credentials(lab.password))
    transport = connection._protocol.transport
    assert isinstance(transport, Transport)
    assert (transport.send_cbt, transport.service) == (True, "HTTP")


def test_the_page_names_every_variable_that_is_refused() -> None:
    """With what it would do, in the words of the error."""
    text = read(DOCS / "reference" / "winrm.md").split("## Variables that are refused\n", 1)[1].split("\n## ", 1)[0]
    assert {row[0].strip("`"): row[1] for row in rows_of(text, 2)} == RISKY_VARIABLES
