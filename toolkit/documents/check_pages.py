"""What a check of playbooks and templates looked at, and what it found."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.documents.blocks import Facts, Heading, Page, Paragraph, Row, Section
from toolkit.documents.json import VERSION, JsonObject
from toolkit.documents.measures import say_count
from toolkit.documents.text import plain
from toolkit.model.danger import Danger
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.script_rule import ScriptProblem
from toolkit.model.vocabulary import TemplateFacts

PORTABLE = "tree-sitter"


@dataclass(frozen=True, slots=True)
class TreeCheck:
    """One check.

    Attributes:
        playbooks: ids of those that were read.
        templates: those that were compiled.
        powershell: version of the real PowerShell that read them too; empty when there was none.
        problems: of templates and library, in the order of files and lines.
    """

    playbooks: tuple[str, ...]
    templates: tuple[TemplateFacts, ...]
    powershell: str
    problems: tuple[ScriptProblem, ...]


def check_page(check: TreeCheck) -> Page:
    """Return what was looked at, for a check that found nothing."""
    count = Counter(template.danger for template in check.templates)
    kinds = ", ".join(f"{count[danger]} {danger.word}" for danger in Danger if count[danger])
    versions = ", ".join(version.value for version in ExchangeVersion if any(version in template.versions for template in check.templates))
    rows = (
        *([Row("Playbooks", tuple(plain(name) for name in check.playbooks))] if check.playbooks else []),
        Row("Templates", (plain(f"{len(check.templates)}: {kinds}"),)),
        Row("Exchange", (plain(versions),)),
        Row("Read by", (plain(_say_readers(check)),)),
    )
    head = Heading(plain("CHECK"), level=1, aside="nothing is wrong")
    return Page("Check", (Section((head, Facts(rows))), Section((Paragraph(plain("Nothing was sent.")),))))


def _say_readers(check: TreeCheck) -> str:
    if check.powershell:
        return f"{PORTABLE} and the parser of PowerShell {check.powershell}"
    return f"{PORTABLE}; there is no PowerShell here (pwsh on PATH, or PWSH), whose parser would have read them too"


def say_problems(problems: Sequence[ScriptProblem]) -> str:
    """Return ``3 problems in 2 files``."""
    files = len({problem.place.file for problem in problems})
    return f"{say_count(len(problems), 'problem')} in {say_count(files, 'file')}"


def check_object(check: TreeCheck) -> JsonObject:
    """Return a check for programs, with every problem."""
    return {
        "v": VERSION,
        "kind": "check",
        "playbooks": list(check.playbooks),
        "templates": [
            {"name": template.name, "danger": template.danger.folder, "exchange": [version.value for version in template.versions]}
            for template in check.templates
        ],
        "powershell": check.powershell or None,
        "problems": [_problem(problem) for problem in check.problems],
    }


def _problem(problem: ScriptProblem) -> JsonObject:
    rule = problem.rule
    words: JsonObject = {"rule": rule.slug, "what": problem.what, "why": rule.value.why, "do": rule.value.do}
    return {"file": problem.place.file, "line": problem.place.line, **words}
