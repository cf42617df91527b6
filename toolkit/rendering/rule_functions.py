"""Rules about calls of the library's functions: what they take, how dangerous they are, who may call them."""

from collections.abc import Iterator

from toolkit.model.script_rule import Rule
from toolkit.rendering.call_parameters import is_own_service
from toolkit.rendering.rule_setting import Broken, LibraryFunction, Setting
from toolkit.rendering.rule_tools import TOOL, check_tool
from toolkit.rendering.script_words import Call, Function, Word

DIALOG = "invoke-exkitsmtpdialog"
RESTART = "restart-exkitservice"
SHOWN = 120
"""Characters of a call that a message shows."""


def check_function(setting: Setting, call: Call) -> Iterator[Broken]:
    """Yield what is wrong with a call of a library function."""
    known = setting.library[call.name.lower()]
    wrong = [*_check_words(setting, call, known.function), *_check_count(call, known.function)]
    yield from wrong
    if call.name.lower() != TOOL:
        yield from _check_danger(setting, call, known)
    elif not wrong:
        yield from check_tool(setting, call)


def _check_danger(setting: Setting, call: Call, known: LibraryFunction) -> Iterator[Broken]:
    if known.danger > setting.danger:
        yield Broken(Rule.DANGER, call.where.line, f"{known.function.name}, which is {known.danger.word}")
    elif not setting.is_library:
        yield from _check_from_template(setting, call)


def _check_from_template(setting: Setting, call: Call) -> Iterator[Broken]:
    name = call.name.lower()
    rule = setting.permits.library_only.get(name)
    if rule is not None:
        yield Broken(rule, call.where.line, call.text[:SHOWN])
    elif name == DIALOG:
        yield from _check_dialog(call)
    elif name == RESTART and not (call.words and is_own_service(setting, call.words[0].node.text)):
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


def _check_count(call: Call, function: Function) -> Iterator[Broken]:
    named = sum(word.kind == "parameter" for word in call.words)
    if len(_positional(call)) + named > len(function.parameters):
        yield Broken(Rule.PARAMETER_UNKNOWN, call.where.line, f"{function.name} takes {len(function.parameters)} values")


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
