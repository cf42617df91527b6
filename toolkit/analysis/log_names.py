"""What a file of a log folder is by its name, and a listing of names as an inventory (file names: domain §2.6, engine ``_logstream``).

A name proves nothing: every claim that matters is checked against the header. Names are compared without case, as Windows does.
"""

import re
from array import array
from collections.abc import Iterable

from toolkit.analysis.generations import ranges_of
from toolkit.model.log_inventory import BlindPlace, FileKind, FoundFile, Inventory, PlainLogs

Listed = tuple[str, str, int | None]
"""Folder, name, size in bytes."""
_Key = tuple[str, str, int, str, int | None]
_PLAIN = re.compile(r"([A-Za-z0-9]{3})([0-9A-F]{8}|[0-9A-F]{5})(\.log|\.jtx)")
"""As the engine spells it; any other spelling is looked at file by file."""
_CLOSED = re.compile(_PLAIN.pattern, re.IGNORECASE)
_KINDS = (
    (FileKind.RESERVE_LOG, re.compile(r"(?:([a-z0-9]{3})res\d{5}\.(?:jrs|log|jtx)|res[12]\.log)", re.IGNORECASE)),
    (FileKind.TEMPORARY_LOG, re.compile(r"([a-z0-9]{3})tmp\.(?:log|jtx)", re.IGNORECASE)),
    (FileKind.CURRENT_LOG, re.compile(r"([a-z0-9]{3})\.(?:log|jtx)", re.IGNORECASE)),
    (FileKind.CHECKPOINT, re.compile(r"([a-z0-9]{3})\.chk", re.IGNORECASE)),
    (FileKind.DATABASE, re.compile(r".*()\.(?:edb|que|mdb|sdb|dat)", re.IGNORECASE)),
)
_SET_ASIDE = re.compile(
    r"(?:.*[^a-z0-9])?([a-z0-9]{3})(?:([0-9a-f]{9}|[0-9a-f]{8}|[0-9a-f]{5})(?![0-9a-z])|(?=\.(?:log|jtx)))"
    r"(?:.*\.(?:log|jtx|vir)(?![0-9a-z]).*|\..*)",
    re.IGNORECASE,
)
"""``E0000000012.log.vir``, ``Copy of E0000000012.log``, ``E00000000012.log`` (nine digits), ``old-E00.log``."""


def sort_files(log_folder: str, listing: Iterable[Listed], blind: tuple[BlindPlace, ...] = ()) -> Inventory:
    """Return a listing as an inventory; nothing is looked into yet.

    Other files are kept of the log folder alone: another place may be a whole disk.

    Args:
        log_folder: where the engine looks for logs.
        listing: of all places, in any order; it may be a million names long.
        blind: places that could not be listed.
    """
    plain: dict[_Key, array[int]] = {}
    files: list[FoundFile] = []
    match = _PLAIN.fullmatch
    last: _Key | None = None
    numbers = array("Q")
    for folder, name, size in listing:
        found = match(name)
        if found is None:
            file = file_of(folder, name, size)
            if folder == log_folder or file.kind is not FileKind.OTHER:
                files.append(file)
            continue
        base, digits, suffix = found.groups()
        key = (folder, base, len(digits), suffix, size)
        if key != last:
            last, numbers = key, plain.setdefault(key, array("Q"))
        numbers.append(int(digits, 16))
    return Inventory(log_folder, tuple(PlainLogs(*key, ranges_of(found)) for key, found in plain.items()), tuple(files), blind)


def file_of(folder: str, name: str, size_bytes: int | None) -> FoundFile:
    """Return what one file is by its name."""
    closed = _CLOSED.fullmatch(name)
    if closed is not None:
        return FoundFile(folder, name, size_bytes, FileKind.CLOSED_LOG, closed[1], int(closed[2], 16))
    for kind, pattern in _KINDS:
        found = pattern.fullmatch(name)
        if found is not None:
            return FoundFile(folder, name, size_bytes, kind, found[1] or "")
    aside = _SET_ASIDE.fullmatch(name)
    if aside is None:
        return FoundFile(folder, name, size_bytes, FileKind.OTHER)
    number = int(aside[2], 16) if aside[2] else None
    return FoundFile(folder, name, size_bytes, FileKind.SET_ASIDE, aside[1], number)
