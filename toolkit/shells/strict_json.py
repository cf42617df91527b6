"""JSON as a server may send it: nothing is guessed and nothing is boundless."""

import json
import math
import re
from collections.abc import Sequence
from typing import NoReturn

from toolkit.errors import ParsingError
from toolkit.model.json_value import JsonValue

DEEPEST = 32
SMALLEST = -(2**63)
LARGEST = 2**64 - 1
"""Integers as .NET has them: Int64, and UInt64 for byte counts."""
MOST_PIECES = 1_000_000
"""Texts, lists, objects and commas of one answer: 64 MiB of empty lists would become 1.4 GB of Python objects."""

_WORTH_COUNTING = 1 << 20
_LONGEST_NUMBER = 400
_PIECE = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["\[{,]', re.DOTALL)


def parse_json(text: str) -> JsonValue:
    """Return the value of ``text``.

    Raises:
        ParsingError: not JSON, a key twice, NaN or Infinity, nested deeper than 32, a number that .NET does not have, too many pieces.
    """
    (value,) = parse_all([text])
    return value


def parse_all(texts: Sequence[str]) -> list[JsonValue]:
    """Return the value of each text; what is limited for one is limited for all of them together.

    Raises:
        ParsingError: as :func:`parse_json`.
    """
    try:
        _count(texts)
    except ValueError as error:
        raise _no_json(error) from None
    return [_parse(text) for text in texts]


def _parse(text: str) -> JsonValue:
    try:
        value: JsonValue = json.loads(
            text, object_pairs_hook=_object, parse_constant=_refuse_constant, parse_int=_integer, parse_float=_float
        )
    except (ValueError, RecursionError) as error:
        raise _no_json(error) from None
    _measure(value, 0)
    return value


def _no_json(error: Exception) -> ParsingError:
    return ParsingError("The server's answer is not JSON.", why=str(error)[:200])


def parse_object(text: str) -> dict[str, JsonValue]:
    """Return the members of the JSON object in ``text``.

    Raises:
        ParsingError: as :func:`parse_json`, or another kind of value.
    """
    value = parse_json(text)
    if not isinstance(value, dict):
        raise ParsingError("The server's answer is not a JSON object.", why=f"It begins with {text[:40]!r}.")
    return value


def _count(texts: Sequence[str]) -> None:
    """Refuse what is small as text and huge in memory, before it is built."""
    if sum(map(len, texts)) <= _WORTH_COUNTING:
        return
    pieces = (piece for text in texts for piece in _PIECE.finditer(text))
    for number, piece in enumerate(pieces):
        if number > MOST_PIECES:
            raise ValueError(f"it has more than {MOST_PIECES:,} pieces")
        if piece.end() - piece.start() == 1 and piece[0] == '"':
            raise ValueError("a text does not end")


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


def _float(digits: str) -> float:
    number = float(digits) if len(digits) <= _LONGEST_NUMBER else math.inf
    if math.isinf(number):
        raise ValueError("a number is too large or too long")
    return number


def _measure(value: JsonValue, depth: int) -> None:
    if depth > DEEPEST:
        raise ParsingError("The server's answer is nested too deeply.", why=f"More than {DEEPEST} levels.")
    if isinstance(value, dict):
        for member in value.values():
            _measure(member, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _measure(item, depth + 1)
