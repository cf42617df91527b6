"""YAML is text: no types are guessed, and what hides or repeats is refused."""

import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.catalog.file_schema import PlaybookFile
from toolkit.catalog.form import read_form
from toolkit.catalog.yaml_refusals import LARGEST_BYTES, YamlProblem, decode_yaml
from toolkit.catalog.yaml_text import line_at, plain, read_yaml

HERE = Path(__file__).parent
REFUSED = tomllib.loads((HERE / "refused.toml").read_text(encoding="utf-8"))["refused"]
LIMIT_S = 0.05
"""Longest time that a bomb may cost (security design §2.6)."""
BOMBS: dict[str, Callable[[], str]] = {
    "aliases": lambda: decode_yaml((HERE / "refused" / "alias-bomb.yml").read_bytes()),
    "brackets in one line": lambda: "[" * 100_000,
    "brackets in lines": lambda: "[\n" * 100_000,
    "braces": lambda: "{a:\n" * 60_000,
    "lists": lambda: "- " * 100_000,
    "question marks": lambda: "?\n" * 100_000,
    "colons": lambda: ":\n" * 100_000,
    "quotes": lambda: '"\n' * 100_000,
    "directives": lambda: "%YAML 1.1\n" * 20_000,
    "empty lines": lambda: "a:\n" + "\n" * 200_000,
    "too large": lambda: "a: b\n" * 100_000,
}


def test_every_scalar_stays_text() -> None:
    """Versions, octal-looking numbers, no, and log names are not turned into something else."""
    tree = read_yaml("a: 4.7\nb: [no, 0100, 1E02, 2026-11-25, ~]\nc: {d: 'x'}\n")
    assert plain(tree) == {"a": "4.7", "b": ["no", "0100", "1E02", "2026-11-25", "~"], "c": {"d": "x"}}


def test_lines_are_found_for_every_part() -> None:
    """A path into the tree leads to its line; a missing part to the nearest thing above it."""
    tree = read_yaml("a: 1\nsteps:\n  - ask: x\n    title: y\n  - ask: z\n")
    assert [line_at(tree, path) for path in [("a",), ("steps", 0, "title"), ("steps", 1), ("steps", 0, "nothing"), ("b",)]] == [
        1,
        4,
        5,
        3,
        1,
    ]


@pytest.mark.parametrize("row", REFUSED, ids=[row["file"] for row in REFUSED])
def test_what_hides_repeats_or_breaks_is_refused_with_its_line(row: dict[str, object]) -> None:
    """Each fixture is refused for its own reason, on its line, with the way out; and so reaches people as a problem."""
    text = decode_yaml((HERE / "refused" / str(row["file"])).read_bytes())
    with pytest.raises(YamlProblem) as refused:
        read_yaml(text)
    problem = refused.value
    assert (problem.line, [other.line for other in problem.others]) == (row["line"], row.get("also", []))
    assert str(row["what"]) in problem.what
    assert all(one.why and one.do for one in (problem, *problem.others))
    content, _, told = read_form("playbooks/x.yml", text, PlaybookFile)
    assert content is None
    assert str(told[0]).startswith(f"playbooks/x.yml:{row['line']}: ")


def test_every_fixture_is_in_the_table() -> None:
    """No refused file lies beside the table unseen, and there are at least sixty."""
    assert sorted(row["file"] for row in REFUSED) == sorted(file.name for file in (HERE / "refused").iterdir())
    assert len(REFUSED) >= 60


@pytest.mark.parametrize("make", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_costs_nothing(make: Callable[[], str]) -> None:
    """Files that would become megabytes, or tens of thousands of levels, end at once; the best of three counts."""
    text, took = make(), []
    for _ in range(3):
        began = time.process_time()
        with pytest.raises(YamlProblem):
            read_yaml(text)
        took.append(time.process_time() - began)
    assert min(took) < LIMIT_S


def test_the_largest_file_is_read() -> None:
    """256 KiB are read, one byte more is not; CR LF ends a line as LF does."""
    whole = ("#" * 63 + "\n") * (LARGEST_BYTES // 64)
    assert plain(read_yaml(whole)) == {}
    with pytest.raises(YamlProblem, match="larger than 256 KiB"):
        read_yaml(whole + "#")
    assert plain(read_yaml("a: 1\r\nb: 2\r\n")) == {"a": "1", "b": "2"}


def test_words_that_only_look_forbidden_are_read() -> None:
    """Question marks, percent signs, ampersands and angle brackets inside values are text."""
    text = "asks: Is C full?\nelse: {a: what?, b: 80 % used}\nlist: [R&D, 'a * b', \"<<\"]\nmany: |\n  ? not a key\n  100 %\n"
    assert plain(read_yaml(text)) == {
        "asks": "Is C full?",
        "else": {"a": "what?", "b": "80 % used"},
        "list": ["R&D", "a * b", "<<"],
        "many": "? not a key\n100 %\n",
    }
