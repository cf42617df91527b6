"""Sets of log generations as ranges: a million neighbours are one range. All are disjoint, rising, not empty, and do not touch."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

Ranges = tuple[range, ...]


def ranges_of(numbers: Iterable[int]) -> Ranges:
    """Return the set of ``numbers``, which may repeat and come in any order."""
    ordered = sorted(numbers)
    if not ordered:
        return ()
    if len(ordered) == ordered[-1] - ordered[0] + 1 and len(set(ordered)) == len(ordered):
        return (range(ordered[0], ordered[-1] + 1),)
    found: list[range] = []
    first = last = ordered[0]
    for number in ordered:
        if number > last + 1:
            found.append(range(first, last + 1))
            first = number
        last = number
    return (*found, range(first, last + 1))


def union(sets: Iterable[Sequence[range]]) -> Ranges:
    """Return every generation that is in one of the sets."""
    full = [pieces for pieces in sets if pieces]
    if len(full) == 1:
        return tuple(full[0])
    pieces = sorted((piece for pieces in full for piece in pieces), key=attrgetter("start"))
    found: list[range] = []
    for piece in pieces:
        if found and piece.start <= found[-1].stop:
            found[-1] = range(found[-1].start, max(found[-1].stop, piece.stop))
        else:
            found.append(piece)
    return tuple(found)


def intersect(left: Sequence[range], right: Sequence[range]) -> Ranges:
    """Return every generation that is in both."""
    if len(left) == 1 or len(right) == 1:
        return _clip(left, right[0]) if len(right) == 1 else _clip(right, left[0])
    return tuple(_common(left, right))


def _clip(ranges: Sequence[range], window: range) -> Ranges:
    """Cut what lies in one window out of many ranges, without looking at those beside it."""
    first = bisect_right(ranges, window.start, key=attrgetter("stop"))
    last = bisect_left(ranges, window.stop, key=attrgetter("start"))
    inside = list(ranges[first:last])
    for at in {0, len(inside) - 1} if inside else ():
        inside[at] = range(max(inside[at].start, window.start), min(inside[at].stop, window.stop))
    return tuple(inside)


def _common(left: Sequence[range], right: Sequence[range]) -> Iterator[range]:
    at, other = 0, 0
    while at < len(left) and other < len(right):
        low, high = max(left[at].start, right[other].start), min(left[at].stop, right[other].stop)
        if low < high:
            yield range(low, high)
        if left[at].stop <= right[other].stop:
            at += 1
        else:
            other += 1


def subtract(left: Sequence[range], right: Sequence[range]) -> Ranges:
    """Return every generation of ``left`` that is not in ``right``."""
    if not left or not right:
        return tuple(left)
    return intersect(left, tuple(_outside(right, left[0].start, left[-1].stop)))


def _outside(ranges: Sequence[range], low: int, high: int) -> Iterator[range]:
    for piece in ranges:
        if low < piece.start:
            yield range(low, piece.start)
        low = max(low, piece.stop)
    if low < high:
        yield range(low, high)


def contains(ranges: Sequence[range], generation: int) -> bool:
    """Whether ``generation`` is in the set."""
    at = bisect_right(ranges, generation, key=attrgetter("stop"))
    return at < len(ranges) and generation in ranges[at]


def count(ranges: Iterable[range]) -> int:
    """Return how many generations these are."""
    return sum(map(len, ranges))
