"""What stays from step to step and what does not."""

import pytest

from tests.test_agent.bench import Bench, again, once
from toolkit.model.command import Outcome

pytestmark = pytest.mark.pwsh
MODULE = """
[IO.File]::AppendAllText('{0}/loads', 'x')
$n = 0
function Get-Turn {{ $script:n++; $script:n }}
function Test-Preference {{ [CmdletBinding()]param() Write-Error 'soft'; 'went on' }}
"""


def test_modules_stay_and_variables_do_not(bench: Bench) -> None:
    """Loaded modules, $global: and $env: stay; variables, functions, location, preferences and strict mode of a step do not."""
    module = bench.folder / "Once.psm1"
    module.write_text(MODULE.format(bench.folder))
    scripts = {
        f"Import-Module '{module}'; Get-Turn": 1,
        "Get-Turn": 2,
        "$x = 5; function g { 1 }; Set-Location /tmp; Set-StrictMode -Version 2.0; $ErrorActionPreference = 'Continue'; 0": 0,
        '"[$x][$nothing][$(@(Get-Command g -ErrorAction SilentlyContinue).Count)]$PWD$args"': "[][][0]/",
        "$ErrorActionPreference": "Stop",
        "$global:open = 3; $env:EXK = 'e'; 0": 0,
        '"$open$env:EXK"': "3e",
        "(1.5).ToString() + [Threading.Thread]::CurrentThread.CurrentCulture.Name": "1.5",
        "[Environment]::UserInteractive -or $true": True,
    }
    results = bench.ask(*(once(f"s{number}", script) for number, script in enumerate(scripts)))
    assert [result.output for result in results] == [(value,) for value in scripts.values()]
    assert (bench.folder / "loads").read_text() == "x"


def test_shared_step_leaves_its_variables(bench: Bench) -> None:
    """A session step runs in the global scope."""
    first, second = bench.ask(again("s1", "$shared = 7; function Get-Eight { 8 }", shared=True), once("s2", '"$shared$(Get-Eight)"'))
    assert (first.outcome, second.output) == (Outcome.OK, ("78",))


def test_functions_of_modules_stop_at_errors(bench: Bench) -> None:
    """Functions of script modules obey only the global preference, and implicit remoting is made of such functions."""
    module = bench.folder / "Soft.psm1"
    module.write_text(MODULE.format(bench.folder))
    (result,) = bench.ask(once("s1", f"Import-Module '{module}'; Test-Preference"))
    assert (result.outcome, result.output) == (Outcome.FAILED, ())


def test_libraries_are_there_for_every_step(bench: Bench) -> None:
    """Each library is loaded once per process, in order, and its functions stay."""
    libraries = (f"[IO.File]::AppendAllText('{bench.folder}/loads', 'x'); function Get-One {{ 1 }}", "function Get-Two { (Get-One) + 1 }")
    shell = bench.shell(libraries=libraries)
    first = list(shell.ask([once("s1", "Get-Two"), once("s2", "Get-Two")]))
    second = list(shell.ask([once("s3", "Get-Two")]))
    assert [result.output for result in [*first, *second]] == [(2,)] * 3
    assert (bench.folder / "loads").read_text() == "x"


def test_steps_may_use_the_agents_functions(bench: Bench) -> None:
    """JSON and the process helpers are shared with the steps."""
    script = "Format-ExkitJson @{ b = 1; a = 2 } 0; @(Get-ExkitDescendant 1).Count -gt 0; Stop-ExkitProcess 999999; 'on'"
    (result,) = bench.ask(once("s1", script))
    assert result.output == ('{"a":2,"b":1}', True, "on")
