"""Everything that goes to a server runs in Windows PowerShell 3.0 on .NET Framework 4.0, as far as a parser and a catalogue can tell."""

from pathlib import Path

import pytest

from tests.powershell_compat import find_incompatibilities
from toolkit.shipped import shipped_folder

pytestmark = [pytest.mark.pwsh, pytest.mark.shared]
BAD = """
$a = $x ? 1 : 2
$b = $x ?? 3
$c = ${x}?.Name
Get-Item a && Get-Item b
$x ??= 1
class K { }
[Text.UTF8Encoding]::new($false)
@(1).ForEach({ $_ })
[Convert]::ToHexString(@(1))
[IO.File]::Move('a', 'b', $true)
[IO.Path]::GetRelativePath('a', 'b')
[Array]::Empty
Get-Content x -AsByteStream
Get-FileHash x
$IsLinux
"`u{41}"
5y
1..3 | ForEach-Object -Parallel { $_ }
function f { clean { 1 } end { 2 } }
New-Object Text.Json.JsonDocument
New-Object IO.FileStream('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')
'x'.Contains('x', 'y', 'z', 'w')
[Math]::Clamp(1, 2, 3)
Get-Unknown
[Net.Http.HttpClient]
"""


def test_agent_and_fallback(powershell: str) -> None:
    """No syntax, type, member, cmdlet or parameter that is newer."""
    folder = Path(str(shipped_folder("ps_templates") / "agent"))
    files = [*sorted(folder.glob("*.ps1")), *sorted(folder.glob("fallback/*.ps1"))]
    assert len(files) > 10
    assert find_incompatibilities(powershell, files) == []


def test_looks_of_the_first_contact(powershell: str) -> None:
    """What the self-test sends beside the libraries is not newer either."""
    folder = Path(str(shipped_folder("ps_templates")))
    looks = sorted(folder.glob("agent/first_contact/*.ps1"))
    assert len(looks) > 3
    known = frozenset({"Format-ExkitJson", "Get-ExkitDescendant", "Invoke-ExkitTool"})
    assert find_incompatibilities(powershell, looks, known) == []


def test_control_newer_things_are_found(powershell: str, tmp_path: Path) -> None:
    """Each line of a script with newer things brings a finding, so the test above can fail."""
    file = tmp_path / "bad.ps1"
    file.write_text(BAD)
    found = find_incompatibilities(powershell, [file])
    lines = {int(finding.split(":")[1]) for finding in found}
    assert lines == set(range(2, len(BAD.splitlines()) + 1)), found


def test_commands_of_elsewhere_can_be_named(powershell: str, tmp_path: Path) -> None:
    """Exchange's cmdlets are no incompatibility when the caller says that they are there."""
    file = tmp_path / "exchange.ps1"
    file.write_text("Get-Queue -Server x")
    assert find_incompatibilities(powershell, [file]) == ["exchange.ps1:1: no command Get-Queue in 3.0"]
    assert find_incompatibilities(powershell, [file], frozenset({"Get-Queue"})) == []
