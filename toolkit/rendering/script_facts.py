"""What a script does, word by word: the calls, types, members, variables and ways out that its rules are about."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from types import MappingProxyType

from toolkit.rendering.script_tree import Node

BY_VALUE = ""
"""Stands for a name that only a value decides."""

_RANGE = re.compile(r"\A\d+\.\.\d+\Z")
"""``1..5`` where a statement begins: the grammar takes it for a command, PowerShell for a range."""

_LOOPS = frozenset({"while_statement", "do_statement", "for_statement", "foreach_statement"})
_NEW_SCOPE = frozenset({"function_statement", "script_block_expression"})


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a script.

    Attributes:
        line: from 1.
        function: name of the function around it; empty outside.
        in_loop: a ``break`` here ends a loop, or a ``switch``.
    """

    line: int
    function: str = ""
    in_loop: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """One word behind a command.

    Attributes:
        kind: ``parameter``, ``splat``, ``redirect``, or the grammar's name of a value, ``variable``.
        text: a parameter without its dash, a splat without ``@``, else as written.
        colon: the parameter is followed by a colon, so that the next word is its value.
        node: the piece itself.
    """

    kind: str
    text: str
    colon: bool
    node: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A command.

    Attributes:
        name: as written; ``BY_VALUE`` when a value decides it.
        operator: ``&``, ``.`` or empty.
        words: behind the name, in order.
        piped: takes what the command before puts out.
        where: place.
    """

    name: str
    operator: str
    words: tuple[Word, ...]
    piped: bool
    where: Where


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a type or of a value.

    Attributes:
        type_name: of a static member, as written; None for one of a value.
        name: ``.ctor`` for a constructor; ``BY_VALUE`` when a value decides it.
        arguments: pieces between the brackets; None for a property.
        assigned: the property is set.
        target: what it is a member of, as written.
        where: place.
    """

    type_name: str | None
    name: str
    arguments: tuple[Node, ...] | None
    assigned: bool
    target: str
    where: Where


@dataclass(frozen=True, slots=True)
class Named:
    """A type, variable, text, way out, function or operator.

    Attributes:
        name: of the type as written, of the variable without ``$``, the text with its quotes, ``exit``, the operator.
        where: place.
        assigned: the variable is set here.
        node: the piece itself.
    """

    name: str
    where: Where
    assigned: bool
    node: Node


@dataclass(frozen=True, slots=True)
class Function:
    """A function that a script defines.

    Attributes:
        name: as written.
        parameters: without ``$``, in order.
        line: from 1.
    """

    name: str
    parameters: tuple[str, ...]
    line: int


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
        tables: keys of literal tables, by function and lower-case name of the variable that holds them.
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


