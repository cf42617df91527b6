"""Lines of a terminal: wrapping loses nothing, remarks keep their column, wide characters count twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_documents.hostile import CORPUS
from toolkit.documents.terminal_lines import (
    Cell,
    Layout,
    Line,
    Style,
    cells,
    cut_line,
    paint_ansi,
    paint_plain,
    text_of,
    with_aside,
    wrap,
)
from toolkit.documents.text import badge, plain, strong
from toolkit.documents.words import word_of_danger
from toolkit.documents.wrapping import break_at_blanks, columns, hanging, pad, pad_left
from toolkit.model.danger import Danger

WORDS = st.lists(st.text(alphabet="abc-", min_size=1, max_size=12), min_size=1, max_size=30)
STYLED = st.lists(st.tuples(st.text(alphabet="ab ", max_size=20), st.sampled_from(Style)), max_size=6)


@given(WORDS, st.integers(5, 60), st.integers(5, 60))
def test_breaking_keeps_every_word(words: list[str], first: int, other: int) -> None:
    """Joined by blanks the lines are the text again, and a line is too long only when it is one word."""
    text = " ".join(words)
    parts = [text[part] for part in break_at_blanks(text, first, other)]
    assert " ".join(parts) == text
    assert all(len(part) <= (other if at else first) or " " not in part for at, part in enumerate(parts))


@given(STYLED, st.integers(20, 60))
def test_wrapping_keeps_styles(styled: list[tuple[str, Style]], edge: int) -> None:
    """Every letter keeps the style that it had on the long line."""
    line: Line = tuple(Cell(text, style) for text, style in styled)
    before = [(letter, cell.style) for cell in line for letter in cell.text if letter != " "]
    after = [(letter, cell.style) for part in wrap(line, edge) for cell in part for letter in cell.text if letter != " "]
    assert before == after


@given(STYLED)
def test_colour_adds_codes_only(styled: list[tuple[str, Style]]) -> None:
    """Blanks at the end are dropped in both forms alike."""
    line: Line = tuple(Cell(text, style) for text, style in styled)
    coloured = paint_ansi(line)
    for style in Style:
        coloured = coloured.replace(f"\x1b[{style.value}m", "")
    assert coloured.replace("\x1b[0m", "") == paint_plain(line)


def test_a_gap_hangs_what_follows() -> None:
    """Behind a gap of three blanks the next lines stand below the remark, else below the first word."""
    text = "exkit doctor -t ex01         tells which login would work, and how to allow it"
    lines = [text_of(line) for line in wrap((Cell(text),), 60)]
    assert lines[1].startswith(" " * 29 + "and")
    assert hanging("  two blanks") == 2
    assert hanging("no gap at all") == 0


def test_cut_line() -> None:
    """A part of a line keeps its styles and nothing around it."""
    line = (Cell("abc", Style.BOLD), Cell("def"))
    assert cut_line(line, 2, 4) == (Cell("c", Style.BOLD), Cell("d"))


@pytest.mark.parametrize(("left", "aside", "lines"), (("short", "note", 1), ("x" * 70, "note", 2), ("x" * 70, "", 1)))
def test_remarks(left: str, aside: str, lines: int) -> None:
    """A remark stands at its column, or on a line of its own where there is no room."""
    shown = [text_of(line) for line in with_aside([(Cell(left),)], aside, 60, 79)]
    assert len(shown) == lines
    assert not aside or shown[-1].index(aside) == 60


def test_remarks_move_left_of_the_edge() -> None:
    """A long remark begins before its column rather than run over the edge."""
    (line,) = with_aside([(Cell("short"),)], "x" * 30, 60, 79)
    assert text_of(line) == "short".ljust(49) + "x" * 30


def test_wide_characters_count_twice() -> None:
    """Columns are counted as a terminal counts them: CJK twice, combining marks not at all."""
    assert columns("\u6570\u636e\u5e93") == 6
    assert columns("e\u0301") == 1
    assert pad("\u6570", 4) == "\u6570  "
    assert pad_left("\u6570", 4) == "  \u6570"


@pytest.mark.parametrize(("width", "edge"), ((20, 79), (80, 79), (100, 99), (120, 119), (300, 119)))
def test_edge(width: int, edge: int) -> None:
    """Between 80 and 120 columns are used, less one."""
    assert Layout(width).edge == edge


def test_styles_of_spans() -> None:
    """Badges have the colour of their word, strong text is bold, the rest is what its line is."""
    shown = cells((*plain("a"), *strong("b"), *badge(word_of_danger(Danger.LOSE_DATA))), Style.NONE)
    assert [cell.style for cell in shown] == [Style.NONE, Style.BOLD, Style.HARM]


@pytest.mark.parametrize("text", CORPUS[:40], ids=range(40))
def test_cells_are_one_line(text: str) -> None:
    """Whatever stands in a span, its cell is one line."""
    assert "\n" not in text_of(cells(plain(text)))
