"""The bounded XML reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.parsing.xml_tree import DEEPEST_XML, LONGEST_XML, MOST_ELEMENTS, XmlRefused, read_xml

BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'


def test_elements_have_lines_attributes_and_text() -> None:
    """Lines count from 1; text is what stands directly in an element."""
    root = read_xml('<a x="1">t\n<b>u</b>\n<b y="2"/>v</a>')
    assert (root.tag, root.attributes, root.line, root.text.split()) == ("a", {"x": "1"}, 1, ["t", "v"])
    assert [(child.line, child.text) for child in root.all("b")] == [(2, "u"), (3, "")]
    assert root.first("b") is root.children[0]
    assert root.first("b", "c") is None
    assert root.first() is root


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1"),
        ("<a>", "line 1"),
        ("<a></b>", "mismatched"),
        ("<a/><b/>", "line 1"),
        ("<a>&nothing;</a>", "undefined entity"),
        (BOMB, "document type"),
        ('<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><a/>', "document type"),
        ("<a>\ud800</a>", "half a character"),
        ("<a>\x01</a>", "line 1"),
        ("<a>" * (DEEPEST_XML + 1), "deeper"),
        ("<a>" + "<b/>" * MOST_ELEMENTS + "</a>", "longer"),
        ("<a>" + "x" * LONGEST_XML + "</a>", "longer"),
    ],
    ids=range(12),
)
def test_what_is_not_read_is_refused(text: str, says: str) -> None:
    """No document types, no entities, no depth and no length without a limit."""
    with pytest.raises(XmlRefused, match=says):
        read_xml(text)


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1251", "iso-8859-1"])
def test_a_declared_encoding_is_ignored(encoding: str) -> None:
    """The text was decoded already; what it says of its bytes does not matter."""
    assert read_xml(f'<?xml version="1.0" encoding="{encoding}"?><a>\u0436</a>').text == "\u0436"


@given(st.text())
def test_any_text_is_a_tree_or_refused(text: str) -> None:
    """Nothing but ``XmlRefused`` leaves the reader."""
    try:
        read_xml(text)
    except XmlRefused as refused:
        assert str(refused)


@given(st.text(alphabet="<>/ab=\"'&;![]- \n?"))
def test_any_markup_is_a_tree_or_refused(text: str) -> None:
    """Nor for text made of markup."""
    try:
        read_xml(text)
    except XmlRefused as refused:
        assert str(refused)
