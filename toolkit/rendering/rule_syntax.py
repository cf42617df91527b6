"""Rules about how a script is written: constructs, ways out, variables, texts, comparisons."""

import re
from collections.abc import Iterator

from toolkit.model.script_rule import Rule
from toolkit.rendering.rule_setting import Broken, Setting
from toolkit.rendering.script_tree import Node

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
    "named_block": "a begin, process or end block",
    "inlinescript_statement": "inlinescript",
    "parallel_statement": "parallel",
    "sequence_statement": "sequence",
    "workflow": "workflow",
    "filter": "filter",
    "label": "a label",
    "stop_parsing": "--%",
}
_NEW_TEXT = re.compile(
    r"""\.(?:ForEach|Where)\s*[({]|\?\?|\?\.|\?\[|&&|\|\||\s\?\s.*:|\busing\s+(?:namespace|module)\b|^\s*(?:class|enum|configuration)\s|\bclean\s*\{|`u\{|&\s*$""",
    re.IGNORECASE | re.MULTILINE,
)
_NEW_ESCAPE = re.compile(r"(?<!`)(?:``)*`(?:u\{|e)")
_DRIVE = re.compile(r"""\A['"]?[A-Za-z]:[\\/]""")
_SHARE = re.compile(r"""\A['"]?\\\\[A-Za-z0-9_$]""")
_PATTERN_OPERATORS = frozenset(f"-{case}{word}" for case in ("", "i", "c") for word in ("match", "notmatch", "replace", "split"))
_LANGUAGE_OPERATORS = frozenset(
    f"-{case}{word}" for case in ("", "i", "c") for word in ("match", "notmatch", "like", "notlike", "eq", "ne", "contains", "notcontains")
) | {"-in", "-notin", "-replace", "-split"}


def check_constructs(setting: Setting) -> Iterator[Broken]:
    """Yield what PowerShell 3.0 cannot read, what nobody can read, and what is not allowed in a script."""
    nodes = setting.facts.nodes
    unread = [node for node, _ in nodes if node.kind == "ERROR"]
    if unread:
        yield _unread(nodes[0][0], unread[0])
    for node, where in nodes:
        if node.kind in _NEW_KINDS:
            yield Broken(Rule.NEWER, where.line, _NEW_KINDS[node.kind])
        elif node.kind in _UNWANTED_KINDS:
            yield Broken(Rule.NOT_ALLOWED, where.line, _UNWANTED_KINDS[node.kind])
        elif node.kind == "expandable_string_literal" and _NEW_ESCAPE.search(node.text):
            yield Broken(Rule.NEWER, where.line, "`u{...} or `e")
        elif node.kind == "real_literal":
            continue


def _unread(root: Node, node: Node) -> Broken:
    line = root.text.splitlines()[node.line - root.line] if node.line - root.line < len(root.text.splitlines()) else ""
    near = _NEW_TEXT.search(line) or _NEW_TEXT.search(node.text)
    if near is not None:
        return Broken(Rule.NEWER, node.line, near[0].strip())
    return Broken(
        Rule.PARSE,
        node.line,
        f"'{(node.text or line).strip().splitlines()[0][:40] if (node.text or line).strip() else 'end'}' cannot be read",
    )


def check_ways_out(setting: Setting) -> Iterator[Broken]:
    """Yield ``exit``, and ``break`` or ``continue`` outside a loop."""
    for way in setting.facts.ways_out:
        if way.name == "exit":
            yield Broken(Rule.EXIT, way.where.line, "exit")
        elif way.name in {"break", "continue"} and not way.where.in_loop:
            yield Broken(Rule.BREAK, way.where.line, way.name)


def check_variables(setting: Setting) -> Iterator[Broken]:
    """Yield variables of other scopes that are set, preferences, and what later versions or the agent alone have."""
    words = setting.permits.words
    for variable in setting.facts.variables:
        name = variable.name.lower()
        scope, _, rest = name.rpartition(":")
        line = variable.where.line
        if scope == "global" or (
            scope in {"env", "script", "local", "private", "function", "alias"} and (variable.assigned or scope != "env")
        ):
            yield Broken(Rule.GLOBAL, line, f"${variable.name}")
        elif scope == "using" or rest in words["newer_variables"]:
            yield Broken(Rule.NEWER, line, f"${variable.name}")
        elif rest in words["preferences"]:
            yield Broken(Rule.PREFERENCE, line, f"${variable.name}")
        elif rest in words["library_variables"] and not setting.is_library:
            yield Broken(Rule.NOT_ALLOWED, line, f"${variable.name}")


def check_texts(setting: Setting) -> Iterator[Broken]:
    """Yield paths that are written down instead of asked for, in texts and in bare words."""
    patterns = set(_patterns(setting))
    words = [(node, where) for node, where in setting.facts.nodes if node.kind == "generic_token"]
    for node, where in [*((one.node, one.where) for one in setting.facts.texts), *words]:
        if _DRIVE.match(node.text):
            yield Broken(Rule.DEFAULT_PATH, where.line, node.text[:60])
        elif _SHARE.match(node.text) and id(node) not in patterns:
            yield Broken(Rule.DOWNLOAD, where.line, node.text[:60])


def _patterns(setting: Setting) -> Iterator[int]:
    """Yield the texts that are regular expressions, in which two backslashes are one."""
    for operation in setting.facts.operators:
        if any(part.text.lower() in _PATTERN_OPERATORS for part in operation.node.parts):
            yield from (id(piece) for piece in operation.node.parts[-1].walk())


def check_comparisons(setting: Setting) -> Iterator[Broken]:
    """Yield comparisons with text in the server's language, and ``-and`` beside ``-or`` without brackets."""
    for operation in setting.facts.operators:
        node = operation.node
        if "logical" in node.kind:
            if _mixes(node):
                yield Broken(Rule.PRECEDENCE, operation.where.line, "-and and -or without brackets")
        elif any(
            part.text.lower() in _LANGUAGE_OPERATORS for part in node.parts if part.kind in {"comparison_operator"} or part.text[:1] == "-"
        ):
            yield from _localised(setting, node, operation.where.line)
    for node, where in setting.facts.nodes:
        if node.kind == "switch_condition":
            yield from _localised(setting, node, where.line)


def _mixes(node: Node) -> bool:
    inner = [part for part in node.parts if "logical" in part.kind]
    signs = {part.text.lower() for one in (node, *inner) for part in one.parts if part.text.lower() in {"-and", "-or", "-xor"}}
    return bool(inner) and len(signs) > 1


def _localised(setting: Setting, node: Node, line: int) -> Iterator[Broken]:
    for part in node.walk():
        if part.kind == "member_access" and part.parts[-1].text.lower() in setting.permits.words["localised"]:
            yield Broken(Rule.LOCALISED, line, part.text[:60])
            return


def check_text_form(script: str, first_line: int) -> Iterator[Broken]:
    """Yield what is wrong with the text as such: letters outside ASCII, and a first line that is not strict mode.

    Args:
        script: body of a template, or a file of the library.
        first_line: line on which the body must begin with strict mode; 0 for a library.
    """
    for number, line in enumerate(script.splitlines(), 1):
        if not line.isascii():
            odd = next(character for character in line if not character.isascii())
            yield Broken(Rule.NOT_ASCII, number, f"U+{ord(odd):04X}")
    if first_line and not script.startswith("Set-StrictMode -Version 2.0\n"):
        yield Broken(Rule.STRICT_MODE, 1, (script.splitlines() or [""])[0][:60])
