"""Does a playbook hold together? The ways through it, its parameters and its words."""

import re
from collections.abc import Iterator, Mapping

from toolkit.catalog.flow import asked_questions, certain_readers
from toolkit.catalog.problems import Problem
from toolkit.model.danger import Danger
from toolkit.model.identity import ErrorIdentity
from toolkit.model.parameter import read_parameter
from toolkit.model.playbook import ActStep, HandOverStep, ParameterKind, Place, Playbook, ScriptStep, Step, WaitStep
from toolkit.model.vocabulary import Vocabulary

_SECRET_NAMES = re.compile(r"pass(word|wd|phrase)|secret|token|credential|(^|_)key_?file")
SHELL_READER = "exchange_shell"
"""The reader of the step that loads the Exchange cmdlets."""


def check_ways(playbook: Playbook, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Yield steps that cannot be reached, and uses of what no step has asked before on some way."""
    certain = certain_readers(playbook)
    for step in playbook.steps:
        if step.id not in certain:
            yield Problem(step.place, f"{step.id} is never reached", "no way leads to it", "name it as a target, or delete it")
            continue
        for reader in sorted(_needed(step, vocabulary) - certain[step.id]):
            why = f"on some way here {reader} was not asked"
            yield Problem(step.place, f"{step.id} needs {reader}", why, f"add a step that reads {reader} before it")


def _needed(step: Step, vocabulary: Vocabulary) -> set[str]:
    needed = {need for name in asked_questions(step) for need in _needs_of(name, vocabulary)}
    if isinstance(step, WaitStep):
        needed |= set(_needs_of(step.question, vocabulary)) - {step.reads}
    if isinstance(step, ScriptStep | HandOverStep):
        needed |= _readers_in(step.values)
    if isinstance(step, ActStep) and step.undo is not None:
        needed |= _readers_in(step.undo.values) - {step.reads}
    template = vocabulary.templates.get(getattr(step, "template", ""))
    if template is not None and template.needs_exchange_shell:
        needed.add(SHELL_READER)
    return needed & set(vocabulary.readers)


def _needs_of(question: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    return vocabulary.questions[question].needs if question in vocabulary.questions else ()


def _readers_in(values: Mapping[str, str]) -> set[str]:
    return {source.split(":")[1].split(".")[0] for source in values.values() if source.startswith("fact:")}


def check_parameters(playbook: Playbook, lines: Mapping[str, int]) -> Iterator[Problem]:
    """Yield parameters that contradict themselves, and secrets: a playbook has none."""
    for parameter in playbook.parameters.values():
        place = Place(playbook.place.file, lines.get(parameter.name, 1))
        if _SECRET_NAMES.search(parameter.name):
            yield Problem(place, f"parameter {parameter.name}", "a playbook carries no secrets", "let the server read it itself")
        if (parameter.kind is ParameterKind.CHOICE) != bool(parameter.choices):
            yield Problem(place, f"parameter {parameter.name}", "choices belong to kind choice, and only there", "add or remove choices")
        if parameter.default is not None:
            try:
                read_parameter(parameter, parameter.default)
            except ValueError as fault:
                yield Problem(place, f"default of {parameter.name} is '{parameter.default}'", str(fault), "write a default that is allowed")


def check_identities(file: str, texts: list[tuple[str, int]]) -> Iterator[Problem]:
    """Yield errors behind ``for:`` that are not namespaced."""
    for text, line in texts:
        try:
            ErrorIdentity.parse(text)
        except ValueError:
            yield Problem(Place(file, line), f"'{text}' names no error", "a number needs its space", "write smtp:452/4.3.1")


def check_words(playbook: Playbook, texts_file: str, worded_steps: set[str]) -> Iterator[Problem]:
    """Yield words that are missing or belong to no step."""
    ids = {step.id for step in playbook.steps}
    place = Place(texts_file, 1)
    for step_id in sorted(worded_steps - ids):
        yield Problem(place, f"words for '{step_id}'", f"{playbook.id} has no such step", "rename or delete them")
    for step in playbook.steps:
        if isinstance(step, ActStep) and step.danger is not Danger.OBSERVE:
            for field in ("notice", "undo"):
                if not getattr(step.texts, field):
                    yield Problem(place, f"{step.id} has no {field}", f"a {step.danger.word} says it", f"add 'steps: {step.id}: {field}:'")
        if isinstance(step, ScriptStep) and not step.texts.expected:
            yield Problem(place, f"{step.id} has no expected", "a person doing it by hand must know the answer", "add it")