def read_facts(tree: Node) -> ScriptFacts:
    """Return what the script of ``tree`` does."""
    nodes = tuple(_places(tree, Where(1)))
    return ScriptFacts(
        nodes=nodes,
        calls=tuple(_calls(nodes)),
        members=tuple(_members(nodes)),
        types=tuple(_named(where, node.text.strip("[]"), node) for node, where in nodes if node.kind == "type_literal"),
        variables=tuple(_variables(nodes)),
        texts=tuple(_named(where, node.text, node) for node, where in nodes if node.kind in _TEXTS),
        ways_out=tuple(_named(where, node.parts[0].text.lower(), node) for node, where in nodes if node.kind == "flow_control_statement"),
        operators=tuple(_named(where, node.kind, node) for node, where in nodes if node.kind in _OPERATIONS),
        functions=MappingProxyType(dict(_functions(nodes))),
        tables=MappingProxyType(dict(_tables(nodes))),
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
        if node.kind != "assignment_expression":
            continue
        target, value = node.parts[0], node.parts[-1]
        if target.kind == "variable" and value.kind == "hash_literal_expression":
            keys = [part.parts[0].text.strip("'\"") for part in value.walk() if part.kind == "hash_entry"]
            found[where.function, target.text[1:].lower()] = tuple(keys)
        elif target.kind == "member_access" and (owner := (where.function, target.parts[0].text.lstrip("$").lower())) in found:
            found[owner] = (*found[owner], target.parts[-1].text)
    yield from found.items()


def _calls(nodes: Placed) -> Iterator[Call]:
    piped = {id(part) for node, _ in nodes if node.kind == "pipeline_chain" for part in node.parts[1:]}
    for node, where in nodes:
        if node.kind == "command" and not _RANGE.match(node.text):
            operator = node.part("command_invokation_operator")
            name = node.part("command_name")
            plain = name is not None and not name.parts and operator is None
            elements = node.part("command_elements")
            words = tuple(_words(elements)) if elements else ()
            sign = operator.text if operator else ""
            yield Call(name.text if name and plain else BY_VALUE, sign, words, id(node) in piped, where)


def _words(elements: Node) -> Iterator[Word]:
    called = {id(part) for part, _ in _method_calls(elements)}
    for part, after in zip_longest(elements.parts, elements.parts[1:]):
        if part.kind == "command_parameter":
            colon = after is not None and after.kind == "command_argument_sep"
            yield Word("parameter", part.text[1:].rstrip(":"), colon, part)
        elif part.kind == "command_argument_sep" or id(part) in called:
            continue
        elif part.kind == "variable" and part.text.startswith("@"):
            yield Word("splat", part.text[1:], colon=False, node=part)
        elif part.kind in {"redirection", "stop_parsing"} or (part.kind == "generic_token" and ">" in part.text):
            yield Word("redirect", part.text, colon=False, node=part)
        else:
            yield Word(part.kind, part.text, colon=False, node=part)


def _method_calls(elements: Node) -> Iterator[tuple[Node, Node]]:
    """Yield the brackets behind ``$value.Method`` among the words of a command, with the member: together they are a call."""
    for before, part in pairwise(elements.parts):
        if part.kind == "argument_list" and before.kind == "member_access":
            yield part, before


def _members(nodes: Placed) -> Iterator[Member]:
    brackets = {id(member): part for node, _ in nodes if node.kind == "command_elements" for part, member in _method_calls(node)}
    targets = {id(node.parts[0]) for node, _ in nodes if node.kind == "assignment_expression"}
    for node, where in nodes:
        if node.kind in {"member_access", "invokation_expression", "invokation_foreach_expression"} and len(node.parts) >= 3:
            owner, _, name = node.parts[:3]
            given = brackets.get(id(node)) or node.part("argument_list")
            inside = given.part("argument_expression_list") if given else None
            arguments = _arguments(given, inside) if given is not None or node.kind != "member_access" else None
            static = owner.text.strip("[]") if owner.kind == "type_literal" and node.parts[1].text == "::" else None
            yield Member(static, _member_name(name), arguments, id(node) in targets, owner.text, where)
        elif node.kind == "command" and node.parts[0].text.lower() == "new-object":
            yield from _constructor(node, where)


def _constructor(node: Node, where: Where) -> Iterator[Member]:
    """Yield the constructor that ``New-Object`` calls; none for an array and for a type that a value names."""
    elements = node.part("command_elements")
    words = [word for word in (_words(elements) if elements else ()) if word.text.lower() != "typename"]
    if not words or words[0].kind not in {"generic_token", "verbatim_string_characters"} or words[0].text.endswith("]"):
        return
    rest = [word.node for word in words[1:] if word.kind not in {"parameter", "redirect"}]
    given = rest[0] if rest else None
    inside = given.part("argument_expression_list") if given else None
    if given is not None and given.kind in {"array_literal_expression", "argument_list"}:
        arguments = _arguments(given, inside or (given if given.kind == "array_literal_expression" else None))
    else:
        arguments = (given,) if given else ()
    yield Member(words[0].text.strip("'"), ".ctor", arguments, assigned=False, target=words[0].text, where=where)


def _arguments(given: Node | None, inside: Node | None) -> tuple[Node, ...]:
    if inside is not None:
        return tuple(part for part in inside.parts if part.kind != ",")
    return tuple(part for part in given.parts if part.kind not in {"(", ")"}) if given else ()


def _member_name(node: Node) -> str:
    if node.kind in {"simple_name", "generic_token"}:
        return node.text
    if node.kind == "verbatim_string_characters":
        return node.text.strip("'")
    return BY_VALUE
