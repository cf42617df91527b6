"""Rules about the words of a script: variables, literal texts, comparisons."""

import re
from collections.abc import Iterator

from toolkit.model.script_rule import Rule
from toolkit.rendering.rule_setting import Broken, Setting
from toolkit.rendering.script_tree import Node
from toolkit.rendering.script_words import Named

_DRIVE = re.compile(r"""\A['"]?[A-Za-z]:[\\/]""")
_SHARE = re.compile(r"""\A['"]?[\\/]{2}(?!\?\\Volume\{)[A-Za-z0-9_$?.]""")
_PATTERN_OPERATORS = frozenset(f"-{case}{word}" for case in ("", "i", "c") for word in ("match", "notmatch", "replace", "split"))
_LANGUAGE_OPERATORS = frozenset(
    f"-{case}{word}" for case in ("", "i", "c") for word in ("match", "notmatch", "like", "notlike", "eq", "ne", "contains", "notcontains")
) | {"-in", "-notin", "-replace", "-split"}
_OF_OTHERS = frozenset({"global", "script", "local", "private"})
_SCOPES = frozenset({"env", "using"}) | _OF_OTHERS
_SECRET = re.compile(r"password|passphrase|secret|credential|api_?key", re.IGNORECASE)


def check_variables(setting: Setting) -> Iterator[Broken]:
    """Yield variables of other scopes that are set, preferences, secrets, and what later versions or the agent alone have."""
    for variable in setting.facts.variables:
        rule = _rule_for(setting, variable)
        if rule is not None:
            yield Broken(rule, variable.where.line, f"${variable.name}")
    for function in setting.facts.functions.values():
        if ":" in function.name:
            yield Broken(Rule.GLOBAL, function.line, f"function {function.name}")


def _rule_for(setting: Setting, variable: Named) -> Rule | None:
    words = setting.permits.words
    scope, _, rest = variable.name.lower().rpartition(":")
    if (rule := _rule_for_scope(scope, rest)) is not None:
        return rule
    listed = (
        (Rule.GLOBAL, scope in _OF_OTHERS or (scope == "env" and variable.assigned)),
        (Rule.NEWER, scope == "using" or rest in words["newer_variables"]),
        (Rule.PREFERENCE, rest in words["preferences"]),
        (Rule.SECRET, _SECRET.search(rest) is not None),
        (Rule.NOT_ALLOWED, rest in words["library_variables"] and not setting.is_library),
    )
    return next((rule for rule, is_broken in listed if is_broken), None)


def _rule_for_scope(scope: str, rest: str) -> Rule | None:
    """Return the rule for a variable that is a path on a drive, ``${c:update.ps1}``; None for one of a scope."""
    if not scope or (scope in _SCOPES and re.fullmatch(r"[\w()]+", rest)):
        return None
    return Rule.CALL if scope in {"function", "alias", "variable"} else Rule.DEFAULT_PATH


_BLOB = re.compile(r"""\A['"][A-Za-z0-9+/]{64,}={0,2}['"]\Z""")
_ADDRESS = re.compile(r"""\b(?:https?|ftp|ftps|ldap|file)://|<!(?:DOCTYPE|ENTITY)\b""", re.IGNORECASE)
_PROVIDER = re.compile(r"""\A['"]?(?:[\w.]+\\)?(?P<drive>alias|function|variable|env|cert|wsman|environment|certificate):""", re.IGNORECASE)


def check_texts(setting: Setting) -> Iterator[Broken]:
    """Yield paths that are written down instead of asked for, in texts and in bare words."""
    patterns = set(_patterns(setting))
    words = [(node, where) for node, where in setting.facts.nodes if node.kind == "generic_token"]
    for node, where in [*((one.node, one.where) for one in setting.facts.texts), *words]:
        rule = _rule_for_text(node.text, is_pattern=id(node) in patterns)
        if rule is not None and not setting.is_exempt(rule, where):
            yield Broken(rule, where.line, node.text[:80])


