"""What to do: a playbook as data, checked by the catalog before anybody uses it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from toolkit.model.content import SHIPPED, ContentTrust
from toolkit.model.danger import Danger
from toolkit.model.evidence import UNKNOWN_ANSWER
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.identity import ErrorIdentity

NEXT = "next"
"""Target: the step that follows in the file."""
END = "end"
"""Target: the playbook has done what it is for."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands: ``playbooks/x.yml:41``. Lines count from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class ParameterKind(Enum):
    """What a parameter may hold; each kind refuses what could not be meant."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    FOLDER = "folder"
    SERVER = "server"
    DATABASE = "database"


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something the person who starts the playbook decides.

    Attributes:
        name: ``[a-z][a-z0-9_]*``.
        kind: what it may hold.
        help: one line for ``--help`` and the runbook.
        default: value as written; None when there is none.
        required: must be given.
        choices: the allowed texts of a choice.
        least: smallest number allowed.
        most: largest number allowed.
    """

    name: str
    kind: ParameterKind
    help: str
    default: str | None = None
    required: bool = False
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition before a step: the question must have this answer, else the step is refused.

    Attributes:
        name: stable, people see ``gate.<name>``.
        question: name of an analysis question.
        answer: the only answer that opens the gate; ``unknown`` never does.
        do: what to do when it is closed, one line.
    """

    name: str
    question: str
    answer: str
    do: str


@dataclass(frozen=True, slots=True)
class StepTexts:
    """What people read about a step beyond its title, from ``playbooks/texts``.

    Attributes:
        short: for diagrams, at most 34 characters.
        notice: what users notice (CHANGE, OUTAGE).
        expected: the answer a person expects when doing the step by hand.
        if_not: pairs (when, what to do).
        undo: the way back in words (CHANGE, OUTAGE).
    """

    short: str = ""
    notice: str = ""
    expected: str = ""
    if_not: tuple[tuple[str, str], ...] = ()
    undo: str = ""


@dataclass(frozen=True, slots=True)
class Undo:
    """The way back of a step.

    Attributes:
        template: ``change/return_old_logs``.
        values: header names to sources, as in :class:`ScriptStep`.
        then: template without values that makes it take effect, ``outage/restart_transport``; empty when nothing must.
    """

    template: str
    values: Mapping[str, str] = field(default_factory=dict)
    then: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What all kinds of steps have.

    Attributes:
        id: ``[a-z][a-z0-9-]*``, unique in the playbook.
        title: what it does, at most 60 characters.
        place: file and line of the step.
        then: where to go afterwards: ``next``, ``end`` or a later step's id.
        texts: words for people.
    """

    id: str
    title: str
    place: Place
    then: str = NEXT
    texts: StepTexts = field(default_factory=StepTexts)


@dataclass(frozen=True, slots=True)
class ScriptStep(Step):
    """A step that sends a script.

    Attributes:
        template: path below ``ps_templates`` without suffix, ``observe/volumes``.
        danger: derived from the template's folder.
        values: header names to sources: ``parameter:NAME``, ``fact:READER.FIELD`` or ``text:LITERAL``.
        reads: the reader that turns the output into a fact; empty when the output is not needed.
        deadline_s: seconds until the step and its process tree are stopped.
        versions: Exchange versions that the step is for; empty for all of the playbook.
    """

    template: str = ""
    danger: Danger = Danger.OBSERVE
    values: Mapping[str, str] = field(default_factory=dict)
    reads: str = ""
    deadline_s: int = 60
    versions: tuple[ExchangeVersion, ...] = ()


@dataclass(frozen=True, slots=True)
class AskStep(ScriptStep):
    """Only asks."""


@dataclass(frozen=True, slots=True)
class ActStep(ScriptStep):
    """Changes something.

    Attributes:
        gates: conditions that must be met right before.
        undo: the way back; None only where the folder of the template needs none.
        debt: what stays open until it is undone, one line; empty when nothing does.
        ends: source of the time at which the server itself undoes it; empty when it never does.
    """

    gates: tuple[Gate, ...] = ()
    undo: Undo | None = None
    debt: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True)
