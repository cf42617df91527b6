"""HTTP whose answers end: so many bytes, so many seconds, not compressed; whatever the server does."""

import io
import socket
import time
from http.client import HTTPResponse

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from toolkit.errors import AnswerBroken

CONNECT_S = 10
"""Seconds for a TCP connection; a dead host must not cost a whole read timeout."""
LONGEST_ANSWER_BYTES = 4 * 1024 * 1024
"""Most bytes of one answer, head included; a server is asked for at most 150 KiB (MaxEnvelopeSize)."""
ANSWER_S = 90
"""Most seconds from the wait for an answer to its last byte: a request that the server holds, and a slow line."""
_HEAD_PIECE = 8192


class AnswerEndless(OSError):
    """An answer has more bytes, or takes more time, than any answer of WinRM."""


class TimedReader(io.RawIOBase):
    """Reads one answer from a socket until it has had its share of bytes and seconds.

    Args:
        sock: the connection; its time-out for a single read stays what it is, or less.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._raw = sock.makefile("rb", buffering=0)
        self._sock = sock  # under this name requests_ntlm looks for the certificate that it binds the login to
        self._gap_s = sock.gettimeout()
        self._ends_at = time.monotonic() + ANSWER_S
        self._left = LONGEST_ANSWER_BYTES

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int | None:  # type: ignore[override]  # typeshed's Buffer has no length
        """Read what there is.

        Raises:
            AnswerEndless: the answer is too long, in bytes or in seconds.
            TimeoutError: nothing came for as long as a single read may take.
        """
        seconds = self._ends_at - time.monotonic()
        if seconds <= 0:
            raise AnswerEndless(f"it takes more than {ANSWER_S} s")
        if self._left <= 0:
            raise AnswerEndless(f"it has more than {LONGEST_ANSWER_BYTES} bytes")
        self._sock.settimeout(seconds if self._gap_s is None else min(seconds, self._gap_s))
        count = self._raw.readinto(memoryview(buffer)[: max(1, self._left)])
        self._left -= count or 0
        return count

    def close(self) -> None:
        """Let go of the socket; the connection stays."""
        self._raw.close()
        super().close()


class _BoundedAnswer(HTTPResponse):
    """An answer that is read through a :class:`TimedReader`."""

    def __init__(self, sock: socket.socket, debuglevel: int = 0, method: str | None = None, url: str | None = None) -> None:
        super().__init__(sock, debuglevel, method, url)
        self.fp.close()
        self.fp = io.BufferedReader(TimedReader(sock), _HEAD_PIECE)


class _Http(HTTPConnection):
    response_class = _BoundedAnswer


class _Https(HTTPSConnection):
    response_class = _BoundedAnswer


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _Https


class BoundedAdapter(HTTPAdapter):
    """The way of requests to servers, with bounds on every answer, those to a login included."""

    _last: Response | None = None

    def close(self) -> None:
        """Close all connections now; requests leaves that to the end of the last answer and of the last error that holds one."""
        if self._last is not None:
            self._last.close()
            self._last = None
        for pool in map(self.poolmanager.pools.get, self.poolmanager.pools.keys()):
            if pool is not None:
                pool.close()
        super().close()

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: object) -> None:
        """Make the connections such that end; called by requests itself."""
        super().init_poolmanager(connections, maxsize, block, **pool_kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}

    def build_response(self, req: PreparedRequest, resp: object) -> Response:
        """Return the answer without what libraries would follow or send back: a new place, cookies.

        Raises:
            AnswerBroken: it is compressed; nobody has asked for that, and a bomb grows a thousandfold.
        """
        answer = super().build_response(req, resp)  # type: ignore[arg-type]  # urllib3's own answer, as it came
        self._last = answer
        if answer.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
            why = "It is compressed, which was not asked for; something else than WinRM answers, or somebody in between."
            raise AnswerBroken("the answer is compressed", why=why, do=("exkit doctor --help",))
        for name in ("Location", "Set-Cookie"):
            answer.headers.pop(name, None)
        return answer
