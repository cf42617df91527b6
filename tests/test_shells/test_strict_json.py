"""JSON of a server is read or refused, and nothing else can happen."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import ParsingError
from toolkit.shells.strict_json import parse_json, parse_object

NUMBERS = st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=20,
)
REFUSED = {
    "nothing": "",
    "two values": "1 2",
    "a key twice": '{"a":1,"a":2}',
    "a key twice, deep": '[{"b":{"a":1,"a":2}}]',
    "NaN": "[NaN]",
    "Infinity": "-Infinity",
    "too deep": "[" * 40 + "]" * 40,
    "far too deep": "[" * 100_000,
    "too large": "18446744073709551616",
    "too small": "-9223372036854775809",
    "endless digits": "9" * 100_000,
    "infinite by its exponent": "[1e999]",
    "a fraction without end": "0." + "3" * 100_000,
    "20 MiB of empty lists": "[" + "[]," * (7 << 20) + "0]",
    "20 MiB of empty texts": "[" + '"",' * (7 << 20) + "0]",
    "a long text without end": '"' + '\\"' * (1 << 20),
}


@given(VALUES)
def test_what_json_holds_comes_back(value: object) -> None:
    """Every value that .NET can hold is read as it was written."""
    assert parse_json(json.dumps(value)) == value


@given(st.text(max_size=200))
def test_only_parsing_error_leaves(text: str) -> None:
    """Whatever a server sends, there is a value or ParsingError."""
    try:
        parse_json(text)
    except ParsingError:
        return


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(case: str) -> None:
    """Ambiguous, boundless and foreign texts are errors."""
    with pytest.raises(ParsingError):
        parse_json(REFUSED[case])


def test_long_text_with_marks_in_it_is_one_piece() -> None:
    """Commas and brackets inside of texts are not counted, and a lone surrogate stays what it is."""
    text = "[{,\\" * (1 << 20) + "\ud800"
    assert parse_json(json.dumps([text])) == [text]


def test_object_is_wanted() -> None:
    """A list where an object must be is an error."""
    assert parse_object('{"a":1}') == {"a": 1}
    with pytest.raises(ParsingError):
        parse_object("[1]")
