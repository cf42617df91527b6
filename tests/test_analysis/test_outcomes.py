"""Outputs of Eseutil and chkdsk, explained: how it ended, what it means, what to do now; and never a lossy step."""

import re

import pytest

from tests.recorded import Recorded, needs_shared, shared_recordings
from tests.test_analysis.test_explaining import detail
from tests.test_parsing.eseutil_samples import (
    BANNER,
    CHECKSUM,
    CHECKSUM_ERRORS,
    CHKDSK,
    CHKDSK_GERMAN,
    INTEG_RAW,
    LOSSY,
    RECOVERY,
    REPAIR,
    SPACE,
)
from toolkit.analysis.explaining import explain
from toolkit.model.explanation import Explanation, Meaning, ToolOutcome
from toolkit.parsing.pasted_output import find_output

REAL = [case for kind in ("eseutil_recovery", "cmdlet", "localized", "eseutil_ml", "eseutil_mh") for case in shared_recordings(kind)]
CHECKSUM_ENDING = "terminated with error -1206 (JET_errDatabaseCorrupted, Non database file or corrupted db) after"
LOSSY_STEP = re.compile(r"/p\b|\beseutil /|-Force\b|AcceptDataLoss|delete (?:the|all) log", re.IGNORECASE)
SOUND = "\nIntegrity check successful.\n\nOperation completed successfully in 5.1 seconds.\n"


def explained(text: str) -> Explanation:
    """Return the explanation of an output, read as the command reads it."""
    return explain(text, find_output(text))


def outcome_of(text: str) -> ToolOutcome:
    """Return the outcome; the text must be an output."""
    outcome = explained(text).outcome
    assert outcome is not None
    return outcome


def line(outcome: ToolOutcome, label: str) -> str:
    """Return the lines of a fact in one; empty when there is none."""
    return " ".join(part for one in outcome.details if one.label == label for part in one.lines)


@pytest.mark.parametrize(
    ("text", "name", "errors"),
    [
        (RECOVERY, "ESEUTIL RECOVERY: COMPLETED", []),
        (RECOVERY.split("Operation")[0], "ESEUTIL RECOVERY: END NOT SHOWN", []),
        (LOSSY, "ESEUTIL RECOVERY: FAILED", ["jet:-582"]),
        (REPAIR, "ESEUTIL REPAIR: COMPLETED", []),
        (REPAIR.split("Repair completed")[0] + SOUND, "ESEUTIL REPAIR: NOTHING TO REPAIR", []),
        (CHECKSUM, "ESEUTIL CHECKSUM: FAILED", ["jet:-1206"]),
        (CHECKSUM.replace(CHECKSUM_ENDING, "completed successfully in"), "ESEUTIL CHECKSUM: FAILED", []),
        (SPACE, "ESEUTIL FILE DUMP: END NOT SHOWN", []),
        ("Operation completed successfully in 1.2 seconds.", "ESEUTIL: COMPLETED", []),
        ("Operation terminated unsuccessfully after 1.2 seconds.", "ESEUTIL: FAILED", []),
        ("Initiating PATCH PAGES mode...\nOperation completed successfully in 1.2 seconds.", "ESEUTIL PATCH PAGES: COMPLETED", []),
        (INTEG_RAW, "WORK LOG OF ESEUTIL REPAIR: REPAIRED", []),
        (INTEG_RAW.split("Repair completed")[0], "WORK LOG OF ESEUTIL REPAIR: END NOT SHOWN", []),
        (CHKDSK, "CHKDSK: NO PROBLEMS", []),
        (CHKDSK_GERMAN, "CHKDSK: NOT KNOWN", []),
    ],
)  # fmt: skip
def test_how_it_ended(text: str, name: str, errors: list[str]) -> None:
    """Headline and the error that the run ended with; counts beat a last line that sounds well."""
    explanation = explained(text)
    assert explanation.outcome is not None
    assert explanation.outcome.name == name
    assert [str(meaning.identity) for meaning in explanation.meanings] == errors
    assert explanation.why_unknown == ""


def test_an_unknown_code_stays_unknown() -> None:
    """No error is taken for the nearest, nor for the one without the sign."""
    for code in ("-1999", "528", "1018"):
        explanation = explained(f"Operation terminated with error {code} (x) after 1.2 seconds.")
        assert explanation.meanings == ()
        assert explanation.outcome is not None
        assert f"Unknown JET error {code}" in line(explanation.outcome, "Code")


def test_a_warning_is_a_success_with_its_price() -> None:
    """595 is named, and the outcome says what a repair costs."""
    outcome = outcome_of(REPAIR)
    assert line(outcome, "Code") == "595 JET_wrnDatabaseRepaired: a success with a remark"
    assert "data is lost by design" in outcome.says
    assert line(outcome, "Took") == "12 min 20 s"


def test_the_lossy_option_is_information() -> None:
    """The hint is told with its price; what to do now is to look for the logs."""
    outcome = outcome_of(LOSSY)
    assert "Nothing here runs it" in line(outcome, "Hint")
    assert "look for missing ones" in outcome.do_now


