"""The end of a plan, where the eye is: every step in a line, counts, who notices, what can be lost, what comes next."""

from collections import Counter
from collections.abc import Iterator, Sequence

from toolkit.documents.blocks import Advice, Block, Heading, Next, Paragraph, Section, Summary, SummaryRow
from toolkit.documents.measures import say_count
from toolkit.documents.plan_outline import Outline, StepGroup
from toolkit.documents.plan_steps import hand_over_danger, undo_danger
from toolkit.documents.playbook_facts import applies, by_hand_numbers, say_numbers
from toolkit.documents.text import plain
from toolkit.documents.words import word_of_danger
from toolkit.model.danger import Danger
from toolkit.model.plan import PlanPath
from toolkit.model.playbook import ActStep, DecideStep, HandOverStep, Playbook, ScriptStep

LOSE_DATA = word_of_danger(Danger.LOSE_DATA)


def summary_sections(outline: Outline, paths: Sequence[PlanPath], written: Sequence[str], next_command: str) -> tuple[Section, ...]:
    """Return the summary, what follows from it, and the last lines."""
    plan = outline.plan
    head = Heading(plain(f"SUMMARY  {plan.playbook.id} on {plan.host}"))
    loss = f"Can be lost: {say_loss(outline)}  {say_rehearsed(paths)}".rstrip()
    says = [f"Plan: {say_steps(outline)}", say_notice(outline), loss]
    code = f"code {plan.short_code}"
    ends: list[Block] = [Paragraph(plain(f"Written: {', '.join(written)}   {code}" if written else f"Short {code}"))]
    if next_command:
        ends.append(Next((Advice("Next: ", next_command),)))
    return (
        Section((head, Summary(tuple(_rows(outline))))),
        Section(tuple(Paragraph(plain(line)) for line in (*says, *say_later(outline)))),
        Section(tuple(ends)),
    )


def _rows(outline: Outline) -> Iterator[SummaryRow]:
    for group in outline.groups():
        step, number = group.planned.step, group.planned.number
        if isinstance(step, ScriptStep):
            yield SummaryRow(number, word_of_danger(step.danger), step.title, _note(outline, group, step))
        elif isinstance(step, HandOverStep):
            yield SummaryRow(number, hand_over_danger(step), step.title, say_when(outline, step.id))
    yield from by_hand_rows(outline.plan.playbook)


def _note(outline: Outline, group: StepGroup, step: ScriptStep) -> str:
    if not applies(step, outline.plan.version):
        return f"not for {outline.plan.version.value}"
    return say_way_back(step) or group.letters or ("" if step.id in outline.expected else say_when(outline, step.id))


def by_hand_rows(playbook: Playbook) -> Iterator[SummaryRow]:
    """Yield a row for each action that only people do."""
    for number, action in zip(by_hand_numbers(playbook), playbook.by_hand, strict=True):
        yield SummaryRow(number, LOSE_DATA, action.title, "by hand only")


def say_way_back(step: ScriptStep) -> str:
    """Return whether a change can be undone, and whether users notice that too; nothing for a step that only reads."""
    if not isinstance(step, ActStep):
        return ""
    if step.undo is None:
        return "no undo"
    return "undo yes, OUTAGE" if undo_danger(step) is Danger.OUTAGE else "undo yes"


def say_when(outline: Outline, step_id: str) -> str:
    """Return the answer that leads straight to a step off the expected path: ``if A memory``."""
    for planned in outline.plan.steps:
        answers = planned.step.answers.items() if isinstance(planned.step, DecideStep) else ()
        for answer, target in answers:
            if target == step_id:
                return f"if {planned.number} {answer}"
    return "if needed"


def say_steps(outline: Outline) -> str:
    """Return ``9 observe, 1 change, 1 outage. By hand only: 1 lose data.``."""
    counts = Counter(step.danger for step in outline.scripts)
    said = ", ".join(f"{counts[danger]} {danger.word.lower()}" for danger in sorted(counts))
    by_hand = len(outline.plan.playbook.by_hand)
    return f"{said}." + f" By hand only: {by_hand} lose data." * bool(by_hand)


def say_notice(outline: Outline) -> str:
    """Return the expected path and who notices it; then what the other paths add."""
    expected = outline.expected
    path = say_numbers(tuple(outline.numbers[step_id] for step_id in expected))
    outages = [step for step in outline.scripts if step.danger is Danger.OUTAGE]
    on_path = _say_outages(outline, [step for step in outages if step.id in expected]) or "nobody notices"
    others = _say_outages(outline, [step for step in outages if step.id not in expected])
    return f"Expected path {path}: {on_path}." + f" Other paths: {others}." * bool(others)


def _say_outages(outline: Outline, steps: Sequence[ScriptStep]) -> str:
    return "; ".join(f"step {outline.numbers[step.id]}: {step.texts.notice.rstrip('.') or 'users notice'}" for step in steps)


def say_loss(outline: Outline) -> str:
    """Return what can be lost; nothing, for the engine sends nothing that loses data."""
    numbers = ", ".join(by_hand_numbers(outline.plan.playbook))
    return "nothing." + (f" {numbers} is never sent." if numbers else "")


def say_rehearsed(paths: Sequence[PlanPath]) -> str:
    """Return how many paths a recording has taken; nothing when the paths were not looked at."""
    rehearsed = sum(bool(path.rehearsed_by) for path in paths)
    return f"Rehearsed: {rehearsed} of {say_count(len(paths), 'path')}." if paths else ""


def say_later(outline: Outline) -> tuple[str, ...]:
    """Return which values only earlier steps will tell; nothing when every command is exact."""
    later = tuple(planned.number for planned in outline.plan.steps if planned.waits_for)
    return (
        (f"Not known yet: values of {'step' if len(later) == 1 else 'steps'} {', '.join(later)}; each says which step tells them.",)
        if later
        else ()
    )
