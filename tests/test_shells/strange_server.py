"""A listener on loopback that answers whatever it was told to, and keeps what it was asked."""

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Self

HANG_UP = b""
"""Close the connection instead of an answer."""
QUIET_S = 5.0
Answer = bytes | Callable[[], Iterator[bytes]]
"""Bytes, or what makes them piece by piece, for as long as the client takes them."""


def http(status: str, *headers: str, body: bytes = b"") -> bytes:
    """Return an HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


class StrangeServer:
    """Answers each request with the next of its answers, the last one for ever.

    Attributes:
        port: where it listens.
        connections: how many it has taken.
        requests: heads and bodies, as they came.
        sent: bytes of all answers.
    """

    def __init__(self, answers: Sequence[Answer], tls: ssl.SSLContext | None = None) -> None:
        self._answers = list(answers)
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._client: socket.socket | None = None
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0
        self.requests: list[bytes] = []
        self.sent = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for end in (self._listener, self._client):
            with suppress(OSError, AttributeError):
                end.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]  # there may have been no client
        self._thread.join(QUIET_S)
        self._listener.close()

    def _serve(self) -> None:
        with suppress(OSError):  # closed by the test
            while True:
                self._client, _ = self._listener.accept()
                self.connections += 1
                self._client.settimeout(QUIET_S)
                with self._client, suppress(OSError):
                    self._client = self._tls.wrap_socket(self._client, server_side=True) if self._tls else self._client
                    self._talk(self._client)

    def _talk(self, client: socket.socket) -> None:
        with client:
            while request := _read_request(client):
                self.requests.append(request)
                answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
                if answer == HANG_UP:
                    return
                for piece in (answer,) if isinstance(answer, bytes) else answer():
                    client.sendall(piece)
                    self.sent += len(piece)


def _read_request(client: socket.socket) -> bytes:
    """Return a request; whatever is no POST is as long as what comes at once."""
    data = client.recv(65536)
    while data.startswith(b"POST") and len(data) < _length_of(data):
        data += client.recv(65536)
    return data


def _length_of(data: bytes) -> int:
    head, blank, _ = data.partition(b"\r\n\r\n")
    found = re.search(rb"(?i)\r\ncontent-length: *([0-9]+)", head)
    return len(head) + 4 + int(found[1] if found else 0) if blank else len(data) + 1


@contextmanager
def closed_port() -> Iterator[int]:
    """Return a port on loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    yield port
