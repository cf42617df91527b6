"""What chkdsk has said of a volume."""

from dataclasses import dataclass
from enum import Enum


class ChkdskVerdict(Enum):
    """The line that decides; without one, and in other languages, UNKNOWN."""

    CLEAN = "no problems"
    ERRORS_FOUND = "errors found, not fixed"
    CORRECTED = "corrections made"
    NOT_OPENED = "the volume could not be opened"
    NOT_LOCKED = "the volume is in use; nothing was checked"
    REFUSED = "the program refused to run"
    UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class ChkdskReport:
    """One run of chkdsk.

    Attributes:
        verdict: what it says; a clean read-only pass on a volume in use may report errors that are none.
        read_only: it ran without permission to change anything. None: the text does not say.
        file_system: ``NTFS``; empty when not said.
        label: of the volume; empty when not said.
        last_stage: number of the last stage named; None: none was.
        file_records: records of files looked at; None: not said.
        total_kb: size of the volume; None: not said.
        bad_sectors_kb: None: not said.
        available_kb: None: not said.
        duration_ms: None: not said.
    """

    verdict: ChkdskVerdict
    read_only: bool | None
    file_system: str
    label: str
    last_stage: int | None
    file_records: int | None
    total_kb: int | None
    bad_sectors_kb: int | None
    available_kb: int | None
    duration_ms: int | None
