"""Reads one table of a TOML file and notes every problem instead of stopping at the first."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import TypeVar

Scalar = str | int | bool
"""What a parameter or a word of the state may hold."""
Kind = TypeVar("Kind", str, int, bool, list[object], dict[str, object])
Choice = TypeVar("Choice", bound=Enum)


class Table:
    """Takes known keys out of one table; what is left at the end is a problem.

    Args:
        entries: the table as ``tomllib`` gives it.
        place: ``file:line`` and what stands there, written before every problem.
        problems: where problems are noted.
    """

    def __init__(self, entries: Mapping[str, object], place: str, problems: list[str]) -> None:
        self._rest = dict(entries)
        self._place = place
        self._problems = problems

    def take(self, key: str, kind: type[Kind], otherwise: Kind | None = None) -> Kind:
        """Return the value of ``key``; without ``otherwise`` it must be there. After a problem, an empty value."""
        value = self._rest.pop(key, otherwise)
        if type(value) is kind:
            return value
        self.note(f"{key} is missing" if value is None else f"{key} is {type(value).__name__}, not {kind.__name__}")
        return kind()

    def has(self, key: str) -> bool:
        """Return whether ``key`` is there and not yet taken."""
        return key in self._rest

    def number_or_none(self, key: str) -> int | None:
        """Return the whole number behind ``key``, None when the key is not there."""
        return self.take(key, int) if self.has(key) else None

    def choose(self, key: str, choices: type[Choice]) -> Choice:
        """Return the member of ``choices`` whose value stands behind ``key``; after a problem, the first member."""
        word, known = self.take(key, str), {str(choice.value): choice for choice in choices}
        if word and word not in known:
            self.note(f'{key} "{word}" is none of {", ".join(known)}')
        return known.get(word, next(iter(choices)))

    def words(self, key: str) -> tuple[str, ...]:
        """Return the list of texts behind ``key``; empty when there is none."""
        values = self.take(key, list, [])
        if not all(isinstance(value, str) for value in values):
            self.note(f"{key} holds something that is not text")
        return tuple(str(value) for value in values)

    def scalars(self, key: str) -> Mapping[str, Scalar]:
        """Return the table of texts, whole numbers and booleans behind ``key``; empty when there is none."""
        values = self.take(key, dict, {})
        for name, value in values.items():
            if not isinstance(value, str | int | bool):
                self.note(f"{key}.{name} is {type(value).__name__}; a text, a whole number, true or false can stand there")
        return MappingProxyType({name: value for name, value in values.items() if isinstance(value, str | int | bool)})

    def tables(self, key: str) -> list[dict[str, object]]:
        """Return the tables behind ``key`` (``[[key]]``); empty when there is none."""
        values = self.take(key, list, [])
        if not all(isinstance(value, dict) for value in values):
            self.note(f"{key} is not a list of tables")
            return []
        return [value for value in values if isinstance(value, dict)]

    def end(self) -> None:
        """Note every key that nobody has taken."""
        for key in self._rest:
            self.note(f"{key} is not known")

    def note(self, what: str) -> None:
        """Add a problem of this table."""
        self._problems.append(f"{self._place}: {what}")
