"""Every template of a tree and the library at once, read by the compiler and, where there is one, by a real PowerShell."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from toolkit.knowledge.template_permits import rules_digest
from toolkit.model.playbook import Place
from toolkit.model.script_rule import ScriptProblem
from toolkit.rendering.compile import Variant, compile_library, compile_template, variants_of
from toolkit.rendering.library_facts import Library, load_library
from toolkit.rendering.real_reading import RealParser, check_reading
from toolkit.rendering.script_facts import ScriptFacts, read_facts
from toolkit.rendering.script_tree import read_tree
from toolkit.rendering.templates import Template

LIBRARY = "lib"
"""Name that stands for all files of the library."""

Problems = tuple[ScriptProblem, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """A real PowerShell.

    Attributes:
        name: version, ``7.6.9``; part of what a kept result stands for.
        read: reads scripts, all at once.
    """

    name: str
    read: RealParser


@dataclass(frozen=True, slots=True)
class _Text:
    """One script to be read, and how its lines lead to the file."""

    name: str
    variant: Variant


def compile_tree(templates: Sequence[Template], kept: Mapping[str, Problems], reader: Reader | None) -> dict[str, tuple[str, Problems]]:
    """Return key and problems of each template by name, and those of the library under ``lib``.

    Args:
        templates: which.
        kept: problems by key, from earlier; what is in it is not compiled again.
        reader: a real PowerShell, where there is one.
    """
    library = load_library()
    keys = {LIBRARY: content_key("", library, reader)} | {each.facts.name: content_key(_whole(each), library, reader) for each in templates}
    fresh = [each for each in templates if keys[each.facts.name] not in kept]
    found = _compile(fresh, library, reader, with_library=keys[LIBRARY] not in kept)
    return {name: (key, found[name] if name in found else kept[key]) for name, key in keys.items()}


def _compile(templates: Sequence[Template], library: Library, reader: Reader | None, *, with_library: bool) -> dict[str, Problems]:
    found = {each.facts.name: dict.fromkeys(compile_template(each, library)) for each in templates}
    if with_library:
        found[LIBRARY] = dict.fromkeys(compile_library(library))
    for name, problem in _read_for_real(reader, templates, library if with_library else None) if reader is not None else ():
        found[name].setdefault(problem)
    return {name: tuple(problems) for name, problems in found.items()}


def _whole(template: Template) -> str:
    return f"{template.facts}\n{template.body}"


def content_key(text: str, library: Library, reader: Reader | None) -> str:
    """Return the SHA-256 of everything that decides the problems of a template."""
    parts = [text, *(file.text for file in library.files), rules_digest(), compiler_digest(), reader.name if reader else ""]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@cache
def compiler_digest() -> str:
    """Return the SHA-256 of the compiler itself: another one may see other problems."""
    modules = sorted((entry for entry in files("toolkit.rendering").iterdir() if entry.is_file()), key=lambda entry: entry.name)
    return hashlib.sha256(b"\0".join(entry.read_bytes() for entry in modules)).hexdigest()


def _read_for_real(reader: Reader, templates: Sequence[Template], library: Library | None) -> Iterator[tuple[str, ScriptProblem]]:
    texts = [_Text(template.facts.name, variant) for template in templates for variant in variants_of(template)]
    texts += [_Text(LIBRARY, Variant(f"ps_templates/{file.name}", file.text, ())) for file in (library.files if library else ())]
    if not texts:
        return
    for text, reading in zip(texts, reader.read([text.variant.body for text in texts]), strict=True):
        for broken in check_reading(_facts(text.variant.body), reading):
            yield text.name, ScriptProblem(Place(text.variant.file, text.variant.line_of(broken.line)), broken.rule, broken.what)


def _facts(body: str) -> ScriptFacts:
    return read_facts(read_tree(body))
