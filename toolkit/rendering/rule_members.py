"""Rules about .NET: which types and members a script may use, and how paths reach them."""

import re
from collections.abc import Iterator

from toolkit.knowledge.dotnet import load_surface
from toolkit.knowledge.template_permits import PermittedType
from toolkit.model.danger import Danger
from toolkit.model.script_rule import Rule
from toolkit.rendering.rule_setting import Broken, Setting
from toolkit.rendering.script_tree import Node
from toolkit.rendering.script_words import BY_VALUE, Member, Where

_TAKES_PATH = {
    "system.io.file": 1,
    "system.io.directory": 1,
    "system.io.fileinfo": 1,
    "system.io.directoryinfo": 1,
    "system.io.filestream": 1,
    "system.io.streamreader": 1,
}
"""Types whose members take a path first; two of them for copies and moves."""
_TWO_PATHS = frozenset({"copy", "move", "replace"})
_RESOLVED = re.compile(r"""\A\(*(?:\(Resolve-ExkitPath |Resolve-ExkitPath |"?\$(?:file|new)\b)""", re.IGNORECASE)
COMPARISONS = frozenset({"comparison_expression", "comparison_argument_expression"})
_SIZES = re.compile(r"(?:\[[\s,]*\])+\Z")


def check_types(setting: Setting) -> Iterator[Broken]:
    """Yield types in casts, comparisons and parameters that are not allowed."""
    owners = {id(node.parts[0]) for node, _ in setting.facts.nodes if node.kind in {"member_access", "invokation_expression"}}
    for used in setting.facts.types:
        for name in written_types(used.name) if id(used.node) not in owners else ():
            yield from _check_type(setting, name, used.where)
    for node, where in setting.facts.nodes:
        if node.kind == "cast_expression" and not node.parts[-1].text.startswith(","):
            # "[Type], 'text'" is a list to PowerShell and a cast to the grammar
            yield from _check_cast(setting, node.parts[0].text, where)
        elif _names_type_by_value(node):
            yield Broken(Rule.TYPE, where.line, node.text[:60])


def _names_type_by_value(node: Node) -> bool:
    asks_type = node.kind in COMPARISONS and any(part.text.lower() in {"-as", "-is", "-isnot"} for part in node.parts)
    return asks_type and node.parts[-1].kind != "type_literal"


def written_types(text: str) -> Iterator[str]:
    """Yield the names in a type as it is written: ``List`1`` and ``string`` for ``List[string]``, ``byte`` for ``byte[]``."""
    bare = _SIZES.sub("", text.strip())
    head, bracket, rest = bare.partition("[")
    if not bracket:
        yield head.strip()
        return
    inside = [part for part in rest.rstrip("]").split(",") if part.strip()]
    yield f"{head.strip()}`{len(inside)}"
    for part in inside:
        yield from written_types(part)


def _check_type(setting: Setting, written: str, where: Where, shown: str = "") -> Iterator[Broken]:
    full = setting.permits.full_type(written)
    permitted = setting.permits.types.get(full.lower())
    if permitted is not None and (setting.is_library or not permitted.library_only):
        return
    rule = setting.permits.rule_for_type(full) or setting.permits.rule_for_type(written)
    if rule is None and {full.lower(), f"system.{written.lower()}"} & load_surface().newer:
        rule = Rule.DOTNET
    yield Broken(rule or Rule.TYPE_NOT_ALLOWED, where.line, shown or f"[{written}]")


def _check_cast(setting: Setting, text: str, where: Where) -> Iterator[Broken]:
    bare = next(written_types(text.strip()[1:-1]))
    permitted = setting.permits.types.get(setting.permits.full_type(bare).lower())
    if permitted is not None and not permitted.castable:
        yield Broken(Rule.TYPE_NOT_ALLOWED, where.line, f"a cast to [{bare}], which makes more than a value")


def check_members(setting: Setting) -> Iterator[Broken]:
    """Yield members that are refused, on no list, newer than .NET 4.0, or too dangerous for the folder."""
    for member in setting.facts.members:
        if member.name == BY_VALUE:
            yield Broken(Rule.MEMBER, member.where.line, member.text)
        elif member.operator == "::" and member.type_name is None:
            yield Broken(Rule.TYPE, member.where.line, member.text)
        elif member.type_name is None:
            yield from _check_of_value(setting, member)
        else:
            yield from _check_static(setting, member)


