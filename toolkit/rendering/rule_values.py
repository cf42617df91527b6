"""Rules about header values: declared, used, never set, never a secret."""

import re
from collections.abc import Iterator

from toolkit.model.script_rule import Rule
from toolkit.rendering.rule_setting import Broken, Setting
from toolkit.rendering.templates import Template

_SECRET = re.compile(r"password|passphrase|secret|token|credential|api_?key", re.IGNORECASE)

_COUNTING = frozenset({"post_increment_expression", "post_decrement_expression", "pre_increment_expression", "pre_decrement_expression"})


def check_values(setting: Setting) -> Iterator[Broken]:
    """Yield ``$p.Name`` that the front matter does not declare, and a header that is changed or used as a whole."""
    if not setting.is_library:
        yield from _check_whole(setting)
        yield from _check_counted(setting)
        yield from _check_named(setting)


def _check_whole(setting: Setting) -> Iterator[Broken]:
    wholes = {id(node.parts[0]): node.text for node, _ in setting.facts.nodes if node.kind in {"element_access", "path_command_name"}}
    plain = {id(node.parts[0]) for node, _ in setting.facts.nodes if node.kind in {"member_access", "invokation_expression"}}
    for variable in setting.facts.variables:
        if variable.name.lower() == "p" and (variable.assigned or id(variable.node) not in plain):
            yield Broken(Rule.VALUE_UNKNOWN, variable.where.line, wholes.get(id(variable.node), "$p as a whole"))


def _check_counted(setting: Setting) -> Iterator[Broken]:
    for node, _ in setting.facts.nodes:
        if node.kind in _COUNTING and any(part.text.lower().startswith("$p.") for part in node.parts):
            yield Broken(Rule.VALUE_UNKNOWN, node.line, f"{node.text} changes the header")


def _check_named(setting: Setting) -> Iterator[Broken]:
    for member in (one for one in setting.facts.members if one.target.lower() == "$p"):
        if member.name.lower() not in setting.values:
            yield Broken(Rule.VALUE_UNKNOWN, member.where.line, f"$p.{member.name}")
        elif member.assigned:
            yield Broken(Rule.VALUE_UNKNOWN, member.where.line, f"$p.{member.name} is set")


def check_front(template: Template, used: frozenset[str]) -> Iterator[Broken]:
    """Yield declared values that the body never uses, and values that are secrets; lines are those of the file.

    Args:
        template: as loaded.
        used: names behind ``$p.`` in any of its variants, in lower case.
    """
    for value in template.facts.values.values():
        if value.name.lower() not in used:
            yield Broken(Rule.VALUE_UNUSED, value.line, value.name)
        if _SECRET.search(value.name):
            yield Broken(Rule.SECRET, value.line, value.name)
