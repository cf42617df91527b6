"""Recorded answers instead of a server: a strict tape, or a scenario with a small state."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from toolkit.errors import RecordingMismatch, RecordingUnfinished
from toolkit.model.command import Command, CommandError, CommandResult, Outcome
from toolkit.shells.session_file import RecordedAnswer, Recording

NOT_ON_TAPE = "Exkit.Lab.NotOnTape"
"""Error id of the answer to a script that a scenario does not know; never an empty success."""
_TEMPLATE = re.compile(r"\A# exkit (?P<name>[a-z0-9_/]+)\n")


def template_of(script: str) -> str:
    """Return the template that a rendered script names in its first line; empty when it names none."""
    match = _TEMPLATE.match(script)
    return match["name"] if match else ""


class TapeShell:
    """Plays a recording in its order: the same scripts must be asked, all of them, and nothing else."""

    def __init__(self, recording: Recording, name: str) -> None:
        self._left = list(recording.answers)
        self._name = name

    def ask(self, commands: Sequence[Command]) -> Iterator[CommandResult]:
        """Yield the recorded answers; those behind a failure are skipped as a server would skip them.

        Raises:
            RecordingMismatch: another script is asked than the next one on the tape.
        """
        stopped = False
        for command in commands:
            if stopped:
                yield _skipped(command)
                continue
            result = self._next(command)
            stopped = result.outcome is not Outcome.OK and not command.goes_on
            yield result

    def _next(self, command: Command) -> CommandResult:
        if not self._left or self._left[0].ask != command.script:
            raise RecordingMismatch(
                f"step {command.step_id} asks something that is not next on the tape {self._name}",
                why=_describe(command, self._left),
                do=("exkit run --help", "Record the run again, or correct the playbook."),
                state="No server was asked: this is a rehearsal.",
            )
        answer = self._left.pop(0)
        return replace(answer.result, step_id=command.step_id, script_sha256=command.sha256)

    def finish(self) -> None:
        """Check that the tape was played to its end.

        Raises:
            RecordingUnfinished: answers are left.
        """
        if self._left:
            steps = ", ".join(answer.step for answer in self._left[:5])
            raise RecordingUnfinished(
                f"{len(self._left)} answers are left on the tape {self._name}",
                why=f"The run took another way than the recording, or ended earlier. Not asked: {steps}.",
                do=("exkit run --help",),
                state="No server was asked: this is a rehearsal.",
            )

    def close(self) -> None:
        """Free nothing: a tape holds nothing on a server."""


class ScenarioShell:
    """Answers by template and state, without a server between: for rehearsing every path of a playbook."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._state = dict(recording.state or {})

    def ask(self, commands: Sequence[Command]) -> Iterator[CommandResult]:
        """Yield an answer for each command; a script that the scenario does not know has failed."""
        stopped = False
        for command in commands:
            result = _skipped(command) if stopped else self._answer(command)
            stopped = stopped or (result.outcome is not Outcome.OK and not command.goes_on)
            yield result

    def _answer(self, command: Command) -> CommandResult:
        template = template_of(command.script)
        answer = self._recording.answer_to(template, self._state)
        if answer is None:
            state = ", ".join(f"{name}={value}" for name, value in sorted(self._state.items()))
            error = CommandError(f"The scenario has no answer to {template or 'this script'} in the state {state}", NOT_ON_TAPE)
            return CommandResult(command.step_id, Outcome.FAILED, "not on the tape", errors=(error,), script_sha256=command.sha256)
        self._state.update(answer.then)
        return replace(answer.result, step_id=command.step_id, script_sha256=command.sha256)

    def close(self) -> None:
        """Free nothing."""


def _skipped(command: Command) -> CommandResult:
    return CommandResult(command.step_id, Outcome.SKIPPED, "a step before it did not succeed")


def _describe(command: Command, left: Sequence[RecordedAnswer]) -> str:
    asked = command.script.splitlines()
    texts = {answer.number: answer.ask or "" for answer in left}
    if not texts:
        return "The tape is at its end."
    nearest = max(texts, key=lambda number: difflib.SequenceMatcher(None, texts[number], command.script).quick_ratio())
    changes = [line for line in difflib.ndiff(texts[nearest].splitlines(), asked) if line[:2] in ("- ", "+ ")]
    return "\n".join([f"Nearest is answer {nearest} ({next(answer.step for answer in left if answer.number == nearest)}):", *changes[:6]])
