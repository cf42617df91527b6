"""A shell for servers that refuse the agent: one process for each step, no journal, said aloud."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from secrets import token_hex

from toolkit.errors import AgentLost, AnswerTooLarge, ReachError
from toolkit.model.command import Command, CommandResult, Outcome, Policy
from toolkit.shells.agent_settings import AgentSettings
from toolkit.shells.bootstrap import POWERSHELL, encode_command
from toolkit.shells.contract import Observer, Progress
from toolkit.shells.fallback_answers import AnswerReader, read_answer
from toolkit.shells.wire import Starter, Wire, WireLost
from toolkit.shipped import shipped_folder

NOTICE = (
    "The agent may not run on this server: each step gets a process of its own. "
    "There is no journal on the server, so a change whose answer is lost stays unknown."
)
_POLL_S = 1.0
_LOST = "The answer was lost, and without the agent there is no journal to ask."


class FallbackShell:
    """Asks each command in a new process; libraries and session steps run again in each of them."""

    def __init__(self, start: Starter, libraries: Sequence[str], settings: AgentSettings, observer: Observer) -> None:
        self._start = start
        self._libraries = tuple(libraries)
        self._settings = settings
        self._observer = observer
        self._session: dict[str, str] = {}
        self._is_announced = False
        self._wire: Wire | None = None

    def ask(self, commands: Sequence[Command]) -> Iterator[CommandResult]:
        """Ask one command after the other and yield the result of each.

        Raises:
            ReachError: nothing of this call was started on the server.
        """
        if commands and not self._is_announced:
            self._is_announced = True
            self._observer(Progress("", NOTICE, notice=True))
        stopped = False
        for number, command in enumerate(commands):
            if stopped:
                yield CommandResult(command.step_id, Outcome.SKIPPED, "A step before it did not succeed.")
                continue
            result = self._run(command, is_first=number == 0)
            stopped = result.outcome is not Outcome.OK and not command.goes_on
            yield result

    def close(self) -> None:
        """End the process that runs, with everything it started; safe to call twice, never raises."""
        if self._wire:
            self._wire.close()
        self._wire = None

    def _run(self, command: Command, *, is_first: bool) -> CommandResult:
        if command.shared and command.policy is Policy.ONCE:
            return CommandResult(command.step_id, Outcome.REFUSED, "A change that must stay in memory needs the agent.")
        try:
            self._open()
        except (WireLost, ReachError) as error:
            self.close()
            if is_first:
                raise error if isinstance(error, ReachError) else AgentLost("PowerShell could not be started.", why=f"{error}.") from None
            return CommandResult(command.step_id, Outcome.SKIPPED, f"It was not sent: {error}")
        try:
            result = self._converse(command)
        finally:
            self.close()
        if command.shared and result.outcome is Outcome.OK:
            self._session[command.step_id] = command.script
        return result

    def _open(self) -> None:
        """Start PowerShell and wait until it reads."""
        self._wire = self._start(fallback_command_line())
        reader = AnswerReader("")
        began = self._settings.now()
        while not reader.is_ready:
            reader.feed(self._wire.receive(_POLL_S))
            if self._settings.now() - began > self._settings.start_s:
                raise WireLost("PowerShell did not become ready")

    def _converse(self, command: Command) -> CommandResult:
        """Send the scripts and wait for the answer; the end of the wire and the deadline end the process."""
        wire = self._wire
        assert wire
        token = token_hex(16)
        reader = AnswerReader(token)
        began = self._settings.now()
        try:
            wire.send(self._encode(command, token))
            while not reader.is_complete:
                if self._settings.now() - began > command.deadline_s:
                    return _stopped(command)
                data = wire.receive(_POLL_S)
                reader.feed(data)
                if not data:
                    self._prod(wire)
                    self._observer(Progress(command.step_id, running_ms=round((self._settings.now() - began) * 1000), says=""))
            return read_answer(reader.text, command)
        except (WireLost, ReachError, AnswerTooLarge) as error:  # it was sent: whatever comes now, its state is not known
            return CommandResult(command.step_id, Outcome.UNKNOWN, f"{_LOST} ({error})")

    def _prod(self, wire: Wire) -> None:
        """A script that said exit ends PowerShell only when another line comes; an empty one does no harm."""
        with suppress(WireLost):
            wire.send(b"\n")

    def _encode(self, command: Command, token: str) -> bytes:
        scripts = [("library", text) for text in self._libraries]
        scripts += [("shared", text) for step_id, text in self._session.items() if step_id != command.step_id]
        scripts += [("step", command.script)]
        lines = [json.dumps({"kind": kind, "characters": _count(text), "text": text}) for kind, text in scripts]
        return "\n".join(["", f"#EXK-STEP {token}", *lines, "#EXK-END", ""]).encode("ascii")


def fallback_command_line() -> str:
    """Return the command line that starts the fallback, without the comments and indentation of its file."""
    text = (shipped_folder("ps_templates") / "agent" / "fallback" / "step.ps1").read_text(encoding="ascii")
    lines = (line.strip() for line in text.splitlines())
    return POWERSHELL + encode_command("\n".join(line for line in lines if not line.startswith("#")) + "\n")


def _count(text: str) -> int:
    """Characters as .NET counts them: UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _stopped(command: Command) -> CommandResult:
    why = f"It was ended after {command.deadline_s} s; what it had done is not known."
    return CommandResult(command.step_id, Outcome.UNKNOWN if command.policy is Policy.ONCE else Outcome.DEADLINE, why)
