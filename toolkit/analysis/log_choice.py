"""Which file stands for each generation, and where neighbours do not follow each other (chain rules 2, 3, 6 and 12, ese-headers §6).

Times are compared for equality, never for order: clocks are set back between logs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from toolkit.model.ese import LogTime
from toolkit.model.ese_log import LogHeader
from toolkit.model.log_chain import Claim, Duplicate, LogState

_PLACES = {LogState.PRESENT: 2, LogState.RENAMED: 1, LogState.ELSEWHERE: 0}
_WORST_LAST = (
    LogState.PRESENT,
    LogState.RENAMED,
    LogState.ELSEWHERE,
    LogState.DOUBTFUL,
    LogState.UNKNOWN,
    LogState.DAMAGED,
    LogState.FOREIGN,
    LogState.MISSING,
)


@dataclass(frozen=True, slots=True)
class Link:
    """Whether one log follows another.

    Attributes:
        older: generation of the first.
        is_time_equal: creation time of the first is the previous time of the second; None: one of them does not say it.
        is_sum_equal: the second names the sum over the body of the first; None: format too old, or the body was not read.
    """

    older: int
    is_time_equal: bool | None
    is_sum_equal: bool | None

    @property
    def is_broken(self) -> bool:
        """Whether the two are certainly no neighbours in one stream."""
        return self.is_time_equal is False


def link_of(older: LogHeader, newer: LogHeader) -> Link:
    """Return how ``newer``, the next generation, follows ``older``."""
    times = (older.created, newer.previous_created)
    time_equal = None if times[0] is None or times[1] is None else not times[0].differs_from(times[1])
    expected = newer.previous_segments_checksum
    sum_equal = None if expected is None or older.body is None else older.body.linking_checksum == expected
    return Link(older.generation or 0, time_equal, sum_equal)


@dataclass(frozen=True, slots=True)
class Choice:
    """The file for each generation.

    Attributes:
        chosen: by generation, for those about which a file says something.
        duplicates: generations that several good files claim.
        broken: links between neighbours that do not follow each other.
    """

    chosen: Mapping[int, Claim]
    duplicates: tuple[Duplicate, ...]
    broken: tuple[Link, ...]


def choose(claims: Iterable[Claim], anchors: Iterable[int]) -> Choice:
    """Return the file for each generation.

    Args:
        claims: of all files.
        anchors: generations whose creation time the database knows; a claim that contradicts it is foreign already.
    """
    by_generation: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_generation[claim.generation].append(claim)
    chosen: dict[int, Claim] = {}
    duplicates: list[Duplicate] = []
    for generation in sorted(by_generation, reverse=True):
        candidates = by_generation[generation]
        neighbours = _Neighbours(_header(chosen.get(generation + 1)), _created(by_generation.get(generation - 1, ())))
        chosen[generation] = _best(candidates, neighbours)
        good = [claim for claim in candidates if claim.state.is_good]
        if len(good) > 1:
            duplicates.append(_duplicate(chosen[generation], good, neighbours))
    broken = tuple(_broken(chosen))
    for generation, claim in _misfits(chosen, broken, anchors).items():
        others = [other for other in by_generation[generation] if not other.state.is_good]
        chosen[generation] = min((claim, *others), key=lambda one: _WORST_LAST.index(one.state))
    return Choice(chosen, tuple(reversed(duplicates)), broken)


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """What the logs before and after say.

    Attributes:
        follower: header of the next log, chosen already; None when there is none.
        before: creation times of the logs that may be the one before.
    """

    follower: LogHeader | None
    before: tuple[LogTime, ...]

    def link(self, header: LogHeader) -> Link:
        """Return how ``header`` is linked: to the next log, or where there is none to the one before."""
        if self.follower is not None:
            return link_of(header, self.follower)
        previous = header.previous_created
        is_equal = None if previous is None or not self.before else any(not previous.differs_from(time) for time in self.before)
        return Link(header.generation or 0, is_equal, None)


def _created(claims: Iterable[Claim]) -> tuple[LogTime, ...]:
    headers = (_header(claim) for claim in claims)
    return tuple(header.created for header in headers if header is not None and header.created is not None)


def _best(candidates: list[Claim], neighbours: _Neighbours) -> Claim:
    """Take the one that the follower names, then the fuller one, then the one in place; never the one that merely sorts first."""
    best = max(candidates, key=lambda claim: _rank(claim, neighbours))
    header = _header(best)
    if header is not None and neighbours.link(header).is_sum_equal is False:
        why = f"its segments are not those that 0x{best.generation + 1:X} was written after (-590): a copy taken too early, or another log"
        return replace(best, state=LogState.DAMAGED, why=why)
    return best


class _Rank(NamedTuple):
    """How well a file stands for its generation; higher is better, and the first difference decides.

    Attributes:
        goodness: 0 for a usable log, below it the worse the lower.
        time: whether its neighbours name its time: 0 no, 1 not known, 2 yes.
        total: whether the next log names the sum of its segments, the same way.
        used: segments in use; -1 when nobody read its body.
        place: nearness to where the engine looks.
    """

    goodness: int
    time: int = 0
    total: int = 0
    used: int = 0
    place: int = 0


def _rank(claim: Claim, neighbours: _Neighbours) -> _Rank:
    header = _header(claim)
    if not claim.state.is_good:
        return _Rank(-_WORST_LAST.index(claim.state))
    if header is None:
        return _Rank(0, 1, 1, -1, _PLACES[claim.state])
    link = neighbours.link(header)
    used = header.body.used if header.body is not None else -1
    return _Rank(0, _three(link.is_time_equal), _three(link.is_sum_equal), used, _PLACES[claim.state])


def _three(answer: bool | None) -> int:
    return 1 if answer is None else 2 * answer


def _header(claim: Claim | None) -> LogHeader | None:
    return claim.file.look if claim is not None and claim.state.is_good and isinstance(claim.file.look, LogHeader) else None


def _duplicate(taken: Claim, good: list[Claim], neighbours: _Neighbours) -> Duplicate:
    others = tuple(claim.file.path for claim in good if claim.file is not taken.file)
    why_none = f"none of them: {taken.why}" if not taken.state.is_good else ""
    why = "" if why_none else _why_this_one(good, neighbours)
    if why:
        return Duplicate(taken.generation, taken.file.path, others, why)
    unknown = "which of them is fuller is not known: their bodies were not compared"
    return Duplicate(taken.generation, "", (taken.file.path, *others), why_none or unknown)


def _why_this_one(good: list[Claim], neighbours: _Neighbours) -> str:
    """Return why the best of several is the best; empty when only bodies that nobody read could tell."""
    best, second = sorted((_rank(claim, neighbours) for claim in good), reverse=True)[:2]
    if best.time != second.time:
        return "the next log names its creation time"
    if best.total != second.total:
        return "the next log names the sum of its segments"
    if any(_rank(claim, neighbours).used < 0 for claim in good):
        return ""
    if best.used != second.used:
        return f"it has more used segments, {best.used:,}: the other was copied while the log was written"
    return "their bodies are equally full; this one is in place"


def _broken(chosen: Mapping[int, Claim]) -> Iterator[Link]:
    for generation in sorted(chosen):
        older, newer = _header(chosen[generation]), _header(chosen.get(generation + 1))
        if older is not None and newer is not None:
            link = link_of(older, newer)
            if link.is_broken:
                yield link


def _misfits(chosen: Mapping[int, Claim], broken: tuple[Link, ...], anchors: Iterable[int]) -> dict[int, Claim]:
    """Say of each broken link which side is foreign: the side that no linked chain ties to a time the database knows."""
    tied = _tied(chosen, anchors) if broken else frozenset()
    found: dict[int, Claim] = {}
    for older in (link.older for link in broken):
        sides = (older, older + 1)
        why = f"0x{older + 1:X} was not written after this 0x{older:X}: creation time and previous time differ"
        loose = [generation for generation in sides if generation not in tied]
        state = LogState.FOREIGN if len(loose) == 1 else LogState.DOUBTFUL
        found |= {generation: replace(chosen[generation], state=state, why=why) for generation in loose or sides}
    return found


def _tied(chosen: Mapping[int, Claim], anchors: Iterable[int]) -> frozenset[int]:
    """Return the generations that headers which follow each other lead to from an anchor."""
    tied: set[int] = set()
    for anchor in anchors:
        for step in (1, -1):
            generation = anchor
            while _header(chosen.get(generation)) is not None:
                tied.add(generation)
                if not _is_linked(chosen, min(generation, generation + step)):
                    break
                generation += step
    return frozenset(tied)


def _is_linked(chosen: Mapping[int, Claim], older: int) -> bool:
    first, second = _header(chosen.get(older)), _header(chosen.get(older + 1))
    return first is not None and second is not None and link_of(first, second).is_time_equal is True
