"""The SMTP conversation, against a server of this test on the loopback."""

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from tests.test_lab.powershell import Session
from toolkit.errors import ValueRefused
from toolkit.rendering.scripts import Given

pytestmark = pytest.mark.pwsh

LINES = "'EHLO probe', 'MAIL FROM:<>', 'RSET', 'QUIT'"
BANNER = b"220 mail.example ESMTP ready\r\n"
EHLO = b"250-mail.example Hello\r\n250-SIZE 1000\r\n250 CHUNKING\r\n"
USUAL = [BANNER, EHLO, b"250 2.1.0 Sender OK\r\n", b"250 2.0.0 Resetting\r\n", b"221 2.0.0 Bye\r\n"]


class Responder(threading.Thread):
    """Answers one connection from a list: the banner, then one answer for each line it is told."""

    def __init__(self, answers: Sequence[bytes]) -> None:
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.answers = answers
        self.heard: list[str] = []

    def run(self) -> None:
        """Serve one connection and close it."""
        connection, _ = self.listener.accept()
        with connection, connection.makefile("rb") as lines:
            for at, answer in enumerate(self.answers):
                if at:
                    self.heard.append(lines.readline().decode().rstrip("\r\n"))
                for byte in answer:
                    connection.sendall(bytes([byte]))
            connection.shutdown(socket.SHUT_WR)


@contextmanager
def responder(*answers: bytes) -> Iterator[Responder]:
    """Start a responder and end it."""
    thread = Responder(answers)
    thread.start()
    try:
        yield thread
    finally:
        thread.listener.close()
        thread.join(5)


def talk(session: Session, port: int, more: str = "") -> dict[str, object]:
    """Hold the conversation and return what it was."""
    return dict(session.run(f"Invoke-ExkitSmtpDialog -ComputerName '127.0.0.1' -Port {port} -Command {LINES} {more}").item)


def test_the_whole_conversation_is_told(plain_session: Session) -> None:
    """What was said and answered, line by line, replies of several lines whole, though they come byte by byte."""
    with responder(*USUAL) as server:
        told = talk(plain_session, server.port)
    exchanges = told["exchanges"]
    assert isinstance(exchanges, list)
    assert (told["connected"], told["error"]) == (True, None)
    assert [(one["sent"], one["reply"].count("\n")) for one in exchanges] == [
        (None, 0),
        ("EHLO probe", 2),
        ("MAIL FROM:<>", 0),
        ("RSET", 0),
        ("QUIT", 0),
    ]
    assert server.heard == ["EHLO probe", "MAIL FROM:<>", "RSET", "QUIT"]


def test_a_refusal_is_an_answer(plain_session: Session) -> None:
    """452 at MAIL FROM is what is looked for: the conversation goes on to its polite end."""
    refusal = b"452 4.3.1 Insufficient system resources\r\n"
    with responder(BANNER, EHLO, refusal, *USUAL[3:]) as server:
        told = talk(plain_session, server.port)
    exchanges = told["exchanges"]
    assert isinstance(exchanges, list)
    assert exchanges[2]["reply"] == "452 4.3.1 Insufficient system resources"
    assert server.heard[-1] == "QUIT"


def test_a_server_that_is_not_ready_is_only_told_goodbye(plain_session: Session) -> None:
    """After a banner of 421 nothing but QUIT is said."""
    with responder(b"421 4.3.2 Service not active\r\n", b"221 Bye\r\n") as server:
        told = talk(plain_session, server.port)
    assert server.heard == ["QUIT"]
    assert told["connected"] is True


def test_with_nothing_to_say_the_banner_is_told(plain_session: Session) -> None:
    """No command: connected, the banner, and no error."""
    with responder(BANNER) as server:
        told = plain_session.run(f"Invoke-ExkitSmtpDialog -ComputerName '127.0.0.1' -Port {server.port} -Command @()").item
    exchanges = told["exchanges"]
    assert isinstance(exchanges, list)
    assert (told["error"], len(exchanges), server.heard) == (None, 1, [])


def test_a_server_that_hangs_up_is_an_error_with_what_was_said(plain_session: Session) -> None:
    """Closed after EHLO: connected, two exchanges, and an error."""
    with responder(BANNER, EHLO) as server:
        told = talk(plain_session, server.port)
    exchanges = told["exchanges"]
    assert isinstance(exchanges, list)
    assert (told["connected"], len(exchanges)) == (True, 2)
    assert told["error"]


def test_a_silent_server_does_not_hold_the_step(plain_session: Session) -> None:
    """It accepts and says nothing: after the time limit that is said."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        told = talk(plain_session, listener.getsockname()[1], "-TimeoutSeconds 1")
    assert (told["connected"], told["exchanges"]) == (True, [])
    assert told["error"]


def test_nobody_listens(plain_session: Session) -> None:
    """A closed port is an answer too, not a failed step."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    told = talk(plain_session, port)
    assert (told["connected"], told["exchanges"]) == (False, [])
    assert told["error"]


def test_an_endless_reply_is_cut(plain_session: Session) -> None:
    """A reply that never ends is given up after 64 KB."""
    endless = b"250-" + b"x" * 5000 + b"\r\n"

    class Chatter(Responder):
        def run(self) -> None:
            connection, _ = self.listener.accept()
            with connection:
                try:
                    for _ in range(30):
                        connection.sendall(endless)
                except OSError:
                    return

    server = Chatter([])
    server.start()
    told = talk(plain_session, server.port)
    server.listener.close()
    server.join(5)
    assert "does not end" in str(told["error"])


@pytest.mark.parametrize("sender", ["a b@c", "<a@b>", "ж@x"])
def test_an_address_cannot_carry_commands(plain_session: Session, sender: str) -> None:
    """What is no address never reaches the line: neither angle brackets nor blanks; line ends are refused before rendering."""
    values: dict[str, Given] = {"Port": 25, "HeloName": "probe", "Sender": sender}
    assert "not an address" in plain_session.ask("observe/smtp_probe", values).fault
    with pytest.raises(ValueRefused):
        plain_session.ask("observe/smtp_probe", {**values, "Sender": f"{sender}\r\nRCPT TO:<x@y.example>"})
