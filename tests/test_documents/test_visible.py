"""Foreign text is shown, never obeyed, and nothing of it disappears."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_documents.hostile import CORPUS, FAMILIES, HIDDEN, SEQUENCES, WRITTEN
from toolkit.documents.visible import LONGEST_LINE, MOST_MARKS, cut_long_lines, visible, visible_line


def is_obeyed(character: str) -> bool:
    """Whether a terminal or a reader's eye follows ``character`` instead of showing it."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in "\n\t"


def test_corpus_is_large() -> None:
    """At least three hundred written texts are tried, each once, and every hidden character by itself."""
    assert len(WRITTEN) >= 300
    assert len(set(CORPUS)) == len(CORPUS) > 400


@pytest.mark.parametrize("text", FAMILIES["combining floods"], ids=range(len(FAMILIES["combining floods"])))
def test_a_flood_of_marks_is_counted_not_shown(text: str) -> None:
    """No character carries more than eight marks; those behind them are named, and none is lost."""
    runs = re.findall("[\u0300-\u036f\u0489\u05b0\u064b\u0e49\u1ab0\u1dc0\u20dd\ufe20]+", visible(text))
    assert max(map(len, runs), default=0) <= MOST_MARKS
    assert sum(map(len, runs)) + visible(text).count("<U+") == len([one for one in text if unicodedata.category(one) in ("Mn", "Me")])


def test_marks_that_languages_use_stay() -> None:
    """Accents, vowel points and tone marks are not touched."""
    assert (
        visible("Tie\u0302\u0301ng Vie\u0323\u0302t \u05e9\u05c1\u05b8 \u0e17\u0e35\u0e48")
        == "Tie\u0302\u0301ng Vie\u0323\u0302t \u05e9\u05c1\u05b8 \u0e17\u0e35\u0e48"
    )


@pytest.mark.parametrize("text", CORPUS, ids=range(len(CORPUS)))
def test_nothing_hidden_gets_through(text: str) -> None:
    """No control, bidi, zero-width, separator or surrogate character is left."""
    assert not [character for character in visible(text) if is_obeyed(character)]
    assert not set(visible_line(text)) & {"\n", "\t"}


@pytest.mark.parametrize("text", (*SEQUENCES, *HIDDEN), ids=range(len(SEQUENCES) + len(HIDDEN)))
def test_what_was_hidden_is_named(text: str) -> None:
    """Each hidden character stands in the output as its number."""
    for character in filter(is_obeyed, text):
        assert f"<U+{ord(character):04X}>" in visible(text)


@given(st.text())
def test_any_text_is_safe(text: str) -> None:
    """Whatever Unicode holds, nothing that is obeyed is left."""
    assert not [character for character in visible_line(text) if is_obeyed(character)]


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_stays(text: str) -> None:
    """Printable ASCII is not touched, markup of rich included."""
    assert visible(text) == visible_line(text) == text


def test_line_ends_of_windows_are_line_ends() -> None:
    """CR LF is a line end; a CR alone is shown."""
    assert visible("a\r\nb\rc") == "a\nb<U+000D>c"
    assert visible_line("a\nb") == "a<U+000A>b"


def test_long_lines_are_cut_and_counted() -> None:
    """A line over 500 characters says how much is missing; shorter ones stay whole."""
    assert cut_long_lines("x" * LONGEST_LINE) == "x" * LONGEST_LINE
    assert cut_long_lines("a\n" + "x" * 1740) == "a\n" + "x" * 500 + "... 1,240 more"
