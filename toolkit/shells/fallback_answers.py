"""Reading what a step without the agent answers: JSON in short lines between two markers that carry a token."""

import re

from toolkit.errors import AnswerTooLarge, ParsingError
from toolkit.model.command import Command, CommandError, CommandResult, Outcome
from toolkit.model.json_value import JsonValue
from toolkit.shells.answers import LONGEST_TEXT, MOST_ERRORS, MOST_RECORDS, Answer
from toolkit.shells.strict_json import parse_all, parse_object

LARGEST_BYTES = 64 << 20
_END = re.compile(rb"@EXK [0-9a-f]{32} END ([0-9]{1,9})\s*\Z")
_STATES = {"ok": Outcome.OK, "failed": Outcome.FAILED, "refused": Outcome.REFUSED}


class AnswerReader:
    """Bytes in, one answer out.

    Attributes:
        is_ready: PowerShell waits for the step.
        is_complete: the answer has ended.
    """

    def __init__(self, token: str) -> None:
        self.is_ready = False
        self.is_complete = False
        self._marker = f"@EXK {token} ".encode("ascii")
        self._is_inside = False
        self._line = bytearray()
        self._answer = bytearray()
        self._bytes = 0

    @property
    def text(self) -> str:
        """The JSON of the answer."""
        return self._answer.decode("ascii", "replace")

    def feed(self, data: bytes) -> None:
        """Take what arrived; anything that is not part of the answer is noise.

        Raises:
            AnswerTooLarge: more than 64 MiB.
            ParsingError: the answer is not as long as its end says: a line is missing or too many.
        """
        self._bytes += len(data)
        if self._bytes > LARGEST_BYTES:
            raise AnswerTooLarge("The answer went over 64 MiB.", state="The step was started; what it has done is not known.")
        *ends, rest = data.split(b"\n")
        for end in ends:
            self._line += end
            line = bytes(self._line)
            self._line.clear()
            self._read(line.rstrip(b"\r"))
        self._line += rest

    def _read(self, line: bytes) -> None:
        if line.endswith(b"@EXK 0 READY"):
            self.is_ready = True
        elif self.is_complete:
            return
        elif self._is_inside and line.startswith(b"|"):
            self._answer += line[1:]
        elif line == self._marker + b"BEGIN":
            self._is_inside = True
        elif self._is_inside and line.startswith(self._marker):
            self._end(line)

    def _end(self, line: bytes) -> None:
        match = _END.fullmatch(line)
        if not match or int(match[1]) != len(self._answer):
            raise ParsingError("The answer of the step cannot be read.", why="It is not as long as its last line says.")
        self.is_complete = True


def read_answer(text: str, command: Command) -> CommandResult:
    """Return what the answer ``text`` says of ``command``.

    Raises:
        ParsingError: it is not such an answer.
    """
    answer = Answer("answer", parse_object(text))
    state = _STATES.get(answer.text("state"))
    if state is None:
        raise ParsingError("The answer of the step cannot be read.", why=f"The state {answer.text('state')!r} does not exist.")
    errors = tuple(_read_error(record) for record in answer.items("errors")[:MOST_ERRORS])
    return CommandResult(
        command.step_id,
        state,
        why=_explain(state, answer.text("stage"), errors),
        output=tuple(parse_all([item for item in answer.items("output") if isinstance(item, str)])),
        errors=errors,
        warnings=tuple(str(warning)[:LONGEST_TEXT] for warning in answer.items("warnings")[:MOST_RECORDS]),
        native_exit=answer.number("native_exit"),
        script_sha256=command.sha256,
    )


def _explain(state: Outcome, stage: str, errors: tuple[CommandError, ...]) -> str:
    message = errors[0].message if errors else ""
    return f"The {stage} script before it failed: {message}" if state is Outcome.REFUSED else message


def _read_error(record: JsonValue) -> CommandError:
    if not isinstance(record, dict):
        raise ParsingError("The answer of the step cannot be read.", why="An error record is no object.")
    error = Answer("error record", record)
    return CommandError(error.text("message"), error.text("id"), error.text("category"), error.text("at"))
