"""What to type after a triage: nothing that loses data, and nothing that touches the only copy."""

import re
from collections.abc import Iterator

from toolkit.analysis.log_base import is_mailbox_base
from toolkit.documents.blocks import Block, Command, Heading, Paragraph, Section
from toolkit.documents.text import plain
from toolkit.documents.triage_put_back import put_back_commands
from toolkit.model.hidden_text import HIDDEN
from toolkit.model.log_chain import Verdict
from toolkit.model.triage import Triage
from toolkit.rendering.quoting import write_literal

_READ_BY_SHELLS = frozenset("\"'`$%!\n\t")
_MOUNTED = (Verdict.CLEAN, Verdict.MOUNTS, Verdict.CHECKPOINT_BAD)
_LOOK_FIRST = (
    Verdict.REQUIRED_MISSING,
    Verdict.COMMITTED_MISSING,
    Verdict.DAMAGED,
    Verdict.FOREIGN_STREAM,
    Verdict.TORN_TAIL,
    Verdict.BACKUP_COPY,
)
_BARE = re.compile(r"[\w:.\\/-]+")
_MOUNT = "Mount-Database -Identity DATABASE"
_RECOVER = (Verdict.SOFT_RECOVERY, Verdict.RENAMED, Verdict.MOUNTS)


def next_section(triage: Triage) -> Section:
    """Return the last section: what is typed where, the command that looks again at the end."""
    return Section((Heading(plain("Next")), *_steps(triage), *_look_again(triage)), "next")


def _steps(triage: Triage) -> Iterator[Block]:
    verdict, is_mailbox = triage.result.verdict, is_mailbox_base(triage.result.names.base)
    if verdict is Verdict.CHECKPOINT_BAD:
        yield from _rename_checkpoint(triage.case.checkpoint_path)
    yield from _put_back(triage)
    if verdict in _MOUNTED and is_mailbox:
        yield Paragraph(plain("On the server, once the files are where it looks for them:"))
        yield Command(_MOUNT)
    if verdict in _RECOVER and triage.result.need is not None:
        yield from _recovery(triage)
    if verdict in _LOOK_FIRST and is_mailbox:
        says = "Stop the loss first: a healthy copy of the database elsewhere (DAG) is switched to. Then look for the logs; repair nothing."
        yield Paragraph(plain(says))


def _rename_checkpoint(path: str) -> Iterator[Block]:
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    if HIDDEN.search(path) is None:
        yield Paragraph(plain("Rename the checkpoint, never delete it; then let the database mount:"))
        yield Command(f"Rename-Item -LiteralPath {write_literal(path)} -NewName {write_literal(f'{name}.old')}")


def _put_back(triage: Triage) -> Iterator[Block]:
    lines = put_back_commands(triage)
    if lines:
        yield Paragraph(plain("Put each log under its own name, by copies; what is in the way is renamed, nothing is deleted:"))
        yield Command("\n".join(lines))


def _recovery(triage: Triage) -> Iterator[Block]:
    case, base = triage.case, triage.result.names.base
    folders = (case.inventory.log_folder, _folder_of(case.database_path))
    if not base or not all(_is_printable(folder) for folder in folders):
        return
    logs, database = map(_without_separator, folders)
    yield Paragraph(plain("On a copy, where Eseutil of the same version is; the three paths are those of the copy:"))
    yield Command(f'eseutil /r {base} /l "{logs}" /s "{logs}" /d "{database}"')


def _without_separator(folder: str) -> str:
    """Return a folder without a backslash at its end, which would swallow the quote behind it; a root is named by its dot."""
    bare = folder.rstrip("\\") or folder
    return f"{bare}\\." if bare.endswith(":") else bare


def _folder_of(path: str) -> str:
    cut = max(path.rfind("\\"), path.rfind("/"))
    return path[: cut + path[:cut].endswith(":")] if cut > 0 else path


def _is_printable(path: str) -> bool:
    """Whether a path can stand between quotes in a command that people copy: some characters would make it another command."""
    return bool(path) and not _READ_BY_SHELLS & set(path) and HIDDEN.search(path) is None


def _look_again(triage: Triage) -> Iterator[Block]:
    case = triage.case
    is_looking = bool(triage.result.wanted) or triage.result.verdict is Verdict.NOT_KNOWN
    yield Paragraph(plain("Look in more places:" if is_looking else "Look again after every step:"))
    places = f"--edb {_shown(case.database_path, 'FILE')} --logs {_shown(case.inventory.log_folder, 'DIR')}"
    yield Command(f"exkit triage {places}{' --also FOLDER' if is_looking else ''}")


def _shown(path: str, otherwise: str) -> str:
    """Return a path as it is typed; the word of the help where it could not be typed safely."""
    if not _is_printable(path):
        return otherwise
    return path if _BARE.fullmatch(path) else f'"{path}"'
