"""The rule that the native-call helper is measured by is Windows' own, and what the helper writes follows it."""

from pathlib import Path

import pytest

from tests.test_lab.powershell import Session
from tests.test_templates.argument_vectors import argument_vectors, split_command_line
from tests.test_templates.native_calls import write_command_lines


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        ("", []),
        ("  ", []),
        ('"a b c" d e', ["a b c", "d", "e"]),
        ('"ab\\"c" "\\\\" d', ['ab"c', "\\", "d"]),
        ('a\\\\\\b d"e f"g h', ["a\\\\\\b", "de fg", "h"]),
        ('a\\\\\\"b c d', ['a\\"b', "c", "d"]),
        ('a\\\\\\\\"b c" d e', ["a\\\\b c", "d", "e"]),
        ('a"b"" c d', ['ab" c d']),
        ('"" x ""', ["", "x", ""]),
        ("a\tb\nc", ["a", "b\nc"]),
    ],
)
def test_a_command_line_is_split_as_windows_does(line: str, arguments: list[str]) -> None:
    """The examples of Microsoft's page, and the empty ones."""
    assert split_command_line(line) == arguments


@pytest.mark.pwsh
def test_command_lines_split_into_what_was_given(plain_session: Session, tmp_path: Path) -> None:
    """A thousand vectors through the helper's own quoting, taken apart by a parser that knows nothing of it."""
    vectors = argument_vectors(1000)
    lines = write_command_lines(plain_session, vectors, tmp_path / "vectors.json")
    assert [split_command_line(line) for line in lines] == vectors


def test_the_control_without_backslashes_alters_vectors() -> None:
    """Quotes around everything, as most scripts do it, loses arguments: the comparison above can fail."""
    vectors = argument_vectors(1000)
    naive = [split_command_line(" ".join(f'"{word}"' for word in vector)) for vector in vectors]
    assert sum(got != wanted for got, wanted in zip(naive, vectors, strict=True)) > 100
