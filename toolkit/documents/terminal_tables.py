"""Tables on a terminal: columns as wide as they need; what does not fit goes to a second line of the row."""

from toolkit.documents.blocks import Table
from toolkit.documents.terminal_lines import Cell, Layout, Line, Style, cells, text_of, wrap
from toolkit.documents.text import Text, plain
from toolkit.documents.wrapping import columns

GAP = 2
SECOND_INDENT = 4
WRAPPED = 30
"""Columns that the last cell of a row needs at least; a longer one is wrapped in its column."""


def lay_out_table(block: Table, layout: Layout) -> list[Line]:
    """Return a table: head in capitals as given, one row a line or two."""
    head = tuple(plain(name) for name in block.head)
    rows = [head, *block.rows] if any(block.head) else list(block.rows)
    widths = [max(columns(text_of(cells(cell))) for cell in column) for column in zip(*rows, strict=True)]
    groups = _group(widths, layout.edge)
    caption = wrap((Cell(block.caption, Style.BOLD),), layout.edge)[: len(block.caption)]
    return [*caption, *(line for row in rows for line in _row(row, block, groups, layout))]


def _group(widths: list[int], edge: int) -> list[list[tuple[int, int]]]:
    """Return the columns (position, width) of each line of a row."""
    groups: list[list[tuple[int, int]]] = [[]]
    used = 0
    for at, width in enumerate(widths):
        needed = min(width, WRAPPED) if at == len(widths) - 1 else width
        if groups[-1] and used + needed > edge:
            groups.append([])
            used = SECOND_INDENT
        groups[-1].append((at, width))
        used += width + GAP
    return groups


def _row(row: tuple[Text, ...], block: Table, groups: list[list[tuple[int, int]]], layout: Layout) -> list[Line]:
    lines: list[Line] = []
    for order, group in enumerate(groups):
        first: Line = (Cell(" " * SECOND_INDENT),) if order else ()
        for at, width in group[:-1]:
            first = (*first, *_cell(cells(row[at]), width, at in block.right), Cell(" " * GAP))
        at, width = group[-1]
        last = _cell(cells(row[at]), width, at in block.right)
        parts = wrap(last, layout.edge, first=text_of(first))
        lines.extend(line for line in [(*first, *parts[0][1 if first else 0 :]), *parts[1:]] if text_of(line).strip())
    return lines


def _cell(shown: Line, width: int, is_right: bool) -> Line:
    filling = Cell(" " * (width - columns(text_of(shown))))
    return (filling, *shown) if is_right else (*shown, filling)
