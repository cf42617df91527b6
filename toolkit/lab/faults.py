"""The faults of WinRM that the lab can answer with: HTTP status, SOAP codes, number and text of each.

Numbers and texts are those of recorded Windows hosts; 170 and 1460 are the system's own messages (winerror.h).
"""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class FaultRow:
    """One kind of fault.

    Attributes:
        code: SOAP code, ``s:Sender`` or ``s:Receiver``.
        subcode: SOAP subcode.
        number: code of the WSManFault.
        text: reason; may hold ``{id}`` or ``{limit}``.
        detail: URI of the fault detail; empty when there is none.
        by_plugin: the fault comes from the shell plugin and names it.
    """

    code: str
    subcode: str
    number: int
    text: str
    detail: str = ""
    by_plugin: bool = False


_DETAIL = "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/"


class FaultKind(Enum):
    """Faults by what they mean."""

    TIMEOUT = FaultRow(
        "s:Receiver",
        "w:TimedOut",
        2150858793,
        "The WS-Management service cannot complete the operation within the time specified in OperationTimeout.  ",
    )
    SHELL_NOT_FOUND = FaultRow(
        "s:Sender",
        "w:InvalidSelectors",
        2150858843,
        "The request for the Windows Remote Shell with ShellId {id} failed because the shell was not found on the server. "
        "Possible causes are: the specified ShellId is incorrect or the shell no longer exists on the server. "
        "Provide the correct ShellId or create a new shell and retry the operation. ",
        f"{_DETAIL}UnexpectedSelectors",
    )
    SHELLS_QUOTA = FaultRow(
        "s:Receiver",
        "w:QuotaLimit",
        2150859173,
        "The WS-Management service cannot process the request. This user is allowed a maximum number of {limit} concurrent shells, "
        "which has been exceeded. Close existing shells or raise the quota for this user. ",
    )
    OPERATIONS_QUOTA = FaultRow(
        "s:Receiver",
        "w:QuotaLimit",
        2150859174,
        "The WS-Management service cannot process the request. This user is allowed a maximum number of {limit} concurrent operations, "
        "which has been exceeded. Close existing operations for this user, or raise the quota for this user. ",
    )
    ABORTED = FaultRow(
        "s:Receiver",
        "w:InternalError",
        995,
        "The I/O operation has been aborted because of either a thread exit or an application request. ",
    )
    PIPE_ENDED = FaultRow("s:Receiver", "w:InternalError", 109, "The pipe has been ended. ")
    BUSY = FaultRow("s:Receiver", "w:InternalError", 170, "The requested resource is in use. ")
    LATE = FaultRow("s:Receiver", "w:InternalError", 1460, "This operation returned because the timeout period expired. ")
    PARAMETER = FaultRow("s:Receiver", "w:InternalError", 87, "The parameter is incorrect. ", by_plugin=True)
    SCHEMA = FaultRow(
        "s:Sender",
        "w:SchemaValidationError",
        2150858817,
        "The SOAP XML in the message does not match the corresponding XML schema definition. ",
    )
    ACTION = FaultRow("s:Sender", "a:ActionNotSupported", 2150858818, "The action is not supported. ")
    RESOURCE = FaultRow("s:Sender", "a:DestinationUnreachable", 2150858752, "The resource URI is missing or unsupported. ")


class Fault(Exception):
    """A request is answered with a fault.

    Attributes:
        kind: which one.
        text: its reason, filled in.
    """

    def __init__(self, kind: FaultKind, *, shell_id: str = "", limit: int = 0) -> None:
        super().__init__(kind.name)
        self.kind = kind
        self.text = kind.value.text.format(id=shell_id, limit=limit)


class Dropped(Exception):
    """The connection is cut instead of an answer."""
