"""Rules about commands: that they exist, take what they are given, ask nobody, and are allowed where they stand."""

import re
from collections.abc import Iterator

from toolkit.knowledge.cmdlets import find_cmdlet, versions_of
from toolkit.knowledge.powershell_aliases import load_aliases
from toolkit.model.danger import Danger
from toolkit.model.script_rule import Rule
from toolkit.rendering.call_parameters import check_parameters, is_own_service
from toolkit.rendering.rule_setting import Broken, Setting
from toolkit.rendering.script_words import BY_VALUE, Call, Function, Word

SHOWN = 120
"""Characters of a call that a message shows."""
_REGISTRY = re.compile(r"""\A['"]?(?:HK\w+:|Registry::)""", re.IGNORECASE)
_MODULE = re.compile(r"\A[\w.]+\\(?P<name>[a-z]+-\w+)\Z")
_PROGRAM_ENDINGS = (".exe", ".com", ".bat", ".cmd", ".ps1", ".vbs", ".msc", ".dll")
TOOL = "invoke-exkittool"
DIALOG = "invoke-exkitsmtpdialog"
RESTART = "restart-exkitservice"


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
        yield from _check_function(setting, call)
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
    if "\\" in name or "/" in name or name.endswith(_PROGRAM_ENDINGS):
        program = name.replace("/", "\\").rpartition("\\")[2].rpartition(".")[0] or name
        return Broken(permits.refused.get(program, Rule.NATIVE), call.where.line, call.text[:SHOWN])
    if name in permits.refused:
        return Broken(permits.refused[name], call.where.line, call.text[:SHOWN])
    return None


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


def _check_function(setting: Setting, call: Call) -> Iterator[Broken]:
    known = setting.library[call.name.lower()]
    wrong = list(_check_words(setting, call, known.function))
    yield from wrong
    if call.name.lower() == TOOL:
        yield from _check_tool(setting, call) if not wrong else ()
    elif known.danger > setting.danger:
        yield Broken(Rule.DANGER, call.where.line, f"{known.function.name}, which is {known.danger.word}")
    elif not setting.is_library and call.name.lower() in setting.permits.library_only:
        yield Broken(setting.permits.library_only[call.name.lower()], call.where.line, call.text[:SHOWN])
    elif call.name.lower() == DIALOG and not setting.is_library:
        yield from _check_dialog(call)
    elif call.name.lower() == RESTART and not setting.is_library and not (call.words and is_own_service(setting, call.words[0].node.text)):
        yield Broken(Rule.SERVICE, call.where.line, call.text[:SHOWN])


def _check_words(setting: Setting, call: Call, function: Function) -> Iterator[Broken]:
    names = {name.lower() for name in function.parameters}
    for word in call.words:
        if word.kind == "parameter" and word.text.lower() not in names:
            short = any(name.startswith(word.text.lower()) for name in names)
            rule = Rule.PARAMETER_SHORT if short else Rule.PARAMETER_UNKNOWN
            yield Broken(rule, call.where.line, f"{function.name} has no -{word.text}")
        elif word.kind == "splat" and not setting.is_library:
            yield Broken(Rule.CALL, call.where.line, f"@{word.text}, whose parameters are not written here")
    if len(_positional(call)) + sum(word.kind == "parameter" for word in call.words) > len(names):
        yield Broken(Rule.PARAMETER_UNKNOWN, call.where.line, f"{function.name} takes {len(names)} values")


def _check_dialog(call: Call) -> Iterator[Broken]:
    """A probe speaks to this server, or to one that a person names; never to one that a template names, and it sends nothing."""
    for word in call.words:
        text = word.node.text.strip("'\"").lower()
        if word.kind == "verbatim_string_characters" and "." in text and text != "127.0.0.1":
            yield Broken(Rule.DOWNLOAD, call.where.line, call.text[:SHOWN])
        if any(part.text.strip("'\"").upper() in {"DATA", "BDAT"} for part in word.node.walk()):
            yield Broken(Rule.DANGER, call.where.line, f"{call.text[:SHOWN]}, which sends a message")


def _positional(call: Call) -> list[Word]:
    """Return the words that no parameter takes; every parameter of a library function takes one."""
    found, taken = [], False
    for word in call.words:
        if word.kind == "parameter":
            taken = True
        elif word.kind not in {"redirect", "splat"}:
            found += [] if taken else [word]
            taken = False
    return found


def _check_tool(setting: Setting, call: Call) -> Iterator[Broken]:
    danger = danger_of_tool(setting, call)
    if isinstance(danger, Rule):
        yield Broken(danger, call.where.line, tool_text(setting, call)[: 2 * SHOWN])
    elif danger > setting.danger:
        yield Broken(Rule.DANGER, call.where.line, f"{tool_text(setting, call)[: 2 * SHOWN]}, which is {danger.word}")


def tool_text(setting: Setting, call: Call) -> str:
    """Return the words of a call, with the texts that its variables were given in the same function."""
    words = []
    for word in call.words:
        words.append(word.node.text)
        if word.kind == "variable":
            words += setting.facts.values.get((call.where.function, word.text.lstrip("$").lower()), ())
    return " ".join([call.name, *words])


def danger_of_tool(setting: Setting, call: Call) -> Danger | Rule:
    """Return what a native program does with these words, or the rule that refuses it; the words must stand in the script."""
    text = tool_text(setting, call).lower()
    program = next((name for name in setting.permits.tools if name in text), "")
    if not program:
        named = next((word for word in setting.permits.refused if f"{word}.exe" in text), "")
        return setting.permits.refused.get(named, Rule.NOT_ALLOWED)
    words = setting.permits.tools[program]
    if "home" in words and not any(name in text for name in words["home"]):
        return Rule.NOT_ALLOWED
    options = {part for part in re.split(r"[\s'\"(),@]+", text) if part.startswith("/")}
    if "*" in words.get("asks", ()) or options & words.get("asks", frozenset()):
        return Rule.PROMPT_NATIVE
    found = [danger for danger in Danger for option in options if option in words.get(danger.name.lower(), ())]
    return max(found) if found else Rule.NOT_ALLOWED
