"""A model of log chains that knows the truth: it makes a world, spoils it log by log, and says what a perfect observer would say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from tests.test_analysis.chain_world import FOREIGN, LOGS, MIB, OTHER, case, dirty, log, place
from toolkit.analysis.log_names import sort_files
from toolkit.model.ese_doubt import Refusal, RefusedFile
from toolkit.model.evidence import Unknown
from toolkit.model.log_chain import ChainCase, LogState, Verdict
from toolkit.model.log_inventory import FoundFile, LogLook

IN_USE = Unknown("in use")
TORN_HEADER = RefusedFile(Refusal.BAD_CHECKSUM)


class Fate(Enum):
    """What has become of a closed log; the value is what a perfect observer sees of it."""

    KEPT = ("kept", LogState.PRESENT)
    NAME_ONLY = ("nobody looked into it", LogState.PRESENT)
    MOVED = ("moved to another folder", LogState.ELSEWHERE)
    QUARANTINED = ("quarantined", LogState.ELSEWHERE)
    EARLY_COPY = ("here too early a copy, elsewhere whole", LogState.ELSEWHERE)
    SPOILED_COPIED = ("damaged here, whole elsewhere", LogState.ELSEWHERE)
    FOREIGN_COPIED = ("a foreign log here, the right one elsewhere", LogState.ELSEWHERE)
    RENAMED = ("under another number", LogState.RENAMED)
    LOCKED = ("in use", LogState.UNKNOWN)
    SPOILED = ("damaged header", LogState.DAMAGED)
    SHORT = ("cut off", LogState.DAMAGED)
    FOREIGN = ("replaced by one of another stream", LogState.FOREIGN)
    FORK = ("replaced by one of a fork", LogState.FOREIGN)
    DELETED = ("deleted", LogState.MISSING)

    @property
    def state(self) -> LogState:
        """What there is of it."""
        return self.value[1]


class CurrentFate(Enum):
    """What has become of the current log."""

    KEPT = "kept"
    LOCKED = "in use"
    SPOILED = "damaged header"
    DELETED = "deleted"


HOLDS_PLACE = frozenset(Fate) - {Fate.MOVED, Fate.QUARANTINED, Fate.FOREIGN, Fate.FORK, Fate.FOREIGN_COPIED, Fate.DELETED}
"""Fates that leave a closed log of the stream in the log folder."""


@dataclass(frozen=True)
class World:
    """A database that needs logs, and what became of each.

    Attributes:
        low: lowest required.
        high: highest required.
        committed: highest committed.
        fates: of the closed logs, from ``low`` on.
        current: of the current log, the one after them.
    """

    low: int
    high: int
    committed: int
    fates: tuple[Fate, ...]
    current: CurrentFate

    @property
    def current_generation(self) -> int:
        """The number of the current log."""
        return self.low + len(self.fates)

    def case(self) -> ChainCase:
        """Return what the solver gets."""
        files = [file for at, fate in enumerate(self.fates) for file in _files(self.low + at, fate)]
        named = [self.low + at for at, fate in enumerate(self.fates) if fate is Fate.NAME_ONLY]
        given = case(dirty(self.low, self.high, self.committed), [*files, *_current(self.current_generation, self.current)], base="E00")
        plain = sort_files(LOGS, ((LOGS, f"E00{number:08X}.log", MIB) for number in named)).plain
        return replace(given, inventory=replace(given.inventory, plain=plain))

    def states(self) -> dict[int, LogState]:
        """Return what a perfect observer says of each needed generation."""
        states = {self.low + at: fate.state for at, fate in enumerate(self.fates)}
        top = self._top()
        states[self.current_generation] = LogState.PRESENT if self.current is CurrentFate.KEPT else LogState.MISSING
        gone = [number for number, state in states.items() if state in (LogState.MISSING, LogState.FOREIGN)]
        if self.current is CurrentFate.LOCKED:
            states.update({number: LogState.UNKNOWN for number in gone if number > top})
        if self.current is CurrentFate.SPOILED:
            spoiled = self._place_of_spoiled()
            states[spoiled] = _worse(states.get(spoiled))
        return {number: state for number, state in states.items() if 0 < number <= self.committed}

    def _top(self) -> int:
        """Return the highest closed log of the stream in the log folder."""
        return max((self.low + at for at, fate in enumerate(self.fates) if fate in HOLDS_PLACE), default=0)

    def _place_of_spoiled(self) -> int:
        """Return which generation a damaged current log must be: the first one behind the closed logs that lies nowhere else."""
        lost = (self.low + at for at, fate in enumerate(self.fates) if self.low + at > self._top() and not fate.state.is_good)
        return next(lost, self.current_generation)

    def verdict(self) -> Verdict:
        """Return the verdict by the text of the rules, required logs before committed ones, what is certain before what is not."""
        states = self.states()
        required = {state for number, state in states.items() if number <= self.high}
        committed = {state for number, state in states.items() if number > self.high}
        return self._of_required(required) or self._of_committed(committed) or self._of_good(set(states.values()))

    def _of_required(self, required: set[LogState]) -> Verdict | None:
        order = (
            (LogState.MISSING, Verdict.FOREIGN_STREAM if self._is_all_foreign() else Verdict.REQUIRED_MISSING),
            (LogState.FOREIGN, Verdict.FOREIGN_STREAM),
            (LogState.DAMAGED, Verdict.DAMAGED),
            (LogState.UNKNOWN, Verdict.NOT_KNOWN),
        )
        return next((verdict for state, verdict in order if state in required), None)

    def _is_all_foreign(self) -> bool:
        seen = set(self.fates) - {Fate.DELETED, Fate.NAME_ONLY}
        return bool(seen) and seen <= {Fate.FOREIGN, Fate.FORK} and self.current in (CurrentFate.DELETED, CurrentFate.LOCKED)

    def _of_committed(self, committed: set[LogState]) -> Verdict | None:
        bad = committed & {LogState.MISSING, LogState.FOREIGN, LogState.DAMAGED}
        if not bad:
            return Verdict.NOT_KNOWN if LogState.UNKNOWN in committed else None
        states = self.states()
        wrong = [number for number in states if number > self.high and states[number] in bad]
        is_tail = len(wrong) == 1 and states[wrong[0]] is LogState.DAMAGED and not self._seen_above(wrong[0])
        return Verdict.TORN_TAIL if is_tail else Verdict.COMMITTED_MISSING

    def _seen_above(self, generation: int) -> bool:
        """Whether a log of the stream with a higher number lies anywhere, or may be the current log that nobody could read."""
        nothing = (Fate.FOREIGN, Fate.FORK, Fate.DELETED)
        above = any(fate not in nothing for fate in self.fates[generation - self.low + 1 :])
        return above or self.current is CurrentFate.LOCKED or self._current_is_above(generation)

    def _current_is_above(self, generation: int) -> bool:
        places = {CurrentFate.KEPT: self.current_generation, CurrentFate.SPOILED: self._place_of_spoiled()}
        return places.get(self.current, 0) > generation

    def _of_good(self, states: set[LogState]) -> Verdict:
        if LogState.RENAMED in states:
            return Verdict.RENAMED
        if self.current is CurrentFate.SPOILED:
            return Verdict.TORN_TAIL
        if self.current is CurrentFate.LOCKED:
            return Verdict.NOT_KNOWN
        return Verdict.SOFT_RECOVERY if LogState.ELSEWHERE in states or self.current is CurrentFate.DELETED else Verdict.MOUNTS


def _worse(state: LogState | None) -> LogState:
    """What a damaged current log makes of the generation of its place: another file there may still be the right one."""
    return LogState.UNKNOWN if state is LogState.UNKNOWN else LogState.DAMAGED


def _files(generation: int, fate: Fate) -> Iterator[FoundFile]:
    right, copy = place(generation, log(generation)), place(generation, log(generation), folder=OTHER)
    made: dict[Fate, Sequence[FoundFile]] = {
        Fate.KEPT: [right],
        Fate.MOVED: [copy],
        Fate.QUARANTINED: [place(0, log(generation), name=f"E00{generation:08X}.log.vir")],
        Fate.EARLY_COPY: [place(generation, log(generation, used=2)), copy],
        Fate.SPOILED_COPIED: [place(generation, TORN_HEADER), copy],
        Fate.FOREIGN_COPIED: [place(generation, log(generation, signature=FOREIGN)), copy],
        Fate.RENAMED: [place(0, log(generation), name=f"E00{generation + 0x1000:08X}.log")],
        Fate.LOCKED: [place(generation, IN_USE)],
        Fate.SPOILED: [place(generation, TORN_HEADER)],
        Fate.SHORT: [place(generation, log(generation), size=MIB - 4096)],
        Fate.FOREIGN: [place(generation, log(generation, signature=FOREIGN))],
        Fate.FORK: [place(generation, log(generation, branch=5))],
    }
    yield from made.get(fate, [])


def _current(generation: int, fate: CurrentFate) -> Iterator[FoundFile]:
    looks: dict[CurrentFate, LogLook] = {CurrentFate.KEPT: log(generation), CurrentFate.LOCKED: IN_USE, CurrentFate.SPOILED: TORN_HEADER}
    if fate in looks:
        yield place(0, looks[fate], name="E00.log")
