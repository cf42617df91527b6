"""What chkdsk found, for people."""

from collections.abc import Iterator

from toolkit.analysis.outcome_details import fact, say_duration
from toolkit.knowledge.tool_outcomes import tool_outcome
from toolkit.model.chkdsk import ChkdskReport
from toolkit.model.explanation import Detail, ToolOutcome


def chkdsk_outcome(report: ChkdskReport) -> ToolOutcome:
    """Return what the deciding line means."""
    row = tool_outcome("CHKDSK", report.verdict.name)
    return ToolOutcome(f"CHKDSK: {report.verdict.value.upper()}", row.says, tuple(_details(report)), row.do_now, row.source)


def _details(report: ChkdskReport) -> Iterator[Detail]:
    if report.label or report.file_system:
        yield fact("Volume", " ".join(part for part in (report.label, report.file_system) if part))
    if report.read_only:
        yield fact("Read-only", "it could not change anything; on a volume in use it may report errors that are none")
    if report.total_kb is not None and report.available_kb is not None:
        yield fact("Space", f"{report.available_kb:,} KB free of {report.total_kb:,} KB")
    if report.bad_sectors_kb:
        yield fact("Bad sectors", f"{report.bad_sectors_kb:,} KB: the disk itself is failing")
    if report.duration_ms is not None:
        yield fact("Took", say_duration(report.duration_ms))
