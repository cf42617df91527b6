"""Messages of the WS-Management text shell: bodies out, answers in; no wires.

Written by hand instead of through xmltodict: everything variable is an id, a number or base64, so that nothing foreign
can become markup (MS-WSMV; measured requests in docs/reference/winrm.md).
"""

import base64
import re
import uuid
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.parsers import expat

from toolkit.errors import AnswerBroken, TransportRefused

SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell"
TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
ENVELOPE_BYTES = 153_600
"""The smallest MaxEnvelopeSizekb that is found (150 KiB on 2008 R2); never ask for more than every server takes."""
IDLE_S = 900
"""Seconds without a request after which the server deletes a shell whose client has died; Windows itself waits two hours (recorded)."""
MOST_ELEMENTS = 20_000
"""Of one answer; the smallest streams that Windows sends (36 bytes, recorded) fill an envelope with 1,000."""
_XML_PIECE = 65_536
SAFE_EXPAT = (2, 4, 1)
"""The first expat that ends entities which grow."""
CODE_PAGE = 65001
"""UTF-8; the default 437 turns everything else into question marks."""

_ENVELOPE = (
    '<?xml version="1.0" encoding="utf-8"?><env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope" '
    'xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" '
    'xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd" xmlns:rsp="{shell}"><env:Header>'
    "<a:To>http://windows-host:5985/wsman</a:To><a:ReplyTo>"
    '<a:Address env:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>'
    '<w:MaxEnvelopeSize env:mustUnderstand="true">{size}</w:MaxEnvelopeSize><a:MessageID>uuid:{message_id}</a:MessageID>'
    '<w:Locale xml:lang="en-US" env:mustUnderstand="false"/><p:DataLocale xml:lang="en-US" env:mustUnderstand="false"/>'
    "<w:OperationTimeout>PT{timeout}S</w:OperationTimeout>"
    '<w:ResourceURI env:mustUnderstand="true">{shell}/cmd</w:ResourceURI>'
    '<a:Action env:mustUnderstand="true">{action}</a:Action>{header}</env:Header><env:Body>{body}</env:Body></env:Envelope>'
)


@dataclass(frozen=True, slots=True)
class Message:
    """One request.

    Attributes:
        action: URI of what is asked.
        body: XML inside the body.
        header: XML at the end of the header: selectors and options.
    """

    action: str
    body: str
    header: str = ""

    def text(self, message_id: str, timeout_s: int) -> str:
        """Return the whole envelope; the same id and message give the same bytes, so that a server can answer them again."""
        return _ENVELOPE.format(
            shell=SHELL,
            size=ENVELOPE_BYTES,
            message_id=message_id,
            timeout=timeout_s,
            action=self.action,
            header=self.header,
            body=self.body,
        )


@dataclass(frozen=True, slots=True)
class Received:
    """What one Receive brought.

    Attributes:
        stdout: bytes, possibly none.
        stderr: bytes, possibly none.
        exit_code: of the command when it has ended; None while it runs.
    """

    stdout: bytes
    stderr: bytes
    exit_code: int | None


def new_id() -> str:
    """Return a fresh id in the form in which Windows writes it."""
    return str(uuid.uuid4()).upper()


def _selector(shell_id: str) -> str:
    return f'<w:SelectorSet><w:Selector Name="ShellId">{_checked(shell_id)}</w:Selector></w:SelectorSet>'


def _options(**options: str) -> str:
    rows = "".join(f'<w:Option Name="{name}">{value}</w:Option>' for name, value in options.items())
    return f"<w:OptionSet>{rows}</w:OptionSet>"


def _checked(identifier: str) -> str:
    return str(uuid.UUID(identifier)).upper()


def create(shell_id: str) -> Message:
    """Return the message that makes a shell with an id of our choice, so that it can be deleted even when its answer is lost."""
    body = (
        f'<rsp:Shell ShellId="{_checked(shell_id)}"><rsp:InputStreams>stdin</rsp:InputStreams>'
        f"<rsp:OutputStreams>stdout stderr</rsp:OutputStreams><rsp:IdleTimeOut>PT{IDLE_S}S</rsp:IdleTimeOut></rsp:Shell>"
    )
    return Message(f"{TRANSFER}/Create", body, _options(WINRS_NOPROFILE="TRUE", WINRS_CODEPAGE=str(CODE_PAGE)))


def command(shell_id: str, line: str) -> Message:
    """Return the message that starts ``line`` with pipes instead of a console."""
    escaped = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    options = _options(WINRS_CONSOLEMODE_STDIN="FALSE", WINRS_SKIP_CMD_SHELL="FALSE")
    body = f"<rsp:CommandLine><rsp:Command>{escaped}</rsp:Command></rsp:CommandLine>"
    return Message(f"{SHELL}/Command", body, _selector(shell_id) + options)


def send(shell_id: str, command_id: str, data: bytes) -> Message:
    """Return the message that writes ``data`` to the command's stdin."""
    text = base64.b64encode(data).decode()
    body = f'<rsp:Send><rsp:Stream Name="stdin" CommandId="{_checked(command_id)}">{text}</rsp:Stream></rsp:Send>'
    return Message(f"{SHELL}/Send", body, _selector(shell_id))


