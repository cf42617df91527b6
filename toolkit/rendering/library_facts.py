"""The library's functions: where they stand, what they call, and the worst that each can do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from toolkit.knowledge.cmdlets import Host
from toolkit.knowledge.template_permits import load_permits
from toolkit.model.danger import Danger
from toolkit.rendering.rule_members import danger_of_members
from toolkit.rendering.rule_setting import LibraryFunction, Setting
from toolkit.rendering.rule_tools import TOOL, danger_of_tool
from toolkit.rendering.script_facts import ScriptFacts, read_facts
from toolkit.rendering.script_tree import read_tree
from toolkit.rendering.script_words import Call
from toolkit.shipped import shipped_folder

LOOKS = "agent/first_contact"
"""Folder of functions that the self-test of a first contact sends beside the library; no other template has them.

They look at the process and its parser as the agent does, and are held to the agent's rules, not to those of templates.
"""
FOR_LOOKS = "observe/first_contact_"
"""How the names of the templates begin that have them."""


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """One file of the library.

    Attributes:
        name: below ``ps_templates``, ``lib/paths.ps1``.
        text: as it stands.
        facts: what it does.
    """

    name: str
    text: str
    facts: ScriptFacts


@dataclass(frozen=True, slots=True)
class Library:
    """All files and functions.

    Attributes:
        files: in name order.
        functions: by lower-case name.
        home: file of each function, by lower-case name.
        calls: lower-case names of the library functions that each one calls, itself included, however deep.
        looks: functions of a first contact, which only ask.
    """

    files: tuple[LibraryFile, ...]
    functions: Mapping[str, LibraryFunction]
    home: Mapping[str, LibraryFile]
    calls: Mapping[str, frozenset[str]]
    looks: Mapping[str, LibraryFunction]

    def functions_for(self, template: str) -> Mapping[str, LibraryFunction]:
        """Return the functions that are sent with a template."""
        return {**self.functions, **self.looks} if template.startswith(FOR_LOOKS) else self.functions


@cache
def load_library() -> Library:
    """Return the shipped library, with the functions of a first contact."""
    found = [function for text in _read_folder(LOOKS).values() for function in read_facts(read_tree(text)).functions.values()]
    looks = {function.name.lower(): LibraryFunction(function, Danger.OBSERVE) for function in found}
    return replace(read_library(_read_folder("lib")), looks=MappingProxyType(looks))


def _read_folder(folder: str) -> dict[str, str]:
    place = shipped_folder("ps_templates").joinpath(*folder.split("/"))
    entries = sorted((entry for entry in place.iterdir() if entry.name.endswith(".ps1")), key=lambda entry: entry.name)
    return {f"{folder}/{entry.name}": entry.read_text(encoding="utf-8") for entry in entries}


def read_library(texts: Mapping[str, str]) -> Library:
    """Return the library that these files make, by file name."""
    files = tuple(LibraryFile(name, text, read_facts(read_tree(text))) for name, text in texts.items())
    home = {name: file for file in files for name in file.facts.functions}
    own = {name: tuple(_own_calls(home[name].facts, name)) for name in home}
    reach = {name: frozenset(_reached(name, own)) for name in home}
    plain = {name: LibraryFunction(home[name].facts.functions[name], Danger.OBSERVE) for name in home}
    alone = {name: _own_danger(home[name], name, own[name], plain) for name in home}
    functions = {name: LibraryFunction(plain[name].function, max(alone[each] for each in reach[name])) for name in home}
    return Library(files, MappingProxyType(functions), MappingProxyType(home), MappingProxyType(reach), MappingProxyType({}))


def _own_calls(facts: ScriptFacts, function: str) -> Iterator[Call]:
    return (call for call in facts.calls if call.where.function.lower() == function)


def _reached(name: str, own: Mapping[str, tuple[Call, ...]]) -> Iterator[str]:
    seen = {name}
    waiting = [name]
    while waiting:
        at = waiting.pop()
        yield at
        new = {call.name.lower() for call in own[at]} & set(own) - seen
        seen |= new
        waiting += sorted(new)


def _own_danger(file: LibraryFile, name: str, calls: tuple[Call, ...], library: Mapping[str, LibraryFunction]) -> Danger:
    """Return the worst of what stands in a function itself; a list that does not know a command is another rule's business."""
    permits = load_permits()
    setting = Setting("", file.facts, Host(None, "2012", "3.0"), Danger.LOSE_DATA, True, frozenset(), library, permits)
    found = [permits.danger_of(call.name) or Danger.OBSERVE for call in calls if call.name.lower() not in library]
    tools = [danger_of_tool(setting, call) for call in calls if call.name.lower() == TOOL]
    found += [danger for danger in tools if isinstance(danger, Danger)]
    exemption = permits.exemptions.get(name)
    return max([Danger.OBSERVE, danger_of_members(setting, name), *found, *([exemption.danger] if exemption else [])])
