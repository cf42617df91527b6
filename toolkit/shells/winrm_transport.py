"""pywinrm's transport without its habits: no environment, proxies, redirections, cookies; nothing unsealed, nothing endless."""

from http.cookiejar import DefaultCookiePolicy

import requests
from requests import PreparedRequest, Response, Session
from requests_ntlm import HttpNtlmAuth
from winrm.exceptions import InvalidCredentialsError, WinRMTransportError
from winrm.transport import Transport

from toolkit.errors import AnswerBroken, TransportRefused
from toolkit.shells.bounded_http import CONNECT_S, BoundedAdapter
from toolkit.shells.wsman import is_plain_xml

_SEALED = 'protocol="application/HTTP-SPNEGO-session-encrypted"'
"""What the type of a sealed answer says ([MS-WSMV] 2.2.9.1); pywinrm believes an answer of any other type as it is."""


class SafeTransport(Transport):
    """The way of messages to one server, for one login."""

    def build_session(self) -> Session:
        """Return a session that is logged on as far as sealing needs it.

        Raises:
            Exception: of pywinrm, requests or a login library.
        """
        session = super().build_session()
        _harden(session, self.endpoint)
        return session

    def setup_encryption(self, session: Session) -> None:
        """Log on with an empty message, so that the first one with content is sealed.

        Raises:
            Exception: of pywinrm, requests or a login library.
        """
        _harden(session, self.endpoint)
        super().setup_encryption(session)

    def send_message(self, message: str | bytes) -> bytes:
        """Return the answer to ``message``, which leaves sealed or within TLS, or not at all.

        Raises:
            Exception: of pywinrm, requests or a login library, or our own.
        """
        try:
            self.build_session()
        except BaseException:
            self.close_session()  # half a login: pywinrm would take it for a whole one, and send the next message in the clear
            raise
        return super().send_message(message)

    def _send_message_request(self, session: Session, prepared_request: PreparedRequest) -> Response:
        response = session.send(prepared_request, timeout=(CONNECT_S, self.read_timeout_sec), allow_redirects=False)
        if 300 <= response.status_code < 400:
            raise WinRMTransportError("http", response.status_code, "")
        if response.status_code == requests.codes.unauthorized:
            raise InvalidCredentialsError("refused")
        if not response.ok:
            words = self._get_message_response_text(response)
            raise WinRMTransportError("http", response.status_code, words.decode(errors="replace") if is_plain_xml(words) else "")
        return response

    def _get_message_response_text(self, response: Response) -> bytes:
        if self.message_encryption != "always":
            return response.content
        if self.encryption is not None and _SEALED in response.headers.get("Content-Type", ""):
            return self.encryption.parse_encrypted_response(response)
        if response.ok:
            why = "Messages are sealed, and this answer is not: it may come from somebody in between."
            raise AnswerBroken("the answer is not sealed", why=why, do=("exkit doctor --help",))
        return b""  # a status may come from the web server below WinRM; words that nobody has sealed are not read


class _NtlmLogin(HttpNtlmAuth):
    """NTLM for the server alone, and within TLS bound to its certificate."""

    def __init__(self, login: HttpNtlmAuth, endpoint: str) -> None:
        super().__init__(login.username, login.password, send_cbt=True)
        self._within_tls = endpoint.startswith("https:")

    def response_hook(self, r: Response, **kwargs: object) -> Response:
        """Answer what a server asks, and never what a proxy asks: none is used."""
        return r if r.status_code == requests.codes.proxy_authentication_required else super().response_hook(r, **kwargs)

    def _get_server_cert(self, response: Response) -> bytes | None:
        """The certificate's hash; requests_ntlm would log on unbound when it finds none."""
        found: bytes | None = super()._get_server_cert(response)
        if found is None and self._within_tls:
            why = "The certificate of the server cannot be read, so the login could be relayed."
            raise TransportRefused("NTLM cannot be bound to this connection", why=why, do=("exkit doctor --help", "use Kerberos"))
        return found


def _harden(session: Session, endpoint: str) -> None:
    """Take away from a session what it reads of its surroundings and does by itself; may be done twice."""
    session.trust_env = False  # before a request is prepared, or a login of .netrc takes the place of a certificate
    session.max_redirects = 0
    session.proxies = {}
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers["Accept-Encoding"] = "identity"
    if not isinstance(session.get_adapter(endpoint), BoundedAdapter):
        session.mount("https://", BoundedAdapter())
        session.mount("http://", BoundedAdapter())
    if isinstance(session.auth, HttpNtlmAuth) and not isinstance(session.auth, _NtlmLogin):
        session.auth = _NtlmLogin(session.auth, endpoint)
