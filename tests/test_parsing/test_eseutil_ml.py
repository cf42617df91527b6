"""``eseutil /ml``: lists of streams, single logs, lines out of ``find``, and what is refused."""

import pytest

from tests.recorded import Recorded, recorded
from tests.test_parsing.eseutil_told import told_dump
from toolkit.errors import ParsingError
from toolkit.model.ese_dump import LogVerdict
from toolkit.parsing.eseutil_ml import read_ml

OK = "      Log file: D:\\Logs\\E0000000001.log - OK\n"
REFUSED = {
    "nothing": "",
    "prose": "The log files are fine.",
    "/mh": "State: Clean Shutdown\nLog Required: 0-0\n",
    "/mk": "      Checkpoint: (0x10E1,A4,1F)\n",
    "errors of a repair": "ERROR: page 2: dbtime is larger than database dbtime (0x3eb4, 0x129f)\n",
    "error of another program": "ERROR: too many recipients\n",
    "a log without a name": OK + "      Log file: \n",
    "a log with another ending": OK + "      Log file: D:\\Logs\\E00.edb - OK\n",
    "missing without a name": OK + "      Missing log file: some\n",
    "missing without digits": OK + "      Missing log file: D:\\Logs\\E00.log\n",
    "missing range backwards": OK + "      Missing log files: D:\\Logs\\E00{0000000C - 00000005}.log\n",
    "generation that contradicts itself": "lGeneration: 46 (0x2F)\n",
    "verdict that contradicts itself": OK + "ERROR: Mismatched log generation 3 (0x4) with log file name. Expected generation 4 (0x4).\n",
    "fields beyond the limit": "lGeneration: 46 (0x2E)\n" + " " * 1_048_576,
    "too long": OK + " " * 16_777_216,
    "too many logs with fields": "lGeneration: 46 (0x2E)\n" * 1_002,
    "too many errors": "ERROR: Cannot open log file (E00.log). Error -1032.\n" * 20_001,
    "too many gaps": "Missing log file: E0000000001.log\n" * 20_001,
    "too many databases": "lGeneration: 46 (0x2E)\n" + "1 C:\\a.edb\ndbtime: 1\n" * 257,
}


@pytest.mark.parametrize("case", recorded("eseutil_ml"), ids=str)
def test_a_text_says_what_it_says_and_no_more(case: Recorded) -> None:
    """Every log, verdict, gap and field that is printed is there; what is not printed is None."""
    assert told_dump(read_ml(case.text)) == case.truth


@pytest.mark.parametrize("name", REFUSED)
def test_other_texts_are_refused(name: str) -> None:
    """A text that is no output of /ml, and a line that names a log in another way, are errors, never a guess."""
    with pytest.raises(ParsingError):
        read_ml(REFUSED[name])


def test_nothing_is_said_of_logs_at_the_ends() -> None:
    """No damaged log and no gap, and still the lowest and highest needed log may be absent: only those listed were looked at."""
    dump = read_ml(OK + "\nNo damaged log files were found.\n")
    assert dump.says_undamaged
    assert dump.missing == ()
    assert [check.path for check in dump.checks] == ["D:\\Logs\\E0000000001.log"]


def test_a_log_in_use_is_not_damaged() -> None:
    """The current log of a mounted database cannot be opened: -1032."""
    (check,) = read_ml("Log file: E00.log\n  ERROR: Cannot open log file (E00.log). Error -1032.\n").checks
    assert check.verdict is LogVerdict.UNREADABLE
    assert check.is_in_use


def test_a_log_without_a_word_is_not_ok() -> None:
    """A text that was cut behind the name says nothing of it."""
    first, second = read_ml(OK + "      Log file: D:\\Logs\\E0000000002.log").checks
    assert [first.verdict, second.verdict] == [LogVerdict.OK, LogVerdict.NOT_SAID]


def test_an_error_is_not_taken_back() -> None:
    """What stands below an error does not make the log good."""
    error = "ERROR: Log damaged (unusable). Last Lgpos: (0xf,1A,0). Error -501."
    text = f"Log file: E00.log\n{error}\n - OK\nIntegrity check passed for log file: E00.log"
    assert [check.verdict for check in read_ml(text).checks] == [LogVerdict.DAMAGED]


def test_a_summary_below_an_error_is_no_other_log() -> None:
    """With /v the damage is printed again below the records."""
    text = "Log file: E00.log\nERROR: Log damaged (unusable). Last Lgpos: (0xf,1A,0). Error -501.\n\nLog Damaged (unusable): E00.log\n"
    (check,) = read_ml(f"{text}CORRUPTION DETECTED in log file: E00.log").checks
    assert (check.verdict, check.code) == (LogVerdict.DAMAGED, -501)


def test_a_check_of_one_log_by_k() -> None:
    """Eseutil /k prints the last line only."""
    good, bad = read_ml("Integrity check passed for log file: E0000000001.log\nCORRUPTION DETECTED in log file: E0000000002.log").checks
    assert [(check.path, check.verdict) for check in (good, bad)] == [
        ("E0000000001.log", LogVerdict.OK),
        ("E0000000002.log", LogVerdict.DAMAGED),
    ]


def test_an_error_that_is_printed_alone_is_kept() -> None:
    """As find "ERROR" leaves it: which log it was is not known."""
    (check,) = read_ml("                ERROR: Cannot read log file header. Error -541.\n").checks
    assert (check.path, check.verdict, check.code) == ("", LogVerdict.UNREADABLE, -541)
