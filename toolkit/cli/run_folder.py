"""Run folders on the operator's machine: a recording of what happened, the journal, and the report."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from toolkit.engine.contracts import Clock
from toolkit.engine.journal import Chain
from toolkit.engine.report_json import report_from_json, report_to_json
from toolkit.errors import UsageError
from toolkit.model.command import Command, CommandResult
from toolkit.model.facts import ParameterValue
from toolkit.model.json_value import JsonValue
from toolkit.model.run import RunReport
from toolkit.shells.session_file import About, RecordedAnswer, Recording, Source, append_answer, write_recording

JOURNAL, REPORT = "journal.jsonl", "report.json"


def new_run_id(host: str, now: datetime, plan_sha256: str, taken: Path) -> str:
    """Return ``R-<date>-<host>-<4 hex>`` from the plan's hash, with other digits when this run exists already."""
    short = host.split(".", maxsplit=1)[0].upper()[:20]
    for at in range(0, 60, 4):
        run_id = f"R-{now:%Y%m%d}-{short}-{plan_sha256[at : at + 4]}"
        if not (taken / run_id).exists():
            return run_id
    return f"R-{now:%Y%m%d}-{short}-{now:%H%M%S}"


@dataclass(frozen=True, slots=True)
class RunSetting:
    """What a run folder says of its run.

    Attributes:
        run_id: name of the run and of its folder.
        playbook: id of the playbook.
        title: its title.
        host: the server.
        parameters: as the run was started.
    """

    run_id: str
    playbook: str
    title: str
    host: str
    parameters: Mapping[str, ParameterValue]


class RunFolder:
    """The journal that the engine writes into, on disk before anything goes on."""

    def __init__(self, home: Path, setting: RunSetting, clock: Clock) -> None:
        self.path = home / setting.run_id
        self._clock = clock
        self._chain = Chain(setting.run_id)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.mkdir(mode=0o700)
        given = {name: value for name, value in setting.parameters.items() if value is not None}
        about = About(Source.REAL, setting.playbook, setting.title, host=setting.host)
        write_recording(self.path, Recording(about, given))
        self._journal = (self.path / JOURNAL).open("x", encoding="utf-8", newline="\n")
        self._answers = 0

    def write(self, kind: str, body: Mapping[str, JsonValue]) -> None:
        """Append a record and force it to the disk.

        Raises:
            OSError: it could not be kept.
        """
        line, self._chain = self._chain.record(self._clock.now(), kind, body)
        self._journal.write(line + "\n")
        self._journal.flush()
        os.fsync(self._journal.fileno())

    def keep(self, number: str, command: Command, result: CommandResult, template: str) -> None:
        """Append a command and its answer to the recording.

        Raises:
            OSError: it could not be kept.
        """
        self._answers += 1
        append_answer(self.path, RecordedAnswer(f"{self._answers:02d}", command.step_id, template, command.script, result))

    def finish(self, report: RunReport) -> None:
        """Close the journal and write the report.

        Raises:
            OSError: it could not be kept.
        """
        self.write("ended", {"verdict": report.verdict.value, "records": self._chain.count + 1})
        self._journal.close()
        write_report(self.path, report)


def write_report(folder: Path, report: RunReport) -> None:
    """Write or replace the report of a run; a half-written one never stands in its place.

    Raises:
        OSError: it could not be kept.
    """
    new = folder / f"{REPORT}.new"
    new.write_text(json.dumps(report_to_json(report), indent=1) + "\n", encoding="utf-8")
    new.replace(folder / REPORT)


def read_report(home: Path, run_id: str) -> RunReport:
    """Return the report of a run.

    Raises:
        UsageError: there is no such run, or it has no readable report.
    """
    file = home / run_id / REPORT
    if run_id not in {folder.name for folder in _folders(home)}:
        raise UsageError(
            f"there is no run '{run_id}'", why=f"{home} does not hold it.", do=("exkit runs list",), state="Nothing was read or sent."
        )
    try:
        return report_from_json(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError) as fault:
        why = f"{file} cannot be read: {fault}. A run that was cut off has a journal and no report."
        raise UsageError(f"the run '{run_id}' has no report", why=why, do=("exkit runs list",), state="Nothing was sent.") from fault


def list_reports(home: Path) -> list[RunReport]:
    """Return the reports of all runs that have one, newest first.

    Raises:
        UsageError: one of them is damaged.
    """
    reports = [read_report(home, folder.name) for folder in _folders(home) if (folder / REPORT).is_file()]
    return sorted(reports, key=lambda report: report.started, reverse=True)


def _folders(home: Path) -> list[Path]:
    return [folder for folder in home.iterdir() if folder.is_dir() and folder.name.startswith("R-")] if home.is_dir() else []
