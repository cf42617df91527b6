"""A small WS-Man client of the tests: plain sockets, no client library, nothing hidden."""

import base64
import http.client
import uuid
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from toolkit.lab.lab import Lab
from toolkit.lab.site import Wire
from toolkit.lab.soap import CMD_RESOURCE, NAMES, Action, name

FAULT_CODE = "{http://schemas.microsoft.com/wbem/wsman/1/wsmanfault}WSManFault"
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMES.items())
SHELL_OPTIONS = {"WINRS_NOPROFILE": "TRUE", "WINRS_CODEPAGE": "65001"}


def new_id() -> str:
    """Return a fresh id in capitals."""
    return str(uuid.uuid4()).upper()


def envelope(
    action: str, body: str, header: str = "", *, message_id: str = "", timeout_s: float = 5, resource: str = CMD_RESOURCE
) -> bytes:
    """Return a request as WinRM's clients write it."""
    return (
        f"<s:Envelope {DECLARED}><s:Header><a:To>http://lab/wsman</a:To><w:MaxEnvelopeSize>153600</w:MaxEnvelopeSize>"
        f"<a:MessageID>uuid:{message_id or new_id()}</a:MessageID><w:OperationTimeout>PT{timeout_s}S</w:OperationTimeout>"
        f"<w:ResourceURI>{resource}</w:ResourceURI><a:Action>{action}</a:Action>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def selector(shell_id: str) -> str:
    """Return the header that names a shell."""
    return f'<w:SelectorSet><w:Selector Name="ShellId">{shell_id}</w:Selector></w:SelectorSet>' if shell_id else ""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: HTTP status and, where there is one, the envelope."""

    status: int
    root: ElementTree.Element

    @property
    def fault(self) -> int:
        """Code of the WSManFault; 0 when this is none."""
        fault = self.root.find(f".//{FAULT_CODE}")
        return 0 if fault is None else int(fault.get("Code", "0"))

    def text(self, prefixed: str) -> str:
        """Return the text of the first element with this name; empty when there is none."""
        return self.root.findtext(f".//{name(prefixed)}") or ""


@dataclass(frozen=True, slots=True)
class Received:
    """What a Receive brought; ``exit_code`` is None while the command runs."""

    out: bytes
    error: bytes
    exit_code: int | None


class RawClient:
    """One connection to the plain endpoint of a lab, with Basic."""

    def __init__(self, lab: Lab, address: str = "") -> None:
        endpoint = lab.endpoint(Wire.HTTP, address)
        token = base64.b64encode(f"{lab.user}:{lab.password.reveal()}".encode()).decode()
        self.headers = {"Content-Type": "application/soap+xml;charset=UTF-8", "Authorization": f"Basic {token}"}
        self.http = http.client.HTTPConnection(endpoint.address, endpoint.port, timeout=10)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.http.close()

    def post(self, body: bytes, path: str = "/wsman", method: str = "POST") -> Reply:
        """Send a request and return the answer; an answer without a body has an empty root."""
        self.http.request(method, path, body, self.headers)
        answer = self.http.getresponse()
        data = answer.read()
        return Reply(answer.status, ElementTree.fromstring(data) if data else ElementTree.Element("nothing"))

    def ask(self, action: Action, body: str, shell_id: str = "", *, message_id: str = "", timeout_s: float = 5) -> Reply:
        """Ask for one action."""
        options = "".join(f'<w:Option Name="{key}">{value}</w:Option>' for key, value in SHELL_OPTIONS.items())
        header = selector(shell_id) + f"<w:OptionSet>{options}</w:OptionSet>"
        return self.post(envelope(action.value, body, header, message_id=message_id, timeout_s=timeout_s))

    def create(self, shell_id: str = "", inside: str = "") -> Reply:
        """Ask for a shell."""
        chosen = f' ShellId="{shell_id}"' if shell_id else ""
        return self.ask(Action.CREATE, f"<rsp:Shell{chosen}>{inside}<rsp:InputStreams>stdin</rsp:InputStreams></rsp:Shell>")

    def open(self) -> str:
        """Return the id of a new shell."""
        return self.create().text("rsp:ShellId")

    def command(self, shell_id: str, line: str) -> Reply:
        """Ask for a command."""
        return self.ask(Action.COMMAND, f"<rsp:CommandLine><rsp:Command>{escape(line)}</rsp:Command></rsp:CommandLine>", shell_id)

    def start(self, shell_id: str, line: str) -> str:
        """Return the id of a new command."""
        return self.command(shell_id, line).text("rsp:CommandId")

    def send(self, shell_id: str, command_id: str, data: bytes, *, end: bool = False) -> Reply:
        """Send standard input."""
        ended = ' End="true"' if end else ""
        text = base64.b64encode(data).decode()
        stream = f'<rsp:Stream Name="stdin" CommandId="{command_id}"{ended}>{text}</rsp:Stream>'
        return self.ask(Action.SEND, f"<rsp:Send>{stream}</rsp:Send>", shell_id)

    def receive_reply(self, shell_id: str, command_id: str, *, message_id: str = "", timeout_s: float = 5) -> Reply:
        """Ask for output."""
        stream = f'<rsp:DesiredStream CommandId="{command_id}">stdout stderr</rsp:DesiredStream>'
        return self.ask(Action.RECEIVE, f"<rsp:Receive>{stream}</rsp:Receive>", shell_id, message_id=message_id, timeout_s=timeout_s)

    def receive(self, shell_id: str, command_id: str) -> Received:
        """Return output as it is there now, or as soon as there is some."""
        return received(self.receive_reply(shell_id, command_id))

    def signal(self, shell_id: str, command_id: str, code: str) -> Reply:
        """Send a signal, ``ctrl_c`` or ``terminate``."""
        uri = f"{NAMES['rsp']}/signal/{code}"
        return self.ask(Action.SIGNAL, f'<rsp:Signal CommandId="{command_id}"><rsp:Code>{uri}</rsp:Code></rsp:Signal>', shell_id)

    def delete(self, shell_id: str) -> Reply:
        """Delete a shell."""
        return self.ask(Action.DELETE, "", shell_id)

    def run(self, line: str, data: bytes | None = None) -> Received:
        """Run a command in a shell of its own and return all its output."""
        shell_id = self.open()
        command_id = self.start(shell_id, line)
        if data is not None:
            self.send(shell_id, command_id, data, end=True)
        out, error, exit_code = b"", b"", None
        while exit_code is None:
            part = self.receive(shell_id, command_id)
            out, error, exit_code = out + part.out, error + part.error, part.exit_code
        self.delete(shell_id)
        return Received(out, error, exit_code)


def received(reply: Reply) -> Received:
    """Take the answer to a Receive apart."""
    assert reply.status == 200, reply.fault
    parts: dict[str, bytes] = {"stdout": b"", "stderr": b""}
    for stream in reply.root.iter(name("rsp:Stream")):
        parts[stream.get("Name", "")] += base64.b64decode(stream.text or "")
    code = reply.text("rsp:ExitCode")
    return Received(parts["stdout"], parts["stderr"], int(code) if code else None)
