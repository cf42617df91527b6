"""Plans, runs, debts, playbooks and explanations as JSON objects; ``v`` is the version of their form.

Names of fields are those of the model. Enums are their words, times ISO 8601 with offset, sizes and durations numbers.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum

from toolkit.documents.playbook_facts import worst_danger
from toolkit.model.command import Command
from toolkit.model.danger import Danger
from toolkit.model.explanation import Explanation
from toolkit.model.identity import ErrorIdentity
from toolkit.model.json_value import JsonValue
from toolkit.model.plan import Plan, PlannedStep, PlanPath
from toolkit.model.playbook import Place, Playbook
from toolkit.model.run import Debt, RunReport

VERSION = 1
"""Raised when a field disappears or changes its meaning; new fields do not raise it."""

JsonObject = dict[str, JsonValue]


def write_line(content: Mapping[str, JsonValue]) -> str:
    """Return ``content`` as one line of ASCII JSON, fit for every code page."""
    return json.dumps(content, separators=(",", ":"))


def write_file(content: Mapping[str, JsonValue]) -> str:
    """Return ``content`` as JSON for a file that people read too."""
    return json.dumps(content, indent=2) + "\n"


def plan_object(plan: Plan, paths: Sequence[PlanPath] = ()) -> JsonObject:
    """Return a plan; ``plan_hash`` is its content code."""
    playbook = plan.playbook
    return {
        "v": VERSION,
        "kind": "plan",
        "plan_hash": plan.content_sha256,
        "short_code": plan.short_code,
        "playbook": {"id": playbook.id, "version": playbook.version, "title": playbook.title, "sha256": playbook.source_sha256},
        "trust": to_json(playbook.trust),
        "host": plan.host,
        "exchange": plan.version.value,
        "exchange_is_read": plan.version_is_read,
        "parameters": to_json(plan.parameters),
        "binding_facts": to_json(plan.binding_facts),
        "steps": [_planned_object(planned) for planned in plan.steps],
        "by_hand": to_json(playbook.by_hand),
        "paths": to_json(tuple(paths)),
    }


def _planned_object(planned: PlannedStep) -> JsonObject:
    step = to_json(planned.step)
    assert isinstance(step, dict), "steps are dataclasses"
    return {
        "number": planned.number,
        "kind": type(planned.step).__name__.removesuffix("Step").lower(),
        **step,
        "command": to_json(planned.command),
        "preview": planned.preview,
        "waits_for": list(planned.waits_for),
        "undo_preview": planned.undo_preview,
        "letter": planned.letter,
    }


def report_object(report: RunReport) -> JsonObject:
    """Return a run with everything that was sent and came back."""
    return {"v": VERSION, "kind": "run", **_object(report), "exit": report.verdict.exit_code}


def explanation_object(explanation: Explanation) -> JsonObject:
    """Return what a text means."""
    return {"v": VERSION, "kind": "explanation", **_object(explanation)}


def debts_object(debts: Sequence[Debt]) -> JsonObject:
    """Return open debts."""
    return {"v": VERSION, "kind": "debts", "debts": to_json(tuple(debts))}


def runs_object(reports: Sequence[RunReport]) -> JsonObject:
    """Return the heads of runs, without steps and answers."""
    names = (
        "run_id",
        "playbook_id",
        "playbook_version",
        "host",
        "verdict",
        "says",
        "started",
        "ended",
        "approved_by",
        "plan_sha256",
        "trust",
    )
    heads: list[JsonValue] = [{name: to_json(getattr(report, name)) for name in names} | {"debts": len(report.debts)} for report in reports]
    return {"v": VERSION, "kind": "runs", "runs": heads}


def playbook_object(playbook: Playbook) -> JsonObject:
    """Return a playbook."""
    return {"v": VERSION, "kind": "playbook", **_object(playbook), "worst_danger": worst_danger(playbook).folder}


def playbooks_object(playbooks: Sequence[Playbook]) -> JsonObject:
    """Return the heads of playbooks."""
    heads: list[JsonValue] = [
        {
            "id": playbook.id,
            "version": playbook.version,
            "title": playbook.title,
            "for_errors": to_json(playbook.for_errors),
            "worst_danger": worst_danger(playbook).folder,
            "trust": to_json(playbook.trust),
        }
        for playbook in playbooks
    ]
    return {"v": VERSION, "kind": "playbooks", "playbooks": heads}


def _object(value: object) -> JsonObject:
    content = to_json(value)
    assert isinstance(content, dict), "only dataclasses are objects"
    return content


def to_json(value: object) -> JsonValue:
    """Return a value of the model as JSON.

    Raises:
        TypeError: the value is none of the model's.
    """
    if isinstance(value, Enum):
        return value.folder if isinstance(value, Danger) else to_json(value.value)
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(name): to_json(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    return _special(value)


def _special(value: object) -> JsonValue:
    if isinstance(value, ErrorIdentity | Place):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(f"{type(value).__name__} has no JSON form")
    content: JsonObject = {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    return content | ({"sha256": value.sha256} if isinstance(value, Command) else {})


def scenarios_object(scenarios: Sequence[tuple[str, str]]) -> JsonObject:
    """Return the lab's scenarios."""
    return {"v": VERSION, "kind": "scenarios", "scenarios": [{"name": name, "shows": shows} for name, shows in scenarios]}
