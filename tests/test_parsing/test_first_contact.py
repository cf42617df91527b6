"""Nothing that a server says in a first contact gets further than its place in a closed set."""

import copy
from typing import Any

import pytest

from tests.test_parsing.samples import ANSWERS
from toolkit.parsing.first_contact import version_word
from toolkit.parsing.readers import READERS

NAME = "ZQX-EX01.corp.example"
LOOKS = [name for name in READERS if name.startswith("first_contact_") and name != "first_contact_echo"]
"""What is echoed is our own text; the capsule has only whether it is the same."""


def with_names(value: Any) -> Any:
    """Return a JSON value in which every text is a name."""
    if isinstance(value, dict):
        return {key: with_names(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_names(inner) for inner in value]
    return NAME if isinstance(value, str) else value


@pytest.mark.parametrize("name", LOOKS)
def test_a_server_that_answers_with_names_is_not_repeated(name: str) -> None:
    """Every text of an answer is replaced by a name: none of them comes out of the reader."""
    answer = copy.deepcopy(ANSWERS[name])
    assert NAME not in repr(READERS[name].read(tuple(with_names(answer))))


@pytest.mark.parametrize("name", LOOKS)
def test_what_is_expected_is_kept(name: str) -> None:
    """The closed sets are wide enough for what a server says in truth."""
    assert "'other'" not in repr(READERS[name].read(tuple(ANSWERS[name])))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("5.1.14393.693", "5.1.14393.693"),
        ("15.2.1544.4", "15.2.1544.4"),
        ("7.6", "7.6"),
        ("", ""),
        ("7", "other"),
        ("5.1.x", "other"),
        ("1.2.3.4.5", "other"),
        ("EX01", "other"),
        ("5.1\n", "other"),
        ("\u0665.\u0661", "other"),
    ],
)
def test_a_version_is_digits_and_dots(text: str, word: str) -> None:
    """Whatever else stands there is not repeated."""
    assert version_word(text) == word
