"""The seven requests of the text shell ([MS-WSMV] 3.1.4): XML in, a host asked, XML out."""

import asyncio
import base64
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from toolkit.lab.faults import Dropped, Fault, FaultKind
from toolkit.lab.host import Host, RunningCommand, Shell
from toolkit.lab.soap import CMD_RESOURCE, SHELL, Action, Message, name, new_id, seconds_of

STATE = f"{SHELL}/CommandState"
ENVELOPE_OVERHEAD = 2000
"""Bytes of an answer that are not output (measured)."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request for a host.

    Attributes:
        message: what is asked.
        user: who asks.
        client: address of the client.
        gone: set when the client has closed the connection.
    """

    message: Message
    user: str
    client: str
    gone: asyncio.Event


async def perform(host: Host, call: Call) -> str:
    """Return the body of the answer.

    Raises:
        Fault: the answer is a fault.
        Dropped: the client has closed the connection while the answer was waited for.
    """
    action = call.message.action
    if action is None:
        raise Fault(FaultKind.ACTION)
    if call.message.resource not in (CMD_RESOURCE, SHELL):
        raise Fault(FaultKind.RESOURCE)
    return await _ACTIONS[action](host, call)


async def _create(host: Host, call: Call) -> str:
    wanted = _child(call.message.body, "rsp:Shell")
    shell = Shell(
        id=_id(wanted.get("ShellId")),
        user=call.user,
        code_page=call.message.options.get("WINRS_CODEPAGE", "437"),
        environment={str(item.get("Name")): item.text or "" for item in wanted.iter(name("rsp:Variable"))},
        folder=wanted.findtext(name("rsp:WorkingDirectory"), ""),
        idle_s=seconds_of(wanted.findtext(name("rsp:IdleTimeOut")), host.quotas.idle_s),
    )
    host.open_shell(shell)
    selector = f'<w:SelectorSet><w:Selector Name="ShellId">{escape(shell.id)}</w:Selector></w:SelectorSet>'
    reference = f"<w:ResourceURI>{CMD_RESOURCE}</w:ResourceURI>{selector}"
    created = f"<a:Address>http://{host.computer}/wsman</a:Address><a:ReferenceParameters>{reference}</a:ReferenceParameters>"
    return f"<x:ResourceCreated>{created}</x:ResourceCreated>{_shell_xml(shell, call.client)}"


def _shell_xml(shell: Shell, client: str) -> str:
    folder = f"<rsp:WorkingDirectory>{escape(shell.folder)}</rsp:WorkingDirectory>" if shell.folder else ""
    pairs = [f"<rsp:Variable Name={quoteattr(key)}>{escape(value)}</rsp:Variable>" for key, value in shell.environment.items()]
    environment = f"<rsp:Environment>{''.join(pairs)}</rsp:Environment>" if pairs else ""
    return (
        f"<rsp:Shell><rsp:ShellId>{escape(shell.id)}</rsp:ShellId><rsp:ResourceUri>{CMD_RESOURCE}</rsp:ResourceUri>"
        f"<rsp:Owner>{escape(shell.user)}</rsp:Owner><rsp:ClientIP>{client}</rsp:ClientIP><rsp:IdleTimeOut>PT{shell.idle_s:.3f}S</rsp:IdleTimeOut>"
        "<rsp:InputStreams>stdin</rsp:InputStreams><rsp:OutputStreams>stdout stderr</rsp:OutputStreams>"
        f"<rsp:ShellRunTime>P0DT0H0M{time.monotonic() - shell.born:.0f}S</rsp:ShellRunTime>"
        f"<rsp:ShellInactivity>P0DT0H0M0S</rsp:ShellInactivity>{folder}{environment}</rsp:Shell>"
    )


async def _get(host: Host, call: Call) -> str:
    return _shell_xml(_shell(host, call), call.client)


async def _delete(host: Host, call: Call) -> str:
    host.delete_shell(_shell(host, call))
    return ""


async def _command(host: Host, call: Call) -> str:
    shell = _shell(host, call)
    wanted = _child(call.message.body, "rsp:CommandLine")
    program = wanted.findtext(name("rsp:Command"), "").strip().strip('"')
    arguments = [item.text or "" for item in wanted.findall(name("rsp:Arguments"))]
    command = host.start_command(shell, _id(wanted.get("CommandId")), " ".join([program, *arguments]).strip())
    return f"<rsp:CommandResponse><rsp:CommandId>{escape(command.id)}</rsp:CommandId></rsp:CommandResponse>"