def receive(shell_id: str, command_id: str) -> Message:
    """Return the message that waits for output."""
    body = f'<rsp:Receive><rsp:DesiredStream CommandId="{_checked(command_id)}">stdout stderr</rsp:DesiredStream></rsp:Receive>'
    return Message(f"{SHELL}/Receive", body, _selector(shell_id))


def signal(shell_id: str, command_id: str, code: str) -> Message:
    """Return the message that sends ``ctrl_c`` or ``terminate`` to the command."""
    body = f'<rsp:Signal CommandId="{_checked(command_id)}"><rsp:Code>{SHELL}/signal/{code}</rsp:Code></rsp:Signal>'
    return Message(f"{SHELL}/Signal", body, _selector(shell_id))


def delete(shell_id: str) -> Message:
    """Return the message that ends a shell and everything in it."""
    return Message(f"{TRANSFER}/Delete", "", _selector(shell_id))


def largest_piece(envelope_kib: int = ENVELOPE_BYTES // 1024) -> int:
    """Return how many bytes one Send may carry: base64 takes 4/3, header and sealing about 2 KiB (measured)."""
    return (envelope_kib * 1024 - 2048) * 3 // 4


def read_shell_id(answer: bytes) -> str:
    """Return the id of a created shell; servers before 2012 choose their own.

    Raises:
        AnswerBroken: the answer holds none.
    """
    for selector in _parse(answer).iter("{http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd}Selector"):
        if selector.get("Name") == "ShellId" and selector.text:
            return _id_of(selector.text)
    raise _broken("the answer to Create names no shell")


def read_command_id(answer: bytes) -> str:
    """Return the id of a started command.

    Raises:
        AnswerBroken: the answer holds none.
    """
    found = next(_parse(answer).iter(f"{{{SHELL}}}CommandId"), None)
    if found is None or not found.text:
        raise _broken("the answer to Command names no command")
    return _id_of(found.text)


def read_received(answer: bytes) -> Received:
    """Return what a Receive brought.

    Raises:
        AnswerBroken: it is not such an answer.
    """
    root = _parse(answer)
    streams: dict[str, list[bytes]] = {"stdout": [], "stderr": []}
    for stream in root.iter(f"{{{SHELL}}}Stream"):
        if stream.text and stream.get("Name") in streams:
            streams[stream.get("Name") or ""].append(_decoded(stream.text))
    state = next(root.iter(f"{{{SHELL}}}CommandState"), None)
    exit_code = None
    if state is not None and (state.get("State") or "").endswith("/Done"):
        text = state.findtext(f"{{{SHELL}}}ExitCode") or "0"
        exit_code = int(text) if re.fullmatch(r"-?[0-9]{1,10}", text) else 1
    return Received(b"".join(streams["stdout"]), b"".join(streams["stderr"]), exit_code)


def is_plain_xml(answer: bytes) -> bool:
    """Whether ``answer`` is a document that can be read without harm."""
    try:
        _parse(answer)
    except AnswerBroken:
        return False
    return True


class _PlainTree(ElementTree.TreeBuilder):
    """Makes a tree of what WinRM sends: no document types, which could define entities, and not endlessly many elements."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0

    def doctype(self, *_: str | None) -> None:
        """Refuse a document type, in whatever encoding it is written."""
        raise _broken("the answer holds a document type, which WinRM never sends")

    def start(self, tag: str, attrs: dict[str, str], /) -> ElementTree.Element:
        """Begin an element."""
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise _broken(f"the answer has more than {MOST_ELEMENTS} elements")
        return super().start(tag, attrs)


def _parse(answer: bytes) -> ElementTree.Element:
    parser = ElementTree.XMLParser(target=_PlainTree())
    try:
        for at in range(0, len(answer), _XML_PIECE):  # expat reads what it has got to its end, even when it was refused
            parser.feed(answer[at : at + _XML_PIECE])
        return parser.close()
    except (ElementTree.ParseError, ValueError, LookupError) as fault:  # the latter for encodings that are none
        raise _broken(f"the answer is not XML: {fault}") from fault


def require_safe_expat(version: tuple[int, int, int] = expat.version_info) -> None:
    """Check the XML parser of this Python.

    Args:
        version: of expat.

    Raises:
        TransportRefused: it is older than 2.4.1, the first one that ends entities which grow (CVE-2013-0340).
    """
    if version < SAFE_EXPAT:
        text = ".".join(map(str, version))
        why = f"Its XML parser is expat {text}; before 2.4.1 a server could fill the memory of this machine (CVE-2013-0340)."
        raise TransportRefused("this Python does not read answers safely", why=why, do=("exkit --version", "install a newer Python"))


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except ValueError as fault:
        raise _broken("the answer holds output that is no base64") from fault


def _id_of(text: str) -> str:
    try:
        return _checked(text.removeprefix("uuid:"))
    except ValueError as fault:
        raise _broken("the answer holds an id that is none") from fault


def _broken(why: str) -> AnswerBroken:
    return AnswerBroken("the server's answer cannot be read", why=why[:1].upper() + why[1:] + ".", do=("exkit doctor --help",))
