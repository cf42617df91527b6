"""``eseutil /ml`` as people paste it: the list of a whole stream, one log with its fields, or single lines out of ``find``."""

import re

from toolkit.model.ese_dump import LogDump
from toolkit.model.eseutil import EndingKind, EseutilEnding
from toolkit.parsing.eseutil_ending import find_endings
from toolkit.parsing.eseutil_labels import LONGEST_DUMP, check_length, typed_command
from toolkit.parsing.eseutil_ml_checks import read_checks, read_missing
from toolkit.parsing.eseutil_ml_header import read_log_headers
from toolkit.parsing.eseutil_text import no_output, plain_text

LONGEST_LIST = 16_777_216
"""Characters; a line for each of 150,000 logs, and no pasted text takes more than a few seconds."""
_TAIL = 65_536
_BASE = re.compile(r"\bBase name:\s{0,8}(\S{3})(?!\S)")
_ASKED = re.compile(r"\bLog generation range:\s{0,8}0x([0-9A-Fa-f]{1,8})-0x([0-9A-Fa-f]{1,8})\b")
_COMMAND = re.compile(typed_command("ml"), re.IGNORECASE)
_HEAD = 65_536


def read_ml(text: str) -> LogDump:
    """Return what ``/ml`` says of one log or of a stream.

    It reports gaps between existing logs only: that nothing is said of a log, even of the lowest or highest one that a database
    needs, does not mean that it is there.

    Raises:
        ParsingError: it is no output of ``/ml``, or a line that names a log is not of its form.
    """
    check_length(text, LONGEST_LIST)
    plain = plain_text(text)
    base = _BASE.search(plain, 0, _HEAD)
    asked = _ASKED.search(plain, 0, _HEAD)
    endings = find_endings(plain if len(plain) <= LONGEST_DUMP else plain[-_TAIL:])
    dump = LogDump(
        base_name=base[1] if base else "",
        asked=(int(asked[1], 16), int(asked[2], 16)) if asked else None,
        headers=read_log_headers(plain),
        checks=read_checks(plain),
        missing=read_missing(plain),
        says_undamaged="No damaged log files were found" in plain,
        ending=endings[-1][1] if endings else None,
    )
    if not (dump.headers or dump.checks or dump.missing or dump.says_undamaged or _has_failed(plain, dump)):
        raise no_output("an output of eseutil /ml", text)
    return dump


def _has_failed(text: str, dump: LogDump) -> bool:
    """Whether Eseutil says that it could not do what was asked of it, and it was ``/ml``."""
    return _failed(dump.ending) and bool(dump.base_name or _COMMAND.search(text, 0, _HEAD))


def _failed(ending: EseutilEnding | None) -> bool:
    return ending is not None and ending.kind in (EndingKind.FAILED, EndingKind.FAILED_UNNAMED)
