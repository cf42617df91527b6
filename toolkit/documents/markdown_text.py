"""Text in Markdown: what others wrote can never become a heading, a link, a fence or a table cell."""

import re

from toolkit.documents.text import Look, Span, Text
from toolkit.documents.visible import visible, visible_line

_ALWAYS = re.compile(r"[`*\[\]<>~&|]|\\(?=[!-/:-@\[-`{-~]|\Z)|://|(?<=www)\.|@")
_UNDERSCORES = re.compile(r"(?<!\w)_+(?=[^\s_])|(?<=[^\s_])_+(?!\w)")
_INDENT = re.compile(r"\A (?= {3})")
_LINE_START = re.compile(r"\A(\s*)([#+=-]|\d+(?=[.)]))")
_FENCES = re.compile(r"`+")


def write_text(text: Text) -> str:
    """Return spans as one line of Markdown."""
    return "".join(_write_span(span) for span in text)


def _write_span(span: Span) -> str:
    shown = visible_line(span.text)
    if span.word is not None or span.look is Look.STRONG:
        return f"**{escape(shown.strip())}**" if shown.strip() else shown
    return write_code(shown) if span.look in (Look.CODE, Look.COMMAND) else escape(shown)


def escape(text: str) -> str:
    """Return one line of text with every character escaped that Markdown would read."""
    text = _ALWAYS.sub(lambda match: ":\\//" if match[0] == "://" else "\\" + match[0], text)
    text = _UNDERSCORES.sub(lambda match: "\\_" * len(match[0]), text)
    text = _INDENT.sub("&#32;", text)
    return _LINE_START.sub(lambda match: f"{match[1]}\\{match[2]}" if not match[2].isdigit() else f"{match[1]}{match[2]}\\", text)


def write_strong(text: str, end: str = "") -> str:
    """Return one line of text, with ``end`` behind it, in bold; blanks at its edges would make the stars visible."""
    return f"**{escape(text.strip())}{end}**"


def write_code(text: str) -> str:
    """Return ``text`` as a code span whose ticks are longer than any in it; a bar is escaped, for tables read it first."""
    ticks = "`" * (_longest_run(text) + 1)
    padded = f" {text} " if text.startswith("`") or text.endswith("`") or text != text.strip() else text
    return f"{ticks}{padded}{ticks}" if text else ""


def write_cell(text: Text) -> str:
    """Return spans as a table cell."""
    return re.sub(r"(?<!\\)\|", r"\\|", write_text(text))


def write_fence(text: str, syntax: str) -> list[str]:
    """Return a fenced block; the fence is longer than any run of ticks in the text."""
    fence = "`" * max(3, _longest_run(text) + 1)
    return [f"{fence}{syntax}", *visible(text).rstrip("\n").split("\n"), fence]


def _longest_run(text: str) -> int:
    return max((len(run) for run in _FENCES.findall(text)), default=0)
