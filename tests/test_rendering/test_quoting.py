"""Values stand in a header and stay what they are."""

import re

from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.script_value import ScriptValue
from toolkit.rendering.quoting import SINGLE_QUOTES, write_header, write_literal

PIECES = [*SINGLE_QUOTES, '"', "`", "$", "(", ")", "{", "}", ";", "\n", " ", "#", "@", "a", "ж", "😀"]
HOSTILE = st.text(alphabet=st.sampled_from(PIECES), max_size=40)


def read_literal(literal: str) -> str:
    """Read a single-quoted literal as PowerShell does: two quotes of any of the five kinds in a row are one."""
    assert literal[0] == literal[-1] == "'"
    inner, out, at = literal[1:-1], [], 0
    while at < len(inner):
        if inner[at] in SINGLE_QUOTES:
            assert inner[at + 1] in SINGLE_QUOTES, "the literal ends inside"
            at += 1
        out.append(inner[at])
        at += 1
    return "".join(out)


@given(HOSTILE)
def test_any_text_is_one_literal_that_reads_back(text: str) -> None:
    """No text closes its quotes, and PowerShell's own rule gives the text back."""
    assert read_literal(write_literal(text)) == text


@given(HOSTILE)
def test_the_control_with_ascii_quotes_alone_lets_some_text_out(text: str) -> None:
    """Doubling only U+0027 is wrong exactly for texts with one of the other four; the rule above would notice."""
    naive = "'" + text.replace("'", "''") + "'"
    assert (naive == write_literal(text)) == (re.search("[\u2018\u2019\u201a\u201b]", text) is None)


def test_every_kind_of_value_has_its_literal() -> None:
    """Text, numbers, yes and no, nothing, and lists of any length."""
    values: dict[str, ScriptValue] = {
        "Text": "it's",
        "Number": -14,
        "Yes": True,
        "No": False,
        "Nothing": None,
        "None": (),
        "One": ("a",),
        "Two": ("a", "b\u2019"),
    }
    assert write_header(values) == (
        "$p = @{\n    Text = 'it''s'\n    Number = -14\n    Yes = $true\n    No = $false\n    Nothing = $null\n    None = @()\n"
        "    One = @('a')\n    Two = @(\n        'a',\n        'b\u2019\u2019'\n    )\n}\n"
    )


def test_a_script_without_values_has_an_empty_header() -> None:
    """Bodies may always say $p."""
    assert write_header({}) == "$p = @{}\n"
