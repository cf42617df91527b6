"""Hostile text at every door of a terminal: what arrives there are our own sequences and text that can be seen."""

import os
import re
import select
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = re.compile(r"\x1b\[(?:0|1|30;103|97;41|30;102)m|\x1b\[\d+F|\x1b\[J")
"""Colours of words, and what draws live lines again."""
MOMENT_S = 0.2
OBEYED = ("Cc", "Cf", "Cs", "Zl", "Zp")


def on_a_terminal(home: Path) -> bytes:
    """Run the program of all doors on a terminal of its own and return what the terminal got."""
    pty = pytest.importorskip("pty", reason="Windows has no pseudo terminals of this kind")
    master, slave = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8", "XDG_DATA_HOME": str(home)}
    for name in ("NO_COLOR", "LM_COMPAT_LEVEL"):
        environment.pop(name, None)
    words = [sys.executable, "-m", "tests.test_cli.foreign_doors", str(home)]
    process = subprocess.Popen(words, cwd=ROOT, env=environment, stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
    os.close(slave)
    got = read_and_answer(master)
    process.wait()
    os.close(master)
    return got


def read_and_answer(master: int) -> bytes:
    """Return everything until the last process has left the terminal; whoever waits longer than a moment is answered."""
    got = bytearray()
    while True:
        if not select.select([master], [], [], MOMENT_S)[0]:
            os.write(master, b"x\n")
            continue
        try:
            part = os.read(master, 65_536)
        except OSError:  # Linux says so that nobody holds the other end any more
            return bytes(got)
        if not part:
            return bytes(got)
        got += part


def obeyed_in(text: str) -> set[str]:
    """Return what a terminal would obey, or an eye would follow, in a text without our own sequences."""
    rest = set(OURS.sub("", text.replace("\r\n", "\n")))
    return {character for character in rest if unicodedata.category(character) in OBEYED and character not in "\n\t"}


def test_nothing_foreign_is_obeyed_at_any_door(tmp_path: Path) -> None:
    """Pages, errors, live lines, approvals, passwords, mistyped commands: no ESC, C1, CR or bidi but ours arrives."""
    text = on_a_terminal(tmp_path).decode("utf-8", "strict")
    assert "everything went out" in text, text[-2_000:]
    assert text.count("\x1b") > 1_000
    assert obeyed_in(text) == set()


@pytest.mark.parametrize("text", ["\x1b[2J", "\x1b]0;x\x07", "\x9b31m", "a\u202eb", "a\rb", "\x1b[31m", "\ud800"])
def test_the_check_of_that_can_fail(text: str) -> None:
    """What is not ours is found in the middle of what is."""
    assert obeyed_in(f"\x1b[1mbold\x1b[0m\x1b[2F\x1b[J{text}")
