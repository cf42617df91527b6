"""Templates: what each says of itself, and its body."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from toolkit.errors import TemplateInvalid
from toolkit.model.danger import Danger
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.value_kind import KINDS
from toolkit.model.vocabulary import TemplateFacts, TemplateValue
from toolkit.rendering.environment import SUFFIX, read_template, refuse_printing
from toolkit.shipped import shipped_folder

_FRONT = re.compile(r"\A#:\s*(?P<key>[a-z]+)\s+(?P<rest>\S.*?)\s*\Z")
_VALUE = re.compile(
    r"\A(?P<name>[A-Z][A-Za-z]*):\s*(?P<list>list\()?(?P<kind>[a-z]+)(?:\((?P<choices>[^)]*)\))?(?(list)\))(?P<optional>\??)\Z"
)
_KEYS = frozenset({"title", "value", "exchange", "shell", "deadline", "undo"})


@dataclass(frozen=True, slots=True)
class Template:
    """One template file.

    Attributes:
        facts: its front matter.
        body: everything behind the front matter.
        body_line: line of the file on which the body begins, for error messages.
    """

    facts: TemplateFacts
    body: str
    body_line: int


@cache
def load_template(name: str) -> Template:
    """Return the shipped template ``observe/volumes``.

    Raises:
        TemplateInvalid: there is none, or its front matter breaks a rule.
    """
    text = read_template(name)
    if text is None:
        raise TemplateInvalid(
            f"there is no template {name}", why=f"ps_templates/{name}{SUFFIX} does not exist.", do=("exkit playbooks check",)
        )
    return parse_template(name, text)


def list_templates() -> Iterator[str]:
    """Yield the names of all shipped templates, sorted within each danger."""
    for danger in Danger:
        folder = shipped_folder("ps_templates") / danger.folder
        names = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
        yield from (f"{danger.folder}/{name.removesuffix(SUFFIX)}" for name in names if name.endswith(SUFFIX))


def parse_template(name: str, text: str) -> Template:
    """Return the template that ``text`` is.

    Raises:
        TemplateInvalid: a line of the front matter is wrong, or the body prints a value; file and line are named.
    """
    lines = text.splitlines(keepends=True)
    front = [line for line in lines if line.startswith("#:")]
    count = next((at for at, line in enumerate(lines) if not line.startswith("#:")), len(lines))
    if count != len(front):
        raise _wrong(name, count + 1, "front matter stands only at the top of the file")
    entries: dict[str, list[tuple[int, str]]] = {}
    for number, line in enumerate(front, 1):
        match = _FRONT.match(line.rstrip("\n"))
        if match is None or match["key"] not in _KEYS:
            raise _wrong(name, number, f"'{line.strip()}' is none of: {', '.join(sorted(_KEYS))}")
        entries.setdefault(match["key"], []).append((number, match["rest"]))
    body = "".join(lines[count:])
    refuse_printing(name, body, count + 1)
    return Template(_read_facts(name, entries), body, count + 1)


def _wrong(name: str, line: int, what: str) -> TemplateInvalid:
    return TemplateInvalid(
        f"ps_templates/{name}{SUFFIX}:{line}: {what}",
        why="The front matter of a template is read by the renderer.",
        do=("exkit playbooks check",),
    )


def _read_facts(name: str, entries: dict[str, list[tuple[int, str]]]) -> TemplateFacts:
    single = {key: rows[0][1] for key, rows in entries.items() if key != "value"}
    if "title" not in single:
        raise _wrong(name, 1, "a template says its title")
    undo, reason = _read_undo(single.get("undo", ""))
    deadline = single.get("deadline", "60")
    if not deadline.isdigit():
        raise _wrong(name, entries["deadline"][0][0], "a deadline is a number of seconds")
    values = [_read_value(name, line, rest) for line, rest in entries.get("value", [])]
    return TemplateFacts(
        name=name,
        title=single["title"],
        danger=_read_danger(name),
        values=MappingProxyType({value.name: value for value in values}),
        versions=_read_versions(name, entries),
        needs_exchange_shell=single.get("shell") == "exchange",
        deadline_s=int(deadline),
        loads_exchange_shell=single.get("shell") == "loads",
        undo=undo,
        undo_reason=reason,
    )


def _read_danger(name: str) -> Danger:
    folder = name.split("/", maxsplit=1)[0]
    for danger in Danger:
        if danger.folder == folder:
            return danger
    raise _wrong(name, 1, f"'{folder}' is no danger; folders are {', '.join(danger.folder for danger in Danger)}")


def _read_undo(text: str) -> tuple[str, str]:
    if text.startswith("none"):
        return "", text.partition(":")[2].strip()
    return text, ""


def _read_versions(name: str, entries: dict[str, list[tuple[int, str]]]) -> tuple[ExchangeVersion, ...]:
    if "exchange" not in entries:
        return tuple(ExchangeVersion)
    line, rest = entries["exchange"][0]
    try:
        return tuple(ExchangeVersion(word) for word in rest.split())
    except ValueError as fault:
        raise _wrong(name, line, f"{fault}; versions are {', '.join(version.value for version in ExchangeVersion)}") from fault


def _read_value(name: str, line: int, text: str) -> TemplateValue:
    match = _VALUE.match(text)
    if match is None or match["kind"] not in KINDS:
        raise _wrong(name, line, f"'{text}' is not 'Name: kind' with a kind of {', '.join(sorted(KINDS))}")
    choices = tuple(choice.strip() for choice in (match["choices"] or "").split("|") if choice.strip())
    return TemplateValue(match["name"], match["kind"], choices, many=bool(match["list"]), optional=bool(match["optional"]), line=line)
