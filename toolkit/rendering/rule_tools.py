"""Rules about native programs: what one does follows from its name and its options, which must stand in the script."""

import re
from collections.abc import Iterator, Mapping

from toolkit.model.danger import Danger
from toolkit.model.script_rule import Rule
from toolkit.rendering.rule_setting import Broken, Setting
from toolkit.rendering.script_words import Call

TOOL = "invoke-exkittool"
"""The library's function that starts a native program."""
SHOWN = 240
"""Characters of a call that a message shows."""


def check_tool(setting: Setting, call: Call) -> Iterator[Broken]:
    """Yield a program that asks back, is on no list, or does more than the folder says."""
    danger = danger_of_tool(setting, call)
    shown = tool_text(setting, call)[:SHOWN]
    if isinstance(danger, Rule):
        yield Broken(danger, call.where.line, shown)
    elif danger > setting.danger:
        yield Broken(Rule.DANGER, call.where.line, f"{shown}, which is {danger.word}")


def tool_text(setting: Setting, call: Call) -> str:
    """Return the words of a call, with the texts that its variables were given in the same function."""
    words = []
    for word in call.words:
        words.append(word.node.text)
        if word.kind == "variable":
            words += setting.facts.values.get((call.where.function, word.text.lstrip("$").lower()), ())
    return " ".join([call.name, *words])


def danger_of_tool(setting: Setting, call: Call) -> Danger | Rule:
    """Return what a native program does with these words, or the rule that refuses it."""
    text = tool_text(setting, call).lower()
    program = next((name for name in setting.permits.tools if name in text), "")
    if not program:
        named = next((word for word in setting.permits.refused if f"{word}.exe" in text), "")
        return setting.permits.refused.get(named, Rule.NOT_ALLOWED)
    words = setting.permits.tools[program]
    if not any(name in text for name in words.get("home", frozenset({program}))):
        return Rule.NOT_ALLOWED
    return _danger_of_options(words, {part for part in re.split(r"[\s'\"(),@]+", text) if part.startswith("/")})


def _danger_of_options(words: Mapping[str, frozenset[str]], options: set[str]) -> Danger | Rule:
    asks = words.get("asks", frozenset())
    if "*" in asks or options & asks:
        return Rule.PROMPT_NATIVE
    found = [danger for danger in Danger if options & words.get(danger.name.lower(), frozenset())]
    return max(found) if found else Rule.NOT_ALLOWED
