"""What one answer of the server means for a run."""

from dataclasses import replace

from toolkit.engine.gates import conclude
from toolkit.engine.progress import Ending, RunProgress
from toolkit.errors import ParsingError
from toolkit.model.command import Command, CommandResult, Outcome
from toolkit.model.evidence import UNKNOWN_ANSWER, Unknown
from toolkit.model.facts import Fact, Reader
from toolkit.model.playbook import NOT_REACHED, ActStep, AskStep, ScriptStep, WaitStep
from toolkit.model.run import StepWord, Verdict
from toolkit.model.vocabulary import Vocabulary

_NOT_SEEN = frozenset({Outcome.UNKNOWN, Outcome.DEADLINE, Outcome.CANCELLED})
_NOT_RUN = frozenset({Outcome.SKIPPED, Outcome.CONFLICT, Outcome.REJECTED, Outcome.REFUSED})


def take_result(progress: RunProgress, command: Command, result: CommandResult, vocabulary: Vocabulary) -> RunProgress:
    """Return the run with the answer to ``command``, which its present step has sent."""
    step = progress.step
    if isinstance(step, ScriptStep) and step.reads:
        progress = progress.knowing(step.reads, read_answer(step, result, vocabulary))
    if isinstance(step, ActStep):
        return _take_change(progress, step, command, result)
    if isinstance(step, WaitStep):
        return _take_reading(progress, step, command, result, vocabulary)
    assert isinstance(step, AskStep), "only scripts have answers"
    return _take_answer(progress, step, command, result)


def read_answer(step: ScriptStep, result: CommandResult, vocabulary: Vocabulary) -> Fact:
    """Return the fact that an answer makes; a failed step and an answer that cannot be read are ``Unknown``."""
    reader = vocabulary.readers[step.reads]
    return Fact(_value(reader, result), reader.origin, step.id)


def _value(reader: Reader, result: CommandResult) -> object | Unknown:
    if result.outcome is not Outcome.OK:
        return Unknown(describe_failure(result))
    if result.truncated:
        return Unknown("the answer was larger than the limit and was cut")
    try:
        return reader.read(result.output)
    except ParsingError as fault:
        return Unknown(f"the answer cannot be read: {fault.what}")


def describe_failure(result: CommandResult) -> str:
    """Return one line that says why a step did not succeed."""
    lines = result.errors[0].message.splitlines() if result.errors else []
    return lines[0] if lines else result.why or result.outcome.value


def _not_read(progress: RunProgress, step: ScriptStep) -> Unknown | None:
    fact = progress.situation.facts.read.get(step.reads)
    return fact.value if fact is not None and isinstance(fact.value, Unknown) else None


def _take_answer(progress: RunProgress, step: AskStep, command: Command, result: CommandResult) -> RunProgress:
    if command.shared and result.outcome is not Outcome.OK:
        return _stop_without_exchange(progress, command, result)
    unread = _not_read(progress, step)
    if result.outcome in _NOT_RUN:
        word = StepWord.SKIPPED
    elif result.outcome is Outcome.FAILED:
        word = StepWord.FAILED
    else:
        word = StepWord.UNKNOWN if unread or result.outcome is not Outcome.OK else StepWord.DONE
    return progress.noting(word, unread.why if unread else "", command, result).going(step.then)


def _stop_without_exchange(progress: RunProgress, command: Command, result: CommandResult) -> RunProgress:
    host = progress.situation.host
    progress = progress.noting(StepWord.FAILED, describe_failure(result), command, result)
    says = f"The Exchange commands cannot be loaded on {host}"
    why = f"{describe_failure(result)}. A login over the network is often not passed on to the directory (double hop)."
    return progress.ended(Ending(Verdict.NOT_ASKED, says, "shell.exchange", (f"exkit doctor -t {host}",), why))


def _take_change(progress: RunProgress, step: ActStep, command: Command, result: CommandResult) -> RunProgress:
    unread = _not_read(progress, step)
    if result.outcome is Outcome.OK and unread is None:
        progress = progress.noting(StepWord.DONE, "", command, result)
        return replace(progress, changed=(*progress.changed, step.title)).going(step.then)
    if result.outcome in _NOT_SEEN or (result.outcome is Outcome.OK and unread is not None):
        return _stop_unknown(progress, step, command, result, unread.why if unread else describe_failure(result))
    word = StepWord.SKIPPED if result.outcome in _NOT_RUN else StepWord.FAILED
    why = describe_failure(result)
    progress = progress.noting(word, why, command, result)
    number = progress.outcomes[-1].number
    do = ("exkit runs show RUN", f"step {number} has the command and the answer")
    return progress.ended(Ending(Verdict.FAILED, f"Step {number} did not succeed: {step.title}", "step.failed", do, why))


def _stop_unknown(progress: RunProgress, step: ActStep, command: Command, result: CommandResult, why: str) -> RunProgress:
    progress = progress.noting(StepWord.UNKNOWN, why, command, result)
    number = progress.outcomes[-1].number
    host = progress.situation.host
    do = ("exkit runs show RUN", f"look on {host} whether '{step.title}' has taken effect; it is not started twice")
    return progress.ended(Ending(Verdict.UNKNOWN, f"It is not known what step {number} has done: {step.title}", "step.unknown", do, why))


def _take_reading(progress: RunProgress, step: WaitStep, command: Command, result: CommandResult, vocabulary: Vocabulary) -> RunProgress:
    progress = replace(progress, readings=progress.readings + 1)
    conclusion = conclude(vocabulary.questions[step.question], progress.situation.facts)
    if conclusion.answer == step.answer:
        return progress.noting(StepWord.DONE, conclusion.finding.says, command, result).turning(step.answer, conclusion).going(step.then)
    if progress.readings * step.every_s < step.at_most_s:
        return progress
    if conclusion.answer == UNKNOWN_ANSWER:
        progress = progress.noting(StepWord.UNKNOWN, conclusion.finding.says, command, result).turning(UNKNOWN_ANSWER, conclusion)
        do = (f"exkit doctor -t {progress.situation.host}",)
        return progress.ended(Ending(Verdict.UNKNOWN, conclusion.finding.says, f"decision.{step.id}", do, "It could not be seen in time."))
    progress = progress.noting(StepWord.DONE, f"given up: {conclusion.finding.says}", command, result)
    return progress.turning(NOT_REACHED, conclusion).going(step.otherwise)
