"""The only door to pywinrm: its transport, login and sealing; our own messages, deadlines and errors.

pywinrm's defaults are not ours: it follows redirects, reads ``.netrc`` and proxies from the environment, shares one
number between connecting and reading, and retries for ever (docs/reference/winrm.md).
"""

from dataclasses import dataclass, field
from typing import Literal

from winrm.exceptions import InvalidCredentialsError, WinRMError
from winrm.protocol import Protocol

from toolkit.model.secret import Secret
from toolkit.model.target import Login, Target
from toolkit.shells.login_choice import principal_of
from toolkit.shells.login_rules import require_allowed
from toolkit.shells.tickets import SERVICE
from toolkit.shells.trust import require_trust, trust_file
from toolkit.shells.winrm_faults import is_answer, login_refused, refused, translate
from toolkit.shells.winrm_transport import SafeTransport
from toolkit.shells.wsman import Message, require_safe_expat

READ_SLACK_S = 10
"""Seconds that an answer may come after the operation timeout: lateness and round trip (ansible #78869)."""
OPERATION_S = 20
"""Seconds that the server may hold a request; below every server's MaxTimeoutms of 60 s."""
_Transport = Literal["basic", "ntlm", "kerberos", "certificate"]


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a login needs besides the user's name; nothing of it is shown or written.

    Attributes:
        password: None for Kerberos tickets and certificates.
        certificate: file with the client certificate.
        key: file with its key.
    """

    password: Secret | None = None
    certificate: str = field(default="", repr=False)
    key: str = field(default="", repr=False)


class Connection:
    """One connection to one server; not for two threads."""

    def __init__(self, target: Target, credentials: Credentials, operation_s: int = OPERATION_S) -> None:
        self.target = target
        self._protocol = _make_protocol(target, credentials, operation_s)
        self._usable = True
        self._is_refused = False

    def ask(self, message: Message, message_id: str, timeout_s: int) -> bytes:
        """Return the answer to ``message``.

        Args:
            message: what is asked.
            message_id: its id; the same one again asks for the same answer.
            timeout_s: seconds that the server may hold the request.

        Raises:
            ReachError: the server cannot be asked at all; a person must do something.
            RequestFault: this request failed; the caller decides.
        """
        if self._is_refused:  # another try, if only to clean up, could lock the account
            raise login_refused(self.target)
        if not self._usable:
            self.reset()
        text = message.text(message_id, timeout_s)
        self._usable = False  # an interrupted request leaves a socket and a sealing context that nobody can use
        try:
            answer = self._protocol.send_message(text)
        except Exception as fault:  # noqa: BLE001 - pywinrm has three error roots, and every login library adds its own
            self._is_refused = isinstance(fault, InvalidCredentialsError)
            self._usable = is_answer(fault)
            if not self._usable:
                self.reset()
            translate(fault, self.target)
        self._usable = True
        return answer

    def reset(self) -> None:
        """Drop the connection; the next request makes a new one and logs on again."""
        transport = self._protocol.transport
        transport.close_session()
        transport.encryption = None
        self._usable = True


def _make_protocol(target: Target, credentials: Credentials, operation_s: int) -> Protocol:
    require_allowed(target)
    require_trust(target)
    require_safe_expat()
    kinds: dict[Login, _Transport] = {
        Login.BASIC: "basic",
        Login.NTLM: "ntlm",
        Login.KERBEROS: "kerberos",
        Login.CERTIFICATE: "certificate",
    }
    try:
        transport = SafeTransport(
            target.url,
            username=(principal_of(target.user) if target.login is Login.KERBEROS else target.user) or None,
            password=credentials.password.reveal() if credentials.password else None,
            ca_trust_path=trust_file(target),
            cert_pem=credentials.certificate or None,
            cert_key_pem=credentials.key or None,
            read_timeout_sec=operation_s + READ_SLACK_S,
            auth_method=kinds[target.login],
            message_encryption="auto" if target.tls else "always",
            proxy=None,
            send_cbt=True,
            service=SERVICE,
        )
    except (WinRMError, InvalidCredentialsError) as fault:
        raise refused(target, f"{fault}.") from fault
    # pywinrm makes a transport of its own here, which is never used: no name and no password reach it
    protocol = Protocol(target.url, "kerberos", operation_timeout_sec=operation_s, read_timeout_sec=operation_s + READ_SLACK_S)
    protocol.transport = transport
    return protocol
