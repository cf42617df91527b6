"""Whatever people can see is text; whatever they cannot is not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.hidden_text import HIDDEN
from toolkit.model.script_value import check_text

FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\ufe00\ufe0f\uffa0"
"""Letters and marks by category that draw nothing (Default_Ignorable_Code_Point of Unicode), some of them."""
SHOWN_SIGNS = range(0x600, 0x606), (0x6DD, 0x70F, 0x8E2, 0x890, 0x891, 0x110BD, 0x110CD)
"""Of category Cf, but they draw something: signs of Arabic, Syriac and Kaithi."""
VISIBLE = st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Mn"), exclude_characters=f"{FILLERS}\ufffc\ufffd")


@given(st.text(alphabet=VISIBLE, max_size=200).filter(lambda text: "--%" not in text))
def test_text_without_hidden_characters_is_kept(text: str) -> None:
    """Letters, signs and blanks of every script pass unchanged."""
    assert check_text(text) == text


def test_every_format_character_is_hidden() -> None:
    """All of Unicode's controls and format characters that draw nothing, and the letters that draw nothing."""
    shown = {number for numbers in SHOWN_SIGNS for number in numbers} | {0x9, 0xA}
    controls = [number for number in range(0x110000) if unicodedata.category(chr(number)) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    through = [number for number in controls if number not in shown and not HIDDEN.match(chr(number))]
    assert not [f"U+{number:04X}" for number in through]
    assert all(HIDDEN.match(letter) for letter in FILLERS)


@pytest.mark.parametrize("text", ["", "\t", "a\nb"])
def test_tabs_and_line_feeds_are_text(text: str) -> None:
    """They are seen, and no program on the way changes them."""
    assert check_text(text) == text
