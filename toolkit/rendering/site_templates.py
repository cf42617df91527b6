"""Templates of a site: they obey the rules of shipped ones, and each must pass the compiler."""

from collections.abc import Iterator, Mapping

from toolkit.errors import TemplateInvalid
from toolkit.model.danger import Danger
from toolkit.rendering.compile import compile_template
from toolkit.rendering.environment import SUFFIX, read_template
from toolkit.rendering.shelf import TemplateShelf
from toolkit.rendering.templates import Template, parse_template


def examine_site_templates(texts: Mapping[str, bytes]) -> tuple[TemplateShelf, list[str]]:
    """Return the templates, and all that is wrong with them as ``file:line: what``.

    Args:
        texts: contents by name, ``observe/share_space``.
    """
    templates: dict[str, Template] = {}
    problems: list[str] = []
    for name, content in texts.items():
        if read_template(name) is not None:
            problems.append(f"{_file(name)}:1: it has the name of a shipped template: a site hides nothing; choose another name")
            continue
        try:
            templates[name] = parse_template(name, content.decode("utf-8"))
        except UnicodeDecodeError as fault:
            line = content.count(b"\n", 0, fault.start) + 1
            problems.append(f"{_file(name)}:{line}: the byte 0x{content[fault.start]:02X}: the file is not UTF-8 text; save it as UTF-8")
        except TemplateInvalid as fault:
            problems.append(f"{fault.what}: {fault.why}")
    shelf = TemplateShelf(templates)
    problems += [problem for template in templates.values() for problem in _examine(template, shelf)]
    return shelf, problems


def _file(name: str) -> str:
    return f"ps_templates/{name}{SUFFIX}"


def _examine(template: Template, shelf: TemplateShelf) -> Iterator[str]:
    yield from _check_way_back(template, shelf)
    yield from compile_site_template(template)


def compile_site_template(template: Template) -> Iterator[str]:
    """Yield what the compiler says against a template that nobody of the product has written."""
    yield from (str(problem) for problem in compile_template(template))


def _check_way_back(template: Template, shelf: TemplateShelf) -> Iterator[str]:
    facts, place = template.facts, f"{_file(template.facts.name)}:1"
    if facts.danger in (Danger.CHANGE, Danger.OUTAGE) and not facts.undo and not facts.undo_reason:
        yield f"{place}: {facts.danger.word} without a way back: people must know it; add '#: undo NAME', or 'none: why'"
    if not facts.undo:
        return
    try:
        way = shelf.load(facts.undo).facts
    except TemplateInvalid:
        yield f"{place}: the way back {facts.undo} is missing: there is no such template; write it, or say 'none: why'"
        return
    if way.danger > facts.danger or way.danger is Danger.LOSE_DATA:
        yield f"{place}: the way back {facts.undo} is {way.danger.word}: no way back is worse than the change; take another"
