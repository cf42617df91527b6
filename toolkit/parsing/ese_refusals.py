"""What a file is that is not the ESE file it should be, and the error that says so."""

from toolkit.errors import ParsingError
from toolkit.model.ese import EseFileKind
from toolkit.model.ese_doubt import Refusal, RefusedFile
from toolkit.parsing.ese_bytes import Fields
from toolkit.parsing.ese_checksums import is_header_sound

HEADER_BYTES = 4096
"""A log header, one copy of a checkpoint, and the least that any ESE header takes."""
FILE_TYPE_OFFSET = 667
MAGIC = 0x89ABCDEF
_FLUSH_MAP_BYTES = 8192
_STARTS = (
    (b"!BDN", Refusal.OUTLOOK_FILE),
    (b"PK\x03\x04", Refusal.ZIP),
    (b"PK\x05\x06", Refusal.ZIP),
    (b"\x1f\x8b", Refusal.GZIP),
    (b"MSCF", Refusal.CABINET),
    (b"7z\xbc\xaf\x27\x1c", Refusal.SEVEN_ZIP),
    (b"MZ", Refusal.PROGRAM),
    (b"SQLite format 3\0", Refusal.SQLITE),
    (b"ElfFile\0", Refusal.EVENT_LOG),
    (b"vhdxfile", Refusal.VIRTUAL_DISK),
    (b"conectix", Refusal.VIRTUAL_DISK),
)
_MARKED_TEXTS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_TEXT_BYTES = frozenset((9, 10, 13, *range(32, 256)))
_KNOWN_TYPES = frozenset(kind.value for kind in EseFileKind if kind is not EseFileKind.UNKNOWN)
_KINDS = {
    EseFileKind.STREAMING: Refusal.STREAMING_FILE,
    EseFileKind.LOG: Refusal.LOG,
    EseFileKind.CHECKPOINT: Refusal.CHECKPOINT,
    EseFileKind.FLUSH_MAP: Refusal.FLUSH_MAP,
}


class EseFileRefused(ParsingError):
    """A file is not the ESE file that it should be, or no header of it is right.

    Attributes:
        refused: the reason, for tables and reports.
    """

    def __init__(self, refused: RefusedFile) -> None:
        super().__init__(
            f"The file is not read. {refused}",
            why="What a file holds is proven by its magic number, file type, length and checksum; nothing is guessed.",
            do=("exkit triage --help", "Give the file itself, whole and copied while nothing writes it."),
            state="Only this file was not used.",
        )
        self.refused = refused


def refusal(reason: Refusal, detail: str = "") -> EseFileRefused:
    """Return the error for a file that is not used; ``detail`` holds numbers that belong to the reason."""
    return EseFileRefused(RefusedFile(reason, detail))


def refuse_foreign_file(data: bytes) -> None:
    """Let pass what may be an ESE file; names of files are never looked at.

    Raises:
        EseFileRefused: it is empty, nothing but zero bytes, or of a kind with a known beginning, or a text.
    """
    if not data:
        raise refusal(Refusal.EMPTY)
    if not any(data):
        raise refusal(Refusal.ALL_ZERO, f"{len(data):,} bytes looked at")
    for start, reason in _STARTS:
        if data.startswith(start) and not is_header_sound(data[:HEADER_BYTES]):
            raise refusal(reason)
    if data.startswith(_MARKED_TEXTS) or _TEXT_BYTES.issuperset(data):
        raise refusal(Refusal.TEXT)


def other_ese_file(data: bytes) -> Refusal | None:
    """Return which ESE file it is by a right checksum, magic number and file type; None when it is none of them.

    Args:
        data: from the beginning of the file, at least ``HEADER_BYTES``.
    """
    fields = Fields(data)
    number = fields.long(FILE_TYPE_OFFSET)
    if fields.long(4) == MAGIC and number != EseFileKind.STREAMING.value:
        return Refusal.DATABASE
    length = _FLUSH_MAP_BYTES if number == EseFileKind.FLUSH_MAP.value else HEADER_BYTES
    if number not in _KNOWN_TYPES or not is_header_sound(data[:length]):
        return None
    return _KINDS.get(EseFileKind(number), Refusal.OTHER_ESE_FILE)
