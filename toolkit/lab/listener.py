"""Listening on loopback, and nowhere else."""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Sequence

from toolkit.errors import UsageError
from toolkit.lab.certificates import CertificateFiles
from toolkit.lab.connection import Connection, Door
from toolkit.lab.http import HEAD_LIMIT

BACKLOG = 512


class _Watched(asyncio.StreamReaderProtocol):
    """A stream that tells at once when the client is gone, even while nobody reads."""

    def __init__(self, door: Door, running: set[asyncio.Task[None]]) -> None:
        self._gone = asyncio.Event()
        self._door = door
        self._running = running
        super().__init__(asyncio.StreamReader(limit=HEAD_LIMIT), self._start)

    async def _start(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        try:
            await Connection(self._door, reader, writer, self._gone).serve()
        except asyncio.CancelledError:
            writer.transport.abort()  # a handler that ends as cancelled is logged as an error by Python 3.11

    def eof_received(self) -> bool | None:
        self._gone.set()
        return super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        self._gone.set()
        super().connection_lost(exc)


class Listener:
    """One open port.

    Args:
        door: what is behind it.
        tls: context of the server for HTTPS, None for HTTP.
    """

    def __init__(self, door: Door, tls: ssl.SSLContext | None) -> None:
        self._door = door
        self._tls = tls
        self._running: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def open(self, port: int) -> int:
        """Listen, and return the port.

        Raises:
            OSError: the address or port cannot be had.
        """
        loop = asyncio.get_running_loop()
        address = self._door.host.address
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._server = await loop.create_server(
            lambda: _Watched(self._door, self._running), address, port, family=family, ssl=self._tls, backlog=BACKLOG
        )
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Stop listening and end all connections."""
        if self._server is not None:
            self._server.close()
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)


def require_loopback(addresses: Sequence[str]) -> None:
    """Check addresses before anything is opened.

    Raises:
        UsageError: one of them is not a loopback address.
    """
    for address in addresses:
        if not _is_loopback(address):
            raise UsageError(
                f'The lab does not listen on "{address}".',
                why="It may execute what it receives, so it listens on loopback addresses only: 127.0.0.1 to 127.255.255.254, and ::1.",
                do=["exkit lab start"],
            )


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def server_context(files: CertificateFiles) -> ssl.SSLContext:
    """Return the TLS side of the server; a client may show a certificate of the lab's own authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(files.server, files.server_key)
    context.load_verify_locations(files.authority)
    context.verify_mode = ssl.CERT_OPTIONAL
    return context
