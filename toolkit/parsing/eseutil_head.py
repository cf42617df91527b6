"""The beginning of an Eseutil run: banner with version, mode, and the settings below it."""

import re
from collections.abc import Iterator
from itertools import chain, islice

from toolkit.model.eseutil import EseutilMode, Label, ModeStart
from toolkit.parsing.eseutil_text import MOST, every_match, line_start, matches, no_output, places, rest_of_line

_VERSION = re.compile(r"Version\s{1,5}(?P<version>[0-9]{1,2}\.[0-9]{1,3})")
_PROGRAM = re.compile(r"Utilit(?:ies|y)\b[^\n]{0,60}\s{1,40}\Z")
_LONGEST_PROGRAM = 120
_MODE = re.compile(r"Initiating\s{1,20}(?P<word>[A-Z][A-Z ]{1,30}?)\s{1,20}mode(?:\s{1,20}\((?P<option>[^()\n]{1,80})\))?\s{0,5}\.\.")
_MODES = {mode.value: mode for mode in EseutilMode}
_LABELS = ("Logfile base name", "Log files", "System files", "Database Directory", "Database", "Restore Path", "Target Instance")
_BEFORE_LABEL = re.compile(r"[ \t>#0-9]{0,60}(?P<which>(?:Temp\.|Source|Target|Backup) )?")


def banner_starts(text: str) -> tuple[int, ...]:
    """Return where each banner's line begins, in order.

    Raises:
        ParsingError: there are more than any output has.
    """
    found = list(islice(_banners(text), MOST + 1))
    if len(found) > MOST:
        raise no_output(f"an output of Eseutil with at most {MOST} banners", text)
    return tuple(start for start, _, _ in found)


def read_banner(text: str) -> tuple[str, str]:
    """Return program and version of the first banner; both empty when there is none."""
    _, program, version = next(_banners(text), (0, "", ""))
    return program, version


def _banners(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield where each banner's line begins, its program and its version: a version behind a name that ends with "Utilities"."""
    for match in every_match(_VERSION, text, "Version"):
        begin = max(0, match.start() - _LONGEST_PROGRAM)
        position = text.rfind("Utilit", begin, match.start())
        if position >= 0 and _PROGRAM.fullmatch(text, position, match.start()):
            start = line_start(text, position)
            yield start, " ".join(text[start : match.start()].lstrip(" \t>#").split()), match["version"]


def read_modes(text: str) -> tuple[ModeStart, ...]:
    """Return what was started, in order.

    Raises:
        ParsingError: there are more than any output has.
    """
    return tuple(_mode(match) for match in matches(_MODE, text, "Initiating"))


def _mode(match: re.Match[str]) -> ModeStart:
    word = " ".join(match["word"].split())
    return ModeStart(_MODES.get(word, EseutilMode.UNKNOWN), word, " ".join((match["option"] or "").split()))


def read_labels(text: str) -> tuple[Label, ...]:
    """Return the settings, in order, with the values as printed.

    Raises:
        ParsingError: there are more than any output has.
    """
    found = list(islice(chain.from_iterable(_labels(text, name) for name in _LABELS), MOST + 1))
    if len(found) > MOST:
        raise no_output(f"an output of Eseutil with at most {MOST} settings", text)
    return tuple(label for _, label in sorted(found, key=lambda one: one[0]))


def _labels(text: str, name: str) -> Iterator[tuple[int, Label]]:
    """Yield where each setting of this name stands; only blanks and marks of quoting may stand before it on its line."""
    for position in places(text, f"{name}:"):
        before = _BEFORE_LABEL.fullmatch(text, line_start(text, position), position)
        if before is not None:
            value = rest_of_line(text, position + len(name) + 1).strip()
            yield position, Label(f"{before['which'] or ''}{name}", value)
