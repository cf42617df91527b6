"""How far a run has come; a value that is copied with each answer, never changed."""

from dataclasses import dataclass, replace

from toolkit.engine.situation import Situation, answer_name, number_steps
from toolkit.model.command import Command, CommandResult
from toolkit.model.danger import Danger
from toolkit.model.evidence import Conclusion, Finding, Origin
from toolkit.model.facts import Fact
from toolkit.model.plan import PathTurn
from toolkit.model.playbook import ScriptStep, Step
from toolkit.model.run import StepOutcome, StepWord, Verdict


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ends.

    Attributes:
        verdict: the word.
        says: one or two sentences.
        slug: slug of a refusal or error; empty for a good end.
        do: what to do next, one line each.
        why: cause of a refusal or failure.
    """

    verdict: Verdict
    says: str
    slug: str = ""
    do: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class RunProgress:
    """A run between two answers.

    Attributes:
        situation: playbook, server and facts.
        step: the step to do next; None when the run has ended.
        outcomes: of the steps so far.
        turns: answers taken so far.
        findings: conclusions so far.
        approved: hashes of the scripts that may change something.
        readings: how often the present wait step has asked.
        paused: after how many readings of it the run has paused last.
        passed: id of the step whose gates are open; asked again for every other one.
        changed: titles of the steps that have changed something.
        ending: how it ended; None while it goes on.
    """

    situation: Situation
    step: Step | None
    outcomes: tuple[StepOutcome, ...] = ()
    turns: tuple[PathTurn, ...] = ()
    findings: tuple[Finding, ...] = ()
    approved: frozenset[str] = frozenset()
    readings: int = 0
    paused: int = 0
    passed: str = ""
    changed: tuple[str, ...] = ()
    ending: Ending | None = None

    @classmethod
    def begin(cls, situation: Situation) -> "RunProgress":
        """Return a run before its first step."""
        return cls(situation, situation.playbook.steps[0])

    def going(self, target: str) -> "RunProgress":
        """Return the run at the step that ``target`` means; ended well when it is the end."""
        assert self.step is not None, "an ended run goes nowhere"
        following = self.situation.playbook.after(self.step, target)
        if following is not None:
            return replace(self, step=following, readings=0, paused=0)
        return self.ended(Ending(Verdict.DONE, "The playbook came to its end."))

    def turning(self, answer: str, conclusion: Conclusion) -> "RunProgress":
        """Return the run with an answer taken and its finding kept."""
        assert self.step is not None, "an ended run takes no turns"
        turned = replace(self, turns=(*self.turns, PathTurn(self.step.id, answer)), findings=(*self.findings, conclusion.finding))
        return (
            turned.knowing(answer_name(self.step.id), Fact(conclusion.values, Origin.STATE, self.step.id)) if conclusion.values else turned
        )

    def knowing(self, reader: str, fact: Fact) -> "RunProgress":
        """Return the run with a fact as the newest of ``reader``; without one when nobody reads it."""
        if not reader:
            return self
        return replace(self, situation=self.situation.with_facts(self.situation.facts.knowing(reader, fact)))

    def ended(self, ending: Ending) -> "RunProgress":
        """Return the run at its end."""
        return replace(self, step=None, ending=ending)

    def noting(self, word: StepWord, says: str, command: Command | None = None, result: CommandResult | None = None) -> "RunProgress":
        """Return the run with an outcome of the present step."""
        step = self.step
        assert step is not None, "an ended run has no step"
        danger = step.danger if isinstance(step, ScriptStep) else Danger.OBSERVE
        duration_ms = result.duration_ms if result else 0
        number = number_steps(self.situation.playbook)[step.id]
        outcome = StepOutcome(number, step.id, step.title, danger, word, says, duration_ms, command, result)
        return replace(self, outcomes=(*self.outcomes, outcome))
