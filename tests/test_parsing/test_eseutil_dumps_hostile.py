"""Hostile texts for /mh, /mk and /ml: no error but ParsingError leaves, and five million characters take no time."""

from collections.abc import Callable
from itertools import cycle, islice
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import ParsingError
from toolkit.parsing.eseutil_labels import LONGEST_DUMP
from toolkit.parsing.eseutil_mh import read_mh
from toolkit.parsing.eseutil_mk import read_mk
from toolkit.parsing.eseutil_ml import LONGEST_LIST, read_ml

READERS: dict[str, tuple[Callable[[str], object], int]] = {
    "mh": (read_mh, LONGEST_DUMP),
    "mk": (read_mk, LONGEST_DUMP),
    "ml": (read_ml, LONGEST_LIST),
}
"""By mode: reader, and the longest text that it looks at."""
MOST_SECONDS = 5
FIVE_MILLION = 5_000_000
PIECES = (
    *("State: ", "Clean Shutdown", "Log Required: ", "1-2 (0x1-0x2)", "Log Committed: ", "Last Consistent: ", "(0x1,2,3) ", "(4,5,6)"),
    *("Mark: ", "Log Gen: ", "Previous Full Backup:\n", "Patch Current Full Backup:\n", "DATABASE HEADER:\n", "DATABASE SHADOW HEADER:\n"),
    *("WARNING: primary header has a checksum error.\n", "DB Signature: ", "Create time:", "11/24/2026 03:14:02", ".001 UTC", " Rand:7 "),
    *("Computer:", "Database: ", "D:\\a.edb", "eseutil /mh ", "eseutil /mk ", "eseutil /ml ", "Initiating FILE DUMP mode...\n"),
    *("Checkpoint", "Checkpoint file: ", "E00.chk", "LastFullBackupCheckpoint: ", "FullBackup time: ", "Signature: "),
    *("lGeneration", ": 46 (0x2E)\n", "Log file: ", "E0000000001.log", " - OK\n", "ERROR: ", "Cannot open log file (", "Error -1032."),
    *("Missing log file: ", "Missing log files: ", "E00{00000005 - 0000000C}.log", "Integrity check passed for log file: "),
    *("CORRUPTION DETECTED in log file: ", "dbtime: ", "\n1 C:\\ ", "Env (CircLog)", "(on,1,2,3)", "Env SystemPath: ", "Base name: "),
    *("Operation terminated with error -528 (", "seconds.", "Format ulVersion: ", "0x620,20", "\n", " ", "\t", "\r", "(", ")", "0x"),
    *("9" * 30, "&amp;", "<br>", "\0", "\ud800", "é", "\u2013", "'", '"', "%", "{", "}"),
)
UNITS = (
    *("State: ", "Log Required: 1-2 ", "dbtime: 5", "Database: ", "WARNING: ", "eseutil /mh a ", "Checkpoint (1,2,3) "),
    *("Signature: Create time:", "Checkpoint file: ", "Log file: ", "Log file: a.log - OK\n", "ERROR: Cannot open "),
    *("Missing log file: ", "Missing log files: E00{", "lGeneration ", "1 C:\\ dbtime:", "Env (", "\n", "\n ", " ", "a", "(", "<"),
    *("&", "L", "C", "9", "Last ", "Gen. Max. ", "Operation "),
)


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.sampled_from(sorted(READERS)))
def test_only_parsing_errors_leave(text: str, mode: str) -> None:
    """Texts out of pieces of real outputs, in any order."""
    try:
        READERS[mode][0](text)
    except ParsingError:
        return


@given(st.text(max_size=300), st.sampled_from(sorted(READERS)))
def test_other_texts_are_refused(text: str, mode: str) -> None:
    """Any characters; nothing is read into them."""
    with pytest.raises(ParsingError):
        READERS[mode][0](text)


@pytest.mark.parametrize("mode", READERS)
def test_five_million_characters_take_no_time(mode: str) -> None:
    """Time grows with the length only: every unit at length in turn, up to the longest text that is looked at, and beyond it."""
    read, longest = READERS[mode]
    length = min(longest, FIVE_MILLION)
    share = length // len(UNITS)
    blocks = "".join(unit * (share // len(unit)) for unit in UNITS)
    mixed = "".join(islice(cycle(UNITS), length // 10))[:length]
    started = process_time()
    for text in (blocks, mixed, mixed * (FIVE_MILLION // length + 1)):
        with pytest.raises(ParsingError):
            read(text)
    assert process_time() - started < MOST_SECONDS
