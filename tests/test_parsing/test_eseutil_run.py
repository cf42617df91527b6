"""Runs of Eseutil: modes, bars, hints, verdicts and endings; real texts, broken texts, look-alikes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.recorded import Recorded, needs_shared, shared_recordings
from tests.test_parsing.eseutil_samples import BANNER, LOOK_ALIKES, LOSSY, RECOVERY, REPAIR, SCALE
from toolkit.errors import ParsingError
from toolkit.model.eseutil import EndingKind, EseutilMode, EseutilRun, FileMove, Hint, ModeStart, Verdict
from toolkit.parsing.eseutil_ending import read_ending
from toolkit.parsing.eseutil_progress import read_progress
from toolkit.parsing.eseutil_run import read_run, read_runs

FACTS_OF_A_RUN = {
    "mode",
    "then",
    "result",
    "error",
    "symbol",
    "text",
    "elapsed_text",
    "elapsed_ms_if_unpadded",
    "progress_dots",
    "version",
    "base",
    "log_files",
    "database",
    "table",
    "elapsed_seconds",
}
RESULTS = {
    EndingKind.SUCCEEDED: "success",
    EndingKind.WARNED: "success",
    EndingKind.FAILED: "failed",
    EndingKind.FAILED_UNNAMED: "failed",
}
# what these say is no output of Eseutil: errors alone are found by toolkit.knowledge.jet_grammar, INTEG.RAW has its own reader
NO_RUN = ("error-exe", "isinteg", "four-spellings", "1811-509", "1206-550", "integ-raw")
REAL = [case for case in shared_recordings("eseutil_recovery") if not any(part in case.name for part in NO_RUN)]
OTHERS = [case for case in shared_recordings("eseutil_recovery") if any(part in case.name for part in NO_RUN)]


def facts_of(run: EseutilRun) -> dict[str, Any]:
    """Return everything that the truths of the recordings speak of."""
    ending = run.ending
    modes = [f"{mode.word} ({mode.option})" if mode.option else mode.word for mode in run.modes] or [run.mode.value]
    placeholder = None if ending is None or not ending.elapsed else ending.elapsed
    return {
        "mode": modes[0],
        "then": modes[-1],
        "result": "corrupted" if Verdict.CORRUPTED in run.verdicts else RESULTS[ending.kind] if ending else None,
        "error": "registry access denied, defaults used" if not ending and Hint.REGISTRY_DENIED in run.hints else run.code,
        "symbol": (ending.symbol or None) if ending else None,
        "text": ending.text if ending else "",
        "elapsed_text": placeholder,
        "elapsed_ms_if_unpadded": ending.duration_ms if ending else None,
        "elapsed_seconds": ending.duration_ms // 1000 if ending and ending.duration_ms else None,
        "progress_dots": run.progress[0].dots if run.progress else None,
        "version": run.version,
        "base": run.label("Logfile base name"),
        "log_files": run.label("Log files"),
        "database": run.label("Database"),
        "table": "".join(run.duplicate_key_tables),
    }


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("case", REAL, ids=str)
def test_facts_of_real_runs(case: Recorded) -> None:
    """Every fact that a real text shows is read; ``xx`` is no time, and the name of a code in another line is not the ending's."""
    found = facts_of(read_runs(case.text)[0])
    wanted = {key: value for key, value in case.truth.items() if key in FACTS_OF_A_RUN}
    wanted |= {"elapsed_text": None} if wanted.get("elapsed_text") == "xx" else {}
    wanted |= {"symbol": None} if "-or-" in case.text else {}
    assert {key: found[key] for key in wanted} == wanted


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("case", OTHERS, ids=str)
def test_real_texts_of_others_are_refused(case: Recorded) -> None:
    """A list of codes, isinteg, or INTEG.RAW is no run of Eseutil."""
    with pytest.raises(ParsingError, match="an output of Eseutil"):
        read_runs(case.text)


