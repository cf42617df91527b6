"""Results of the compiler, kept by content: what has not changed is not compiled again."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from toolkit.model.playbook import Place
from toolkit.model.script_rule import Rule, ScriptProblem
from toolkit.rendering.compile_tree import Problems

FILE = "checked-templates.json"


def read_kept(folder: Path) -> dict[str, Problems]:
    """Return problems by content key; empty when there is no file, or one that cannot be understood."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        rows = json.loads((folder / FILE).read_text(encoding="utf-8"))
        rules = {rule.slug: rule for rule in Rule}
        return {key: tuple(ScriptProblem(Place(row[0], row[1]), rules[row[2]], row[3]) for row in found) for key, found in rows.items()}
    return {}


def keep(folder: Path, found: Iterable[tuple[str, Problems]]) -> None:
    """Write the results of this check in the place of older ones; a folder that cannot be written costs time only."""
    rows: Mapping[str, list[list[str | int]]] = {key: [_row(problem) for problem in problems] for key, problems in found}
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_text(json.dumps(rows, sort_keys=True) + "\n", encoding="utf-8")


def _row(problem: ScriptProblem) -> list[str | int]:
    return [problem.place.file, problem.place.line, problem.rule.slug, problem.what]
