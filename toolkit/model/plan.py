"""Exact commands in order, and the paths through them."""

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.model.command import Command
from toolkit.model.danger import Danger
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.facts import ParameterValue
from toolkit.model.playbook import Playbook, Step


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One line of a plan.

    Attributes:
        number: as people see it, from 1; hand-over steps have H numbers.
        step: the playbook's step.
        command: the exact command; None for steps that send nothing, and while values are not known yet.
        preview: the script with ``(known after step N)`` for what is not known; equals the command's script otherwise.
        waits_for: numbers of the steps whose answers are needed before the command is exact.
        undo_preview: script of the way back, as far as known; empty when there is none.
        letter: letter of the question of a decide or wait step; empty for others.
    """

    number: str
    step: Step
    command: Command | None
    preview: str
    waits_for: tuple[str, ...] = ()
    undo_preview: str = ""
    letter: str = ""


@dataclass(frozen=True, slots=True)
class PathTurn:
    """One turn of a path: the answer given at a step."""

    step_id: str
    answer: str


@dataclass(frozen=True, slots=True)
class PlanPath:
    """One way through a playbook.

    Attributes:
        turns: answers at decide, gate and wait steps, in order.
        steps: ids of the script steps that run, in order.
        ends: ``done``, ``refused``, ``unknown``, ``handed over: ID``.
        danger: the worst danger of its steps.
        rehearsed_by: names of recordings that take this path.
    """

    turns: tuple[PathTurn, ...]
    steps: tuple[str, ...]
    ends: str
    danger: Danger
    rehearsed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A playbook for one server, ready to be read and approved.

    Attributes:
        playbook: what it is made from.
        host: the server's name.
        version: the Exchange version that scripts were rendered for.
        version_is_read: the version was read from the server, not assumed.
        parameters: as given, defaults filled in.
        steps: in order.
        binding_facts: facts that an approval rests on, by ``reader.field``, as text.
        content_sha256: hash over playbook, server, parameters, commands and binding facts.
    """

    playbook: Playbook
    host: str
    version: ExchangeVersion
    version_is_read: bool
    parameters: Mapping[str, ParameterValue]
    steps: tuple[PlannedStep, ...]
    binding_facts: Mapping[str, str]
    content_sha256: str

    @property
    def short_code(self) -> str:
        """The first 16 hex digits in groups of four, for comparing by eye."""
        head = self.content_sha256[:16]
        return " ".join(head[at : at + 4] for at in range(0, 16, 4))
