"""Commands that put misplaced logs under their own names in the log folder: what is in the way is renamed first, nothing is overwritten."""

from collections.abc import Iterator

from toolkit.analysis.generations import contains
from toolkit.model.hidden_text import HIDDEN
from toolkit.model.log_chain import Claim, LogState
from toolkit.model.log_inventory import FileKind, Inventory, join_path
from toolkit.model.triage import Triage
from toolkit.rendering.quoting import write_literal

MOST = 20
"""Logs on a page; for more of them a person copies whole folders."""
_ASIDE = ".set-aside"


def put_back_commands(triage: Triage) -> tuple[str, ...]:
    """Return PowerShell lines for needed logs that are renamed or elsewhere; none when there are too many, or a path hides characters."""
    moved = [claim for claim in triage.result.claims if claim.state in (LogState.RENAMED, LogState.ELSEWHERE)]
    if len(moved) > MOST or any(HIDDEN.search(claim.file.path) for claim in moved):
        return ()
    return tuple(_lines(triage, moved))


def _lines(triage: Triage, moved: list[Claim]) -> Iterator[str]:
    inventory = triage.case.inventory
    targets = {claim.generation: _target(triage, claim) for claim in moved}
    aside = {name for name in targets.values() if _is_there(inventory, name)}
    aside |= {claim.file.name for claim in moved if claim.state is LogState.RENAMED}
    for name in sorted(aside):
        path = join_path(inventory.log_folder, name)
        yield f"Rename-Item -LiteralPath {write_literal(path)} -NewName {write_literal(name + _ASIDE)}"
    for claim in moved:
        is_renamed = claim.file.folder == inventory.log_folder and claim.file.name in aside
        source = f"{claim.file.path}{_ASIDE if is_renamed else ''}"
        target = join_path(inventory.log_folder, targets[claim.generation])
        yield f"Copy-Item -LiteralPath {write_literal(source)} -Destination {write_literal(target)}"


def _target(triage: Triage, claim: Claim) -> str:
    """Return the name that a log must have: a current log from elsewhere stays one where the log folder has none."""
    is_current = claim.file.kind is FileKind.CURRENT_LOG and triage.result.current is None
    return triage.result.names.current if is_current else triage.result.names.closed(claim.generation)


def _is_there(inventory: Inventory, name: str) -> bool:
    here = inventory.log_folder
    if any(file.folder == here and file.name.casefold() == name.casefold() for file in inventory.files):
        return True
    return any(logs.folder == here and _has(name, logs.base, logs.suffix, logs.digits, logs.generations) for logs in inventory.plain)


def _has(name: str, base: str, suffix: str, digits: int, generations: tuple[range, ...]) -> bool:
    shape = (base.casefold(), suffix.casefold(), len(base) + digits + len(suffix))
    if (name[: len(base)].casefold(), name[-len(suffix) :].casefold(), len(name)) != shape:
        return False
    return contains(generations, int(name[len(base) : -len(suffix)], 16))
