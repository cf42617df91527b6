"""What ``eseutil /mh`` prints behind which label, from 5.5 to the published engine (``dbdump.cxx``)."""

import re
from dataclasses import dataclass, field

from toolkit.model.ese import LogTime, Signature, Stamp
from toolkit.model.ese_database import BackupKind, FormatVersion
from toolkit.parsing.eseutil_values import (
    Unreadable,
    generation_at,
    number_at,
    position_and_end_at,
    range_at,
    signature_at,
    time_at,
)

NUMBERS = frozenset(
    (
        *("cbDbPage", "dbtime", "Last Objid", "Dbid", "Repair Count", "Old Repair Count"),
        *("Reseed Count", "Old Reseed Count", "Patch Count", "Old Patch Count"),
    )
)
GENERATIONS = frozenset(("Log Consistent", "Log Recovering", "Min. Req. Pre-Redo", "Pre-Redo"))
RANGES = frozenset(("Log Required", "Log Committed", "Log Gen"))
TIMES = frozenset(
    (
        *("Gen. Max. Req. Creation Time", "Gen. Max. Com. Creation Time", "GenMax Creation"),
        *("Scrub Date", "Repair Date", "Reseed Date", "Patch Date"),
        *("Last ECC Fix Success Date", "Last ECC Fix Error Date", "Last Bad Checksum Error Date"),
    )
)
STAMPS = frozenset(("Last Consistent", "Last Attach", "Last Detach", "Last ReAttach", "Last Resize", "Mark"))
SIGNATURES = frozenset(("DB Signature", "Log Signature"))
COUNTS = frozenset(
    (
        *("ECC Fix Success Count", "Old ECC Fix Success Count", "ECC Fix Error Count", "Old ECC Fix Error Count"),
        *("Bad Checksum Error Count", "Old bad Checksum Error Count"),
    )
)
VERSIONS = frozenset(("Format ulVersion", "Created ulVersion"))
WORDS = frozenset(("State", "Shadowed", "File Type", "OS Version", "Checksum", "Expected Checksum", "Actual Checksum", "Database"))
SECTIONS = frozenset(
    (
        "Previous Full Backup",
        "Previous Incremental Backup",
        "Previous Copy Backup",
        "Previous Differential Backup",
        "Current Full Backup",
        "Current Shadow copy backup",
    )
)
PATCH = "Patch Current Full Backup"
"""A trailer of a streaming backup; it repeats labels of the header with numbers of its own."""
VALUES = frozenset().union(NUMBERS, GENERATIONS, RANGES, TIMES, STAMPS, SIGNATURES, COUNTS, VERSIONS, WORDS)
_COUNT = re.compile(r"\s{0,80}(?:none|found\s{0,4}\((\d{1,10})\))")
_VERSION = re.compile(r"\s{0,80}0x([0-9a-fA-F]{1,8}),(\d{1,9})(?:,(\d{1,9}))?(?:\s{0,8}\(attached by (\d{1,9})\))?")
_KIND = re.compile(r"[^\n:]{0,60}?\)\s{0,4}-\s{0,4}(OSSnapshot|Snapshot|UNKNOWN)")
_WORD = {
    "State": re.compile(
        r"\s{0,80}((?:Just Created|Dirty Shutdown|Clean Shutdown|Being Converted|Force Detach Replay Error|Incremental Reseed In Progress"
        r"|Dirty and Patched Shutdown|Database Revert in Progress|Illegal|Inconsistent|Consistent)|[A-Z][\w .,-]{0,60})"
    ),
    "Shadowed": re.compile(r"\s{0,80}(Yes|No)"),
    "File Type": re.compile(r"\s{0,80}(Database|UNKNOWN|Streaming File|[A-Z]\w{0,30})"),
    "OS Version": re.compile(r"\s{0,80}\(?(\d{1,9}\.\d{1,9}\.\d{1,9} SP \d{1,9})"),
    "Checksum": re.compile(r"\s{0,80}(?:0x)?([0-9a-fA-F]{1,8})(?!\w)"),
    "Database": re.compile(r"[ \t]{0,80}([^\n]{0,300}?\.\w{2,4})(?=\s|\Z)"),
}
_WORD["Expected Checksum"] = _WORD["Actual Checksum"] = _WORD["Checksum"]


