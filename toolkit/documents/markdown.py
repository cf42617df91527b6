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
    Verdict,
)
from toolkit.documents.markdown_text import escape, write_cell, write_fence, write_strong, write_text
from toolkit.documents.text import badge, plain
from toolkit.documents.visible import cut_long_lines, visible_line


def render_markdown(document: Page) -> str:
    """Return ``document`` as Markdown; ends with a line end."""
    paragraphs = [write(block) for section in document.sections for block in section.blocks]
    paragraphs.extend([write_text(line)] for line in document.footer)
    return "".join(f"{line}\n" for line in (*_front(document), *between(paragraphs)))


def _front(document: Page) -> list[str]:
    """Values are quoted as JSON, which YAML reads as text; a version stays a version."""
    values = [f"{name}: {json.dumps(visible_line(value), ensure_ascii=False)}" for name, value in document.front]
    return ["---", *values, "---", ""] if values else []


@singledispatch
def write(block: Block) -> list[str]:
    """Return the lines of one block, without empty lines around them.

    Raises:
        TypeError: the block has no form in Markdown.
    """
    raise TypeError(f"{type(block).__name__} has no form in Markdown")


@write.register
def _heading(block: Heading) -> list[str]:
    return [f"{'#' * block.level} {write_text(block.text)}"]


@write.register
def _paragraph(block: Paragraph) -> list[str]:
    return [write_text(block.text)]


@write.register
def _verdict(block: Verdict) -> list[str]:
    first = (*badge(block.word), *plain(block.goes_on), *plain(f" {block.aside}" if block.aside else ""))
    return [write_text(first), *(f"\n{write_text(line)}" for line in block.says)]


@write.register
def _command(block: Command) -> list[str]:
    return write_fence(block.text, "powershell")


@write.register
def _server_text(block: ServerText) -> list[str]:
    return [write_strong(visible_line(block.label)), "", *write_fence(cut_long_lines(block.text), "text")]


@write.register
def _facts(block: Facts) -> list[str]:
    return [f"- {write_strong(visible_line(row.label), ':')} {' '.join(write_text(line) for line in row.lines)}" for row in block.rows]


@write.register
def _items(block: Items) -> list[str]:
    marks = {Mark.DASH: "-", Mark.TICK: "- [ ]"}
    return [f"{marks.get(block.mark, f'{number}.')} {write_text(item)}" for number, item in enumerate(block.items, start=1)]


@write.register
def _table(block: Table) -> list[str]:
    head = [escape(name) for name in block.head]
    rules = ["---:" if at in block.right else "---" for at in range(len(head))]
    rows = [_table_row([write_cell(cell) for cell in row]) for row in block.rows]
    caption = [f"**{escape(block.caption)}**", ""] if block.caption else []
    return [*caption, _table_row(head), f"|{'|'.join(rules)}|", *rows]


def _table_row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


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
        lines.append(f"- {write_strong(visible_line(branch.answer))}{means}: {write_text(branch.leads)}")
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
    shown: list[Block] = [block for block in (part.command, *part.questions, part.server_text) if block is not None]
    paragraphs = [write(block) for block in shown]
    if part.lines:
        paragraphs.insert(1 if part.command else 0, _said(part))
    return between(paragraphs)


def between(paragraphs: list[list[str]]) -> list[str]:
    """Return the lines of all paragraphs with an empty line between each two."""
    return [line for lines in paragraphs for line in ("", *lines)][1:]


def _said(part: Part) -> list[str]:
    label = write_strong(visible_line(part.label), ":") if part.label else ""
    if len(part.lines) == 1:
        return [f"{label} {write_text(part.lines[0])}".strip()]
    return [label, "", *(f"- {write_text(line)}" for line in part.lines)]


@write.register
def _page_break(block: PageBreak) -> list[str]:
    return ['<div class="newpage"></div>']
