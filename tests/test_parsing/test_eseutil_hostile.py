"""Hostile output of five megabytes is read or refused in bounded time, whatever its shape."""

import time
from collections.abc import Callable

import pytest

from toolkit.errors import ParsingError
from toolkit.parsing.chkdsk import read_chkdsk
from toolkit.parsing.eseutil_checksum import read_checksums
from toolkit.parsing.eseutil_ending import read_ending
from toolkit.parsing.eseutil_progress import read_progress
from toolkit.parsing.eseutil_run import read_runs
from toolkit.parsing.eseutil_space import read_space
from toolkit.parsing.integ_raw import read_integ_raw

LENGTH = 5_000_000
MOST_SECONDS = 2.5
"""Linear readers need about 0.3 s; a pattern that backtracks needs hours."""
HEAD = "***** Repair of database 'x' started [ESE version 15.01.0.0, (x)]\n"
SHAPES = {
    "blanks": " ",
    "lines": "\n",
    "dots": ".",
    "words": "a",
    "bar": "|----",
    "begun endings": "Operation completed ",
    "failures": "Operation terminated with error -1(((((",
    "modes": "Initiating A ",
    "utilities": "Utility ",
    "labels": "Log files:",
    "moves": "Moving 'a' to '",
    "tags": "<b a",
    "entities": "&lt;",
    "verdicts": "Integrity check ",
    "integ errors": HEAD + ":\tERROR: error -1018 " * 1000 + "\n",
    "integ tables": HEAD + 'integrity-check of table "a" (1) finishes with error 0 (' * 100 + "\n",
    "counts": "5 pages seen",
    "failed pages": "ERROR: page 1 checksum failed\n",
    "stars": "*",
    "space": "******************** SPACE DUMP ***\nName Type\nx Db 1\n",
    "chkdsk": "chkdsk stage 1 of ",
    "numbers": "12 KB\n",
}
READERS: tuple[Callable[[str], object], ...] = (
    read_runs,
    read_ending,
    read_progress,
    read_integ_raw,
    read_checksums,
    read_space,
    read_chkdsk,
)


@pytest.mark.parametrize("shape", SHAPES)
def test_reading_ends_soon(shape: str) -> None:
    """No shape makes a reader slower than the text is long."""
    text = (SHAPES[shape] * (LENGTH // len(SHAPES[shape]) + 1))[:LENGTH]
    for read in READERS:
        begun = time.perf_counter()
        try:
            read(text)
        except ParsingError as error:
            assert error.what
        assert time.perf_counter() - begun < MOST_SECONDS, (shape, read.__name__)
