"""How a run of Eseutil ended, for people; the last run of a text decides."""

from collections.abc import Iterator

from toolkit.analysis.jet_meanings import TRIAGE
from toolkit.analysis.outcome_details import do_now_of_windows, fact, say_code, say_duration
from toolkit.knowledge.database_owners import owner_of_file
from toolkit.knowledge.tool_outcomes import tool_outcome
from toolkit.model.eseutil import EndingKind, EseutilMode, EseutilRun, Hint, PageChecksums, Verdict
from toolkit.model.explanation import Detail, ToolOutcome
from toolkit.model.pasted_output import PastedRuns

_HOW = {
    EndingKind.SUCCEEDED: "succeeded",
    EndingKind.WARNED: "succeeded",
    EndingKind.FAILED: "failed",
    EndingKind.FAILED_UNNAMED: "failed",
}
_WORDS = {
    "succeeded": "COMPLETED",
    "failed": "FAILED",
    "corrupted": "DAMAGE FOUND",
    "unchanged": "NOTHING TO REPAIR",
    "open": "END NOT SHOWN",
}
_WINDOWS = "Windows(R)"
_CURRENT = "<current directory>"
_HINTS = {
    Hint.LOSSY_OPTION: "Eseutil offers /a: it loses what these logs hold and deletes logs behind the gap. Nothing here runs it.",
    Hint.MAYBE_LOSSY_OPTION: "Eseutil may offer /a: it loses data and deletes logs behind the gap. Nothing here runs it.",
    Hint.NOT_UP_TO_DATE: "The logs were not yet replayed: what is in them only is not in this database.",
    Hint.BACKUP_ADVISED: "Older backups lead back to the state of then.",
    Hint.REGISTRY_DENIED: "The registry could not be read and defaults were used: it may have looked into the wrong folders.",
}


def run_outcome(output: PastedRuns) -> ToolOutcome:
    """Return how the last run ended."""
    run = output.runs[-1]
    how = _how(run, output.checksums)
    row = tool_outcome(run.mode.value, how)
    mode = f"ESEUTIL {run.modes[0].word if run.modes else run.mode.value}".strip()
    return ToolOutcome(
        f"{mode}: {_WORDS[how]}", row.says, tuple(_details(output, run)), _do_now(run, row.do_now), row.source, _command(run, how)
    )


def _do_now(run: EseutilRun, do_now: str) -> str:
    files = (label.value for label in run.labels if label.name.endswith("Database"))
    owner = next((owner for file in files if (owner := owner_of_file(file))), "")
    return do_now_of_windows(do_now, owner) if owner or _WINDOWS in run.program else do_now


def _command(run: EseutilRun, how: str) -> str:
    """Return what shows which logs are missing, where a recovery did not end well."""
    return TRIAGE if run.mode is EseutilMode.RECOVERY and how != "succeeded" else ""


def _how(run: EseutilRun, checksums: PageChecksums | None) -> str:
    if Verdict.CORRUPTED in run.verdicts:
        return "corrupted"
    if run.ending is None:
        return "open"
    how = _HOW[run.ending.kind]
    if how == "succeeded" and run.mode is EseutilMode.REPAIR and run.verdicts == (Verdict.SOUND,):
        return "unchanged"
    if run.mode is EseutilMode.CHECKSUM and checksums is not None and not checksums.is_sound:
        return "failed"
    return how


def _details(output: PastedRuns, run: EseutilRun) -> Iterator[Detail]:
    if len(output.runs) > 1:
        yield fact("Runs", f"{len(output.runs)} in your text; this is the last one")
    if run.code is not None:
        yield fact("Code", say_code(run.code))
    yield from _time(run)
    yield from _settings(run)
    yield from _numbers(output)
    if run.hints:
        yield fact("Hint", *(_HINTS[hint] for hint in run.hints))
    if run.duplicate_key_tables:
        yield fact("Same keys", *run.duplicate_key_tables)


def _time(run: EseutilRun) -> Iterator[Detail]:
    """Yield how long it took, or how far it is while nothing says how it ended."""
    if run.ending is not None and run.ending.duration_ms is not None:
        yield fact("Took", say_duration(run.ending.duration_ms))
    if run.ending is None and run.progress and not run.verdicts:
        yield fact("Progress", f"at least {run.progress[-1].percent} % of the last bar")


def _settings(run: EseutilRun) -> Iterator[Detail]:
    if run.version:
        yield fact("Version", run.version)
    for name in ("Database", "Source Database"):
        value = run.label(name)
        if value:
            owner = owner_of_file(value)
            yield fact("Database", value, *((f"of {owner}, by its file name",) if owner else ()))
    if _CURRENT in {label.value for label in run.labels}:
        yield fact("Folder", "the folder it was started in; /l, /s and /d with whole paths are safer")


def _numbers(output: PastedRuns) -> Iterator[Detail]:
    counts, space = output.checksums, output.space
    if counts is not None:
        yield fact("Pages", f"{counts.pages_seen:,} read, {counts.bad:,} with a bad checksum, {counts.wrong_page_numbers:,} wrong ones")
    if counts is not None and counts.failed_pages:
        yield fact("Bad pages", ", ".join(map(str, counts.failed_pages[:20])))
    if space is not None and space.owned_mb is not None:
        yield fact("Size", f"{space.owned_mb} MB, of which {space.available_mb} MB are free inside")
    elif space is not None:
        yield fact("Size", f"{space.owned_pages:,} pages, of which {space.available_pages:,} are free inside")
