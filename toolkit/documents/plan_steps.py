"""Each step of a plan in full: exact command, what is read, what decides the way on, what users notice, the way back."""

from collections.abc import Iterator

from toolkit.documents.blocks import Command, Part, Question, Section, Step
from toolkit.documents.measures import say_duration
from toolkit.documents.plan_outline import Outline, StepGroup
from toolkit.documents.playbook_facts import applies
from toolkit.documents.text import Text, plain, prose, to_do
from toolkit.documents.words import Word, word_of_danger
from toolkit.model.danger import Danger
from toolkit.model.plan import PlannedStep
from toolkit.model.playbook import ActStep, HandOverStep, ScriptStep, WaitStep

ONLY_READS = "not needed, only reads"
NOBODY = "nobody"


def step_sections(outline: Outline) -> tuple[Section, ...]:
    """Return every step of the plan, a section each."""
    return tuple(Section((step_block(outline, group),)) for group in outline.groups())


def step_block(outline: Outline, group: StepGroup) -> Step | Question:
    """Return one step with the questions behind it; a question without a step before it stands alone."""
    step = group.planned.step
    if isinstance(step, HandOverStep):
        return _hand_over_block(group.planned, step)
    if isinstance(step, ScriptStep):
        return _script_block(outline, group, step)
    question = outline.question(group.planned)
    assert question is not None, "only questions are left"
    return question


def _script_block(outline: Outline, group: StepGroup, step: ScriptStep) -> Step:
    asked = [outline.question(planned) for planned in (group.planned, *group.questions)]
    return Step(
        number=group.planned.number,
        title=step.title,
        danger=word_of_danger(step.danger),
        aside=say_limit(step),
        parts=tuple(_parts(outline, group.planned, step, tuple(question for question in asked if question))),
        is_open=step.danger > Danger.OBSERVE,
        anchor=f"step-{group.planned.number}",
    )


def say_limit(step: ScriptStep) -> str:
    """Return the hard end of a step: ``at most 60 s``."""
    seconds = step.at_most_s if isinstance(step, WaitStep) else step.deadline_s
    return f"at most {say_duration(seconds * 1000)}"


def _parts(outline: Outline, planned: PlannedStep, step: ScriptStep, questions: tuple[Question, ...]) -> Iterator[Part]:
    if step.versions:
        yield Part("version", (plain(_say_versions(outline, step)),))
    if isinstance(step, ActStep) and step.gates:
        yield Part("only if", tuple(plain(_say_gate(outline, step, at)) for at in range(len(step.gates))))
    yield Part("run", command=Command(planned.preview))
    if planned.waits_for:
        yield Part("exact", (plain(f"after step {' and '.join(planned.waits_for)}, which tells the marked values"),))
    if step.reads:
        yield Part("reads", (plain(outline.shows(step)),))
    yield from _act_parts(step) if isinstance(step, ActStep) else ()
    yield Part("then", questions=questions) if questions else Part("then", (_goes_on(outline, step),))
    yield Part("undo", (prose(say_undo(step)),))


def _say_versions(outline: Outline, step: ScriptStep) -> str:
    versions = f"only Exchange {', '.join(version.value for version in step.versions)}"
    return versions if applies(step, outline.plan.version) else f"{versions}: skipped here"


def _goes_on(outline: Outline, step: ScriptStep) -> Text:
    stops = "; not known: stop, exit 6" if isinstance(step, ActStep) else ""
    return (*outline.leads(step, step.then), *plain(stops))


def _say_gate(outline: Outline, step: ActStep, at: int) -> str:
    gate = step.gates[at]
    return f"{outline.asks(gate.question, '')} {gate.answer} (else, or not known: refused, gate.{gate.name})"


def _act_parts(step: ActStep) -> Iterator[Part]:
    yield Part("notice", (prose(step.texts.notice or (NOBODY if step.danger is Danger.CHANGE else "users do")),))
    if step.debt:
        ends = ", until it is undone or the server ends it" if step.ends else ", until it is undone"
        yield Part("leaves", (plain(f"a debt: {step.debt}{ends}"),))


def say_undo(step: ScriptStep) -> str:
    """Return the way back in words."""
    if not isinstance(step, ActStep):
        return ONLY_READS
    if step.texts.undo:
        return step.texts.undo
    return f"yes, by {step.undo.template}" if step.undo else "none needed"


def undo_danger(step: ActStep) -> Danger:
    """Return the danger of the way back, which may need a restart to take effect."""
    templates = (step.undo.template, step.undo.then) if step.undo else ()
    return max((_danger_of(template) for template in templates if template), default=Danger.OBSERVE)


def _danger_of(template: str) -> Danger:
    folder = template.partition("/")[0]
    return next((danger for danger in Danger if danger.folder == folder), Danger.OBSERVE)


def hand_over_danger(step: HandOverStep) -> Word | None:
    """Return the word for the script that a hand-over shows; None when it shows none."""
    return word_of_danger(_danger_of(step.template)) if step.template else None


def _hand_over_block(planned: PlannedStep, step: HandOverStep) -> Step:
    shown = (Part("by hand", command=Command(planned.preview)),) if planned.preview else ()
    return Step(
        number=planned.number,
        title=step.title,
        danger=hand_over_danger(step),
        aside="ends the run",
        parts=(Part("why", (prose(step.why),)), Part("do", tuple(to_do(line) for line in step.do)), *shown),
        is_open=bool(planned.preview),
        anchor=f"step-{planned.number}",
    )
