"""Rules about commands: that they exist, take what they are given, ask nobody, and are allowed where they stand."""

from collections.abc import Iterator

from toolkit.knowledge.cmdlets import find_cmdlet, versions_of
from toolkit.knowledge.powershell_aliases import load_aliases
from toolkit.model.danger import Danger
from toolkit.model.script_rule import Rule
from toolkit.rendering.call_parameters import check_parameters
from toolkit.rendering.rule_setting import Broken, Setting
from toolkit.rendering.script_facts import BY_VALUE, Call, Word

_PROGRAM_ENDINGS = (".exe", ".com", ".bat", ".cmd", ".ps1", ".vbs", ".msc", ".dll")
TOOL = "invoke-exkittool"


def check_calls(setting: Setting) -> Iterator[Broken]:
    """Yield everything that is wrong with the commands of a script."""
    for call in setting.facts.calls:
        yield from _check_call(setting, call)
    for function in setting.facts.functions.values():
        known = find_cmdlet(function.name, setting.host) or versions_of(function.name) or function.name.lower() in load_aliases()
        if known or (not setting.is_library and function.name.lower() in setting.library):
            yield Broken(Rule.CALL, function.line, f"the function {function.name} hides a command of this name")


def _check_call(setting: Setting, call: Call) -> Iterator[Broken]:
    yield from _check_redirects(setting, call)
    if call.operator or call.name == BY_VALUE:
        if not setting.is_exempt(Rule.CALL, call.where):
            yield Broken(Rule.CALL, call.where.line, f"{call.operator} and what a value names".strip())
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
        if word.kind == "redirect" and not setting.is_exempt(Rule.NOT_ALLOWED, call.where):
            yield Broken(Rule.NOT_ALLOWED, call.where.line, f"{call.name} {word.text.strip()}")


def _refused(setting: Setting, call: Call) -> Broken | None:
    """Return why a command is refused whatever it is given; aliases are judged by what they stand for."""
    permits, name = setting.permits, call.name.lower()
    if "\\" in name or "/" in name or name.endswith(_PROGRAM_ENDINGS):
        program = name.replace("/", "\\").rpartition("\\")[2].rpartition(".")[0] or name
        return Broken(permits.refused.get(program, Rule.NATIVE), call.where.line, call.name)
    if name in permits.refused:
        return Broken(permits.refused[name], call.where.line, _with_words(call))
    target = load_aliases().get(name)
    if target is None:
        return None
    return Broken(permits.refused.get(target.lower(), Rule.COMMAND_ALIAS), call.where.line, f"{call.name} for {target}")


def _with_words(call: Call) -> str:
    return " ".join([call.name, *(word.node.text for word in call.words[:3])])[:60]


def _check_cmdlet(setting: Setting, call: Call) -> Iterator[Broken]:
    cmdlet = find_cmdlet(call.name, setting.host)
    if cmdlet is None:
        yield _missing(setting, call)
        return
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
    if danger is None or (call.name.lower() in setting.permits.library_only and not setting.is_library):
        yield Broken(Rule.NOT_ALLOWED, call.where.line, call.name)
    elif danger > setting.danger:
        yield Broken(Rule.DANGER, call.where.line, f"{call.name}, which is {danger.word}")


def _check_function(setting: Setting, call: Call) -> Iterator[Broken]:
    known = setting.library[call.name.lower()]
    names = {name.lower() for name in known.function.parameters}
    for word in call.words:
        if word.kind == "parameter" and word.text.lower() not in names:
            yield Broken(Rule.PARAMETER_UNKNOWN, call.where.line, f"{known.function.name} has no -{word.text}")
        elif word.kind == "splat" and not setting.is_library:
            yield Broken(Rule.CALL, call.where.line, f"@{word.text}, whose parameters are not written here")
    positional = _positional(call)
    if len(positional) + sum(word.kind == "parameter" for word in call.words) > len(names):
        yield Broken(Rule.PARAMETER_UNKNOWN, call.where.line, f"{known.function.name} takes {len(names)} values")
    if call.name.lower() == TOOL:
        yield from _check_tool(setting, call)
    elif known.danger > setting.danger:
        yield Broken(Rule.DANGER, call.where.line, f"{known.function.name}, which is {known.danger.word}")


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
        yield Broken(danger, call.where.line, _with_words(call))
    elif danger > setting.danger:
        yield Broken(Rule.DANGER, call.where.line, f"{_with_words(call)}, which is {danger.word}")


def danger_of_tool(setting: Setting, call: Call) -> Danger | Rule:
    """Return what a native program does with these words, or the rule that refuses it; the words must stand in the call."""
    text = " ".join(word.node.text for word in call.words).lower()
    for program, words in setting.permits.tools.items():
        if program not in text:
            continue
        options = {part.strip("'\"(),@") for part in text.split() if part.strip("'\"(),@").startswith("/")}
        if "*" in words.get("asks", ()) or options & words.get("asks", frozenset()):
            return Rule.PROMPT_NATIVE
        found = [danger for danger in Danger for option in options if option in words.get(danger.name.lower(), ())]
        return max(found) if found else Rule.NOT_ALLOWED
    named = next((word for word in setting.permits.refused if f"{word}.exe" in text), "")
    return setting.permits.refused.get(named, Rule.NOT_ALLOWED)
