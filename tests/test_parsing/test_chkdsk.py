"""chkdsk: verdicts, read-only passes, other languages, look-alikes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.recorded import Recorded, needs_shared, shared_recordings
from tests.test_parsing.eseutil_samples import CHKDSK, CHKDSK_GERMAN, LOOK_ALIKES
from toolkit.errors import ParsingError
from toolkit.model.chkdsk import ChkdskReport, ChkdskVerdict
from toolkit.parsing.chkdsk import read_chkdsk

REAL = [case for kind in ("cmdlet", "localized") for case in shared_recordings(kind) if "chkdsk" in case.name]
SCHEDULE = """The type of the file system is NTFS.
Cannot lock current drive.

Chkdsk cannot run because the volume is in use by another
process.  Would you like to schedule this volume to be
checked the next time the system restarts? (Y/N)"""


def facts_of(report: ChkdskReport) -> dict[str, object]:
    """Return everything that the truths of the recordings speak of."""
    return {
        "result": report.verdict.value,
        "read_only": report.read_only,
        "kb_in_bad_sectors": report.bad_sectors_kb,
        "total_kb": report.total_kb,
        "available_kb": report.available_kb,
        "stages": report.last_stage,
        "duration_ms": report.duration_ms,
        "file_records": report.file_records,
    }


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("case", REAL, ids=str)
def test_facts_of_real_texts(case: Recorded) -> None:
    """Every fact is read; exit code, source and language of the event around it are not chkdsk's."""
    found = facts_of(read_chkdsk(case.text))
    wanted = {key: value for key, value in case.truth.items() if key in found}
    assert len(wanted) >= 1
    assert {key: found[key] for key in wanted} == wanted


def test_a_clean_pass() -> None:
    """Verdict, mode, label and numbers."""
    report = read_chkdsk(CHKDSK)
    assert (report.verdict, report.read_only, report.file_system, report.label) == (ChkdskVerdict.CLEAN, True, "NTFS", "Logs")
    assert (report.total_kb, report.bad_sectors_kb, report.available_kb, report.duration_ms) == (52_427_775, 4, 10_485_760, 90_112)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Windows has made corrections to the\nfile system.", ChkdskVerdict.CORRECTED),
        ("Errors found.  CHKDSK cannot continue in read-only mode.", ChkdskVerdict.ERRORS_FOUND),
        ("Windows has found problems with the file system.", ChkdskVerdict.ERRORS_FOUND),
        ("Cannot open volume for direct access.", ChkdskVerdict.NOT_OPENED),
        ("Access Denied as you do not have sufficient privileges.", ChkdskVerdict.REFUSED),
        ("The type of the file system is RAW.\nCHKDSK is not available for RAW drives.", ChkdskVerdict.REFUSED),
        (SCHEDULE, ChkdskVerdict.NOT_LOCKED),
        (CHKDSK.split("Windows has")[0], ChkdskVerdict.UNKNOWN),
        (CHKDSK_GERMAN, ChkdskVerdict.UNKNOWN),
    ],
)
def test_verdicts(text: str, verdict: ChkdskVerdict) -> None:
    """The deciding line over line ends; a cut text and another language decide nothing."""
    assert read_chkdsk(text).verdict is verdict


def test_the_last_deciding_line_holds() -> None:
    """A pass after the corrections counts; problems after a clean pass do too."""
    assert read_chkdsk(f"Windows has found problems with the file system.\n{CHKDSK}").verdict is ChkdskVerdict.CLEAN
    assert read_chkdsk(f"{CHKDSK}\nErrors found.  CHKDSK cannot continue in read-only mode.").verdict is ChkdskVerdict.ERRORS_FOUND


def test_another_language_says_nothing_about_writing() -> None:
    """Whether a German pass was read-only is not known from its words."""
    report = read_chkdsk(CHKDSK_GERMAN)
    assert (report.read_only, report.total_kb) == (None, None)


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_look_alikes_are_refused(text: str) -> None:
    """A sentence about chkdsk is not its output."""
    with pytest.raises(ParsingError, match="an output of chkdsk"):
        read_chkdsk(text)


@given(st.one_of(st.text(), st.lists(st.sampled_from([*CHKDSK.splitlines(keepends=True), "chkdsk", "NTFS", "\x00"])).map("".join)))
def test_only_a_parsing_error_leaves(text: str) -> None:
    """Any text is read or refused."""
    try:
        assert read_chkdsk(text).verdict in ChkdskVerdict
    except ParsingError as error:
        assert error.what
