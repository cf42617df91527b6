"""What the rules of the compiler work on: a script, where it would run, and what it may be."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from toolkit.knowledge.cmdlets import Host
from toolkit.knowledge.template_permits import Permits
from toolkit.model.danger import Danger
from toolkit.model.script_rule import Rule
from toolkit.rendering.script_facts import ScriptFacts
from toolkit.rendering.script_words import Function, Where


@dataclass(frozen=True, slots=True)
class LibraryFunction:
    """A function of ``ps_templates/lib`` as its callers see it.

    Attributes:
        function: name and parameters.
        danger: the worst that it can do, with everything that it calls.
    """

    function: Function
    danger: Danger


@dataclass(frozen=True, slots=True)
class Setting:
    """One script and its surroundings.

    Attributes:
        name: of the template; empty for a file of the library.
        facts: what it does.
        host: the oldest server that it is for.
        danger: of its folder.
        is_library: it is a file of ``ps_templates/lib``.
        values: header values that are declared, in lower case.
        library: functions that may be called, by lower-case name.
        permits: what is allowed at all.
    """

    name: str
    facts: ScriptFacts
    host: Host
    danger: Danger
    is_library: bool
    values: frozenset[str]
    library: Mapping[str, LibraryFunction]
    permits: Permits

    def is_exempt(self, rule: Rule, where: Where) -> bool:
        """Whether the library's function around ``where``, or this template, may break ``rule``."""
        exemption = self.permits.exemptions.get(where.function.lower() if self.is_library else self.name)
        return exemption is not None and rule in exemption.rules


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a script breaks.

    Attributes:
        rule: which.
        line: of the script.
        what: what stands there.
    """

    rule: Rule
    line: int
    what: str


RuleCheck = Callable[[Setting], Iterator[Broken]]
"""Looks for one family of mistakes."""