class WaitStep(ScriptStep):
    """Asks again and again until a question has an answer.

    Attributes:
        question: asked after each reading.
        answer: the answer that ends the waiting.
        every_s: seconds between readings.
        at_most_s: seconds after which it is given up.
        otherwise: target when it was given up.
    """

    question: str = ""
    answer: str = ""
    every_s: int = 15
    at_most_s: int = 600
    otherwise: str = END


@dataclass(frozen=True, slots=True)
class DecideStep(Step):
    """Branches on a question.

    Attributes:
        question: name of an analysis question.
        answers: answer to target; every answer of the question is there. ``unknown`` stops the run unless it is named.
        expected: the answer of the expected path; the left spine of the diagram.
    """

    question: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    expected: str = ""

    def target(self, answer: str) -> str | None:
        """Return where ``answer`` leads; None when the run stops because it is not known."""
        return self.answers.get(answer) if answer != UNKNOWN_ANSWER else self.answers.get(UNKNOWN_ANSWER)


@dataclass(frozen=True, slots=True)
class HandOverStep(Step):
    """Ends the run and says what a person does next.

    Attributes:
        why: why the product does not go on, one sentence.
        do: what to do, one line each; a playbook, a command or an action.
        template: a script that is shown and never sent (``lose_data/...``); empty when there is none.
        values: header names to sources for that script.
    """

    why: str = ""
    do: tuple[str, ...] = ()
    template: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


NOT_REACHED = "not reached"
"""The answer of a wait step that was given up."""


def exits(step: Step) -> tuple[tuple[str, str], ...]:
    """Return pairs (answer, target) for every way on from ``step``; no pair for a step that ends the run."""
    if isinstance(step, DecideStep):
        return tuple(step.answers.items())
    if isinstance(step, WaitStep):
        return ((step.answer, step.then), (NOT_REACHED, step.otherwise))
    if isinstance(step, HandOverStep):
        return ()
    return (("", step.then),)


@dataclass(frozen=True, slots=True)
class ByHand:
    """An action on the last page of the runbook that the engine never sends.

    Attributes:
        title: what it does.
        template: ``lose_data/...``.
        only_if: when a person may do it.
        lost: what is lost.
        afterwards: what must follow.
        undo: the way back, or that there is none.
    """

    title: str
    template: str
    only_if: str
    lost: str
    afterwards: str
    undo: str


@dataclass(frozen=True, slots=True)
class PlaybookTexts:
    """Words around the steps, for plans and runbooks (documents design §4.3)."""

    language: str = "en"
    goal: str = ""
    use_if: tuple[str, ...] = ()
    not_if: tuple[str, ...] = ()
    stop_loss: tuple[str, ...] = ()
    before_start: tuple[str, ...] = ()
    people: str = ""
    ask_first: tuple[str, ...] = ()
    not_done: tuple[tuple[str, str], ...] = ()
    after: tuple[str, ...] = ()
    escalate: str = ""


@dataclass(frozen=True, slots=True)
class Playbook:
    """A procedure.

    Attributes:
        id: number space, code and cause: ``smtp-452-back-pressure``.
        version: of the playbook's content.
        title: what is achieved, at most 60 characters.
        for_errors: the errors it is for.
        versions: Exchange versions it is for.
        roles: server roles it is for.
        parameters: by name, in the order of the file.
        steps: in the order of the file.
        texts: words around the steps.
        by_hand: the LOSE DATA page.
        source_sha256: hash of the playbook file and its texts.
        place: file and line 1.
        trust: who answers for it.
    """

    id: str
    version: str
    title: str
    for_errors: tuple[ErrorIdentity, ...]
    versions: tuple[ExchangeVersion, ...]
    roles: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    steps: tuple[Step, ...]
    texts: PlaybookTexts
    by_hand: tuple[ByHand, ...]
    source_sha256: str
    place: Place
    trust: ContentTrust = SHIPPED

    def step(self, step_id: str) -> Step:
        """Return the step with this id.

        Raises:
            KeyError: the playbook has no such step.
        """
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)

    def after(self, step: Step, target: str) -> Step | None:
        """Return the step that ``target`` means behind ``step``; None for the end."""
        if target == END:
            return None
        if target != NEXT:
            return self.step(target)
        position = self.steps.index(step) + 1
        return self.steps[position] if position < len(self.steps) else None
