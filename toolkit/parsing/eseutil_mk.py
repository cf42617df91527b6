"""``eseutil /mk`` as people paste it: hexadecimal since 2000, decimal and without colons before, or single lines out of ``find``."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from toolkit.model.ese import LogPosition, LogTime, Signature, Stamp
from toolkit.model.ese_doubt import FileDoubt
from toolkit.model.ese_dump import CheckpointDump
from toolkit.model.ese_log import Checkpoint
from toolkit.model.eseutil import EndingKind
from toolkit.parsing.eseutil_attachments import list_begin, read_attachments
from toolkit.parsing.eseutil_ending import find_endings
from toolkit.parsing.eseutil_labels import MOST_LABELS, check_length, typed_command
from toolkit.parsing.eseutil_text import no_output, plain_text
from toolkit.parsing.eseutil_values import Unreadable, position_at, signature_at, time_at
from toolkit.parsing.fields import unreadable

MOST_CHECKPOINTS = 1_000
"""More than this in one text are no output that somebody pasted."""
_MARK = re.compile(
    rf"(?P<command>{typed_command('mk')})"
    r"|(?P<file>Checkpoint file:[ \t]{0,40}[^\n]{1,300}?\.chk)"
    r"|(?P<other>\blGeneration\b)"
    r"|(?P<name>LastFullBackupCheckpoint|(?<![A-Za-z\"'])(?:DbConsistency|Checkpoint|(?:Full|Inc)Backup(?: time)?|Signature))"
    r"[ \t]{0,4}(?::|(?=\())",
    re.IGNORECASE,
)
_CIRCULAR = re.compile(r"Env \(CircLog[^)]{0,120}\)\s{0,80}\(\s{0,10}(on|off)\b")


@dataclass(slots=True)
class _Part:
    """One checkpoint in the text; it grows while the text is read."""

    start: int
    path: str = ""
    positions: dict[str, LogPosition] = field(default_factory=dict)
    times: dict[str, LogTime] = field(default_factory=dict)
    signature: Signature | None = None
    unreadable: set[str] = field(default_factory=set)
    is_log: bool = False

    def take(self, name: str, text: str, at: int) -> None:
        """Read the value of ``name`` at ``at``; what is not of its form is noted."""
        try:
            if name == "signature":
                self.signature = self.signature or signature_at(text, at)
            elif name.endswith(" time"):
                self.times[name.removesuffix(" time")] = time_at(text, at)
            else:
                self.positions[name] = position_at(text, at)
        except Unreadable:
            self.unreadable.add(name)

    def has(self, name: str) -> bool:
        """Whether ``name`` was read; databases print signatures of their own, so those do not count."""
        return name in self.positions or (name.removesuffix(" time") in self.times and name.endswith(" time"))


def read_mk(text: str) -> CheckpointDump:
    """Return each checkpoint in ``text``, with what it does not say as None.

    ``LastFullBackupCheckpoint`` is another position than ``Checkpoint`` and never taken for it.

    Raises:
        ParsingError: it is no output of ``/mk``, or the checkpoint's position is not of its form.
    """
    check_length(text)
    plain = plain_text(text)
    endings = find_endings(plain)
    parts = _parts(plain)
    ends = [*(part.start for part in parts[1:]), len(plain)]
    found = tuple(_checkpoint(part, plain[part.start : end]) for part, end in zip(parts, ends, strict=True) if _is_checkpoint(part))
    ending = endings[-1][1] if endings else None
    has_failed = ending is not None and ending.kind in (EndingKind.FAILED, EndingKind.FAILED_UNNAMED)
    if not found and not (has_failed and any(part.path for part in parts)):
        raise no_output("an output of eseutil /mk", text)
    return CheckpointDump(found, ending)


def _parts(text: str) -> Sequence[_Part]:
    parts = [_Part(0)]
    for match in _limited(_MARK.finditer(text)):
        name = (match["name"] or "").lower()
        if match["command"]:
            parts.append(_Part(match.start(), next(file for file in match.group(2, 3, 4) if file)))
        elif name and parts[-1].has(name):
            parts.append(_Part(match.start(), parts[-1].path))
        _take(parts[-1], match, name)
        if len(parts) > MOST_CHECKPOINTS:
            raise unreadable("text", f"an output with at most {MOST_CHECKPOINTS:,} checkpoints", "one with more")
    return parts


def _take(part: _Part, match: re.Match[str], name: str) -> None:
    if match["file"]:
        part.path = match["file"].split(":", 1)[1].strip()
    elif match["other"]:
        part.is_log = True
    elif name:
        part.take(name, match.string, match.end())


def _limited(found: Iterator[re.Match[str]]) -> Iterator[re.Match[str]]:
    for count, match in enumerate(found):
        if count == MOST_LABELS:
            raise unreadable("text", f"an output with at most {MOST_LABELS:,} labels", "one with more")
        yield match


def _is_checkpoint(part: _Part) -> bool:
    """Whether the labels are those of ``/mk``; ``/ml`` prints a checkpoint too, beside the generation of its log."""
    if part.is_log:
        return False
    if "checkpoint" in part.unreadable and "checkpoint" not in part.positions and (part.positions or part.signature):
        raise unreadable("Checkpoint", "a position such as (0x10D2,A4,1F)", "something else")
    return "checkpoint" in part.positions


def _checkpoint(part: _Part, text: str) -> Checkpoint:
    positions, times = part.positions, part.times
    circular = _CIRCULAR.search(text)
    bad = part.unreadable - positions.keys() - {f"{name} time" for name in times}
    return Checkpoint(
        position=positions["checkpoint"],
        consistency=positions.get("dbconsistency"),
        full_backup_position=positions.get("lastfullbackupcheckpoint"),
        full_backup=_stamp(positions.get("fullbackup"), times.get("fullbackup")),
        incremental_backup=_stamp(positions.get("incbackup"), times.get("incbackup")),
        signature=part.signature,
        is_circular=None if circular is None else circular[1] == "on",
        attachments=read_attachments(text) if list_begin(text) < len(text) else (),
        doubts=(FileDoubt.VALUE_UNREADABLE,) if bad else (),
        path=part.path,
    )


def _stamp(position: LogPosition | None, time: LogTime | None) -> Stamp | None:
    return None if position is None and time is None else Stamp(position, time)
