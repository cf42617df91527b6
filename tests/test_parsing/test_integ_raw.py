"""INTEG.RAW: sessions, counts, signatures; real files, cut files, look-alikes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.recorded import Recorded, needs_shared, shared_recordings
from tests.test_parsing.eseutil_samples import INTEG_RAW, LOOK_ALIKES, REPAIR
from toolkit.errors import ParsingError
from toolkit.model.eseutil import Verdict
from toolkit.model.integ_raw import CodeCount, IntegSession, WrongSize
from toolkit.parsing.integ_raw import read_integ_raw

REAL = [case for case in shared_recordings("eseutil_recovery") if "integ-raw" in case.name]
WORDS = {
    Verdict.SOUND: "Integrity check successful.",
    Verdict.REPAIRED: "Repair completed. Database corruption has been repaired!",
}


def facts_of(sessions: tuple[IntegSession, ...]) -> dict[str, Any]:
    """Return everything that the truths of the recordings speak of; counts are sums, the rest is the first session's."""
    first = sessions[0]
    size = first.wrong_size
    return {
        "sessions": [{"mode": one.mode, "database": one.database, "engine": one.engine} for one in sessions],
        "dirty": first.is_dirty,
        "file_bytes": first.file_bytes,
        "error_lines": sum(one.errors for one in sessions),
        "warning_lines": sum(one.warnings for one in sessions),
        "error_codes": {str(row.code): row.count for one in sessions for row in one.codes},
        "size_warning": {"expected_pages": size.expected_pages, "file_pages": size.file_pages} if size else None,
        "new_db_signatures": [{"create": new.created, "rand": new.signature.random} for one in sessions for new in one.new_signatures],
        "results": [WORDS[one.verdict] for one in sessions if one.verdict],
        "elapsed_seconds": [one.elapsed_s for one in sessions],
    }


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("case", REAL, ids=str)
def test_facts_of_real_files(case: Recorded) -> None:
    """Every fact of every real file is read."""
    assert facts_of(read_integ_raw(case.text)) == case.truth


def test_a_repair_of_exchange() -> None:
    """Counts over glued lines, codes, damaged tables, the new signature in whole."""
    session = read_integ_raw(INTEG_RAW)[0]
    assert (session.mode, session.engine, session.is_dirty, session.file_bytes) == ("REPAIR", "ESE 15.01.02507.0000", True, 67_108_864)
    assert (session.errors, session.warnings, session.elapsed_s) == (5, 1, 61)
    assert session.codes == (CodeCount(-1019, 1), CodeCount(-1206, 1))
    assert (session.tables_checked, session.damaged_tables) == (2, ("Message_1",))
    assert session.wrong_size == WrongSize(2040, 2048)
    new = session.new_signatures[0]
    assert str(new.signature) == "4294967295 of 2026-11-24 03:02:11"
    assert not new.signature.created.is_exact
    assert session.verdict is Verdict.REPAIRED


def test_a_session_that_was_stopped_has_no_result() -> None:
    """What was not reached is not said: no size, no state, no verdict, no time."""
    session = read_integ_raw(INTEG_RAW.split("checking database header")[0])[0]
    assert (session.is_dirty, session.file_bytes, session.verdict, session.elapsed_s) == (None, None, None, None)
    assert session.new_signatures == ()


def test_an_impossible_date_is_no_signature() -> None:
    """A year that fits into no header is left out, not cut."""
    assert read_integ_raw(INTEG_RAW.replace("/2026 ", "/9026 "))[0].new_signatures == ()


@pytest.mark.parametrize("text", [*LOOK_ALIKES, REPAIR, "***** note", "***** Repair of database 'x' started [Jet 1]"])
def test_look_alikes_are_refused(text: str) -> None:
    """The console output of the same run is not the file."""
    with pytest.raises(ParsingError, match=r"INTEG\.RAW"):
        read_integ_raw(text)


@given(st.one_of(st.text(), st.lists(st.sampled_from([*INTEG_RAW.splitlines(keepends=True), "ERROR: ", "\x00", "*****"])).map("".join)))
def test_only_a_parsing_error_leaves(text: str) -> None:
    """Any text is read or refused, also when lines are missing or out of order."""
    try:
        assert read_integ_raw(text)
    except ParsingError as error:
        assert error.what