def _rule_for_text(text: str, *, is_pattern: bool) -> Rule | None:
    provider = _PROVIDER.match(text)
    if provider is not None:
        return Rule.GLOBAL if provider["drive"].lower() in {"env", "environment", "cert", "certificate", "wsman"} else Rule.CALL
    if _DRIVE.match(text):
        return Rule.DEFAULT_PATH
    if _ADDRESS.search(text) or (_SHARE.match(text) and not is_pattern):
        return Rule.DOWNLOAD
    return Rule.ENCODED if _BLOB.match(text) else None


def _patterns(setting: Setting) -> Iterator[int]:
    """Yield the texts that are regular expressions, in which two backslashes are one, and XPath, which begins with slashes."""
    for member in setting.facts.members:
        if member.name.lower() in {"selectnodes", "selectsinglenode"}:
            yield from (id(argument) for argument in member.arguments or ())
    for operation in setting.facts.operators:
        if any(part.text.lower() in _PATTERN_OPERATORS for part in operation.node.parts):
            yield from (id(piece) for piece in operation.node.parts[-1].walk())


def check_comparisons(setting: Setting) -> Iterator[Broken]:
    """Yield comparisons with text in the server's language, and ``-and`` beside ``-or`` without brackets."""
    caught = {id(piece) for node, _ in setting.facts.nodes if node.kind == "catch_clause" for piece in node.walk()}
    for operation in setting.facts.operators:
        node, line = operation.node, operation.where.line
        if "logical" in node.kind and _mixes(node):
            yield Broken(Rule.PRECEDENCE, line, "-and and -or without brackets")
        elif "logical" not in node.kind and _compares_text(node):
            yield from _localised(setting, node, line)
            yield from _check_error_text(node, line) if id(node) in caught else ()


def _compares_text(node: Node) -> bool:
    return any(part.text.lower() in _LANGUAGE_OPERATORS for part in node.parts)


def check_text_calls(setting: Setting) -> Iterator[Broken]:
    """Yield methods and switches that look into text in the server's language."""
    for node, where in setting.facts.nodes:
        if _judges_text(node):
            yield from _localised(setting, node, where.line)


def _check_error_text(node: Node, line: int) -> Iterator[Broken]:
    """An error that was caught is its message, in the server's language, as soon as it is compared as text."""
    if node.parts[0].text in _ERROR_TEXTS:
        yield Broken(Rule.LOCALISED, line, node.text[:60])


_ERROR_TEXTS = frozenset({"$_", '"$_"', '"$($_)"', "$_.ToString()", "[string]$_", "$Error[0]", '"$($Error[0])"'})
_PATTERN_CLASS = frozenset({"[regex]", "[text.regularexpressions.regex]", "[system.text.regularexpressions.regex]"})
_TEXT_METHODS = frozenset({"contains", "startswith", "endswith", "indexof", "equals", "compareto"})


def _judges_text(node: Node) -> bool:
    if node.kind != "invokation_expression":
        return node.kind == "switch_condition"
    return node.parts[2].text.lower() in _TEXT_METHODS or node.parts[0].text.lower() in _PATTERN_CLASS


def _mixes(node: Node) -> bool:
    inner = [part for part in node.parts if "logical" in part.kind]
    signs = {part.text.lower() for one in (node, *inner) for part in one.parts if part.text.lower() in {"-and", "-or", "-xor"}}
    return bool(inner) and len(signs) > 1


def _localised(setting: Setting, node: Node, line: int) -> Iterator[Broken]:
    words = setting.permits.words["localised"]
    values = {name: " ".join(texts).lower() for (_, name), texts in setting.facts.values.items()}
    for part in node.walk():
        held = values.get(part.text.lstrip("$").lower(), "") if part.kind == "variable" else ""
        named = part.kind == "member_access" and part.parts[-1].text.lower() in words
        if named or any(held.endswith(f".{word}") for word in words):
            yield Broken(Rule.LOCALISED, line, part.text[:60])
            return
