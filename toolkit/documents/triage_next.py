"""What to type after a triage: nothing that loses data, and nothing that touches the only copy."""

import re
from collections.abc import Iterator

from toolkit.analysis.log_base import is_mailbox_base
from toolkit.documents.blocks import Block, Command, Heading, Paragraph, Section
from toolkit.documents.text import plain
from toolkit.model.hidden_text import HIDDEN
from toolkit.model.log_chain import Verdict
from toolkit.model.triage import Triage
from toolkit.rendering.quoting import write_literal

_READ_BY_SHELLS = frozenset("\"'`$%!\n\t")
_BARE = re.compile(r"[\w:.\\/-]+")
_MOUNT = "Mount-Database -Identity DATABASE"
_RECOVER = (Verdict.SOFT_RECOVERY, Verdict.RENAMED, Verdict.MOUNTS)


def next_section(triage: Triage) -> Section:
    """Return the last section: what is typed where, the command that looks again at the end."""
    return Section((Heading(plain("Next")), *_steps(triage), *_look_again(triage)), "next")


def _steps(triage: Triage) -> Iterator[Block]:
    verdict, case = triage.result.verdict, triage.case
    if verdict in (Verdict.CLEAN, Verdict.MOUNTS) and is_mailbox_base(triage.result.names.base):
        yield Paragraph(plain("On the server, once the files are where it looks for them:"))
        yield Command(_MOUNT)
    if verdict is Verdict.CHECKPOINT_BAD and HIDDEN.search(case.checkpoint_path) is None:
        name = case.checkpoint_path.replace("\\", "/").rsplit("/", 1)[-1]
        yield Paragraph(plain("Rename the checkpoint, never delete it; then let the database mount:"))
        yield Command(f"Rename-Item -LiteralPath {write_literal(case.checkpoint_path)} -NewName {write_literal(f'{name}.old')}")
        if is_mailbox_base(triage.result.names.base):
            yield Command(_MOUNT)
    if verdict in _RECOVER and triage.result.need is not None:
        yield from _recovery(triage)
    if verdict in (Verdict.REQUIRED_MISSING, Verdict.COMMITTED_MISSING, Verdict.DAMAGED, Verdict.FOREIGN_STREAM, Verdict.BACKUP_COPY):
        says = "Stop the loss first: a healthy copy of the database elsewhere (DAG) is switched to. Then look for the logs; repair nothing."
        yield Paragraph(plain(says))


def _recovery(triage: Triage) -> Iterator[Block]:
    case, base = triage.case, triage.result.names.base
    folders = (case.inventory.log_folder, _folder_of(case.database_path))
    if not base or not all(_is_printable(folder) for folder in folders):
        return
    logs, database = (folder.rstrip("\\") or folder for folder in folders)
    yield Paragraph(plain("On a copy, where Eseutil of the same version is; the three paths are those of the copy:"))
    yield Command(f'eseutil /r {base} /l "{logs}" /s "{logs}" /d "{database}"')


def _folder_of(path: str) -> str:
    cut = max(path.rfind("\\"), path.rfind("/"))
    return path[:cut] if cut > 0 else path


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
