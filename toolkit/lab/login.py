"""Logging on: Basic, client certificate, and NTLM or Negotiate by the acceptor of pyspnego."""

import base64
import hmac
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import spnego

from toolkit.lab.channel_binding import sent_binding
from toolkit.model.secret import Secret

CERTIFICATE_LOGIN = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual"
"""What stands in Authorization when the client certificate is the login."""
_USERS_VARIABLE = "NTLM_USER_FILE"
_ENVIRONMENT = threading.Lock()


@dataclass(frozen=True, slots=True)
class Account:
    """The only user of a lab.

    Attributes:
        user: its name.
        password: made at the start.
        users_file: the account as pyspnego's acceptor reads it; only its owner may read it.
    """

    user: str
    password: Secret
    users_file: Path


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a login came to.

    Attributes:
        user: who it is; empty when nobody is logged on (yet).
        headers: for the answer.
        wrong: user or password was tried and is wrong.
        bound: the login was bound to the certificate of this server.
    """

    user: str = ""
    headers: Sequence[tuple[str, str]] = field(default=())
    wrong: bool = False
    bound: bool = False


@dataclass(frozen=True, slots=True)
class Offers:
    """What one connection allows.

    Attributes:
        tls: it is HTTPS.
        basic: Basic is offered.
        binding: what binds NTLM to the certificate; empty without TLS.
        strict: NTLM that is not bound so is refused.
    """

    tls: bool
    basic: bool
    binding: bytes = b""
    strict: bool = False


def write_users_file(folder: Path, user: str, password: Secret) -> Path:
    """Write the account for pyspnego's acceptor (``DOMAIN:user:password``) and return the file."""
    path = folder / "ntlm-users"
    path.touch(mode=0o600)
    path.write_text(f":{user}:{password.reveal()}\n", encoding="utf-8")
    return path


class Logins:
    """The logins of one connection. NTLM belongs to the connection, the others to the request.

    Args:
        account: who may log on.
        offers: what the connection allows.
    """

    def __init__(self, account: Account, offers: Offers) -> None:
        self._account = account
        self._offers = offers
        self._user = ""
        self.context: spnego.ContextProxy | None = None

    def check(self, authorization: str, certificate_user: str) -> Verdict:
        """Return who sends a request with this header over a connection with this client certificate."""
        kind, _, token = authorization.partition(" ")
        if kind.lower() == "basic" and self._offers.basic:
            return self._check_basic(token)
        if authorization == CERTIFICATE_LOGIN and self._offers.tls:
            return self._known(certificate_user)
        if kind.lower() in ("negotiate", "ntlm"):
            return self._step(kind, token)
        return Verdict(self._user) if self._user and not authorization else self._refused(wrong=False)

    def _refused(self, *, wrong: bool) -> Verdict:
        kinds = ["Negotiate", "NTLM", *(['Basic realm="WSMAN"'] if self._offers.basic else [])]
        return Verdict("", [("WWW-Authenticate", kind) for kind in kinds], wrong)

    def _known(self, user: str) -> Verdict:
        return Verdict(user) if user == self._account.user else self._refused(wrong=True)

    def _check_basic(self, token: str) -> Verdict:
        try:
            user, _, password = base64.b64decode(token, validate=True).decode().partition(":")
        except ValueError:
            return self._refused(wrong=True)
        right = hmac.compare_digest(password.encode(), self._account.password.reveal().encode())
        return self._known(user) if right else self._refused(wrong=True)

    def _step(self, kind: str, token: str) -> Verdict:
        """Carry the handshake one message further."""
        try:
            data = base64.b64decode(token, validate=True)
            if self.context is None or self.context.complete:
                self._user = ""
                self.context = self._new_context(kind, data)
            with _users_known(self._account.users_file):
                answer = self.context.step(data)
        except Exception:  # noqa: BLE001 - the library answers a broken token with many kinds of errors
            self.context = None
            return self._refused(wrong=True)
        headers = [("WWW-Authenticate", f"{kind} {base64.b64encode(answer).decode()}")] if answer else []
        if not self.context.complete:
            return Verdict(self._user, headers)
        bound = self._offers.binding == sent_binding(data) and self._offers.tls
        if self._offers.strict and self._offers.tls and not bound:
            self.context = None
            return self._refused(wrong=True)
        self._user = self._account.user
        return Verdict(self._user, headers, bound=bound)

    def _new_context(self, kind: str, data: bytes) -> spnego.ContextProxy:
        bare = kind.lower() == "ntlm" or data.startswith(b"NTLMSSP\0")  # requests_ntlm sends bare NTLM under "Negotiate"
        with _users_known(self._account.users_file):
            return spnego.server(protocol="ntlm" if bare else "negotiate")


@contextmanager
def _users_known(users_file: Path) -> Iterator[None]:
    """Name the file in the only place where pyspnego's acceptor looks for it, and no longer than it looks."""
    with _ENVIRONMENT:
        before = os.environ.get(_USERS_VARIABLE)
        os.environ[_USERS_VARIABLE] = str(users_file)
        try:
            yield
        finally:
            os.environ.pop(_USERS_VARIABLE)
            if before is not None:
                os.environ[_USERS_VARIABLE] = before