def test_a_recovery() -> None:
    """Program, version, settings, bar and time of a whole run."""
    run = read_run(RECOVERY, EseutilMode.RECOVERY)
    assert (run.program, run.version) == ("Extensible Storage Engine Utilities for Microsoft(R) Exchange Server", "15.01")
    assert run.label("logfile BASE name") == "E03"
    assert run.label("Temp. Database") is None
    assert [(bar.what, bar.dots, bar.percent) for bar in run.progress] == [("Restore", 51, 100)]
    assert run.ending is not None
    assert (run.ending.kind, run.ending.code, run.ending.duration_ms) == (EndingKind.SUCCEEDED, None, 31_007)


def test_a_hint_is_information() -> None:
    """The lossy option is told as a hint; the ending is a failure with the whole text over line ends."""
    run = read_run(LOSSY, EseutilMode.RECOVERY)
    assert run.hints == (Hint.LOSSY_OPTION,)
    assert run.ending is not None
    assert (run.ending.code, run.ending.symbol) == (-582, "JET_errCommittedLogFilesMissing")
    assert run.ending.text.endswith("durable ACID semantics")
    maybe = LOSSY.replace("there is a lossy", "there might be a\n lossy").replace("-582", "-528")
    assert read_run(maybe, EseutilMode.RECOVERY).hints == (Hint.MAYBE_LOSSY_OPTION,)


def test_a_repair_with_a_warning() -> None:
    """595 is positive and a success; the verdict says that something was repaired."""
    run = read_run(REPAIR, EseutilMode.REPAIR)
    assert run.ending is not None
    assert (run.ending.kind, run.ending.code, run.ending.symbol) == (EndingKind.WARNED, 595, "JET_wrnDatabaseRepaired")
    assert run.ending.duration_ms == 740_016
    assert run.verdicts == (Verdict.REPAIRED,)
    assert run.hints == (Hint.NOT_UP_TO_DATE, Hint.BACKUP_ADVISED)


def test_a_run_of_another_mode_is_refused() -> None:
    """Whoever waits for a recovery does not get a repair, nor two runs."""
    for text in (REPAIR, RECOVERY + RECOVERY):
        with pytest.raises(ParsingError, match="one run of Eseutil in RECOVERY mode"):
            read_run(text, EseutilMode.RECOVERY)


def test_several_runs_of_one_session() -> None:
    """A run that was cut, one that failed and one that goes on stay apart."""
    going_on = RECOVERY.split("....")[0] + "....."
    runs = read_runs(f"PS D:\\> eseutil /r E03\n{going_on}\n\n{LOSSY}\nPS D:\\> again\n{REPAIR}\n{going_on}")
    assert [run.mode for run in runs] == [EseutilMode.RECOVERY, EseutilMode.RECOVERY, EseutilMode.REPAIR, EseutilMode.RECOVERY]
    assert [run.code for run in runs] == [None, -582, 595, None]
    assert [run.progress[0].percent if run.progress else None for run in runs] == [8, None, 100, 8]


@pytest.mark.parametrize(
    ("dots", "percent"),
    [
        ("", 0),
        (".", 0),
        ("..", 2),
        ("." * 26, 50),
        ("." * 20 + "\n" + "." * 31, 100),
        ("." * 60, 100),
        ("\n\n  > " + "." * 11, 20),
        ("\u2026" * 17, 100),
    ],
)
def test_percent_by_dots(dots: str, percent: int) -> None:
    """One dot for 0 %, one for every two percent, over line ends, quote marks and typographic dots."""
    assert read_progress(f"Scanning Status  ( % complete ){SCALE}{dots}")[0].percent == percent


def test_a_bar_without_a_heading_has_no_name() -> None:
    """Old tools print the scale alone."""
    assert read_progress(SCALE)[0].what == ""


