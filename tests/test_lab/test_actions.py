"""The seven requests of the text shell, as a client without a library sees them."""

import base64
import dataclasses
from collections.abc import Iterator

import pytest

from tests.test_lab.conftest import give_back
from tests.test_lab.raw_client import RawClient, envelope, new_id, received, selector
from toolkit.lab.lab import Lab, start_lab
from toolkit.lab.settings import LabSettings, Quotas, RecordedEngine
from toolkit.lab.soap import CMD_RESOURCE, SHELL, Action, name

NOT_FOUND = 2150858843
SMALL = Quotas(max_shells=2, max_operations=2, idle_s=0.3, keep_alive_s=5, receive_chunk=10, max_timeout_s=0.05)


@pytest.fixture(scope="module")
def small_lab() -> Iterator[Lab]:
    """Start a lab with small quotas."""
    with start_lab(LabSettings(RecordedEngine(give_back), quotas=SMALL, allow_basic_http=True)) as lab:
        yield lab


@pytest.fixture
def small(small_lab: Lab) -> Iterator[RawClient]:
    """Return a connection to the lab with small quotas."""
    small_lab.reset()
    with RawClient(small_lab) as connection:
        yield connection


def test_create_answers_with_the_shell(client: RawClient) -> None:
    """Create names the shell twice, with owner, streams and idle time, and relates to its request."""
    message_id = new_id()
    reply = client.ask(Action.CREATE, "<rsp:Shell><rsp:InputStreams>stdin</rsp:InputStreams></rsp:Shell>", message_id=message_id)
    shell_id = reply.text("rsp:ShellId")
    assert reply.status == 200
    assert reply.text("a:Action") == f"{Action.CREATE.value}Response"
    assert reply.text("a:RelatesTo") == f"uuid:{message_id}"
    assert [item.text for item in reply.root.iter(name("w:Selector"))] == [shell_id]
    assert (reply.text("rsp:Owner"), reply.text("rsp:ClientIP")) == ("lab", "127.0.0.1")
    assert reply.text("rsp:IdleTimeOut") == "PT7200.000S"


def test_the_client_may_choose_the_ids(client: RawClient) -> None:
    """ShellId and CommandId of the client's choice are taken, in capitals; taking one twice is refused."""
    shell_id, command_id = new_id(), new_id()
    assert client.create(shell_id.lower()).text("rsp:ShellId") == shell_id
    assert client.create(shell_id).fault == 2150858817
    body = f'<rsp:CommandLine CommandId="{command_id}"><rsp:Command>sort</rsp:Command></rsp:CommandLine>'
    assert client.ask(Action.COMMAND, body, shell_id).text("rsp:CommandId") == command_id
    assert client.ask(Action.COMMAND, body, shell_id).fault == 2150858817


def test_get_shows_the_environment(client: RawClient) -> None:
    """Variables and folder of a shell are shown to whoever asks for it: no place for secrets."""
    variable = '<rsp:Environment><rsp:Variable Name="A">&lt;1&gt;</rsp:Variable></rsp:Environment>'
    inside = f"<rsp:WorkingDirectory>C:\\a&amp;b</rsp:WorkingDirectory>{variable}"
    shell_id = client.create("", inside).text("rsp:ShellId")
    reply = client.ask(Action.GET, "", shell_id)
    assert (reply.text("rsp:WorkingDirectory"), reply.text("rsp:Variable")) == ("C:\\a&b", "<1>")


def test_a_command_runs_to_its_end(client: RawClient) -> None:
    """Output, end of both streams and exit code come in one answer when the command has ended."""
    assert client.run("echo grüße 漢字") == dataclasses.replace(client.run("echo x"), out="grüße 漢字\r\n".encode())


def test_standard_input_reaches_the_command(client: RawClient) -> None:
    """Several Sends are one stream; End closes it."""
    shell_id = client.open()
    command_id = client.start(shell_id, "sort")
    client.send(shell_id, command_id, b"b\r\nc")
    client.send(shell_id, command_id, b"\r\na\r\n", end=True)
    assert client.receive(shell_id, command_id).out == b"a\r\nb\r\nc\r\n"


def test_arguments_are_joined_with_blanks(client: RawClient) -> None:
    """Command and arguments make one line, as pywinrm sends them."""
    shell_id = client.open()
    words = "<rsp:Command>&quot;echo&quot;</rsp:Command><rsp:Arguments>a</rsp:Arguments><rsp:Arguments>b c</rsp:Arguments>"
    body = f"<rsp:CommandLine>{words}</rsp:CommandLine>"
    command_id = client.ask(Action.COMMAND, body, shell_id).text("rsp:CommandId")
    assert client.receive(shell_id, command_id).out == b"a b c\r\n"


