"""What templates may call and use, and how dangerous it is: lists that people review, not guesses.

A command, type or method that is on no list is refused: what nobody has judged cannot be sent.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypedDict, TypeVar

from toolkit.model.danger import Danger
from toolkit.model.script_rule import Rule

_Value = TypeVar("_Value")


class _TypeRow(TypedDict, total=False):
    observe: str | list[str]
    change: list[str]
    library: bool
    cast: bool


class _ExceptionRow(TypedDict):
    function: str
    rules: list[str]
    danger: str
    why: str


class _Rows(TypedDict):
    verbs: dict[str, list[str]]
    commands: dict[str, list[str]]
    library_only: dict[str, list[str]]
    undocumented: dict[str, str]
    may_ask_nothing: list[str]
    wildcards_allowed: list[str]
    by_position: dict[str, list[str]]
    by_provider: list[str]
    refused_parameters: dict[str, list[str]]
    refused_commands: dict[str, list[str]]
    refused_members: dict[str, list[str]]
    refused_types: dict[str, list[str]]
    localised: list[str]
    preferences: list[str]
    newer_variables: list[str]
    library_variables: list[str]
    assignments: list[str]
    services: list[str]
    service_commands: list[str]
    tools: dict[str, dict[str, list[str]]]
    exceptions: list[_ExceptionRow]
    accelerators: dict[str, str]
    types: dict[str, _TypeRow]
    methods: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class PermittedType:
    """A .NET type that scripts may name.

    Attributes:
        name: full name.
        members: danger by lower-case member; ``.ctor`` is the constructor. Empty: every member, observe.
        library_only: templates may not use it, functions of the library may.
        castable: a cast to it makes nothing but a value.
    """

    name: str
    members: Mapping[str, Danger]
    library_only: bool
    castable: bool


@dataclass(frozen=True, slots=True)
class Exemption:
    """A library function that may break a rule, with the reason.

    Attributes:
        rules: which.
        danger: what calling the function means.
        why: the reason.
    """

    rules: frozenset[Rule]
    danger: Danger
    why: str


@dataclass(frozen=True, slots=True)
class Permits:
    """All lists; every name is in lower case.

    Attributes:
        verbs: verbs of cmdlets that only ask.
        commands: danger by command.
        library_only: commands for library functions alone, with the rule that refuses them elsewhere.
        undocumented: commands that no catalogue has.
        never_ask: cmdlets that know ``-Confirm`` and ask nothing by themselves.
        wildcards: cmdlets whose ``-Path`` is not a file.
        by_provider: cmdlets whose required parameters depend on the drive, which the catalogue mixes.
        parameters: rule by parameter that is refused with every cmdlet.
        by_position: kinds of words that a command may take without a name.
        refused: rule by command.
        members: rule by member.
        type_rules: rule by full type name, or beginning of one when it ends with a dot.
        words: names by list: ``localised``, ``preferences``, ``newer_variables``, ``library_variables``, ``assignments`` (properties
            whose setting changes a file), ``services`` (beginnings), ``service_commands``.
        tools: by program, words of its command line by danger, those that ask back under ``asks``, what names its folder under ``home``.
        exemptions: by function.
        accelerators: full type name by short one.
        types: by lower-case full name.
        methods: number of arguments by method of a value.
        library_methods: the same, for library functions alone.
    """

    verbs: frozenset[str]
    commands: Mapping[str, Danger]
    library_only: Mapping[str, Rule]
    undocumented: frozenset[str]
    never_ask: frozenset[str]
    wildcards: frozenset[str]
    by_provider: frozenset[str]
    parameters: Mapping[str, Rule]
    by_position: Mapping[str, frozenset[str]]
    refused: Mapping[str, Rule]
    members: Mapping[str, Rule]
    type_rules: Mapping[str, Rule]
    words: Mapping[str, frozenset[str]]
    tools: Mapping[str, Mapping[str, frozenset[str]]]
    exemptions: Mapping[str, Exemption]
    accelerators: Mapping[str, str]
    types: Mapping[str, PermittedType]
    methods: frozenset[str]
    library_methods: frozenset[str]

    def danger_of(self, command: str) -> Danger | None:
        """Return what calling ``command`` means; None when it is on no list."""
        name = command.lower()
        if name in self.commands:
            return self.commands[name]
        return Danger.OBSERVE if name.partition("-")[0] in self.verbs and "-" in name else None

    def rule_for_type(self, full_name: str) -> Rule | None:
        """Return the rule that refuses a type; None when none does."""
        name = full_name.lower()
        return next(
            (rule for word, rule in self.type_rules.items() if name == word or (word.endswith(".") and name.startswith(word))), None
        )

    def full_type(self, written: str) -> str:
        """Return the full name of a type as PowerShell finds it: a short name, a full one, or one without ``System.``."""
        short = self.accelerators.get(written.lower())
        if short is not None:
            return short
        with_system = f"System.{written}"
        return with_system if with_system.lower() in self.types or self.rule_for_type(with_system) else written


@cache
def rules_digest() -> str:
    """Return the SHA-256 of every table that decides whether a script may exist."""
    names = (
        "template_permits",
        "dotnet40",
        "powershell_aliases",
        "cmdlets_exchange",
        "cmdlets_windows",
        "cmdlets_powershell51",
        "cmdlets_common",
    )
    digest = hashlib.sha256()
    for name in names:
        digest.update(files("toolkit.knowledge").joinpath("data", f"{name}.json").read_bytes())
    return digest.hexdigest()


@cache
def load_permits() -> Permits:
    """Return the lists."""
    text = files("toolkit.knowledge").joinpath("data", "template_permits.json").read_text(encoding="utf-8")
    rows: _Rows = json.loads(text)
    return Permits(
        verbs=_lower(rows["verbs"]["observe"]),
        commands=_by_name({Danger[word.upper()]: names for word, names in rows["commands"].items()}),
        library_only=_by_name(_rules(rows["library_only"])),
        undocumented=_lower(list(rows["undocumented"])),
        never_ask=_lower(rows["may_ask_nothing"]),
        wildcards=_lower(rows["wildcards_allowed"]),
        by_provider=_lower(rows["by_provider"]),
        parameters=_by_name(_rules(rows["refused_parameters"])),
        by_position=MappingProxyType({name.lower(): frozenset(kinds) for name, kinds in rows["by_position"].items()}),
        refused=_by_name(_rules(rows["refused_commands"])),
        members=_by_name(_rules(rows["refused_members"])),
        type_rules=_by_name(_rules(rows["refused_types"])),
        words=MappingProxyType({key: _lower(names) for key, names in _word_lists(rows).items()}),
        tools=MappingProxyType({name: _tool(words) for name, words in rows["tools"].items()}),
        exemptions=MappingProxyType({row["function"].lower(): _exemption(row) for row in rows["exceptions"]}),
        accelerators=MappingProxyType(rows["accelerators"]),
        types=MappingProxyType({name.lower(): _permitted_type(name, row) for name, row in rows["types"].items()}),
        methods=_lower(rows["methods"]["observe"]),
        library_methods=_lower(rows["methods"]["library"]),
    )


def _word_lists(rows: _Rows) -> dict[str, list[str]]:
    return {
        "localised": rows["localised"],
        "preferences": rows["preferences"],
        "newer_variables": rows["newer_variables"],
        "library_variables": rows["library_variables"],
        "assignments": rows["assignments"],
        "services": rows["services"],
        "service_commands": rows["service_commands"],
    }


def _lower(names: list[str]) -> frozenset[str]:
    return frozenset(name.lower() for name in names)


def _by_name(rows: Mapping[_Value, list[str]]) -> Mapping[str, _Value]:
    return MappingProxyType({name.lower(): value for value, names in rows.items() for name in names})


def _rules(rows: Mapping[str, list[str]]) -> dict[Rule, list[str]]:
    by_slug = {rule.slug: rule for rule in Rule}
    return {by_slug[slug]: names for slug, names in rows.items()}


def _tool(words: Mapping[str, list[str]]) -> Mapping[str, frozenset[str]]:
    return MappingProxyType({key: _lower(names) for key, names in words.items()})


def _exemption(row: _ExceptionRow) -> Exemption:
    by_slug = {rule.slug: rule for rule in Rule}
    return Exemption(frozenset(by_slug[slug] for slug in row["rules"]), Danger[row["danger"].upper()], row["why"])


def _permitted_type(name: str, row: _TypeRow) -> PermittedType:
    asked, changed = row["observe"], row.get("change", [])
    listed = {} if isinstance(asked, str) else {member.lower(): Danger.OBSERVE for member in asked}
    listed |= {member.lower(): Danger.CHANGE for member in changed}
    return PermittedType(name, MappingProxyType(listed), row.get("library", False), row.get("cast", True))
