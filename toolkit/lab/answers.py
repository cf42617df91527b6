"""Where the recorded engine takes its answers from: a scenario with its state, or a function."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.lab.settings import AnswerFunction, Timing
from toolkit.model.command import CommandError, CommandResult, Outcome
from toolkit.shells.session_file import Recording
from toolkit.shells.session_table import Scalar

EXCHANGE_SHELL = "observe/exchange_shell"
NOT_ON_TAPE = "Exkit.Lab.NotOnTape"


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """What a step will come to.

    Attributes:
        result: outcome, output, errors.
        duration_s: how long it takes on the server.
        then: what it changes in the scenario's state.
    """

    result: CommandResult
    duration_s: float
    then: Mapping[str, Scalar] = field(default_factory=dict)


class Answers:
    """Answers of one server; the state of its scenario survives shells and reboots.

    Args:
        source: scenario or function.
        timing: costs where the answer names none.
    """

    def __init__(self, source: Recording | AnswerFunction, timing: Timing) -> None:
        self._source = source
        self._timing = timing
        self.state: dict[str, Scalar] = dict((source.state or {}) if isinstance(source, Recording) else {})

    def answer(self, step_id: str, script: str, *, shell_loaded: bool) -> StepAnswer:
        """Return what the step comes to; nothing has happened yet.

        Args:
            step_id: of the step.
            script: its text; the template's name stands in its first line.
            shell_loaded: the process has loaded the Exchange shell before.
        """
        template = template_of(script)
        if not isinstance(self._source, Recording):
            return StepAnswer(self._source(step_id, script), self._cost(template, 0, shell_loaded=shell_loaded))
        known = self._source.answer_to(template, self.state)
        if known is None:
            return StepAnswer(self._not_on_tape(step_id, template), 0.0)
        return StepAnswer(known.result, self._cost(template, known.result.duration_ms, shell_loaded=shell_loaded), known.then)

    def become(self, answer: StepAnswer) -> None:
        """Let the step have happened."""
        self.state.update(answer.then)

    def _cost(self, template: str, duration_ms: int, *, shell_loaded: bool) -> float:
        if template == EXCHANGE_SHELL:
            return self._timing.step_s if shell_loaded else self._timing.exchange_shell_s
        return duration_ms / 1000 or self._timing.step_s

    def _not_on_tape(self, step_id: str, template: str) -> CommandResult:
        words = ", ".join(f"{name} = {value}" for name, value in self.state.items()) or "without words"
        said = f"The lab's scenario has no answer to {template or 'a script without a template'} in the state: {words}."
        return CommandResult(step_id, Outcome.FAILED, "error", errors=(CommandError(said, NOT_ON_TAPE, "ObjectNotFound"),))


def template_of(script: str) -> str:
    """Return the template that a script names in its first line; empty when it names none."""
    found = re.match(r"\ufeff?# exkit (\S+)", script)
    return found[1] if found else ""
