"""Hostile text is searched in bounded time, whatever its shape (security design §2.4)."""

import time
from collections.abc import Callable

import pytest

from toolkit.knowledge.bounded_text import LONGEST_LINE, LONGEST_TEXT, bounded
from toolkit.knowledge.ese_events import ese_event_saying
from toolkit.knowledge.event_grammar import find_events
from toolkit.knowledge.jet_grammar import find_jet_errors
from toolkit.knowledge.look_alikes import look_alike
from toolkit.knowledge.reply_grammar import find_replies

MOST_SECONDS = 3.0
"""For a quarter of a mebibyte; a pattern that backtracks needs minutes."""
SHAPES = {
    "one letter": "a",
    "digits": "4",
    "code": "452 ",
    "code with dash": "452-",
    "code and quote": '452 4.3.1 "',
    "open brackets": "452 4.3.1 (((([[[[{{{{",
    "blanks": " ",
    "lines": "452\n",
    "dots": "4.3.1.",
    "labels": "Event ID: ",
    "sources": "Source: A",
    "process": "a (1,D,0) ",
    "hex": "0xffff",
    "minus": "-",
    "tags": "<EventID ",
    "cells": "<td ",
    "glued": "ID:1Source:",
    "label, then a line": "Source:\n",
    "list": "TimeCreated\nProviderName: ",
    "properties": 'ProviderName "Id": ',
    "fields": "{LED=",
}
SEARCHES: tuple[Callable[[str], object], ...] = (find_replies, find_events, find_jet_errors, look_alike, ese_event_saying)


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: search.__name__)
@pytest.mark.parametrize("shape", SHAPES)
def test_searching_ends_soon(search: Callable[[str], object], shape: str) -> None:
    """No shape of text makes a search slower than the text is long."""
    text = SHAPES[shape] * (LONGEST_TEXT // 4 // len(SHAPES[shape]))
    begun = time.perf_counter()
    search(text)
    assert time.perf_counter() - begun < MOST_SECONDS, shape


def test_long_lines_and_texts_are_cut() -> None:
    """What lies behind the limits is not looked at."""
    assert len(bounded("x" * (LONGEST_LINE + 1))) == LONGEST_LINE
    assert len(bounded("x\n" * LONGEST_TEXT)) <= LONGEST_TEXT
    assert bounded("a\r\nb") == "a\nb"
    assert find_replies("x" * LONGEST_LINE + " 452 4.3.1 Insufficient system resources") == ()
