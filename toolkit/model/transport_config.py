"""EdgeTransport.exe.config as it stands on the server."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ConfigKey:
    """One ``<add key= value=>`` of ``appSettings``; ``line`` counts from 1."""

    name: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class TransportConfig:
    """The file; key names are case-sensitive, and of several equal ones the last counts.

    Attributes:
        path: full path on the server.
        sha256: of the file's bytes, 64 hex digits.
        wellformed: it is XML with one ``configuration/appSettings`` of ``add`` elements; otherwise no key is known.
        problem: what is wrong with it, with its line; empty when nothing is.
        keys: in the order of the file.
        queue_path: folder of the queue database; empty when the file does not say (so for the next four).
        queue_logging_path: folder of its log files.
        ip_filter_path: folder of the IP filter database.
        ip_filter_logging_path: folder of its log files.
        temporary_path: folder for content conversion.
        duplicates: names that stand there more than once, sorted.
        other_case: names that differ from a known key only in upper and lower case, sorted; Exchange ignores them.
        read_only: the file has the read-only attribute.
        modified: last change, in UTC.
    """

    path: str
    sha256: str
    wellformed: bool
    problem: str
    keys: tuple[ConfigKey, ...]
    queue_path: str
    queue_logging_path: str
    ip_filter_path: str
    ip_filter_logging_path: str
    temporary_path: str
    duplicates: tuple[str, ...]
    other_case: tuple[str, ...]
    read_only: bool
    modified: datetime

    def has(self, name: str) -> bool:
        """Whether the file has this key, in exactly this case."""
        return self.value_of(name) is not None

    def value_of(self, name: str) -> str | None:
        """Return the value that counts for ``name``; None when the key is not there."""
        for key in reversed(self.keys):
            if key.name == name:
                return key.value
        return None


@dataclass(frozen=True, slots=True)
class ConfigKeyState:
    """One key as a step has just read it.

    Attributes:
        path: of the file.
        key: name.
        present: the file has it.
        value: None when it is not there.
        sha256: of the file's bytes.
    """

    path: str
    key: str
    present: bool
    value: str | None
    sha256: str
