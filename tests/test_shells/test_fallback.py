"""Without the agent a lost answer stays unknown, and nothing is taken for an answer that is none."""

import json
from collections.abc import Callable

import pytest

from tests.test_shells.fake_server import Clock, ask_again, command
from toolkit.errors import AgentLost, AnswerTooLarge, ConnectionRefused, ParsingError
from toolkit.model.command import CommandResult, Outcome
from toolkit.shells.agent_settings import AgentSettings
from toolkit.shells.contract import Progress
from toolkit.shells.fallback import NOTICE, FallbackShell
from toolkit.shells.fallback_answers import AnswerReader, read_answer
from toolkit.shells.wire import WireEnded, WireLost

TOKEN = "0123456789abcdef" * 2
Answering = Callable[["Process", list[dict[str, str]]], None]


def encode(members: dict[str, object], token: str, *, lie: int = 0) -> bytes:
    """Return an answer as the script writes it."""
    text = json.dumps(members)
    lines = [f"|{text[start : start + 70]}" for start in range(0, len(text), 70)]
    return "\r\n".join(["", f"@EXK {token} BEGIN", *lines, f"@EXK {token} END {len(text) + lie}", ""]).encode()


def ok(process: "Process", scripts: list[dict[str, str]]) -> None:
    """Answer with the kinds of the scripts."""
    kinds = [json.dumps(script["kind"]) for script in scripts]
    members: dict[str, object] = {"state": "ok", "stage": "step", "output": kinds, "errors": [], "warnings": [], "native_exit": None}
    process.outbox.append(encode(members, process.token))


def fail(process: "Process", scripts: list[dict[str, str]]) -> None:
    """Answer with an error."""
    error = {"message": "no", "id": "X", "category": "NotSpecified", "at": ""}
    process.outbox.append(encode({"state": "failed", "stage": "step", "output": [], "errors": [error]}, process.token))


def end(process: "Process", scripts: list[dict[str, str]]) -> None:
    """End without an answer."""
    process.outbox.append(WireEnded(5))


def lie(process: "Process", scripts: list[dict[str, str]]) -> None:
    """Lose a piece of the answer."""
    process.outbox.append(encode({"state": "ok"}, process.token, lie=70))


def say_nothing(process: "Process", scripts: list[dict[str, str]]) -> None:
    """Never answer."""


class Process:
    """A process in memory."""

    def __init__(self, clock: Clock, answering: Answering) -> None:
        self.clock = clock
        self.answering = answering
        self.outbox: list[bytes | BaseException] = [b"\r\n@EXK 0 READY\r\n"]
        self.token = ""
        self.prods = 0
        self.is_closed = False

    def send(self, data: bytes) -> None:
        """Take the scripts, or an empty line."""
        if data == b"\n":
            self.prods += 1
            return
        first, *lines, last = data.decode("ascii").split("\n")[1:-1]
        assert last == "#EXK-END"
        self.token = first.removeprefix("#EXK-STEP ")
        self.answering(self, [json.loads(line) for line in lines])

    def receive(self, timeout_s: float) -> bytes:
        """Return what was said; time passes when that is nothing."""
        said = self.outbox.pop(0) if self.outbox else b""
        if isinstance(said, BaseException):
            raise said
        if not said:
            self.clock.now_s += timeout_s
        return said

    def interrupt(self) -> None:
        """Is not used."""

    def close(self) -> None:
        """Remember it."""
        self.is_closed = True


class Machine:
    """Starts processes that answer in turn as they were told."""

    def __init__(self, *answering: Answering | BaseException) -> None:
        self.clock = Clock()
        self.answering = list(answering)
        self.processes: list[Process] = []
        self.progress: list[Progress] = []
        settings = AgentSettings(now=self.clock.now, sleep=self.clock.sleep)
        self.shell = FallbackShell(self.start, ("function f { 1 }",), settings, self.progress.append)

    def start(self, command_line: str) -> Process:
        """Start the next one."""
        answering = self.answering.pop(0)
        if isinstance(answering, BaseException):
            raise answering
        self.processes.append(Process(self.clock, answering))
        return self.processes[-1]


