"""The simulated agent's plan: which step runs, how long it takes, what the journal keeps, what is answered."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.lab.agent_journal import AgentStep, Journal, Verdict
from toolkit.lab.agent_result import result_payload, stopped_result
from toolkit.lab.agent_wire import FrameWriter
from toolkit.lab.answers import EXCHANGE_SHELL, Answers, StepAnswer, template_of
from toolkit.lab.host import Host
from toolkit.lab.injection import Effect, Injection, Moment, Point
from toolkit.lab.process import Process
from toolkit.model.command import Outcome
from toolkit.shells.session_file import canonical

HOLD_S = 0.25
NEWS_S = 1.0
_DENIALS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.PLANTED: ("REFUSED", "the journal holds an answer to a step that never began: somebody planted it"),
    Verdict.CONFLICT: ("CONFLICT", "another script ran under this id"),
    Verdict.UNKNOWN: ("UNKNOWN", "begun, and not seen to end"),
    Verdict.DAMAGED: ("UNKNOWN", "begun, and its answer in the journal is damaged or belongs to something else"),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the agent plays.

    Attributes:
        host: the server.
        process: the agent's own process.
        answers: what steps come to.
        speed: how much of every duration is really waited.
    """

    host: Host
    process: Process
    answers: Answers
    speed: float


