"""Records arrive as they were, in letters that everybody can see."""

import json
import re
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.json_value import JsonValue
from toolkit.model.script_record import LARGEST, LONGEST_RECORD, write_record
from toolkit.model.script_value import LONGEST

KEYS = st.from_regex(r"\A[a-z][A-Za-z0-9_]{0,9}\Z")
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0")) | st.lists(
    st.sampled_from(["--%", "-", "\\", '"', "\x7f", "\u202e", "'", "u002d", "\r\n"])
).map("".join)
LEAVES = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXTS
RECORDS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4).filter(lambda record: no_twins(list(record))),
    max_leaves=12,
)


def no_twins(keys: list[str]) -> bool:
    """Whether no two keys differ in case only."""
    return len({key.lower() for key in keys}) == len(keys)


@given(RECORDS)
def test_a_record_reads_back_as_it_was_from_visible_ascii(record: JsonValue) -> None:
    """Nothing is lost, nothing is hidden, and --% stands nowhere."""
    text = write_record(record)
    assert json.loads(text) == record
    assert re.fullmatch(r"[\x20-\x7e]*", text)
    assert "--%" not in text


@given(st.dictionaries(KEYS, LEAVES, max_size=4).filter(lambda record: no_twins(list(record))))
def test_the_order_of_keys_does_not_matter(record: dict[str, JsonValue]) -> None:
    """The same record gives the same bytes, whatever mapping holds it."""
    turned = MappingProxyType(dict(reversed(record.items())))
    assert write_record(record) == write_record(turned)


def test_a_record_of_many_long_texts_is_refused_as_a_whole() -> None:
    """Each text may be as long as Windows passes; together they stay below what ConvertFrom-Json reads."""
    text = "x" * LONGEST
    assert len(write_record([text] * 31)) < LONGEST_RECORD
    with pytest.raises(ValueError, match="1,048,576"):
        write_record([text] * 33)
