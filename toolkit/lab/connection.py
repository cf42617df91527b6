"""One connection of a client: requests in order, login, seal, answers."""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.lab.dispatch import Visitor, answer_message
from toolkit.lab.faults import Dropped
from toolkit.lab.host import Host
from toolkit.lab.http import HttpBroken, Request, Response, read_request
from toolkit.lab.login import Account, Logins, Offers
from toolkit.lab.sealing import SealBroken, open_sealed, seal_message, sealed_protocol

PATH = "/wsman"
TLS_ROUND_TRIPS = 2


@dataclass(frozen=True, slots=True)
class Door:
    """What a listener knows of the connections that it takes.

    Attributes:
        host: who answers.
        account: who may log on.
        tls: HTTPS.
        plain: messages without seal and Basic are allowed without TLS.
        binding: what binds a login to the certificate; empty without TLS.
        strict: a login that is not bound so is refused.
        rtt_s: simulated round-trip time.
    """

    host: Host
    account: Account
    tls: bool
    plain: bool
    binding: bytes
    strict: bool
    rtt_s: float


class Connection:
    """Serves one client until one of both closes.

    Args:
        door: what the listener knows.
        reader: from the client.
        writer: to the client.
        gone: set when the client has closed the connection.
    """

    def __init__(self, door: Door, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, gone: asyncio.Event) -> None:
        self._door = door
        self._reader = reader
        self._writer = writer
        self._gone = gone
        offers = Offers(tls=door.tls, basic=door.tls or door.plain, binding=door.binding, strict=door.strict)
        self._logins = Logins(door.account, offers)

    async def serve(self) -> None:
        """Answer requests until the connection ends."""
        self._door.host.tally.tcp += 1
        self._door.host.connections.add(self._writer.transport)
        try:
            await asyncio.sleep(self._door.rtt_s * (1 + TLS_ROUND_TRIPS * self._door.tls))
            while await self._serve_one():
                pass
        except (asyncio.IncompleteReadError, OSError, TimeoutError):
            pass  # the client has left, or was idle for too long
        except (Dropped, HttpBroken):
            self._writer.transport.abort()
        except asyncio.CancelledError:
            self._writer.transport.abort()  # a polite end of TLS would wait for the client
        finally:
            self._writer.close()
            with contextlib.suppress(OSError):
                await self._writer.wait_closed()
            self._door.host.connections.discard(self._writer.transport)

    async def _serve_one(self) -> bool:
        """Answer one request; return whether the connection stays."""
        request = await asyncio.wait_for(read_request(self._reader, self._writer), self._door.host.quotas.keep_alive_s)
        self._door.host.tally.http += 1
        await asyncio.sleep(self._door.rtt_s)
        response = await self._answer(request)
        self._writer.write(response.to_bytes())
        await self._writer.drain()
        return not response.close

    async def _answer(self, request: Request) -> Response:
        if len(request.body) > self._door.host.quotas.max_envelope_kib * 1024:
            return Response(413)
        if request.method != "POST":
            return Response(405)
        if request.path.partition("?")[0].rstrip("/").lower() != PATH:
            return Response(404)
        verdict = self._logins.check(request.headers.get("authorization", ""), self._certificate_user())
        self._door.host.tally.refused_logins += verdict.wrong
        self._door.host.tally.bound_logins += verdict.bound
        if not verdict.user:
            return Response(401, headers=verdict.headers)
        return replace(await self._answer_user(request, verdict.user), headers=verdict.headers)

    async def _answer_user(self, request: Request, user: str) -> Response:
        """Answer somebody who is logged on: open the seal, ask the host, seal the answer."""
        if not request.body:
            return Response(200)
        seal, protocol = self._logins.context, sealed_protocol(request.headers.get("content-type", ""))
        if not protocol:
            return await self._ask(request.body, user) if self._door.tls or self._door.plain else Response(500)
        try:
            plain = open_sealed(seal, request.body) if seal else b""
        except SealBroken:
            plain = b""
        if not plain or not seal:
            return Response(400)  # what http.sys answers to a message that was sealed under another login
        answer = await self._ask(plain, user)
        content_type, body = seal_message(seal, protocol, answer.body)
        return replace(answer, body=body, content_type=content_type)

    async def _ask(self, xml: bytes, user: str) -> Response:
        address = str(self._writer.get_extra_info("peername")[0])
        answer = await answer_message(self._door.host, xml, Visitor(user, address, self._gone))
        return Response(answer.status, answer.xml, close=answer.close)

    def _certificate_user(self) -> str:
        """Return the common name of the client's certificate; empty when it has shown none."""
        certificate: Mapping[str, object] = self._writer.get_extra_info("peercert") or {}
        subject = certificate.get("subject")
        names = [pair for part in subject for pair in part] if isinstance(subject, Sequence) else []
        return next((str(value) for key, value in names if key == "commonName"), "")
