"""The way to an agent, looked at from here: what no answer of a script can tell. The looks leave run folders behind and nothing else."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from toolkit.errors import AgentBusy, AgentRefused, AnswerTooLarge, ParsingError, ReachError
from toolkit.model.command import Command, Policy
from toolkit.model.contact_way import BeatLook, EndLook, KillLook, LineLook, RefusalLook, StartLook, StopLook, WayLooks
from toolkit.model.first_contact import Blind
from toolkit.shells.agent_lines import journal_name, opening_lines, step_lines
from toolkit.shells.agent_settings import AgentSettings
from toolkit.shells.answers import ANSWER_KINDS, Answer, read_answer
from toolkit.shells.conversation import Conversation
from toolkit.shells.opening import REASONS, RunRefused, open_run, start_stage0
from toolkit.shells.wire import Starter, Wire, WireEnded, WireLost

LONG_LINE_BYTES = 2_000_000
PATIENCE_S = 90.0
"""Silence after which a look is lost; a long line may take its time."""
ANSWER_S, END_S, ALONE_S, REOPEN_S = 20.0, 10.0, 3.0, 15.0
"""How long an answer, the end of a process, its end without another line, and the release of its locks are awaited."""
_REFUSED = re.compile(rb"@EXK 0 REFUSED ([a-z-]{1,40})")
_BROKEN = (WireLost, ReachError, AnswerTooLarge, ParsingError)
Looked = TypeVar("Looked")


@dataclass(frozen=True, slots=True)
class Trial:
    """What the looks are made with.

    Attributes:
        start: starts a command line on the server.
        run_id: run folders are named after it.
        waiting: a step that does nothing but wait.
        settings: of the agent.
        watch_s: how long the signs of life of that step are watched.
    """

    start: Starter
    run_id: str
    waiting: Command
    settings: AgentSettings
    watch_s: float = 5.0

    def run(self, part: str) -> str:
        """Return the name of the run of one look."""
        return journal_name(f"{self.run_id}-{part}")


def look_at_way(trial: Trial) -> WayLooks:
    """Return everything that can be seen from here.

    Raises:
        AgentRefused: the agent may not run on this server.
        ReachError: the server cannot be reached, or another run works there.
    """
    start, line, end = _look_at_long_line(trial)
    beat, stop = _look_at_waiting(trial)
    return WayLooks(start, line, beat, stop, _try(lambda: _look_at_kill(trial)), end, _try(lambda: _look_at_refusal(trial)))


def refusal_word(error: AgentRefused) -> str:
    """Return the word with which stage 0 refuses; ``other`` for one that is not known."""
    word = error.why.partition(":")[0]
    return word if word in REASONS else "other"


def _try(look: Callable[[], Looked | Blind]) -> Looked | Blind:
    """Return what a look brings, or that it was lost on the way."""
    try:
        return look()
    except _BROKEN:
        return Blind.LOST


class _Agent:
    """An agent with an open run, and the wire below its conversation."""

    def __init__(self, trial: Trial, run: str, heartbeat_s: float) -> None:
        settings = replace(trial.settings, heartbeat_s=heartbeat_s, alone=True)
        self.now = settings.now
        self._wire: Wire | None = None
        began = self.now()
        self.conversation: Conversation = start_stage0(self._keep(trial.start), settings)
        ready = self.now()
        try:
            open_run(self.conversation, settings, list(opening_lines(run, (), settings)))
        except RunRefused as refusal:
            raise refusal.error from None
        self.conversation.patience_s = PATIENCE_S
        self.start = StartLook(_ms(ready - began), _ms(self.now() - ready))

    def _keep(self, start: Starter) -> Starter:
        def keep(line: str) -> Wire:
            self._wire = start(line)
            return self._wire

        return keep

    def exit_code(self) -> int | None:
        """Return the exit code of the process; None when it does not end in time, its input being open."""
        return _exit_code(self._wire, END_S, self.now) if self._wire else None

    def answer(self, seconds: float) -> Answer | None:
        """Return the next answer to a step; None when there was none in time."""
        until = self.now() + seconds
        while self.now() < until:
            frame = self.conversation.receive()
            if frame and frame.kind in ANSWER_KINDS:
                return read_answer(frame)
        return None

    def runs(self, step_id: str) -> bool:
        """Whether the agent says in time that the step runs; False as well when it has ended."""
        until = self.now() + ANSWER_S
        while self.now() < until:
            frame = self.conversation.receive()
            if frame and frame.kind in ANSWER_KINDS:
                return False
            if frame and frame.kind in ("OUT", "HB") and step_id in (read_answer(frame).text("id"), read_answer(frame).text("step")):
                return True
        return False


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _exit_code(wire: Wire, seconds: float, now: Callable[[], float]) -> int | None:
    until = now() + seconds
    while now() < until:
        try:
            wire.receive(1.0)
        except WireEnded as end:
            return end.exit_code
        except WireLost:
            return None
    return None


def _look_at_long_line(trial: Trial) -> tuple[StartLook | Blind, LineLook | Blind, EndLook | Blind]:
    """A line that only the agent's checksum can find whole; then EXIT, while its input stays open."""
    try:
        agent = _Agent(trial, trial.run("line"), trial.settings.heartbeat_s)
    except WireLost:
        return Blind.LOST, Blind.LOST, Blind.LOST
    try:
        return agent.start, _try(lambda: _send_long_line(agent)), _try(lambda: _leave(agent))
    finally:
        agent.conversation.close()


