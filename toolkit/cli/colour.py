"""Whether a stream gets colour, and whether its terminal can move the cursor."""

import sys
from collections.abc import Mapping
from typing import TextIO

from toolkit.cli.options import Settings


def is_terminal(stream: TextIO) -> bool:
    """Whether somebody looks at ``stream``."""
    return not stream.closed and stream.isatty()


def wants_colour(stream: TextIO, settings: Settings, environment: Mapping[str, str]) -> bool:
    """Whether colour may be written to this one stream (no-color.org: any value but an empty one switches it off)."""
    if settings.no_color or environment.get("NO_COLOR"):
        return False
    return can_move_cursor(stream, environment)


def can_move_cursor(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether escape sequences reach a terminal that obeys them."""
    return is_terminal(stream) and environment.get("TERM") != "dumb" and switch_on_sequences()


def switch_on_sequences() -> bool:
    """Switch on escape sequences in a Windows console; False for a console that has none.

    ENABLE_VIRTUAL_TERMINAL_PROCESSING is 4; Windows before 10 version 1511 refuses it
    (Microsoft: Console Virtual Terminal Sequences, SetConsoleMode).
    """
    if sys.platform != "win32":
        return True
    import ctypes  # noqa: PLC0415 - its Windows half does not exist elsewhere

    kernel = ctypes.windll.kernel32
    handle, mode = kernel.GetStdHandle(-12), ctypes.c_ulong()
    return bool(kernel.GetConsoleMode(handle, ctypes.byref(mode)) and kernel.SetConsoleMode(handle, mode.value | 4))
