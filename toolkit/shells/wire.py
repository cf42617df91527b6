"""The contract of a wire: one running PowerShell on a target, bytes in, bytes out."""

from collections.abc import Callable
from typing import Protocol


class WireLost(Exception):
    """The connection or the shell behind it is gone; what was sent may have arrived or not."""


class WireEnded(WireLost):
    """The process has ended, and everything it wrote has been received.

    Attributes:
        exit_code: of the process.
    """

    def __init__(self, exit_code: int) -> None:
        super().__init__(f"PowerShell ended with exit code {exit_code}")
        self.exit_code = exit_code


class Wire(Protocol):
    """One running PowerShell on a target."""

    def send(self, data: bytes) -> None:
        """Write to its standard input. What was sent may be sent again: lines are numbered.

        Raises:
            WireLost: the connection or the shell is gone.
        """

    def receive(self, timeout_s: float) -> bytes:
        """Return what it wrote, as it came; nothing when nothing came in ``timeout_s`` seconds.

        A wire may take longer than asked (WinRM holds a request for up to 20 seconds).

        Raises:
            WireLost: the connection or the shell is gone.
            WireEnded: the process has ended and everything was received.
        """

    def interrupt(self) -> None:
        """Do what Ctrl-C at its console does; never raises."""

    def close(self) -> None:
        """End the process with everything it started and free the shell; safe to call twice, never raises."""


Starter = Callable[[str], Wire]
"""Starts a command line on the target; raises :class:`~toolkit.errors.ReachError` when the target cannot be reached."""
