"""Records that go back to the server they came from: the ``json`` values of a script header.

A record is what the server has said of itself, such as a key before its change, and its way back depends on it. So its
texts may hold what a person must not type (a line break of CR and LF, a zero-width character): they are written as escapes, in visible
ASCII, and the server reads back exactly what it has said. What could not arrive unchanged is refused.
"""

import json
import re
from collections.abc import Mapping

from toolkit.model.json_value import JsonValue
from toolkit.model.script_value import LONGEST, utf16_length

DEEPEST = 32
LONGEST_RECORD = 1_048_576
"""Characters of a whole record; ConvertFrom-Json of Windows PowerShell takes 2 MB (PowerShell design §6)."""
LARGEST = 2**63 - 1
"""Int64; beyond it PowerShell versions differ."""

_KEY = re.compile(r"\A[A-Za-z][A-Za-z0-9_]{0,63}\Z")
_NEVER = re.compile("[\x00\ud800-\udfff]")


def write_record(value: object) -> str:
    """Return ``value`` as JSON of visible ASCII, keys sorted; parsed, it is ``value`` again.

    Raises:
        ValueError: it holds what JSON, Windows or one of the PowerShell versions would not keep.
    """
    text = json.dumps(_checked(value, 0), separators=(",", ":"), sort_keys=True)
    # neither DEL nor --% may stand in a script, not even in quotes
    text = text.replace("\x7f", "\\u007f").replace("--%", "\\u002d-%")
    if len(text) > LONGEST_RECORD:
        raise ValueError(f"a record of more than {LONGEST_RECORD:,} characters; undo by hand what it describes")
    return text


def _checked(value: object, depth: int) -> JsonValue:
    if depth > DEEPEST:
        raise ValueError(f"a record of more than {DEEPEST} levels; no template makes one, read it again from the server")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _check_integer(value)
    if isinstance(value, str):
        return _check_text(value)
    if isinstance(value, Mapping):
        return _check_members(value, depth)
    if isinstance(value, list | tuple):
        return [_checked(item, depth + 1) for item in value]
    raise ValueError(f"a record holds no {type(value).__name__}, which PowerShell versions read differently; write it as text")


def _check_integer(value: int) -> int:
    if not -LARGEST <= value <= LARGEST:
        raise ValueError("a record holds a number of more than 64 bits; write it as text")
    return int(value)


def _check_text(text: str) -> str:
    lost = _NEVER.search(text)
    if lost is not None:
        raise ValueError(f"a text of the record holds U+{ord(lost[0]):04X}, which Windows does not keep; undo by hand what it describes")
    if utf16_length(text) > LONGEST:
        raise ValueError(f"a text of the record is longer than {LONGEST:,} characters; undo by hand what it describes")
    return text


def _check_members(members: Mapping[object, object], depth: int) -> dict[str, JsonValue]:
    checked: dict[str, JsonValue] = {}
    for key, value in members.items():
        if not isinstance(key, str) or not _KEY.match(key):
            raise ValueError(
                f"a key of the record is {key!r:.40}, but PowerShell keeps letters, digits and _ only; read it again from the server"
            )
        checked[key] = _checked(value, depth + 1)
    if len({key.lower() for key in checked}) != len(checked):
        raise ValueError("two keys of the record differ in case only, which PowerShell cannot read; read it again from the server")
    return checked
