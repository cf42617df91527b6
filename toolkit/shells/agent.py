"""A shell in which a resident agent on the server runs the steps and keeps a journal of them."""

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from threading import Event

from toolkit.errors import (
    AgentLost,
    AgentRefused,
    AnswerTooLarge,
    CertificateRefused,
    LoginRefused,
    ParsingError,
    ReachError,
    ShellError,
    TransportRefused,
)
from toolkit.model.command import Command, CommandResult, Outcome, Policy
from toolkit.shells.agent_lines import Resolution, journal_name, later_step_lines, opening_lines, resolve_line, step_lines
from toolkit.shells.agent_settings import AgentSettings
from toolkit.shells.answers import ANSWER_KINDS, Answer, AnswerDistrusted, read_answer, read_result
from toolkit.shells.calls import Call
from toolkit.shells.cancelling import Cancellation
from toolkit.shells.contract import Observer, Progress
from toolkit.shells.conversation import Conversation, Line
from toolkit.shells.opening import Opened, RunRefused, open_run, refused_run, start_stage0
from toolkit.shells.overtime import Overtime
from toolkit.shells.wire import Starter, WireLost

_FINAL = (AgentRefused, LoginRefused, CertificateRefused, TransportRefused)
"""Refusals that another attempt would only repeat; a wrong password above all."""
_DISTRUST = (AnswerDistrusted, AnswerTooLarge, ParsingError)
_LONGEST_NEWS = 500
_NOT_KNOWN = "Whether the journal has the answer is not known; saying it again does no harm."


