"""The environment in which pages become HTML: autoescape on, nothing undefined, nothing loaded from outside."""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from toolkit.documents.blocks import (
    Block,
    Box,
    Command,
    Facts,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Part,
    Question,
    Section,
    ServerText,
    Step,
    Table,
    Verdict,
)
from toolkit.documents.text import Look, Span, Text
from toolkit.documents.visible import Piece, cut_long_lines, pieces, pieces_of_line

KEPT_TOGETHER = 25
"""Lines of a step that print keeps on one sheet (documents design §3.5)."""

SHOWN = (Heading, Paragraph, Verdict, Facts, Command, ServerText, Items, Table, Step, Question, Box, PageBreak)


def read_template(name: str) -> str | None:
    """Return a template or style sheet of this room; None when there is none."""
    file = files("toolkit.documents") / "templates" / name
    return file.read_text(encoding="utf-8") if file.is_file() else None


def show_text(text: Text) -> Markup:
    """Return spans as HTML: escaped, hidden characters boxed, line ends shown."""
    return Markup("").join(_show_span(span) for span in text)


def _show_span(span: Span) -> Markup:
    inner = show_line(span.text)
    if span.word is not None:
        return Markup('<span class="tag {}">{}</span>').format(span.word.style, inner)
    tags = {Look.STRONG: "strong", Look.CODE: "code", Look.COMMAND: "code"}
    tag = tags.get(span.look)
    return Markup("<{}>{}</{}>").format(Markup(tag), inner, Markup(tag)) if tag else inner


def show_line(text: str) -> Markup:
    """Return one line of foreign text as HTML."""
    return Markup("").join(_show_piece(piece) for piece in pieces_of_line(text))


def show_lines(text: str) -> Markup:
    """Return foreign text as HTML for a ``pre``; line ends stay."""
    return Markup("").join(_show_piece(piece) for piece in pieces(text.rstrip("\r\n")))


def show_server_text(text: str) -> Markup:
    """Return server text as HTML for a ``pre``; long lines are cut and counted."""
    return show_lines(cut_long_lines(text))


def _show_piece(piece: Piece) -> Markup:
    return Markup('<span class="esc">{}</span>').format(piece.text) if piece.is_hidden else escape(piece.text)


def name_kind(block: Block) -> str:
    """Return the name by which a template knows a block.

    Raises:
        TypeError: the block has no form in HTML; it would be left out without a word.
    """
    if not isinstance(block, SHOWN):
        raise TypeError(f"{type(block).__name__} has no form in HTML")
    return type(block).__name__


def find_headline(section: Section) -> Heading | None:
    """Return the heading by which a section is linked to; None when it has none."""
    return next((block for block in section.blocks if isinstance(block, Heading)), None)


def is_short(parts: tuple[Part, ...]) -> bool:
    """Whether a step is short enough to stay on one sheet of paper."""
    commands = "\n".join(part.command.text for part in parts if part.command)
    lines = commands.count("\n") + sum(len(part.lines) for part in parts)
    return lines < KEPT_TOGETHER and all(part.server_text is None for part in parts)


@cache
def make_environment() -> Environment:
    """Return the environment with the filters that every page uses; made once, for it compiles its templates."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, loader=FunctionLoader(read_template), trim_blocks=True, lstrip_blocks=True
    )
    filters = {
        "text": show_text,
        "line": show_line,
        "lines": show_lines,
        "server_text": show_server_text,
        "kind": name_kind,
        "is_short": is_short,
        "headline": find_headline,
    }
    environment.filters.update(filters)
    return environment
