"""Ways in which one WS-Management request can fail that the wire handles itself; none of them reaches a person."""

from enum import IntEnum


class FaultCode(IntEnum):
    """Codes of WSManFault (MS-WSMV; seen in recordings of real Windows and in issue threads)."""

    OPERATION_TIMEOUT = 2150858793
    SHELL_NOT_FOUND = 2150858843
    SHELLS_QUOTA = 2150859173
    OPERATIONS_QUOTA = 2150859174
    PLUGIN_QUOTA = 2150859175
    SYSTEM_QUOTA = 2150859176
    USERS_QUOTA = 2150859179
    ACCESS_DENIED = 5
    PIPE_ENDED = 109
    BUSY = 170
    ABORTED = 995
    TIMEOUT = 1460


GONE = frozenset({FaultCode.SHELL_NOT_FOUND, FaultCode.ABORTED, FaultCode.PIPE_ENDED})
"""The shell or its command does not exist any more."""
QUOTA = frozenset(
    {FaultCode.SHELLS_QUOTA, FaultCode.OPERATIONS_QUOTA, FaultCode.PLUGIN_QUOTA, FaultCode.SYSTEM_QUOTA, FaultCode.USERS_QUOTA}
)
UNCERTAIN = frozenset({FaultCode.OPERATION_TIMEOUT, FaultCode.BUSY, FaultCode.TIMEOUT})
"""A Send that ends so may have been written all the same (ansible #81538, #79016)."""


class RequestFault(Exception):
    """One request did not succeed."""


class OperationTimedOut(RequestFault):
    """Nothing happened within the operation timeout; normal for a Receive."""


class ConnectionLost(RequestFault):
    """The connection broke; whether the server has read the request is not known."""


class ShellGone(RequestFault):
    """The server knows no such shell: reboot, service restart, idle timeout."""


class FateUnknown(RequestFault):
    """The server was busy; what was sent may have been written."""


class QuotaFull(RequestFault):
    """A limit of WinRM is reached.

    Attributes:
        code: the fault code.
        text: what the server said.
    """

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


class EnvelopeTooLarge(RequestFault):
    """HTTP 413: the message is larger than the server takes."""
