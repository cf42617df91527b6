"""A run as events for programs: one JSON object a line; their form is docs/reference/json-events.md."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from toolkit.documents.json import VERSION, JsonObject, to_json, write_line
from toolkit.model.command import Command
from toolkit.model.evidence import Finding
from toolkit.model.json_value import JsonValue
from toolkit.model.plan import Plan
from toolkit.model.run import RunReport, StepOutcome, StepWord
from toolkit.shells.contract import Progress

SILENCE = timedelta(seconds=10)
"""A line comes at least that often while the shell gives signs of life."""
PROGRESS_EVERY = timedelta(seconds=1)


class EventWriter:
    """Writes what a run tells; a :class:`~toolkit.cli.watching.RunWatcher`."""

    def __init__(self, write: Callable[[str], None], now: Callable[[], datetime]) -> None:
        self._write = write
        self._now = now
        self._last = datetime.min.replace(tzinfo=now().tzinfo)
        self._step = ""
        self._said = ("", 0)

    def run_started(self, run_id: str, plan: Plan) -> None:
        """Write ``run_started``."""
        content = {
            "run": run_id,
            "playbook": plan.playbook.id,
            "playbook_version": plan.playbook.version,
            "host": plan.host,
            "exchange": plan.version.value,
            "plan_hash": plan.content_sha256,
            "trust": plan.playbook.trust.level.value,
        }
        self._event("run_started", content)

    def step_started(self, number: str, command: Command, title: str) -> None:
        """Write ``step_started``."""
        self._step, self._said = number, ("", 0)
        content: JsonObject = {
            "step": number,
            "id": command.step_id,
            "title": title,
            "danger": command.danger.folder,
            "sha256": command.sha256,
            "deadline_s": command.deadline_s,
        }
        self._event("step_started", content)

    def progress(self, news: Progress) -> None:
        """Write ``step_progress`` for news, at most once a second; ``alive`` where nothing is new for 10 seconds."""
        quiet = self._now() - self._last
        said = (news.says, news.items)
        running: JsonObject = {"step": self._step, "running_ms": news.running_ms}
        if news.notice or (said != self._said and quiet >= PROGRESS_EVERY):
            self._said = said
            self._event("step_progress", {**running, "says": news.says, "items": news.items, "notice": news.notice})
        elif quiet >= SILENCE:
            self._event("alive", running)

    def step_finished(self, outcome: StepOutcome) -> None:
        """Write ``step_finished``."""
        content: JsonObject = {
            "step": outcome.number,
            "id": outcome.step_id,
            "title": outcome.title,
            "danger": outcome.danger.folder,
            "outcome": outcome.word.value,
            "says": outcome.says,
            "duration_ms": outcome.duration_ms,
        }
        self._event("step_finished", content)
        self._step = ""

    def found(self, finding: Finding) -> None:
        """Write ``finding``."""
        content = {"name": finding.name, "says": finding.says, "evidence": to_json(finding.evidence), "disproved_by": finding.disproved_by}
        self._event("finding", content)

    def waiting(self, step_id: str, seconds: float) -> None:
        """Write ``alive`` with what is waited for."""
        self._event("alive", {"step": self._step or step_id, "waiting_s": seconds})

    def run_ended(self, report: RunReport) -> None:
        """Write ``end``, always the last line."""
        content: JsonObject = {
            "run": report.run_id,
            "verdict": report.verdict.value,
            "exit": report.verdict.exit_code,
            "says": report.says,
            "why": report.why,
            "slug": report.slug,
            "do": list(report.do),
            "state": report.state,
            "debts": [debt.id for debt in report.debts],
            "waiting": _numbers(report, StepWord.WAITING),
            "unknown": _numbers(report, StepWord.UNKNOWN),
        }
        self._event("end", content)

    def _event(self, name: str, content: Mapping[str, JsonValue]) -> None:
        self._last = self._now()
        head: JsonObject = {"v": VERSION, "t": self._last.isoformat(timespec="milliseconds"), "event": name}
        self._write(f"{write_line(head | dict(content))}\n")


def _numbers(report: RunReport, word: StepWord) -> list[JsonValue]:
    return [outcome.number for outcome in report.outcomes if outcome.word is word]