def test_an_unknown_program_ends_with_one(client: RawClient) -> None:
    """An unknown program is a result, not a fault: cmd.exe's own words and exit code 1."""
    answer = client.run("frobnicate now")
    assert answer.exit_code == 1
    assert answer.error.startswith(b"'frobnicate' is not recognized as an internal or external command,\r\n")


def test_a_line_that_is_too_long_ends_with_one(client: RawClient) -> None:
    """8191 characters with what WinRM puts around are the limit of cmd.exe."""
    assert client.run("echo " + "x" * 8173).exit_code == 0
    answer = client.run("echo " + "x" * 8174)
    assert (answer.exit_code, answer.error) == (1, b"The command line is too long.\r\n")


def test_receive_times_out_and_loses_nothing(client: RawClient) -> None:
    """Without output a Receive ends with 2150858793 after the operation timeout; the output still comes later."""
    shell_id = client.open()
    command_id = client.start(shell_id, "sort")
    reply = client.receive_reply(shell_id, command_id, timeout_s=0.02)
    assert (reply.status, reply.fault) == (500, 2150858793)
    client.send(shell_id, command_id, b"late", end=True)
    assert client.receive(shell_id, command_id).out == b"late"


def test_the_same_receive_gets_the_same_answer(lab: Lab, client: RawClient) -> None:
    """A Receive that is repeated with its MessageID brings the same output again; a new one does not."""
    shell_id = client.open()
    command_id = client.start(shell_id, "echo once")
    message_id = new_id()
    answers = [received(client.receive_reply(shell_id, command_id, message_id=message_id)) for _ in range(3)]
    assert [answer.out for answer in answers] == [b"once\r\n"] * 3
    assert client.receive(shell_id, command_id).out == b""
    assert lab.hosts["127.0.0.1"].replayed == 2


def test_output_comes_in_pieces(small: RawClient) -> None:
    """No answer holds more output than the server allows; the pieces are the whole, in order."""
    shell_id = small.open()
    command_id = small.start(shell_id, "echo 0123456789abcdefghij")
    pieces = [small.receive(shell_id, command_id) for _ in range(3)]
    assert [piece.out for piece in pieces] == [b"0123456789", b"abcdefghij", b"\r\n"]
    assert [piece.exit_code for piece in pieces] == [None, None, 0]


def test_the_envelope_of_the_client_limits_output(client: RawClient) -> None:
    """An answer fits into the MaxEnvelopeSize of the request."""
    data = b"x" * 250_000
    shell_id = client.open()
    command_id = client.start(shell_id, "sort")
    client.send(shell_id, command_id, data, end=True)
    first = client.receive(shell_id, command_id).out
    assert 100_000 < len(first) < 153_600 * 3 // 4
    assert len(client.receive(shell_id, command_id).out) == len(first)


def test_a_signal_ends_a_command(client: RawClient) -> None:
    """Ctrl-C ends a program with Windows' own code; after terminate a Receive is aborted (995)."""
    shell_id = client.open()
    stopped, ended = client.start(shell_id, "sort"), client.start(shell_id, "sort")
    assert client.signal(shell_id, stopped, "ctrl_c").status == 200
    assert client.receive(shell_id, stopped).exit_code == -1073741510
    assert client.signal(shell_id, ended, "terminate").status == 200
    assert client.receive_reply(shell_id, ended).fault == 995


def test_input_to_an_ended_command_breaks_the_pipe(client: RawClient) -> None:
    """A Send to a command that has ended is answered with 109."""
    shell_id = client.open()
    command_id = client.start(shell_id, "echo x")
    client.receive(shell_id, command_id)
    assert client.send(shell_id, command_id, b"x").fault == 109


def test_a_deleted_shell_is_gone(lab: Lab, client: RawClient) -> None:
    """After Delete every request for the shell is answered with 2150858843."""
    shell_id = client.open()
    command_id = client.start(shell_id, "sort")
    assert client.delete(shell_id).status == 200
    replies = [client.delete(shell_id), client.command(shell_id, "echo"), client.receive_reply(shell_id, command_id)]
    assert [reply.fault for reply in replies] == [NOT_FOUND] * 3
    assert lab.hosts["127.0.0.1"].live_shells == 0


def test_an_unknown_command_is_not_found(client: RawClient) -> None:
    """Send, Receive and Signal for a command that does not exist are answered with 2150858843."""
    shell_id = client.open()
    replies = [client.send(shell_id, new_id(), b""), client.receive_reply(shell_id, new_id()), client.signal(shell_id, new_id(), "ctrl_c")]
    assert [reply.fault for reply in replies] == [NOT_FOUND] * 3


