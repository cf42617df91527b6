"""The copy with probes does the same as the original, and tells what has run."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.test_coverage.instrument import Point, instrument
from tests.test_coverage.tally import count, read_hits
from tests.test_lab.powershell import Session, open_session
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.json_value import JsonValue
from toolkit.rendering.environment import choose_branches
from toolkit.shipped import shipped_folder

pytestmark = pytest.mark.pwsh

TRIED = r"""
function Get-Way([int]$Number, [object[]]$List) {
    # what goes wrong when a probe says something, or takes a statement apart
    if ($Number -eq 1) { 'one' } elseif ($Number -eq 2) { throw 'two' }
    switch ($Number) { 3 { 'three'; break } 4 { return , @(1, 2) } }
    $found = foreach ($one in $List) { if ($null -eq $one) { continue }; "$($one)" }
    while ($Number -gt 6) { $Number-- }
    $held = @{ a = $(if ($Number -eq 5) { 'five' }); b = @($List | Where-Object { $_ -is [string] }) }
    $held.a
    , $held.b
    "$(@($found).Count) $($null -eq $found)"
}
foreach ($number in 1..8) { try { Get-Way $number @('a', $null, 7) } catch { "caught $_" } finally { 'after' } }
Get-Way 5 @()
"""
NEVER = "if ($false) { 'never' }"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the shipped templates, and one script.

    Attributes:
        folder: that holds the copy.
        hits: what has run is written here.
        points: places that can run.
    """

    folder: Path
    hits: Path
    points: tuple[Point, ...]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Everything that is shipped, with probes."""
    folder = tmp_path_factory.mktemp("copy")
    (folder / "hits").mkdir()
    points = instrument(Path(str(shipped_folder("ps_templates"))), folder / "ps_templates", folder / "hits")
    return Copy(folder / "ps_templates", folder / "hits", points)


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    """A PowerShell without a library."""
    with open_session() as opened:
        yield opened


def write_one(folder: Path, text: str) -> tuple[str, tuple[Point, ...]]:
    """Return a library file of one's own with probes, and its places."""
    (folder / "source" / "lib").mkdir(parents=True)
    (folder / "source" / "lib" / "own.ps1").write_text(text, encoding="utf-8")
    (folder / "hits").mkdir()
    points = instrument(folder / "source", folder / "target", folder / "hits")
    return (folder / "target" / "lib" / "own.ps1").read_text(encoding="utf-8"), points


def rendered(text: str) -> list[str]:
    """Return the lines of a text as they are sent to a server."""
    return choose_branches("own", text, ExchangeVersion.E2016, edge=False).splitlines()


def answers(session: Session, text: str) -> list[JsonValue]:
    """Return what a script put out."""
    reply = session.run(text)
    assert reply.is_ok, reply.errors
    return reply.output


def test_a_script_answers_the_same_with_probes(session: Session, tmp_path: Path) -> None:
    """Nothing is put out, unrolled, caught or compared otherwise because of a probe."""
    probed, _ = write_one(tmp_path, TRIED)
    assert answers(session, probed) == answers(session, TRIED)


def test_lines_stay_where_they_are(copy: Copy) -> None:
    """The copy has the lines of the original, so that an error names the same line."""
    for point in copy.points:
        original = shipped_folder("ps_templates").joinpath(*point.file.split("/")).read_text(encoding="utf-8")
        probed = (copy.folder / point.file).read_text(encoding="utf-8")
        assert len(rendered(probed)) == len(rendered(original)), point.file


def test_what_has_not_run_is_told(session: Session, tmp_path: Path) -> None:
    """A branch that nobody took, its statement, and a loop that was always entered; everything else has run."""
    text = TRIED.replace("Get-Way 5 @()", NEVER)
    probed, points = write_one(tmp_path, text)
    answers(session, probed)
    (row,) = count(points, read_hits(tmp_path / "hits").numbers)
    assert [(gap.name, gap.text) for gap in row.gaps if "never" in gap.text] == [("if", NEVER), ("statement", NEVER)]
    assert [gap.text.split()[0] for gap in row.gaps if gap.name == "loop not entered"] == ["$found", "foreach"]
    assert row.lines_run == row.lines - 1


def test_every_measured_file_has_places(copy: Copy) -> None:
    """Each template and each library file can be measured; none is passed over."""
    files = {str(path.relative_to(copy.folder)) for path in copy.folder.rglob("*.ps1*")}
    agent = {file for file in files if file.startswith("agent/") and not file.startswith("agent/first_contact/")}
    assert {point.file for point in copy.points} == files - agent
