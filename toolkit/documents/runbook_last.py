"""The last page of a runbook: what loses data, by hand and with consent; then the sign-off."""

from toolkit.documents.blocks import Block, Heading, Paragraph, Table
from toolkit.documents.plan_outline import Outline, StepGroup
from toolkit.documents.playbook_facts import by_hand_numbers
from toolkit.documents.text import Text, plain, prose, strong
from toolkit.model.danger import Danger
from toolkit.model.playbook import Playbook, ScriptStep

EMPTY: Text = ()


def consent_blocks(playbook: Playbook) -> list[Block]:
    """Return the comparison of what loses data, and who consents; nothing where no such action is named."""
    if not playbook.by_hand:
        return []
    numbers = by_hand_numbers(playbook)
    head = ("", *(f"{number}. {action.title}" for number, action in zip(numbers, playbook.by_hand, strict=True)))
    fields = (("Only if", "only_if"), ("What is lost", "lost"), ("Afterwards", "afterwards"), ("Undo", "undo"))
    rows = tuple((plain(label), *(prose(getattr(action, name)) for action in playbook.by_hand)) for label, name in fields)
    people = ("Owner of the service", "Second person at the keyboard")
    return [
        Heading(plain("Last page. By hand, with signature: LOSE DATA")),
        Paragraph(plain("exkit never runs these steps. Each one needs two people, and a name under consent.")),
        Table("What each of them costs", head, rows),
        Paragraph(
            (*strong("Data-loss budget."), *plain(" What may be lost at most: ________ Mail of this time: from ________ to ________"))
        ),
        Table("Consent", ("Consent to H__", "Name", "Time", "Signature"), tuple((plain(who), EMPTY, EMPTY, EMPTY) for who in people)),
    ]


def sign_off_blocks(outline: Outline) -> list[Block]:
    """Return the table to sign: one row a phase, a change or an outage always alone."""
    texts = outline.plan.playbook.texts
    phases = [*(["Stop the loss"] if texts.stop_loss else []), *_phases(outline), *(["Afterwards"] if texts.after else [])]
    rows = tuple((plain(phase), EMPTY, EMPTY, EMPTY) for phase in phases)
    escalate = (*strong("Escalate if"), *plain(" "), *prose(texts.escalate), *plain(" ____________ (name, number)"))
    return [
        Heading(plain("Sign-off")),
        Table("One row a phase", ("Step", "Time", "Initials", "Different from the page"), rows),
        *([Paragraph(escalate)] if texts.escalate else []),
    ]


def _phases(outline: Outline) -> list[str]:
    phases: list[str] = []
    reading: list[StepGroup] = []
    for group in outline.groups():
        step = group.planned.step
        if not isinstance(step, ScriptStep):
            continue
        if step.danger is Danger.OBSERVE:
            reading.append(group)
            continue
        phases.extend([*_say_reading(reading), f"{group.planned.number} {step.danger.word}: {step.title}"])
        reading = []
    return [*phases, *_say_reading(reading)]


def _say_reading(groups: list[StepGroup]) -> list[str]:
    if not groups:
        return []
    numbers = list(dict.fromkeys((groups[0].planned.number, groups[-1].planned.number)))
    letters = [question.number for group in groups for question in group.questions]
    decisions = ", decisions " + " ".join(f"{letter} __" for letter in letters) if letters else ""
    return [" to ".join(numbers) + decisions]
