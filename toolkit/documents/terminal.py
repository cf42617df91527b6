"""Pages for a terminal of 80 to 120 columns: ASCII structure, one form for every console."""

from collections.abc import Callable

from toolkit.documents.blocks import Page
from toolkit.documents.terminal_blocks import lay_out
from toolkit.documents.terminal_lines import Layout, Line, paint_ansi, paint_plain

Paint = Callable[[Line], str]
"""Writes one line: ``paint_plain`` or ``paint_ansi``."""

__all__ = ["Layout", "Paint", "lay_out_page", "paint_ansi", "paint_plain", "render_terminal"]


def lay_out_page(document: Page, layout: Layout) -> list[Line]:
    """Return the lines of ``document``; one empty line between sections."""
    lines: list[Line] = []
    for section in document.sections:
        if lines:
            lines.append(())
        for block in section.blocks:
            lines.extend(lay_out(block, layout))
    return lines


def render_terminal(document: Page, layout: Layout, paint: Paint = paint_plain) -> str:
    """Return ``document`` as text that ends with a line end."""
    return "".join(f"{paint(line)}\n" for line in lay_out_page(document, layout))
