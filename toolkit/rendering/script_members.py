"""Members of types and values in a script, constructors among them."""

from collections.abc import Iterator

from toolkit.rendering.script_tree import Node
from toolkit.rendering.script_words import BY_VALUE, Member, Where, method_calls, read_words


def read_members(nodes: tuple[tuple[Node, Where], ...]) -> Iterator[Member]:
    """Yield every member that a script uses, in the order of the text."""
    brackets = dict(_brackets(nodes))
    targets = {id(node.parts[0]) for node, _ in nodes if node.kind == "assignment_expression"}
    for node, where in nodes:
        if node.kind in _ACCESS and len(node.parts) >= 3:
            yield _member(node, where, brackets.get(id(node)), assigned=id(node) in targets)
        elif node.kind == "command" and node.parts[0].text.lower() == "new-object":
            yield from _constructor(node, where)


def _brackets(nodes: tuple[tuple[Node, Where], ...]) -> Iterator[tuple[int, Node]]:
    """Yield the brackets that belong to a member among the words of a command, by the identity of that member."""
    for node, _ in nodes:
        if node.kind == "command_elements":
            yield from ((id(member), part) for part, member in method_calls(node))


_ACCESS = frozenset({"member_access", "invokation_expression", "invokation_foreach_expression"})


def _member(node: Node, where: Where, brackets: Node | None, *, assigned: bool) -> Member:
    owner, operator, name = node.parts[:3]
    given = brackets or node.part("argument_list")
    arguments = _arguments(given) if given is not None or node.kind != "member_access" else None
    static = owner.text.strip("[]") if owner.kind == "type_literal" and operator.text == "::" else None
    return Member(static, _member_name(name), arguments, assigned, owner.text, operator.text, _shown(node), where)


def _shown(node: Node) -> str:
    return " ".join(node.text.split())[:120]


def _constructor(node: Node, where: Where) -> Iterator[Member]:
    """Yield the constructor that ``New-Object`` calls; none for an array and for a type that a value names."""
    elements = node.part("command_elements")
    words = [word for word in (read_words(elements) if elements else ()) if word.text.lower() != "typename"]
    if words and words[0].kind in {"generic_token", "verbatim_string_characters"} and not words[0].text.endswith("]"):
        given = next((word.node for word in words[1:] if word.kind not in {"parameter", "redirect"}), None)
        name = words[0].text
        yield Member(
            name.strip("'"), ".ctor", _arguments(given), assigned=False, target=name, operator="::", text=_shown(node), where=where
        )


def _arguments(given: Node | None) -> tuple[Node, ...]:
    """Return what stands in brackets, in a list, or alone."""
    if given is None:
        return ()
    inside = given.part("argument_expression_list") if given.kind == "argument_list" else given
    if inside is not None and inside.kind in {"argument_expression_list", "array_literal_expression"}:
        return tuple(part for part in inside.parts if part.kind != ",")
    return tuple(part for part in given.parts if part.kind not in {"(", ")"}) if given.kind == "argument_list" else (given,)


def _member_name(node: Node) -> str:
    if node.kind in {"simple_name", "generic_token"}:
        return node.text
    if node.kind == "verbatim_string_characters":
        return node.text.strip("'")
    return BY_VALUE
