"""Ctrl-C reaches what we start, also from the background."""

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from toolkit.shells.interruptible import interruptible

WORDS = [sys.executable, "-c", "import signal; print(signal.getsignal(signal.SIGINT) == signal.SIG_IGN)"]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals that are handed down")


@pytest.fixture(params=[signal.SIG_IGN, signal.default_int_handler])
def handler(request: pytest.FixtureRequest) -> Iterator[object]:
    """Run as a script behind & starts us, and as a terminal does."""
    before = signal.signal(signal.SIGINT, request.param)
    yield request.param
    signal.signal(signal.SIGINT, before)


def test_a_process_takes_ctrl_c(handler: object) -> None:
    """Whatever this process does with SIGINT, one that it starts is not deaf to it; without help it would be."""
    assert subprocess.run(interruptible(WORDS), capture_output=True, text=True, check=True).stdout == "False\n"
    alone = subprocess.run(WORDS, capture_output=True, text=True, check=True).stdout
    assert alone == ("True\n" if handler is signal.SIG_IGN else "False\n")


def test_nothing_is_added_without_need() -> None:
    """In the foreground the command line stays as it is."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    assert interruptible(WORDS) == WORDS
    signal.signal(signal.SIGINT, before)
