"""The recording format: a folder of plain files, read and written here alone (docs/reference/recordings.md)."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from hashlib import sha256
from importlib.resources.abc import Traversable
from pathlib import Path

from toolkit.errors import RecordingInvalid
from toolkit.model.command import CommandError, CommandResult, Outcome
from toolkit.model.json_value import JsonValue
from toolkit.shells.session_table import Scalar, Table

FORMAT = 1
SESSION = "session.toml"
SCENARIO_OUTCOMES = (Outcome.OK, Outcome.FAILED, Outcome.DEADLINE, Outcome.CANCELLED, Outcome.UNKNOWN)


class Source(Enum):
    """Where the answers of a recording come from."""

    REAL = "real"
    DOCUMENTATION = "documentation"
    CONSTRUCTED = "constructed"


@dataclass(frozen=True, slots=True)
class About:
    """What a recording is.

    Attributes:
        source: where the answers come from.
        playbook: id of the playbook it was made with.
        title: one line for people.
        exchange: build of the server, ``15.1.2375.7``.
        windows: version of Windows, ``10.0.14393``.
        host: name of the server.
        default: the scenario that ``--lab`` takes for this playbook when none is named.
        redacted: names of the redaction rules that were applied.
        recorded_at: when, ISO 8601; empty when the answers hold no times of their own.
    """

    source: Source
    playbook: str
    title: str
    exchange: str = ""
    windows: str = ""
    host: str = ""
    default: bool = False
    redacted: tuple[str, ...] = ()
    recorded_at: str = ""


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """One answer, and what it answers.

    Attributes:
        number: file number, ``01``.
        step: id of the step.
        template: name of the template, ``observe/volumes``.
        ask: the exact script that was sent; None where a scenario leaves it out.
        result: what came back; ``script_sha256`` is that of ``ask``, empty without it; ``replayed`` is not kept.
        when: scenarios only: the state in which this answer is given; empty for every state.
        then: scenarios only: what the state is afterwards, where it changes.
    """

    number: str
    step: str
    template: str
    ask: str | None
    result: CommandResult
    when: Mapping[str, Scalar] = field(default_factory=dict)
    then: Mapping[str, Scalar] = field(default_factory=dict)

    def fits(self, template: str, state: Mapping[str, Scalar]) -> bool:
        """Return whether a scenario in this state answers ``template`` with this answer."""
        return template == self.template and all(name in state and state[name] == value for name, value in self.when.items())


@dataclass(frozen=True, slots=True)
class Recording:
    """A tape, or a scenario where there is a state.

    Attributes:
        about: what it is.
        parameters: what the run was started with; optional parameters that were not given are left out.
        state: where a scenario begins; None for a tape.
        answers: in the order of the file.
    """

    about: About
    parameters: Mapping[str, Scalar] = field(default_factory=dict)
    state: Mapping[str, Scalar] | None = None
    answers: tuple[RecordedAnswer, ...] = ()

    @property
    def is_scenario(self) -> bool:
        """Whether it answers by template and state, in any order, instead of being played like a tape."""
        return self.state is not None

    def answer_to(self, template: str, state: Mapping[str, Scalar]) -> RecordedAnswer | None:
        """Return the first answer of a scenario that fits; None when the scenario does not know."""
        return next((answer for answer in self.answers if answer.fits(template, state)), None)


def canonical(value: JsonValue) -> str:
    """Return ``value`` as canonical JSON: ASCII, no blanks, keys in their order."""
    return json.dumps(value, separators=(",", ":"))


def read_recording(folder: Traversable) -> Recording:
    """Return the recording in ``folder``.

    Raises:
        RecordingInvalid: a file is missing or breaks the format; all problems are listed as ``file:line: what``.
    """
    problems: list[str] = []
    recording = _read_session(folder, problems)
    if recording is None or problems:
        do = ["exkit lab list", "The format is described in docs/reference/recordings.md."]
        raise RecordingInvalid(f"{folder} is not a recording that can be played.", problems=problems, do=do)
    return recording


def write_recording(folder: Path, recording: Recording) -> None:
    """Write ``recording`` into ``folder``, which is made when it is missing; answers can be appended later.

    Raises:
        FileExistsError: the folder holds a recording already.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / SESSION).open("x", encoding="utf-8", newline="\n") as session:
        session.writelines(f"{line}\n" for line in _session_lines(recording))
    for answer in recording.answers:
        append_answer(folder, answer)


