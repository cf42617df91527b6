"""What was measured as text: for the terminal, and as ``docs/reference/template-coverage.md``."""

from collections.abc import Iterator
from pathlib import Path

from tests.test_coverage.instrument import Point
from tests.test_coverage.tally import Measured, Row, answers_not_given, list_answers, read_answers, read_reasons
from toolkit.model.exchange import ExchangeVersion

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "template-coverage.md"
ORDER = (*(version.value for version in ExchangeVersion), "Edge")
INTRODUCTION = """\
# What of the templates has run

Written by `make coverage`, which puts a probe before every statement and into every branch of the templates and their library, and
runs the copy in a real PowerShell 7 inside the lab: every template on every kind of server that it claims, the cases of
`tests/test_templates`, the playbook over WinRM in every scenario with its undo, and the playbook through the engine alone where a
step gives an answer that no scenario gives. It fails when something did not run and has no reason below, when a reason has nothing
left to explain, and when a template did not run for a version that it claims.

A line counts when every statement that begins on it has run. Branches are: each clause of `if` and `switch`, the missing `else` and
`default`, a loop that is entered and one that is not, each `catch`, and each branch that is chosen when a template is rendered. The lab
is no Windows: [what that means](../explanation/what-the-lab-is.md). The agent is not in this table; its tests are in `tests/test_agent`.
"""


def say_file_rows(measured: Measured) -> Iterator[str]:
    """Yield the table for the terminal, a line for each file."""
    yield f"{'file':<46} {'lines':>9} {'branches':>9}  ran for"
    for row in measured.rows:
        yield f"{row.file:<46} {_of(row.lines_run, row.lines)} {_of(row.branches_run, row.branches)}  {_versions(measured, row)}"


def _of(some: int, of: int) -> str:
    return f"{f'{some}/{of}':>9}"


def _versions(measured: Measured, row: Row) -> str:
    name = row.file.removesuffix(".ps1.j2")
    return " ".join(sorted(measured.profiles.get(name, ()), key=ORDER.index)) if name != row.file else "library"


def say_gaps(measured: Measured) -> Iterator[str]:
    """Yield what did not run with its reason, a line for each place."""
    for gap, because in _gaps(measured):
        yield f"not run: {gap.file}:{gap.line} {gap.name}: {because or 'NO REASON'}"
    for answer in answers_not_given(measured.taken, read_answers()):
        yield f"not given: {answer.playbook} {answer.turn.step_id} {answer.turn.answer}: {answer.because or 'NO REASON'}"


def _gaps(measured: Measured) -> list[tuple[Point, str]]:
    reasons = read_reasons()
    gaps = sorted((gap for row in measured.rows for gap in row.gaps), key=lambda gap: (gap.file, gap.line, gap.name))
    return [(gap, next((reason.because for reason in reasons if reason.explains(gap)), "")) for gap in gaps]


def say_totals(measured: Measured) -> Iterator[str]:
    """Yield the totals, and how many answers of the playbooks' steps were given."""
    rows = measured.rows
    explained = sum(bool(because) for _, because in _gaps(measured))
    yield (
        f"Lines {sum(row.lines_run for row in rows)} of {sum(row.lines for row in rows)}, "
        f"branches {sum(row.branches_run for row in rows)} of {sum(row.branches for row in rows)}, explained gaps {explained}."
    )
    answers, missing = list_answers(), answers_not_given(measured.taken, read_answers())
    wire = sum(run.over_winrm for run in measured.taken)
    yield (
        f"Playbooks: {len(measured.taken)} runs, {wire} of them over WinRM; they give {len(answers) - len(missing)} of the "
        f"{len(answers)} answers that steps have."
    )


def write_page(measured: Measured) -> None:
    """Write the page."""
    table = ["| File | Lines | Branches | Ran for |", "|---|---|---|---|", *(_page_row(measured, row) for row in measured.rows)]
    gaps = ["| Where | What | Why not |", "|---|---|---|"]
    gaps += [f"| `{gap.file}:{gap.line}` | {gap.name} | {because} |" for gap, because in _gaps(measured)]
    gaps += [
        f"| `{answer.playbook}`, step `{answer.turn.step_id}` | answer {answer.turn.answer} | {answer.because} |"
        for answer in answers_not_given(measured.taken, read_answers())
    ]
    totals = "\n".join(f"* {line}" for line in say_totals(measured))
    parts = [INTRODUCTION, totals, "## What has not run, and why", "\n".join(gaps), "## File by file", "\n".join(table)]
    PAGE.write_text("\n".join(part.rstrip("\n") + "\n" for part in parts), encoding="utf-8")


def _page_row(measured: Measured, row: Row) -> str:
    return f"| `{row.file}` | {row.lines_run}/{row.lines} | {row.branches_run}/{row.branches} | {_versions(measured, row)} |"
