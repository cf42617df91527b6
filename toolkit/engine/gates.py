"""May the next step run? Questions that must have one answer, and evidence that nobody could have forged."""

from collections.abc import Mapping

from toolkit.engine.progress import Ending
from toolkit.model.evidence import UNKNOWN_ANSWER, Conclusion, Finding, Origin, Unknown
from toolkit.model.facts import Facts, Question
from toolkit.model.playbook import ActStep, Gate
from toolkit.model.run import Verdict


def conclude(question: Question, facts: Facts) -> Conclusion:
    """Return the answer to ``question``: ``unknown`` when something that it needs could not be looked at."""
    for need in question.needs:
        fact = facts.read.get(need)
        if fact is not None and isinstance(fact.value, Unknown):
            finding = Finding(question.name, f"{need} could not be read: {fact.value.why}")
            return Conclusion(UNKNOWN_ANSWER, finding)
    return question.decide(facts)


def rests_on_hearsay(finding: Finding) -> bool:
    """Whether a finding has evidence, and all of it could have been written by somebody without rights on the server."""
    return bool(finding.evidence) and all(evidence.origin is not Origin.STATE for evidence in finding.evidence)


def check_gates(
    step: ActStep, facts: Facts, questions: Mapping[str, Question], so_far: tuple[Finding, ...]
) -> tuple[tuple[Finding, ...], Ending | None]:
    """Return the findings of all gates of ``step``, and the refusal when one of them is closed.

    Args:
        step: about to change something.
        facts: what is known.
        questions: by name.
        so_far: findings that led here; hearsay among them closes the way.
    """
    hearsay = [finding for finding in so_far if rests_on_hearsay(finding)]
    if hearsay:
        return (), _refuse_hearsay(hearsay[0])
    findings = []
    for gate in step.gates:
        conclusion = conclude(questions[gate.question], facts)
        findings.append(conclusion.finding)
        if conclusion.answer != gate.answer or rests_on_hearsay(conclusion.finding):
            return tuple(findings), _refuse(step, gate, conclusion)
    return tuple(findings), None


def _refuse(step: ActStep, gate: Gate, conclusion: Conclusion) -> Ending:
    known = "could not be seen, which closes the gate like a no" if conclusion.answer == UNKNOWN_ANSWER else f"is {conclusion.answer}"
    why = f"'{step.title}' needs the answer {gate.answer} to {gate.question}; it {known}."
    return Ending(Verdict.REFUSED, conclusion.finding.says, f"gate.{gate.name}", (gate.do,), why)


def _refuse_hearsay(finding: Finding) -> Ending:
    seen = "; ".join(evidence.where for evidence in finding.evidence)
    why = f"Anyone can write into {seen}. A change needs evidence that was read from the server itself."
    return Ending(Verdict.REFUSED, finding.says, "gate.evidence", ("exkit playbooks list",), why)
