"""One PowerShell in a WinRM shell: bytes in, bytes out; reconnects, repeats what is harmless to repeat, deletes the shell."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from toolkit.errors import CertificateRefused, ConnectionRefused, LoginRefused, NameNotFound, NoAnswer, QuotaReached, ReachError
from toolkit.shells import wsman
from toolkit.shells.wire import WireEnded, WireLost
from toolkit.shells.wsman import Message
from toolkit.shells.wsman_faults import (
    ConnectionLost,
    EnvelopeTooLarge,
    FateUnknown,
    OperationTimedOut,
    QuotaFull,
    RequestFault,
    ShellGone,
)

START_OF_AGENT = b"#EXK-BEGIN"
"""Data with this mark starts an agent; half of it twice would be a damaged agent, so it is never repeated."""
SHORTEST_HOLD_S, LONGEST_HOLD_S = 2, 20
"""Seconds that the server may hold a Receive: a second more saves half of the empty answers of a long step."""
_NOT_MADE = (NameNotFound, NoAnswer, ConnectionRefused, CertificateRefused, LoginRefused, QuotaReached)
"""After these answers to Create there is certainly no shell."""


class Asking(Protocol):
    """A connection as the wire sees it."""

    def ask(self, message: Message, message_id: str, timeout_s: int) -> bytes:
        """Return the answer; raise ReachError for a person, RequestFault for the wire."""

    def reset(self) -> None:
        """Drop the connection."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long the wire tries again.

    Attributes:
        tries: attempts for one request.
        first_wait_s: seconds before the second attempt; doubled each time.
        sleep: waits.
    """

    tries: int
    first_wait_s: float
    sleep: Callable[[float], None]

    def wait(self, attempt: int) -> None:
        """Wait before the next attempt; ``attempt`` counts from 0, the longest wait is 5 s."""
        self.sleep(min(5.0, self.first_wait_s * 2**attempt))


@dataclass(slots=True)
class _Ids:
    shell: str = field(default_factory=wsman.new_id)
    command: str = ""
    made: list[str] = field(default_factory=list)


class WinrmWire:
    """A command in a shell of its own; one shell, one command, so that no operation quota can fill up."""

    def __init__(self, connection: Asking, line: str, patience: Patience, host: str) -> None:
        self._connection = connection
        self._patience = patience
        self._host = host
        self._ids = _Ids()
        self._receive_id = ""
        self._exit_code: int | None = None
        self._piece = wsman.largest_piece()
        self._closed = False
        self.stderr = bytearray()
        try:
            self._start(line)
        except BaseException:
            self.close()
            raise

    def _start(self, line: str) -> None:
        self._ids.made.append(self._ids.shell)
        try:
            answer = self._ask(wsman.create(self._ids.shell))
        except _NOT_MADE:
            self._ids.made.clear()
            raise
        self._ids.shell = wsman.read_shell_id(answer)
        self._ids.made.append(self._ids.shell)
        self._ids.command = wsman.read_command_id(self._ask(wsman.command(self._ids.shell, line)))

    def _ask(self, message: Message) -> bytes:
        """One request that may not be repeated after it may have arrived; a quota may become free."""
        for attempt in range(self._patience.tries):
            try:
                return self._connection.ask(message, wsman.new_id(), LONGEST_HOLD_S)
            except QuotaFull as fault:
                if attempt + 1 == self._patience.tries:
                    raise self._quota(fault) from fault
                self._patience.wait(attempt)
            except RequestFault as fault:
                raise WireLost(str(fault) or type(fault).__name__) from fault
        raise WireLost("no attempt is left")

    def _quota(self, fault: QuotaFull) -> QuotaReached:
        why = f"{fault.text.strip()} (code {fault.code}). Other sessions of this account hold what is left."
        do = (f"exkit doctor -t {self._host}", "close other sessions, or raise MaxShellsPerUser on the server")
        return QuotaReached(f"WinRM on {self._host} allows no further shell", why=why, do=do)

    def send(self, data: bytes) -> None:
        """Write ``data`` to the command's stdin, in pieces that the server takes.

        Raises:
            WireLost: the shell is gone, the server cannot be asked any more, or nobody knows how much of an agent has arrived.
        """
        at = 0
        while at < len(data):
            piece = data[at : at + self._piece]
            try:
                self._connection.ask(wsman.send(self._ids.shell, self._ids.command, piece), wsman.new_id(), LONGEST_HOLD_S)
                at += len(piece)
            except EnvelopeTooLarge as fault:
                if self._piece < 2048:
                    raise WireLost("the server takes no message, however small") from fault
                self._piece //= 2
            except (ConnectionLost, FateUnknown, OperationTimedOut) as fault:
                self._send_again(data, fault)
                return
            except (RequestFault, ReachError) as fault:
                raise WireLost(str(fault) or type(fault).__name__) from fault

    def _send_again(self, data: bytes, fault: RequestFault) -> None:
        """Repeat everything behind a line break: lines are numbered and summed, so the agent drops what it has."""
        if START_OF_AGENT in data:
            raise WireLost("it is not known how much of the agent has arrived") from fault
        for attempt in range(self._patience.tries):
            self._patience.wait(attempt)
            self._connection.reset()
            try:
                self._send_once(b"\n" + data)
            except (ConnectionLost, FateUnknown, OperationTimedOut, NoAnswer):
                continue
            except (RequestFault, ReachError) as again:
                raise WireLost(str(again) or type(again).__name__) from again
            return
        raise WireLost("what was sent has not arrived") from fault

    def _send_once(self, data: bytes) -> None:
        for at in range(0, len(data), self._piece):
            message = wsman.send(self._ids.shell, self._ids.command, data[at : at + self._piece])
            self._connection.ask(message, wsman.new_id(), LONGEST_HOLD_S)

    def receive(self, timeout_s: float) -> bytes:
        """Return output; empty when none came within ``timeout_s`` (rounded up to a second, 2 to 20).

        Raises:
            WireEnded: the command has ended and everything it said was returned.
            WireLost: the shell is gone, or the connection cannot be made again.
        """
        if self._exit_code is not None:
            raise WireEnded(self._exit_code)
        hold_s = max(SHORTEST_HOLD_S, min(LONGEST_HOLD_S, round(timeout_s + 0.4999)))
        message = wsman.receive(self._ids.shell, self._ids.command)
        for attempt in range(self._patience.tries):
            self._receive_id = self._receive_id or wsman.new_id()
            try:
                received = wsman.read_received(self._connection.ask(message, self._receive_id, hold_s))
            except OperationTimedOut:
                self._receive_id = ""
                return b""
            except (ConnectionLost, NoAnswer):  # the same id again: the server answers with what was lost on the way
                self._connection.reset()
                self._patience.wait(attempt)
                continue
            except (RequestFault, ReachError) as fault:
                raise WireLost(str(fault) or type(fault).__name__) from fault
            self._receive_id = ""
            return self._take(received)
        raise WireLost("the connection cannot be made again")

    def _take(self, received: wsman.Received) -> bytes:
        self.stderr += received.stderr[: 65_536 - len(self.stderr)]
        self._exit_code = received.exit_code
        return received.stdout

    def interrupt(self) -> None:
        """Send Ctrl-C to the command; a shell that is gone needs none."""
        self._quietly(wsman.signal(self._ids.shell, self._ids.command, "ctrl_c"))

    def close(self) -> None:
        """Delete the shell, also one whose making was never answered; never raises, safe to call twice."""
        if self._closed:
            return
        self._closed = True
        for shell_id in reversed(dict.fromkeys(self._ids.made)):
            self._quietly(wsman.delete(shell_id))
        self._connection.reset()

    def _quietly(self, message: Message) -> None:
        for attempt in range(self._patience.tries):
            try:
                self._connection.ask(message, wsman.new_id(), LONGEST_HOLD_S)
            except ShellGone:
                return
            except (RequestFault, NoAnswer, ConnectionRefused):
                self._connection.reset()
                if attempt + 1 < self._patience.tries:
                    self._patience.wait(attempt)
                continue
            except ReachError:  # an answer that would only come again
                return
            return
