"""HTTP/1.1 as WinRM's clients speak it: a request with Content-Length, an answer, the connection stays (RFC 9112)."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

HEAD_LIMIT = 65536
"""Most bytes of a request line with its headers."""
BODY_LIMIT = 64 * 1024 * 1024
"""Most bytes of a body that are read to be refused with 413; a longer one is cut off."""
SOAP_TYPE = "application/soap+xml;charset=UTF-8"


class HttpBroken(Exception):
    """What came is not a request that this server reads; the connection is of no use any more."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request.

    Attributes:
        method: ``POST``.
        path: ``/wsman``, with a query if there is one.
        headers: by name in lower case; of several with the same name the last.
        body: the body.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    """One answer.

    Attributes:
        status: HTTP status.
        body: the body; may be empty.
        content_type: of the body.
        headers: more headers, in order.
        close: the connection is closed after it.
    """

    status: int
    body: bytes = b""
    content_type: str = SOAP_TYPE
    headers: Sequence[tuple[str, str]] = field(default=())
    close: bool = False

    def to_bytes(self) -> bytes:
        """Return the answer as it travels."""
        lines = [f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}", "Server: Microsoft-HTTPAPI/2.0"]
        if self.body:
            lines.append(f"Content-Type: {self.content_type}")
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\r\n".join([*lines, f"Content-Length: {len(self.body)}", "", ""]).encode("latin-1") + self.body


async def read_request(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Request:
    """Return the next request of a connection.

    Raises:
        HttpBroken: not HTTP, too large, or with a body whose length is not told.
        asyncio.IncompleteReadError: the client has closed the connection.
    """
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError as error:
        raise HttpBroken("the headers are too long") from error
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        raise HttpBroken("no request line")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    if headers.get("expect", "").lower() == "100-continue":
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    return Request(words[0], words[1], headers, await _read_body(reader, headers))


async def _read_body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    length = headers.get("content-length", "0")
    if "transfer-encoding" in headers or not length.isdecimal() or int(length) > BODY_LIMIT:
        raise HttpBroken("the length of the body is not told, or too long")
    return await reader.readexactly(int(length))
