"""Texts that are nearly JSON, and JSON that is nearly an answer; made from dice, so that a run can be repeated."""

import json
from collections.abc import Iterator
from random import Random

NUMBERS = ("0", "-1", "1.5", "1e999", "-1e-999", "9" * 30, "NaN", "Infinity", "-Infinity", "18446744073709551616")
STRINGS = ('"a"', '"a":', '"\\ud800"', '"\\u0000"', '"\\x"', "\ufeff", "\ud800", "\x00", "\u2028", "'")
PIECES = (*'{}[],:"\\ ', "null", "true", *NUMBERS, *STRINGS, "//", "[" * 33, "]" * 33, '{"a":' * 40)
MEMBERS = (
    "run",
    "id",
    "sha",
    "state",
    "why",
    "rc",
    "native_exit",
    "ms",
    "truncated",
    "errors",
    "streams",
    "console",
    "output",
    "by",
    "line",
)
SEED = '{"run":"r-1","id":"s1","sha":"ab","state":"ok","why":null,"rc":0,"ms":5,"errors":[{"message":"m"}],"output":["x",{"a":[1,2.5]}]}'


def near_json(random: Random) -> str:
    """Return pieces of JSON in any order, or an answer with pieces put in, cut out or doubled."""
    if random.random() < 0.3:
        return "".join(random.choice(PIECES) for _ in range(random.randrange(12)))
    text = SEED
    for _ in range(random.randrange(1, 4)):
        start = random.randrange(len(text) + 1)
        end = min(len(text), start + random.choice([0, 0, 1, 5]))
        text = text[:start] + random.choice([*PIECES, text[start:end] * 2]) + text[end:]
    return text


def near_answer(random: Random) -> str:
    """Return a JSON object with the members of an answer and values of any kind."""
    members = {name: _value(random, 3) for name in MEMBERS if random.random() < 0.8}
    if random.random() < 0.7:
        members |= {"id": "s1", "run": "r-1", "state": random.choice(["ok", "applied", "failed"])}
    return json.dumps(members)


def many(seed: int, count: int) -> Iterator[str]:
    """Yield ``count`` texts, half of them of each kind."""
    random = Random(seed)
    for number in range(count):
        yield near_json(random) if number % 2 else near_answer(random)


def _value(random: Random, depth: int) -> object:
    kind = random.randrange(9 if depth else 7)
    if kind == 7:
        return [_value(random, depth - 1) for _ in range(random.randrange(3))]
    if kind == 8:
        return {random.choice(MEMBERS): _value(random, depth - 1) for _ in range(random.randrange(3))}
    return (None, True, 7, -1.5, "", "s1", "\ud800\u202e")[kind]