def outcomes(results: list[CommandResult]) -> list[Outcome]:
    """Return the outcomes."""
    return [result.outcome for result in results]


def test_a_process_for_each_step_with_everything_before_it() -> None:
    """Libraries and session steps go before each step; the person is told once; every process is ended."""
    machine = Machine(ok, ok, ok)
    first = list(machine.shell.ask([ask_again("session", shared=True), command("s1")]))
    second = list(machine.shell.ask([command("s2")]))
    assert [result.output for result in [*first, *second]] == [("library", "step"), *[("library", "shared", "step")] * 2]
    assert [note.says for note in machine.progress if note.notice] == [NOTICE]
    assert all(process.is_closed for process in machine.processes)
    assert len({process.token for process in machine.processes}) == 3


def test_failure_stops_the_rest() -> None:
    """Unless the command goes on."""
    machine = Machine(fail, fail)
    results = list(machine.shell.ask([command("s1", goes_on=True), command("s2"), command("s3")]))
    assert outcomes(results) == [Outcome.FAILED, Outcome.FAILED, Outcome.SKIPPED]


@pytest.mark.parametrize("loss", [end, lie])
def test_lost_answer_is_unknown(loss: Answering) -> None:
    """Whether the process died or its answer is not whole."""
    assert outcomes(list(Machine(loss).shell.ask([command("s1"), command("s2")]))) == [Outcome.UNKNOWN, Outcome.SKIPPED]


def test_deadline_ends_the_process() -> None:
    """A change is unknown then, a question is late; empty lines let an exit take effect meanwhile."""
    machine = Machine(say_nothing, say_nothing)
    results = list(machine.shell.ask([command("s1", goes_on=True), ask_again("s2")]))
    assert outcomes(results) == [Outcome.UNKNOWN, Outcome.DEADLINE]
    assert all(process.is_closed and process.prods for process in machine.processes)


def test_shared_change_is_refused() -> None:
    """It would run again with every step behind it."""
    machine = Machine()
    assert outcomes(list(machine.shell.ask([command("s1", shared=True)]))) == [Outcome.REFUSED]


@pytest.mark.parametrize("error", [ConnectionRefused("closed"), WireLost("cut")])
def test_nothing_started_is_an_error_and_later_a_skipped_step(error: BaseException) -> None:
    """The first step that cannot be sent raises; a later one was not begun."""
    with pytest.raises(ConnectionRefused if isinstance(error, ConnectionRefused) else AgentLost):
        list(Machine(error).shell.ask([command("s1")]))
    assert outcomes(list(Machine(ok, error).shell.ask([command("s1"), command("s2")]))) == [Outcome.OK, Outcome.SKIPPED]


def test_reader_takes_any_chunking_and_ignores_noise() -> None:
    """Console noise, other tokens and what comes after the end are not part of the answer."""
    answer = encode({"state": "ok", "output": ["1"]}, TOKEN)
    noise = b"dots...\r\n|not inside\r\n" + encode({"state": "failed"}, "f" * 32)
    data = noise + answer.replace(b"BEGIN\r\n", b"BEGIN\r\nnoise\r\n") + b"|late\r\n"
    reader = AnswerReader(TOKEN)
    for start in range(len(data)):
        reader.feed(data[start : start + 1])
    assert reader.is_complete
    assert read_answer(reader.text, command("s1")).output == (1,)


def test_reader_is_bounded() -> None:
    """64 MiB are the end."""
    reader = AnswerReader(TOKEN)
    with pytest.raises(AnswerTooLarge):
        for _ in range(65):
            reader.feed(b"." * (1 << 20))


@pytest.mark.parametrize("text", ["[]", '{"state":"great"}', '{"state":"ok","output":["{"]}', '{"state":"failed","errors":["x"]}'])
def test_answer_that_is_none(text: str) -> None:
    """Nonsense is said to be nonsense."""
    with pytest.raises(ParsingError):
        read_answer(text, command("s1"))
