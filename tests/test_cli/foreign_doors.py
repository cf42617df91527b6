"""A program on a terminal of its own that lets hostile text out by every door; run by ``test_foreign_text.py``.

Whatever it prints is captured as bytes. What people type is one line for each question.
"""

import fcntl
import os
import sys
import termios
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tests.test_documents.hostile import CORPUS
from tests.test_documents.samples import FINDINGS, OUTCOMES, PLAN
from tests.test_documents.test_terminal_hostile import pages_with
from toolkit.cli.approving import Asking, ask_approval
from toolkit.cli.main import run
from toolkit.cli.narrating import LineNarrator, TerminalNarrator
from toolkit.cli.options import Settings
from toolkit.cli.printing import Console, open_console
from toolkit.cli.server_options import ServerChoice
from toolkit.cli.watching import RunWatcher
from toolkit.cli.ways import read_credentials
from toolkit.documents.plan_page import approval_page
from toolkit.errors import ApprovalMissing
from toolkit.model.command import Command, Policy
from toolkit.model.danger import Danger
from toolkit.shells.contract import Progress

FEW, MANY = 12, 160
"""Texts that go out together, one behind the other, so that what one begins another may end."""


def groups(size: int) -> Iterator[str]:
    """Yield the corpus in groups; long lines are tried elsewhere."""
    short = [text for text in CORPUS if len(text) < 200]
    for at in range(0, len(short), size):
        yield " ".join(short[at : at + size])


def show_pages(console: Console, text: str) -> None:
    """Print plans, runs, findings, errors, explanations, debts and playbooks on both streams."""
    for at, page in enumerate(pages_with(text)):
        (console.out, console.err)[at % 2].show(page)


def narrate(watcher: RunWatcher, text: str) -> None:
    """Tell a run whose every word is hostile."""
    command = Command(text, text, Danger.CHANGE, Policy.ONCE, 60)
    watcher.step_started(text, command, text)
    watcher.progress(Progress(text, says=text, running_ms=90_000))
    watcher.progress(Progress(text, says=text, notice=True))
    watcher.found(type(FINDINGS[0])(text, text))
    watcher.step_finished(type(OUTCOMES[0])(text, text, text, Danger.CHANGE, OUTCOMES[0].word, text))
    watcher.waiting(text, 15)


def ask(text: str) -> None:
    """Ask for an approval and for a password; whatever is typed is no yes."""
    name = PLAN.steps[0].step.id
    page = approval_page(PLAN, [Command(name, text, Danger.OUTAGE, Policy.ONCE, 60)])
    try:
        ask_approval(Asking(page, Danger.OUTAGE, text, text, text))
    except ApprovalMissing as refused:
        sys.stderr.write(f"{refused.exit_code}\n")
    read_credentials(ServerChoice(target=text, transport="ntlm", user=text))


def mistype(text: str, home: Path) -> None:
    """Type it as a command, an option, a name, a parameter, a text to explain and a file."""
    file = str(home / "x.md")
    for words in (
        (text,),
        (f"--{text}",),
        ("explain", text),
        ("explain", "--", text),
        ("playbooks", "show", text),
        ("plan", text),
        ("plan", "smtp-452-back-pressure", "-p", f"{text}={text}"),
        ("plan", "smtp-452-back-pressure", "-p", f"sibling={text}"),
        ("plan", "smtp-452-back-pressure", "--exchange", text),
        ("playbooks", "check", f"{text}.yml"),
        ("playbooks", "list", "--playbooks", text),
        ("runs", "show", text, "--runs", str(home)),
        ("runs", "verify", text, "--runs", str(home)),
        ("run", "smtp-452-back-pressure", "--lab", text),
        ("runbook", "smtp-452-back-pressure", "-o", f"{text}.pdf"),
        ("runbook", text, "-o", file),
    ):
        run(words)


def main(home: Path) -> None:
    """Let everything out."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    os.chdir(home)
    console = open_console(Settings())
    for text in groups(FEW):
        show_pages(console, text)
        narrate(TerminalNarrator(console.err, time.monotonic), text)
        narrate(LineNarrator(console.err.write, lambda: datetime.now(UTC)), text)
    for text in groups(MANY):
        ask(text)
        mistype(text.replace("\0", ""), home)
    sys.stdout.write("everything went out\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
