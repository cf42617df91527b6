"""Files of a log folder as the chain solver gets them: names first, headers of those that were looked into.

A header that was not needed is None; one that could not be read is ``Unknown``, and that is never the same as "not there".
"""

from dataclasses import dataclass
from enum import Enum

from toolkit.model.ese_doubt import RefusedFile
from toolkit.model.ese_log import LogHeader
from toolkit.model.evidence import Unknown


class FileKind(Enum):
    """What a file is by its name alone; only its header proves it."""

    CLOSED_LOG = "closed log"
    CURRENT_LOG = "current log"
    TEMPORARY_LOG = "temporary log"
    RESERVE_LOG = "reserve log"
    SET_ASIDE = "set aside"
    """A log whose name somebody changed: ``.vir`` and other quarantine names, copies, nine digits."""
    CHECKPOINT = "checkpoint"
    DATABASE = "database"
    OTHER = "other"


LogLook = LogHeader | RefusedFile | Unknown | None
"""What a look into a log gave; None: nobody looked, the name alone is known."""


def join_path(folder: str, name: str) -> str:
    """Return folder and name as one path, in the form of the machine that the folder is of."""
    separator = "\\" if "\\" in folder and "/" not in folder else "/"
    return f"{folder.rstrip(separator)}{separator}{name}"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file.

    Attributes:
        folder: where it is.
        name: as the file system spells it.
        size_bytes: None when it could not be read.
        kind: by name.
        base: base name in it, ``E00``; empty for files that have none.
        number: generation in its name; None for names without one. The header decides, not the name.
        look: what its header says.
    """

    folder: str
    name: str
    size_bytes: int | None
    kind: FileKind
    base: str = ""
    number: int | None = None
    look: LogLook = None

    @property
    def path(self) -> str:
        """Folder and name."""
        return join_path(self.folder, self.name)


@dataclass(frozen=True, slots=True)
class PlainLogs:
    """Closed logs of one folder, base name and size that nobody looked into; a million of them take a few numbers.

    Attributes:
        folder: where they are.
        base: base name as it is spelled.
        digits: hexadecimal digits of the number: 8, or 5 on Windows and up to Exchange 2003.
        suffix: ``.log``, or ``.jtx`` of newer Windows.
        size_bytes: of each; None when sizes could not be read.
        generations: numbers in their names: disjoint, rising, none empty, none touching the next.
    """

    folder: str
    base: str
    digits: int
    suffix: str
    size_bytes: int | None
    generations: tuple[range, ...]

    def name_of(self, generation: int) -> str:
        """Return the name of one of them."""
        return f"{self.base}{generation:0{self.digits}X}{self.suffix}"

    @property
    def count(self) -> int:
        """How many files these are."""
        return sum(map(len, self.generations))


@dataclass(frozen=True, slots=True)
class BlindPlace:
    """A folder that could not be looked at.

    Attributes:
        folder: the place.
        why: the reason, ``access denied``.
    """

    folder: str
    why: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """Every file of the places that were looked at; each stands in one of both lists, once.

    Attributes:
        log_folder: where the engine looks for logs; the other places are for finding what is missing there.
        plain: closed logs that are known by name and size.
        files: everything else, and every log that was looked into.
        blind: places that could not be looked at.
    """

    log_folder: str
    plain: tuple[PlainLogs, ...] = ()
    files: tuple[FoundFile, ...] = ()
    blind: tuple[BlindPlace, ...] = ()

    @property
    def count(self) -> int:
        """How many files there are."""
        return len(self.files) + sum(logs.count for logs in self.plain)
