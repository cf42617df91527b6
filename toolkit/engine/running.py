"""What comes next, and what an answer means; no wires, no clock.

:func:`next_action` says what the run needs now: commands to be asked, an approval, a pause, or nothing more.
The ``told_*`` functions return the run as it stands with the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from toolkit.engine.answers import take_result
from toolkit.engine.commands import make_command, resolve_values, unknown_values
from toolkit.engine.progress import Ending, RunProgress
from toolkit.engine.settling import settle, skip_for_version
from toolkit.engine.situation import SERVER_READER, number_steps
from toolkit.errors import ToolkitError
from toolkit.model.command import Command, CommandResult
from toolkit.model.danger import Danger
from toolkit.model.playbook import NEXT, ActStep, AskStep, ScriptStep, Step, WaitStep
from toolkit.model.run import StepWord, Verdict
from toolkit.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class AskServer:
    """Send these commands at once and tell the results.

    Attributes:
        commands: in order.
    """

    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class AskApproval:
    """A person must approve these commands before the first of them is sent.

    Attributes:
        steps: what they belong to.
        commands: exact, in order; the first is the next step.
    """

    steps: tuple[ActStep, ...]
    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait before the next reading.

    Attributes:
        seconds: how long.
    """

    seconds: int


@dataclass(frozen=True, slots=True)
class Finished:
    """The run has ended; its progress says how."""


Action = AskServer | AskApproval | Pause | Finished


def next_action(progress: RunProgress, vocabulary: Vocabulary) -> tuple[RunProgress, Action]:
    """Return the run with everything decided that needs no wire, and what it needs now.

    Raises:
        ValueRefused: a value must not reach a script.
        TemplateInvalid: a template breaks a rule.
    """
    progress = settle(progress, vocabulary)
    step = progress.step
    if step is None:
        return progress, Finished()
    if isinstance(step, WaitStep) and progress.readings != progress.paused:
        return replace(progress, paused=progress.readings), Pause(step.every_s)
    if isinstance(step, ActStep):
        command = exact_command(progress, step)
        if command.sha256 not in progress.approved:
            return progress, _ask_approval(progress, step, command)
    return progress, AskServer(_collect(progress))


def exact_command(progress: RunProgress, step: ScriptStep) -> Command:
    """Return the command of ``step``, whose values are all known now.

    Raises:
        ValueRefused: a value must not reach a script.
        TemplateInvalid: the template breaks a rule.
    """
    command = _command(progress, step)
    assert command is not None, f"{step.id} was settled, so its values are known"
    return replace(command, step_id=f"{step.id}-{progress.readings + 1}") if isinstance(step, WaitStep) else command


def _command(progress: RunProgress, step: ScriptStep) -> Command | None:
    numbers = number_steps(progress.situation.playbook)
    values = resolve_values(step.template, step.values, progress.situation, numbers)
    return None if unknown_values(values) else make_command(step, values, progress.situation)


def _collect(progress: RunProgress) -> tuple[Command, ...]:
    """The next command, and the questions behind it that need no decision before: one round trip for all of them."""
    step: Step | None = progress.step
    assert isinstance(step, ScriptStep), "settled runs stand at a script"
    commands = [exact_command(progress, step)]
    while not isinstance(step, WaitStep) and step.reads != SERVER_READER:  # its answer decides for which version the rest is rendered
        step = _following(progress, step)
        if not isinstance(step, AskStep):
            break
        if progress.situation.applies(step):
            command = _command(progress, step)
            if command is None:
                break
            commands.append(command)
    return tuple(commands)


def _ask_approval(progress: RunProgress, step: ActStep, command: Command) -> AskApproval:
    """The next change and those that certainly follow it: a person sees all of them before the first is sent.

    An OUTAGE behind a CHANGE is asked for by itself: who refuses it, or has approved changes only, must not thereby
    refuse what makes the change before it whole.
    """
    steps, commands = [step], [command]
    following = _following(progress, step)
    while isinstance(following, ScriptStep):
        if isinstance(following, ActStep) and progress.situation.applies(following):
            ahead = _command(progress, following)
            if ahead is None or ahead.danger > command.danger:
                break
            steps.append(following)
            commands.append(ahead)
        following = _following(progress, following)
    return AskApproval(tuple(steps), tuple(commands))


def _following(progress: RunProgress, step: Step) -> Step | None:
    return progress.situation.playbook.after(step, step.then if progress.situation.applies(step) else NEXT)


def worst_danger(approval: AskApproval) -> Danger:
    """Return the worst danger among the commands to be approved."""
    return max(command.danger for command in approval.commands)


def told_approval(progress: RunProgress, commands: Sequence[Command]) -> RunProgress:
    """Return the run with the scripts of ``commands`` approved."""
    return replace(progress, approved=progress.approved | {command.sha256 for command in commands})


def told_refusal(progress: RunProgress) -> RunProgress:
    """Return the run at its end because nobody approved."""
    says = "The change was not approved; it was not started."
    return progress.ended(Ending(Verdict.NOT_APPROVED, says, "approval.missing", ("exkit run --help",)))


def told_result(progress: RunProgress, command: Command, result: CommandResult, vocabulary: Vocabulary) -> RunProgress:
    """Return the run with one answer of the server; answers come in the order of the commands."""
    while progress.step is not None and not progress.situation.applies(progress.step):
        progress = skip_for_version(progress)
    return progress if progress.step is None else take_result(progress, command, result, vocabulary)


def told_fault(progress: RunProgress, fault: ToolkitError) -> RunProgress:
    """Return the run at its end because the server could not be asked any more, or nobody approved."""
    verdicts = {verdict.exit_code: verdict for verdict in (Verdict.NOT_ASKED, Verdict.UNKNOWN, Verdict.NOT_APPROVED)}
    return progress.ended(Ending(verdicts.get(fault.exit_code, Verdict.NOT_ASKED), fault.what, fault.slug, fault.do, fault.why))


def told_stop(progress: RunProgress) -> RunProgress:
    """Return the run at its end because a person stopped it; a change that was on its way is not known."""
    step = progress.step
    if isinstance(step, ActStep) and progress.passed == step.id:
        progress = progress.noting(StepWord.UNKNOWN, "stopped by a person")
    return progress.ended(Ending(Verdict.UNKNOWN, "The run was stopped by a person.", "step.stopped", ("exkit runs show RUN",)))
