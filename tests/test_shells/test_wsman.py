"""Messages of the text shell are exact, and foreign answers are read strictly."""

import base64
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import AnswerBroken
from toolkit.shells import wsman

SHELL_ID, COMMAND_ID = "6B29FC40-CA47-1067-B31D-00DD010662DA", "16FD2706-8BAF-433B-82EB-8C7FADA847DA"


def received(streams: str, state: str = "Running", code: str = "") -> bytes:
    """Return an answer to Receive as Windows writes it."""
    return (
        f'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:rsp="{wsman.SHELL}"><s:Body><rsp:ReceiveResponse>{streams}'
        f'<rsp:CommandState CommandId="{COMMAND_ID}" State="{wsman.SHELL}/CommandState/{state}">{code}</rsp:CommandState>'
        "</rsp:ReceiveResponse></s:Body></s:Envelope>"
    ).encode()


def stream(name: str, data: bytes) -> str:
    """Return one stream element."""
    return f'<rsp:Stream Name="{name}" CommandId="{COMMAND_ID}">{base64.b64encode(data).decode()}</rsp:Stream>'


@pytest.mark.parametrize(
    "message",
    [
        wsman.create(SHELL_ID),
        wsman.command(SHELL_ID, 'powershell.exe -EncodedCommand "a<b>&c"'),
        wsman.send(SHELL_ID, COMMAND_ID, b"\x00\xff<&>"),
        wsman.receive(SHELL_ID, COMMAND_ID),
        wsman.signal(SHELL_ID, COMMAND_ID, "ctrl_c"),
        wsman.delete(SHELL_ID),
    ],
    ids=["create", "command", "send", "receive", "signal", "delete"],
)
def test_every_message_is_xml_and_repeats_byte_for_byte(message: wsman.Message) -> None:
    """The same id gives the same bytes, so that a server can answer a repeated message again."""
    text = message.text(SHELL_ID, 20)
    assert text == message.text(SHELL_ID, 20)
    root = ElementTree.fromstring(text)
    assert root.findtext(".//{http://schemas.xmlsoap.org/ws/2004/08/addressing}Action") == message.action


def test_the_shell_speaks_utf8_without_profile() -> None:
    """Code page 437 would turn everything else into question marks."""
    assert '<w:Option Name="WINRS_CODEPAGE">65001</w:Option>' in wsman.create(SHELL_ID).header
    assert '<w:Option Name="WINRS_NOPROFILE">TRUE</w:Option>' in wsman.create(SHELL_ID).header


@given(st.text(alphabet=st.characters(min_codepoint=32, codec="utf-8"), max_size=80))
def test_a_command_line_stays_what_it_is(line: str) -> None:
    """No character of a command line becomes markup."""
    root = ElementTree.fromstring(wsman.command(SHELL_ID, line).text(SHELL_ID, 20))
    assert root.findtext(f".//{{{wsman.SHELL}}}Command") == line


@pytest.mark.parametrize("identifier", ["", "x", "'; drop", f'{SHELL_ID}"/><x', "../.."])
def test_an_id_that_is_none_never_gets_into_a_message(identifier: str) -> None:
    """Ids are parsed as ids before they are written."""
    with pytest.raises(ValueError, match="badly formed"):
        wsman.receive(identifier, COMMAND_ID)


def test_output_is_joined_by_stream_and_the_end_is_seen() -> None:
    """Many small streams, then Done with a signed exit code."""
    streams = stream("stdout", b"ab") + stream("stderr", b"oops") + stream("stdout", "ж".encode())
    running = wsman.read_received(received(streams))
    assert (running.stdout, running.stderr, running.exit_code) == ("abж".encode(), b"oops", None)
    assert wsman.read_received(received("", "Done", "<rsp:ExitCode>-1811</rsp:ExitCode>")).exit_code == -1811
    assert wsman.read_received(received("", "Done")).exit_code == 0


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize("answer", [b"", b"not xml", b"<html><body>503</body></html", BOMB])
def test_an_answer_that_is_none_is_an_error_with_its_reason(answer: bytes) -> None:
    """No document types, no half documents; nothing is guessed."""
    for read in (wsman.read_received, wsman.read_shell_id, wsman.read_command_id):
        with pytest.raises(AnswerBroken):
            read(answer)


def test_ids_are_read_strictly() -> None:
    """A server's id goes into our next messages: it must be one."""
    selector = '<w:Selector xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" Name="ShellId">{}</w:Selector>'
    assert wsman.read_shell_id(selector.format(SHELL_ID.lower()).encode()) == SHELL_ID
    with pytest.raises(AnswerBroken, match="cannot be read"):
        wsman.read_shell_id(selector.format("x&lt;y").encode())
    with pytest.raises(AnswerBroken, match="cannot be read"):
        wsman.read_command_id(f'<rsp:CommandId xmlns:rsp="{wsman.SHELL}"></rsp:CommandId>'.encode())


def test_a_piece_fits_the_smallest_envelope() -> None:
    """150 KiB on old servers, header and sealing included."""
    message = wsman.send(SHELL_ID, COMMAND_ID, b"x" * wsman.largest_piece())
    assert len(message.text(SHELL_ID, 20)) < 150 * 1024
