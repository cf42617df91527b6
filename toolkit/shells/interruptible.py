"""Processes that Ctrl-C reaches, however this one was started."""

import errno
import os
import shutil
import signal
import sys
from collections.abc import Sequence

_START = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execvp(sys.argv[1], sys.argv[1:])"


def interruptible(words: Sequence[str]) -> list[str]:
    """Return a command line whose process takes SIGINT as it would in the foreground.

    A program that was started with ``nohup`` or behind ``&`` by a script ignores SIGINT, and hands that down to what it starts;
    a step could then not be cancelled.

    Raises:
        FileNotFoundError: there is no such program; without help, starting it would say so.
    """
    if sys.platform == "win32" or signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        return list(words)
    if shutil.which(words[0]) is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), words[0])
    return [sys.executable, "-c", _START, *words]
