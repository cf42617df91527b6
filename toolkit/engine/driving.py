"""Carry a run out: the only loop that touches shell, journal, clock and people."""

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.engine.contracts import Approver, Clock, Journal, Watcher
from toolkit.engine.progress import RunProgress
from toolkit.engine.running import (
    Action,
    AskApproval,
    AskServer,
    Finished,
    Pause,
    next_action,
    told_approval,
    told_fault,
    told_refusal,
    told_result,
    told_stop,
)
from toolkit.engine.situation import number_steps
from toolkit.errors import ApprovalMissing, ReachError
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


class RunDriver:
    """Carries one run out; after any exception its progress still says how far it came.

    Attributes:
        progress: the run as it stands.
        approved_by: who approved its changes; empty while nobody had to.
    """

    def __init__(self, progress: RunProgress, around: Surroundings) -> None:
        self.progress = progress
        self.approved_by = ""
        self._around = around

    def carry_out(self) -> RunProgress:
        """Carry the run to its end and return it.

        Raises:
            OSError: the journal cannot be kept; nothing is sent without it.
            ValueRefused: a value must not reach a script.
        """
        try:
            while not isinstance(action := self._next(), Finished):
                self._do(action)
        except (ReachError, ApprovalMissing) as fault:
            self._around.journal.write("fault", {"slug": fault.slug, "what": fault.what})
            self._move(told_fault(self.progress, fault))
        return self.progress

    def collect_facts(self) -> RunProgress:
        """Carry the run as far as it only asks, up to the first change, pause or end, and return it.

        Raises:
            ReachError: the server could not be asked.
            OSError: the journal cannot be kept.
            ValueRefused: a value must not reach a script.
        """
        while isinstance(action := self._next(), AskServer):
            self._do(action)
        return self.progress

    def stop(self) -> RunProgress:
        """End the run because a person stopped it, and return it; what the present step has done is not known."""
        self._around.journal.write("stopped", {})
        self._move(told_stop(self.progress))
        return self.progress

    def _next(self) -> Action:
        progress, action = next_action(self.progress, self._around.vocabulary)
        self._move(progress)
        return action

    def _do(self, action: Action) -> None:
        match action:
            case Pause(seconds):
                self._around.watcher.waiting(self.progress.step.id if self.progress.step else "", seconds)
                self._around.clock.sleep(seconds)
            case AskApproval():
                self._approve(action)
            case AskServer(commands):
                self._ask(commands)

    def _approve(self, request: AskApproval) -> None:
        self.approved_by = self._around.approver.approve(request, self.progress.situation)
        hashes = [command.sha256 for command in request.commands]
        self._around.journal.write("approval", {"by": self.approved_by, "sha256": list(hashes)})
        self._move(told_approval(self.progress, request.commands) if self.approved_by else told_refusal(self.progress))

    def _ask(self, commands: Sequence[Command]) -> None:
        for command in commands:
            body = {"step": command.step_id, "sha256": command.sha256, "danger": command.danger.word}
            self._around.journal.write("sent", {**body})
        waiting = list(commands)
        self._announce(waiting[0])
        for result in self._around.shell.ask(commands):
            self._take(waiting.pop(0), result)
            if self.progress.step is None:
                return
            if waiting:
                self._announce(waiting[0])

    def _announce(self, command: Command) -> None:
        step = self.progress.situation.playbook.step(self._step_of(command))
        self._around.watcher.step_started(self._number(step.id), command, step.title)

    def _take(self, command: Command, result: CommandResult) -> None:
        step = self.progress.situation.playbook.step(self._step_of(command))
        template = step.template if isinstance(step, ScriptStep) else ""
        self._around.journal.keep(self._number(step.id), command, result, template)
        body = {"step": command.step_id, "outcome": result.outcome.value, "sha256": result.script_sha256}
        self._around.journal.write("answer", {**body})
        self._move(told_result(self.progress, command, result, self._around.vocabulary))

    def _step_of(self, command: Command) -> str:
        """The step a command belongs to; readings of a wait step are numbered."""
        ids = {step.id for step in self.progress.situation.playbook.steps}
        return command.step_id if command.step_id in ids else command.step_id.rpartition("-")[0]

    def _number(self, step_id: str) -> str:
        return number_steps(self.progress.situation.playbook)[step_id]

    def _move(self, after: RunProgress) -> None:
        before, self.progress = self.progress, after
        for outcome in after.outcomes[len(before.outcomes) :]:
            self._around.watcher.step_finished(outcome)
        for finding in after.findings[len(before.findings) :]:
            self._around.watcher.found(finding)
        for turn in after.turns[len(before.turns) :]:
            self._around.journal.write("turn", {"step": turn.step_id, "answer": turn.answer})
