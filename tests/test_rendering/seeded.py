"""Seeded templates: the cases of ``compiler_cases``, as files that the compiler gets."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from toolkit.rendering.environment import choose_branches
from toolkit.rendering.templates import Template, parse_template

FOLDER = Path(__file__).with_name("compiler_cases")
STRICT = "Set-StrictMode -Version 2.0\n"


class _Row(TypedDict, total=False):
    name: str
    rule: str | list[str]
    line: int | list[int]
    says: str
    folder: str
    exchange: str
    shell: str
    values: list[str]
    whole: bool
    body: str


@dataclass(frozen=True, slots=True)
class Case:
    """One template.

    Attributes:
        name: what is wrong with it, a sentence with hyphens.
        rules: slugs, one of which must be told; empty for a template with nothing wrong in it.
        lines: of the file, one of which must be told: that of the fault first.
        says: word that the message must contain.
        exchange: versions of the front matter; empty for all.
        template: as the compiler gets it.
    """

    name: str
    rules: frozenset[str]
    lines: tuple[int, ...]
    says: str
    exchange: tuple[str, ...]
    template: Template

    @property
    def body(self) -> str:
        """The body as it stands in the case, without the test's own line with Set-StrictMode."""
        return self.template.body.removeprefix(STRICT)

    def variants(self) -> frozenset[str]:
        """Return the bodies that servers get, each with empty lines for the front matter: line numbers are those of the file."""
        before = "\n" * (self.template.body_line - 1)
        pairs = [(version, edge) for version in self.template.facts.versions for edge in (False, True)]
        return frozenset(before + choose_branches("a case", self.template.body, version, edge=edge) for version, edge in pairs)


def read_cases(file: str) -> list[Case]:
    """Return the cases of ``wrong``, ``malicious`` or ``right``."""
    rows: list[_Row] = tomllib.loads((FOLDER / f"{file}.toml").read_text(encoding="utf-8"))["case"]
    return [_case(row) for row in rows]


def _case(row: _Row) -> Case:
    folder = row.get("folder", "observe")
    front = _front_matter(row, folder)
    start = "" if row.get("whole") else STRICT
    template = parse_template(f"{folder}/seeded", "".join(f"#: {line}\n" for line in front) + start + row["body"])
    rule, line = row.get("rule", []), row.get("line", 0)
    before = len(front) + len(start.splitlines())
    return Case(
        name=row["name"],
        rules=frozenset([rule] if isinstance(rule, str) else rule),
        lines=tuple(before + one for one in ([line] if isinstance(line, int) else line)),
        says=row.get("says", ""),
        exchange=tuple(row.get("exchange", "").split()),
        template=template,
    )


def _front_matter(row: _Row, folder: str) -> list[str]:
    keys = [f"{key:<10} {row[key]}" for key in ("exchange", "shell") if key in row]
    undo = ["undo       none: it is never sent"] if folder != "observe" else []
    return ["title      A seeded template", *keys, *undo, *(f"value      {value}" for value in row.get("values", []))]
