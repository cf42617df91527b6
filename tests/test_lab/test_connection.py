"""HTTP around the messages: sizes, methods, seals, connections that end."""

import socket
import time
from collections.abc import Iterator

import pytest

from tests.test_lab.conftest import give_back
from tests.test_lab.raw_client import RawClient, envelope, selector
from toolkit.lab.lab import Lab, start_lab
from toolkit.lab.settings import LabSettings, Quotas, RecordedEngine, Timing
from toolkit.lab.site import Wire
from toolkit.lab.soap import Action

CREATE = envelope(Action.CREATE.value, "<rsp:Shell/>")


@pytest.fixture(scope="module")
def strict_lab() -> Iterator[Lab]:
    """Start a lab with a small envelope, impatient connections, and no Basic without TLS."""
    with start_lab(LabSettings(RecordedEngine(give_back), quotas=Quotas(max_envelope_kib=2, keep_alive_s=0.2))) as lab:
        yield lab


def ask_raw(lab: Lab, data: bytes) -> bytes:
    """Return everything that comes back for these bytes until the server closes the connection."""
    endpoint = lab.endpoint(Wire.HTTP)
    with socket.create_connection((endpoint.address, endpoint.port), timeout=5) as connection:
        connection.sendall(data)
        answer = b""
        try:
            while part := connection.recv(65536):
                answer += part
        except ConnectionResetError:
            answer += b"<reset>"
    return answer


def test_an_envelope_over_the_limit_is_413_without_body(strict_lab: Lab) -> None:
    """One byte over MaxEnvelopeSizekb is HTTP 413 with an empty body, and the connection stays."""
    with RawClient(strict_lab) as client:
        assert client.post(b"x" * 2049).status == 413
        assert client.post(b"x" * 2048).status == 401


def test_other_methods_and_paths_are_refused(client: RawClient) -> None:
    """Only POST to /wsman is served; a query behind it does not matter."""
    assert client.post(b"", method="GET").status == 405
    assert client.post(CREATE, path="/").status == 404
    assert client.post(CREATE, path="/wsman?PSVersion=5.1").status == 200


def test_basic_without_tls_is_not_offered(strict_lab: Lab) -> None:
    """A well configured HTTP port does not take Basic, and does not offer it."""
    with RawClient(strict_lab) as client:
        client.http.request("POST", "/wsman", CREATE, client.headers)
        answer = client.http.getresponse()
        answer.read()
    assert answer.status == 401
    assert answer.headers.get_all("WWW-Authenticate") == ["Negotiate", "NTLM"]


def test_an_idle_connection_is_closed(strict_lab: Lab) -> None:
    """A connection that asks nothing for the keep-alive time is closed without a word, as http.sys does."""
    assert ask_raw(strict_lab, b"") == b""


BROKEN = [
    pytest.param(b"hello\r\n\r\n", id="no request line"),
    pytest.param(b"POST /wsman HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", id="chunked"),
    pytest.param(b"POST /wsman HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", id="endless"),
    pytest.param(b"POST /wsman HTTP/1.1\r\nContent-Length: -1\r\n\r\n", id="negative"),
    pytest.param(b"POST /wsman HTTP/1.1\r\nX: " + b"x" * 70_000, id="long head"),
]


@pytest.mark.parametrize("data", BROKEN)
def test_what_is_no_request_is_cut_off(strict_lab: Lab, data: bytes) -> None:
    """Broken, endless or chunked requests are cut off without an answer, and the lab lives on."""
    assert ask_raw(strict_lab, data) in (b"", b"<reset>")
    with RawClient(strict_lab) as client:
        assert client.post(b"").status == 401


def test_a_client_may_wait_for_continue(lab: Lab) -> None:
    """Expect: 100-continue is answered before the body is sent."""
    endpoint = lab.endpoint(Wire.HTTP)
    head = f"POST /wsman HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: {len(CREATE)}\r\n\r\n".encode()
    with socket.create_connection((endpoint.address, endpoint.port), timeout=5) as connection:
        connection.sendall(head)
        assert connection.recv(100).startswith(b"HTTP/1.1 100 Continue")
        connection.sendall(CREATE)
        assert connection.recv(100).startswith(b"HTTP/1.1 401")


def test_a_receive_ends_with_its_connection(lab: Lab, client: RawClient) -> None:
    """A client that leaves while its Receive waits takes no output with it: the next one gets it."""
    shell_id = client.open()
    command_id = client.start(shell_id, "sort")
    with RawClient(lab) as other:
        stream = f'<rsp:Receive><rsp:DesiredStream CommandId="{command_id}">stdout stderr</rsp:DesiredStream></rsp:Receive>'
        header = f'<w:SelectorSet><w:Selector Name="ShellId">{shell_id}</w:Selector></w:SelectorSet>'
        other.http.request("POST", "/wsman", envelope(Action.RECEIVE.value, stream, header), other.headers)
    wait_until_counted(lab, "receive")
    client.send(shell_id, command_id, b"x", end=True)
    assert client.receive(shell_id, command_id).out == b"x"


def wait_until_counted(lab: Lab, request: str) -> None:
    """Ask the lab until it has seen a request of this kind."""
    for _ in range(1000):
        if lab.hosts["127.0.0.1"].requests.get(request):
            return
    raise AssertionError(f"the lab has seen no {request}")


def test_round_trips_take_their_time() -> None:
    """With a round-trip time every connection and every request costs one."""
    settings = LabSettings(RecordedEngine(give_back), timing=Timing(rtt_s=0.01), allow_basic_http=True)
    with start_lab(settings) as lab, RawClient(lab) as client:
        began = time.monotonic()
        client.open()
        assert time.monotonic() - began >= 0.02


def test_a_lab_of_two_hosts_keeps_them_apart() -> None:
    """Each address is a host of its own, with its own shells and counters."""
    with start_lab(LabSettings(RecordedEngine(give_back), addresses=("127.0.0.1", "127.0.0.2"), allow_basic_http=True)) as lab:
        with RawClient(lab, "127.0.0.2") as client:
            client.open()
        during = lab.hosts
    assert (during["127.0.0.1"].live_shells, during["127.0.0.2"].live_shells) == (0, 1)
    assert lab.hosts["127.0.0.2"].requests == {"create": 1}


def test_a_lab_ends_quietly_with_clients_connected(caplog: pytest.LogCaptureFixture) -> None:
    """Clients that are connected, logged on or waiting do not hold up the end of a lab, and nothing is logged."""
    with start_lab(LabSettings(RecordedEngine(give_back), allow_basic_http=True)) as lab:
        clients = [RawClient(lab) for _ in range(3)]
        shell_id = clients[0].open()
        command_id = clients[0].start(shell_id, "sort")
        stream = f'<rsp:Receive><rsp:DesiredStream CommandId="{command_id}">stdout</rsp:DesiredStream></rsp:Receive>'
        clients[1].http.request("POST", "/wsman", envelope(Action.RECEIVE.value, stream, selector(shell_id)), clients[1].headers)
        clients[2].http.connect()
        with socket.create_connection(("127.0.0.1", lab.endpoint(Wire.HTTPS).port)):
            wait_until_counted(lab, "receive")
            lab.close()
    for client in clients:
        client.http.close()
    assert caplog.text == ""
