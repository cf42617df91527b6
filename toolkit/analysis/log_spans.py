"""The state of every needed generation, as ranges: what files say where somebody looked, names where nobody did."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from operator import itemgetter

from toolkit.analysis.generations import Ranges, intersect, ranges_of, subtract, union
from toolkit.analysis.log_base import same_base
from toolkit.analysis.log_claims import Stream
from toolkit.model.ese_log import LogHeader
from toolkit.model.log_chain import Claim, LogNeed, LogSpan, LogState, Role
from toolkit.model.log_inventory import Inventory, PlainLogs

_ORDER = (
    LogState.PRESENT,
    LogState.RENAMED,
    LogState.ELSEWHERE,
    LogState.DOUBTFUL,
    LogState.UNKNOWN,
    LogState.DAMAGED,
    LogState.FOREIGN,
)
"""The first that holds is the state; within one generation a good log anywhere outweighs a bad one."""


_NEEDED = (Role.REQUIRED, Role.COMMITTED)
_END = 1 << 40
"""Above every generation: they have 32 bits, and names nine digits at most."""


@dataclass(frozen=True, slots=True)
class NamedLogs:
    """Closed logs of the stream that are known by name alone.

    Attributes:
        here: in the log folder, as long as logs of this stream are.
        elsewhere: in other folders, of that length.
        odd: of another length: whether they are whole is not known, for nobody looked.
    """

    here: Ranges
    elsewhere: Ranges
    odd: Ranges


def named_logs(inventory: Inventory, stream: Stream, size_bytes: int | None) -> NamedLogs:
    """Return what names say; ``size_bytes`` is the length that logs of this stream have, None when it is not known."""
    ours = [logs for logs in inventory.plain if same_base(logs.base, stream.names.base)]
    right, odd = _split(ours, lambda logs: size_bytes is None or logs.size_bytes == size_bytes)
    here, elsewhere = _split(right, lambda logs: logs.folder == stream.log_folder)
    return NamedLogs(_together(here), _together(elsewhere), _together(odd))


def _split(plain: Iterable[PlainLogs], holds: Callable[[PlainLogs], bool]) -> tuple[list[PlainLogs], list[PlainLogs]]:
    sides: tuple[list[PlainLogs], list[PlainLogs]] = ([], [])
    for logs in plain:
        sides[not holds(logs)].append(logs)
    return sides


def _together(plain: Iterable[PlainLogs]) -> Ranges:
    return union(logs.generations for logs in plain)


def usual_size(inventory: Inventory, claims: Iterable[Claim]) -> int | None:
    """Return how long a log of this stream is: what headers of its logs say most often, else the commonest length by name."""
    headers = (claim.file.look for claim in claims if claim.state is not LogState.FOREIGN)
    said = Counter(look.size_bytes for look in headers if isinstance(look, LogHeader) and look.size_bytes is not None)
    if said:
        return said.most_common(1)[0][0]
    lengths: Counter[int] = Counter()
    for logs in inventory.plain:
        if logs.size_bytes is not None:
            lengths[logs.size_bytes] += logs.count
    return lengths.most_common(1)[0][0] if lengths else None


def spans_of(need: LogNeed | None, chosen: Mapping[int, Claim], named: NamedLogs, hidden: Ranges) -> dict[Role, tuple[LogSpan, ...]]:
    """Return the states of all needed generations, and of those beside them that are there; roles and spans rise.

    Args:
        need: the range; None: nothing is needed, and what is there is listed.
        chosen: the file for each generation somebody looked at.
        named: what names say about the others.
        hidden: generations that a current log nobody could read may hold.
    """
    layers = _layers(chosen, named, hidden)
    if need is None:
        return {Role.NOT_NEEDED: tuple(_spans(layers, Role.NOT_NEEDED, range(_END)))}
    windows = {
        Role.EARLIER: range(need.low),
        Role.REQUIRED: range(need.low, need.high + 1),
        Role.COMMITTED: range(need.high + 1, need.committed + 1),
        Role.LATER: range(need.committed + 1, _END),
    }
    return {role: tuple(_spans(layers, role, window)) for role, window in windows.items() if window}


def _layers(chosen: Mapping[int, Claim], named: NamedLogs, hidden: Ranges) -> list[tuple[LogState, Ranges]]:
    """Return for each state its generations, without those of a better one."""
    said: dict[LogState, list[int]] = {state: [] for state in _ORDER}
    for generation, claim in chosen.items():
        said[claim.state].append(generation)
    by_name = {LogState.PRESENT: named.here, LogState.ELSEWHERE: named.elsewhere, LogState.UNKNOWN: union((named.odd, hidden))}
    layers: list[tuple[LogState, Ranges]] = []
    taken: Ranges = ()
    for state in _ORDER:
        ranges = subtract(union((ranges_of(said[state]), by_name.get(state, ()))), taken)
        layers.append((state, ranges))
        taken = union((taken, ranges))
    return layers


def _spans(layers: Sequence[tuple[LogState, Ranges]], role: Role, window: range) -> Iterator[LogSpan]:
    """Yield the spans of one window, rising; what is needed and in no layer is missing."""
    inside = [(state, intersect(ranges, (window,))) for state, ranges in layers]
    if role in _NEEDED:
        inside.append((LogState.MISSING, subtract((window,), union(ranges for _, ranges in inside))))
    parts = [[(piece.start, piece.stop - 1, state) for piece in ranges] for state, ranges in inside]
    for first, last, state in merge(*parts, key=itemgetter(0)):
        yield LogSpan(first, last, role, state)
