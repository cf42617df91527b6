"""What a script does, word by word: the calls, types, members, variables and ways out that its rules are about."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from toolkit.rendering.script_members import read_members
from toolkit.rendering.script_tree import Node
from toolkit.rendering.script_words import BY_VALUE, Call, Function, Member, Named, Where, read_words

_NUMBER = re.compile(r"\A\d+(?:\.\.\d+|[dl]?(?:[kmgtp]b)?)\Z", re.IGNORECASE)
"""``1..5`` or ``5L`` where a statement begins: the grammar takes it for a command, PowerShell for numbers."""

_LOOPS = frozenset({"while_statement", "do_statement", "for_statement", "foreach_statement"})
_NEW_SCOPE = frozenset({"function_statement", "script_block_expression"})


@dataclass(frozen=True, slots=True)
class ScriptFacts:
    """Everything that the rules look at.

    Attributes:
        nodes: every piece with its place.
        calls: commands.
        members: of types and values.
        types: names of types in casts, comparisons and parameters.
        variables: used and set.
        texts: literal texts.
        ways_out: ``exit``, ``break``, ``continue``.
        operators: comparisons and ``-and`` / ``-or`` expressions.
        functions: defined ones, by lower-case name.
        tables: keys of literal tables, by function and lower-case name of the variable; not those that get a key by a value.
        values: texts that are assigned to a variable, by function and lower-case name.
    """

    nodes: tuple[tuple[Node, Where], ...]
    calls: tuple[Call, ...]
    members: tuple[Member, ...]
    types: tuple[Named, ...]
    variables: tuple[Named, ...]
    texts: tuple[Named, ...]
    ways_out: tuple[Named, ...]
    operators: tuple[Named, ...]
    functions: Mapping[str, Function]
    tables: Mapping[tuple[str, str], tuple[str, ...]]
    values: Mapping[tuple[str, str], tuple[str, ...]]


def read_facts(tree: Node) -> ScriptFacts:
    """Return what the script of ``tree`` does."""
    nodes = tuple(_places(tree, Where(1)))
    return ScriptFacts(
        nodes=nodes,
        calls=tuple(_calls(nodes)),
        members=tuple(read_members(nodes)),
        types=tuple(_named(where, node.text.strip("[]"), node) for node, where in nodes if node.kind == "type_literal"),
        variables=tuple(_variables(nodes)),
        texts=tuple(_named(where, node.text, node) for node, where in nodes if node.kind in _TEXTS),
        ways_out=tuple(_named(where, node.parts[0].text.lower(), node) for node, where in nodes if node.kind == "flow_control_statement"),
        operators=tuple(_named(where, node.kind, node) for node, where in nodes if node.kind in _OPERATIONS),
        functions=MappingProxyType(dict(_functions(nodes))),
        tables=MappingProxyType(dict(_tables(nodes))),
        values=MappingProxyType(dict(_values(nodes))),
    )


_TEXTS = frozenset(
    {"verbatim_string_characters", "expandable_string_literal", "verbatim_here_string_characters", "expandable_here_string_literal"}
)
_OPERATIONS = frozenset({"comparison_expression", "logical_expression", "comparison_argument_expression", "logical_argument_expression"})


def _named(where: Where, name: str, node: Node, *, assigned: bool = False) -> Named:
    return Named(name, where, assigned, node)


def _places(node: Node, where: Where) -> Iterator[tuple[Node, Where]]:
    here = Where(node.line, where.function, where.in_loop)
    yield node, here
    inner = here
    if node.kind == "function_statement":
        name = node.part("function_name")
        inner = Where(node.line, name.text if name else "?")
    elif node.kind == "script_block_expression":
        # a break in a script block leaves the loop around the command that runs it: too clever for three in the morning
        inner = Where(node.line, here.function)
    elif node.kind in _LOOPS or node.kind == "switch_statement":
        inner = Where(node.line, here.function, in_loop=True)
    for part in node.parts:
        yield from _places(part, inner)


Placed = tuple[tuple[Node, Where], ...]


def _functions(nodes: Placed) -> Iterator[tuple[str, Function]]:
    for node, where in nodes:
        if node.kind == "function_statement":
            name = node.part("function_name")
            head = node.part("function_parameter_declaration")
            inside = [part for part in (head.walk() if head else ()) if part.kind == "script_parameter"]
            names = [variable.text[1:] for part in inside if (variable := part.part("variable"))]
            text = name.text if name else "?"
            yield text.lower(), Function(text, tuple(names), where.line)


def _variables(nodes: Placed) -> Iterator[Named]:
    targets = {id(part) for node, _ in nodes if node.kind == "assignment_expression" for part in _targets(node.parts[0])}
    for node, where in nodes:
        if node.kind in {"variable", "braced_variable"}:
            yield _named(where, node.text.lstrip("$@").strip("{}"), node, assigned=id(node) in targets)


def _targets(node: Node) -> Iterator[Node]:
    """Yield the variables that an assignment to ``node`` sets; ``$a.b = 1`` sets none."""
    if node.kind in {"variable", "braced_variable"}:
        yield node
    elif node.kind in {"array_literal_expression", "cast_expression", "expression_with_unary_operator"}:
        for part in node.parts:
            yield from _targets(part)


def _tables(nodes: Placed) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for node, where in nodes:
        if node.kind in {"invokation_expression", "assignment_expression"}:
            target = node.parts[0]
            owner = target.parts[0] if node.kind == "assignment_expression" and target.parts else target
            name = (where.function, owner.text.lstrip("$").lower())
            keys = _keys_after(node, found.get(name))
            if keys is None:
                found.pop(name, None)
            else:
                found[name] = keys
    yield from found.items()


def _keys_after(node: Node, before: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Return the keys that a table has after a statement; None when they are not known any more."""
    target, value = node.parts[0], node.parts[-1]
    if target.kind == "variable" and value.kind == "hash_literal_expression":
        return tuple(part.parts[0].text.strip("'\"") for part in value.walk() if part.kind == "hash_entry")
    if node.kind == "assignment_expression" and target.kind == "member_access" and before is not None:
        return (*before, target.parts[-1].text)
    return None


def _values(nodes: Placed) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for node, where in nodes:
        if node.kind == "assignment_expression":
            for target in _targets(node.parts[0]):
                key = (where.function, target.text.lstrip("$").lower())
                found[key] = (*found.get(key, ()), node.parts[-1].text)
    yield from found.items()


def _calls(nodes: Placed) -> Iterator[Call]:
    piped = {id(part) for node, _ in nodes if node.kind == "pipeline_chain" for part in node.parts[1:]}
    for node, where in nodes:
        if node.kind == "command" and not _NUMBER.match(node.text):
            yield _call(node, where, piped=id(node) in piped)


def _call(node: Node, where: Where, *, piped: bool) -> Call:
    operator = node.part("command_invokation_operator")
    name = node.part("command_name")
    elements = node.part("command_elements")
    is_plain = name is not None and not name.parts and operator is None
    words = tuple(read_words(elements)) if elements else ()
    return Call(
        name.text if name and is_plain else BY_VALUE, operator.text if operator else "", words, piped, " ".join(node.text.split()), where
    )
