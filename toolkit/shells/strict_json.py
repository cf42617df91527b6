"""JSON as a server may send it: nothing is guessed and nothing is boundless."""

import json
from typing import NoReturn

from toolkit.errors import ParsingError
from toolkit.model.json_value import JsonValue

DEEPEST = 32
SMALLEST = -(2**63)
LARGEST = 2**64 - 1
"""Integers as .NET has them: Int64, and UInt64 for byte counts."""


def parse_json(text: str) -> JsonValue:
    """Return the value of ``text``.

    Raises:
        ParsingError: not JSON, a key twice, NaN or Infinity, nested deeper than 32, an integer that .NET does not have.
    """
    try:
        value: JsonValue = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant, parse_int=_integer)
    except (ValueError, RecursionError) as error:
        raise ParsingError("The server's answer is not JSON.", why=str(error)[:200]) from None
    _measure(value, 0)
    return value


def parse_object(text: str) -> dict[str, JsonValue]:
    """Return the members of the JSON object in ``text``.

    Raises:
        ParsingError: as :func:`parse_json`, or another kind of value.
    """
    value = parse_json(text)
    if not isinstance(value, dict):
        raise ParsingError("The server's answer is not a JSON object.", why=f"It begins with {text[:40]!r}.")
    return value


def _object(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return members


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _integer(digits: str) -> int:
    if len(digits) > len(str(SMALLEST)) or not SMALLEST <= int(digits) <= LARGEST:
        raise ValueError("an integer is larger than 64 bits")
    return int(digits)


def _measure(value: JsonValue, depth: int) -> None:
    if depth > DEEPEST:
        raise ParsingError("The server's answer is nested too deeply.", why=f"More than {DEEPEST} levels.")
    if isinstance(value, dict):
        for member in value.values():
            _measure(member, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _measure(item, depth + 1)
