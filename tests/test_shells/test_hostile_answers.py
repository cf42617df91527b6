"""Whatever a server answers: memory and time have an end, nothing unsealed is believed, and nothing is sent in the clear."""

import itertools
import tracemalloc
from collections.abc import Iterator

import pytest
from winrm.exceptions import WinRMTransportError

from tests.test_shells.connections import ask, require_words
from tests.test_shells.hostile import (
    ASKS_NTLM,
    CHALLENGES,
    LOGGED_ON,
    MEBIBYTE,
    SOAP,
    created,
    dripping,
    endless,
    fault_text,
    grown,
    head_of,
    listening,
    listening_within_tls,
    passwords_in,
    said,
)
from tests.test_shells.strange_server import Answer, http
from toolkit.errors import AnswerBroken, LoginRefused, NotWsMan, ReachError
from toolkit.lab.lab import Lab
from toolkit.shells import wsman
from toolkit.shells.bounded_http import ANSWER_S, LONGEST_ANSWER_BYTES
from toolkit.shells.winrm import Connection
from toolkit.shells.wsman_faults import ConnectionLost, FaultCode, QuotaFull, RequestFault

MOST_MEMORY = 64 * MEBIBYTE
MOST_ON_THE_WAY = 16 * MEBIBYTE
"""What a server can have sent of an endless answer: what is read of it, and what the buffers of two sockets hold."""

ENDLESS: dict[str, Answer] = {
    "body with a length": endless(head_of("Content-Length: 99999999999"), b"x" * 65536),
    "body until the end": endless(head_of("Connection: close"), b"x" * 65536),
    "chunks": endless(head_of("Transfer-Encoding: chunked"), b"8000\r\n" + b"x" * 0x8000 + b"\r\n"),
    "tiny chunks": endless(head_of("Transfer-Encoding: chunked"), b"1\r\nx\r\n" * 5000),
    "one huge chunk": endless(head_of("Transfer-Encoding: chunked"), b"FFFFFFFFFF\r\n" + b"x" * 65536),
    "trailers": endless(head_of("Transfer-Encoding: chunked") + b"0\r\n", b"X-More: x\r\n" * 5000),
    "interim answers": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2000),
}


@pytest.fixture
def memory() -> Iterator[None]:
    """Fail a test that takes more memory than an answer may cost."""
    tracemalloc.start()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MOST_MEMORY


