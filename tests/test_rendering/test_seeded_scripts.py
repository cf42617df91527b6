"""Seeded templates: each wrong and each malicious one is refused for its own reason, and nothing is said about the right ones."""

import json
import subprocess
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from tests.test_lab.powershell import find_powershell
from tests.test_rendering.seeded import Case, read_cases
from toolkit.model.script_rule import Rule, ScriptProblem
from toolkit.rendering.compile import compile_template

WRONG = read_cases("wrong")
MALICIOUS = read_cases("malicious")
RIGHT = read_cases("right")
LEAST = {"wrong": 75, "malicious": 75, "right": 25}
WITHOUT_CASE: dict[Rule, str] = {}
"""Rules that no text of a template can break, each with the reason."""

_PARSE = """
$ErrorActionPreference = 'Stop'
foreach ($text in ConvertFrom-Json -InputObject ([IO.File]::ReadAllText($args[0]))) {
    $errors = $null
    [void][Management.Automation.Language.Parser]::ParseInput($text, [ref]$null, [ref]$errors)
    ConvertTo-Json -InputObject @($errors | ForEach-Object { $_.Extent.StartLineNumber }) -Compress
}
"""


def _by_name(case: Case) -> str:
    return case.name


def _is_wanted(case: Case, problem: ScriptProblem) -> bool:
    return problem.rule.slug in case.rules and problem.place.line in case.lines and case.says in problem.what


def _explain(case: Case, told: Iterable[ScriptProblem]) -> str:
    lines = [f"{one.place} {one.rule.slug}: {one.what}" for one in told]
    return f"wanted {sorted(case.rules)} in line {case.lines} with '{case.says}', told:\n" + "\n".join(lines)


@pytest.mark.parametrize("case", WRONG, ids=_by_name)
def test_a_wrong_template_is_refused_for_its_own_reason(case: Case) -> None:
    """Rule, line and word are those of the fault, and nothing else is said: the rest of the template is right."""
    told = compile_template(case.template)
    assert any(_is_wanted(case, one) for one in told), _explain(case, told)
    assert all(one.rule.slug in case.rules for one in told), _explain(case, told)


@pytest.mark.parametrize("case", MALICIOUS, ids=_by_name)
def test_a_malicious_template_is_refused_for_its_own_reason(case: Case) -> None:
    """The trick itself is told, in its line; more may be told beside it."""
    told = compile_template(case.template)
    assert any(_is_wanted(case, one) for one in told), _explain(case, told)


@pytest.mark.parametrize("case", RIGHT, ids=_by_name)
def test_nothing_is_said_about_a_right_template(case: Case) -> None:
    """What is used as it should be raises no alarm."""
    told = compile_template(case.template)
    assert not told, _explain(case, told)


def test_every_rule_has_a_seeded_template() -> None:
    """A rule that nothing breaks is not known to work."""
    broken = {slug for case in [*WRONG, *MALICIOUS] for slug in case.rules}
    assert {rule.slug for rule in Rule} - broken == {rule.slug for rule in WITHOUT_CASE}


def test_the_cases_are_many_and_in_order() -> None:
    """Names are unique, there are enough of them, every rule exists, and none may be broken in more than three ways."""
    names = Counter(case.name for case in [*WRONG, *MALICIOUS, *RIGHT])
    assert names.most_common(1)[0][1] == 1
    assert {"wrong": len(WRONG) >= LEAST["wrong"], "malicious": len(MALICIOUS) >= LEAST["malicious"]} == {"wrong": True, "malicious": True}
    assert len(RIGHT) >= LEAST["right"]
    slugs = {rule.slug for rule in Rule}
    assert all(1 <= len(case.rules) <= 3 and case.rules <= slugs for case in [*WRONG, *MALICIOUS])


@pytest.mark.pwsh
def test_the_real_parser_agrees(tmp_path: Path) -> None:
    """A case that is about syntax does not parse, in the line that it names; every other one does, else it tests the wrong thing."""
    cases = [*WRONG, *MALICIOUS, *RIGHT]
    texts = sorted({text for case in cases for text in case.variants()})
    parsed = dict(zip(texts, _parse(texts, tmp_path), strict=True))
    assert [case.name for case in cases if not _agrees(case, {line for text in case.variants() for line in parsed[text][:1]})] == []


def _agrees(case: Case, lines: set[int]) -> bool:
    """Return whether the lines of the parser's first errors, one for each variant, are as the case wants them."""
    if Rule.PARSE.slug not in case.rules:
        return not lines
    is_exact = case.rules == {Rule.PARSE.slug} and "{%" not in case.template.body
    return lines == {case.lines[0]} if is_exact else True


def _parse(texts: Sequence[str], folder: Path) -> list[list[int]]:
    """Return the lines of the errors that the real parser finds in each text."""
    script, given = folder / "parse.ps1", folder / "texts.json"
    script.write_text(_PARSE, encoding="ascii")
    given.write_text(json.dumps(texts), encoding="utf-8")
    command = [find_powershell(), "-NoLogo", "-NoProfile", "-NonInteractive", "-File", str(script), str(given)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
