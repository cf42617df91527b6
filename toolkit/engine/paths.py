"""Every way through a playbook, with its worst danger and who has rehearsed it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.model.danger import Danger
from toolkit.model.evidence import UNKNOWN_ANSWER
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.plan import PathTurn, PlanPath
from toolkit.model.playbook import END, NEXT, ActStep, DecideStep, HandOverStep, Playbook, ScriptStep, Step, exits

CLOSED = "closed"
"""The answer of a gate that refuses."""
DONE, REFUSED, NOT_KNOWN = "done", "refused", "unknown"


@dataclass(frozen=True, slots=True)
class _Walk:
    turns: tuple[PathTurn, ...] = ()
    steps: tuple[str, ...] = ()
    danger: Danger = Danger.OBSERVE

    def turning(self, step: Step, answer: str) -> "_Walk":
        return replace(self, turns=(*self.turns, PathTurn(step.id, answer)))

    def ending(self, how: str) -> PlanPath:
        return PlanPath(self.turns, self.steps, how, self.danger)


def list_paths(playbook: Playbook, version: ExchangeVersion) -> list[PlanPath]:
    """Return every reachable path for one Exchange version, in the order of the file, those that refuse or stop included."""
    return list(_walk(playbook, version, playbook.steps[0], _Walk()))


def _walk(playbook: Playbook, version: ExchangeVersion, step: Step | None, walk: _Walk) -> Iterator[PlanPath]:
    if step is None:
        yield walk.ending(DONE)
    elif isinstance(step, HandOverStep):
        yield walk.ending(f"handed over: {step.id}")
    elif isinstance(step, ScriptStep) and step.versions and version not in step.versions:
        yield from _walk(playbook, version, playbook.after(step, NEXT), walk)
    else:
        yield from _take(playbook, version, step, walk)


def _take(playbook: Playbook, version: ExchangeVersion, step: Step, walk: _Walk) -> Iterator[PlanPath]:
    if isinstance(step, ActStep) and step.gates:
        yield walk.turning(step, CLOSED).ending(REFUSED)
    if isinstance(step, ScriptStep):
        walk = replace(walk, steps=(*walk.steps, step.id), danger=max(walk.danger, step.danger))
    for answer, target in exits(step):
        taken = walk.turning(step, answer) if answer else walk
        yield from _walk(playbook, version, None if target == END else playbook.after(step, target), taken)
    if isinstance(step, DecideStep) and UNKNOWN_ANSWER not in step.answers:
        yield walk.turning(step, UNKNOWN_ANSWER).ending(NOT_KNOWN)


def mark_rehearsed(paths: Sequence[PlanPath], rehearsals: Mapping[str, tuple[PathTurn, ...]]) -> list[PlanPath]:
    """Return the paths with the names of the recordings that take them.

    Args:
        paths: from :func:`list_paths`.
        rehearsals: turns that a run over a recording took, by the recording's name.
    """
    return [replace(path, rehearsed_by=tuple(sorted(name for name, turns in rehearsals.items() if turns == path.turns))) for path in paths]
