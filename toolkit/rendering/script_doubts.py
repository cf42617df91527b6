"""Where the grammar and PowerShell may read differently: such places are refused, so that no code hides in the difference.

Found by comparing the two on spoiled scripts (``make hostile``); the grammar is more generous than PowerShell with comments,
backticks, ``--%``, bare words and words without a blank between them.
"""

import re
from collections.abc import Iterator

from tree_sitter import Node as RawNode

Doubt = tuple[int, str]
"""Line, and what stands there."""

_HOLD_ANYTHING = frozenset({"expandable_string_literal", "verbatim_string_characters", "comment"})
_PLAIN_WORD = re.compile(rb"[\w.\-*?\\/:=+,\[\]%]+\Z")
_PLAIN_VARIABLE = re.compile(rb"(?:[$@](?:\w+:)?\w+|\$[?^$_]|\$\{[^{}`]+\})\Z")
_SIGNED = re.compile(rb"[-+!](?!\d+\Z)")
_LOOSE = re.compile(rb"`|--%")


def find_doubts(root: RawNode, source: bytes) -> Iterator[Doubt]:
    """Yield every doubtful place of a script that the grammar has read.

    Args:
        root: the grammar's tree.
        source: the script.
    """
    outside = bytearray(source)
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield from _doubts_of(node, source)
        if node.type in _HOLD_ANYTHING:
            outside[node.start_byte : node.end_byte] = b" " * (node.end_byte - node.start_byte)
        waiting += node.children
    for loose in _LOOSE.finditer(outside):
        yield source.count(b"\n", 0, loose.start()) + 1, loose[0].decode()


def _doubts_of(node: RawNode, source: bytes) -> Iterator[Doubt]:
    text = source[node.start_byte : node.end_byte].strip()
    is_odd = (
        (node.type == "member_name" and _is_apart(node, source))
        or (node.type == "comment" and not _is_comment(node, source))
        or (node.type == "generic_token" and not _PLAIN_WORD.match(text))
        or (node.type == "variable" and not _PLAIN_VARIABLE.match(text))
    )
    if is_odd:
        yield node.start_point[0] + 1, text.decode(errors="replace")
    if node.type == "command_elements":
        yield from _glued(node, source)


def _is_apart(name: RawNode, source: bytes) -> bool:
    """Whether a blank stands between the dot and a member's name: to PowerShell the word may end at the dot."""
    return any(character in b" \t\r\n" for character in source[name.start_byte - 1 : name.start_byte + 1])


def _is_comment(node: RawNode, source: bytes) -> bool:
    """A comment is one for PowerShell too when it goes from a ``#`` behind a blank to the end of the line; ``<# #>`` may hide code."""
    before = source[node.start_byte - 1 : node.start_byte] if node.start_byte else b""
    return source[node.start_byte : node.start_byte + 1] == b"#" and before in {b"", b" ", b"\t", b"\n"}


def _glued(elements: RawNode, source: bytes) -> Iterator[Doubt]:
    """Yield words without a blank between them, ``'a'$b``, and those behind a sign, ``-'a'.b``: to PowerShell one bare word.

    Brackets behind a member are a call.
    """
    before: RawNode | None = None
    for child in elements.children:
        if child.type == "array_literal_expression" and _SIGNED.match(source[child.start_byte : child.end_byte]):
            yield child.start_point[0] + 1, source[child.start_byte : child.end_byte].decode(errors="replace")
        is_word = child.type not in {"command_argument_sep", "argument_list"}
        if is_word and before is not None and before.end_byte == child.start_byte and before.type != "command_argument_sep":
            yield child.start_point[0] + 1, source[before.start_byte : child.end_byte].decode(errors="replace")
        before = child