def append_answer(folder: Path, answer: RecordedAnswer) -> None:
    """Add one answer to the recording in ``folder``; its files come first, so that ``session.toml`` never names a missing one."""
    result = answer.result
    files = {"out.txt": "".join(f"{canonical(item)}\n" for item in result.output)}
    if answer.ask is not None:
        files["ask.ps1"] = answer.ask
    if result.errors:
        files["err.txt"] = "".join(f"{canonical(_error_record(error))}\n" for error in result.errors)
    if result.console:
        files["console.txt"] = result.console
    for name, text in files.items():
        (folder / f"{answer.number}.{name}").write_bytes(text.encode(errors="replace"))
    with (folder / SESSION).open("a", encoding="utf-8", newline="\n") as session:
        session.writelines(f"{line}\n" for line in _answer_lines(answer))


def _read_session(folder: Traversable, problems: list[str]) -> Recording | None:
    files = _Files(folder, problems)
    if (text := files.text(SESSION)) is None:
        problems.append(f"{SESSION}:1: is missing")
        return None
    try:
        table = Table(tomllib.loads(text), f"{SESSION}:1", problems)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        problems.append(f"{SESSION}:{line[1] if line else text.count(chr(10)) + 1}: {error}")
        return None
    if table.take("format", int) != FORMAT:
        table.note(f"format must be {FORMAT}")
    parameters, state = table.scalars("parameters"), table.scalars("state") if table.has("state") else None
    blocks = table.tables("answer")
    places = _places(text, len(blocks))
    answers = tuple(_read_answer(Table(block, place, problems), files) for block, place in zip(blocks, places, strict=True))
    recording = Recording(_read_about(table), parameters, state, answers)
    _check(recording, places, problems)
    return recording


def _read_about(table: Table) -> About:
    about = About(
        source=table.choose("source", Source),
        playbook=table.take("playbook", str),
        title=table.take("title", str),
        exchange=table.take("exchange", str, ""),
        windows=table.take("windows", str, ""),
        host=table.take("host", str, ""),
        default=table.take("default", bool, False),
        redacted=table.words("redacted"),
        recorded_at=table.take("recorded_at", str, ""),
    )
    table.end()
    return about


def _places(text: str, count: int) -> list[str]:
    """Return ``file:line: [[answer]] number`` for each answer; line 1 where the headers cannot be told from text."""
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if re.match(r"\s*\[\[\s*answer\s*\]\]", line)]
    lines = lines if len(lines) == count else [1] * count
    return [f"{SESSION}:{line}: [[answer]] {index}" for index, line in enumerate(lines, start=1)]


def _read_answer(table: Table, files: "_Files") -> RecordedAnswer:
    number, step, template = table.take("file", str), table.take("step", str), table.take("template", str)
    if not re.fullmatch(r"[0-9]{2,4}", number):
        table.note(f'file "{number}" is not a number of two to four digits')
        number = "00"
    ask = files.text(f"{number}.ask.ps1")
    result = replace(
        _read_result(number, table, files), step_id=step, script_sha256="" if ask is None else sha256(ask.encode()).hexdigest()
    )
    answer = RecordedAnswer(number, step, template, ask, result, table.scalars("when"), table.scalars("then"))
    table.end()
    return answer


def _read_result(number: str, table: Table, files: "_Files") -> CommandResult:
    return CommandResult(
        step_id="",
        outcome=table.choose("outcome", Outcome),
        why=table.take("why", str, ""),
        output=files.items(f"{number}.out.txt"),
        errors=files.errors(f"{number}.err.txt"),
        warnings=table.words("warnings"),
        console=files.text(f"{number}.console.txt") or "",
        native_exit=table.number_or_none("native_exit"),
        duration_ms=table.take("duration_ms", int, 0),
        truncated=table.take("truncated", bool, False),
    )


