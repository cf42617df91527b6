"""The journal of a run: one JSON record a line, each with the hash of the line before, so that edits and holes show."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from toolkit.model.json_value import JsonValue

FIRST = "0" * 64
"""What the first record says of the line before it."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The end of a journal so far.

    Attributes:
        run_id: the run it belongs to.
        count: records so far.
        last: hash of the last line, 64 hex digits.
    """

    run_id: str
    count: int = 0
    last: str = FIRST

    def record(self, at: datetime, kind: str, body: Mapping[str, JsonValue]) -> tuple[str, "Chain"]:
        """Return the next line, without its line break, and the chain behind it.

        Args:
            at: when, with offset.
            kind: ``started``, ``sent``, ``answer``, ``turn``, ``approval``, ``fault`` or ``ended``.
            body: what happened.
        """
        record: JsonValue = {
            "n": self.count + 1,
            "at": at.isoformat(),
            "run": self.run_id,
            "kind": kind,
            "body": dict(body),
            "prev": self.last,
        }
        line = json.dumps(record, sort_keys=True, separators=(",", ":"))
        return line, Chain(self.run_id, self.count + 1, hash_of(line))


def hash_of(line: str) -> str:
    """Return the SHA-256 of a line without its line break, 64 hex digits."""
    return hashlib.sha256(line.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What a journal proves.

    Attributes:
        records: how many are in order.
        broken_at: number of the first record that does not fit; None when all do.
        closed: the last record says that the run has ended.
    """

    records: int
    broken_at: int | None
    closed: bool


def check_chain(lines: Sequence[str]) -> ChainCheck:
    """Return whether ``lines`` are a whole journal: no edit, no hole, no swap; that the end is the end only when closed."""
    last = FIRST
    for number, line in enumerate(lines, 1):
        record = _read(line)
        if record is None or record.get("n") != number or record.get("prev") != last:
            return ChainCheck(number - 1, number, closed=False)
        last = hash_of(line)
    final = _read(lines[-1]) if lines else None
    return ChainCheck(len(lines), None, closed=final is not None and final.get("kind") == "ended")


def _read(line: str) -> dict[str, JsonValue] | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None
