"""What stands behind a command, against what its documentation says that it takes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from toolkit.knowledge.cmdlets import (
    Cmdlet,
    CmdletParameter,
    common_parameters,
    missing_parameters,
    sets_that_take,
    versions_of_common,
    versions_of_parameter,
)
from toolkit.model.script_rule import Rule
from toolkit.rendering.rule_setting import Broken, Setting
from toolkit.rendering.script_words import Call, Word


@dataclass(frozen=True, slots=True)
class Bound:
    """The words of a call, sorted.

    Attributes:
        named: names as written, with the text of the value (empty: a switch, or none), in order.
        positional: words without a name.
        is_whole: every parameter is written here; a splatted table that is not a literal hides some.
    """

    named: tuple[tuple[str, str], ...]
    positional: tuple[Word, ...]
    is_whole: bool


def bind(setting: Setting, call: Call, cmdlet: Cmdlet) -> Bound:
    """Return which word is a parameter, which its value and which stands alone."""
    named: list[tuple[str, str]] = []
    positional: list[Word] = []
    is_whole = True
    waiting = False
    for word in call.words:
        if word.kind == "parameter":
            named.append((word.text, ""))
            waiting = word.colon or not _is_switch(cmdlet, word.text)
        elif word.kind == "splat":
            keys = setting.facts.tables.get((call.where.function, word.text.lower()))
            is_whole = is_whole and keys is not None
            named += [(key, "@") for key in keys or ()]
        elif word.kind != "redirect":
            if waiting:
                named[-1] = (named[-1][0], word.node.text)
            else:
                positional.append(word)
            waiting = False
    return Bound(tuple(named), tuple(positional), is_whole)


def _is_switch(cmdlet: Cmdlet, name: str) -> bool:
    parameter = cmdlet.parameter(name)
    return (
        parameter.is_switch if parameter is not None else name.lower() in {"confirm", "cf", "whatif", "wi", "verbose", "vb", "debug", "db"}
    )


def check_parameters(setting: Setting, call: Call, cmdlet: Cmdlet) -> Iterator[Broken]:
    """Yield parameters that do not exist, do not go together, are missing, are shortened, or have no name; and a call that may ask."""
    bound = bind(setting, call, cmdlet)
    line = call.where.line
    if not bound.is_whole:
        yield Broken(Rule.CALL, line, f"{cmdlet.name} with parameters that are not written here")
    found: list[CmdletParameter] = []
    common = common_parameters(setting.host, cmdlet)
    wrong = False
    for name, _ in bound.named:
        if name.lower() in common:
            yield from _check_common(cmdlet, name, common, line)
            continue
        parameter = cmdlet.parameter(name)
        if parameter is not None:
            found.append(parameter)
            if parameter.name.lower() != name.lower():
                yield Broken(Rule.PARAMETER_SHORT, line, f"{cmdlet.name} -{name} for -{parameter.name}")
            continue
        wrong = True
        yield Broken(*_unknown(setting, cmdlet, name, line))
    if not wrong:
        yield from _check_sets(setting, call, cmdlet, found, bound)
    yield from _check_positions(setting, cmdlet, bound, line)
    yield from _check_confirm(setting, cmdlet, bound, line)


def _check_common(cmdlet: Cmdlet, name: str, common: Mapping[str, str], line: int) -> Iterator[Broken]:
    whole = common[name.lower()]
    if whole.lower() != name.lower():
        yield Broken(Rule.PARAMETER_SHORT, line, f"{cmdlet.name} -{name} for -{whole}")


def _unknown(setting: Setting, cmdlet: Cmdlet, name: str, line: int) -> tuple[Rule, int, str]:
    common = common_parameters(setting.host, cmdlet)
    short = [known for known in [*cmdlet.parameters, *common.values()] if known.lower().startswith(name.lower())]
    if short:
        return Rule.PARAMETER_SHORT, line, f"{cmdlet.name} -{name} for -{short[0]}"
    versions = versions_of_parameter(cmdlet.name, name) or versions_of_common(name)
    if versions:
        return Rule.PARAMETER_VERSION, line, f"{cmdlet.name} -{name}, which {setting.host} does not have; known for {', '.join(versions)}"
    return Rule.PARAMETER_UNKNOWN, line, f"{cmdlet.name} has no -{name}"


def _check_sets(setting: Setting, call: Call, cmdlet: Cmdlet, found: list[CmdletParameter], bound: Bound) -> Iterator[Broken]:
    sharing = sets_that_take(cmdlet, found)
    if not sharing:
        names = ", ".join(f"-{parameter.name}" for parameter in found)
        yield Broken(Rule.PARAMETER_SETS, call.where.line, f"{cmdlet.name} takes {names} in no common set")
    elif bound.is_whole and not bound.positional and cmdlet.name.lower() not in setting.permits.by_provider:
        missing = missing_parameters(cmdlet, sharing, found, piped=call.piped)
        if missing:
            yield Broken(Rule.PARAMETER_REQUIRED, call.where.line, f"{cmdlet.name} needs -{missing[0]}")


def _check_positions(setting: Setting, cmdlet: Cmdlet, bound: Bound, line: int) -> Iterator[Broken]:
    allowed = setting.permits.by_position.get(cmdlet.name.lower(), frozenset())
    for word in bound.positional:
        if word.kind not in allowed:
            yield Broken(Rule.PARAMETER_POSITION, line, f"{cmdlet.name} {word.text[:40]}")
    names = {name.lower() for name, _ in bound.named}
    if "path" in names and cmdlet.parameter("LiteralPath") and cmdlet.name.lower() not in setting.permits.wildcards:
        yield Broken(Rule.WILDCARD_PATH, line, f"{cmdlet.name} -Path")
    yield from _check_refused_words(setting, cmdlet, bound, line)
    yield from _check_type_word(cmdlet, bound, line)


_PATHS = frozenset({"path", "literalpath", "destination", "filepath"})
_JOINED = re.compile(r"""\A\(.*['"].*\+|\A\(.*\+.*['"]""")


def _check_refused_words(setting: Setting, cmdlet: Cmdlet, bound: Bound, line: int) -> Iterator[Broken]:
    """Yield parameters that are refused with whatever cmdlet, paths that are put together from pieces, and foreign services."""
    for name, value in bound.named:
        rule = setting.permits.parameters.get(name.lower())
        if rule is not None:
            yield Broken(rule, line, f"{cmdlet.name} -{name} {value}".strip())
        elif name.lower() in _PATHS and _JOINED.match(value) and not setting.is_library:
            yield Broken(Rule.CALL, line, f"{cmdlet.name} -{name} {value}")
    if cmdlet.name.lower() in setting.permits.words["service_commands"] and not setting.is_library:
        yield from _check_services(setting, cmdlet, bound, line)


def _check_services(setting: Setting, cmdlet: Cmdlet, bound: Bound, line: int) -> Iterator[Broken]:
    given = [value for name, value in bound.named if name.lower() == "name"]
    if len(given) != 1 or not is_own_service(setting, given[0]):
        yield Broken(Rule.SERVICE, line, f"{cmdlet.name} {' '.join(given)}, which is not a service of Exchange by its name")


def is_own_service(setting: Setting, value: str) -> bool:
    """Whether a word is one literal name of a service of Exchange."""
    return value.lower().strip("'\"").startswith(tuple(setting.permits.words["services"])) and re.fullmatch(r"'?[\w]+'?", value) is not None


def _check_type_word(cmdlet: Cmdlet, bound: Bound, line: int) -> Iterator[Broken]:
    if cmdlet.name != "New-Object":
        return
    given = [text for name, text in bound.named if name.lower() == "typename"] or [word.text for word in bound.positional[:1]]
    if given and given[0][:1] in {"$", "(", '"', "@"}:
        yield Broken(Rule.TYPE, line, f"New-Object {given[0][:40]}")


def _check_confirm(setting: Setting, cmdlet: Cmdlet, bound: Bound, line: int) -> Iterator[Broken]:
    if not cmdlet.changes_something or cmdlet.name.lower() in setting.permits.never_ask:
        return
    said = [text for name, text in bound.named if name.lower() in {"confirm", "cf"}]
    if not said or said[-1].lower() not in {"$false", "@"}:
        yield Broken(Rule.CONFIRM, line, cmdlet.name)