def _check(recording: Recording, places: list[str], problems: list[str]) -> None:
    """Note what only the whole recording shows."""
    seen: set[str] = set()
    for answer, place in zip(recording.answers, places, strict=True):
        if answer.number in seen:
            problems.append(f"{place}: file {answer.number} belongs to an answer before this one")
        seen.add(answer.number)
        if recording.is_scenario and answer.result.outcome not in SCENARIO_OUTCOMES:
            problems.append(f"{place}: a scenario cannot answer with {answer.result.outcome.value}")
        if not recording.is_scenario and answer.ask is None:
            problems.append(f"{place}: {answer.number}.ask.ps1 is missing; only a scenario (with [state]) may leave it out")
        if not recording.is_scenario and (answer.when or answer.then):
            problems.append(f"{place}: when and then need a [state]")


class _Files:
    """The files of one recording; notes what cannot be read."""

    def __init__(self, folder: Traversable, problems: list[str]) -> None:
        self._folder = folder
        self._problems = problems

    def text(self, name: str) -> str | None:
        """Return the text of a file with its line ends as they are; None when it is missing."""
        file = self._folder.joinpath(name)
        if not file.is_file():
            return None
        try:
            return file.read_bytes().decode()
        except UnicodeDecodeError as error:
            self._problems.append(f"{name}:1: is not UTF-8 ({error.reason} at byte {error.start})")
            return ""

    def items(self, name: str) -> tuple[JsonValue, ...]:
        """Return the JSON values of a file, one a line; none when it is missing."""
        items: list[JsonValue] = []
        for number, line in enumerate((self.text(name) or "").split("\n"), start=1):
            try:
                if line.strip():
                    items.append(json.loads(line))
            except (ValueError, RecursionError) as error:
                self._problems.append(f"{name}:{number}: is not one JSON value ({error})")
        return tuple(items)

    def errors(self, name: str) -> tuple[CommandError, ...]:
        """Return the error records of a file, one a line; none when it is missing."""
        errors: list[CommandError] = []
        for number, item in enumerate(self.items(name), start=1):
            table = Table(item if isinstance(item, dict) else {}, f"{name}:{number}", self._problems)
            keys = ("error_id", "category", "at")
            errors.append(CommandError(table.take("message", str), *(table.take(key, str, "") for key in keys)))
            table.end()
        return tuple(errors)


def _error_record(error: CommandError) -> dict[str, JsonValue]:
    return {"message": error.message, "error_id": error.error_id, "category": error.category, "at": error.at}


def _session_lines(recording: Recording) -> Iterator[str]:
    about = recording.about
    yield from (f"format = {FORMAT}", f"source = {_toml(about.source.value)}")
    yield from (f"{name} = {_toml(getattr(about, name))}" for name in ("playbook", "title", "exchange", "windows", "host"))
    yield from (f"default = {_toml(about.default)}", f"redacted = [{', '.join(map(_toml, about.redacted))}]")
    if about.recorded_at:
        yield f"recorded_at = {_toml(about.recorded_at)}"
    yield from _table_lines("parameters", recording.parameters)
    if recording.state is not None:
        yield from _table_lines("state", recording.state)


def _table_lines(name: str, values: Mapping[str, Scalar]) -> Iterator[str]:
    yield from ("", f"[{name}]")
    yield from (f"{_key(key)} = {_toml(value)}" for key, value in values.items())


def _answer_lines(answer: RecordedAnswer) -> Iterator[str]:
    result = answer.result
    yield from ("", "[[answer]]", f"file = {_toml(answer.number)}", f"step = {_toml(answer.step)}", f"template = {_toml(answer.template)}")
    yield from (f"outcome = {_toml(result.outcome.value)}", f"duration_ms = {result.duration_ms}")
    if result.why:
        yield f"why = {_toml(result.why)}"
    if result.warnings:
        yield f"warnings = [{', '.join(map(_toml, result.warnings))}]"
    if result.native_exit is not None:
        yield f"native_exit = {result.native_exit}"
    if result.truncated:
        yield "truncated = true"
    for name, values in (("when", answer.when), ("then", answer.then)):
        if values:
            yield f"{name} = {{ {', '.join(f'{_key(key)} = {_toml(value)}' for key, value in values.items())} }}"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _toml(name)


def _toml(value: Scalar) -> str:
    """Return a TOML value; a lone surrogate, which no UTF-8 file can hold, becomes a question mark."""
    if isinstance(value, bool | int):
        return str(value).lower()
    return json.dumps(value.encode(errors="replace").decode(), ensure_ascii=False).replace("\x7f", "\\u007f")
