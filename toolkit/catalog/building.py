"""Validated files into a playbook; nothing is checked here."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from toolkit.catalog import file_schema as form
from toolkit.catalog.yaml_text import Listing, Node, Table, line_at
from toolkit.model.danger import Danger
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.identity import ErrorIdentity
from toolkit.model.playbook import (
    ActStep,
    AskStep,
    ByHand,
    DecideStep,
    Gate,
    HandOverStep,
    Parameter,
    ParameterKind,
    Place,
    Playbook,
    PlaybookTexts,
    Step,
    StepTexts,
    Undo,
    WaitStep,
)
from toolkit.model.vocabulary import TemplateFacts, Vocabulary


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of one playbook, as text.

    Attributes:
        file: name of the playbook file, for messages.
        text: its content.
        texts_file: name of the file of words; empty when there is none.
        texts: its content.
    """

    file: str
    text: str
    texts_file: str = ""
    texts: str = ""

    @property
    def sha256(self) -> str:
        """Hash over both contents, 64 hex digits."""
        return hashlib.sha256(f"{self.text}\0{self.texts}".encode("utf-8", "surrogateescape")).hexdigest()


@dataclass(frozen=True, slots=True)
class _Names:
    """What a step's names mean: words by step, gates by name, and the vocabulary."""

    words: Mapping[str, form.StepTextsEntry]
    gates: Mapping[str, form.GateEntry]
    vocabulary: Vocabulary

    def gate(self, name: str) -> Gate:
        entry = self.gates.get(name)
        return Gate(name, entry.question, entry.answer, entry.do) if entry else Gate(name, "", "", "")


def build_playbook(
    sources: Sources, content: form.PlaybookFile, tree: Node, words: form.TextsFile | None, vocabulary: Vocabulary
) -> Playbook:
    """Return the playbook that the validated files are; names that the vocabulary does not have stay as they are."""
    names = _Names(words.steps if words else {}, content.gates, vocabulary)
    steps = [_build_step(entry, Place(sources.file, line_at(tree, ("steps", at))), names) for at, entry in enumerate(content.steps)]
    return Playbook(
        id=content.id,
        version=content.version,
        title=content.title,
        for_errors=tuple(ErrorIdentity.parse(text) for text in content.for_),
        versions=tuple(ExchangeVersion(text) for text in content.exchange),
        roles=tuple(content.roles),
        parameters=MappingProxyType({name: _build_parameter(name, entry) for name, entry in content.parameters.items()}),
        steps=tuple(steps),
        texts=_build_texts(words),
        by_hand=_build_by_hand(words),
        source_sha256=sources.sha256,
        place=Place(sources.file, 1),
    )


def parameter_lines(tree: Node) -> Mapping[str, int]:
    """Return on which line each parameter stands."""
    if isinstance(tree, Table):
        for key, value in tree.entries:
            if key.value == "parameters" and isinstance(value, Table):
                return {name.value: name.line for name, _ in value.entries}
    return {}


def identity_lines(tree: Node) -> list[tuple[str, int]]:
    """Return the texts behind ``for:`` with their lines."""
    if isinstance(tree, Table):
        for key, value in tree.entries:
            if key.value == "for" and isinstance(value, Listing):
                return [(item.value, item.line) for item in value.items if not isinstance(item, Listing | Table)]
    return []


def _build_parameter(name: str, entry: form.ParameterEntry) -> Parameter:
    return Parameter(
        name=name,
        kind=ParameterKind(entry.kind),
        help=entry.help,
        default=entry.default,
        required=entry.required == "yes",
        choices=tuple(entry.choices),
        least=entry.least,
        most=entry.most,
    )


def _build_step(entry: form.AnyStep, place: Place, names: _Names) -> Step:
    match entry:
        case form.DecideEntry():
            question = names.vocabulary.questions.get(entry.question)
            title = question.asks if question else entry.question
            texts = _build_step_texts(names.words.get(entry.decide))
            answers = MappingProxyType(entry.answers)
            return DecideStep(entry.decide, title, place, entry.then, texts, entry.question, answers, entry.expected)
        case form.HandOverEntry():
            texts = _build_step_texts(names.words.get(entry.hand_over))
            values = MappingProxyType(entry.values)
            return HandOverStep(entry.hand_over, entry.title, place, "end", texts, entry.why, tuple(entry.do), entry.template or "", values)
        case _:
            return _build_script_step(entry, place, names)


def _build_script_step(entry: form.AskEntry | form.ActEntry | form.WaitEntry, place: Place, names: _Names) -> Step:
    facts = names.vocabulary.templates.get(entry.template)
    common = _common_fields(entry, facts, names.vocabulary)
    match entry:
        case form.AskEntry():
            return AskStep(entry.ask, entry.title, place, entry.then, _build_step_texts(names.words.get(entry.ask)), *common)
        case form.ActEntry():
            gates = tuple(names.gate(name) for name in entry.gates)
            undo = Undo(facts.undo, MappingProxyType(entry.undo_values), entry.undo_then or "") if facts and facts.undo else None
            texts = _build_step_texts(names.words.get(entry.act))
            return ActStep(entry.act, entry.title, place, entry.then, texts, *common, gates, undo, entry.debt, entry.ends or "")
        case form.WaitEntry():
            texts = _build_step_texts(names.words.get(entry.wait))
            until = (entry.until.question, entry.until.answer, entry.every, entry.at_most, entry.otherwise)
            return WaitStep(entry.wait, entry.title, place, entry.then, texts, *common, *until)


_Common = tuple[str, Danger, Mapping[str, str], str, int, tuple[ExchangeVersion, ...]]


def _common_fields(entry: form.ScriptEntry, facts: TemplateFacts | None, vocabulary: Vocabulary) -> _Common:
    own_name = entry.template.rpartition("/")[2]
    reads = entry.reads if entry.reads is not None else (own_name if own_name in vocabulary.readers else "")
    return (
        entry.template,
        facts.danger if facts else Danger.OBSERVE,
        MappingProxyType(entry.values),
        reads,
        entry.deadline or (facts.deadline_s if facts else 60),
        tuple(ExchangeVersion(text) for text in entry.exchange),
    )


def _build_step_texts(entry: form.StepTextsEntry | None) -> StepTexts:
    if entry is None:
        return StepTexts()
    if_not = tuple((line.when, line.do) for line in entry.if_not)
    return StepTexts(entry.short, entry.notice, entry.expected, if_not, entry.undo)


def _build_texts(words: form.TextsFile | None) -> PlaybookTexts:
    if words is None:
        return PlaybookTexts()
    return PlaybookTexts(
        language=words.language,
        goal=words.goal,
        use_if=tuple(words.use_if),
        not_if=tuple(words.not_if),
        stop_loss=tuple(words.stop_loss),
        before_start=tuple(words.before_start),
        people=words.people,
        ask_first=tuple(words.ask_first),
        not_done=tuple((entry.what, entry.why) for entry in words.not_done),
        after=tuple(words.after),
        escalate=words.escalate,
    )


def _build_by_hand(words: form.TextsFile | None) -> tuple[ByHand, ...]:
    entries = words.by_hand if words else []
    return tuple(ByHand(entry.title, entry.template, entry.only_if, entry.lost, entry.afterwards, entry.undo) for entry in entries)