async def _send(host: Host, call: Call) -> str:
    shell = _shell(host, call)
    for stream in call.message.body.iter(name("rsp:Stream")):
        process = host.command(shell, stream.get("CommandId", "")).process
        if process.exit_code is not None:
            raise Fault(FaultKind.PIPE_ENDED)
        process.write(_decoded(stream.text or ""))
        if stream.get("End", "").lower() == "true":
            process.close_input()
    return "<rsp:SendResponse/>"


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Fault(FaultKind.SCHEMA) from error


async def _signal(host: Host, call: Call) -> str:
    wanted = _child(call.message.body, "rsp:Signal")
    command = host.command(_shell(host, call), wanted.get("CommandId", ""))
    if wanted.findtext(name("rsp:Code"), "").lower().endswith("terminate"):
        command.terminated = True
        command.process.kill()
    else:
        command.process.interrupt()
    return "<rsp:SignalResponse/>"


async def _receive(host: Host, call: Call) -> str:
    shell = _shell(host, call)
    command_id = _child(call.message.body, "rsp:Receive/rsp:DesiredStream").get("CommandId")
    if not command_id:
        raise Fault(FaultKind.PARAMETER)
    command = host.command(shell, command_id)
    async with command.reading:
        if call.message.message_id and command.last[0] == call.message.message_id:
            host.tally.replayed += 1
            return command.last[1]
        await _wait_for_news(host, command, call)
        shell.touched = time.monotonic()
        room = min(call.message.max_envelope, host.quotas.max_envelope_kib * 1024) - ENVELOPE_OVERHEAD
        answer = _output_xml(command, max(1, min(host.quotas.receive_chunk, room * 3 // 4)))
        command.last = (call.message.message_id, answer)
        return answer


async def _wait_for_news(host: Host, command: RunningCommand, call: Call) -> None:
    """Wait until there is output or the process has ended."""
    deadline = time.monotonic() + min(call.message.timeout_s, host.quotas.max_timeout_s)
    gone = asyncio.ensure_future(call.gone.wait())
    try:
        while not (command.process.has_news or command.terminated):
            command.process.changed.clear()
            news = asyncio.ensure_future(command.process.changed.wait())
            await asyncio.wait({news, gone}, timeout=deadline - time.monotonic(), return_when=asyncio.FIRST_COMPLETED)
            news.cancel()
            if call.gone.is_set():
                raise Dropped
            if time.monotonic() >= deadline:
                raise Fault(FaultKind.TIMEOUT)
    finally:
        gone.cancel()
    if command.terminated:
        raise Fault(FaultKind.ABORTED)


def _output_xml(command: RunningCommand, room: int) -> str:
    """Take at most ``room`` bytes of output and return them with the state of the command."""
    process = command.process
    out = bytes(process.stdout[:room])
    error = bytes(process.stderr[: room - len(out)])
    del process.stdout[: len(out)], process.stderr[: len(error)]
    done = process.exit_code is not None and not process.stdout and not process.stderr
    streams = "".join(_stream_xml(stream, command.id, data, done=done) for stream, data in (("stdout", out), ("stderr", error)))
    code = f"<rsp:ExitCode>{process.exit_code}</rsp:ExitCode>" if done else ""
    state = f'<rsp:CommandState CommandId="{command.id}" State="{STATE}/{"Done" if done else "Running"}">{code}</rsp:CommandState>'
    return f"<rsp:ReceiveResponse>{streams}{state}</rsp:ReceiveResponse>"


def _stream_xml(stream: str, command_id: str, data: bytes, *, done: bool) -> str:
    start = f'<rsp:Stream Name="{stream}" CommandId="{command_id}"'
    text = f"{start}>{base64.b64encode(data).decode()}</rsp:Stream>" if data else ""
    return f'{text}{start} End="true"></rsp:Stream>' if done else text


def _id(wanted: str | None) -> str:
    """Return the id that the client has chosen, or a fresh one."""
    if wanted and not re.fullmatch(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", wanted):
        raise Fault(FaultKind.SCHEMA)
    return wanted.upper() if wanted else new_id()


def _shell(host: Host, call: Call) -> Shell:
    return host.shell(call.message.shell_id, call.user)


def _child(body: ElementTree.Element, path: str) -> ElementTree.Element:
    element = body.find("/".join(name(part) for part in path.split("/")))
    if element is None:
        raise Fault(FaultKind.SCHEMA)
    return element


_ACTIONS: Mapping[Action, Callable[[Host, Call], Awaitable[str]]] = {
    Action.CREATE: _create,
    Action.COMMAND: _command,
    Action.SEND: _send,
    Action.RECEIVE: _receive,
    Action.SIGNAL: _signal,
    Action.DELETE: _delete,
    Action.GET: _get,
}
