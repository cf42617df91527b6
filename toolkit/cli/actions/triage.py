"""Triage a database and its logs offline: which logs it needs, which are here, what can be done."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from toolkit.analysis.log_base import bases_in, choose_base, same_base
from toolkit.analysis.log_chain import solve
from toolkit.analysis.log_wanted import Depth, bodies_to_read, copies_to_look_into, files_to_look_into, with_looks
from toolkit.cli.header_files import look_at_bodies, look_at_checkpoint, look_at_database, look_at_headers, take_inventory
from toolkit.cli.options import Settings
from toolkit.cli.own_files import write_document
from toolkit.cli.printing import open_console
from toolkit.documents.html import render_html
from toolkit.documents.triage_json import triage_object
from toolkit.documents.triage_page import triage_document, triage_page
from toolkit.errors import NOTHING_READ, UsageError
from toolkit.model.ese_database import DatabaseHeader
from toolkit.model.ese_doubt import Refusal, RefusedFile
from toolkit.model.evidence import Unknown
from toolkit.model.log_chain import ChainCase, Verdict
from toolkit.model.log_inventory import FileKind, FoundFile, Inventory
from toolkit.model.triage import Triage

DONE, NOT_READ, NOT_KNOWN = 0, 5, 7
"""Exit codes: a verdict; the database could not be looked into; something else that decides could not."""
READ_ONLY = "Files were only read. Nothing was changed."
_DAMAGED = (Refusal.EMPTY, Refusal.ALL_ZERO, Refusal.TOO_SHORT, Refusal.BAD_CHECKSUM, Refusal.ILLEGAL_PAGE_SIZE)
"""What a database may have become; anything else is the wrong file."""


@dataclass(frozen=True, slots=True)
class TriageWish:
    """What the person asks for.

    Attributes:
        edb: file of the database.
        logs: its log folder.
        checkpoint: file; empty: the one in the log folder.
        also: other places where logs may be.
        base: base name; empty: found from the files.
        html: file to write the page to; empty: none.
        depth: which headers are read.
    """

    edb: str
    logs: str
    checkpoint: str = ""
    also: tuple[str, ...] = ()
    base: str = ""
    html: str = ""
    depth: Depth = Depth.NEEDED


def triage(settings: Settings, wish: TriageWish) -> int:
    """Print the verdict; return 0 when there is one, 5 when the database could not be read, 7 when something else decides.

    Raises:
        UsageError: a file or folder is not there, or the file is no database, or no log has the base name.
    """
    if wish.html and Path(wish.html).suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"'{Path(wish.html).name}' has no form", why="The page is written as .html.", do=("exkit triage --help",))
    done = look(wish)
    code = exit_code_of(done)
    if wish.html:
        write_document(Path(wish.html), render_html(triage_document(done)))
    open_console(settings).result(triage_page(done), triage_object(done, code))
    return code


def exit_code_of(done: Triage) -> int:
    """Return the exit code of a triage."""
    if isinstance(done.case.database, Unknown):
        return NOT_READ
    return NOT_KNOWN if done.result.verdict is Verdict.NOT_KNOWN else DONE


def look(wish: TriageWish) -> Triage:
    """Return the triage; files are only read.

    Raises:
        UsageError: a file or folder is not there, or the file is no database, or no log has the base name.
    """
    edb, log_folder = _file(wish.edb), _folder(wish.logs)
    also = tuple(_folder(place) for place in wish.also)
    checkpoint = _file(wish.checkpoint) if wish.checkpoint else ""
    database, size_bytes = look_at_database(edb)
    if isinstance(database, RefusedFile) and database.refusal not in _DAMAGED:
        raise _wrong_file(edb, database)
    names = take_inventory(log_folder, also)
    _check_base(wish.base, names)
    header = database if isinstance(database, DatabaseHeader) else None
    inventory = with_looks(names, look_at_headers(files_to_look_into(names, header, wish.depth)))
    case = _with_checkpoint(ChainCase(database, edb, size_bytes, inventory, base=wish.base), checkpoint)
    return _solved(case, header, also)


def _solved(case: ChainCase, header: DatabaseHeader | None, also: tuple[str, ...]) -> Triage:
    """Look into copies that the verdict would rely on, then into bodies; then decide."""
    copies = copies_to_look_into(case.inventory, solve(case))
    case = replace(case, inventory=with_looks(case.inventory, look_at_headers(copies)))
    bodies = tuple(look_at_bodies(bodies_to_read(case.inventory, header)))
    case = replace(case, inventory=with_looks(case.inventory, bodies))
    headers = sum(file.look is not None for file in case.inventory.files)
    return Triage(case, solve(case), also, headers, len(bodies), datetime.now(UTC))


def _file(given: str) -> str:
    path = _absolute(given)
    if Path(path).is_dir():
        raise _not_there(path, "It is a folder; a file is wanted here.")
    if not os.path.lexists(path):
        raise _not_there(path, "There is no such file.")
    return path


def _folder(given: str) -> str:
    path = _absolute(given)
    if not os.path.lexists(path):
        raise _not_there(path, "There is no such folder.")
    if Path(path).is_file():
        raise _not_there(path, "It is a file; a folder is wanted here.")
    return path


def _absolute(given: str) -> str:
    r"""Return the whole path; a backslash before the closing quote of ``"D:\Logs\"`` has put the quote into the name."""
    return os.path.abspath(given.rstrip('"') or ".")  # noqa: PTH100 - links are not followed: pages name the path that was given


def _not_there(path: str, why: str) -> UsageError:
    return UsageError(f"{path} cannot be used", why=why, do=("exkit triage --help", "name another file or folder"), state=NOTHING_READ)


def _wrong_file(path: str, refused: RefusedFile) -> UsageError:
    what = f"{path} is no Exchange database"
    return UsageError(what, why=str(refused), do=("exkit triage --help", "name the .edb file, or mail.que"), state=READ_ONLY)


def _check_base(base: str, inventory: Inventory) -> None:
    found = bases_in(inventory)
    if base and found and not any(same_base(base, one) for one in found):
        why = f"The logs there are named {', '.join(found)}. The base name is LogFilePrefix of Get-MailboxDatabase."
        raise UsageError(f"no log in {inventory.log_folder} is named {base}", why=why, do=("exkit triage --help",), state=READ_ONLY)


def _with_checkpoint(case: ChainCase, given: str) -> ChainCase:
    path = given or _find_checkpoint(case)
    return replace(case, checkpoint=look_at_checkpoint(path), checkpoint_path=path) if path else case


def _find_checkpoint(case: ChainCase) -> str:
    """Return the checkpoint of the base name in the log folder; empty when there is none."""
    base, folder = choose_base(case).names.base, case.inventory.log_folder
    return next((file.path for file in _checkpoints(case.inventory.files) if file.folder == folder and same_base(file.base, base)), "")


def _checkpoints(files: Iterable[FoundFile]) -> Iterable[FoundFile]:
    return (file for file in files if file.kind is FileKind.CHECKPOINT)