class AgentShell:
    """Asks commands through a resident agent; a lost connection is opened again, and the journal on the server decides."""

    def __init__(self, start: Starter, run_id: str, libraries: Sequence[str], settings: AgentSettings, observer: Observer) -> None:
        self._start = start
        self._run = journal_name(run_id)
        self._libraries = tuple(libraries)
        self._settings = settings
        self._observer = observer
        self._opened: Opened | None = None
        self._known: set[str] = set()
        self._session: dict[str, Command] = {}
        self._cancel_asked = Event()

    def ask(self, commands: Sequence[Command]) -> Iterator[CommandResult]:
        """Send all commands at once and yield one result for each, in order, as soon as it is known.

        Ctrl-C, and leaving the iteration early, stop the step that runs and let the agent keep in its journal how it ended.

        Raises:
            AgentRefused: the agent may not run on this server; its ``why`` begins with the reason of stage 0.
            AgentBusy: another run works on this server.
            ReachError: nothing of this call was started on the server.
        """
        call = Call(commands)
        try:
            while call.waiting:
                yield from self._try(call)
        except (KeyboardInterrupt, GeneratorExit):
            self._stop(call)
            raise
        finally:
            if self._cancel_asked.is_set():
                # A cancelled agent skips everything that follows.
                self._cancel_asked.clear()
                self.close()

    def cancel(self) -> None:
        """Ask the running step to stop; its result comes through :meth:`ask`, the rest as skipped. May be called from a thread.

        When no call is running, the next one is skipped.
        """
        self._cancel_asked.set()

    def resolve(self, step_id: str, resolution: Resolution, who: str) -> None:
        """Tell the journal what became of a step whose state was unknown: applied counts as done, else it may run again.

        Args:
            step_id: the step.
            resolution: what was found.
            who: who found it and how; kept in the journal.

        Raises:
            ShellError: the journal has no such question.
            ReachError: the server cannot be reached.
        """
        try:
            opened = self._opened or self._open((), Call(()))
            opened.conversation.say(resolve_line(step_id, resolution, who))
            answer = _await_resolved(opened.conversation, step_id)
        except WireLost as error:
            self.close()
            raise AgentLost(
                "The connection was lost before the journal answered.", why=f"{error}.", do=("exkit doctor --help",), state=_NOT_KNOWN
            ) from None
        except ReachError:
            self.close()
            raise
        if answer.kind == "REFUSED":
            raise ShellError(f"Step {step_id} cannot be resolved.", why=f"{answer.text('why')}.", do=("exkit runs list",))

    def close(self) -> None:
        """End the agent with everything it started; safe to call twice, never raises."""
        if self._opened:
            self._opened.conversation.close()
        self._opened = None

    def _try(self, call: Call) -> Iterator[CommandResult]:
        """One attempt; when it fails, the pause before the next one, or what can be said of the rest."""
        try:
            yield from self._carry(call)
        except WireLost as error:
            self.close()
            yield from self._recover(call, error)
        except _DISTRUST as error:
            # What it says next is not believed either, and what it does next must not happen.
            self.close()
            yield from call.give_up(f"{error} The agent was stopped.")
        except ReachError as error:
            self.close()
            if not call.sendings:
                raise
            yield from call.give_up(error.what) if isinstance(error, _FINAL) else self._recover(call, WireLost(error.what))

    def _carry(self, call: Call) -> Iterator[CommandResult]:
        if self._cancel_asked.is_set() and not call.sendings:
            yield from call.skip_rest("It was cancelled before it was sent.")
            return
        opened, expected = self._send(call)
        cancellation, overtime = Cancellation(opened.conversation, self._settings), Overtime(self._settings.now)
        while expected:
            if self._cancel_asked.is_set():
                cancellation.press()
            answer = self._next_answer(opened.conversation, call)
            if overtime.is_over(expected[0].deadline_s) and not answer:
                raise AnswerDistrusted(f"The agent lives, but step {expected[0].step_id} is far beyond its deadline.")
            if not answer:
                continue
            result = self._read(answer, expected[0])
            command, overtime = expected.popleft(), Overtime(self._settings.now)
            if call.waiting and command is call.waiting[0]:
                call.take(result)
                yield result

    def _send(self, call: Call) -> tuple[Opened, deque[Command]]:
        """Send the waiting commands; a new agent gets the session steps before them, for what they left in memory is gone."""
        if self._opened:
            call.sendings += 1
            self._opened.conversation.say(*later_step_lines(call.waiting))
            return self._opened, deque(call.waiting)
        commands = [*self._session.values(), *call.waiting]
        return self._open(step_lines(commands), call), deque(commands)

    def _open(self, steps: Sequence[Line], call: Call) -> Opened:
        conversation = start_stage0(self._start, self._settings)
        call.sendings += 1
        settings, self._settings = self._settings, replace(self._settings, new=False)
        try:
            self._opened = open_run(conversation, settings, [*opening_lines(self._run, self._libraries, settings), *steps])
        except RunRefused as refusal:
            self._settings = settings
            call.sendings -= 1
            raise refusal.error from None
        self._known = set(self._opened.journal)
        return self._opened

    def _next_answer(self, conversation: Conversation, call: Call) -> Answer | None:
        """The next answer to a step; signs of life go to the observer."""
        frame = conversation.receive()
        if not frame:
            return None
        if frame.kind in ("OUT", "HB"):
            self._observer(_read_progress(read_answer(frame)))
        if frame.kind not in ANSWER_KINDS:
            return None
        answer = read_answer(frame)
        if answer.kind == "REFUSED" and not answer.step_id:
            if not call.is_untouched:
                raise AnswerDistrusted(f"The agent refuses to go on: {answer.text('why')}.")
            call.sendings = 0
            raise refused_run(answer)
        return answer

    def _read(self, answer: Answer, command: Command) -> CommandResult:
        again = command.shared and command.policy is Policy.IDEMPOTENT
        result = read_result(answer, command, self._run, in_journal=command.step_id in self._known and not again)
        self._known.add(command.step_id)
        if again and result.outcome is Outcome.OK:
            self._session[command.step_id] = command
        return result

    def _recover(self, call: Call, error: WireLost) -> Iterator[CommandResult]:
        if call.stopped:
            yield from call.skip_rest("A step before it did not succeed.")
        elif self._cancel_asked.is_set() or call.is_hopeless(error, len(self._settings.reopen_after_s)):
            if not call.sendings:
                raise AgentLost("The agent could not be started.", why=f"{error}.", do=("exkit doctor --help",)) from None
            yield from call.give_up(f"It was sent, and the connection was lost before its answer: {error}.")
        else:
            self._pause(call, error)

    def _pause(self, call: Call, error: WireLost) -> None:
        pause_s = self._settings.reopen_after_s[call.attempts]
        call.attempts += 1
        says = f"The connection was lost ({error}). Trying again in {pause_s:.0f} s; the journal on the server decides what runs."
        self._observer(Progress(call.waiting[0].step_id, says, notice=True))
        self._settings.sleep(pause_s)

    def _stop(self, call: Call) -> None:
        """Stop what runs and wait until the agent has kept how it ended; a second Ctrl-C leaves at once."""
        try:
            if self._opened and call.waiting:
                with suppress(WireLost, ReachError):
                    self._drain(self._opened.conversation, {command.step_id for command in call.waiting})
        finally:
            self.close()

    def _drain(self, conversation: Conversation, step_ids: set[str]) -> None:
        cancellation = Cancellation(conversation, self._settings)
        while step_ids:
            cancellation.press()
            frame = conversation.receive()
            if not frame or frame.kind not in ANSWER_KINDS:
                continue
            answer = read_answer(frame)
            step_ids.discard(answer.step_id)
            if answer.kind != "SKIP":
                says = f"Stopped; the journal on the server says: {answer.text('state') or answer.kind.lower()}."
                self._observer(Progress(answer.step_id, says, notice=True))


def _await_resolved(conversation: Conversation, step_id: str) -> Answer:
    while True:
        frame = conversation.receive()
        if frame and frame.kind in ("RESOLVED", "REFUSED"):
            answer = read_answer(frame)
            if answer.step_id == step_id:
                return answer


def _read_progress(answer: Answer) -> Progress:
    step_id = answer.text("id") or answer.text("step")
    says = answer.text("progress", _LONGEST_NEWS) or answer.text("last", _LONGEST_NEWS)
    return Progress(step_id, says, answer.number("count") or 0, answer.duration_ms)