class Runner:
    """Runs steps one after the other.

    Args:
        stage: where.
        frames: to the client.

    Attributes:
        journal: of the open run; None until OPEN.
        run: id of the open run.
        plan: steps to run; None ends the work.
        running: the step that runs.
        failed: a step failed; the rest is skipped.
        cancelled: the client cancelled; everything is skipped, for good.
    """

    def __init__(self, stage: Stage, frames: FrameWriter) -> None:
        self._stage = stage
        self._frames = frames
        self._stop = asyncio.Event()
        self._shell_loaded = False
        self._late: asyncio.TimerHandle | None = None
        self._quit = False
        self._began = 0.0
        self.journal: Journal | None = None
        self.run = ""
        self.plan: asyncio.Queue[AgentStep | None] = asyncio.Queue()
        self.running: AgentStep | None = None
        self.failed = False
        self.cancelled = False

    async def work(self) -> None:
        """Take steps from the plan until it ends."""
        while not self._quit and (step := await self.plan.get()) is not None:
            await self._take(step)
            self._write_when_due()
        self._frames.flush()

    def cancel(self) -> None:
        """Stop the running step and skip the rest."""
        self.cancelled = True
        self._stop.set()

    def leave(self) -> None:
        """End the work; what is in the plan is not answered."""
        self._quit = True
        self.plan.put_nowait(None)

    @property
    def running_ms(self) -> int | None:
        """Milliseconds since the running step began; None when none runs."""
        return round((asyncio.get_running_loop().time() - self._began) * 1000) if self.running else None

    def _write_when_due(self) -> None:
        """Write at once when nothing follows; else an answer may wait for the next one, but not for long."""
        if self.plan.empty():
            self._frames.flush()
        elif self._late is None or self._late.when() < asyncio.get_running_loop().time():
            self._late = asyncio.get_running_loop().call_later(HOLD_S, self._frames.flush)

    async def _take(self, step: AgentStep) -> None:
        if not step.idempotent:
            self._frames.flush()
        if step.fresh:
            self.failed = False
        if step.fault or self.journal is None:
            self._deny("REFUSED", step, step.fault or "no run is open")
            return
        verdict = self.journal.judge(step)
        if verdict in _DENIALS:
            kind, why = _DENIALS[verdict]
            self._deny(kind, step, why)
        elif verdict is Verdict.REPLAY:
            self._replay(step, self.journal)
        elif self.failed or self.cancelled:
            self._frames.hold("SKIP", canonical({"id": step.id}))
        else:
            await self._run(step, self.journal)

    def _deny(self, kind: str, step: AgentStep, why: str) -> None:
        self.failed = True
        self._frames.hold(kind, canonical({"id": step.id, "why": why}))

    def _replay(self, step: AgentStep, journal: Journal) -> None:
        done = journal.done(step.id) or ""
        self.failed |= not journal.is_good(done) and not step.goes_on
        self._frames.hold("RESULT", done)

    async def _run(self, step: AgentStep, journal: Journal) -> None:
        self._begin(step, journal)
        answer = self._stage.answers.answer(step.id, step.script, shell_loaded=self._shell_loaded)
        stopped = await self._spend(step, answer)
        self.running = None
        result = stopped_result(step, stopped) if stopped else answer.result
        if not stopped:
            self._stage.answers.become(answer)
            self._shell_loaded |= template_of(step.script) == EXCHANGE_SHELL
        if result.outcome is Outcome.UNKNOWN:
            self._deny("UNKNOWN", step, result.why or "deadline, and the step could not be stopped")
            return
        duration_s = step.deadline_s if stopped is Outcome.DEADLINE else answer.duration_s
        self.failed |= result.outcome is not Outcome.OK and not step.goes_on
        self._end(step, journal, result_payload(self.run, step, result, round(duration_s * 1000)))

    def _begin(self, step: AgentStep, journal: Journal) -> None:
        nth = self._stage.host.accidents.arrive(Point.STARTED)
        self._accident(Point.STARTED, Moment.BEFORE, nth)
        journal.begin(step)
        self._accident(Point.STARTED, Moment.AFTER, nth)
        self._stage.host.tally.executions[step.id] += 1
        self._stop.clear()
        self._began = asyncio.get_running_loop().time()
        self.running = step

    def _end(self, step: AgentStep, journal: Journal, payload: str) -> None:
        nth = self._stage.host.accidents.arrive(Point.DONE)
        self._accident(Point.DONE, Moment.BEFORE, nth)
        journal.end(step.id, payload)
        self._accident(Point.DONE, Moment.AFTER, nth)
        nth = self._stage.host.accidents.arrive(Point.FRAME)
        self._accident(Point.FRAME, Moment.BEFORE, nth)
        self._frames.hold("RESULT", payload)
        if amid := self._stage.host.accidents.take(Point.FRAME, Moment.AMID, nth):
            self._frames.flush_torn()
            self._die(amid)
        if after := self._stage.host.accidents.take(Point.FRAME, Moment.AFTER, nth):
            self._frames.flush()
            self._die(after)

    def _accident(self, point: Point, moment: Moment, nth: int) -> None:
        injection = self._stage.host.accidents.take(point, moment, nth)
        if injection and injection.effect is Effect.DROP:
            self._stage.host.cut_connections()
        elif injection:
            self._die(injection)

    def _die(self, injection: Injection) -> None:
        """End this process as a crash or a power cut does.

        Raises:
            asyncio.CancelledError: always; nothing of this agent goes on.
        """
        if injection.effect is Effect.REBOOT:
            self._stage.host.reboot()
        else:
            self._stage.process.kill()
        raise asyncio.CancelledError

    async def _spend(self, step: AgentStep, answer: StepAnswer) -> Outcome | None:
        """Let the time of a step pass; return why it was stopped, None when it came to its end."""
        loop = asyncio.get_running_loop()
        whole = min(answer.duration_s, step.deadline_s) * self._stage.speed
        end, told = loop.time() + whole, 0
        await asyncio.sleep(0)
        while (left := end - loop.time()) > 0 and not self._stop.is_set():
            try:
                await asyncio.wait_for(self._stop.wait(), min(left, NEWS_S))
            except TimeoutError:
                told = self._tell(step, answer, 1 - max(0.0, end - loop.time()) / whole, told)
        if self._stop.is_set():
            return Outcome.CANCELLED
        return Outcome.DEADLINE if answer.duration_s > step.deadline_s else None

    def _tell(self, step: AgentStep, answer: StepAnswer, share: float, told: int) -> int:
        """Say how many items there are, when there are new ones; return how many were told."""
        output = answer.result.output
        count = int(len(output) * share)
        if count > told and share < 1:
            ms = round(answer.duration_s * share * 1000)
            last = canonical(output[count - 1])[:500]
            self._frames.send("OUT", {"id": step.id, "ms": ms, "count": count, "last": last, "progress": None})
        return count
