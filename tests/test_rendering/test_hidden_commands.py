"""Commands that PowerShell runs and another reader may overlook: the compiler sees every one, or refuses the script as unread."""

import json
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.test_lab.powershell import find_powershell
from toolkit.rendering.compile import compile_template
from toolkit.rendering.templates import parse_template

_FILE = Path(__file__).with_name("compiler_cases") / "hidden.toml"
SCRIPTS: list[str] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["scripts"]
COMMAND = "Get-Foo"
FRONT = "#: title      A script\n#: exchange   2016\n"
STRICT = "Set-StrictMode -Version 2.0\n"

_NAMES = """
$ErrorActionPreference = 'Stop'
foreach ($text in ConvertFrom-Json -InputObject ([IO.File]::ReadAllText($args[0]))) {
    $errors = $null
    $tree = [Management.Automation.Language.Parser]::ParseInput($text, [ref]$null, [ref]$errors)
    $calls = $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)
    if ($errors) { '["errors"]' } else { ConvertTo-Json -InputObject @($calls | ForEach-Object { "$($_.GetCommandName())" }) -Compress }
}
"""


def _is_refused(script: str) -> bool:
    told = compile_template(parse_template("observe/hidden", FRONT + STRICT + script + "\n"))
    is_seen = any(COMMAND in one.what for one in told)
    is_unread = any(one.rule.slug.startswith("syntax.") or "here-string" in one.what for one in told)
    return is_seen or is_unread


def test_no_command_is_overlooked() -> None:
    """The compiler names the command, or says that it does not read such scripts."""
    assert [script for script in SCRIPTS if not _is_refused(script)] == []


@pytest.mark.pwsh
def test_powershell_runs_each_of_them(tmp_path: Path) -> None:
    """In every script the real parser finds the command, else the test above tests nothing."""
    reader, given = tmp_path / "names.ps1", tmp_path / "scripts.json"
    reader.write_text(_NAMES, encoding="ascii")
    given.write_text(json.dumps([STRICT + script for script in SCRIPTS]), encoding="utf-8")
    command = [find_powershell(), "-NoLogo", "-NoProfile", "-NonInteractive", "-File", str(reader), str(given)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [script for script, names in zip(SCRIPTS, found, strict=True) if COMMAND not in names] == []
