"""The only Jinja environment for scripts: sandboxed, strict, and without values."""

import re
from collections.abc import Callable

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from toolkit.errors import TemplateInvalid
from toolkit.model.exchange import ExchangeVersion
from toolkit.shipped import shipped_folder

_NAME = re.compile(r"\A[a-z0-9_]+(?:/[a-z0-9_]+)+\Z")
_PRINTS = re.compile(r"\{\{|\{#|\{%(?!\s*(?:if|elif|else|endif|include)\b)\s*\w*|(?<=[^\s])[^\S\n]*\{%|%\}(?=[^\S\n]*[^\s])")
"""What a body may not have: values, comments of Jinja, anything but branches, and a branch that shares its line with something."""
SUFFIX = ".ps1.j2"


def read_template(name: str) -> str | None:
    """Return the text of the shipped template ``observe/volumes``; None when there is none of this name."""
    if not _NAME.match(name):
        return None
    folder, _, file = name.rpartition("/")
    path = shipped_folder("ps_templates").joinpath(*folder.split("/"), file + SUFFIX)
    return path.read_text(encoding="utf-8") if path.is_file() else None


def refuse_printing(name: str, body: str, first_line: int = 1) -> None:
    """Refuse a body that prints or sets something: values stand only in the generated header.

    Args:
        name: template, for the message.
        body: text behind the front matter.
        first_line: line of the file on which the body begins.

    Raises:
        TemplateInvalid: it does; file and line are named.
    """
    printed = _PRINTS.search(body)
    if printed is not None:
        line = first_line + body.count("\n", 0, printed.start())
        raise TemplateInvalid(
            f"ps_templates/{name}{SUFFIX}:{line}: '{printed[0]}' is not allowed in a body",
            why="Values stand only in the generated header; a body is the same text for every server.",
            do=("exkit playbooks check",),
        )


def _read_included(name: str) -> str | None:
    text = read_template(name)
    if text is not None:
        refuse_printing(name, text)
    return text


def make_environment(read: Callable[[str], str | None] = _read_included) -> jinja2.Environment:
    """Return an environment that knows no value: only ``exchange`` and ``edge`` are given, and nothing may be printed."""
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FunctionLoader(read),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.clear()
    environment.globals.clear()
    return environment


def choose_branches(name: str, body: str, version: ExchangeVersion, *, edge: bool) -> str:
    """Return ``body`` with its compile-time branches taken for one Exchange version and role.

    Raises:
        TemplateInvalid: it does not parse, or names a constant that does not exist.
    """
    if "{%" not in body:
        return body
    try:
        return make_environment().from_string(body).render(exchange=version.value, edge=edge)
    except jinja2.TemplateError as fault:
        line = getattr(fault, "lineno", None) or 1
        raise TemplateInvalid(
            f"{name}:{line}: {fault.message}", why="The template cannot be rendered.", do=("exkit playbooks check",)
        ) from fault
