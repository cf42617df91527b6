"""PowerShell as a tree, read by tree-sitter: the only place that knows it, so that scripts are understood where there is no PowerShell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import tree_sitter_powershell
from tree_sitter import Language, Parser
from tree_sitter import Node as RawNode

from toolkit.rendering.script_doubts import find_doubts

_LANGUAGE = Language(tree_sitter_powershell.language())


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a script.

    Attributes:
        kind: as the grammar names it, ``command``; pieces that only wrap another one are left out.
        text: as written.
        line: on which it begins, from 1.
        parts: the pieces in it, without comments and blanks.
    """

    kind: str
    text: str
    line: int
    parts: tuple["Node", ...]

    def part(self, *kinds: str) -> "Node | None":
        """Return the first piece of one of these kinds; None when there is none."""
        return next((part for part in self.parts if part.kind in kinds), None)

    def walk(self) -> Iterator["Node"]:
        """Yield this piece and everything in it, in the order of the text."""
        yield self
        for part in self.parts:
            yield from part.walk()


def read_tree(script: str) -> Node:
    """Return the tree of ``script``; what cannot be read is a piece of kind ``ERROR``."""
    source = script.encode()
    parser = Parser(_LANGUAGE)
    root = parser.parse(source).root_node
    if root.has_error:
        mended = parser.parse(_SIZE.sub(_digits, _BARE_LIST.sub(_digits_of_list, source))).root_node
        root = root if mended.has_error else mended
    tree = _convert(root, source)
    doubts = tuple(Node("ERROR", text, line, ()) for line, text in find_doubts(root, source))
    if root.has_error and not doubts and not any(node.kind == "ERROR" for node in tree.walk()):
        doubts = (Node("ERROR", "", _first_error(root), ()),)
    return replace(tree, parts=(*tree.parts, *doubts)) if doubts else tree


def _first_error(raw: RawNode) -> int:
    """Return the line of the deepest first piece that could not be read, one among the blanks between words, for example."""
    broken = next((child for child in raw.children if child.has_error or child.is_missing), None)
    return _first_error(broken) if broken is not None else raw.start_point[0] + 1


_SIZE = re.compile(rb"\b\d+[KMGTP]B\b", re.IGNORECASE)
_BARE_LIST = re.compile(rb"(?<=[\s(])(-[A-Za-z]+\s+)((?:[A-Za-z_]\w*\s*,\s*)+[A-Za-z_]\w*|[A-Za-z_]\w*(?=\s*,))")
"""Two forms that PowerShell knows and the grammar does not: sizes behind an operator, and lists of bare words behind a parameter.

For the grammar they become digits of the same length; the pieces of the tree keep the text as it is written.
"""


def _digits(match: re.Match[bytes]) -> bytes:
    return b"1" * len(match[0])


def _digits_of_list(match: re.Match[bytes]) -> bytes:
    return match[1] + re.sub(rb"\w", b"1", match[2])


def _convert(raw: RawNode, source: bytes) -> Node:
    parts = tuple(_convert(child, source) for child in raw.children if not _is_noise(child))
    line = raw.start_point[0] + 1
    if len(parts) == 1 and raw.type in _WRAPPERS:
        return parts[0]
    kind = "ERROR" if raw.is_missing or raw.is_error else raw.type
    text = source[raw.start_byte : raw.end_byte].decode(errors="replace")
    return Node(kind, text.lstrip(), line + _blank_lines(text), parts)


def _is_noise(raw: RawNode) -> bool:
    """Whether a piece means nothing: a semicolon, a comment, blanks between words; a colon binds a value to its parameter."""
    return raw.type in {"comment", ";"} or (raw.type == "command_argument_sep" and (raw.text or b"").strip() != b":")


def _blank_lines(text: str) -> int:
    """The grammar lets some words begin with the blanks and line breaks before them."""
    return text.count("\n", 0, len(text) - len(text.lstrip()))


_WRAPPERS = frozenset(
    {
        "logical_expression",
        "bitwise_expression",
        "comparison_expression",
        "additive_expression",
        "multiplicative_expression",
        "format_expression",
        "range_expression",
        "array_literal_expression",
        "unary_expression",
        "logical_argument_expression",
        "bitwise_argument_expression",
        "comparison_argument_expression",
        "additive_argument_expression",
        "multiplicative_argument_expression",
        "format_argument_expression",
        "range_argument_expression",
        "argument_expression",
        "pipeline",
        "pipeline_chain",
        "string_literal",
        "integer_literal",
        "type_spec",
        "member_name",
        "key_expression",
        "left_assignment_expression",
        "while_condition",
        "for_condition",
        "for_initializer",
        "for_iterator",
    }
)
