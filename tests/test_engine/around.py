"""A run without a server: scripted answers, a clock that jumps, a journal in memory."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.small_world import small_sources, small_vocabulary
from toolkit.catalog.loading import load_playbook
from toolkit.engine.driving import RunDriver, Surroundings
from toolkit.engine.progress import RunProgress
from toolkit.engine.running import AskApproval
from toolkit.engine.situation import Situation
from toolkit.errors import ReachError
from toolkit.model.command import Command, CommandResult, Outcome
from toolkit.model.evidence import Finding
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.facts import Facts, ParameterValue
from toolkit.model.json_value import JsonValue
from toolkit.model.run import StepOutcome

Answer = Callable[[Command], CommandResult]


class ScriptedShell:
    """Answers by step id; stops behind a failure as an agent does; counts its calls."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers = answers
        self.batches: list[list[Command]] = []

    def ask(self, commands: Sequence[Command]) -> Iterator[CommandResult]:
        """Yield the scripted answers; a step without one cannot be reached."""
        self.batches.append(list(commands))
        stopped = False
        for command in commands:
            name = command.step_id if command.step_id in self.answers else command.step_id.rpartition("-")[0]
            if stopped:
                yield CommandResult(command.step_id, Outcome.SKIPPED, "a step before it did not succeed")
                continue
            if name not in self.answers:
                raise ReachError("the server is gone", why="It was switched off.", do=("exkit doctor -t EX01",))
            result = self.answers[name](command)
            stopped = result.outcome is not Outcome.OK and not command.goes_on
            yield result

    def close(self) -> None:
        """Hold nothing."""


@dataclass
class JumpingClock:
    """Time that passes only by sleeping."""

    time: datetime = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        """Return the time."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """Jump."""
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)


@dataclass
class MemoryJournal:
    """Records in memory; may refuse to keep them."""

    records: list[tuple[str, Mapping[str, JsonValue]]] = field(default_factory=list)
    kept: list[tuple[str, str, str]] = field(default_factory=list)
    full_after: int = 10_000

    def write(self, kind: str, body: Mapping[str, JsonValue]) -> None:
        """Keep a record, or say that the disk is full."""
        if len(self.records) >= self.full_after:
            raise OSError("No space left on device")
        self.records.append((kind, body))

    def keep(self, number: str, command: Command, result: CommandResult, template: str) -> None:
        """Keep an answer."""
        self.kept.append((number, command.step_id, template))


@dataclass
class Person:
    """Approves everything, or nothing."""

    name: str = "CORP\\a.ivanova"
    asked: list[AskApproval] = field(default_factory=list)

    def approve(self, request: AskApproval, situation: Situation) -> str:
        """Return the name, which is empty for somebody who says no."""
        self.asked.append(request)
        return self.name


@dataclass
class Audience:
    """Remembers what it was told."""

    started: list[str] = field(default_factory=list)
    finished: list[StepOutcome] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def step_started(self, number: str, command: Command, title: str) -> None:
        """Remember the number."""
        self.started.append(number)

    def step_finished(self, outcome: StepOutcome) -> None:
        """Remember the outcome."""
        self.finished.append(outcome)

    def found(self, finding: Finding) -> None:
        """Remember the finding."""
        self.findings.append(finding)

    def waiting(self, step_id: str, seconds: float) -> None:
        """Remember the pause."""
        self.waits.append(seconds)


@dataclass
class Stage:
    """Everything around a run, within reach of the test."""

    shell: ScriptedShell
    clock: JumpingClock = field(default_factory=JumpingClock)
    journal: MemoryJournal = field(default_factory=MemoryJournal)
    person: Person = field(default_factory=Person)
    audience: Audience = field(default_factory=Audience)

    def around(self) -> Surroundings:
        """Return it as the engine wants it."""
        return Surroundings(self.shell, self.clock, self.journal, self.person, self.audience, small_vocabulary())


def small_situation(text: str | None = None) -> Situation:
    """Return the small playbook on a server that nobody has read yet."""
    sources = small_sources(text) if text else small_sources()
    playbook = load_playbook(sources, small_vocabulary())
    parameters: dict[str, ParameterValue] = {"archive_to": "D:\\archive", "days": 14}
    return Situation(playbook, "EX01", Facts(parameters=parameters), ExchangeVersion.E2019)


def beginning(text: str | None = None) -> RunProgress:
    """Return a run of the small playbook before its first step."""
    return RunProgress.begin(small_situation(text))


def carry_out(progress: RunProgress, around: Surroundings) -> tuple[RunProgress, str]:
    """Carry a run to its end; return it, and who approved."""
    driver = RunDriver(progress, around)
    return driver.carry_out(), driver.approved_by


def results_of(progress: RunProgress) -> list[CommandResult]:
    """Return the answers that a run has kept."""
    return [outcome.result for outcome in progress.outcomes if outcome.result is not None]
