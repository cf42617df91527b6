"""Rules about commands: that they exist, take what they are given, ask nobody, and are allowed where they stand."""

import re
from collections.abc import Iterator

from toolkit.knowledge.cmdlets import find_cmdlet, versions_of
from toolkit.knowledge.powershell_aliases import load_aliases
from toolkit.model.script_rule import Rule
from toolkit.rendering.call_parameters import check_parameters
from toolkit.rendering.rule_functions import SHOWN, check_function
from toolkit.rendering.rule_setting import Broken, Setting
from toolkit.rendering.script_words import BY_VALUE, Call

_REGISTRY = re.compile(r"""\A['"]?(?:HK\w+:|Registry::)""", re.IGNORECASE)
_MODULE = re.compile(r"\A[\w.]+\\(?P<name>[a-z]+-\w+)\Z")
_PROGRAM_ENDINGS = (".exe", ".com", ".bat", ".cmd", ".ps1", ".vbs", ".msc", ".dll")


def check_calls(setting: Setting) -> Iterator[Broken]:
    """Yield everything that is wrong with the commands of a script."""
    for call in setting.facts.calls:
        yield from _check_call(setting, call)
    for function in setting.facts.functions.values():
        name = function.name.lower()
        known = versions_of(name) or name in load_aliases() or name in setting.permits.undocumented
        if known or (not setting.is_library and function.name.lower() in setting.library):
            yield Broken(Rule.CALL, function.line, f"the function {function.name} hides a command of this name")


def _check_call(setting: Setting, call: Call) -> Iterator[Broken]:
    yield from _check_redirects(setting, call)
    if call.operator or call.name == BY_VALUE:
        if not setting.is_exempt(Rule.CALL, call.where):
            yield Broken(Rule.CALL, call.where.line, call.text[:SHOWN])
        return
    name = call.name.lower()
    if name in setting.library:
        yield from check_function(setting, call)
    elif name in setting.facts.functions:
        return
    elif (refused := _refused(setting, call)) is not None:
        yield refused
    elif name in setting.permits.undocumented:
        yield from _check_allowed(setting, call)
    else:
        yield from _check_cmdlet(setting, call)


def _check_redirects(setting: Setting, call: Call) -> Iterator[Broken]:
    for word in call.words:
        if word.kind == "redirect" and word.node.kind != "redirection" and not setting.is_exempt(Rule.NOT_ALLOWED, call.where):
            yield Broken(Rule.NOT_ALLOWED, call.where.line, f"{call.name} {word.text.strip()}")


def _refused(setting: Setting, call: Call) -> Broken | None:
    """Return why a command is refused whatever it is given; aliases are judged by what they stand for."""
    permits, name = setting.permits, call.name.lower()
    if (module := _MODULE.match(name)) is not None:
        return Broken(permits.refused.get(module["name"], Rule.COMMAND_ALIAS), call.where.line, call.text[:SHOWN])
    target = load_aliases().get(name)
    if target is not None:
        return Broken(permits.refused.get(target.lower(), Rule.COMMAND_ALIAS), call.where.line, f"{call.text[:SHOWN]}, for {target}")
    rule = permits.refused.get(name) or _rule_for_program(setting, name)
    return Broken(rule, call.where.line, call.text[:SHOWN]) if rule is not None else None


def _rule_for_program(setting: Setting, name: str) -> Rule | None:
    """Return the rule that refuses a file; None for what is no file by its name."""
    if "\\" not in name and "/" not in name and not name.endswith(_PROGRAM_ENDINGS):
        return None
    program = name.replace("/", "\\").rpartition("\\")[2].rpartition(".")[0] or name
    return setting.permits.refused.get(program, Rule.NATIVE)


def _check_cmdlet(setting: Setting, call: Call) -> Iterator[Broken]:
    cmdlet = find_cmdlet(call.name, setting.host)
    if cmdlet is None:
        yield _missing(setting, call)
        return
    is_strict = cmdlet.name != "Set-StrictMode" or call.text == "Set-StrictMode -Version 2.0"
    if not is_strict and not setting.is_exempt(Rule.STRICT_MODE, call.where):
        yield Broken(Rule.STRICT_MODE, call.where.line, call.text[:SHOWN])
    asks = call.name.lower().startswith(("get-", "test-"))
    if not asks and any(_REGISTRY.match(word.node.text) for word in call.words):
        yield Broken(Rule.ACCOUNT, call.where.line, call.text[:SHOWN])
    yield from _check_allowed(setting, call)
    yield from check_parameters(setting, call, cmdlet)


def _missing(setting: Setting, call: Call) -> Broken:
    versions = versions_of(call.name)
    if not versions:
        return Broken(Rule.COMMAND_UNKNOWN, call.where.line, call.name[:60])
    return Broken(
        Rule.COMMAND_VERSION, call.where.line, f"{call.name}, which {setting.host} does not have; known for {', '.join(versions)}"
    )


def _check_allowed(setting: Setting, call: Call) -> Iterator[Broken]:
    danger = setting.permits.danger_of(call.name)
    if setting.is_exempt(Rule.NOT_ALLOWED, call.where):
        return
    only_library = setting.permits.library_only.get(call.name.lower())
    if danger is None or (only_library and not setting.is_library):
        yield Broken(only_library or Rule.NOT_ALLOWED, call.where.line, call.text[:SHOWN])
    elif danger > setting.danger:
        yield Broken(Rule.DANGER, call.where.line, f"{call.name}, which is {danger.word}")
