"""Is this script allowed to exist? Every template, in every branch, for every server that it says it is for."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from toolkit.errors import TemplateInvalid
from toolkit.knowledge.cmdlets import Host
from toolkit.knowledge.template_permits import load_permits
from toolkit.model.danger import Danger
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.playbook import Place
from toolkit.model.script_rule import Rule, ScriptProblem
from toolkit.rendering.environment import SUFFIX, choose_branches
from toolkit.rendering.library_facts import Library, load_library
from toolkit.rendering.rule_calls import check_calls
from toolkit.rendering.rule_members import check_members, check_types
from toolkit.rendering.rule_setting import Broken, RuleCheck, Setting
from toolkit.rendering.rule_syntax import (
    check_comparisons,
    check_constructs,
    check_text_form,
    check_texts,
    check_variables,
    check_ways_out,
)
from toolkit.rendering.rule_values import check_front, check_values
from toolkit.rendering.script_facts import ScriptFacts, read_facts
from toolkit.rendering.script_tree import read_tree
from toolkit.rendering.templates import Template

CHECKS: tuple[RuleCheck, ...] = (
    check_constructs,
    check_ways_out,
    check_variables,
    check_texts,
    check_comparisons,
    check_types,
    check_members,
    check_calls,
    check_values,
)
LIBRARY_HOST = Host(ExchangeVersion.E2016, "2012", "3.0")
"""The library goes to every server; what Exchange 2010 lacks is found where a template for 2010 reaches it."""


def host_for(version: ExchangeVersion) -> Host:
    """Return the oldest server of an Exchange version.

    2010 to 2016 run on Windows Server 2012 with PowerShell 3.0; 2019 and SE need Windows Server 2019 with 5.1 (supportability
    matrix, domain reference §0). Windows Server 2008 R2 with PowerShell 2.0 is out of scope.
    """
    old = version in {ExchangeVersion.E2010, ExchangeVersion.E2013, ExchangeVersion.E2016}
    return Host(version, "2012", "3.0") if old else Host(version, "2019", "5.1")


def compile_template(template: Template, library: Library | None = None) -> tuple[ScriptProblem, ...]:
    """Return every problem of a template and of the library functions that it reaches, each once, in the order of file and line.

    Args:
        template: as loaded.
        library: functions that it may call; the shipped ones when None.
    """
    known = library or load_library()
    file = f"ps_templates/{template.facts.name}{SUFFIX}"
    found = {ScriptProblem(Place(file, problem.line), problem.rule, problem.what) for problem in check_front(template)}
    for version, edge in _variants(template):
        found |= set(_compile_variant(template, file, version, edge, known))
    return _in_order(found)


def compile_library(library: Library | None = None) -> tuple[ScriptProblem, ...]:
    """Return every problem of the library's files, in the order of file and line."""
    known = library or load_library()
    found: set[ScriptProblem] = set()
    for file in known.files:
        setting = _library_setting(file.facts, LIBRARY_HOST, known)
        broken = [*check_text_form(file.text, 0), *_run_checks(setting)]
        found |= {ScriptProblem(Place(f"ps_templates/lib/{file.name}", one.line), one.rule, one.what) for one in broken}
    return _in_order(found)


def _in_order(found: Iterable[ScriptProblem]) -> tuple[ScriptProblem, ...]:
    return tuple(sorted(found, key=lambda problem: (problem.place.file, problem.place.line, problem.rule.slug, problem.what)))


def _variants(template: Template) -> Iterator[tuple[ExchangeVersion, bool]]:
    for version in template.facts.versions:
        yield version, False
        if "edge" in template.body:
            yield version, True


def _compile_variant(template: Template, file: str, version: ExchangeVersion, edge: bool, library: Library) -> Iterator[ScriptProblem]:
    try:
        body = choose_branches(file, template.body, version, edge=edge)
        lines = _lines_of(template, version, edge=edge)
    except TemplateInvalid as fault:
        yield ScriptProblem(Place(file, template.body_line), Rule.PARSE, fault.what)
        return
    facts = _facts_of(body)
    values = frozenset(name.lower() for name in template.facts.values)
    setting = Setting(
        template.facts.name, facts, host_for(version), template.facts.danger, False, values, library.functions, load_permits()
    )
    for broken in (*check_text_form(body, 1), *_run_checks(setting)):
        line = lines[min(broken.line, len(lines)) - 1] if lines else 0
        yield ScriptProblem(Place(file, template.body_line + line), broken.rule, broken.what)
    yield from _compile_reached(facts, host_for(version), library)


@cache
def _facts_of(body: str) -> ScriptFacts:
    return read_facts(read_tree(body))


def _lines_of(template: Template, version: ExchangeVersion, *, edge: bool) -> list[int]:
    """Return for each line of the rendered body the line of the template's body that it comes from, from 0."""
    numbered = [line if "{%" in line else str(at) for at, line in enumerate(template.body.splitlines())]
    return [int(line) for line in choose_branches(template.facts.name, "\n".join(numbered) + "\n", version, edge=edge).split()]


def _run_checks(setting: Setting) -> Iterator[Broken]:
    """Run all checks; of a script that cannot be read, only what is unread is told, for the rest would be guessing."""
    unread = list(check_constructs(setting))
    if any(broken.rule in {Rule.PARSE, Rule.NEWER} for broken in unread):
        yield from unread
        return
    for check in CHECKS:
        yield from check(setting)


def _library_setting(facts: ScriptFacts, host: Host, library: Library) -> Setting:
    return Setting("", facts, host, Danger.LOSE_DATA, True, frozenset(), library.functions, load_permits())


def _compile_reached(facts: ScriptFacts, host: Host, library: Library) -> Iterator[ScriptProblem]:
    """Check the commands of the library functions that a template reaches against the template's own server."""
    called = {call.name.lower() for call in facts.calls} & library.calls.keys()
    reached = frozenset(name for each in called for name in library.calls[each])
    for name in sorted({library.home[each].name for each in reached}):
        for broken in _check_part(library, name, reached, host):
            yield ScriptProblem(Place(f"ps_templates/lib/{name}", broken.line), broken.rule, broken.what)


def _check_part(library: Library, name: str, functions: frozenset[str], host: Host) -> list[Broken]:
    whole = next(file.facts for file in library.files if file.name == name)
    calls = tuple(call for call in whole.calls if call.where.function.lower() in functions)
    return list(check_calls(_library_setting(replace(whole, calls=calls), host, library)))
