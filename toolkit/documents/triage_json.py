"""A triage for programs; its form is docs/reference/triage.md."""

from collections.abc import Sequence

from toolkit.documents.json import VERSION, JsonObject
from toolkit.model.ese import LogTime
from toolkit.model.ese_database import DatabaseHeader
from toolkit.model.ese_log import Checkpoint
from toolkit.model.evidence import Finding
from toolkit.model.json_value import JsonValue
from toolkit.model.log_chain import ChainCase, ChainVerdict, Claim, Duplicate, LogSpan, LossBudget, WantedLogs, Way
from toolkit.model.triage import Triage


def triage_object(triage: Triage, exit_code: int) -> JsonObject:
    """Return a triage with everything that the page shows, uncut."""
    case, result = triage.case, triage.result
    return {
        "v": VERSION,
        "kind": "triage",
        "verdict": result.verdict.name.lower(),
        "word": result.verdict.value,
        "says": result.says,
        "exit": exit_code,
        "made_at": triage.made_at.isoformat(),
        "database": _database(case),
        "checkpoint": _checkpoint(case),
        "log_folder": case.inventory.log_folder,
        "places": list(triage.places),
        "base": result.names.base or None,
        "files": case.inventory.count,
        "headers_read": triage.headers,
        "bodies_read": triage.bodies,
        "by_name_only": result.by_name_only,
        **_result(result),
    }


def _result(result: ChainVerdict) -> JsonObject:
    need = result.need
    return {
        "need": None if need is None else {"low": need.low, "high": need.high, "committed": need.committed},
        "ranges": [_span(span) for span in result.spans],
        "to_find": [_wanted(one) for one in result.wanted],
        "not_in_place": [_claim(claim) for claim in result.claims],
        "duplicates": [_duplicate(one) for one in result.duplicates],
        "loss": None if result.loss is None else _loss(result.loss),
        "ways": [_way(way) for way in result.ways],
        "findings": _findings(result.findings),
        "not_known": list(result.not_known),
    }


def _database(case: ChainCase) -> JsonObject:
    header = case.database
    told: JsonObject = {"path": case.database_path, "size_bytes": case.database_size_bytes}
    if not isinstance(header, DatabaseHeader):
        return {**told, "state": None, "why": str(getattr(header, "why", header))}
    return {
        **told,
        "state": header.state_text or None,
        "format": None if header.versions.format is None else str(header.versions.format),
        "page_size_bytes": header.page_size_bytes,
        "repairs": header.damage.repairs.count,
        "bad_checksums": header.damage.bad_checksums.count,
        "doubts": [doubt.name.lower() for doubt in header.doubts],
    }


def _checkpoint(case: ChainCase) -> JsonValue:
    checkpoint = case.checkpoint
    if checkpoint is None:
        return None
    if isinstance(checkpoint, Checkpoint):
        return {"path": case.checkpoint_path, "generation": None if checkpoint.position is None else checkpoint.position.generation}
    return {"path": case.checkpoint_path, "generation": None, "why": str(getattr(checkpoint, "why", checkpoint))}


def _span(span: LogSpan) -> JsonObject:
    return {"first": span.first, "last": span.last, "count": span.count, "role": span.role.value, "state": span.state.value}


def _wanted(one: WantedLogs) -> JsonObject:
    names: JsonObject = {"first_name": one.first_name, "last_name": one.last_name, "size_bytes": one.size_bytes}
    return {**_span(one.span), **names, "may_be_current": one.may_be_current}


def _claim(claim: Claim) -> JsonObject:
    return {"generation": claim.generation, "state": claim.state.value, "path": claim.file.path, "why": claim.why}


def _duplicate(one: Duplicate) -> JsonObject:
    return {"generation": one.generation, "take": one.taken or None, "others": list(one.others), "why": one.why}


def _loss(loss: LossBudget) -> JsonObject:
    times: JsonObject = {"since": _time(loss.since), "until": _time(loss.until)}
    return {"first": loss.first, "last": loss.last, "logs": loss.generations, "size_bytes": loss.size_bytes, **times}


def _time(time: LogTime | None) -> str | None:
    moment = None if time is None else time.moment
    return None if moment is None else moment.isoformat()


def _way(way: Way) -> JsonObject:
    return {"name": way.name, "does": way.does, "space_bytes": way.space_bytes, "price": way.price or None}


def _findings(findings: Sequence[Finding]) -> list[JsonValue]:
    found: list[JsonValue] = []
    for one in findings:
        evidence: list[JsonValue] = [{"what": seen.what, "where": seen.where} for seen in one.evidence]
        found.append({"name": one.name, "says": one.says, "evidence": evidence, "disproved_by": one.disproved_by or None})
    return found
