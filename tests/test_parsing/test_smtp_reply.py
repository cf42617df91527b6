"""Replies as a server gives them, and the probe."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_parsing.samples import ANSWERS
from toolkit.errors import ParsingError
from toolkit.parsing.smtp_probe import read_smtp_probe
from toolkit.parsing.smtp_reply import read_reply


@pytest.mark.parametrize(
    ("raw", "code", "enhanced", "text"),
    [
        ("250 2.1.0 Sender OK", 250, "2.1.0", "Sender OK"),
        ("250", 250, "", ""),
        ("452 4.3.1", 452, "4.3.1", ""),
        ("250-a\n250-b\n250 c", 250, "", "a b c"),
        ("452-4.3.1 first\r\n452 4.3.1 second\r\n", 452, "4.3.1", "first second"),
        ("220 ex02.corp.example Microsoft ESMTP", 220, "", "ex02.corp.example Microsoft ESMTP"),
        ("550 5.7.1.x no", 550, "", "5.7.1.x no"),
    ],
)
def test_replies_are_read(raw: str, code: int, enhanced: str, text: str) -> None:
    """One line or many, with and without an enhanced code."""
    reply = read_reply(raw)
    assert (reply.code, reply.enhanced, reply.text) == (code, enhanced, text)


@pytest.mark.parametrize(
    "raw", ["", "hello", "250-a", "250-a\n251 b", "250 a\n250 b", "25 a", "2500 a", "250-a\nb\n250 c", "150 a", "650 a", " 250 a"]
)
def test_what_is_no_reply_is_refused(raw: str) -> None:
    """Every line has the same code, and the last one ends the reply."""
    with pytest.raises(ParsingError, match="an SMTP reply"):
        read_reply(raw)


@given(st.text())
def test_any_text_is_a_reply_or_a_parsing_error(raw: str) -> None:
    """Nothing but ``ParsingError`` leaves the parser."""
    try:
        assert 200 <= read_reply(raw).code <= 599
    except ParsingError as error:
        assert error.what


def test_a_probe_keeps_what_is_no_reply() -> None:
    """The banner has no command; a line that is no reply stays as it came."""
    probe = read_smtp_probe(tuple(ANSWERS["smtp_probe"]))
    banner, hello, mail, last = probe.exchanges
    assert banner.sent == ""
    assert banner.reply is not None
    assert hello.reply is not None
    assert hello.reply.text.endswith("XRDST")
    assert mail.reply is not None
    assert mail.reply.enhanced == "4.3.1"
    assert last.reply is None
    assert last.raw == "what is this"


def test_a_probe_without_a_connection() -> None:
    """The reason is text of the system, for people."""
    item = {**ANSWERS["smtp_probe"][0], "connected": False, "error": "no connection within 20 s", "exchanges": []}
    probe = read_smtp_probe((item,))
    assert not probe.connected
    assert probe.error == "no connection within 20 s"
