"""Which base name the logs of a database have: never assumed, E00 no more than any other (domain §2.6)."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.model.ese_database import DatabaseHeader
from toolkit.model.ese_doubt import FileDoubt, Refusal, RefusedFile
from toolkit.model.ese_log import LogHeader
from toolkit.model.log_chain import ChainCase, LogNames
from toolkit.model.log_inventory import FileKind, FoundFile, Inventory

_NUMBERED = (FileKind.CLOSED_LOG, FileKind.CURRENT_LOG)
_NO_LOG = frozenset(Refusal) - {Refusal.BAD_CHECKSUM, Refusal.EMPTY, Refusal.ALL_ZERO, Refusal.TOO_SHORT}


@dataclass(frozen=True, slots=True)
class BaseChoice:
    """Which base name was taken.

    Attributes:
        names: how logs are named; its base is empty when there is none.
        others: other base names in the log folder.
        same_stream: base names whose logs carry the log signature of the database.
        is_given: a person or ``LogFilePrefix`` said it.
        is_open: several fit, and none was taken.
    """

    names: LogNames
    others: tuple[str, ...] = ()
    same_stream: tuple[str, ...] = ()
    is_given: bool = False
    is_open: bool = False


def same_base(left: str, right: str) -> bool:
    """Whether two base names are one, as Windows compares names."""
    return left.casefold() == right.casefold()


def is_mailbox_base(base: str) -> bool:
    """Whether mailbox databases have such a base name: E and two digits, R in recovery storage groups; also where none is known."""
    return not base or re.fullmatch(r"[ER][0-9A-F]{2}", base, re.IGNORECASE) is not None


def bases_in(inventory: Inventory) -> tuple[str, ...]:
    """Return the base names of logs in the log folder, as first spelled, sorted."""
    found = {base.casefold(): base for base in _bases(inventory)}
    return tuple(sorted(found.values(), key=str.casefold))


def _bases(inventory: Inventory) -> Iterator[str]:
    yield from (logs.base for logs in inventory.plain if logs.folder == inventory.log_folder)
    for file in inventory.files:
        if file.folder == inventory.log_folder and file.kind in _NUMBERED and not is_no_log(file):
            yield file.base


def is_no_log(file: FoundFile) -> bool:
    """Whether a look has shown that a file with the name of a log is something else."""
    return isinstance(file.look, RefusedFile) and file.look.refusal in _NO_LOG


def choose_base(case: ChainCase) -> BaseChoice:
    """Return the base name: the given one; else that of the logs with the signature of the database; else the only one there is."""
    found = bases_in(case.inventory)
    same = tuple(base for base in found if _has_signature(case, base))
    if case.base:
        return _choice(case, case.base, found, same, is_given=True)
    if len(same) == 1 or len(found) == 1:
        return _choice(case, (same if len(same) == 1 else found)[0], found, same)
    if found:
        return BaseChoice(LogNames(""), found, same, is_open=True)
    return _choice(case, _base_of_checkpoint(case.inventory), found, same)


def _base_of_checkpoint(inventory: Inventory) -> str:
    """Return the base name of the only checkpoint; empty when there is none, or several."""
    found = {file.base for file in inventory.files if file.kind is FileKind.CHECKPOINT}
    return found.pop() if len(found) == 1 else ""


def _has_signature(case: ChainCase, base: str) -> bool:
    if not isinstance(case.database, DatabaseHeader) or case.database.log_signature is None:
        return False
    looks = (file.look for file in case.inventory.files if file.kind in _NUMBERED and same_base(file.base, base))
    signatures = (look.signature for look in looks if isinstance(look, LogHeader))
    return any(one is not None and not one.differs_from(case.database.log_signature) for one in signatures)


def _choice(case: ChainCase, base: str, found: tuple[str, ...], same: tuple[str, ...], *, is_given: bool = False) -> BaseChoice:
    others = tuple(other for other in found if not same_base(other, base))
    return BaseChoice(_names(case.inventory, base), others, same, is_given)


def _names(inventory: Inventory, base: str) -> LogNames:
    """Take digits and ending from the names that are there: most of them."""
    forms: Counter[tuple[int, str]] = Counter()
    for logs in inventory.plain:
        if same_base(logs.base, base):
            forms[logs.digits, logs.suffix] += logs.count
    for file in inventory.files:
        if file.kind is FileKind.CLOSED_LOG and same_base(file.base, base):
            stem, dot, suffix = file.name.rpartition(".")
            forms[len(stem) - len(file.base), f"{dot}{suffix}".lower()] += 1
    digits, suffix = forms.most_common(1)[0][0] if forms else (8, ".log")
    return LogNames(base, digits, suffix)


def is_cut_off(file: FoundFile) -> bool:
    """Whether a log is not as long as its header says (-541 JET_errLogFileSizeMismatch)."""
    look = file.look
    if not isinstance(look, LogHeader):
        return False
    is_other_size = None not in (look.size_bytes, file.size_bytes) and look.size_bytes != file.size_bytes
    return is_other_size or FileDoubt.SIZE_MISMATCH in look.doubts
