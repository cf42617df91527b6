"""Everything that verdict and findings rest on, worked out once: base name, need, claims, states, checkpoint."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from toolkit.analysis.generations import Ranges, count, intersect, ranges_of, subtract, union
from toolkit.analysis.log_base import BaseChoice, choose_base, is_no_log, same_base
from toolkit.analysis.log_choice import Choice, choose
from toolkit.analysis.log_claims import Stream, claims_of, stream_of
from toolkit.analysis.log_spans import NamedLogs, named_logs, spans_of, usual_size
from toolkit.model.ese_database import DatabaseHeader, DatabaseState
from toolkit.model.ese_doubt import RefusedFile
from toolkit.model.ese_log import LogHeader
from toolkit.model.evidence import Unknown
from toolkit.model.log_chain import ChainCase, Claim, LogNames, LogNeed, LogSpan, LogState, Role
from toolkit.model.log_inventory import FileKind, FoundFile, Inventory

DIRTY = (DatabaseState.DIRTY_SHUTDOWN, DatabaseState.DIRTY_AND_PATCHED)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A case whose database header could be read.

    Attributes:
        case: what was given.
        header: of the database.
        base: which base name was taken.
        need: required and committed generations; None when it needs none or the header says none.
        stream: what a log must match.
        choice: the file for each generation somebody looked at.
        named: what names say about the others.
        by_role: the states, by what the generations are needed for.
        size_bytes: usual length of a log; None when not known.
        current: the current log in the log folder; None when there is none.
        top: highest generation that closed logs of the stream in the log folder have; 0 without any.
    """

    case: ChainCase
    header: DatabaseHeader
    base: BaseChoice
    need: LogNeed | None
    stream: Stream
    choice: Choice
    named: NamedLogs
    by_role: Mapping[Role, tuple[LogSpan, ...]]
    size_bytes: int | None
    current: FoundFile | None
    top: int

    @property
    def names(self) -> LogNames:
        """How logs of this stream are named."""
        return self.base.names

    @property
    def inventory(self) -> Inventory:
        """The files."""
        return self.case.inventory

    def of_role(self, role: Role) -> tuple[LogSpan, ...]:
        """Return the spans of one role."""
        return self.by_role.get(role, ())

    @property
    def needed(self) -> tuple[LogSpan, ...]:
        """Return the spans of all needed generations."""
        return (*self.of_role(Role.REQUIRED), *self.of_role(Role.COMMITTED))

    @property
    def spans(self) -> tuple[LogSpan, ...]:
        """Return all spans, rising."""
        return tuple(span for spans in self.by_role.values() for span in spans)

    @property
    def highest_seen(self) -> int:
        """Highest generation that a good or damaged log of this stream in the log folder has; 0 without any."""
        claims = self.choice.chosen.values()
        here = (claim.generation for claim in claims if _is_here(claim, self.inventory.log_folder))
        return max(self.top, max(here, default=0))

    def count_by_name_only(self) -> int:
        """How many needed generations are good by their names alone."""
        if self.need is None:
            return 0
        window = (range(self.need.low, self.need.committed + 1),)
        good = intersect((*self.named.here,), window)
        looked = tuple(range(generation, generation + 1) for generation in sorted(self.choice.chosen))
        elsewhere = subtract(intersect(self.named.elsewhere, window), good)
        return count(subtract(good, looked)) + count(subtract(elsewhere, looked))


def _is_here(claim: Claim, log_folder: str) -> bool:
    return claim.file.folder == log_folder and _is_ours(claim)


def weigh(case: ChainCase, header: DatabaseHeader) -> Weighed:
    """Return the case with everything that follows from it."""
    base, need = choose_base(case), need_of(header)
    stream = stream_of(header, need, base.names, case.inventory.log_folder)
    claims = tuple(claims_of(case.inventory.files, stream))
    size_bytes = usual_size(case.inventory, claims)
    named = named_logs(case.inventory, stream, size_bytes)
    current, choice = find_current(case.inventory, base.names), choose(claims, stream.created)
    top = _top(named, claims, choice, case.inventory.log_folder)
    if current is not None and isinstance(current.look, RefusedFile):
        place = _place_of_current(top, need, choice.chosen.values(), named)
        choice = choose((*claims, _unreadable_current(current, current.look, place)), stream.created)
    by_role = spans_of(need, choice.chosen, named, _hidden(current, top, need))
    return Weighed(case, header, base, need, stream, choice, named, by_role, size_bytes, current, top)


def need_of(header: DatabaseHeader) -> LogNeed | None:
    """Return what a dirty database needs; None for any other, and where the header does not say it or says what no engine writes."""
    needs = header.needs
    low, high, committed = needs.required_low, needs.required_high, needs.committed_high
    if header.state not in DIRTY or not low or not high or low > high or (committed and committed < high):
        return None
    return LogNeed(low, high, committed or high, is_committed_said=bool(committed))


def find_current(inventory: Inventory, names: LogNames) -> FoundFile | None:
    """Return the log of the log folder that has no number; a file of another kind under its name is none."""
    files = (file for file in inventory.files if file.kind is FileKind.CURRENT_LOG and file.folder == inventory.log_folder)
    return next((file for file in files if same_base(file.base, names.base) and not is_no_log(file)), None)


def _top(named: NamedLogs, claims: Iterable[Claim], choice: Choice, log_folder: str) -> int:
    """Return the highest closed log of the stream in the log folder, whether it is the one that is taken or not."""
    refused = {claim.file.path for claim in choice.chosen.values() if not _is_ours(claim)}
    here = (claim for claim in claims if _is_here(claim, log_folder) and claim.file.kind is FileKind.CLOSED_LOG)
    closed = max((claim.generation for claim in here if claim.file.path not in refused), default=0)
    plain = (ranges[-1].stop - 1 for ranges in (named.here, named.odd) if ranges)
    return max(closed, *plain, 0)


def _is_ours(claim: Claim) -> bool:
    return claim.state not in (LogState.FOREIGN, LogState.DOUBTFUL)


def _place_of_current(top: int, need: LogNeed | None, claims: Iterable[Claim], named: NamedLogs) -> int:
    """Return which generation a current log must be whose header says none: the first above the closed logs that lies nowhere else."""
    first = top + 1 if top or need is None else need.low
    good = union((ranges_of(claim.generation for claim in claims if claim.state.is_good), named.here, named.elsewhere))
    return next((piece.stop for piece in good if first in piece), first)


def _unreadable_current(current: FoundFile, why: RefusedFile, generation: int) -> Claim:
    return Claim(generation, LogState.DAMAGED, current, f"{why} Its generation is that of its place, behind the closed logs")


def _hidden(current: FoundFile | None, top: int, need: LogNeed | None) -> Ranges:
    """Return the needed generations that a current log may hold into which nobody could look; its name says none."""
    if current is None or need is None or isinstance(current.look, LogHeader | RefusedFile):
        return ()
    first = max(top + 1, need.low)
    return (range(first, need.committed + 1),) if first <= need.committed else ()


def is_blind(look: object) -> bool:
    """Whether nobody could look."""
    return isinstance(look, Unknown)
