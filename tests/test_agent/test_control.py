"""However a step leaves, prompts or answers badly: it is answered at once, and the agent lives on."""

import pytest

from tests.test_agent.bench import Bench, again, once
from toolkit.model.command import Outcome
from toolkit.shells.agent import AgentShell

pytestmark = pytest.mark.pwsh
LEFT = "Left by exit, break or continue."
HIGH = "[CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High')]param()"
WAYS = {
    "exit": ("'a'; exit 5; 'b'", Outcome.FAILED, ("a",)),
    "break": ("'a'; break; 'b'", Outcome.FAILED, ("a",)),
    "continue": ("'a'; continue; 'b'", Outcome.FAILED, ("a",)),
    "return": ("'a'; return; 'b'", Outcome.OK, ("a",)),
    "labelled-break": ("function f { break scope }; :scope do { f } while ($false); 'b'", Outcome.OK, ("b",)),
    "throw": ("'a'; throw 'boo'", Outcome.FAILED, ("a",)),
    "write-error": ("Write-Error 'we'; 'after'", Outcome.FAILED, ()),
    "write-error-continue": ("Write-Error 'we' -ErrorAction Continue; 'after'", Outcome.FAILED, ("after",)),
    "silenced": ("Get-Item /nope -ErrorAction SilentlyContinue; 'after'", Outcome.OK, ("after",)),
    "read-host": ("Read-Host 'name'", Outcome.FAILED, ()),
    "get-credential": ("Get-Credential", Outcome.FAILED, ()),
    "choice": ("$Host.UI.PromptForChoice('c', 'm', @(), 0)", Outcome.FAILED, ()),
    "mandatory": ("function f { param([Parameter(Mandatory = $true)]$x) $x }; f", Outcome.FAILED, ()),
    "confirm": (f"function f {{ {HIGH} if ($PSCmdlet.ShouldProcess('t')) {{ 'did' }} }}; f", Outcome.FAILED, ()),
    "format-table": ("Get-Item / | Format-Table Name", Outcome.FAILED, ()),
    "read-line": ('"[$([Console]::ReadLine())]"', Outcome.OK, ("[]",)),
}


@pytest.mark.parametrize("way", WAYS)
def test_way_to_leave_or_to_prompt(way: str, shell: AgentShell) -> None:
    """The outcome is right, what was put out before is there, it took no time, and the next step runs."""
    script, outcome, output = WAYS[way]
    left, alive = shell.ask([again(f"way-{way}", script, goes_on=True), again(f"alive-{way}", "'alive'")])
    assert (left.outcome, left.output, alive.output) == (outcome, output, ("alive",))
    assert left.duration_ms < 5000
    assert bool(left.why) is (outcome is not Outcome.OK)
    assert (left.why == LEFT) is (way in ("exit", "break", "continue"))


def test_error_records_carry_what_matching_needs(shell: AgentShell) -> None:
    """Message, id, category and place."""
    (result,) = shell.ask([again("record", "Get-Item -LiteralPath /nope")])
    (error,) = result.errors
    assert (error.error_id, error.category) == ("PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand", "ObjectNotFound")
    assert error.message == result.why
    assert "line 1" in error.at


def test_syntax_error_is_rejected_before_the_journal(bench: Bench) -> None:
    """What does not parse does not begin."""
    first, second = bench.ask(once("s1", "'a'\nif ( {"), once("s2", "1"))
    assert (first.outcome, second.outcome) == (Outcome.REJECTED, Outcome.SKIPPED)
    assert first.why.startswith("Line 2: ")
    assert not list(bench.journal().glob("step-*"))


def test_library_that_does_not_load(bench: Bench) -> None:
    """Nothing runs without the libraries, and the reason is told."""
    shell = bench.shell(libraries=["function f { 1 }", "throw 'bad library'"])
    with pytest.raises(Exception, match="cannot work") as caught:
        list(shell.ask([once("s1", "f")]))
    assert "bad library" in str(getattr(caught.value, "why", ""))
    assert not list(bench.journal().glob("step-*"))
