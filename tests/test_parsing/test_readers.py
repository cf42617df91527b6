"""Every reader on its good answer, and on answers that are broken in every place."""

import copy
import re
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.recorded import SHARED
from tests.test_parsing.samples import ANSWERS, MAY_BE_EMPTY
from toolkit.errors import ParsingError
from toolkit.model.evidence import Origin
from toolkit.model.facts import Reader
from toolkit.parsing.readers import READERS

ROOT = Path(__file__).parent.parent.parent
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
IGNORED = {"server_identity": {"time_utc", "offset_minutes", "domain_joined"}, "set_config_key": {"raw", "element", "offset"}}
IGNORED["restore_config_key"] = IGNORED["set_config_key"]


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path to every value inside a JSON value, itself left out."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*path, key)
        yield from places(inner, (*path, key))


def changed(answer: list[Any], path: tuple[str | int, ...], new: Any) -> list[Any]:
    """Return a copy of ``answer`` with ``new`` at ``path``; ``...`` takes the key away."""
    copied = copy.deepcopy(answer)
    here: Any = copied
    for step in path[:-1]:
        here = here[step]
    if new is ...:
        del here[path[-1]]
    else:
        here[path[-1]] = new
    return copied


CASES = [(name, path) for name, answer in ANSWERS.items() for path in places(answer) if not set(path) & IGNORED.get(name, set())]
KEYS = [(name, path) for name, path in CASES if isinstance(path[-1], str)]


def test_every_template_that_is_sent_has_a_reader() -> None:
    """Reader names are the names of template files; what is only printed into runbooks needs none."""
    folders = [ROOT / "ps_templates" / folder for folder in ("observe", "change", "outage")]
    templates = {path.name.split(".")[0] for folder in folders for path in folder.glob("*.ps1.j2")}
    assert set(READERS) == templates
    assert set(ANSWERS) == set(READERS)


@pytest.mark.parametrize("reader", READERS.values(), ids=lambda reader: reader.name)
def test_a_good_answer_becomes_a_frozen_value_of_its_kind(reader: Reader) -> None:
    """The value is of the kind that the reader declares, and cannot be changed."""
    value = reader.read(tuple(ANSWERS[reader.name]))
    assert type(value) is reader.kind
    assert is_dataclass(value)
    with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
        setattr(value, fields(value)[0].name, None)


@pytest.mark.parametrize("reader", READERS.values(), ids=lambda reader: reader.name)
def test_labels_and_binding_fields_exist(reader: Reader) -> None:
    """Plans show the labels; an approval rests on fields that the value has."""
    assert reader.shows
    assert all(0 < len(label) <= 40 for label in reader.shows)
    assert all(hasattr(reader.kind, field) for field in reader.binding)


def test_approvals_do_not_rest_on_what_moves_by_itself() -> None:
    """Free bytes, message counts and meters change between plan and run."""
    for name in ("back_pressure_meters", "queues", "old_logs", "smtp_probe", "back_pressure_events"):
        assert READERS[name].binding == ()
    assert READERS["volumes"].binding == ("mount_points",)


def test_only_events_come_from_a_log() -> None:
    """Anyone may write an event; everything else is read from the thing itself."""
    assert [name for name, reader in READERS.items() if reader.origin is not Origin.STATE] == ["back_pressure_events"]


@pytest.mark.parametrize(("name", "path"), KEYS, ids=lambda value: value if isinstance(value, str) else ".".join(map(str, value)))
def test_a_missing_key_is_an_error_that_names_it(name: str, path: tuple[str | int, ...]) -> None:
    """Nothing has a default: what is missing is said, with its place."""
    with pytest.raises(ParsingError, match=re.escape(str(path[-1]))):
        READERS[name].read(tuple(changed(ANSWERS[name], path, ...)))


@pytest.mark.parametrize("wrong", [[["nested"]], {"an": "object"}, 1.5], ids=["nested list", "object", "fraction"])
@pytest.mark.parametrize(("name", "path"), CASES, ids=lambda value: value if isinstance(value, str) else ".".join(map(str, value)))
def test_a_value_of_another_kind_is_an_error(name: str, path: tuple[str | int, ...], wrong: Any) -> None:
    """Extra nesting and other kinds are refused in every place."""
    with pytest.raises(ParsingError):
        READERS[name].read(tuple(changed(ANSWERS[name], path, wrong)))


@pytest.mark.parametrize("name", READERS)
def test_no_item_is_only_an_answer_where_that_can_be(name: str) -> None:
    """An empty success is no answer, except where there can be nothing."""
    if name in MAY_BE_EMPTY:
        assert type(READERS[name].read(())) is READERS[name].kind
    else:
        with pytest.raises(ParsingError):
            READERS[name].read(())


@pytest.mark.parametrize("name", READERS)
@given(answer=st.lists(JSON, max_size=3))
def test_any_answer_gives_a_value_or_a_parsing_error(name: str, answer: list[Any]) -> None:
    """Whatever a server sends, nothing but ``ParsingError`` leaves a reader."""
    try:
        value = READERS[name].read(tuple(answer))
    except ParsingError as error:
        assert error.what
        assert error.do
    else:
        assert type(value) is READERS[name].kind


@given(st.data())
def test_any_value_in_any_place_gives_a_value_or_a_parsing_error(data: st.DataObject) -> None:
    """A good answer with one foreign value inside is read or refused, never a crash."""
    name, path = data.draw(st.sampled_from(CASES))
    broken = changed(ANSWERS[name], path, data.draw(JSON))
    try:
        READERS[name].read(tuple(broken))
    except ParsingError as error:
        assert error.why


def test_parsing_errors_say_where_what_and_what_to_do() -> None:
    """The four parts of an error, with the path of the value."""
    broken = changed(ANSWERS["volumes"], (0, "free_bytes"), "much")
    with pytest.raises(ParsingError) as caught:
        READERS["volumes"].read(tuple(broken))
    assert caught.value.what == "volumes[0].free_bytes should be a whole number, but is the text 'much'"
    assert caught.value.do[0].startswith("exkit ")
    assert caught.value.exit_code == 5
    assert "not used" in caught.value.state


def test_shared_material_is_outside_of_the_repository() -> None:
    """Real recordings are never committed."""
    assert ROOT not in SHARED.parents