@dataclass(slots=True)
class Said:
    """What one header of a text says, by label; values of a backup under ``section/label``. It grows while the text is read.

    Attributes:
        numbers: decimal numbers, generations and counts.
        ranges: low and high generation.
        times: dates.
        stamps: positions with times.
        signatures: of database and log.
        versions: formats, and the engine behind them.
        words: texts.
        kinds: kinds of backups by section.
        unreadable: labels whose value is not of its form.
        marks: headings and warnings.
    """

    numbers: dict[str, int] = field(default_factory=dict)
    ranges: dict[str, tuple[int, int]] = field(default_factory=dict)
    times: dict[str, LogTime] = field(default_factory=dict)
    stamps: dict[str, Stamp] = field(default_factory=dict)
    signatures: dict[str, Signature] = field(default_factory=dict)
    versions: dict[str, tuple[FormatVersion, int | None]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, BackupKind] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)

    def has(self, key: str) -> bool:
        """Whether a value of ``key`` was read."""
        places = (self.numbers, self.ranges, self.times, self.stamps, self.signatures, self.versions, self.words)
        return any(key in place for place in places)

    def take(self, label: str, section: str, text: str, at: int) -> None:
        """Read the value of ``label`` at ``at``; what is not of its form is noted, and counts as not said."""
        key = f"{section}/{label}" if label in ("Log Gen", "Mark") else label
        try:
            self._take(label, key, text, at)
        except Unreadable:
            self.unreadable.append(label)

    def _take(self, label: str, key: str, text: str, at: int) -> None:
        if label in NUMBERS:
            self.numbers[key] = number_at(text, at)
        elif label in GENERATIONS:
            self.numbers[key] = generation_at(text, at)
        elif label in RANGES:
            self.ranges[key] = range_at(text, at)
            self._take_kind(key, text, at)
        elif label in TIMES:
            self.times[key] = time_at(text, at)
        elif label in STAMPS:
            self.stamps[key] = _stamp(text, at, self.stamps.get(key))
        elif label in SIGNATURES:
            self.signatures[key] = signature_at(text, at)
        else:
            self._take_words(label, text, at)

    def _take_words(self, label: str, text: str, at: int) -> None:
        if label in COUNTS:
            self.numbers[label] = int(_matched(_COUNT, text, at)[1] or 0)
        elif label in VERSIONS:
            match = _matched(_VERSION, text, at)
            minor, engine = (None if part is None else int(part) for part in match.group(3, 4))
            self.versions[label] = FormatVersion(int(match[1], 16), int(match[2]), minor), engine
        else:
            self.words[label] = _matched(_WORD[label], text, at)[1].strip()

    def _take_kind(self, key: str, text: str, at: int) -> None:
        match = _KIND.match(text, at)
        if "/" in key:
            self.kinds[key] = BackupKind(match[1]) if match else BackupKind.STREAMING


def _stamp(text: str, at: int, before: Stamp | None) -> Stamp:
    """Read position and time; newer engines print a backup's mark in two lines, the time in the second."""
    try:
        position, end = position_and_end_at(text, at)
    except Unreadable:
        if before is None or before.time is not None:
            raise
        return Stamp(before.position, time_at(text, at))
    try:
        return Stamp(position, time_at(text, end))
    except Unreadable:
        return Stamp(position, None)


def _matched(pattern: re.Pattern[str], text: str, at: int) -> re.Match[str]:
    match = pattern.match(text, at)
    if match is None:
        raise Unreadable
    return match
