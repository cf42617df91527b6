"""A plan as people read it: where answers lead, which questions belong to which step."""

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.documents.blocks import Branch, Question
from toolkit.documents.playbook_facts import applies, expected_steps, script_steps
from toolkit.documents.text import Text, plain
from toolkit.model.evidence import UNKNOWN_ANSWER
from toolkit.model.plan import Plan, PlannedStep
from toolkit.model.playbook import NOT_REACHED, DecideStep, HandOverStep, ScriptStep, Step, WaitStep
from toolkit.model.vocabulary import Vocabulary

NO_WORDS = Vocabulary(templates={}, readers={}, questions={})
"""For plans read where playbooks' words are not at hand: names are shown instead."""
NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class StepGroup:
    """A planned step and the questions that are decided right behind it."""

    planned: PlannedStep
    questions: tuple[PlannedStep, ...] = ()

    @property
    def letters(self) -> str:
        """Letters of the questions, ``A, B``."""
        return ", ".join(question.number for question in self.questions)


@dataclass(frozen=True, slots=True)
class Outline:
    """A plan with the words that its questions and readers are known by."""

    plan: Plan
    vocabulary: Vocabulary = NO_WORDS

    @property
    def numbers(self) -> Mapping[str, str]:
        """What people call each step, by id."""
        return {planned.step.id: planned.number for planned in self.plan.steps}

    @property
    def scripts(self) -> tuple[ScriptStep, ...]:
        """The steps that are sent to a server of the plan's version, if their path is taken."""
        return tuple(step for step in script_steps(self.plan.playbook) if applies(step, self.plan.version))

    @property
    def expected(self) -> tuple[str, ...]:
        """Ids of the steps of the expected path, in order."""
        return expected_steps(self.plan.playbook, self.plan.version)

    def groups(self) -> tuple[StepGroup, ...]:
        """Return the steps in order; questions go to the step right before them, else they stand alone."""
        groups: list[StepGroup] = []
        for planned in self.plan.steps:
            if isinstance(planned.step, DecideStep) and groups and isinstance(groups[-1].planned.step, ScriptStep):
                groups[-1] = StepGroup(groups[-1].planned, (*groups[-1].questions, planned))
            else:
                groups.append(StepGroup(planned))
        return tuple(groups)

    def question(self, planned: PlannedStep) -> Question | None:
        """Return the question that ``planned`` decides on; None for a step that goes on in any case."""
        step = planned.step
        if isinstance(step, DecideStep):
            return Question(planned.number, self.asks(step.question, step.title), self._branches(step), self._meanings(step))
        if isinstance(step, WaitStep):
            return Question("", self.asks(step.question, step.title), self._wait_branches(step))
        return None

    def asks(self, name: str, otherwise: str) -> str:
        """Return the question ``name`` as people read it."""
        question = self.vocabulary.questions.get(name)
        return question.asks if question else otherwise or name

    def shows(self, step: ScriptStep) -> str:
        """Return what is read from the answer, in words."""
        reader = self.vocabulary.readers.get(step.reads)
        return ", ".join(reader.shows) if reader and reader.shows else step.reads.replace("_", " ")

    def leads(self, step: Step, target: str) -> Text:
        """Return where ``target`` leads from ``step``: a number, a question, a hand-over or the end."""
        following = self.plan.playbook.after(step, target)
        if following is None:
            return plain("the end, done")
        number = self.numbers[following.id]
        if isinstance(following, DecideStep):
            return plain(f"question {number}")
        return plain(f"stop, {number}: {following.title}" if isinstance(following, HandOverStep) else number)

    def _branches(self, step: DecideStep) -> tuple[Branch, ...]:
        named = [(answer, target) for answer, target in step.answers.items() if answer != UNKNOWN_ANSWER]
        branches = [Branch(answer, self.leads(step, target), answer == step.expected) for answer, target in named]
        unknown = step.target(UNKNOWN_ANSWER)
        return (*branches, Branch(NOT_KNOWN, plain("stop, exit 6") if unknown is None else self.leads(step, unknown)))

    def _meanings(self, step: DecideStep) -> tuple[tuple[str, str], ...]:
        question = self.vocabulary.questions.get(step.question)
        return tuple(question.answers.items()) if question else ()

    def _wait_branches(self, step: WaitStep) -> tuple[Branch, ...]:
        return (
            Branch(step.answer, self.leads(step, step.then), is_expected=True),
            Branch(NOT_REACHED, self.leads(step, step.otherwise)),
        )
