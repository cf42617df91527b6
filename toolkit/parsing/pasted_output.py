"""Which tool printed a text that was pasted or saved."""

from collections.abc import Callable
from typing import TypeVar

from toolkit.errors import ParsingError
from toolkit.model.pasted_output import PastedOutput, PastedRuns, PastedWorkLog
from toolkit.parsing.chkdsk import read_chkdsk
from toolkit.parsing.eseutil_checksum import read_checksums
from toolkit.parsing.eseutil_run import read_runs
from toolkit.parsing.eseutil_space import read_space
from toolkit.parsing.integ_raw import read_integ_raw

Read = TypeVar("Read")


def find_output(text: str) -> PastedOutput | None:
    """Return the output that ``text`` is; None when it is none of Eseutil's, of its work log and of chkdsk."""
    sessions = _read_or_none(read_integ_raw, text)
    if sessions is not None:
        return PastedWorkLog(sessions)
    runs = _read_or_none(read_runs, text)
    if runs is not None:
        return PastedRuns(runs, _read_or_none(read_checksums, text), _read_or_none(read_space, text))
    return _read_or_none(read_chkdsk, text)


def _read_or_none(read: Callable[[str], Read], text: str) -> Read | None:
    try:
        return read(text)
    except ParsingError:  # another output, or none: the next reader decides
        return None
