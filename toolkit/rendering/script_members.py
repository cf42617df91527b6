"""Members of types and values in a script, constructors among them."""

from collections.abc import Iterator

from toolkit.rendering.script_tree import Node
from toolkit.rendering.script_words import BY_VALUE, Member, Where, method_calls, read_words


def read_members(nodes: tuple[tuple[Node, Where], ...]) -> Iterator[Member]:
    """Yield every member that a script uses, in the order of the text."""
    brackets = {id(member): part for node, _ in nodes if node.kind == "command_elements" for part, member in method_calls(node)}
    targets = {id(node.parts[0]) for node, _ in nodes if node.kind == "assignment_expression"}
    for node, where in nodes:
        if node.kind in {"member_access", "invokation_expression", "invokation_foreach_expression"} and len(node.parts) >= 3:
            owner, _, name = node.parts[:3]
            given = brackets.get(id(node)) or node.part("argument_list")
            inside = given.part("argument_expression_list") if given else None
            arguments = _arguments(given, inside) if given is not None or node.kind != "member_access" else None
            static = owner.text.strip("[]") if owner.kind == "type_literal" and node.parts[1].text == "::" else None
            text = " ".join(node.text.split())[:120]
            yield Member(static, _member_name(name), arguments, id(node) in targets, owner.text, node.parts[1].text, text, where)
        elif node.kind == "command" and node.parts[0].text.lower() == "new-object":
            yield from _constructor(node, where)


def _constructor(node: Node, where: Where) -> Iterator[Member]:
    """Yield the constructor that ``New-Object`` calls; none for an array and for a type that a value names."""
    elements = node.part("command_elements")
    words = [word for word in (read_words(elements) if elements else ()) if word.text.lower() != "typename"]
    if not words or words[0].kind not in {"generic_token", "verbatim_string_characters"} or words[0].text.endswith("]"):
        return
    rest = [word.node for word in words[1:] if word.kind not in {"parameter", "redirect"}]
    given = rest[0] if rest else None
    inside = given.part("argument_expression_list") if given else None
    if given is not None and given.kind in {"array_literal_expression", "argument_list"}:
        arguments = _arguments(given, inside or (given if given.kind == "array_literal_expression" else None))
    else:
        arguments = (given,) if given else ()
    text = " ".join(node.text.split())[:120]
    yield Member(words[0].text.strip("'"), ".ctor", arguments, assigned=False, target=words[0].text, operator="::", text=text, where=where)


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
