"""The form of a playbook file and of its texts; also the JSON Schema for editors."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
TemplateName = Annotated[str, Field(pattern=r"^[a-z_]+/[a-z0-9_]+$")]
_SOURCES = (
    r"parameter:[a-z][a-z0-9_]*",
    r"fact:[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*",
    r"answer:[a-z][a-z0-9-]*\.[a-z][a-z0-9_]*",
    r"text:.*",
    r"number:-?[0-9]+",
)
Source = Annotated[str, Field(pattern=f"^({'|'.join(_SOURCES)})$")]
Version = Literal["2010", "2013", "2016", "2019", "SE"]
Seconds = Annotated[int, Field(ge=1, le=172_800)]


class Entry(BaseModel):
    """A part of a playbook file; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ParameterEntry(Entry):
    """Something the person who starts the playbook decides."""

    kind: Literal["text", "number", "choice", "folder", "server", "database"]
    help: Annotated[str, Field(min_length=1, max_length=120)]
    default: str | None = None
    required: Literal["yes", "no"] = "no"
    choices: list[str] = []
    least: int | None = None
    most: int | None = None


class GateEntry(Entry):
    """A condition before a step; steps name it."""

    question: str
    answer: str = "yes"
    do: Annotated[str, Field(max_length=160)]


class UntilEntry(Entry):
    """What a wait step waits for."""

    question: str
    answer: str = "yes"


class StepEntry(Entry):
    """What every kind of step may say."""

    then: str = "next"


class ScriptEntry(StepEntry):
    """A step that sends a script."""

    title: Annotated[str, Field(min_length=1, max_length=60)]
    template: TemplateName
    values: dict[str, Source] = {}
    reads: str | None = None
    deadline: Seconds | None = None
    exchange: list[Version] = []


class AskEntry(ScriptEntry):
    """Only asks."""

    ask: Id


class ActEntry(ScriptEntry):
    """Changes something that can be undone."""

    act: Id
    gates: list[Id] = []
    undo_values: dict[str, Source] = {}
    undo_then: TemplateName | None = None
    debt: Annotated[str, Field(max_length=120)] = ""
    ends: Source | None = None


class WaitEntry(ScriptEntry):
    """Asks again and again until a question has an answer."""

    wait: Id
    until: UntilEntry
    every: Seconds = 15
    at_most: Seconds = 600
    otherwise: str


class DecideEntry(StepEntry):
    """Branches on a question."""

    decide: Id
    question: str
    answers: dict[str, str]
    expected: str = ""


class HandOverEntry(Entry):
    """Ends the run and says what a person does next."""

    hand_over: Id
    title: Annotated[str, Field(min_length=1, max_length=60)]
    why: Annotated[str, Field(max_length=240)]
    do: Annotated[list[str], Field(min_length=1)]
    template: TemplateName | None = None
    values: dict[str, Source] = {}


KINDS = ("ask", "act", "wait", "decide", "hand_over")


def step_kind(step: object) -> str | None:
    """Return which of the five kinds a step of the file is; None when it is none or several."""
    names = step.keys() if isinstance(step, dict) else set(getattr(step, "model_fields_set", ()))
    kinds = [kind for kind in KINDS if kind in names]
    return kinds[0] if len(kinds) == 1 else None


AnyStep = Annotated[
    Annotated[AskEntry, Tag("ask")]
    | Annotated[ActEntry, Tag("act")]
    | Annotated[WaitEntry, Tag("wait")]
    | Annotated[DecideEntry, Tag("decide")]
    | Annotated[HandOverEntry, Tag("hand_over")],
    Discriminator(step_kind),
]


class PlaybookFile(Entry):
    """A playbook as it is written."""

    format: Literal["1"]
    id: Annotated[str, Field(pattern=r"^[a-z]+-[0-9a-z-]{1,60}$")]
    version: Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]+$")]
    title: Annotated[str, Field(min_length=1, max_length=60)]
    for_: Annotated[list[str], Field(alias="for", min_length=1)]
    exchange: Annotated[list[Version], Field(min_length=1)]
    roles: Annotated[list[Literal["Mailbox", "Hub", "Edge", "ClientAccess"]], Field(min_length=1)]
    parameters: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], ParameterEntry] = {}
    gates: dict[Id, GateEntry] = {}
    steps: Annotated[list[AnyStep], Field(min_length=1)]


class IfNotEntry(Entry):
    """What to do when the expected answer does not come."""

    when: Annotated[str, Field(max_length=60)]
    do: Annotated[str, Field(max_length=120)]


class StepTextsEntry(Entry):
    """Words about one step."""

    short: Annotated[str, Field(max_length=34)] = ""
    notice: Annotated[str, Field(max_length=140)] = ""
    expected: Annotated[str, Field(max_length=160)] = ""
    if_not: Annotated[list[IfNotEntry], Field(max_length=4)] = []
    undo: Annotated[str, Field(max_length=140)] = ""


class NotDoneEntry(Entry):
    """Something that articles or habits advise and this playbook does not do."""

    what: Annotated[str, Field(max_length=80)]
    why: Annotated[str, Field(max_length=240)]


class ByHandEntry(Entry):
    """An action that only people do, on the last page."""

    title: Annotated[str, Field(max_length=60)]
    template: TemplateName
    only_if: Annotated[str, Field(max_length=140)]
    lost: Annotated[str, Field(max_length=140)]
    afterwards: Annotated[str, Field(max_length=140)]
    undo: Annotated[str, Field(max_length=140)]


Line120 = Annotated[str, Field(max_length=120)]
Line140 = Annotated[str, Field(max_length=140)]
Line160 = Annotated[str, Field(max_length=160)]


class TextsFile(Entry):
    """The words of a playbook in one language (lengths: documents design §4.3)."""

    language: Literal["en", "ru"]
    goal: Annotated[str, Field(max_length=100)]
    use_if: Annotated[list[Line160], Field(min_length=1, max_length=3)]
    not_if: Annotated[list[Line140], Field(min_length=1, max_length=6)]
    stop_loss: Annotated[list[Line120], Field(max_length=5)] = []
    before_start: Annotated[list[Line120], Field(max_length=6)] = []
    people: Line120
    ask_first: Annotated[list[Line120], Field(max_length=4)] = []
    not_done: list[NotDoneEntry] = []
    after: Annotated[list[Line140], Field(max_length=6)] = []
    escalate: Line160
    by_hand: list[ByHandEntry] = []
    steps: dict[Id, StepTextsEntry] = {}
