"""A run for people, on stderr: a line for each step, below it what goes on now; without a terminal a line a minute."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from toolkit.cli.live import LiveRegion
from toolkit.cli.printing import Channel
from toolkit.documents.blocks import Heading, Page, Section
from toolkit.documents.measures import say_duration
from toolkit.documents.run_pages import finding_line, step_line
from toolkit.documents.text import plain
from toolkit.documents.visible import visible_line
from toolkit.documents.wrapping import columns
from toolkit.model.command import Command
from toolkit.model.danger import Danger
from toolkit.model.evidence import Finding
from toolkit.model.plan import Plan
from toolkit.model.run import RunReport, StepOutcome
from toolkit.shells.contract import Progress

MINUTE = timedelta(minutes=1)
DOTS = " ..."


@dataclass(frozen=True, slots=True)
class RunningStep:
    """The step that runs now: number, title, danger, time limit in seconds."""

    number: str
    title: str
    danger: Danger
    deadline_s: int


def say_running(step: RunningStep, news: Progress, edge: int) -> list[str]:
    """Return what a terminal shows of a running step, each line at most ``edge`` columns."""
    head = f"{visible_line(step.number):>4}  {step.danger.word:<10} RUNNING   {visible_line(step.title)}"
    times = f"      ran {say_duration(news.running_ms)}    time limit {say_duration(step.deadline_s * 1000)}"
    said = visible_line(news.says)
    items = f"    {news.items:,} items so far" if news.items else ""
    lines = [head, times + items, *([f"      {said}"] if said else []), "      Ctrl+C leaves; exkit runs list shows what is known then."]
    return [_fit(line, edge) for line in lines]


def _fit(line: str, edge: int) -> str:
    """A live line may not wrap, or the next drawing would erase too little: what is too long ends in dots."""
    if columns(line) <= edge:
        return line
    kept = line[: edge - len(DOTS)]
    while columns(kept) > edge - len(DOTS):
        kept = kept[:-1]
    return kept + DOTS


def _say_trust(plan: Plan) -> str:
    return ", UNSIGNED" if plan.playbook.trust.may_only_ask else ""


class TerminalNarrator:
    """Tells a run to somebody who looks; a :class:`~toolkit.cli.watching.RunWatcher`."""

    def __init__(self, channel: Channel, clock_s: Callable[[], float]) -> None:
        self._channel = channel
        self._region = LiveRegion(channel.write, clock_s)
        self._step: RunningStep | None = None

    def run_started(self, run_id: str, plan: Plan) -> None:
        """Print the head."""
        head = plain(f"RUN  {run_id}   {plan.playbook.id} on {plan.host}{_say_trust(plan)}")
        self._channel.show(Page(run_id, (Section((Heading(head),)),)))

    def step_started(self, number: str, command: Command, title: str) -> None:
        """Show the step as running."""
        self._step = RunningStep(number, title, command.danger, command.deadline_s)
        self.progress(Progress(command.step_id))

    def progress(self, news: Progress) -> None:
        """Show how the step goes on; a notice stays."""
        if news.notice:
            self._keep(f"      {visible_line(news.says)}")
        elif self._step:
            self._region.show(say_running(self._step, news, self._channel.layout.edge))

    def step_finished(self, outcome: StepOutcome) -> None:
        """Print the line of the step; it stays."""
        self._region.clear()
        self._channel.show(step_line(outcome))
        self._step = None

    def found(self, finding: Finding) -> None:
        """Print what was concluded; it stays."""
        self._region.clear()
        self._channel.show(finding_line(finding))

    def waiting(self, step_id: str, seconds: float) -> None:
        """Show the pause."""
        self._region.show([f"      next reading in {say_duration(int(seconds * 1000))}"])

    def run_ended(self, report: RunReport) -> None:
        """Take the live lines away; the result goes to stdout."""
        self._region.clear()

    def _keep(self, line: str) -> None:
        self._region.clear()
        self._channel.write(f"{line}\n")


class LineNarrator:
    """Tells a run to a file, a pipe or a scheduled task; a :class:`~toolkit.cli.watching.RunWatcher`."""

    def __init__(self, write: Callable[[str], None], now: Callable[[], datetime]) -> None:
        self._write = write
        self._now = now
        self._last = now()
        self._number = ""

    def run_started(self, run_id: str, plan: Plan) -> None:
        """Write the head."""
        self._line(f"run {run_id}, {plan.playbook.id} on {plan.host}{_say_trust(plan)}")

    def step_started(self, number: str, command: Command, title: str) -> None:
        """Write that a step runs."""
        self._number = number
        self._line(f"step {number} {command.danger.word} RUNNING {title}")

    def progress(self, news: Progress) -> None:
        """Write a notice at once, a sign of life once a minute."""
        if news.notice:
            self._line(f"step {self._number} {news.says}")
        elif self._now() - self._last >= MINUTE:
            said = f", {news.says}" if news.says else ""
            self._line(f"step {self._number} alive, ran {say_duration(news.running_ms)}{said}")

    def step_finished(self, outcome: StepOutcome) -> None:
        """Write how a step ended."""
        said = f", {outcome.says}" if outcome.says else ""
        took = f" {say_duration(outcome.duration_ms)}" if outcome.result else ""
        self._line(f"step {outcome.number} {outcome.word.value}{took}{said}")

    def found(self, finding: Finding) -> None:
        """Write what was concluded."""
        self._line(f"found {finding.name}: {finding.says}")

    def waiting(self, step_id: str, seconds: float) -> None:
        """Write the pause, once a minute."""
        if self._now() - self._last >= MINUTE:
            self._line(f"step {self._number} waits, next reading in {say_duration(int(seconds * 1000))}")

    def run_ended(self, report: RunReport) -> None:
        """Write the verdict."""
        self._line(f"run {report.run_id} {report.verdict.value}, exit {report.verdict.exit_code}")

    def _line(self, text: str) -> None:
        self._last = self._now()
        self._write(f"{self._last:%Y-%m-%d %H:%M:%S} {visible_line(text)}\n")
