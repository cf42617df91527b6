"""The only part of an offline triage that touches files: names of folders, beginnings of files. Nothing is ever written."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.analysis.log_names import Listed, sort_files
from toolkit.cli.shared_open import read_start, say_fault
from toolkit.model.ese_database import DatabaseHeader
from toolkit.model.ese_doubt import RefusedFile
from toolkit.model.ese_log import Checkpoint
from toolkit.model.evidence import Unknown
from toolkit.model.log_inventory import BlindPlace, FoundFile, Inventory, LogLook
from toolkit.parsing.ese_checkpoint import BYTES_TO_READ as CHECKPOINT_BYTES
from toolkit.parsing.ese_checkpoint import read_checkpoint
from toolkit.parsing.ese_database import BYTES_TO_READ as DATABASE_BYTES
from toolkit.parsing.ese_database import read_database_header
from toolkit.parsing.ese_log import read_log, read_log_header
from toolkit.parsing.ese_refusals import HEADER_BYTES, EseFileRefused

LONGEST_LOG = 16 * 1024 * 1024
"""Logs have 1 MiB, 5 MiB in transport and old versions; of a longer one the header alone is read."""


def take_inventory(log_folder: str, also: Sequence[str]) -> Inventory:
    """Return every file of the log folder, and of the other folders with all below them.

    Args:
        log_folder: looked at without the folders below it, as the engine does.
        also: other places; links to folders are not followed, so that none leads in a circle.
    """
    blind: list[BlindPlace] = []
    listing = [_list(log_folder, blind), *(_walk(folder, log_folder, blind) for folder in dict.fromkeys(also))]
    sorted_files = sort_files(log_folder, (listed for part in listing for listed in part))
    return replace(sorted_files, blind=tuple(blind))


def _list(folder: str, blind: list[BlindPlace], below: list[str] | None = None) -> Iterator[Listed]:
    """Yield the files of one folder; folders below it are put into ``below``."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if below is not None:
                        below.append(entry.path)
                elif not _is_folder_link(entry):
                    yield folder, entry.name, _size(entry)
    except OSError as fault:
        blind.append(BlindPlace(folder, say_fault(fault)))


def _is_folder_link(entry: os.DirEntry[str]) -> bool:
    return entry.is_symlink() and _is_folder(entry)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a circle of links
        return False


def _size(entry: os.DirEntry[str]) -> int | None:
    try:
        return entry.stat().st_size
    except OSError:
        return None


def _walk(top: str, log_folder: str, blind: list[BlindPlace]) -> Iterator[Listed]:
    """Yield the files of a folder and all below it, the log folder left out: it has been listed."""
    left, seen = [top], {_identity(log_folder)}
    while left:
        folder = left.pop()
        identity = _identity(folder)
        if identity not in seen:
            seen.add(identity)
            yield from _list(folder, blind, left)


def _identity(folder: str) -> tuple[int, int] | str:
    try:
        found = Path(folder).stat()
    except OSError:
        return folder
    return (found.st_dev, found.st_ino) if found.st_ino else folder


def look_at_database(path: str) -> tuple[DatabaseHeader | RefusedFile | Unknown, int | None]:
    """Return what the header of a database says, or why it could not be read, and the length of the file."""
    start = read_start(path, DATABASE_BYTES)
    if isinstance(start, Unknown):
        return start, None
    try:
        return read_database_header(start[0]), start[1]
    except EseFileRefused as refused:
        return refused.refused, start[1]


def look_at_checkpoint(path: str) -> Checkpoint | RefusedFile | Unknown:
    """Return what a checkpoint says, or why it could not be read."""
    start = read_start(path, CHECKPOINT_BYTES)
    if isinstance(start, Unknown):
        return start
    try:
        return read_checkpoint(start[0])
    except EseFileRefused as refused:
        return refused.refused


def look_at_headers(files: Iterable[FoundFile]) -> Iterator[tuple[FoundFile, LogLook]]:
    """Yield each log with its header, 4 KiB read of each; its length is that of the moment of reading."""
    for file in files:
        start = read_start(file.path, HEADER_BYTES)
        if isinstance(start, Unknown):
            yield file, start
        else:
            yield replace(file, size_bytes=start[1]), _header(start[0], start[1])


def _header(data: bytes, size_bytes: int) -> LogLook:
    try:
        return read_log_header(data, size_bytes)
    except EseFileRefused as refused:
        return refused.refused


def look_at_bodies(files: Iterable[FoundFile]) -> Iterator[tuple[FoundFile, LogLook]]:
    """Yield each log with its header and body; of one that is too long or cannot be read again what was known before."""
    for file in files:
        if file.size_bytes is None or file.size_bytes > LONGEST_LOG:
            continue
        start = read_start(file.path, LONGEST_LOG)
        if isinstance(start, Unknown):
            continue
        try:
            yield replace(file, size_bytes=start[1]), read_log(start[0])
        except EseFileRefused as refused:
            yield file, refused.refused