@pytest.mark.parametrize(
    ("line", "kind", "code", "elapsed", "duration_ms"),
    [
        ("Operation completed successfully in 0.16 seconds.", EndingKind.SUCCEEDED, None, "0.16", 16),
        ("Operation completed successfully in 0.160 seconds.", EndingKind.SUCCEEDED, None, "0.160", 160),
        ("Operation\ncompleted successfully\nin 1.5 seconds.", EndingKind.SUCCEEDED, None, "1.5", 1_005),
        ("Operation terminated unsuccessfully after 7.81 seconds.", EndingKind.FAILED_UNNAMED, None, "7.81", 7_081),
        ("Operation terminated with error -1018 (JET_errReadVerifyFailure) after 3.0 seconds.", EndingKind.FAILED, -1018, "3.0", 3_000),
        ("....Operation terminated with error -1811( JET_errFileNotFound, x).", EndingKind.FAILED, -1811, "", None),
        ("Operation terminated with error -939586631 (0xc7ff1004, x) after 0.1 seconds.", EndingKind.FAILED, -939586631, "0.1", 1),
        ("Operation terminated with error 1018", EndingKind.FAILED, 1018, "", None),
        ("Operation completed successfully with 585 (JET_wrnX, a (b) c) after 2.9 seconds.", EndingKind.WARNED, 585, "2.9", 2_009),
        ("esefile completes successfully after 10 seconds", EndingKind.SUCCEEDED, None, "10", 10_000),
    ],
)  # fmt: skip
def test_endings(line: str, kind: EndingKind, code: int | None, elapsed: str, duration_ms: int | None) -> None:
    """Every form of the last line; the sign of the code is kept, and the time is never a fraction."""
    ending = read_ending(line)
    assert (ending.kind, ending.code, ending.elapsed, ending.duration_ms) == (kind, code, elapsed, duration_ms)


def test_the_last_ending_holds() -> None:
    """A repair after a failed recovery ends as the repair did."""
    assert read_ending(LOSSY + REPAIR).code == 595


def test_files_put_in_place() -> None:
    """Each move with its result; a text that ends before it leaves it open."""
    moves = "Moving 'TEMP1.EDB' to 'd:\\a.edb'... DONE!\nMoving 'TEMP1.jfm' to 'd:\\a.jfm'... FAILED!\nMoving 'x' to 'y'..."
    run = read_runs(f"{BANNER}Initiating DEFRAGMENTATION mode...\n{moves}")[0]
    assert run.moves == (
        FileMove("TEMP1.EDB", "d:\\a.edb", True),
        FileMove("TEMP1.jfm", "d:\\a.jfm", False),
        FileMove("x", "y", None),
    )


def test_an_unknown_mode_keeps_its_word() -> None:
    """A mode of a newer Eseutil is a run of an unknown mode, not of another one."""
    run = read_runs("Initiating PATCH PAGES mode...")[0]
    assert run.modes == (ModeStart(EseutilMode.UNKNOWN, "PATCH PAGES"),)


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_look_alikes_are_refused(text: str) -> None:
    """Sentences of other programs, settings alone and codes alone are no output of Eseutil."""
    for read in (read_runs, read_ending, read_progress):
        with pytest.raises(ParsingError, match="an output of Eseutil"):
            read(text)


def test_more_than_any_output_has_is_refused() -> None:
    """Thousands of bars or endings are no output; nothing is cut silently."""
    for text in (SCALE * 300, "Operation completed successfully in 1.1 seconds. " * 300, "Initiating REPAIR mode... " * 300):
        with pytest.raises(ParsingError, match="at most"):
            read_runs(text)


PARTS = st.sampled_from(
    [
        *(BANNER, SCALE, "......", "Initiating REPAIR mode...", "Operation ", "terminated with error ", "-1018", " (JET_errX, ", ")"),
        *(" after 1.2 seconds", "\n", "<br>", "Moving 'a' to 'b'...", "Integrity check ", "completed. ", "Database is CORRUPTED!"),
        *("&lt;", "Log files:", "\r", "\x00"),
    ]
)


@given(st.one_of(st.text(), st.lists(PARTS).map("".join)))
def test_only_a_parsing_error_leaves(text: str) -> None:
    """Any text is read or refused."""
    for read in (read_runs, read_ending, read_progress):
        try:
            read(text)
        except ParsingError as error:
            assert error.what