def _send_long_line(agent: _Agent) -> LineLook | Blind:
    began = agent.now()
    agent.conversation.say(("PING", "A" * LONG_LINE_BYTES))
    while agent.now() - began < PATIENCE_S:
        frame = agent.conversation.receive()
        # OPEN was line 1
        if frame and frame.kind == "HB" and (read_answer(frame).number("line") or 0) >= 2:
            return LineLook(LONG_LINE_BYTES, _ms(agent.now() - began))
    return Blind.LOST


def _leave(agent: _Agent) -> EndLook:
    began = agent.now()
    agent.conversation.say(("EXIT",))
    try:
        while agent.now() - began < ANSWER_S:
            agent.conversation.receive()
    except WireEnded:
        pass  # it has said goodbye; whether its process ends too is the question
    return EndLook(agent.exit_code(), _ms(agent.now() - began))


def _look_at_waiting(trial: Trial) -> tuple[BeatLook | Blind, StopLook | Blind]:
    """Signs of life of a step that waits, then Ctrl-C as WinRM sends it."""
    try:
        agent = _Agent(trial, trial.run("wait"), 1.0)
    except _BROKEN:
        return Blind.LOST, Blind.LOST
    try:
        beat = _try(lambda: _watch(agent, trial))
        return beat, beat if isinstance(beat, Blind) else _try(lambda: _interrupt(agent))
    finally:
        agent.conversation.close()


def _watch(agent: _Agent, trial: Trial) -> BeatLook | Blind:
    agent.conversation.say(*step_lines([trial.waiting]))
    began = heard = agent.now()
    frames, longest = 0, 0.0
    while agent.now() - began < trial.watch_s:
        frame = agent.conversation.receive()
        if frame is None:
            continue
        if frame.kind in ANSWER_KINDS:
            return Blind.TOO_QUICK
        frames, longest, heard = frames + 1, max(longest, agent.now() - heard), agent.now()
    return BeatLook(frames, _ms(max(longest, agent.now() - heard)))


def _interrupt(agent: _Agent) -> StopLook:
    began = agent.now()
    agent.conversation.interrupt()
    try:
        answer = agent.answer(ANSWER_S)
    except WireEnded:
        answer = None
    state = (answer.text("state") or answer.kind.lower()) if answer else ""
    return StopLook(state, _ms(agent.now() - began), agent.exit_code())


def _look_at_kill(trial: Trial) -> KillLook | Blind:
    """The process is killed in a step that may run only once; the same run is opened again, and the step is sent again."""
    waiting = replace(trial.waiting, step_id="wait-once", policy=Policy.ONCE)
    agent = _Agent(trial, trial.run("kill"), 1.0)
    try:
        agent.conversation.say(*step_lines([waiting]))
        if not agent.runs(waiting.step_id):
            return Blind.TOO_QUICK
    finally:
        agent.conversation.close()
    return _open_again(trial, waiting)


def _open_again(trial: Trial, waiting: Command) -> KillLook:
    began = trial.settings.now()
    while trial.settings.now() - began < REOPEN_S:
        try:
            agent = _Agent(trial, trial.run("kill"), 1.0)
        except AgentBusy:
            trial.settings.sleep(1.0)
            continue
        reopened_ms = _ms(agent.now() - began)
        try:
            agent.conversation.say(*step_lines([waiting]))
            answer = agent.answer(ANSWER_S)
        finally:
            agent.conversation.close()
        return KillLook(reopened_ms, (answer.text("state") or answer.kind.lower()) if answer else "")
    return KillLook(None, "")


def _look_at_refusal(trial: Trial) -> RefusalLook | Blind:
    """Stage 0 gets another text than the agent's: it must refuse, and end at the latest with the next line."""
    now = trial.settings.now
    wire = trial.start(trial.settings.program.command_line)
    try:
        if _await(wire, re.compile(rb"@EXK 0 READY"), trial.settings.start_s, now) is None:
            return Blind.LOST
        wire.send(f"\n#EXK-BEGIN {secrets.token_hex(16)}\n# no agent\n#EXK-END\n".encode("ascii"))
        refused = _await(wire, _REFUSED, ANSWER_S, now)
        if refused is None:
            return Blind.LOST
        word = refused[1].decode("ascii")
        alone = _exit_code(wire, ALONE_S, now)
        if alone is None:
            wire.send(b"\n")
        return RefusalLook(
            word if word in REASONS else "other", alone is not None, _exit_code(wire, END_S, now) if alone is None else alone
        )
    finally:
        wire.close()


def _await(wire: Wire, wanted: re.Pattern[bytes], seconds: float, now: Callable[[], float]) -> re.Match[bytes] | None:
    heard, until = b"", now() + seconds
    while now() < until:
        heard = heard[-4096:] + wire.receive(1.0)
        found = wanted.search(heard)
        if found:
            return found
    return None
