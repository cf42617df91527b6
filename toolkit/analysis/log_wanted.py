"""Which files must be looked into: names first, headers only where they decide (ese-headers §10)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import Enum
from itertools import islice

from toolkit.analysis.generations import contains, intersect, subtract, union
from toolkit.analysis.log_names import file_of
from toolkit.analysis.log_weighing import need_of
from toolkit.model.ese_database import DatabaseHeader
from toolkit.model.ese_log import LogHeader
from toolkit.model.log_chain import ChainVerdict, LogNeed, LogState
from toolkit.model.log_inventory import FileKind, FoundFile, Inventory, LogLook, PlainLogs

MOST_HEADERS = 2_000
"""Up to so many closed logs every header is read, and never more without being asked: 8 MiB."""
MOST_BODIES = 64
"""Up to so many whole logs are read: bodies tell an early copy from a whole one, and damage from none."""


class Depth(Enum):
    """How much is looked into."""

    NEEDED = "needed"
    ALL_HEADERS = "all headers"


def files_to_look_into(inventory: Inventory, database: DatabaseHeader | None, depth: Depth = Depth.NEEDED) -> tuple[FoundFile, ...]:
    """Return the logs to look into, the most telling first; at most ``MOST_HEADERS`` unless all headers were asked for.

    Args:
        inventory: names, nothing looked into yet.
        database: its header; None when nobody could read it: then nothing decides, and only the current logs are looked into.
        depth: all headers, or those that decide.
    """
    special = [file for file in inventory.files if file.kind in (FileKind.CURRENT_LOG, FileKind.SET_ASIDE, FileKind.CLOSED_LOG)]
    count = sum(logs.count for logs in inventory.plain)
    if depth is Depth.ALL_HEADERS or count + len(special) <= MOST_HEADERS:
        plain = (_file(logs, number) for logs in inventory.plain for piece in logs.generations for number in piece)
        return (*special, *plain)
    need = need_of(database) if database is not None else None
    telling = dict.fromkeys(_telling(inventory, need))
    return (*special, *telling)[:MOST_HEADERS]


def _file(logs: PlainLogs, generation: int) -> FoundFile:
    return file_of(logs.folder, logs.name_of(generation), logs.size_bytes)


def _telling(inventory: Inventory, need: LogNeed | None) -> Iterator[FoundFile]:
    """Yield a, b and c wherever they are, what lies elsewhere of what is not here, odd lengths, and both sides of each gap."""
    if need is not None:
        corners = (need.low, need.high, need.committed, need.committed + 1)
        yield from (_file(logs, one) for logs in inventory.plain for one in corners if contains(logs.generations, one))
        yield from _elsewhere(inventory, need)
    usual = max(inventory.plain, key=lambda logs: logs.count, default=None)
    odd = [logs for logs in inventory.plain if usual is not None and logs.size_bytes != usual.size_bytes]
    for logs in (*odd, *inventory.plain):
        yield from _edges(logs, need)


def _elsewhere(inventory: Inventory, need: LogNeed) -> Iterator[FoundFile]:
    window = (range(need.low, need.committed + 1),)
    here = union(logs.generations for logs in inventory.plain if logs.folder == inventory.log_folder)
    gone = subtract(window, here)
    for logs in inventory.plain:
        for piece in intersect(logs.generations, gone):
            yield from (_file(logs, number) for number in piece[:MOST_HEADERS])


def _edges(logs: PlainLogs, need: LogNeed | None) -> Iterator[FoundFile]:
    """Yield first and last log of each run, those nearest to what is needed first."""
    middle = need.high if need is not None else 0
    for piece in sorted(logs.generations, key=lambda piece: min(abs(piece.start - middle), abs(piece.stop - middle)))[:MOST_HEADERS]:
        yield from (_file(logs, number) for number in dict.fromkeys((piece.start, piece.stop - 1)))


def with_looks(inventory: Inventory, looked: Iterable[tuple[FoundFile, LogLook]]) -> Inventory:
    """Return the inventory with what looks have given; each file stands in it once."""
    found = {(file.folder, file.name): replace(file, look=look) for file, look in looked}
    rest = tuple(found.get((file.folder, file.name), file) for file in inventory.files)
    known = {(file.folder, file.name) for file in inventory.files}
    added = tuple(file for key, file in found.items() if key not in known)
    taken: dict[str, set[str]] = {}
    for file in added:
        taken.setdefault(file.folder, set()).add(file.name)
    plain = tuple(left for logs in inventory.plain if (left := _without(logs, taken.get(logs.folder, set()))).generations)
    return replace(inventory, plain=plain, files=(*rest, *added))


def _without(logs: PlainLogs, names: set[str]) -> PlainLogs:
    start, stop = len(logs.base), len(logs.base) + logs.digits
    shape = (len(logs.base) + logs.digits + len(logs.suffix), logs.base, logs.suffix)
    ours = [name for name in names if (len(name), name[:start], name[stop:]) == shape]
    numbers = sorted(int(name[start:stop], 16) for name in ours)
    gone = union((range(number, number + 1),) for number in numbers)
    return replace(logs, generations=subtract(logs.generations, gone)) if gone else logs


def bodies_to_read(inventory: Inventory, database: DatabaseHeader | None) -> tuple[FoundFile, ...]:
    """Return the logs whose bodies are read: the current log, and the needed ones when they are few, else those claimed twice."""
    need = need_of(database) if database is not None else None
    return _telling_bodies(inventory, need) if need is not None else ()


def _telling_bodies(inventory: Inventory, need: LogNeed) -> tuple[FoundFile, ...]:
    looked = [(file, number) for file in inventory.files if (number := _number(file)) is not None]
    current = [pair for pair in looked if pair[0].kind is FileKind.CURRENT_LOG]
    needed = [pair for pair in looked if need.low <= pair[1] <= need.committed]
    telling = needed if len(needed) <= MOST_BODIES else _claimed_twice(needed)
    return tuple(dict.fromkeys(file for file, _ in (*current, *telling)))[:MOST_BODIES]


def _claimed_twice(files: list[tuple[FoundFile, int]]) -> list[tuple[FoundFile, int]]:
    counts = Counter(number for _, number in files)
    return [(file, number) for file, number in files if counts[number] > 1]


def _number(file: FoundFile) -> int | None:
    return file.look.generation if isinstance(file.look, LogHeader) else None


def copies_to_look_into(inventory: Inventory, verdict: ChainVerdict) -> tuple[FoundFile, ...]:
    """Return logs of other folders that stand for needed ones by their names alone: before they are relied on, they are looked into."""
    wanted = tuple(range(span.first, span.last + 1) for span in verdict.spans if span.state is LogState.ELSEWHERE)
    places = [logs for logs in inventory.plain if logs.folder != inventory.log_folder]
    found = (_file(logs, number) for logs in places for piece in intersect(logs.generations, wanted) for number in piece)
    return tuple(islice(found, MOST_HEADERS))
