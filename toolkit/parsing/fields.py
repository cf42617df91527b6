"""Strict reading of answer items: what is missing or of another kind is an error that says where, never a guess."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from toolkit.errors import ParsingError
from toolkit.model.json_value import JsonValue

Made = TypeVar("Made")
Answer = tuple[JsonValue, ...]
"""Output items of one step, as parsed JSON."""

_KINDS = {bool: "true or false", list: "a list", dict: "an object", type(None): "nothing"}


def unreadable(where: str, expected: str, got: str) -> ParsingError:
    """Return the error for an answer that is not what its reader reads; ``where`` is a path such as ``volumes[2].label``."""
    return ParsingError(
        f"{where} should be {expected}, but is {got}",
        why="The answer is not of the form that its reader reads, and nothing is guessed.",
        do=("exkit runs list", "Show the run and compare the answer of the step with docs/reference/answers.md."),
        state="The step has answered; its answer was not used.",
    )


def kind_of(value: JsonValue) -> str:
    """Return what ``value`` is, in words, with the beginning of a text."""
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    return f"{value}" if isinstance(value, int | float) and not isinstance(value, bool) else _KINDS[type(value)]


@dataclass(frozen=True, slots=True)
class Item:
    """One object of an answer and where it stands.

    Attributes:
        where: path for errors, ``volumes[2]``.
        fields: the object's values by key.
    """

    where: str
    fields: dict[str, JsonValue]

    def text(self, key: str) -> str:
        """Return the text of ``key``.

        Raises:
            ParsingError: it is missing or no text.
        """
        return self._of(key, str, "a text")

    def text_or_nothing(self, key: str) -> str:
        """Return the text of ``key``; empty for null.

        Raises:
            ParsingError: it is missing, or neither text nor null.
        """
        return "" if self._present(key) is None else self.text(key)

    def number(self, key: str, least: int = 0) -> int:
        """Return the whole number of ``key``.

        Raises:
            ParsingError: it is missing, no whole number, or below ``least``.
        """
        number = self._of(key, int, "a whole number")
        if number < least:
            raise unreadable(f"{self.where}.{key}", f"at least {least}", str(number))
        return number

    def number_or_nothing(self, key: str, least: int = 0) -> int | None:
        """Return the whole number of ``key``; None for null.

        Raises:
            ParsingError: it is missing, neither a whole number nor null, or below ``least``.
        """
        return None if self._present(key) is None else self.number(key, least)

    def flag(self, key: str) -> bool:
        """Return the truth value of ``key``.

        Raises:
            ParsingError: it is missing or neither true nor false.
        """
        return self._of(key, bool, "true or false")

    def flag_or_nothing(self, key: str) -> bool | None:
        """Return the truth value of ``key``; None for null.

        Raises:
            ParsingError: it is missing, or neither true, false nor null.
        """
        return None if self._present(key) is None else self.flag(key)

    def time(self, key: str) -> datetime:
        """Return the time of ``key`` in UTC; digits below a microsecond are dropped.

        Raises:
            ParsingError: it is missing or not ISO 8601 with ``Z``.
        """
        text = self.text(key)
        try:
            time = datetime.fromisoformat(text)
        except ValueError:
            time = None
        if time is None or time.utcoffset() != timedelta(0):
            raise unreadable(f"{self.where}.{key}", "a time in UTC such as 2026-11-24T03:14:02Z", kind_of(text))
        return time

    def time_or_nothing(self, key: str) -> datetime | None:
        """Return the time of ``key``; None for null.

        Raises:
            ParsingError: it is missing, or neither time nor null.
        """
        return None if self._present(key) is None else self.time(key)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of the list ``key``.

        Raises:
            ParsingError: it is missing, no list, or holds anything but texts.
        """
        values = self._of(key, list, "a list")
        for place, value in enumerate(values):
            if not isinstance(value, str):
                raise unreadable(f"{self.where}.{key}[{place}]", "a text", kind_of(value))
        return tuple(value for value in values if isinstance(value, str))

    def numbers(self, key: str) -> tuple[int, ...]:
        """Return the whole numbers of the list ``key``.

        Raises:
            ParsingError: it is missing, no list, or holds anything but whole numbers.
        """
        values = self._of(key, list, "a list")
        for place, value in enumerate(values):
            if not isinstance(value, int) or isinstance(value, bool):
                raise unreadable(f"{self.where}.{key}[{place}]", "a whole number", kind_of(value))
        return tuple(value for value in values if isinstance(value, int))

    def item(self, key: str) -> "Item":
        """Return the object of ``key``.

        Raises:
            ParsingError: it is missing or no object.
        """
        return Item(f"{self.where}.{key}", self._of(key, dict, "an object"))

    def items(self, key: str, make: Callable[["Item"], Made]) -> tuple[Made, ...]:
        """Return what ``make`` makes of each object of the list ``key``.

        Raises:
            ParsingError: it is missing, no list, or holds anything but objects that ``make`` reads.
        """
        values = self._of(key, list, "a list")
        return tuple(make(_item(f"{self.where}.{key}[{place}]", value)) for place, value in enumerate(values))

    def is_nothing(self, key: str) -> bool:
        """Whether ``key`` is null.

        Raises:
            ParsingError: it is missing.
        """
        return self._present(key) is None

    def _present(self, key: str) -> JsonValue:
        if key not in self.fields:
            raise unreadable(f"{self.where}.{key}", "there", "missing")
        return self.fields[key]

    def _of(self, key: str, kind: type[Made], expected: str) -> Made:
        value = self._present(key)
        # bool is a kind of int in Python, not in JSON
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise unreadable(f"{self.where}.{key}", expected, kind_of(value))
        return value


def one_item(answer: Answer, reader: str) -> Item:
    """Return the only object of an answer.

    Raises:
        ParsingError: there is none, more than one, or no object.
    """
    if len(answer) != 1:
        raise unreadable(reader, "exactly one item", f"{len(answer)} items")
    return _item(reader, answer[0])


def each_item(answer: Answer, reader: str, make: Callable[[Item], Made]) -> tuple[Made, ...]:
    """Return what ``make`` makes of each object of an answer; empty for none.

    Raises:
        ParsingError: an item is no object, or ``make`` cannot read it.
    """
    return tuple(make(_item(f"{reader}[{place}]", value)) for place, value in enumerate(answer))


def one_text(answer: Answer, reader: str) -> str:
    """Return the only text of an answer.

    Raises:
        ParsingError: there is none, more than one, or no text.
    """
    if len(answer) != 1:
        raise unreadable(reader, "exactly one item", f"{len(answer)} items")
    if not isinstance(answer[0], str):
        raise unreadable(reader, "a text", kind_of(answer[0]))
    return answer[0]


def _item(where: str, value: JsonValue) -> Item:
    if not isinstance(value, dict):
        raise unreadable(where, "an object", kind_of(value))
    return Item(where, value)
