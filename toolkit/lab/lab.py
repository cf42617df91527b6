"""Starts and stops a lab: one event loop in a background thread."""

import asyncio
import secrets
import shutil
import tempfile
import threading
from collections.abc import Coroutine, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from toolkit.lab.certificates import make_certificates
from toolkit.lab.channel_binding import expected_binding
from toolkit.lab.counters import HostCounters
from toolkit.lab.injection import Injection
from toolkit.lab.listener import require_loopback, server_context
from toolkit.lab.login import Account, write_users_file
from toolkit.lab.settings import LabSettings
from toolkit.lab.site import Endpoint, Site, Wire
from toolkit.model.secret import Secret

PASSWORD_BYTES = 18
Answer = TypeVar("Answer")


class Lab:
    """A running lab; made by :func:`start_lab`, ended by :meth:`close` or the end of a ``with``.

    Attributes:
        user: name of the only user.
        password: its password, new for each start.
        certificates: the authority that clients have to trust, and the client's own certificate.
        endpoints: where clients can connect, by address in the order of the settings, HTTPS before HTTP.
    """

    def __init__(self, settings: LabSettings) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="exkit-lab-"))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="exkit lab", daemon=True)
        self._closed = False
        self._last: Mapping[str, HostCounters] = {}
        self.user = settings.user
        self.password = Secret(secrets.token_urlsafe(PASSWORD_BYTES))
        self.certificates = make_certificates(self._folder, settings.user, settings.addresses, settings.certificate)
        account = Account(self.user, self.password, write_users_file(self._folder, self.user, self.password))
        self._site = Site(settings, account, server_context(self.certificates), expected_binding(self.certificates.server))
        self.endpoints: tuple[Endpoint, ...] = ()

    @property
    def ca_file(self) -> Path:
        """The certificate that clients have to trust."""
        return self.certificates.trusted

    @property
    def hosts(self) -> Mapping[str, HostCounters]:
        """What each host has counted, by address; after the end, what it had counted then."""
        return self._last if self._closed else self._call(self._site.look())

    def endpoint(self, kind: Wire, address: str = "") -> Endpoint:
        """Return the endpoint of this kind; that of the first host when no address is given.

        Raises:
            KeyError: there is no host at this address.
        """
        for endpoint in self.endpoints:
            if endpoint.kind is kind and address in ("", endpoint.address):
                return endpoint
        raise KeyError(address)

    def inject(self, *injections: Injection, address: str = "") -> None:
        """Order accidents on one host, or on all; what was ordered before is forgotten."""
        self._call(self._site.inject(injections, address))

    def reboot(self) -> None:
        """Restart all hosts: shells, processes and connections are gone, the disks stay."""
        self._call(self._site.reboot())

    def reset(self) -> None:
        """Make all hosts new: no shells, empty disks, scenarios at their beginning, counters at zero."""
        self._call(self._site.reset())

    def open(self) -> None:
        """Start the thread and open all ports.

        Raises:
            OSError: a port cannot be had.
        """
        self._thread.start()
        try:
            self.endpoints = self._call(self._site.open())
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End everything and remove the keys; safe to call twice."""
        if self._closed:
            return
        self._last = self.hosts
        self._closed = True
        self._call(self._site.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _call(self, work: Coroutine[object, object, Answer]) -> Answer:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


def start_lab(settings: LabSettings) -> Lab:
    """Start a lab.

    Raises:
        UsageError: an address is not loopback.
        OSError: a port cannot be had.
    """
    require_loopback(settings.addresses)
    lab = Lab(settings)
    lab.open()
    return lab
