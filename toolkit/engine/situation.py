"""Where a run stands: the playbook, the server, and what is known; and what that makes of a value's source."""

from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass, replace
from datetime import datetime
from enum import Enum

from toolkit.model.evidence import Unknown
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.facts import Facts
from toolkit.model.playbook import DecideStep, HandOverStep, Playbook, ScriptStep, Step
from toolkit.model.server import ServerIdentity
from toolkit.rendering.scripts import Given, Later, NotGiven
from toolkit.rendering.shelf import SHIPPED_SHELF, TemplateShelf

SERVER_READER = "server_identity"
"""The reader that tells the Exchange version; scripts of all later steps are rendered for it."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A playbook on a server, with what is known so far.

    Attributes:
        playbook: what is carried out.
        host: the server as the person named it.
        facts: parameters and what was read.
        assumed_version: the version to render for until the server has told its own.
        shelf: templates that the playbook may use.
    """

    playbook: Playbook
    host: str
    facts: Facts
    assumed_version: ExchangeVersion
    shelf: TemplateShelf = SHIPPED_SHELF

    @property
    def server(self) -> ServerIdentity | None:
        """The server as it describes itself; None until it was read."""
        server = self.facts.of(SERVER_READER, ServerIdentity)
        return None if isinstance(server, Unknown) else server

    @property
    def version(self) -> ExchangeVersion:
        """The version that scripts are rendered for."""
        server = self.server
        return server.version if server is not None and server.version is not None else self.assumed_version

    def with_facts(self, facts: Facts) -> "Situation":
        """Return the situation with other facts."""
        return replace(self, facts=facts)

    def applies(self, step: Step) -> bool:
        """Whether a step is for the server's Exchange version."""
        return not isinstance(step, ScriptStep) or not step.versions or self.version in step.versions


def number_steps(playbook: Playbook) -> Mapping[str, str]:
    """Return by step id what people call a step: ``1`` for scripts, ``A`` for questions, ``H1`` for hand-overs."""
    scripts, questions, hand_overs = 0, 0, 0
    numbers: dict[str, str] = {}
    for step in playbook.steps:
        if isinstance(step, DecideStep):
            numbers[step.id] = letter(questions)
            questions += 1
        elif isinstance(step, HandOverStep):
            hand_overs += 1
            numbers[step.id] = f"H{hand_overs}"
        else:
            scripts += 1
            numbers[step.id] = str(scripts)
    return numbers


def letter(position: int) -> str:
    """Return the letter of the question at ``position``: A to Z, then AA."""
    return chr(ord("A") + position) if position < 26 else letter(position // 26 - 1) + letter(position % 26)


Resolved = Given | Later | NotGiven | Unknown
"""What a source can mean."""


def resolve(source: str, situation: Situation, numbers: Mapping[str, str]) -> Resolved:
    """Return what ``source`` means now: the value, which step will tell it, that nobody gave it, or why it cannot be known.

    Args:
        source: ``parameter:NAME``, ``fact:READER.FIELD``, ``answer:STEP.NAME``, ``text:LITERAL`` or ``number:N``.
        situation: what is known.
        numbers: from :func:`number_steps`.
    """
    kind, _, rest = source.partition(":")
    if kind == "text":
        return rest
    if kind == "number":
        return int(rest)
    if kind == "parameter":
        value = situation.facts.parameters.get(rest)
        return NotGiven(rest) if value is None else value
    return _resolve_answer(rest, situation, numbers) if kind == "answer" else _resolve_fact(rest, situation, numbers)


def answer_name(step_id: str) -> str:
    """Return under which name the facts keep what the answer of a decide step brought along."""
    return f"answer {step_id}"


def _resolve_answer(path: str, situation: Situation, numbers: Mapping[str, str]) -> Given | Later | Unknown:
    step_id, _, name = path.partition(".")
    values = situation.facts.of(answer_name(step_id), dict)
    if isinstance(values, Unknown):
        return Later((numbers[step_id],))
    return _as_given(values[name]) if name in values else Unknown(f"the answer of {step_id} has no {name}")


def _resolve_fact(path: str, situation: Situation, numbers: Mapping[str, str]) -> Given | Later | Unknown:
    reader, *fields = path.split(".")
    fact = situation.facts.read.get(reader)
    if fact is None:
        return _told_later(reader, situation, numbers)
    value = fact.value
    for name in fields:
        if isinstance(value, Unknown):
            return value
        value = getattr(value, name)
    return value if isinstance(value, Unknown) else _as_given(value)


def _told_later(reader: str, situation: Situation, numbers: Mapping[str, str]) -> Later | Unknown:
    tellers = [step for step in situation.playbook.steps if isinstance(step, ScriptStep) and step.reads == reader]
    told_by = [numbers[step.id] for step in tellers if situation.applies(step)]
    return Later((told_by[0],)) if told_by else Unknown(f"no step reads {reader}")


def _as_given(value: object) -> Given:
    if value is None or isinstance(value, str | int):  # bool is an int
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return tuple(str(item) for item in value)
    if isinstance(value, Mapping):
        return value
    raise TypeError(f"a {type(value).__name__} cannot stand in a script" + (": name one of its fields" if is_dataclass(value) else ""))
