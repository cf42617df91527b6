"""Everything that can be decided without asking anybody: branches, gates, steps that do not apply."""

from dataclasses import replace

from toolkit.engine.commands import resolve_values, unknown_values
from toolkit.engine.gates import check_gates, check_trust, check_way, conclude
from toolkit.engine.paths import CLOSED
from toolkit.engine.progress import Ending, RunProgress
from toolkit.engine.situation import number_steps
from toolkit.model.evidence import Unknown
from toolkit.model.facts import Fact
from toolkit.model.plan import PathTurn
from toolkit.model.playbook import NEXT, ActStep, DecideStep, HandOverStep, ScriptStep, WaitStep
from toolkit.model.run import StepWord, Verdict
from toolkit.model.vocabulary import Vocabulary


def settle(progress: RunProgress, vocabulary: Vocabulary) -> RunProgress:
    """Return the run at the next step that needs the server or a person, or at its end."""
    while progress.step is not None:
        following = _settle_one(progress, vocabulary)
        if following is progress:
            break
        progress = following
    return progress


def _settle_one(progress: RunProgress, vocabulary: Vocabulary) -> RunProgress:
    step = progress.step
    if isinstance(step, DecideStep):
        return _decide(progress, step, vocabulary)
    if isinstance(step, HandOverStep):
        return progress.ended(Ending(Verdict.HANDED_OVER, step.title, f"hand-over.{step.id}", step.do, step.why))
    return _settle_script(progress, step, vocabulary) if isinstance(step, ScriptStep) else progress


def _settle_script(progress: RunProgress, step: ScriptStep, vocabulary: Vocabulary) -> RunProgress:
    if not progress.situation.applies(step):
        return skip_for_version(progress)
    if isinstance(step, ActStep) and progress.passed != step.id:
        return _pass_gates(progress, step, vocabulary)
    numbers = number_steps(progress.situation.playbook)
    unknown = unknown_values(resolve_values(step.template, step.values, progress.situation, numbers))
    return _skip_unknown(progress, step, "; ".join(unknown), vocabulary) if unknown else progress


def skip_for_version(progress: RunProgress) -> RunProgress:
    """Return the run behind a step that is not for the server's Exchange version, as if it did not stand there."""
    assert progress.step is not None, "an ended run skips nothing"
    says = f"not for Exchange {progress.situation.version.value}"
    return progress.noting(StepWord.SKIPPED, says).going(NEXT)


def _decide(progress: RunProgress, step: DecideStep, vocabulary: Vocabulary) -> RunProgress:
    conclusion = conclude(vocabulary.questions[step.question], progress.situation.facts)
    target = step.target(conclusion.answer)
    progress = progress.turning(conclusion.answer, conclusion)
    if target is not None:
        return progress.going(target)
    why = f"{step.title} The answer is not known, and nothing is done on a guess."
    do = (f"exkit doctor -t {progress.situation.host}",)
    return progress.ended(Ending(Verdict.UNKNOWN, conclusion.finding.says, f"decision.{step.id}", do, why))


def _skip_unknown(progress: RunProgress, step: ScriptStep, why: str, vocabulary: Vocabulary) -> RunProgress:
    if isinstance(step, ActStep):
        says = f"'{step.title}' cannot be made exact: {why}."
        do = (f"exkit doctor -t {progress.situation.host}",)
        return progress.ended(Ending(Verdict.UNKNOWN, says, "step.value-unknown", do, "A value that it needs is not known."))
    progress = progress.noting(StepWord.SKIPPED, why)
    if step.reads:
        progress = progress.knowing(step.reads, Fact(Unknown(why), vocabulary.readers[step.reads].origin, step.id))
    return progress.going(step.otherwise if isinstance(step, WaitStep) else step.then)


def _pass_gates(progress: RunProgress, step: ActStep, vocabulary: Vocabulary) -> RunProgress:
    check_trust(progress.situation.playbook)
    facts = progress.situation.facts
    refusal = check_way(step, facts, progress.findings, progress.turns)
    if refusal is None:
        findings, refusal = check_gates(step, facts, vocabulary.questions)
        progress = replace(progress, findings=(*progress.findings, *findings))
    if refusal is None:
        return replace(progress, passed=step.id)
    progress = progress.noting(StepWord.REFUSED, refusal.says)
    return replace(progress, turns=(*progress.turns, PathTurn(step.id, CLOSED))).ended(refusal)