@pytest.mark.parametrize("answer", ENDLESS.values(), ids=ENDLESS)
@pytest.mark.usefixtures("memory")
def test_an_endless_answer_ends(lab: Lab, answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the bound, here a smaller one, the connection is closed and a person is told; to a login such an answer ends too."""
    monkeypatch.setattr("toolkit.shells.bounded_http.LONGEST_ANSWER_BYTES", 64 * 1024)
    with listening_within_tls(lab, answer) as (server, connection), pytest.raises(AnswerBroken, match="does not end") as caught:
        ask(connection)
    require_words(caught.value)
    with listening(answer) as (asking, connection), pytest.raises(AnswerBroken, match="does not end"):
        ask(connection)
    assert max(server.sent, asking.sent) < MOST_ON_THE_WAY


@pytest.mark.usefixtures("memory")
def test_an_endless_answer_within_a_login_ends() -> None:
    """The libraries read those to their end as well; four MiB are the most."""
    refuses = b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM\r\nContent-Length: 99999999999\r\n\r\n"
    with listening(endless(refuses, b"x" * 65536)) as (server, connection), pytest.raises(AnswerBroken, match="does not end"):
        ask(connection)
    assert server.sent < MOST_ON_THE_WAY


HEADS: dict[str, Answer] = {
    "one long line": http("200 OK", "X-Long: " + "x" * 70_000),
    "many lines": http("200 OK", *(f"X-{number}: x" for number in range(200))),
    "an endless line": endless(b"HTTP/1.1 200 OK\r\nX: ", b"x" * 65536),
    "endless lines": endless(b"HTTP/1.1 200 OK\r\n", b"X: x\r\n" * 5000),
    "an endless status": endless(b"HTTP/1.1 200 ", b"x" * 65536),
}


@pytest.mark.parametrize("answer", HEADS.values(), ids=HEADS)
@pytest.mark.usefixtures("memory")
def test_an_oversized_head_is_no_answer(answer: Answer) -> None:
    """Too many or too long headers: the connection is given up."""
    with listening(answer) as (server, connection), pytest.raises((ConnectionLost, AnswerBroken)):
        ask(connection)
    assert server.sent < MOST_ON_THE_WAY


SLOW: dict[str, Answer] = {
    "head": dripping(b"HTTP/1.1 200 OK\r\nX: ", b"x"),
    "body": dripping(head_of("Content-Length: 1000000"), b"x"),
    "chunks": dripping(head_of("Transfer-Encoding: chunked"), b"1\r\nx\r\n"),
}


@pytest.mark.parametrize("answer", SLOW.values(), ids=SLOW)
def test_a_slow_answer_ends(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then keeps nobody waiting: the whole answer has a time, which a clock that runs ahead shows."""
    clock = itertools.count(0.0, ANSWER_S / 8)
    monkeypatch.setattr("toolkit.shells.bounded_http.time.monotonic", clock.__next__)
    with listening(answer) as (_, connection), pytest.raises(AnswerBroken, match="does not end"):
        ask(connection)
    assert next(clock) < 3 * ANSWER_S


PACKED = {
    "gzip": grown(256),
    "x-gzip": grown(1),
    "deflate": b"x",
    "br": b"x",
    "zstd": b"x",
    "gzip, gzip": grown(1),
    "identity, gzip": grown(1),
}


@pytest.mark.parametrize(("encoding", "body"), PACKED.items(), ids=PACKED)
@pytest.mark.parametrize("status", ["200 OK", "401 Unauthorized", "500 Internal Server Error"])
def test_what_is_packed_is_not_unpacked(lab: Lab, status: str, encoding: str, body: bytes) -> None:
    """Nothing compressed was asked for; a bomb of 256 MiB stays as small as it came."""
    packed = http(status, SOAP, f"Content-Encoding: {encoding}", "WWW-Authenticate: NTLM", body=body)
    tracemalloc.start()
    try:
        with listening_within_tls(lab, packed) as (server, connection), pytest.raises(AnswerBroken, match="compressed") as caught:
            ask(connection)
        assert tracemalloc.get_traced_memory()[1] < 16 * MEBIBYTE
    finally:
        tracemalloc.stop()
    require_words(caught.value)
    assert b"gzip" not in said(server)


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
BOMBS = {
    "ten-fold entities": created(doctype=f'<!DOCTYPE x [<!ENTITY e0 "x">{ENTITIES}]>', after="&e8;"),
    "one long entity": created(doctype=f'<!DOCTYPE x [<!ENTITY e "{"x" * 50_000}">]>', after="&e;" * 20_000),
    "a file of this machine": created(doctype='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>', after="&e;"),
    "a document type alone": created(doctype="<!DOCTYPE x>"),
    "a type elsewhere": created(doctype='<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'),
    "elements without end": created(after="<a/>" * 25_000),
    "elements in elements": created(after="<a>" * 25_000 + "</a>" * 25_000),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
@pytest.mark.usefixtures("memory")
def test_no_bomb_of_xml_goes_off(text: str, encoding: str) -> None:
    """Document types are refused in every encoding, elements are counted."""
    answer = f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)
    with pytest.raises(AnswerBroken, match="cannot be read"):
        wsman.read_shell_id(answer)
    assert not wsman.is_plain_xml(answer)


def test_no_bomb_in_a_fault_goes_off(lab: Lab) -> None:
    """Where pywinrm reads an answer itself, it gets only what holds no document type."""
    bomb = b'<!DOCTYPE x [<!ENTITY e "x">]>' + fault_text(FaultCode.SHELL_NOT_FOUND, "&e;")
    with listening_within_tls(lab, http("500 Error", SOAP, body=bomb)) as (_, connection), pytest.raises(NotWsMan, match="something else"):
        ask(connection)


NO_XML = [b"<html><body>", b"", b"\x00\x01\x02", b'<?xml version="1.0" encoding="no-such"?><x/>', b"\xff\xfe<", b"{}"]


@pytest.mark.parametrize("body", NO_XML)
def test_what_is_no_xml_is_told(body: bytes) -> None:
    """A wrong type of content, half a document, an encoding that is none."""
    with pytest.raises(AnswerBroken):
        wsman.read_received(body)


SEALED_TYPES = [
    "application/soap+xml;charset=UTF-8",
    "multipart/encrypted",
    'multipart/encrypted;protocol="application/HTTP-Other-session-encrypted";boundary="Encrypted Boundary"',
    'text/html; note="/encrypted"',
    "x/encrypted",
    "",
]


@pytest.mark.parametrize("kind", SEALED_TYPES)
def test_an_answer_that_only_looks_sealed_is_not_read(kind: str) -> None:
    """The library believes every type but one as it is; here each of them ends the conversation."""
    forged = http("200 OK", f"Content-Type: {kind}", body=created().encode())
    with listening(*LOGGED_ON, forged) as (server, connection), pytest.raises(AnswerBroken, match="is not sealed"):
        ask(connection)
    assert b"<env:" not in said(server)


SEALED_TYPE = 'multipart/encrypted;protocol="application/HTTP-SPNEGO-session-encrypted";boundary="Encrypted Boundary"'
BROKEN_SEALS = [
    b"",
    created().encode(),
    b"--Encrypted Boundary\r\n",
    b"--Encrypted Boundary\r\n\tOriginalContent: type=x;Length=3\r\n--Encrypted Boundary\r\n"
    b"\tContent-Type: application/octet-stream\r\n\x10\0\0\0" + bytes(16) + b"<x>--Encrypted Boundary--\r\n",
]


@pytest.mark.parametrize("body", BROKEN_SEALS, ids=["empty", "plain", "half", "forged"])
def test_a_seal_that_does_not_open_is_not_read(body: bytes) -> None:
    """What nobody has sealed under this login is no answer: an error, or a lost connection."""
    forged = http("200 OK", f"Content-Type: {SEALED_TYPE}", body=body)
    with listening(*LOGGED_ON, forged) as (server, connection), pytest.raises((AnswerBroken, ConnectionLost)):
        wsman.read_shell_id(ask(connection))
    assert b"<env:" not in said(server)


CODES = (FaultCode.SHELLS_QUOTA, FaultCode.OPERATION_TIMEOUT, FaultCode.SHELL_NOT_FOUND, FaultCode.ACCESS_DENIED, FaultCode.BUSY)


@pytest.mark.parametrize("before", [[], [ASKS_NTLM], [ASKS_NTLM, CHALLENGES], LOGGED_ON], ids=["first", "asked", "challenged", "logged-on"])
@pytest.mark.parametrize("code", CODES, ids=lambda code: code.name)
def test_a_fault_in_the_clear_does_not_end_sealing(code: FaultCode, before: list[bytes]) -> None:
    """Somebody in between answers a login with a fault: its words are not believed, and the next message is not sent unsealed."""
    fault = http("500 Error", SOAP, body=fault_text(code, "The shell quota is reached."))
    with listening(*before, fault) as (server, connection):
        for _ in range(3):
            with pytest.raises((ReachError, RequestFault)) as caught:
                ask(connection)
            assert not isinstance(caught.value, QuotaFull)
    assert b"Envelope" not in said(server)
    assert passwords_in(said(server)) == []


def test_half_a_login_is_no_login() -> None:
    """The session of pywinrm would be taken for whole after a login that failed, and the next message would go in the clear."""
    with listening(http("500 Error")) as (server, connection):
        for _ in range(3):
            with pytest.raises(WinRMTransportError):
                connection._protocol.transport.send_message("<Envelope/>")
    assert len(server.requests) == 3
    assert b"Envelope" not in said(server)


def test_a_second_answer_behind_the_first_is_not_taken(lab: Lab) -> None:
    """A split answer: what came unasked belongs to no request, and is dropped."""
    first, smuggled, second = (http("200 OK", SOAP, body=body) for body in (b"<first/>", b"<smuggled/>", b"<second/>"))
    with listening_within_tls(lab, first + smuggled, second) as (server, connection):
        assert [ask(connection), ask(connection)] == [b"<first/>", b"<second/>"]
    assert len(server.requests) == 2


LENGTHS = [
    ("Content-Length: -1", b"<x/>"),
    ("Content-Length: 4\r\nContent-Length: 40", b"<x/>"),
    ("Content-Length: 4\r\nTransfer-Encoding: chunked", b"ZZ\r\n<x/>"),
    ("Transfer-Encoding: chunked", b"-5\r\n<x/>"),
    ("Content-Length: 400", b"<x/>"),
]


@pytest.mark.parametrize(("header", "body"), LENGTHS, ids=[header.replace("\r\n", ", ") for header, _ in LENGTHS])
def test_an_answer_that_lies_about_its_length(lab: Lab, header: str, body: bytes) -> None:
    """It is cut, or lost, or whole; it is never mixed with the answer to the next request."""

    def lie() -> Iterator[bytes]:
        yield head_of(header) + body
        raise OSError  # and hang up

    with listening_within_tls(lab, lie, http("200 OK", SOAP, body=b"<next/>")) as (_, connection):
        assert answer_or_fault(connection) in (b"<x/>", b"")
        assert answer_or_fault(connection) == b"<next/>"


def answer_or_fault(connection: Connection) -> bytes:
    """Return an answer, nothing for a request that failed as the wire expects it."""
    try:
        return ask(connection)
    except (RequestFault, AnswerBroken):
        return b""


def test_the_words_of_a_fault_are_shortened(lab: Lab) -> None:
    """A server may say what it likes, but not fill the terminal and the journal."""
    fault = http("500 Error", SOAP, body=fault_text(87, "\u202eword " * 100_000))
    with listening_within_tls(lab, fault) as (_, connection), pytest.raises(AnswerBroken) as caught:
        ask(connection)
    assert len(caught.value.why) < 1000


@pytest.mark.parametrize("code", ["x", "", "9" * 5000, "-1", "0x1", "1e9"])
def test_a_fault_whose_number_is_none(lab: Lab, code: str) -> None:
    """The code decides what happens next; one that is none decides nothing."""
    fault = fault_text(87, "Words.").replace(b'Code="87"', f'Code="{code}"'.encode())
    with listening_within_tls(lab, http("500 Error", SOAP, body=fault)) as (_, connection), pytest.raises(AnswerBroken) as caught:
        ask(connection)
    require_words(caught.value)
    assert len(caught.value.why) < 1000


def test_a_login_is_refused_once_within_tls_too(lab: Lab) -> None:
    """A server that refuses Basic gets the password once."""
    with listening_within_tls(lab, http("401 Unauthorized", "WWW-Authenticate: Basic realm=x")) as (server, connection):
        for _ in range(3):
            with pytest.raises(LoginRefused):
                ask(connection)
    assert len(server.requests) == 1


def test_the_bounds_are_wider_than_any_real_answer() -> None:
    """Twenty times the largest envelope that is asked for, and longer than a server may hold a request."""
    assert LONGEST_ANSWER_BYTES > 20 * wsman.ENVELOPE_BYTES
    assert ANSWER_S > 60


@pytest.mark.parametrize("version", [(2, 4, 0), (2, 2, 10), (1, 95, 8)])
def test_an_old_parser_of_xml_is_refused(version: tuple[int, int, int]) -> None:
    """Before expat 2.4.1 entities grow without end."""
    with pytest.raises(ReachError, match="does not read answers safely") as caught:
        wsman.require_safe_expat(version)
    require_words(caught.value)
    wsman.require_safe_expat((2, 4, 1))
    wsman.require_safe_expat()
