"""An unforeseen fault: the traceback goes to a file, people get four short lines."""

import os
import traceback
from datetime import datetime
from pathlib import Path

from toolkit.cli.places import runs_home
from toolkit.documents.visible import visible
from toolkit.errors import ToolkitError

NOT_KNOWN = "Not known, if a step was under way. Nothing is started again by itself."


def log_fault(fault: Exception, folder: Path | None = None, now: datetime | None = None) -> ToolkitError:
    """Write the traceback of ``fault`` to a new file and return the error that names it.

    Args:
        fault: what nobody foresaw.
        folder: where to write; beside the run folders when it is None.
        now: time for the name of the file; the present time when it is None.
    """
    home = folder or runs_home(os.environ).parent / "faults"
    moment = now or datetime.now().astimezone()
    written = _write(read_traceback(fault), home / f"fault-{moment:%Y%m%d-%H%M%S}-{os.getpid()}.txt")
    where = f"Its details are in {written}." if written else "Its details could not be written to a file: run it again with --debug."
    do = (
        "exkit runs list   shows whether a run was under way",
        "exkit --version   say this, and send the file, to whoever maintains exkit",
    )
    why = f"{type(fault).__name__}: {str(fault)[:200]}\n{where}"
    return ToolkitError("exkit has a fault of its own", why=why, do=do, state=NOT_KNOWN)


def read_traceback(fault: Exception) -> str:
    """Return where a fault came from, for a terminal: its words may be a server's."""
    return visible("".join(traceback.format_exception(fault)))


def _write(text: str, file: Path) -> Path | None:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(text)
    except OSError:
        return None
    return file
