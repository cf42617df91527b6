"""Pages as Markdown: front matter and GitHub's flavour, no raw HTML but the page break (documents design §4.2)."""

import json
from functools import singledispatch

from toolkit.documents.blocks import (
    Block,
    Box,
    Command,
    Facts,
    Heading,
    Items,
    Mark,
    Page,
    PageBreak,
    Paragraph,
    Part,
    Question,
    ServerText,
    Step,
    Table,
)
from toolkit.documents.markdown_text import escape, write_cell, write_fence, write_text
from toolkit.documents.visible import cut_long_lines, visible_line


def render_markdown(page: Page) -> str:
    """Return ``page`` as Markdown; ends with a line end."""
    blocks = [write(block) for section in page.sections for block in section.blocks]
    front = ["---", *(f"{name}: {json.dumps(visible_line(value), ensure_ascii=False)}" for name, value in page.front), "---", ""]
    body = "\n\n".join("\n".join(lines) for lines in blocks)
    footer = "".join(f"\n\n{write_text(line)}" for line in page.footer)
    return ("\n".join(front) + "\n" if page.front else "") + body + footer + "\n"


@singledispatch
def write(block: Block) -> list[str]:
    """Return the lines of one block, without empty lines around them."""
    raise TypeError(f"{type(block).__name__} has no form in Markdown")


@write.register
def _heading(block: Heading) -> list[str]:
    return [f"{'#' * block.level} {write_text(block.text)}"]


@write.register
def _paragraph(block: Paragraph) -> list[str]:
    return [write_text(block.text)]


@write.register
def _command(block: Command) -> list[str]:
    return write_fence(block.text, "powershell")


@write.register
def _server_text(block: ServerText) -> list[str]:
    return [f"**{escape(visible_line(block.label))}**", "", *write_fence(cut_long_lines(block.text), "text")]


@write.register
def _facts(block: Facts) -> list[str]:
    return [f"- **{escape(visible_line(row.label))}:** {' '.join(write_text(line) for line in row.lines)}" for row in block.rows]


@write.register
def _items(block: Items) -> list[str]:
    marks = {Mark.DASH: "-", Mark.TICK: "- [ ]"}
    return [f"{marks.get(block.mark, f'{number}.')} {write_text(item)}" for number, item in enumerate(block.items, start=1)]


@write.register
def _table(block: Table) -> list[str]:
    head = "| " + " | ".join(escape(name) for name in block.head) + " |"
    rule = "|" + "|".join("---:" if at in block.right else "---" for at in range(len(block.head))) + "|"
    rows = ["| " + " | ".join(write_cell(cell) for cell in row) + " |" for row in block.rows]
    return [*([f"**{escape(block.caption)}**", ""] if block.caption else []), head, rule, *rows]


@write.register
def _box(block: Box) -> list[str]:
    inner = [["", *write(content)] for content in block.blocks]
    return _quote([f"**{write_text(block.title)}**", *(line for lines in inner for line in lines)])


@write.register
def _question(block: Question) -> list[str]:
    meanings = dict(block.meanings)
    lines = [f"**\u25c7 DECISION {escape(block.letter)}. {escape(visible_line(block.asks))}**", ""]
    for branch in block.branches:
        means = f" ({escape(visible_line(meanings[branch.answer]))})" if branch.answer in meanings else ""
        lines.append(f"- **{escape(visible_line(branch.answer))}**{means}: {write_text(branch.leads)}")
    return _quote(lines)


def _quote(lines: list[str]) -> list[str]:
    return [f"> {line}".rstrip() for line in lines]


@write.register
def _step(block: Step) -> list[str]:
    tick = "[ ] " if block.danger else ""
    ends = "".join(f" \u00b7 {escape(text)}" for text in (block.danger.text if block.danger else "", block.aside) if text)
    lines = [f"### {tick}{escape(block.number)}. {escape(visible_line(block.title))}{ends}"]
    for part in block.parts:
        lines.extend(["", *_part(part)])
    return lines


def _part(part: Part) -> list[str]:
    paragraphs = [
        *([write(part.command)] if part.command else []),
        *([_said(part)] if part.lines else []),
        *(write(question) for question in part.questions),
        *([write(part.server_text)] if part.server_text else []),
    ]
    return [line for at, lines in enumerate(paragraphs) for line in ([""] if at else []) + lines]


def _said(part: Part) -> list[str]:
    label = f"**{escape(visible_line(part.label))}:**" if part.label else ""
    if len(part.lines) == 1:
        return [f"{label} {write_text(part.lines[0])}".strip()]
    return [label, "", *(f"- {write_text(line)}" for line in part.lines)]


@write.register
def _page_break(block: PageBreak) -> list[str]:
    return ['<div class="newpage"></div>']
