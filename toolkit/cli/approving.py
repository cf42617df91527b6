"""Approvals: asked on the terminal itself, never on a pipe that somebody fills (documents design §2.3)."""

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TextIO

from toolkit.documents.blocks import Page
from toolkit.documents.terminal import Layout, Paint, paint_plain, render_terminal
from toolkit.documents.visible import visible_line
from toolkit.errors import ApprovalMissing
from toolkit.model.danger import Danger

YES = "yes"


class Terminal(AbstractContextManager["Terminal"]):
    """The terminal that the process was started from, whatever its streams are."""

    def __init__(self, reading: TextIO, writing: TextIO) -> None:
        self._reading = reading
        self._writing = writing

    def ask(self, question: str) -> str:
        """Write ``question`` and return the line that is typed, without blanks around it; empty at the end of input."""
        self._writing.write(question)
        self._writing.flush()
        return self._reading.readline().strip()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._reading.close()
        self._writing.close()


def open_terminal() -> Terminal | None:
    """Return the terminal of this process; None when it has none, as in a scheduled task."""
    places = ("CONIN$", "CONOUT$") if sys.platform == "win32" else ("/dev/tty", "/dev/tty")
    with ExitStack() as opened:
        try:
            reading = opened.enter_context(open(places[0], encoding=_encoding(), errors="replace"))  # noqa: PTH123 - a device, not a path
            writing = opened.enter_context(open(places[1], "w", encoding=_encoding(), errors="backslashreplace"))  # noqa: PTH123 - the same
        except OSError:
            return None
        opened.pop_all()
    return Terminal(reading, writing)


def _encoding() -> str:
    """Windows consoles speak UTF-8 through these devices only when Python is told so by their code page."""
    return os.device_encoding(0) or "utf-8"


@dataclass(frozen=True, slots=True)
class Asking:
    """What a person is asked.

    Attributes:
        page: what is approved, every command exactly.
        danger: worst danger of the commands.
        host: name that is typed for an OUTAGE.
        approve_command: what approves where nobody can be asked.
        state: of the server now.
    """

    page: Page
    danger: Danger
    host: str
    approve_command: str
    state: str


def ask_approval(asking: Asking, find_terminal: Callable[[], Terminal | None] = open_terminal, paint: Paint = paint_plain) -> str:
    """Return what the person typed to approve: ``yes`` for CHANGE, the server's name for OUTAGE.

    Raises:
        ApprovalMissing: nobody can be asked, or the answer was another one; Enter alone stops.
        ValueError: something that loses data was to be approved; no prompt exists for it.
    """
    if asking.danger >= Danger.LOSE_DATA:
        raise ValueError("what loses data is never sent, so nobody is asked")
    terminal = find_terminal()
    if terminal is None:
        raise _missing(asking, "nobody can be asked: there is no terminal", "A change is approved by a person who has read its commands.")
    wanted = asking.host if asking.danger is Danger.OUTAGE else YES
    with terminal:
        question = render_terminal(asking.page, Layout(), paint) + f"Type {visible_line(wanted)} to approve. Enter alone stops: "
        answer = terminal.ask(question)
    if answer.casefold() != wanted.casefold():
        raise _missing(asking, "the changes were not approved", f"The answer was not {wanted}.")
    return answer


def _missing(asking: Asking, what: str, why: str) -> ApprovalMissing:
    return ApprovalMissing(what, why=why, do=(asking.approve_command,), state=asking.state)
