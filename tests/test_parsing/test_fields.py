"""Single values of an answer."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import ParsingError
from toolkit.model.json_value import JsonValue
from toolkit.parsing.fields import Item, each_item, kind_of, one_item, one_text

ITEM = Item("x", {"t": "text", "n": 5, "b": True, "z": None, "l": ["a"], "o": {"k": 1}, "f": 1.5})


@pytest.mark.parametrize("key", ["n", "b", "z", "l", "o", "f", "missing"])
def test_only_a_text_is_a_text(key: str) -> None:
    """Numbers, lists and nothing are refused, with their place."""
    with pytest.raises(ParsingError, match=rf"x\.{key}"):
        ITEM.text(key)


@pytest.mark.parametrize("key", ["t", "b", "z", "l", "o", "f", "missing"])
def test_only_a_whole_number_is_a_number(key: str) -> None:
    """A truth value is no number, though Python thinks so."""
    with pytest.raises(ParsingError, match=rf"x\.{key}"):
        ITEM.number(key)


def test_numbers_have_a_least_value() -> None:
    """Sizes and counts are never below nothing."""
    assert ITEM.number("n", least=5) == 5
    with pytest.raises(ParsingError, match="at least 6"):
        ITEM.number("n", least=6)


def test_nothing_is_only_taken_where_it_can_be() -> None:
    """Null becomes an empty text, a missing key never does."""
    assert ITEM.text_or_nothing("z") == ""
    assert ITEM.is_nothing("z")
    assert not ITEM.is_nothing("t")
    assert (ITEM.number_or_nothing("z"), ITEM.number_or_nothing("n")) == (None, 5)
    assert (ITEM.flag_or_nothing("z"), ITEM.flag_or_nothing("b")) == (None, True)
    for read in (ITEM.text_or_nothing, ITEM.number_or_nothing, ITEM.flag_or_nothing):
        with pytest.raises(ParsingError, match="missing"):
            read("missing")
        with pytest.raises(ParsingError, match=r"x\.f"):
            read("f")


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-11-24T03:14:02Z", datetime(2026, 11, 24, 3, 14, 2, tzinfo=UTC)),
        ("2026-11-24T03:14:02.4772745Z", datetime(2026, 11, 24, 3, 14, 2, 477274, tzinfo=UTC)),
        ("2026-11-24T03:14:02+00:00", datetime(2026, 11, 24, 3, 14, 2, tzinfo=UTC)),
    ],
)
def test_times_are_utc(text: str, time: datetime) -> None:
    """Seven digits of a second, as .NET writes them, are read; the seventh is dropped."""
    assert Item("x", {"t": text}).time("t") == time


@pytest.mark.parametrize("text", ["", "yesterday", "2026-11-24", "2026-11-24T03:14:02", "2026-11-24T03:14:02+01:00", "24.11.2026 03:14"])
def test_other_times_are_refused(text: str) -> None:
    """A time without a zone, or in another one, would be guessed."""
    with pytest.raises(ParsingError, match="a time in UTC"):
        Item("x", {"t": text}).time("t")


def test_lists_hold_one_kind() -> None:
    """The place inside the list is said."""
    assert ITEM.texts("l") == ("a",)
    with pytest.raises(ParsingError, match=r"x\.l\[1\]"):
        Item("x", {"l": ["a", 1]}).texts("l")
    assert Item("x", {"l": [1, 2]}).numbers("l") == (1, 2)
    with pytest.raises(ParsingError, match=r"x\.l\[1\]"):
        Item("x", {"l": [1, True]}).numbers("l")
    with pytest.raises(ParsingError, match=r"x\.l\[0\]"):
        ITEM.items("l", lambda item: item.text("k"))


def test_objects_inside_objects() -> None:
    """Paths grow with the depth."""
    assert ITEM.item("o").number("k") == 1
    with pytest.raises(ParsingError, match=r"x\.o\.other"):
        ITEM.item("o").text("other")


@pytest.mark.parametrize("answer", [(), (1, 2), ("text",), (None,), ([],)])
def test_one_item_is_one_object(answer: tuple[JsonValue, ...]) -> None:
    """None, two, or something else than an object is refused."""
    with pytest.raises(ParsingError):
        one_item(answer, "reader")


def test_one_text_is_one_text() -> None:
    """An answer that is one text, and no other."""
    assert one_text(("<a/>",), "reader") == "<a/>"
    wrong: list[tuple[JsonValue, ...]] = [(), ("a", "b"), ({},)]
    for answer in wrong:
        with pytest.raises(ParsingError):
            one_text(answer, "reader")


def test_each_item_names_its_place() -> None:
    """The number of the item that is wrong."""
    with pytest.raises(ParsingError, match=r"reader\[1\]"):
        each_item(({}, 5), "reader", lambda item: item.where)


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just([1]) | st.just({"a": 1}))
def test_every_json_value_can_be_named(value: JsonValue) -> None:
    """Errors can say of every value what it is, in at most a line."""
    assert 0 < len(kind_of(value)) < 400
