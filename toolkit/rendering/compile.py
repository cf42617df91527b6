"""Is this script allowed to exist? Every template, in every branch, for every server that it says it is for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
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
from toolkit.rendering.rule_syntax import check_constructs, check_text_form, check_ways_out
from toolkit.rendering.rule_values import check_front, check_values
from toolkit.rendering.rule_words import check_comparisons, check_text_calls, check_texts, check_variables
from toolkit.rendering.script_facts import ScriptFacts, read_facts
from toolkit.rendering.script_tree import read_tree
from toolkit.rendering.templates import Template

CHECKS: tuple[RuleCheck, ...] = (
    check_constructs,
    check_ways_out,
    check_variables,
    check_texts,
    check_comparisons,
    check_text_calls,
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
    file = template_file(template)
    try:
        variants = variants_of(template)
    except TemplateInvalid as fault:
        return (ScriptProblem(Place(file, template.body_line), Rule.PARSE, fault.what),)
    used = frozenset(name for variant in variants for name in _values_used(variant))
    found = {ScriptProblem(Place(file, problem.line), problem.rule, problem.what) for problem in check_front(template, used)}
    for variant in variants:
        found |= set(_compile_variant(template, variant, known))
    return _in_order(found)


def compile_library(library: Library | None = None) -> tuple[ScriptProblem, ...]:
    """Return every problem of the library's files, in the order of file and line."""
    known = library or load_library()
    found: set[ScriptProblem] = set()
    for file in known.files:
        setting = _library_setting(file.facts, LIBRARY_HOST, known)
        broken = [*check_text_form(file.text, 0), *_run_checks(setting)]
        found |= {ScriptProblem(Place(f"ps_templates/{file.name}", one.line), one.rule, one.what) for one in broken}
    return _in_order(found)


def check_script(script: str) -> Iterator[Broken]:
    """Yield what is wrong with a script as if it stood in the library; what is missing around it counts too."""
    library = load_library()
    yield from check_text_form(script, 0)
    yield from _run_checks(_library_setting(read_facts(read_tree(script)), LIBRARY_HOST, library))


def _in_order(found: Iterable[ScriptProblem]) -> tuple[ScriptProblem, ...]:
    return tuple(sorted(found, key=lambda problem: (problem.place.file, problem.place.line, problem.rule.slug, problem.what)))


@dataclass(frozen=True, slots=True)
class Variant:
    """A template as some of its servers get it.

    Attributes:
        file: of the template.
        body: text behind the header.
        lines: line of the file for each line of the body; empty when they are the same.
        servers: versions that get it, and whether they are Edge servers.
    """

    file: str
    body: str
    lines: tuple[int, ...]
    servers: tuple[tuple[ExchangeVersion, bool], ...] = ()

    def line_of(self, line: int) -> int:
        """Return the line of the file that a line of the body comes from."""
        return self.lines[min(line, len(self.lines)) - 1] if self.lines else line


def template_file(template: Template) -> str:
    """Return the file of a template as people find it."""
    return f"ps_templates/{template.facts.name}{SUFFIX}"


def variants_of(template: Template) -> tuple[Variant, ...]:
    """Return the different texts that a template makes, each with all servers that get it.

    Raises:
        TemplateInvalid: a branch cannot be taken.
    """
    servers: dict[str, list[tuple[ExchangeVersion, bool]]] = {}
    for version in template.facts.versions:
        for edge in (False, True):
            servers.setdefault(choose_branches(template.facts.name, template.body, version, edge=edge), []).append((version, edge))
    return tuple(Variant(template_file(template), body, _lines_of(template, *given[0]), tuple(given)) for body, given in servers.items())


def _lines_of(template: Template, version: ExchangeVersion, edge: bool) -> tuple[int, ...]:
    """Return for each line of the rendered body the line of the file that it comes from."""
    numbered = [line if "{%" in line else str(template.body_line + at) for at, line in enumerate(template.body.splitlines())]
    return tuple(int(line) for line in choose_branches(template.facts.name, "\n".join(numbered) + "\n", version, edge=edge).split())


def _values_used(variant: Variant) -> Iterator[str]:
    return (member.name.lower() for member in _facts_of(variant.body).members if member.target.lower() == "$p")


def _compile_variant(template: Template, variant: Variant, library: Library) -> Iterator[ScriptProblem]:
    facts = _facts_of(variant.body)
    values = frozenset(name.lower() for name in template.facts.values)
    functions = library.functions_for(template.facts.name)
    for host in {host_for(version) for version, _ in variant.servers}:
        setting = Setting(template.facts.name, facts, host, template.facts.danger, False, values, functions, load_permits())
        for broken in (*check_text_form(variant.body, 1), *_run_checks(setting)):
            yield ScriptProblem(Place(variant.file, variant.line_of(broken.line)), broken.rule, broken.what)
        yield from _compile_reached(facts, host, library)


@cache
def _facts_of(body: str) -> ScriptFacts:
    return read_facts(read_tree(body))


def _run_checks(setting: Setting) -> Iterator[Broken]:
    """Run all checks; of a script that cannot be read whole, only what is unread and what is refused anywhere is told."""
    found = [broken for check in CHECKS for broken in check(setting)]
    if any(node.kind == "ERROR" for node, _ in setting.facts.nodes):
        found = [broken for broken in found if _is_certain(broken.rule)]
    by_line: dict[int, set[Rule]] = {}
    for broken in found:
        by_line.setdefault(broken.line, set()).add(broken.rule)
    yield from (broken for broken in found if not _is_noise(broken.rule, by_line[broken.line]))


def _is_certain(rule: Rule) -> bool:
    return rule in _UNREAD or rule.slug.partition(".")[0] in _ATTACKS


def _is_noise(rule: Rule, on_this_line: set[Rule]) -> bool:
    if rule in _GENERAL:
        return not on_this_line <= _GENERAL
    return rule is Rule.MEMBER and Rule.NEWER in on_this_line


_UNREAD = frozenset({Rule.PARSE, Rule.NEWER})
_ATTACKS = frozenset({"dynamic", "code", "network", "process", "system", "prompt", "native"})
_GENERAL = frozenset({Rule.NOT_ALLOWED, Rule.TYPE_NOT_ALLOWED})
"""Rules that say no more than that something is on no list: beside one with a reason of its own they are noise."""


def _library_setting(facts: ScriptFacts, host: Host, library: Library) -> Setting:
    return Setting("", facts, host, Danger.LOSE_DATA, True, frozenset(), library.functions, load_permits())


def _compile_reached(facts: ScriptFacts, host: Host, library: Library) -> Iterator[ScriptProblem]:
    """Check the commands of the library functions that a template reaches against the template's own server."""
    called = {call.name.lower() for call in facts.calls} & library.calls.keys()
    reached = frozenset(name for each in called for name in library.calls[each])
    for name in sorted({library.home[each].name for each in reached}):
        for broken in _check_part(library, name, reached, host):
            yield ScriptProblem(Place(f"ps_templates/{name}", broken.line), broken.rule, broken.what)


def _check_part(library: Library, name: str, functions: frozenset[str], host: Host) -> list[Broken]:
    whole = next(file.facts for file in library.files if file.name == name)
    calls = tuple(call for call in whole.calls if call.where.function.lower() in functions)
    return list(check_calls(_library_setting(replace(whole, calls=calls), host, library)))
