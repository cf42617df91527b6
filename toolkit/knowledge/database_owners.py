"""Whose a database is, by its file and by the program whose engine wrote the event: most are not of Exchange."""

from dataclasses import dataclass
from functools import cache

from toolkit.knowledge.tables import load_table


@dataclass(frozen=True, slots=True)
class DatabaseOwner:
    """One owner that is no mailbox database.

    Attributes:
        files: names of its files, in small letters.
        programs: processes that its engine runs in, as events name them, in small letters.
        owner: who it belongs to, for people.
        source: where the row was taken from.
    """

    files: tuple[str, ...]
    programs: tuple[str, ...]
    owner: str
    source: str


@cache
def database_owners() -> tuple[DatabaseOwner, ...]:
    """Return all owners."""
    return load_table("database_owners", "owners", DatabaseOwner)


def owner_of_program(program: str) -> str:
    """Return whose databases ``program`` has; empty when it is in no table."""
    small = program.lower()
    return next((row.owner for row in database_owners() if small in row.programs), "")


def owner_of_file(path: str) -> str:
    """Return whose file ``path`` is by its name alone; empty when it is in no table."""
    name = path.replace("/", "\\").rsplit("\\", 1)[-1].strip("\"' ").lower()
    return next((row.owner for row in database_owners() if name in row.files), "")
