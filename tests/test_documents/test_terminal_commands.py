"""Commands are broken for the eye only: nothing of them changes."""

from hypothesis import given
from hypothesis import strategies as st

from toolkit.documents.terminal_commands import break_command, lay_out_command
from toolkit.documents.terminal_lines import Layout, text_of

LINES = st.text(alphabet="ab' $-\\|`", max_size=200)


@given(LINES, st.integers(1, 100), st.integers(1, 100))
def test_pieces_are_the_line_again(line: str, first: int, other: int) -> None:
    """Joined by one blank each, the pieces are the command line, whatever it holds."""
    assert " ".join(break_command(line, first, other)) == line


@given(LINES, st.integers(8, 100))
def test_pieces_fit_where_a_blank_allows_it(line: str, width: int) -> None:
    """A piece is longer than the line only when it has no single blank to break at."""
    for piece in break_command(line, width, width):
        inside = piece.strip(" ")
        single = [at for at in range(1, len(inside) - 1) if inside[at] == " " and " " not in (inside[at - 1], inside[at + 1])]
        assert len(piece) <= width or not single


def test_gutter_marks_lines_and_their_continuation() -> None:
    """A bar begins a line of the command, a colon goes on with the same line."""
    command = "Get-Item -LiteralPath 'C:\\" + "x" * 50 + "' -Force\nGet-Queue"
    lines = [text_of(line) for line in lay_out_command(command, "  run", Layout())]
    assert [line[8:10] for line in lines] == ["| ", ": ", "| "]
    assert lines[0].startswith("  run   | Get-Item")


def test_nobody_looking_means_no_gutter() -> None:
    """Where the output is no terminal, every line of the command stands as it is."""
    command = "Get-Item " + "x " * 100 + "\n    @'\n'@"
    lines = [text_of(line) for line in lay_out_command(command, "  run", Layout(is_terminal=False))]
    assert lines == ["  run", *command.split("\n")]


def test_commands_are_never_cut() -> None:
    """A command of any length is there to its last character; hidden characters are shown."""
    lines = lay_out_command("Get-Item " + "x" * 3000 + "\u202e end", "", Layout())
    text = "".join(text_of(line) for line in lines)
    assert "x" * 3000 in text
    assert "<U+202E>" in text
