"""Every page: its golden file, its width, its colours, and code pages that cannot write everything."""

import re

import pytest

from tests.test_documents.goldens import GOLDENS, assert_golden
from tests.test_documents.sample_pages import PAGES
from toolkit.documents.terminal import Layout, paint_ansi, render_terminal

SGR = re.compile(r"\x1b\[([0-9;]*)m")
ALLOWED = {"0", "1", "30;103", "97;41", "30;102"}
COMMAND_LINE = re.compile(r" {8}[|:] |.*\bexkit ")
SLUG = re.compile(r"\[[a-z]+\.[a-z-]+\]$")
AVOIDED = re.compile(
    r"\b(please|sorry|oops|simply|just|should|invalid|illegal|fatal|abort|kill|successfully|failed to|an error occurred|N/A)\b|!(?!=)",
    re.IGNORECASE,
)
NAMES = tuple(PAGES)


@pytest.mark.parametrize("name", NAMES)
def test_page_is_its_golden(name: str) -> None:
    """A page is what a person last read and agreed to, with 80 columns and without colour."""
    assert_golden(f"terminal-80/{name}.txt", render_terminal(PAGES[name](), Layout()))


@pytest.mark.parametrize("name", ("plan", "runs-list", "runs-show"))
def test_wide_page_is_its_golden(name: str) -> None:
    """With 120 columns the same words stand in fewer lines."""
    assert_golden(f"terminal-120/{name}.txt", render_terminal(PAGES[name](), Layout(120)))


def test_no_golden_is_forgotten() -> None:
    """Each golden file of a page belongs to a page that exists."""
    assert {file.stem for file in (GOLDENS / "terminal-80").iterdir()} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", (60, 80, 100, 120, 200))
def test_lines_leave_the_last_column_free(name: str, width: int) -> None:
    """No line is longer than the width less one; below 80 columns and above 120 the layout stays."""
    layout = Layout(width)
    long = [line for line in render_terminal(PAGES[name](), layout).splitlines() if len(line) > layout.edge]
    assert not long


@pytest.mark.parametrize("name", NAMES)
def test_colour_decides_nothing(name: str) -> None:
    """Without its colour codes a coloured page equals the plain one byte for byte; only five codes are used."""
    coloured = render_terminal(PAGES[name](), Layout(), paint_ansi)
    assert SGR.sub("", coloured) == render_terminal(PAGES[name](), Layout())
    assert set(SGR.findall(coloured)) <= ALLOWED
    assert "\x1b" not in SGR.sub("", coloured)


@pytest.mark.parametrize("name", NAMES)
def test_english_is_ascii(name: str) -> None:
    """Our own text needs no character that a code page could lack."""
    assert render_terminal(PAGES[name](), Layout()).isascii()


@pytest.mark.parametrize("name", NAMES)
def test_words_to_avoid_are_absent(name: str) -> None:
    """No page begs, blames, shouts or says N/A."""
    lines = (SLUG.sub("", line) for line in render_terminal(PAGES[name](), Layout()).splitlines())
    said = "\n".join(line for line in lines if not COMMAND_LINE.match(line))
    assert not AVOIDED.findall(said)
