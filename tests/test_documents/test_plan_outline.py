"""A plan as people read it: questions belong to the step before them, answers lead to a number."""

from dataclasses import replace

import pytest

from tests.test_documents.samples import PLAN, PLAYBOOK, STEPS, VOCABULARY
from toolkit.documents.plan_outline import Outline
from toolkit.documents.plan_steps import say_limit, say_undo, step_block, undo_danger
from toolkit.documents.plan_summary import say_way_back, say_when
from toolkit.documents.playbook_facts import applies, by_hand_numbers, expected_steps, worst_danger
from toolkit.documents.text import Text
from toolkit.model.danger import Danger
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.plan import Plan
from toolkit.model.playbook import END, NEXT, ActStep, AskStep, DecideStep, Undo, WaitStep

OUTLINE = Outline(PLAN, VOCABULARY)
QUESTION = next(step for step in STEPS if isinstance(step, DecideStep))
ACTS = [step for step in STEPS if isinstance(step, ActStep)]


def reordered(*ids: str) -> Plan:
    """Return a plan with the sample's steps in another order."""
    planned = {line.step.id: line for line in PLAN.steps}
    steps = tuple(planned[step_id] for step_id in ids)
    return replace(PLAN, steps=steps, playbook=replace(PLAYBOOK, steps=tuple(line.step for line in steps)))


def said(text: Text) -> str:
    """Return spans as a string."""
    return "".join(span.text for span in text)


def test_questions_belong_to_the_step_before() -> None:
    """A question is shown with the step whose answer it looks at."""
    groups = {group.planned.number: group.letters for group in OUTLINE.groups()}
    assert groups == {"1": "A", "2": "", "3": "", "4": "", "5": "", "6": "", "H1": ""}


def test_a_question_without_a_step_stands_alone() -> None:
    """Behind a hand-over, or first of all, a question is a block of its own."""
    outline = Outline(reordered("which", "meters", "memory", "volumes"), VOCABULARY)
    group = outline.groups()[0]
    assert group.planned.number == "A"
    assert step_block(outline, group) == outline.question(group.planned)


@pytest.mark.parametrize(
    ("target", "leads"), ((NEXT, "2"), (END, "the end, done"), ("memory", "stop, H1: Memory is short"), ("probe", "6"), ("wait-low", "4"))
)
def test_where_answers_lead(target: str, leads: str) -> None:
    """A target is a number, a hand-over with its title, or the end."""
    assert said(OUTLINE.leads(QUESTION, target)) == leads


def test_an_answer_can_lead_to_a_question() -> None:
    """A question behind a step is named by its letter."""
    outline = Outline(reordered("meters", "which", "volumes", "memory"))
    assert said(outline.leads(STEPS[0], NEXT)) == "question A"


def test_unknown_stops_unless_it_is_named() -> None:
    """The answer that is not known is always among the branches."""
    question = OUTLINE.question(PLAN.steps[1])
    assert question is not None
    assert [branch.answer for branch in question.branches] == ["disk", "memory", "none", "not known"]
    assert said(question.branches[-1].leads) == "stop, exit 6"
    asked = replace(QUESTION, answers={**QUESTION.answers, "unknown": "memory"})
    playbook = replace(PLAYBOOK, steps=tuple(asked if step is QUESTION else step for step in STEPS))
    named = Outline(replace(PLAN, playbook=playbook), VOCABULARY).question(replace(PLAN.steps[1], step=asked))
    assert named is not None
    assert said(named.branches[-1].leads) == "stop, H1: Memory is short"


def test_expected_path() -> None:
    """The expected path takes the expected answers, opens gates and succeeds in waiting."""
    assert OUTLINE.expected == ("meters", "which", "volumes", "move-logs", "wait-low", "probe")


def test_steps_of_other_versions_do_not_apply() -> None:
    """A step for other versions is on no path of this one."""
    steps = tuple(replace(step, versions=(ExchangeVersion.E2010,)) if isinstance(step, AskStep) else step for step in STEPS)
    playbook = replace(PLAYBOOK, steps=steps)
    assert not applies(steps[0], ExchangeVersion.E2016)
    assert applies(steps[1], ExchangeVersion.E2016)
    assert expected_steps(playbook, ExchangeVersion.E2016) == ("which", "move-logs", "wait-low")
    assert "meters" in expected_steps(playbook, ExchangeVersion.E2010)


def test_numbers_of_what_only_people_do() -> None:
    """Actions of the last page are numbered behind the hand-overs, so that no number means two things."""
    assert by_hand_numbers(PLAYBOOK) == ("H2",)


def test_worst_danger() -> None:
    """The worst danger counts steps that are sent, not what only people do."""
    assert worst_danger(PLAYBOOK) is Danger.OUTAGE


def test_time_limits() -> None:
    """A step has its deadline, waiting has its own limit."""
    assert [say_limit(step) for step in STEPS if isinstance(step, AskStep | WaitStep)][:3] == [
        "at most 1 min",
        "at most 1 min",
        "at most 10 min",
    ]


@pytest.mark.parametrize(
    ("undo", "danger", "way_back"),
    (
        (Undo("change/return_old_logs"), Danger.CHANGE, "undo yes"),
        (Undo("change/restore_config_key", then="outage/restart_transport"), Danger.OUTAGE, "undo yes, OUTAGE"),
        (Undo("outage/move_queue_database_back"), Danger.OUTAGE, "undo yes, OUTAGE"),
        (None, Danger.OBSERVE, "no undo"),
    ),
)
def test_way_back(undo: Undo | None, danger: Danger, way_back: str) -> None:
    """Whether users notice the way back counts what makes it take effect, too."""
    step = replace(ACTS[0], undo=undo)
    assert undo_danger(step) is danger
    assert say_way_back(step) == way_back


def test_way_back_in_words() -> None:
    """The author's words come first, then the name of the script, then that there is none."""
    assert say_undo(ACTS[0]) == "moves the same files back"
    bare = replace(ACTS[0], texts=replace(ACTS[0].texts, undo=""))
    assert say_undo(bare) == "yes, by change/return_old_logs"
    assert say_undo(replace(bare, undo=None)) == "none needed"


def test_when_a_step_off_the_path_is_taken() -> None:
    """A step that an answer leads straight to says which; others are taken if needed."""
    assert say_when(OUTLINE, "memory") == "if A memory"
    assert say_when(OUTLINE, "move-queue") == "if needed"
