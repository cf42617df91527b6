"""Who is told about a run: programs, a person at a terminal, or a log."""

import time
from datetime import datetime

from toolkit.cli.events import EventWriter
from toolkit.cli.narrating import LineNarrator, TerminalNarrator
from toolkit.cli.printing import Console
from toolkit.cli.watching import RunWatcher


def choose_watcher(console: Console) -> RunWatcher:
    """Return events on stdout with ``--json``, else lines for people on stderr, redrawn where somebody looks."""
    if console.settings.as_json:
        return EventWriter(console.out.write, _now)
    if console.err.layout.is_terminal:
        return TerminalNarrator(console.err, time.monotonic)
    return LineNarrator(console.err.write, _now)


def _now() -> datetime:
    return datetime.now().astimezone()
