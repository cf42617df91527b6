"""Steps of a runbook: command, what is expected, what if not, the way back, and decision boxes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from toolkit.documents.blocks import Block, Branch, Command, Heading, Part, Question, Step
from toolkit.documents.plan_outline import NOT_KNOWN, Outline, StepGroup
from toolkit.documents.plan_steps import hand_over_danger, say_undo
from toolkit.documents.text import Text, plain, prose, to_do
from toolkit.documents.words import word_of_danger
from toolkit.model.danger import Danger
from toolkit.model.evidence import UNKNOWN_ANSWER
from toolkit.model.plan import PlannedStep
from toolkit.model.playbook import NOT_REACHED, ActStep, DecideStep, HandOverStep, ScriptStep, WaitStep
from toolkit.model.playbook import Step as PlaybookStep

SHORT_SCRIPT = 15
"""Lines of a script that stands in its step; longer ones stand behind the checklist."""
CANNOT_TELL = "Cannot tell"


@dataclass(frozen=True, slots=True)
class Script:
    """A script behind the checklist: the step it belongs to, and its text."""

    name: str
    text: str


def long_scripts(outline: Outline) -> tuple[Script, ...]:
    """Return the scripts that are too long for their steps."""
    return tuple(Script(f"step {planned.number}", planned.preview) for planned in outline.plan.steps if _is_long(planned))


def _is_long(planned: PlannedStep) -> bool:
    return planned.preview.count("\n") > SHORT_SCRIPT


def step_blocks(outline: Outline) -> list[Block]:
    """Return all steps in order; hand-overs stand behind the others, for nobody reads on after them."""
    groups = outline.groups()
    hand_overs = [group for group in groups if isinstance(group.planned.step, HandOverStep)]
    blocks = [_block(outline, group) for group in groups if group not in hand_overs]
    ends: list[Block] = [Heading(plain("Where this page ends"))] if hand_overs else []
    return [*blocks, *ends, *(_block(outline, group) for group in hand_overs)]


def _block(outline: Outline, group: StepGroup) -> Block:
    planned, step = group.planned, group.planned.step
    if isinstance(step, ScriptStep):
        aside = "read the command aloud before Enter" if step.danger is Danger.OUTAGE else ""
        parts = (*_parts(outline, planned, step), *_question_parts(outline, group))
        return Step(planned.number, step.title, word_of_danger(step.danger), aside=aside, parts=parts)
    if isinstance(step, HandOverStep):
        parts = (Part("Why", (prose(step.why),)), Part("Do", tuple(to_do(line) for line in step.do)), *_script_parts(planned))
        return Step(planned.number, step.title, hand_over_danger(step), parts=parts)
    return _question(outline, planned)


def _parts(outline: Outline, planned: PlannedStep, step: ScriptStep) -> Iterator[Part]:
    for gate in step.gates if isinstance(step, ActStep) else ():
        asks = outline.asks(gate.question, gate.name)
        yield Part("Only if", ((*plain(f"{asks} {gate.answer}. If not, or nobody can tell, stop: "), *to_do(gate.do)),))
    yield from _script_parts(planned)
    if planned.waits_for:
        yield Part("Fill in first", (plain(f"values marked (known after step {', '.join(planned.waits_for)})."),))
    if step.texts.expected:
        yield Part("Expected", (prose(step.texts.expected),))
    for when, do in step.texts.if_not:
        yield Part(f"If {when}", (prose(do),))
    if isinstance(step, ActStep):
        yield Part("Undo", (prose(say_undo(step)),))


def _script_parts(planned: PlannedStep) -> Iterator[Part]:
    if not planned.preview:
        return
    if _is_long(planned):
        yield Part("Paste", (plain(f"the script of step {planned.number}, behind the sign-off."),))
    else:
        yield Part("", command=Command(planned.preview))


def _question_parts(outline: Outline, group: StepGroup) -> Iterator[Part]:
    step = group.planned.step
    if isinstance(step, WaitStep):
        asks, limit = outline.asks(step.question, step.title), f"every {step.every_s} s, for {step.at_most_s // 60} min at most"
        reached, given_up = _go(outline, step, step.then), _go(outline, step, step.otherwise)
        yield Part("Repeat", (plain(f"{limit}, until: {asks} {step.answer}, then {reached}; {NOT_REACHED}: {given_up}."),))
    elif not group.questions and step.then != "next":
        yield Part("Then", (plain(f"{_go(outline, step, step.then)}."),))
    for question in group.questions:
        yield Part("", questions=(_question(outline, question),))


def _question(outline: Outline, planned: PlannedStep) -> Question:
    step = planned.step
    question = outline.question(planned)
    assert isinstance(step, DecideStep), "only decide steps have a box"
    assert question is not None, "a decide step always asks"
    named = [(branch.answer, step.answers[branch.answer]) for branch in question.branches if branch.answer != NOT_KNOWN]
    branches = [Branch(answer, _go_text(outline, step, target)) for answer, target in named]
    unknown = step.target(UNKNOWN_ANSWER)
    stop = plain("call a second person before you go on.") if unknown is None else _go_text(outline, step, unknown)
    return replace(question, branches=(*branches, Branch(CANNOT_TELL, stop)))


def _go_text(outline: Outline, step: PlaybookStep, target: str) -> Text:
    return plain(f"{_go(outline, step, target)}.")


def _go(outline: Outline, step: PlaybookStep, target: str) -> str:
    following = outline.plan.playbook.after(step, target)
    if following is None:
        return "done, go to Afterwards"
    kind = "decision" if isinstance(following, DecideStep) else "" if isinstance(following, HandOverStep) else "step"
    return " ".join(f"go to {kind} {outline.numbers[following.id]}".split())
