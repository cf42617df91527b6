"""YAML is text: no types are guessed, and what hides or repeats is refused."""

import time

import pytest

from toolkit.catalog.yaml_text import YamlProblem, line_at, plain, read_yaml


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


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: 1\nb:\n\tc: 2\n", 3, "a tab indents this line"),
        ("a: 1\nb: 2\na: 3\n", 3, "the key 'a' twice"),
        ("a: &x 1\nb: *x\n", 1, "an anchor or alias"),
        ("a: !!python/object:os.system x\n", 1, "the tag tag:yaml.org,2002:python/object:os.system"),
        ("a: !!int 5\n", 1, "the tag tag:yaml.org,2002:int"),
        ("a: {b: 1}\n<<: {c: 2}\n", 2, "a merge key"),
        ("a: 1\n---\nb: 2\n", 3, "a second document"),
        ("? [a]\n: 1\n", 1, "a key that is not text"),
        ("a: 1\nb: x\u202ey\n", 2, "hidden character U+202E"),
        ("a: 1\nb: x\u200by\n", 2, "hidden character U+200B"),
        ("a: [1\n", 2, "did not find expected ',' or ']'"),
        ("a: 'x\n", 2, "found unexpected end of stream"),
        ("[" * 21 + "]" * 21, 1, "more than 20 levels"),
        ("a: " + "x" * 300_000, 1, "the file is larger than 256 KiB"),
        ("a: \x00\n", 1, "unacceptable character"),
    ],
)
def test_what_hides_repeats_or_breaks_is_refused_with_its_line(text: str, line: int, what: str) -> None:
    """Each refusal names the line, the reason and what to write instead."""
    with pytest.raises(YamlProblem) as refused:
        read_yaml(text)
    assert refused.value.line == line
    assert what in refused.value.what
    assert refused.value.why
    assert refused.value.do


def test_an_alias_bomb_costs_nothing() -> None:
    """Ten levels of ten aliases would be ten thousand million nodes; the first anchor ends it at once."""
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 11))
    began = time.process_time()
    with pytest.raises(YamlProblem, match="anchor"):
        read_yaml(bomb)
    assert time.process_time() - began < 0.05
