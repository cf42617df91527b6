"""May the next step run? Questions that must have one answer, and evidence that nobody could have forged."""

from collections.abc import Mapping, Sequence

from toolkit.engine.progress import Ending
from toolkit.errors import GateClosed
from toolkit.model.danger import Danger
from toolkit.model.evidence import UNKNOWN_ANSWER, Conclusion, Finding, Origin, Unknown
from toolkit.model.facts import Facts, Question
from toolkit.model.plan import PathTurn
from toolkit.model.playbook import ActStep, Gate, Playbook, Step
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
    """Whether somebody without rights on the server could have written what carries a finding, and nothing read from it agrees.

    What the person who started the run has said is a wish: it neither forges nor confirms.
    """
    origins = {evidence.origin for evidence in finding.evidence}
    return Origin.STATE not in origins and bool(origins - {Origin.PERSON})


def check_way(step: ActStep, facts: Facts, findings: Sequence[Finding], turns: Sequence[PathTurn]) -> Ending | None:
    """Return why ``step`` may not run after what has led to it: hearsay, a guess, or a value that others wrote; None when it may.

    Args:
        step: about to change something.
        facts: what is known.
        findings: that led here.
        turns: answers that led here.
    """
    return _hearsay(findings) or _guess(step, turns) or _written_by_others(step, facts)


def _hearsay(findings: Sequence[Finding]) -> Ending | None:
    found = next((finding for finding in findings if rests_on_hearsay(finding)), None)
    return _refuse_hearsay(found) if found is not None else None


def _guess(step: ActStep, turns: Sequence[PathTurn]) -> Ending | None:
    guessed = next((turn.step_id for turn in turns if turn.answer == UNKNOWN_ANSWER), "")
    if not guessed:
        return None
    why = f"'{guessed}' could not be answered. A change needs to know."
    return Ending(Verdict.REFUSED, f"'{step.title}' would rest on a guess.", "gate.unknown", ("exkit runs show RUN",), why)


def _written_by_others(step: ActStep, facts: Facts) -> Ending | None:
    read = [name for name in _readers_of(step) if name in facts.read]
    written = next((name for name in read if facts.read[name].origin is not Origin.STATE), "")
    if not written:
        return None
    why = f"Anyone can write what {written} reads. A change takes its values from the server itself."
    return Ending(Verdict.REFUSED, f"'{step.title}' takes a value that others can write.", "gate.evidence", ("exkit playbooks list",), why)


def _readers_of(step: ActStep) -> list[str]:
    sources = [*step.values.values(), *(step.undo.values.values() if step.undo else ())]
    return [source.removeprefix("fact:").split(".")[0] for source in sources if source.startswith("fact:")]


def check_trust(playbook: Playbook) -> None:
    """Refuse a playbook that nobody answers for when it could do more than ask.

    Raises:
        GateClosed: it is unsigned, and sends or shows something above OBSERVE.
    """
    above = next((step for step in playbook.steps if _danger_of(step) > Danger.OBSERVE), None)
    if not playbook.trust.may_only_ask or above is None:
        return
    raise GateClosed(
        f"{playbook.id} is UNSIGNED and may only ask: step {above.id} does more",
        gate="unsigned",
        why=f"Nobody answers for the content of {playbook.trust.folder}: {playbook.trust.why}.",
        do=(
            f"exkit playbooks show {playbook.id} --playbooks {playbook.trust.folder}",
            "let it be signed, and name the signers: --signers FILE",
        ),
    )


def _danger_of(step: Step) -> Danger:
    """Return how dangerous a step is, by the folder of what it sends or shows."""
    folder = getattr(step, "template", "").partition("/")[0]
    return next((danger for danger in Danger if danger.folder == folder), Danger.OBSERVE)


def check_gates(step: ActStep, facts: Facts, questions: Mapping[str, Question]) -> tuple[tuple[Finding, ...], Ending | None]:
    """Return the findings of all gates of ``step``, and the refusal when one of them is closed.

    Args:
        step: about to change something.
        facts: what is known.
        questions: by name.
    """
    findings = []
    for gate in step.gates:
        conclusion = conclude(questions[gate.question], facts)
        findings.append(conclusion.finding)
        if not _opens(gate, conclusion):
            return tuple(findings), _refuse(step, gate, conclusion)
    return tuple(findings), None


def _opens(gate: Gate, conclusion: Conclusion) -> bool:
    """Whether the answer is the wanted one, is an answer at all, and is more than hearsay or an assertion."""
    answered = conclusion.answer == gate.answer and conclusion.answer != UNKNOWN_ANSWER
    return answered and bool(conclusion.finding.evidence) and not rests_on_hearsay(conclusion.finding)


def _refuse(step: ActStep, gate: Gate, conclusion: Conclusion) -> Ending:
    known = "could not be seen, which closes the gate like a no" if conclusion.answer == UNKNOWN_ANSWER else f"is {conclusion.answer}"
    why = f"'{step.title}' needs the answer {gate.answer} to {gate.question}; it {known}."
    return Ending(Verdict.REFUSED, conclusion.finding.says, f"gate.{gate.name}", (gate.do,), why)


def _refuse_hearsay(finding: Finding) -> Ending:
    seen = "; ".join(evidence.where for evidence in finding.evidence)
    why = f"Anyone can write into {seen}. A change needs evidence that was read from the server itself."
    return Ending(Verdict.REFUSED, finding.says, "gate.evidence", ("exkit playbooks list",), why)
