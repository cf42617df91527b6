"""What the agent's answer to a step means."""

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.errors import ParsingError
from toolkit.model.command import Command, CommandError, CommandResult, Outcome
from toolkit.model.json_value import JsonValue
from toolkit.shells.frames import Frame
from toolkit.shells.strict_json import parse_object

ANSWER_KINDS = {
    "RESULT": Outcome.OK,
    "UNKNOWN": Outcome.UNKNOWN,
    "SKIP": Outcome.SKIPPED,
    "CONFLICT": Outcome.CONFLICT,
    "REJECTED": Outcome.REJECTED,
    "REFUSED": Outcome.REFUSED,
}
"""Frames that answer a step; the outcome of a RESULT stands in it."""

_STATES = {
    "ok": Outcome.OK,
    "applied": Outcome.OK,
    "failed": Outcome.FAILED,
    "deadline": Outcome.DEADLINE,
    "cancelled": Outcome.CANCELLED,
}
_SKIPPED = "A step before it did not succeed."
LONGEST_TEXT, LONGEST_CONSOLE = 4000, 1 << 20
MOST_ERRORS, MOST_RECORDS = 50, 200
"""What an honest agent keeps to; a server that does not must not fill terminals and reports."""
LONGEST_MS = 10**9
"""Eleven days, which no step lasts."""


class AnswerDistrusted(Exception):
    """An answer is not the answer to what was asked: nothing further from this agent is believed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came, before it is compared with what was asked.

    Attributes:
        kind: of the frame.
        members: of the payload.
    """

    kind: str
    members: Mapping[str, JsonValue]

    @property
    def step_id(self) -> str:
        """The step that it answers; empty when it answers none."""
        return self.text("id")

    def text(self, name: str, longest: int = LONGEST_TEXT) -> str:
        """Return a text member, cut after ``longest`` characters; empty when it is missing or null.

        Raises:
            ParsingError: it is something else.
        """
        value = self.members.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise ParsingError(f"The agent's {self.kind} cannot be read.", why=f"Its {name} is no text.")
        return value[:longest]

    def number(self, name: str) -> int | None:
        """Return an integer member; None when it is missing, null or no integer."""
        value = self.members.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    @property
    def duration_ms(self) -> int:
        """Milliseconds that a step took, as far as that can be."""
        return max(0, min(self.number("ms") or 0, LONGEST_MS))

    def items(self, name: str) -> list[JsonValue]:
        """Return a list member; empty when it is missing or null.

        Raises:
            ParsingError: it is something else.
        """
        value = self.members.get(name) or []
        if not isinstance(value, list):
            raise ParsingError(f"The agent's {self.kind} cannot be read.", why=f"Its {name} is no list.")
        return value


def read_answer(frame: Frame) -> Answer:
    """Return the members of a frame that carries an object.

    Raises:
        ParsingError: it carries something else.
    """
    return Answer(frame.kind, parse_object(frame.text))


def read_result(answer: Answer, command: Command, run: str, *, in_journal: bool = False) -> CommandResult:
    """Return what ``answer`` says of ``command``.

    Args:
        answer: of a kind in :data:`ANSWER_KINDS`.
        command: what was asked.
        run: the run as the agent knows it.
        in_journal: the journal held an answer when the run was opened.

    Raises:
        AnswerDistrusted: it answers another step, belongs to another run, or another script ran.
        ParsingError: a member has the wrong kind.
    """
    if answer.step_id != command.step_id:
        raise AnswerDistrusted(f"The server answered for step {answer.step_id!r} when {command.step_id!r} was awaited.")
    if answer.kind != "RESULT":
        return CommandResult(command.step_id, ANSWER_KINDS[answer.kind], _explain(answer))
    _compare(answer, command, run)
    return CommandResult(
        command.step_id,
        _STATES[answer.text("state")],
        why=_explain_state(answer),
        output=tuple(answer.items("output")),
        errors=tuple(_read_error(record) for record in answer.items("errors")[:MOST_ERRORS]),
        warnings=_read_stream(answer, "warning"),
        console=answer.text("console", LONGEST_CONSOLE),
        native_exit=answer.number("native_exit"),
        duration_ms=answer.duration_ms,
        script_sha256=answer.text("sha"),
        truncated=bool(answer.members.get("truncated")),
        replayed=in_journal,
    )


def _compare(answer: Answer, command: Command, run: str) -> None:
    if answer.text("run") != run:
        raise AnswerDistrusted(f"The answer belongs to run {answer.text('run')!r}, not to {run!r}.")
    if answer.text("state") not in _STATES:
        raise AnswerDistrusted(f"The answer has the state {answer.text('state')!r}, which does not exist.")
    # A person's answer to a step whose beginning was torn by a power cut knows no script.
    expected = (command.sha256, "") if answer.text("state") == "applied" else (command.sha256,)
    if answer.text("sha") not in expected:
        raise AnswerDistrusted("The hash of the script that ran is not the hash of the script that was sent.")


def _explain(answer: Answer) -> str:
    if answer.kind == "SKIP":
        return _SKIPPED
    line = answer.number("line")
    why = answer.text("why")
    return f"Line {line}: {why}" if line else _sentence(why)


def _explain_state(answer: Answer) -> str:
    if answer.text("state") == "applied":
        return f"A person said that it was applied: {answer.text('by')}"
    if answer.text("not_kept"):
        return f"It ended, but its answer could not be kept on the server: {answer.text('not_kept')}"
    errors = answer.items("errors")
    return _read_error(errors[0]).message if answer.text("why") == "error" and errors else _sentence(answer.text("why"))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""


def _read_error(record: JsonValue) -> CommandError:
    if not isinstance(record, dict):
        raise ParsingError("The agent's RESULT cannot be read.", why="An error record is no object.")
    error = Answer("error record", record)
    return CommandError(error.text("message"), error.text("id"), error.text("category"), error.text("at"))


def _read_stream(answer: Answer, name: str) -> tuple[str, ...]:
    streams = answer.members.get("streams")
    if not isinstance(streams, dict):
        return ()
    return tuple(str(text)[:LONGEST_TEXT] for text in Answer("streams", streams).items(name)[:MOST_RECORDS])
