"""A WinRM server in memory, as a wire sees it through its connection."""

import base64
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.test_shells.test_wsman import COMMAND_ID
from toolkit.errors import ReachError
from toolkit.shells import wsman
from toolkit.shells.winrm_wire import Patience, WinrmWire
from toolkit.shells.wsman_faults import EnvelopeTooLarge, OperationTimedOut

TRIES = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """One request.

    Attributes:
        action: its name, ``create``.
        text: of the message.
        message_id: its id.
        hold_s: how long the server may hold it.
    """

    action: str
    text: str
    message_id: str
    hold_s: int

    @property
    def data(self) -> bytes:
        """What a Send carries."""
        found = re.search(r'<rsp:Stream Name="stdin"[^>]*>([^<]*)<', self.text)
        return base64.b64decode(found[1]) if found else b""


@dataclass(slots=True)
class FakeServer:
    """Answers requests, or fails as a test has ordered.

    Attributes:
        asked: every request.
        output: answers to Receive.
        shell_id: what it calls a shell; empty when it takes the client's word.
        resets: how often the connection was dropped.
        naps: seconds that the client would have waited.
        too_large: bytes in one Send from which on it is refused.
    """

    asked: list[Asked] = field(default_factory=list)
    output: deque[bytes] = field(default_factory=deque)
    shell_id: str = ""
    resets: int = 0
    naps: list[float] = field(default_factory=list)
    too_large: int = 1 << 30
    _faults: dict[str, deque[BaseException]] = field(default_factory=dict)

    def fail(self, action: str, *faults: BaseException) -> None:
        """Let the next requests of a kind fail."""
        self._faults[action] = deque(faults)

    def ask(self, message: wsman.Message, message_id: str, timeout_s: int) -> bytes:
        """Return the answer."""
        action = message.action.rpartition("/")[2].lower()
        asked = Asked(action, message.text(message_id, timeout_s), message_id, timeout_s)
        self.asked.append(asked)
        if self._faults.get(action):
            raise self._faults[action].popleft()
        if len(asked.data) >= self.too_large:
            raise EnvelopeTooLarge
        answers: dict[str, Callable[[], bytes]] = {"create": self._create, "command": _command, "receive": self._receive}
        return answers.get(action, lambda: b"<x/>")()

    def reset(self) -> None:
        """Drop the connection."""
        self.resets += 1

    def wire(self) -> WinrmWire:
        """Return a wire to this server."""
        return WinrmWire(self, "powershell.exe", Patience(TRIES, 0.5, self.naps.append), "ex01")

    def named(self, action: str) -> list[Asked]:
        """Return the requests of a kind."""
        return [asked for asked in self.asked if asked.action == action]

    def deleted(self) -> list[str]:
        """Return the ids of the shells that were deleted, one for each Delete."""
        return [re.findall(r'"ShellId">([^<]*)<', asked.text)[0] for asked in self.named("delete")]

    def _create(self) -> bytes:
        made = self.shell_id or re.findall(r'rsp:Shell ShellId="([^"]*)"', self.asked[-1].text)[0]
        return f'<x xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><w:Selector Name="ShellId">{made}</w:Selector></x>'.encode()

    def _receive(self) -> bytes:
        if not self.output:
            raise OperationTimedOut
        return self.output.popleft()


def _command() -> bytes:
    return f'<x xmlns:rsp="{wsman.SHELL}"><rsp:CommandId>{COMMAND_ID}</rsp:CommandId></x>'.encode()


def reach(kind: type[ReachError]) -> ReachError:
    """Return an error for a person."""
    return kind("what", why="Why.", do=("exkit doctor --help",))
