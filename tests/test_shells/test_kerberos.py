"""Kerberos: a ticket for the right server, both sides prove who they are; with a library in memory."""

from dataclasses import replace

import pytest

from tests.test_shells.connections import SEALED, ask, require_words
from tests.test_shells.fake_kerberos import install_kerberos
from tests.test_shells.hostile import created, said
from tests.test_shells.strange_server import StrangeServer, http
from toolkit.errors import AnswerBroken, LoginRefused
from toolkit.model.target import Login
from toolkit.shells.tickets import MISSING, find_ticket
from toolkit.shells.winrm import Connection, Credentials

HOST = "ex02.corp.example"


@pytest.mark.parametrize("proof", [[], ["WWW-Authenticate: Negotiate bm8="]], ids=["none", "wrong"])
def test_a_server_that_does_not_prove_who_it_is(proof: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """With Kerberos both sides log on: an answer without the server's own token is not read, and nothing more is sent."""
    install_kerberos(monkeypatch)
    with StrangeServer([http("200 OK", *proof, body=created().encode())]) as server:
        connection = Connection(replace(SEALED, port=server.port, login=Login.KERBEROS), Credentials())
        with pytest.raises(AnswerBroken, match="does not prove who it is") as caught:
            ask(connection)
        connection.reset()
    require_words(caught.value)
    assert b"Envelope" not in said(server)


def test_without_a_ticket_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The domain gives no ticket: a person is told, and the server hears nothing."""
    install_kerberos(monkeypatch).has_ticket = False
    with StrangeServer([http("200 OK")]) as server, pytest.raises(LoginRefused, match="no Kerberos login") as caught:
        ask(Connection(replace(SEALED, port=server.port, login=Login.KERBEROS), Credentials()))
    require_words(caught.value)
    assert "It isn't there. It needs the server's full name" in caught.value.why
    assert server.requests == []


def test_a_ticket_is_asked_of_the_domain(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the service of WinRM on this server, and for whoever was named."""
    library = install_kerberos(monkeypatch)
    assert find_ticket(HOST, "") == ""
    assert find_ticket(HOST, "admin@CORP") == ""
    assert library.asked == [(f"HTTP@{HOST}", None), (f"HTTP@{HOST}", "admin@CORP")]
    library.has_ticket = False
    assert find_ticket(HOST, "") == f"no ticket for HTTP/{HOST} (It isn't there)"


def test_without_the_library_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kerberos is an extra."""
    monkeypatch.setattr("winrm.transport.HAVE_KERBEROS", False)
    assert find_ticket(HOST, "") == MISSING
