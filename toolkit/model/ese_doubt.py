"""Which copy of a header was used, what is doubtful about a file that could be read, and why one could not."""

from dataclasses import dataclass
from enum import Enum


class HeaderCopy(Enum):
    """What became of the two copies of a header; the value says it in words."""

    BOTH = "both copies are good and equal"
    DIFFER = "both copies are good and differ; the first is used"
    SHADOW_DAMAGED = "the second copy is damaged or missing; the first is used"
    SHADOW = "the first copy is damaged; the second is used"
    PRIMARY = "the first copy; whether the second one is good is not known"


class FileDoubt(Enum):
    """Something about a file that could be read, and yet must be said; the value says it in words.

    Attributes of a header stay usable beside each of them; whether a verdict may rest on the file is for the solver.
    """

    COPIES_DIFFER = "The two copies of the header differ; the first is used, as the engine does."
    SHADOW_DAMAGED = "The second copy of the header is damaged or missing; the first is good."
    PRIMARY_DAMAGED = "The first copy of the header is damaged; the second is used."
    ILLEGAL_STATE = "The state is none that the engine knows."
    FORMAT_NOT_PROVEN = "The format is none whose fields are proven (database 0x620,9 and newer; log 7 and 8)."
    RANGE_IMPOSSIBLE = "The required logs run backwards, or beyond the committed one: no engine writes that."
    TEMPORARY_DATABASE = "The file says that it is a temporary database."
    BACKUP_COPY = "A streaming backup made this copy: hard recovery, not soft recovery, completes it."
    SIZE_MISMATCH = "The file is not as long as its header says (-541 JET_errLogFileSizeMismatch): cut off, or the disk was full."
    SIZE_NOT_KNOWN = "The length of the file was not given: whether it is cut off is not known."
    OLD_FILE_TYPE = "The header does not say what file it is, as those before 2001; its numbers fit."
    BODY_NOT_READ = "Only the header was read: damage inside the log would not be seen."
    BODY_OLD_FORMAT = "The log is of format 7 (Exchange 2010 and older): its body is verified by Eseutil only."
    BODY_DAMAGED = "A segment inside the log is damaged."
    BODY_TORN = "The last written segment of the log is damaged and nothing follows it."
    ATTACHMENTS_DAMAGED = "The list of attached databases ends in the middle of an entry."
    VALUE_UNREADABLE = "A value in the text is not of its form; it counts as not said."
    CHECKSUM_SAID_BAD = "Eseutil says that the checksum of this header is wrong."
    TEXT_CUT = "The text ends before Eseutil's last line."
    CHECKED_WITH_ERRORS = "Eseutil says that the file is damaged."


class Refusal(Enum):
    """Why a file is not what it should be; the value ends the sentence "This is ..."."""

    EMPTY = "an empty file"
    ALL_ZERO = "nothing but zero bytes, as a reserve log (.jrs) is"
    TOO_SHORT = "shorter than its header: cut off"
    WRONG_MAGIC = "no ESE database: the magic number 0x89ABCDEF is missing"
    ILLEGAL_PAGE_SIZE = "a header whose page size is none of 2, 4, 8, 16 and 32 KiB"
    BAD_CHECKSUM = "damaged: no copy of the header has a right checksum (-1018 JET_errReadVerifyFailure)"
    DATABASE = "an ESE database"
    LOG = "a transaction log"
    CHECKPOINT = "a checkpoint"
    FLUSH_MAP = "a flush map (.jfm)"
    STREAMING_FILE = "a streaming file (.stm)"
    OTHER_ESE_FILE = "another kind of ESE file"
    OUTLOOK_FILE = "an Outlook data file (.pst or .ost)"
    ZIP = "a ZIP archive"
    GZIP = "a GZIP archive"
    CABINET = "a cabinet file"
    SEVEN_ZIP = "a 7-Zip archive"
    PROGRAM = "a Windows program"
    SQLITE = "an SQLite database"
    EVENT_LOG = "a Windows event log"
    VIRTUAL_DISK = "a virtual disk"
    TEXT = "a text"
    NOT_A_LOG = "no transaction log: its file type and its numbers are none of a log"
    NOT_A_CHECKPOINT = "no checkpoint: its file type is none"


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that is not used, for tables and reports.

    Attributes:
        refusal: why.
        detail: numbers that belong to it, ``4,096 of 8,192 bytes``; may be empty.
    """

    refusal: Refusal
    detail: str = ""

    def __str__(self) -> str:
        return f"This is {self.refusal.value}{f' ({self.detail})' if self.detail else ''}."
