"""Reports as JSON and back: what a run folder keeps, and what machines read."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import cast

from toolkit.model.content import SHIPPED, ContentTrust, Trust
from toolkit.model.danger import Danger
from toolkit.model.evidence import Evidence, Finding, Origin
from toolkit.model.json_value import JsonValue
from toolkit.model.plan import PathTurn
from toolkit.model.run import Debt, RunReport, StepOutcome, StepWord, Verdict

FORMAT = 1
_Object = Mapping[str, JsonValue]


def report_to_json(report: RunReport) -> dict[str, JsonValue]:
    """Return the report without commands and answers; those are files beside it."""
    return {
        "v": FORMAT,
        "run": report.run_id,
        "playbook": report.playbook_id,
        "playbook_version": report.playbook_version,
        "host": report.host,
        "verdict": report.verdict.value,
        "exit": report.verdict.exit_code,
        "says": report.says,
        "why": report.why,
        "slug": report.slug,
        "do": list(report.do),
        "state": report.state,
        "steps": [_outcome_to_json(outcome) for outcome in report.outcomes],
        "turns": [{"step": turn.step_id, "answer": turn.answer} for turn in report.turns],
        "findings": [_finding_to_json(finding) for finding in report.findings],
        "debts": [_debt_to_json(debt) for debt in report.debts],
        "started": report.started.isoformat(),
        "ended": report.ended.isoformat(),
        "approved_by": report.approved_by,
        "plan_hash": report.plan_sha256,
        "trust": _trust_to_json(report.trust),
    }


def _trust_to_json(trust: ContentTrust) -> dict[str, JsonValue]:
    return {**asdict(trust), "level": trust.level.value}


def _read_trust(value: _Object) -> ContentTrust:
    """Return who answered for the playbook; reports without a word of it are older than content of sites."""
    found = value.get("trust")
    if not isinstance(found, Mapping):
        return SHIPPED
    texts = {name: str(found[name]) for name in ("signed_by", "why", "folder", "sums_sha256", "not_checked")}
    return ContentTrust(Trust(found["level"]), **texts)


def _outcome_to_json(outcome: StepOutcome) -> JsonValue:
    return {
        "number": outcome.number,
        "step": outcome.step_id,
        "title": outcome.title,
        "danger": outcome.danger.name.lower(),
        "outcome": outcome.word.value,
        "says": outcome.says,
        "duration_ms": outcome.duration_ms,
        "sha256": outcome.command.sha256 if outcome.command else "",
    }


def _finding_to_json(finding: Finding) -> JsonValue:
    return {
        "name": finding.name,
        "says": finding.says,
        "evidence": [{"what": one.what, "where": one.where, "origin": one.origin.value} for one in finding.evidence],
        "disproved_by": finding.disproved_by,
    }


def _debt_to_json(debt: Debt) -> JsonValue:
    return {
        "id": debt.id,
        "step": debt.step_id,
        "what": debt.what,
        "since": debt.since.isoformat(),
        "ends": debt.ends.isoformat() if debt.ends else None,
    }


def report_from_json(value: JsonValue) -> RunReport:
    """Return the report that :func:`report_to_json` wrote; outcomes come without commands and answers.

    Raises:
        ValueError: it is no such report, or of another format.
    """
    if not isinstance(value, dict) or value.get("v") != FORMAT:
        raise ValueError("this is not a report of format 1")
    try:
        return _read_report(value)
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError(f"the report is damaged: {fault}") from fault


def _read_report(value: _Object) -> RunReport:
    run_id, host = _text(value, "run"), _text(value, "host")
    return RunReport(
        run_id=run_id,
        playbook_id=_text(value, "playbook"),
        playbook_version=_text(value, "playbook_version"),
        host=host,
        verdict=Verdict(_text(value, "verdict")),
        says=_text(value, "says"),
        why=_text(value, "why"),
        slug=_text(value, "slug"),
        do=tuple(str(line) for line in cast(list[JsonValue], value["do"])),
        state=_text(value, "state"),
        outcomes=tuple(_read_outcome(row) for row in _rows(value, "steps")),
        turns=tuple(PathTurn(_text(row, "step"), _text(row, "answer")) for row in _rows(value, "turns")),
        findings=tuple(_read_finding(row) for row in _rows(value, "findings")),
        debts=tuple(_read_debt(row, run_id, host) for row in _rows(value, "debts")),
        started=datetime.fromisoformat(_text(value, "started")),
        ended=datetime.fromisoformat(_text(value, "ended")),
        approved_by=_text(value, "approved_by"),
        plan_sha256=_text(value, "plan_hash"),
        trust=_read_trust(value),
    )


def _read_outcome(row: _Object) -> StepOutcome:
    return StepOutcome(
        number=_text(row, "number"),
        step_id=_text(row, "step"),
        title=_text(row, "title"),
        danger=Danger[_text(row, "danger").upper()],
        word=StepWord(_text(row, "outcome")),
        says=_text(row, "says"),
        duration_ms=int(cast(int, row["duration_ms"])),
    )


def _read_finding(row: _Object) -> Finding:
    evidence = tuple(Evidence(_text(one, "what"), _text(one, "where"), Origin(_text(one, "origin"))) for one in _rows(row, "evidence"))
    return Finding(_text(row, "name"), _text(row, "says"), evidence, _text(row, "disproved_by"))


def _read_debt(row: _Object, run_id: str, host: str) -> Debt:
    ends = datetime.fromisoformat(_text(row, "ends")) if row["ends"] else None
    return Debt(_text(row, "id"), run_id, host, _text(row, "step"), _text(row, "what"), datetime.fromisoformat(_text(row, "since")), ends)


def _text(row: _Object, name: str) -> str:
    value = row[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is no text")
    return value


def _rows(row: _Object, name: str) -> list[_Object]:
    return cast(list[_Object], row[name])
