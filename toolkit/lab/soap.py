"""SOAP messages of WS-Management for the text shell ([MS-WSMV], [MS-WSMAN]): what clients send, and the answers around a body."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from toolkit.lab.faults import Fault, FaultKind

SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell"
TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
CMD_RESOURCE = f"{SHELL}/cmd"
IDENTITY = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"
FAULT_ACTION = "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault"
ANONYMOUS = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"
NAMES = {
    "s": "http://www.w3.org/2003/05/soap-envelope",
    "a": "http://schemas.xmlsoap.org/ws/2004/08/addressing",
    "x": TRANSFER,
    "w": "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd",
    "rsp": SHELL,
    "p": "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd",
}
DEFAULT_TIMEOUT_S = 60.0
DEFAULT_ENVELOPE = 153600
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMES.items())


class Action(Enum):
    """What a client may ask of the text shell."""

    CREATE = f"{TRANSFER}/Create"
    COMMAND = f"{SHELL}/Command"
    SEND = f"{SHELL}/Send"
    RECEIVE = f"{SHELL}/Receive"
    SIGNAL = f"{SHELL}/Signal"
    DELETE = f"{TRANSFER}/Delete"
    GET = f"{TRANSFER}/Get"


@dataclass(frozen=True, slots=True)
class Message:
    """A request, its header taken apart.

    Attributes:
        action: what is asked; None for an action that the text shell does not know.
        message_id: as the client wrote it; the answer relates to it.
        resource: the resource URI.
        selectors: by name in lower case.
        options: by name.
        timeout_s: how long the client lets the operation take, seconds.
        max_envelope: largest answer that the client takes, bytes.
        body: the element ``Body``.
    """

    action: Action | None
    message_id: str
    resource: str
    selectors: Mapping[str, str]
    options: Mapping[str, str]
    timeout_s: float
    max_envelope: int
    body: ElementTree.Element

    @property
    def shell_id(self) -> str:
        """The shell that is meant, in capitals; empty when there is none."""
        return self.selectors.get("shellid", "").upper()

    @property
    def asks_who_is_there(self) -> bool:
        """Whether this is the Identify request, which needs no action."""
        return self.body.find(f"{{{IDENTITY}}}Identify") is not None


class _WithoutDoctype(ElementTree.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """Refuse what SOAP 1.2 forbids and what entity bombs need."""
        raise Fault(FaultKind.SCHEMA)


def name(prefixed: str) -> str:
    """Return ``rsp:Shell`` as ElementTree writes it."""
    prefix, _, local = prefixed.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


def parse_message(xml: bytes) -> Message:
    """Return the request.

    Raises:
        Fault: not XML, not a SOAP envelope with a body, or it has a document type.
    """
    try:
        root = ElementTree.fromstring(xml, ElementTree.XMLParser(target=_WithoutDoctype()))
    except ElementTree.ParseError as error:
        raise Fault(FaultKind.SCHEMA) from error
    body = root.find(name("s:Body"))
    if root.tag != name("s:Envelope") or body is None:
        raise Fault(FaultKind.SCHEMA)
    header = root.find(name("s:Header"))
    return _message(ElementTree.Element("none") if header is None else header, body)


def _message(header: ElementTree.Element, body: ElementTree.Element) -> Message:
    asked = header.findtext(name("a:Action"), "").strip()
    envelope = header.findtext(name("w:MaxEnvelopeSize"), "").strip()
    return Message(
        action=next((action for action in Action if action.value == asked), None),
        message_id=header.findtext(name("a:MessageID"), "").strip(),
        resource=header.findtext(name("w:ResourceURI"), "").strip(),
        selectors={str(item.get("Name")).lower(): item.text or "" for item in header.iter(name("w:Selector"))},
        options={str(item.get("Name")): item.text or "" for item in header.iter(name("w:Option"))},
        timeout_s=seconds_of(header.findtext(name("w:OperationTimeout")), DEFAULT_TIMEOUT_S),
        max_envelope=int(envelope) if envelope.isdecimal() else DEFAULT_ENVELOPE,
        body=body,
    )


def seconds_of(duration: str | None, otherwise: float) -> float:
    """Return an XML duration such as ``PT20.5S`` in seconds; ``otherwise`` when it is none."""
    parts = re.fullmatch(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", (duration or "").strip())
    if parts is None:
        return otherwise
    return sum(float(part or 0) * unit for part, unit in zip(parts.groups(), (86400, 3600, 60, 1), strict=True))


def envelope(action: str, relates_to: str, body: str) -> bytes:
    """Return an answer around ``body``, which is XML with the prefixes of ``NAMES``."""
    return (
        f'<s:Envelope xml:lang="en-US" {_DECLARED}><s:Header><a:Action>{action}</a:Action>'
        f"<a:MessageID>uuid:{new_id()}</a:MessageID><p:ActivityId>{new_id()}</p:ActivityId><a:To>{ANONYMOUS}</a:To>"
        f"<a:RelatesTo>{escape(relates_to)}</a:RelatesTo></s:Header><s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def fault_envelope(fault: Fault, relates_to: str, machine: str) -> bytes:
    """Return a fault as WinRM on ``machine`` answers it."""
    row, text = fault.kind.value, escape(fault.text)
    said = f'<f:ProviderFault provider="Shell cmd plugin" path="%systemroot%\\system32\\winrscmd.dll">{text}</f:ProviderFault>'
    detail = f"<w:FaultDetail>{row.detail}</w:FaultDetail>" if row.detail else ""
    body = (
        f"<s:Fault><s:Code><s:Value>{row.code}</s:Value><s:Subcode><s:Value>{row.subcode}</s:Value></s:Subcode></s:Code>"
        f'<s:Reason><s:Text xml:lang="en-US">{text}</s:Text></s:Reason><s:Detail>{detail}'
        f'<f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="{row.number}" Machine="{machine}">'
        f"<f:Message>{said if row.by_plugin else text}</f:Message></f:WSManFault></s:Detail></s:Fault>"
    )
    return envelope(FAULT_ACTION, relates_to, body)


def identify_envelope() -> bytes:
    """Return the answer to Identify; it says aloud that this is a lab."""
    return (
        f'<s:Envelope xmlns:s="{NAMES["s"]}"><s:Header/><s:Body><wsmid:IdentifyResponse xmlns:wsmid="{IDENTITY}">'
        f"<wsmid:ProtocolVersion>{NAMES['w']}</wsmid:ProtocolVersion><wsmid:ProductVendor>exkit lab</wsmid:ProductVendor>"
        "<wsmid:ProductVersion>OS: 0.0.0 SP: 0.0 Stack: 3.0</wsmid:ProductVersion></wsmid:IdentifyResponse></s:Body></s:Envelope>"
    ).encode()


def new_id() -> str:
    """Return a fresh id in capitals, as Windows writes them."""
    return str(uuid.uuid4()).upper()
