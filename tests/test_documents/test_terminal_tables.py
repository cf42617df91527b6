"""Tables on a terminal: columns below each other, a second line for what does not fit."""

from toolkit.documents.blocks import Table
from toolkit.documents.terminal_lines import Layout, paint_plain
from toolkit.documents.terminal_tables import lay_out_table
from toolkit.documents.text import plain


def shown(table: Table, width: int = 80) -> list[str]:
    """Return the lines of a table."""
    return [paint_plain(line) for line in lay_out_table(table, Layout(width))]


def test_columns_stand_below_each_other() -> None:
    """Each column is as wide as its widest cell; numbers stand at the right."""
    rows = ((plain("a"), plain("7")), (plain("longer"), plain("1,200")))
    assert shown(Table("", ("NAME", "COUNT"), rows, frozenset({1}))) == ["NAME    COUNT", "a           7", "longer  1,200"]


def test_caption_comes_first() -> None:
    """A caption stands above; without one there is no empty line."""
    assert shown(Table("What it is", ("A",), ((plain("a"),),))) == ["What it is", "A", "a"]


def test_rows_without_a_head() -> None:
    """Without names of columns the first line is a row."""
    assert shown(Table("", ("", ""), ((plain("a"), plain("b")),))) == ["a  b"]


def test_last_column_is_wrapped() -> None:
    """Running text in the last column goes on below itself."""
    lines = shown(Table("", ("NAME", "SAYS"), ((plain("x" * 20), plain("word " * 20)),)))
    assert len(lines) > 2
    assert all(line.startswith(" " * 22 + "word") for line in lines[2:])


def test_what_does_not_fit_gets_a_second_line() -> None:
    """Columns beyond the edge stand on a second line, with their heads above them."""
    row = tuple(plain(letter * 30) for letter in "abcd")
    lines = shown(Table("", ("A", "B", "C", "D"), (row,)))
    assert lines == ["A" + " " * 31 + "B", "    C" + " " * 31 + "D", "a" * 30 + "  " + "b" * 30, "    " + "c" * 30 + "  " + "d" * 30]
    assert len(shown(Table("", ("A", "B", "C", "D"), (tuple(plain(letter * 20) for letter in "abcd"),)), 120)) == 2