def _check_of_value(setting: Setting, member: Member) -> Iterator[Broken]:
    permits, name, line = setting.permits, member.name.lower(), member.where.line
    rule = permits.members.get(name)
    if member.arguments is not None and _is_listed(setting, f"{name}/{len(member.arguments)}"):
        yield from _check_paths(member, 1 if name == "load" else 0)
    elif rule is not None:
        yield from [] if setting.is_exempt(rule, member.where) else [Broken(rule, line, member.text)]
    elif member.arguments is not None:
        yield Broken(Rule.TYPE_NOT_ALLOWED, line, f"{member.text}, a method with {len(member.arguments)} arguments")
    elif member.assigned and name in permits.words["assignments"]:
        yield Broken(Rule.TYPE_NOT_ALLOWED, line, f"{member.text} is set")


def _is_listed(setting: Setting, form: str) -> bool:
    return form in setting.permits.methods or (setting.is_library and form in setting.permits.library_methods)


def _check_static(setting: Setting, member: Member) -> Iterator[Broken]:
    written, *inner = written_types(member.type_name or "")
    for name in inner:
        yield from _check_type(setting, name, member.where)
    if member.assigned:
        yield Broken(Rule.TYPE_NOT_ALLOWED, member.where.line, f"{member.text} is set")
    if member.name.lower() == "new":
        yield Broken(Rule.NEWER, member.where.line, member.text)
        return
    rule = setting.permits.members.get(member.name.lower())
    if rule is not None:
        yield Broken(rule, member.where.line, member.text)
        return
    permitted = setting.permits.types.get(setting.permits.full_type(written).lower())
    if permitted is not None and (setting.is_library or not permitted.library_only):
        yield from check_permitted(setting, member, permitted)
    else:
        yield from _check_type(setting, written, member.where, member.text)


def check_permitted(setting: Setting, member: Member, permitted: PermittedType) -> Iterator[Broken]:
    """Yield what is wrong with a static member or a constructor of a type that is on the list."""
    count = None if member.arguments is None else len(member.arguments)
    shown = member.text + ("" if count is None else f", with {count} arguments")
    rule = _rule_for_member(setting, member, permitted, count)
    if rule is not None:
        yield Broken(rule, member.where.line, shown + (", which is for the library alone" if rule is Rule.DANGER else ""))
    if rule is Rule.DOTNET:
        return
    paths = _TAKES_PATH.get(permitted.name.lower(), 0)
    yield from _check_paths(member, 2 if paths and member.name.lower() in _TWO_PATHS else paths)


def _rule_for_member(setting: Setting, member: Member, permitted: PermittedType, count: int | None) -> Rule | None:
    is_default = member.name == ".ctor" and count == 0
    if not is_default and not load_surface().has(permitted.name, member.name, count):
        return Rule.DOTNET
    danger = permitted.members.get(member.name.lower()) if permitted.members else Danger.OBSERVE
    if danger is None:
        return Rule.TYPE_NOT_ALLOWED
    return Rule.DANGER if danger > min(setting.danger, Danger.LOSE_DATA if setting.is_library else Danger.OBSERVE) else None


def _check_paths(member: Member, count: int) -> Iterator[Broken]:
    for argument in (member.arguments or ())[:count]:
        if not _RESOLVED.match(argument.text.strip()):
            yield Broken(Rule.UNRESOLVED_PATH, member.where.line, f"{argument.text[:60]} in {member.text}")


def danger_of_members(setting: Setting, function: str) -> Danger:
    """Return the worst that the static members and constructors in ``function`` do; what is on no list counts as observe."""
    worst = Danger.OBSERVE
    for member in setting.facts.members:
        if member.where.function.lower() == function and member.type_name is not None:
            permitted = setting.permits.types.get(setting.permits.full_type(next(written_types(member.type_name))).lower())
            worst = max(worst, permitted.members.get(member.name.lower(), Danger.OBSERVE) if permitted else worst)
    return worst
