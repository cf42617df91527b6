"""Does a playbook make sense? Names that exist, values that fit, ways that lead forward; every problem is listed."""

from collections.abc import Iterator, Mapping

from toolkit.catalog.fact_fields import can_stand_in_a_script, field_type
from toolkit.catalog.problems import Problem, nearest
from toolkit.model.danger import Danger
from toolkit.model.evidence import UNKNOWN_ANSWER, Origin
from toolkit.model.facts import Question
from toolkit.model.playbook import (
    END,
    NEXT,
    ActStep,
    DecideStep,
    Gate,
    HandOverStep,
    Playbook,
    ScriptStep,
    Step,
    WaitStep,
    exits,
)
from toolkit.model.vocabulary import TemplateFacts, Vocabulary


def check_steps(playbook: Playbook, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Yield what is wrong inside each step."""
    seen: dict[str, Step] = {}
    for step in playbook.steps:
        if step.id in seen:
            yield Problem(step.place, f"the step {step.id} twice", f"it stands already on line {seen[step.id].place.line}", "rename one")
        seen[step.id] = step
        yield from _check_targets(playbook, step)
        if isinstance(step, ScriptStep):
            yield from _check_script(playbook, step, vocabulary)
        if isinstance(step, ActStep):
            yield from _check_act(playbook, step, vocabulary)
        if isinstance(step, HandOverStep) and step.template:
            yield from _check_template_values(playbook, step, step.template, step.values, vocabulary)
        yield from _check_questions(step, vocabulary)


def _check_targets(playbook: Playbook, step: Step) -> Iterator[Problem]:
    order = {other.id: at for at, other in enumerate(playbook.steps)}
    at = playbook.steps.index(step)
    for _, target in exits(step):
        if target in (NEXT, END):
            continue
        if target not in order:
            yield Problem(step.place, f"{step.id} leads to '{target}'", "there is no such step", nearest(target, order))
        elif order[target] <= at:
            yield Problem(step.place, f"{step.id} leads back to '{target}'", "a playbook only goes forward", "use a wait step")


def _check_script(playbook: Playbook, step: ScriptStep, vocabulary: Vocabulary) -> Iterator[Problem]:
    facts = vocabulary.templates.get(step.template)
    if facts is None:
        yield Problem(
            step.place, f"template {step.template} is missing", "there is no such file", nearest(step.template, vocabulary.templates)
        )
        return
    yield from _check_danger(step, facts)
    yield from _check_versions(playbook, step, facts)
    yield from _check_template_values(playbook, step, step.template, step.values, vocabulary)
    if step.reads and step.reads not in vocabulary.readers:
        yield Problem(step.place, f"reader '{step.reads}' is unknown", "nobody reads the answer", nearest(step.reads, vocabulary.readers))


def _check_danger(step: ScriptStep, facts: TemplateFacts) -> Iterator[Problem]:
    if facts.danger is Danger.LOSE_DATA:
        yield Problem(step.place, f"{step.id} would send {facts.name}", "LOSE DATA is never sent", "use a hand_over step or by_hand")
    elif isinstance(step, ActStep) == (facts.danger is Danger.OBSERVE):
        kind = "act" if facts.danger > Danger.OBSERVE else "ask"
        yield Problem(step.place, f"{step.id} uses {facts.name}", f"its folder says {facts.danger.word}", f"write '{kind}: {step.id}'")


def _check_versions(playbook: Playbook, step: ScriptStep, facts: TemplateFacts) -> Iterator[Problem]:
    missing = [version.value for version in step.versions or playbook.versions if version not in facts.versions]
    if missing:
        can = ", ".join(version.value for version in facts.versions)
        yield Problem(step.place, f"{facts.name} is not for Exchange {', '.join(missing)}", f"it is for {can}", f"add 'exchange: [{can}]'")


def _check_act(playbook: Playbook, step: ActStep, vocabulary: Vocabulary) -> Iterator[Problem]:
    facts = vocabulary.templates.get(step.template)
    if facts is not None and facts.danger is Danger.CHANGE and step.undo is None and not facts.undo_reason:
        yield Problem(step.place, f"{step.id} has no undo", "a CHANGE must have a way back", f"name it in the front matter of {facts.name}")
    yield from _check_hearsay(step, vocabulary)
    if step.undo is not None:
        yield from _check_template_values(playbook, step, step.undo.template, step.undo.values, vocabulary)
        if step.undo.then:
            yield from _check_template_values(playbook, step, step.undo.then, {}, vocabulary)
    if step.debt and step.undo is None:
        yield Problem(step.place, f"{step.id} leaves a debt", "nothing could settle it without an undo", "add an undo")
    if step.ends:
        yield from _check_source(playbook, step, step.ends, vocabulary)


def _check_hearsay(step: ActStep, vocabulary: Vocabulary) -> Iterator[Problem]:
    for source in (*step.values.values(), *(step.undo.values.values() if step.undo else ())):
        reader = vocabulary.readers.get(source.removeprefix("fact:").split(".")[0]) if source.startswith("fact:") else None
        if reader is not None and reader.origin is not Origin.STATE:
            why = "a change takes its values from the person or from the server itself"
            yield Problem(step.place, f"anyone can write what {reader.name} reads", why, "read the value from the thing itself")


def _check_template_values(
    playbook: Playbook, step: Step, template: str, values: Mapping[str, str], vocabulary: Vocabulary
) -> Iterator[Problem]:
    facts = vocabulary.templates.get(template)
    if facts is None:
        yield Problem(step.place, f"template {template} is missing", "there is no such file", nearest(template, vocabulary.templates))
        return
    for name in values:
        if name not in facts.values:
            yield Problem(step.place, f"value {name} is unknown to {template}", "the script would not use it", nearest(name, facts.values))
    for value in facts.values.values():
        if not value.optional and value.name not in values:
            yield Problem(step.place, f"{step.id} gives no {value.name}", f"{template} needs it", f"add '{value.name}: ...' below values")
    for source in values.values():
        yield from _check_source(playbook, step, source, vocabulary)


def _check_source(playbook: Playbook, step: Step, source: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    kind, _, rest = source.partition(":")
    if kind == "parameter" and rest not in playbook.parameters:
        yield Problem(step.place, f"parameter '{rest}' is unknown", "the playbook does not declare it", nearest(rest, playbook.parameters))
    if kind == "answer":
        yield from _check_answer_source(playbook, step, rest, vocabulary)
    if kind == "fact":
        yield from _check_fact_source(step, rest, vocabulary)


def _check_fact_source(step: Step, path: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    reader, *fields = path.split(".")
    found = vocabulary.readers.get(reader)
    if found is None:
        yield Problem(step.place, f"reader '{reader}' is unknown", "there is no such fact", nearest(reader, vocabulary.readers))
        return
    known = [name for name in dir(found.kind) if not name.startswith("_")]
    declared = field_type(found.kind, fields)
    if declared is None:
        yield Problem(step.place, f"'{path}' does not exist", f"{reader} has no {'.'.join(fields)}", nearest(fields[0], known))
    elif not can_stand_in_a_script(declared):
        yield Problem(step.place, f"'{path}' is no single value", "a script takes texts, numbers and lists of texts", "name a field of it")


def _check_answer_source(playbook: Playbook, step: Step, path: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    step_id, _, name = path.partition(".")
    decides = {other.id: other for other in playbook.steps if isinstance(other, DecideStep)}
    if step_id not in decides:
        yield Problem(step.place, f"'{step_id}' decides nothing", "only the answer to a question offers values", nearest(step_id, decides))
        return
    question = vocabulary.questions.get(decides[step_id].question)
    offers = question.offers if question else ()
    if name not in offers:
        yield Problem(step.place, f"'{path}' does not exist", f"the answer of {step_id} offers no {name}", nearest(name, offers))


def _check_questions(step: Step, vocabulary: Vocabulary) -> Iterator[Problem]:
    if isinstance(step, ActStep):
        for gate in step.gates:
            yield from _check_gate(step, gate, vocabulary)
    elif isinstance(step, WaitStep):
        yield from _check_wanted(step, step.question, step.answer, vocabulary)
    elif isinstance(step, DecideStep):
        question = vocabulary.questions.get(step.question)
        yield from [_unknown_question(step, step.question, vocabulary)] if question is None else _check_answers(step, question)


def _check_gate(step: Step, gate: Gate, vocabulary: Vocabulary) -> Iterator[Problem]:
    if gate.question:
        yield from _check_wanted(step, gate.question, gate.answer, vocabulary)
    else:
        yield Problem(step.place, f"gate '{gate.name}' is unknown", "the playbook does not declare it", "add it below gates")


def _check_wanted(step: Step, name: str, answer: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    question = vocabulary.questions.get(name)
    if question is None:
        yield _unknown_question(step, name, vocabulary)
    elif answer not in question.answers:
        yield Problem(step.place, f"'{answer}' is no answer to {name}", "it could never be met", nearest(answer, question.answers))


def _unknown_question(step: Step, name: str, vocabulary: Vocabulary) -> Problem:
    return Problem(step.place, f"question '{name}' is unknown", "nothing could answer it", nearest(name, vocabulary.questions))


def _check_answers(step: DecideStep, question: Question) -> Iterator[Problem]:
    for answer in question.answers:
        if answer not in step.answers:
            yield Problem(step.place, f"{step.id} says nothing on '{answer}'", "every answer needs a way", f"add '{answer}: STEP'")
    for answer in step.answers:
        if answer not in question.answers and answer != UNKNOWN_ANSWER:
            yield Problem(step.place, f"'{answer}' is no answer to {question.name}", "it never comes", nearest(answer, question.answers))
    if step.expected and step.expected not in step.answers:
        yield Problem(step.place, f"expected '{step.expected}'", "the expected path must exist", nearest(step.expected, step.answers))
