"""The files of a site's folder, read once into memory: what is checked is what is used (security design §2.6)."""

import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from toolkit.catalog.problems import Problem
from toolkit.catalog.yaml_refusals import LARGEST_BYTES
from toolkit.errors import ContentInvalid
from toolkit.model.danger import Danger
from toolkit.model.playbook import Place

SUMS, SIGNATURE = "SHA256SUMS", "SHA256SUMS.sig"
PLAYBOOKS, TEMPLATES = "playbooks", "ps_templates"
MOST_FILES, DEEPEST = 1_000, 4
"""A site has some dozen playbooks; more is another folder that was named by mistake."""
_DANGERS = "|".join(danger.folder for danger in Danger)
_FORMS = {
    PLAYBOOKS: re.compile(r"playbooks/(?:[a-z]+-[0-9a-z-]{1,60}\.yml|texts/[a-z]+-[0-9a-z-]{1,60}\.[a-z]{2}\.yml)"),
    TEMPLATES: re.compile(rf"ps_templates/(?:{_DANGERS})/[a-z][a-z0-9_]*\.ps1\.j2"),
}
_SAYS = {
    PLAYBOOKS: "playbooks/ID.yml and playbooks/texts/ID.en.yml",
    TEMPLATES: f"ps_templates/({_DANGERS})/NAME.ps1.j2",
}

SiteFiles = Mapping[str, bytes]
"""Contents by path below the folder, with ``/``, in the order of their names."""


def read_site_files(folder: Path) -> SiteFiles:
    """Return every file below ``folder``; links are not followed.

    Raises:
        ContentInvalid: it is no folder, others may write it or what it lies in, or it holds what no site's folder holds; all
            problems are listed.
    """
    found: dict[str, bytes] = {}
    problems = list(_writable_above(folder))
    try:
        for path in _walk(folder, folder, problems):
            name = _name(folder, path)
            problems += _check_form(name)
            found[name] = _read(path, name, problems)
    except OSError as fault:
        problems.append(_problem(".", f"{fault.filename or folder} cannot be read", fault.strerror or str(fault), "name another folder"))
    refuse_content(str(folder), problems)
    return MappingProxyType(dict(sorted(found.items())))


def refuse_content(folder: str, problems: list[Problem]) -> None:
    """Refuse a site's folder when it has problems.

    Raises:
        ContentInvalid: with all of them; places are paths below the folder.
    """
    if problems:
        count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
        do = ("exkit playbooks list", "correct the files, or leave --playbooks away")
        raise ContentInvalid(f"the content of {folder} cannot be used: {count}", problems=[str(one) for one in problems], do=do)


def is_checked_here() -> bool:
    """Whether this system says by its modes who may write a file; Windows says it by lists of rights, which are not read."""
    return os.name == "posix"


def _problem(name: str, what: str, why: str, do: str) -> Problem:
    return Problem(Place(name, 1), what, why, do)


def _walk(root: Path, folder: Path, problems: list[Problem]) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        inside = sorted(entries, key=lambda entry: entry.name)
    if len(inside) > MOST_FILES or len(folder.relative_to(root).parts) > DEEPEST:
        why = f"a site has at most {MOST_FILES:,} files in a folder and {DEEPEST} levels"
        problems.append(_problem(_name(root, folder), "too many files", why, "name the folder of the playbooks itself"))
        return
    for entry in inside:
        path = Path(entry.path)
        problems += _check_entry(entry, _name(root, path))
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(root, path, problems)
        elif entry.is_file(follow_symlinks=False):
            yield path


def _name(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def _check_entry(entry: os.DirEntry[str], name: str) -> Iterator[Problem]:
    mode = entry.stat(follow_symlinks=False).st_mode
    if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
        yield _problem(name, "a link or a device", "it leads out of the folder", "put the file itself there")
    elif is_checked_here() and mode & (stat.S_IWGRP | stat.S_IWOTH):
        yield _writable(name)


def _writable(path: str) -> Problem:
    return _problem(path, "others may write it", "they could put code under your name", "take the right away: chmod go-w")


def _writable_above(folder: Path) -> Iterator[Problem]:
    """Yield the folders on the way that others may write; in one with the sticky bit they cannot replace what is yours."""
    if not is_checked_here():
        return
    way = folder.resolve()
    for path in (way, *way.parents):
        mode = path.stat().st_mode if path.exists() else 0
        others = mode & (stat.S_IWGRP | stat.S_IWOTH)
        if others and (path == way or not mode & stat.S_ISVTX):
            yield _writable(str(path))


def _check_form(name: str) -> Iterator[Problem]:
    top = PurePosixPath(name).parts[0]
    if top in _FORMS and not _FORMS[top].fullmatch(name):
        yield _problem(name, "no file that a site can bring", f"below {top} are {_SAYS[top]}", "rename it, or take it out")


def _read(path: Path, name: str, problems: list[Problem]) -> bytes:
    with path.open("rb") as opened:
        content = opened.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        problems.append(_problem(name, "larger than 256 KiB", "playbooks and templates are pages", "split it, or take it out"))
    return content
