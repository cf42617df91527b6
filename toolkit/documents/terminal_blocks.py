"""How each block stands on a terminal; the columns are those of the frames in the documents design §2.1."""

from functools import singledispatch

from toolkit.documents.blocks import (
    Advice,
    Banner,
    Block,
    Box,
    Command,
    Facts,
    Heading,
    Items,
    Mark,
    Next,
    Outcomes,
    PageBreak,
    Paragraph,
    Question,
    Row,
    ServerText,
    Step,
    Summary,
    Table,
    Verdict,
)
from toolkit.documents.terminal_commands import lay_out_command
from toolkit.documents.terminal_lines import Cell, Layout, Line, Style, cells, with_aside, word_cell, wrap
from toolkit.documents.terminal_steps import lay_out_outcomes, lay_out_questions, lay_out_server_text, lay_out_step, lay_out_summary
from toolkit.documents.terminal_tables import lay_out_table
from toolkit.documents.text import Look
from toolkit.documents.visible import visible_line
from toolkit.documents.wrapping import columns, pad


@singledispatch
def lay_out(block: Block, layout: Layout) -> list[Line]:
    """Return the lines of one block.

    Raises:
        TypeError: the block has no form for the terminal.
    """
    raise TypeError(f"{type(block).__name__} has no form for the terminal")


@lay_out.register
def _heading(block: Heading, layout: Layout) -> list[Line]:
    lines = wrap(cells(block.text, Style.BOLD), layout.edge)
    aside = visible_line(block.aside)
    return with_aside(lines, aside, layout.aside_edge - columns(aside), layout.edge)


@lay_out.register
def _paragraph(block: Paragraph, layout: Layout) -> list[Line]:
    return wrap(cells(block.text), layout.edge)


@lay_out.register
def _banner(block: Banner, layout: Layout) -> list[Line]:
    return [(word_cell(block.word), Cell(" " + "-" * (layout.edge - len(block.word.text) - 1)))]


@lay_out.register
def _verdict(block: Verdict, layout: Layout) -> list[Line]:
    head = (word_cell(block.word), Cell(visible_line(block.goes_on)))
    aside = visible_line(block.aside)
    lines = wrap(head, layout.edge, other="  ")
    says = [line for text in block.says for line in wrap(cells(text), layout.edge, first="  ")]
    return [*with_aside(lines, aside, layout.aside_edge - columns(aside), layout.edge), *says]


@lay_out.register
def _facts(block: Facts, layout: Layout) -> list[Line]:
    label_width = max((columns(visible_line(row.label)) for row in block.rows), default=0) + 2
    aside_column = layout.aside_edge - max((columns(row.aside) for row in block.rows), default=0)
    return [line for row in block.rows for line in lay_out_row(row, "  " + pad(visible_line(row.label), label_width), aside_column, layout)]


def lay_out_row(row: Row, label: str, aside_column: int, layout: Layout) -> list[Line]:
    """Return the lines of a labelled fact; ``label`` is already padded to its column."""
    lines: list[Line] = []
    for at, text in enumerate(row.lines):
        first = label if at == 0 else " " * columns(label)
        shown = cells(text)
        lines.extend([(Cell(first), *shown)] if _is_kept_whole(row, at, layout) else wrap(shown, layout.edge, first=first))
    if not row.aside:
        return lines
    return [*with_aside(lines[:1], visible_line(row.aside), aside_column, layout.edge), *lines[1:]]


def _is_kept_whole(row: Row, at: int, layout: Layout) -> bool:
    """A command that nobody reads on a screen will be copied by a program: it stays on one line."""
    return not layout.is_terminal and any(span.look is Look.COMMAND for span in row.lines[at])


@lay_out.register
def _command(block: Command, layout: Layout) -> list[Line]:
    return lay_out_command(block.text, "", layout)


@lay_out.register
def _next(block: Next, layout: Layout) -> list[Line]:
    label_width = max(columns(row.label) for row in block.rows) + 1
    return [line for row in block.rows for line in _advice(row, label_width, layout)]


def _advice(row: Advice, label_width: int, layout: Layout) -> list[Line]:
    text = f"{visible_line(row.command)}{'   ' if row.remark else ''}{visible_line(row.remark)}"
    label = pad(row.label, label_width)
    if not layout.is_terminal:
        return [(Cell(label + text),)]
    return wrap((Cell(text),), layout.edge, first=label, other=None)


@lay_out.register
def _items(block: Items, layout: Layout) -> list[Line]:
    lines: list[Line] = []
    for number, item in enumerate(block.items, start=1):
        mark = f"{number}." if block.mark is Mark.NUMBER else block.mark.value
        lines.extend(wrap(cells(item), layout.edge, first=f"  {mark} "))
    return lines


@lay_out.register
def _box(block: Box, layout: Layout) -> list[Line]:
    return [*wrap(cells(block.title, Style.BOLD), layout.edge), *(line for inner in block.blocks for line in lay_out(inner, layout))]


@lay_out.register
def _page_break(block: PageBreak, layout: Layout) -> list[Line]:
    return [()]


@lay_out.register
def _question(block: Question, layout: Layout) -> list[Line]:
    return lay_out_questions((block,), "  ", layout)


lay_out.register(ServerText, lay_out_server_text)
lay_out.register(Outcomes, lay_out_outcomes)
lay_out.register(Step, lay_out_step)
lay_out.register(Summary, lay_out_summary)
lay_out.register(Table, lay_out_table)
