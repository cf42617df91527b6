"""Rules about how a script is written: constructs, ways out, its text as such."""

import re
from collections.abc import Iterator

from toolkit.model.script_rule import Rule
from toolkit.rendering.rule_setting import Broken, Setting
from toolkit.rendering.script_tree import Node
from toolkit.rendering.script_words import Where

_NEW_KINDS = {
    "class_statement": "class",
    "enum_statement": "enum",
    "pipeline_chain_tail": "&& or ||",
    "invokation_foreach_expression": ".ForEach()",
}
_UNWANTED_KINDS = {
    "trap_statement": "trap",
    "data_statement": "data",
    "param_block": "param",
    "attribute_name": "an attribute",
    "verbatim_here_string_characters": "a here-string",
    "expandable_here_string_literal": "a here-string",
    "inlinescript_statement": "inlinescript",
    "parallel_statement": "parallel",
    "sequence_statement": "sequence",
    "label": "a label",
    "stop_parsing": "--%",
}
_NEW_TEXTS = {
    r"\?\?=": "??=",
    r"\?\?": "??",
    r"\?\.": "?.",
    r"\?\[": "?[",
    r"&&|\|\|": "&& or ||",
    r"\s\?\s.*:": "ternary ? :",
    r"\.(?:ForEach|Where)\s*[({]": ".ForEach() or .Where()",
    r"\busing\s+(?:namespace|module|assembly)\b": "using",
    r"^\s*(?:class|enum|configuration)\s": "class, enum or configuration",
    r"\bclean\s*\{": "clean",
    r"`u\{": "`u{...}",
    r"&\s*$": "a job with &",
}
"""What stands in a line that cannot be read, when it is syntax of a later version."""
_WAY_OUT = re.compile(r"(?:return|throw|exit|break|continue)(?:[\s;)}]|\Z)", re.IGNORECASE)
_NEW_ESCAPE = re.compile(r"(?<!`)(?:``)*`(?:u\{|e)")
_NEW_NUMBER = re.compile(r"\A(?:0b[01]+|(?:0x)?[0-9a-f]+(?:u|y|uy|s|us|ul|n))\Z", re.IGNORECASE)


def check_constructs(setting: Setting) -> Iterator[Broken]:
    """Yield what PowerShell 3.0 cannot read, what nobody can read, and what is not allowed in a script."""
    nodes = setting.facts.nodes
    unread = [node for node, _ in nodes if node.kind == "ERROR"]
    if unread:
        yield _unread(nodes[0][0], unread[0])
    for node, where in nodes:
        what = _NEW_KINDS.get(node.kind) or _later_word(node)
        if what:
            yield Broken(Rule.NEWER, where.line, what)
        elif node.kind in _UNWANTED_KINDS:
            yield Broken(Rule.NOT_ALLOWED, where.line, _UNWANTED_KINDS[node.kind])
        elif node.kind in {"named_block", "workflow"}:
            yield from _check_block(node, where)
        else:
            yield from _check_statement(setting, node, where)


def _check_statement(setting: Setting, node: Node, where: Where) -> Iterator[Broken]:
    if node.kind == "flow_control_statement" and not _WAY_OUT.match(node.text):
        yield Broken(Rule.PARSE, where.line, f"'{node.text[:60]}', which PowerShell takes for a command")
    elif node.kind == "try_statement" and not node.part("catch_clauses", "finally_clause"):
        yield Broken(Rule.PARSE, where.line, "a try without catch or finally")
    elif node.kind == "redirection" and node.part("file_redirection_operator") and not setting.is_exempt(Rule.NOT_ALLOWED, where):
        yield Broken(Rule.NOT_ALLOWED, where.line, node.text)


def _later_word(node: Node) -> str:
    """Return what a piece is in a later version, for pieces that the grammar takes for something else; empty when it is nothing new."""
    if node.kind == "expandable_string_literal" and _NEW_ESCAPE.search(node.text):
        return "`u{...} or `e"
    if node.kind == "invokation_expression" and node.parts[2].text.lower() in {"foreach", "where"}:
        return f".{node.parts[2].text}()"
    return node.text if node.kind == "command_name" and _NEW_NUMBER.match(node.text) else ""


def _check_block(node: Node, where: Where) -> Iterator[Broken]:
    """A function may have begin, process and end; everything else of this kind makes code of its own."""
    word = node.parts[0].text.lower() if node.parts else node.kind
    if word == "dynamicparam":
        yield Broken(Rule.CALL, where.line, word)
    elif word not in {"begin", "process", "end"}:
        yield Broken(Rule.NOT_ALLOWED, where.line, word)
    elif not where.function:
        yield Broken(Rule.NOT_ALLOWED, where.line, f"a {word} block")


def _unread(root: Node, node: Node) -> Broken:
    lines = root.text.split("\n")
    line = lines[node.line - root.line] if node.line - root.line < len(lines) else ""
    for pattern, name in _NEW_TEXTS.items():
        if re.search(pattern, f"{line}\n{node.text}", re.IGNORECASE | re.MULTILINE):
            return Broken(Rule.NEWER, node.line, name)
    shown = (node.text or line).strip().partition("\n")[0]
    return Broken(Rule.PARSE, node.line, f"'{shown[:60]}' cannot be read")


def check_ways_out(setting: Setting) -> Iterator[Broken]:
    """Yield ``exit``, and ``break`` or ``continue`` outside a loop."""
    for way in setting.facts.ways_out:
        if way.name == "exit":
            yield Broken(Rule.EXIT, way.where.line, "exit")
        elif way.name in {"break", "continue"} and (not way.where.in_loop or len(way.node.parts) > 1):
            yield Broken(Rule.BREAK, way.where.line, way.node.text[:60])


def check_text_form(script: str, first_line: int) -> Iterator[Broken]:
    """Yield what is wrong with the text as such: letters outside ASCII, control characters, and a first line that is not strict mode.

    Args:
        script: body of a template, or a file of the library.
        first_line: line on which the body must begin with strict mode; 0 for a library.
    """
    for number, line in enumerate(script.split("\n"), 1):
        odd = next((character for character in line if not (" " <= character <= "~" or character == "\t")), "")
        if odd:
            yield Broken(Rule.NOT_ASCII, number, f"U+{ord(odd):04X}")
    if first_line and not script.startswith("Set-StrictMode -Version 2.0\n"):
        yield Broken(Rule.STRICT_MODE, 1, (script.splitlines() or [""])[0][:60])
