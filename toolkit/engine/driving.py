"""Carry a run out: the only loop that touches shell, journal, clock and people."""

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.engine.contracts import Approver, Clock, Journal, Watcher
from toolkit.engine.progress import RunProgress
from toolkit.engine.running import (
    AskApproval,
    AskServer,
    Finished,
    Pause,
    next_action,
    told_approval,
    told_fault,
    told_refusal,
    told_result,
)
from toolkit.engine.situation import number_steps
from toolkit.errors import ReachError
from toolkit.model.command import Command, CommandResult
from toolkit.model.playbook import ScriptStep
from toolkit.model.vocabulary import Vocabulary
from toolkit.shells.contract import Shell


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything around a run.

    Attributes:
        shell: where commands are asked.
        clock: time.
        journal: what is kept.
        approver: who says yes.
        watcher: who is told.
        vocabulary: readers and questions.
    """

    shell: Shell
    clock: Clock
    journal: Journal
    approver: Approver
    watcher: Watcher
    vocabulary: Vocabulary


def drive(progress: RunProgress, around: Surroundings) -> tuple[RunProgress, str]:
    """Carry the run to its end; return it, and who approved its changes.

    Raises:
        ApprovalMissing: a change needs an approval and there is nobody to ask.
        OSError: the journal cannot be kept; nothing is sent without it.
        ValueRefused: a value must not reach a script.
    """
    approved_by = ""
    while True:
        before = progress
        progress, action = next_action(progress, around.vocabulary)
        _tell(before, progress, around)
        match action:
            case Finished():
                return progress, approved_by
            case Pause(seconds):
                around.watcher.waiting(progress.step.id if progress.step else "", seconds)
                around.clock.sleep(seconds)
            case AskApproval():
                approved_by = around.approver.approve(action, progress.situation)
                around.journal.write("approval", {"by": approved_by, "sha256": [command.sha256 for command in action.commands]})
                progress = told_approval(progress, action.commands) if approved_by else told_refusal(progress)
            case AskServer(commands):
                progress = _ask(progress, commands, around)


def collect_facts(progress: RunProgress, around: Surroundings) -> RunProgress:
    """Carry the run as far as it only asks: up to the first change, pause or end; return it there.

    Raises:
        OSError: the journal cannot be kept.
        ValueRefused: a value must not reach a script.
    """
    while True:
        before = progress
        progress, action = next_action(progress, around.vocabulary)
        _tell(before, progress, around)
        if not isinstance(action, AskServer):
            return progress
        progress = _ask(progress, action.commands, around)


def _ask(progress: RunProgress, commands: Sequence[Command], around: Surroundings) -> RunProgress:
    numbers = number_steps(progress.situation.playbook)
    titles = {step.id: step.title for step in progress.situation.playbook.steps}
    for command in commands:
        around.journal.write("sent", {"step": command.step_id, "sha256": command.sha256, "danger": command.danger.word})
    step_id = _step_of(commands[0], progress)
    around.watcher.step_started(numbers[step_id], commands[0], titles[step_id])
    waiting = list(commands)
    try:
        for result in around.shell.ask(commands):
            command = waiting.pop(0)
            step_id = _step_of(command, progress)
            progress = _take(progress, command, result, around)
            if waiting and progress.step is not None:
                following = _step_of(waiting[0], progress)
                around.watcher.step_started(numbers[following], waiting[0], titles[following])
            if progress.step is None:
                return progress
    except ReachError as fault:
        around.journal.write("fault", {"slug": fault.slug, "what": fault.what})
        return told_fault(progress, fault)
    return progress


def _step_of(command: Command, progress: RunProgress) -> str:
    step = progress.step
    ids = {step.id for step in progress.situation.playbook.steps}
    return command.step_id if command.step_id in ids or step is None else step.id


def _take(progress: RunProgress, command: Command, result: CommandResult, around: Surroundings) -> RunProgress:
    before = progress
    step_id = _step_of(command, progress)
    step = before.situation.playbook.step(step_id)
    number = number_steps(before.situation.playbook)[step_id]
    around.journal.keep(number, command, result, step.template if isinstance(step, ScriptStep) else "")
    around.journal.write("answer", {"step": command.step_id, "outcome": result.outcome.value, "sha256": result.script_sha256})
    progress = told_result(progress, command, result, around.vocabulary)
    _tell(before, progress, around)
    return progress


def _tell(before: RunProgress, after: RunProgress, around: Surroundings) -> None:
    for outcome in after.outcomes[len(before.outcomes) :]:
        around.watcher.step_finished(outcome)
    for finding in after.findings[len(before.findings) :]:
        around.watcher.found(finding)
    for turn in after.turns[len(before.turns) :]:
        around.journal.write("turn", {"step": turn.step_id, "answer": turn.answer})
