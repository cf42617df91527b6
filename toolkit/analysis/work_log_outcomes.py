"""What INTEG.RAW says, for people; its last session decides."""

from collections.abc import Iterator

from toolkit.analysis.outcome_details import do_now_of_windows, fact, say_codes, say_duration
from toolkit.knowledge.database_owners import owner_of_file
from toolkit.knowledge.tool_outcomes import tool_outcome
from toolkit.model.eseutil import EseutilMode, Verdict
from toolkit.model.explanation import Detail, ToolOutcome
from toolkit.model.integ_raw import IntegSession
from toolkit.model.pasted_output import PastedWorkLog

_HOW = {Verdict.SOUND: "succeeded", Verdict.CORRUPTED: "corrupted", Verdict.REPAIRED: "succeeded"}
_WORDS = {
    Verdict.SOUND: "NO DAMAGE",
    Verdict.CORRUPTED: "DAMAGE FOUND",
    Verdict.REPAIRED: "REPAIRED",
    None: "END NOT SHOWN",
}
_REPAIR = "REPAIR"
_ENGINE_OF_WINDOWS = "ESENT "


def work_log_outcome(output: PastedWorkLog) -> ToolOutcome:
    """Return what the last session came to."""
    session = output.sessions[-1]
    how = _HOW[session.verdict] if session.verdict else "open"
    mode = EseutilMode.REPAIR if session.mode == _REPAIR else EseutilMode.INTEGRITY
    row = tool_outcome(mode.value, "unchanged" if mode is EseutilMode.REPAIR and session.verdict is Verdict.SOUND else how)
    name = f"WORK LOG OF ESEUTIL {session.mode}: {_WORDS[session.verdict]}"
    owner = owner_of_file(session.database)
    do_now = do_now_of_windows(row.do_now, owner) if owner or session.engine.startswith(_ENGINE_OF_WINDOWS) else row.do_now
    return ToolOutcome(name, row.says, tuple(_details(output.sessions, session)), do_now, row.source)


def _details(sessions: tuple[IntegSession, ...], session: IntegSession) -> Iterator[Detail]:
    if len(sessions) > 1:
        yield fact("Runs", f"{len(sessions)} in this file; this is the last one")
    yield fact("Database", session.database)
    owner = owner_of_file(session.database)
    yield fact("Whose", f"of {owner}, by its file name") if owner else fact("Engine", session.engine)
    if session.is_dirty is not None:
        yield fact("Before", "Dirty Shutdown" if session.is_dirty else "Clean Shutdown")
    if session.elapsed_s is not None:
        yield fact("Took", say_duration(session.elapsed_s * 1_000))
    yield fact("Reports", f"{session.errors:,} errors, {session.warnings:,} warnings")
    if session.codes:
        yield fact("Codes", *say_codes(session.codes))
    if session.damaged_tables:
        yield fact("Damaged", ", ".join(session.damaged_tables))
    if session.wrong_size:
        yield fact("File size", f"{session.wrong_size.file_pages:,} pages, by its own count {session.wrong_size.expected_pages:,}")
    if session.new_signatures:
        yield fact("Signature", f"changed, now {session.new_signatures[-1].signature}: older logs and backups do not fit")