MALFORMED = [
    pytest.param(b"<not", 2150858817, id="no XML"),
    pytest.param(b"<a/>", 2150858817, id="no envelope"),
    pytest.param(b'<!DOCTYPE x [<!ENTITY e "e">]>' + envelope(Action.GET.value, ""), 2150858817, id="document type"),
    pytest.param(envelope("http://example.com/Dance", ""), 2150858818, id="unknown action"),
    pytest.param(envelope(Action.CREATE.value, "<rsp:Shell/>", resource="http://example.com/x"), 2150858752, id="unknown resource"),
    pytest.param(envelope(Action.CREATE.value, ""), 2150858817, id="no shell"),
    pytest.param(envelope(Action.CREATE.value, '<rsp:Shell ShellId="1"/>'), 2150858817, id="no GUID"),
]


@pytest.mark.parametrize(("xml", "code"), MALFORMED)
def test_what_is_wrong_with_a_message_is_told(client: RawClient, xml: bytes, code: int) -> None:
    """A message that is not understood is answered with HTTP 500 and its fault."""
    reply = client.post(xml)
    assert (reply.status, reply.fault) == (500, code)


BODIES = [
    (Action.COMMAND, "", 2150858817),
    (Action.SIGNAL, "", 2150858817),
    (Action.RECEIVE, "", 2150858817),
    (Action.RECEIVE, "<rsp:Receive><rsp:DesiredStream>stdout</rsp:DesiredStream></rsp:Receive>", 87),
]


@pytest.mark.parametrize(("action", "body", "code"), BODIES)
def test_a_body_that_lacks_something_is_refused(client: RawClient, action: Action, body: str, code: int) -> None:
    """A request without its element does not match the schema; a Receive without a command has a wrong parameter."""
    assert client.ask(action, body, client.open()).fault == code


def test_input_that_is_not_base64_is_refused(client: RawClient) -> None:
    """A Send with a broken stream is answered with the schema fault."""
    shell_id = client.open()
    command_id = client.start(shell_id, "sort")
    body = f'<rsp:Send><rsp:Stream Name="stdin" CommandId="{command_id}">%%%</rsp:Stream></rsp:Send>'
    assert client.ask(Action.SEND, body, shell_id).fault == 2150858817


def test_identify_says_that_this_is_a_lab(client: RawClient) -> None:
    """Identify needs no header and tells who answers."""
    identity = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"
    asks = f'<s:Body><i:Identify xmlns:i="{identity}"/></s:Body>'
    reply = client.post(f'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header/>{asks}</s:Envelope>'.encode())
    assert (reply.status, reply.root.findtext(f".//{{{identity}}}ProductVendor")) == (200, "exkit lab")


def test_the_shells_of_a_user_are_counted(small: RawClient) -> None:
    """One shell too many is refused with 2150859173 and the limit in words; a deleted one makes room."""
    first = small.open()
    small.open()
    refused = small.create()
    assert (refused.status, refused.fault) == (500, 2150859173)
    assert "maximum number of 2 concurrent shells" in refused.text("s:Text")
    small.delete(first)
    assert small.create().status == 200


def test_operations_do_not_come_back_before_the_shell_is_deleted(small: RawClient) -> None:
    """One command too many is refused with 2150859174, ended ones count ([MS-WSMV] note 118), until the shell is gone."""
    shell_id = small.open()
    for _ in range(2):
        small.receive(shell_id, small.start(shell_id, "echo"))
    assert small.command(shell_id, "echo").fault == 2150859174
    small.delete(shell_id)
    assert small.command(small.open(), "echo").status == 200


def test_an_idle_shell_is_deleted(small: RawClient) -> None:
    """A shell that asks for a shorter idle time than nothing is gone with the next look."""
    shell_id = small.create("", "<rsp:IdleTimeOut>PT0S</rsp:IdleTimeOut>").text("rsp:ShellId")
    assert small.command(shell_id, "echo").fault == NOT_FOUND


def test_the_server_caps_the_operation_timeout(small: RawClient) -> None:
    """A client that lets a Receive take a minute is answered after the server's own limit."""
    shell_id = small.open()
    assert small.receive_reply(shell_id, small.start(shell_id, "sort"), timeout_s=60).fault == 2150858793


def test_only_the_shell_resource_is_served(client: RawClient) -> None:
    """The cmd shell and the plain shell URI are the same resource; anything else is not there."""
    shell_id = client.open()
    assert client.post(envelope(Action.DELETE.value, "", selector(shell_id), resource=f"{CMD_RESOURCE}/x")).fault == 2150858752
    assert client.post(envelope(Action.DELETE.value, "", selector(shell_id), resource=SHELL)).status == 200


def test_a_large_answer_is_quick(client: RawClient) -> None:
    """Five megabytes go in and out unchanged."""
    data = base64.b64encode(bytes(range(256)) * 14_000)
    shell_id = client.open()
    command_id = client.start(shell_id, "sort")
    for start in range(0, len(data), 300_000):
        client.send(shell_id, command_id, data[start : start + 300_000], end=start + 300_000 >= len(data))
    out, done = b"", None
    while done is None:
        part = client.receive(shell_id, command_id)
        out, done = out + part.out, part.exit_code
    assert out == data