def test_facts_of_a_checksum_pass() -> None:
    """Counts and the pages that stderr names."""
    outcome = outcome_of(f"{CHECKSUM_ERRORS}{CHECKSUM}")
    assert line(outcome, "Pages").startswith("327,680 read, 2 with a bad checksum")
    assert line(outcome, "Bad pages") == "4711, 4712"
    assert line(outcome_of(SPACE), "Size") == "10240.000 MB, of which 512.500 MB are free inside"


def test_a_run_that_goes_on_shows_how_far_it_is() -> None:
    """A bar without a last line is a lower bound."""
    assert line(outcome_of(RECOVERY.split("....")[0] + "." * 11), "Progress") == "at least 20 % of the last bar"


def test_the_last_of_several_runs_is_told() -> None:
    """What came before is only counted."""
    outcome = outcome_of(LOSSY + RECOVERY)
    assert outcome.name == "ESEUTIL RECOVERY: COMPLETED"
    assert line(outcome, "Runs") == "2 in your text; this is the last one"


def test_databases_of_windows_are_not_ours() -> None:
    """esentutl, or a file that is known to be of Windows, gets no advice for mailboxes."""
    of_windows = outcome_of(REPAIR.replace("Microsoft(R) Exchange Server", "Microsoft(R) Windows(R)"))
    assert of_windows.do_now.startswith("The engine of Windows wrote this")
    assert "New-MoveRequest" not in outcome_of(REPAIR.replace("mbx1.edb", "ntds.dit")).do_now
    assert "SRUM" in outcome_of(INTEG_RAW.replace("mbx1.edb", "SRUDB.dat")).do_now
    assert outcome_of(INTEG_RAW.replace("[ESE version", "[ESENT version")).do_now.startswith("The engine of Windows wrote this")


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        (LOSSY, True),
        (RECOVERY.split("Operation")[0], True),
        (RECOVERY, False),
        (CHECKSUM, False),
        ("-543", True),
        ("-1018", False),
        ("ESE 452", True),
        ("ESE 474", False),
        ("Source: ESENT\nEvent ID: 452\nlsass (500) Database C:\\Windows\\NTDS\\ntds.dit requires logfiles 1-2", False),
    ],
)
def test_missing_logs_lead_to_the_triage(text: str, leads: bool) -> None:
    """Where logs may be missing from a mailbox database, the command that shows which is named; it reads copies only."""
    explanation = explained(text)
    commands = [one.command for one in (*explanation.meanings, explanation.outcome) if one is not None and one.command]
    assert (set(commands) == {"exkit triage --edb FILE --logs DIR"}) is leads


def test_folders_by_default_are_pointed_at() -> None:
    """The current directory of a remote shell is nobody's log folder."""
    assert "/l, /s and /d" in line(outcome_of(f"{BANNER}Initiating RECOVERY mode...\n  Log files: <current directory>\n"), "Folder")


def test_events_beside_the_output_are_told() -> None:
    """An event of the engine that was pasted with the output is the error."""
    text = f"{RECOVERY}\nSource: ESE\nEvent ID: 454\nInformation Store (1) DB1: failed with unexpected error -543.\n"
    assert [str(meaning.identity) for meaning in explained(text).meanings] == ["ese:454"]


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("case", REAL, ids=str)
def test_real_outputs_never_lead_to_loss(case: Recorded) -> None:
    """Every real output is told in lines that fit, and nothing to be done now loses data."""
    outcome = explained(case.text).outcome
    if outcome is None:
        return
    assert not LOSSY_STEP.search(outcome.do_now)
    for one in outcome.details:
        assert 0 < len(one.label) <= 11
        assert all(len(part) <= 66 for part in one.lines), one


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("case", [case for case in shared_recordings("event_ese") if "event_id" in case.truth], ids=str)
def test_real_engine_events_are_named(case: Recorded) -> None:
    """By label, by a row of a table, or by their words alone; and none of these is a mailbox database."""
    meaning = explain(case.text).meanings[0]
    assert str(meaning.identity) == f"ese:{case.truth['event_id']}"
    assert "mailbox database (" not in detail(meaning, "Whose")


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Source: ESENT\nEvent ID: 455\nlsass (500) Error -1811 occurred while opening logfile C:\\x\\edb.log.", "Active Directory"),
        ("Source: ESE\nEvent ID: 454\nedgetransport (4568) Sender Reputation Database: unexpected error -515.", "transport service"),
        ("Source: ESENT\nEvent ID: 508\nx (9) y: A request to write to the file \"C:\\a\\SRUDB.dat\" at offset 1 for 2 bytes", "SRUM"),
    ],
)  # fmt: skip
def test_whose_database_an_event_is_about(text: str, whose: str) -> None:
    """Program and file decide, not the number."""
    meaning: Meaning = explain(text).meanings[0]
    assert whose in detail(meaning, "Whose")


def test_an_event_of_a_mailbox_database_shows_its_range() -> None:
    """452: the range with its trap, and the database."""
    text = "Event ID : 452   Source : ESE   MSExchangeIS (6640) SG07: Database S:\\SG07\\a.edb requires logfiles 1-9 in order to recover successfully. Recovery could only locate logfiles starting at 8."  # noqa: E501  # as pasted, in one line
    meaning = explain(text).meanings[0]
    assert str(meaning.identity) == "ese:452"
    assert detail(meaning, "Logs").startswith("1 to 9; found: 8 The last of them may only be committed")
    assert detail(meaning, "Database") == "S:\\SG07\\a.edb"
