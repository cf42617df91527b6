"""The samples of the tests are of the form that docs/reference/answers.md promises."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.test_parsing.samples import ANSWERS, MAY_BE_EMPTY
from toolkit.parsing.readers import READERS

PAGE = Path(__file__).parent.parent.parent / "docs" / "reference" / "answers.md"
_ROW = re.compile(r"^\| `(?:observe|change|outage)/(?P<name>\w+)` .*? \| (?P<items>.*) \|$", re.MULTILINE)
_KEYS = re.compile(r"`(?P<keys>[^`]+)`")
_NESTED = re.compile(r" ?\{[^}]*\}")


def contract() -> dict[str, str]:
    """Return by template what the page says of its items."""
    return {row["name"]: row["items"] for row in _ROW.finditer(PAGE.read_text(encoding="utf-8"))}


def promised_keys(items: str) -> list[str]:
    """Return the keys of an item, in order; none for an answer that is a text."""
    found = _KEYS.search(items)
    if found is None or items.startswith("one text"):
        return []
    return [key.strip().removesuffix("[]") for key in _NESTED.sub("", found["keys"]).split(",")]


CONTRACT = contract()


def test_the_page_has_a_row_for_every_reader() -> None:
    """No reader reads what is not promised."""
    assert set(CONTRACT) == set(READERS)


@pytest.mark.parametrize("name", [name for name, answer in ANSWERS.items() if isinstance(answer[0], dict)])
def test_samples_have_the_promised_keys(name: str) -> None:
    """Every sample item has exactly the keys of the page, so that the readers are tested on what is really sent."""
    for item in ANSWERS[name]:
        assert list(item) == promised_keys(CONTRACT[name]), name


@pytest.mark.parametrize("name", READERS)
def test_one_each_means_that_there_may_be_none(name: str) -> None:
    """Only answers of "one each" may be empty; a server always has volumes and components."""
    is_list = CONTRACT[name].startswith("one each")
    assert not (name in MAY_BE_EMPTY and not is_list)
    assert is_list == (name in MAY_BE_EMPTY or name in {"volumes", "component_states"})


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("server_identity", ("roles",)),
        ("transport_service", ("services",)),
        ("component_states", ("requesters",)),
        ("dag_membership", ("members",)),
        ("sibling_state", ("components",)),
        ("smtp_probe", ("exchanges",)),
        ("back_pressure_events", ("properties",)),
        ("move_old_logs", ("failed",)),
        ("return_old_logs", ("left",)),
        ("move_queue_database", ("output",)),
    ],
)
def test_lists_may_be_empty(name: str, path: tuple[str, ...]) -> None:
    """A list of nothing is an answer: no requester, no failed file, no output."""
    item: dict[str, Any] = {**ANSWERS[name][0], path[0]: []}
    assert type(READERS[name].read((item,))) is READERS[name].kind
