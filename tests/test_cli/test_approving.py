"""Approvals: only the right word, only from a terminal; nobody to ask is exit 8 with the command that approves."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.test_documents.sample_pages import ASKED
from tests.test_documents.samples import PLAN
from toolkit.cli.approving import Asking, Terminal, ask_approval
from toolkit.documents.plan_page import approval_page
from toolkit.errors import ApprovalMissing
from toolkit.model.danger import Danger

ASKING = Asking(
    approval_page(PLAN, ASKED), Danger.OUTAGE, "EX02", "exkit run smtp-452-back-pressure -t EX02 --confirm EX02", "Not started."
)


def typing(text: str, written: io.StringIO | None = None) -> Callable[[], Terminal]:
    """Return how to find a terminal at which somebody types ``text``."""
    return lambda: Terminal(io.StringIO(text), written or io.StringIO())


@pytest.mark.parametrize(
    ("danger", "typed"), ((Danger.CHANGE, "yes"), (Danger.CHANGE, " YES "), (Danger.OUTAGE, "EX02"), (Danger.OUTAGE, "ex02"))
)
def test_the_right_word_approves(danger: Danger, typed: str) -> None:
    """CHANGE is approved by yes, OUTAGE by the server's name; case and blanks around do not matter."""
    assert ask_approval(replace(ASKING, danger=danger), typing(f"{typed}\n")) == typed.strip()


@pytest.mark.parametrize("danger", (Danger.CHANGE, Danger.OUTAGE))
@pytest.mark.parametrize("typed", ("\n", "", "no\n", "y\n", "EX01\n", "yes please\n", "EX02 \u202e\n"))
def test_anything_else_stops(danger: Danger, typed: str) -> None:
    """Enter alone, the end of input and every other word stop; nothing is half approved."""
    with pytest.raises(ApprovalMissing) as raised:
        ask_approval(replace(ASKING, danger=danger), typing(typed))
    assert raised.value.do[0] == ASKING.approve_command
    assert raised.value.state == "Not started."


def test_yes_does_not_approve_an_outage() -> None:
    """A habit of typing yes must not restart a server."""
    with pytest.raises(ApprovalMissing):
        ask_approval(ASKING, typing("yes\n"))


def test_nothing_approves_what_loses_data() -> None:
    """There is no prompt for LOSE DATA at all."""
    with pytest.raises(ValueError, match="never sent"):
        ask_approval(replace(ASKING, danger=Danger.LOSE_DATA), typing("yes\n"))


def test_without_a_terminal_nobody_is_asked() -> None:
    """A scheduled task stops with exit 8 and the command that approves."""
    with pytest.raises(ApprovalMissing, match="no terminal") as raised:
        ask_approval(ASKING, lambda: None)
    assert raised.value.exit_code == 8
    assert raised.value.do == (ASKING.approve_command,)


def test_question_shows_what_is_approved() -> None:
    """The exact commands, who notices and the word to type stand before the cursor."""
    written = io.StringIO()
    written.close = lambda: None  # type: ignore[method-assign]  # read after the terminal was closed
    ask_approval(ASKING, typing("EX02\n", written))
    assert "APPROVAL NEEDED" in written.getvalue()
    assert "mail through this server waits 1 to 3 min" in written.getvalue()
    assert written.getvalue().endswith("Type EX02 to approve. Enter alone stops: ")


ASK = """
import sys
if sys.argv[1:]:
    import fcntl, termios
    fcntl.ioctl(int(sys.argv[1]), termios.TIOCSCTTY, 0)
from toolkit.cli.approving import Asking, ask_approval
from toolkit.documents.blocks import Page
from toolkit.model.danger import Danger
print("typed " + ask_approval(Asking(Page("", ()), Danger.CHANGE, "EX02", "exkit run x", "Not started.")))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="consoles of Windows have no pseudo terminal here")
def test_the_terminal_is_asked_not_the_pipe() -> None:
    """With a yes waiting in the pipe, the question still goes to the terminal and is answered there."""
    master, slave = os.openpty()
    child = subprocess.Popen(
        [sys.executable, "-c", ASK, str(slave)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        pass_fds=(slave,),
        text=True,
    )
    os.close(slave)
    question = os.read(master, 4096).decode()
    os.write(master, b"yes\n")
    out, _ = child.communicate("no\n", timeout=20)
    os.close(master)
    assert question == "Type yes to approve. Enter alone stops: "
    assert out == "typed yes\n"


@pytest.mark.skipif(sys.platform == "win32", reason="consoles of Windows have no pseudo terminal here")
def test_process_without_a_terminal_asks_nobody() -> None:
    """In a session of its own, with yes in the pipe, the process finds nobody to ask."""
    child = subprocess.run(
        [sys.executable, "-c", ASK], input="yes\n", capture_output=True, start_new_session=True, text=True, timeout=20, check=False
    )
    assert "ApprovalMissing" in child.stderr
    assert "typed" not in child.stdout
