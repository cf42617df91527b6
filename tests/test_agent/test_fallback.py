"""Without the agent: one process for each step, in constrained language too."""

import json

import pytest

from tests.test_agent.bench import Bench, again, once
from toolkit.model.command import Command, CommandResult, Outcome
from toolkit.shells.agent import AgentShell
from toolkit.shells.agent_or_fallback import AgentOrFallback
from toolkit.shells.agent_settings import AgentSettings
from toolkit.shells.fallback import NOTICE, FallbackShell
from toolkit.shells.fallback_answers import AnswerReader, read_answer
from toolkit.shipped import shipped_folder

pytestmark = pytest.mark.pwsh
TOKEN = "0123456789abcdef" * 2


def ask(bench: Bench, *commands: Command, libraries: tuple[str, ...] = ()) -> list[CommandResult]:
    """Ask a fallback on this machine."""
    shell = FallbackShell(bench.start, libraries, AgentSettings(), bench.progress.append)
    return list(shell.ask(commands))


def test_steps_in_processes_of_their_own(bench: Bench) -> None:
    """Libraries and session steps are there for each step, letters and objects arrive, and the person is told once."""
    results = ask(
        bench,
        again("session", "$loaded = 'yes'", shared=True),
        once("s1", "\"[$loaded]\"; Get-Two; 'Привет 😀'; [ordered]@{ a = @(1); b = @(); c = $null }; Write-Warning 'w'"),
        once("s2", "& /bin/sh -c 'exit 7'; throw 'no'"),
        once("s3", "3"),
        libraries=("function Get-Two { 2 }",),
    )
    assert [result.outcome for result in results] == [Outcome.OK, Outcome.OK, Outcome.FAILED, Outcome.SKIPPED]
    assert results[1].output == ("[yes]", 2, "Привет 😀", {"a": [1], "b": [], "c": None})
    assert results[1].warnings == ("w",)
    assert (results[2].native_exit, results[2].why, results[2].errors[0].category) == (7, "no", "OperationStopped")
    assert len(bench.processes) == 3
    assert [note.says for note in bench.progress if note.notice] == [NOTICE]


def test_lost_answer_is_unknown(bench: Bench) -> None:
    """A script that ends its process leaves nothing to ask; one that leaves by break is seen; one that takes too long is ended."""
    left, lost = ask(bench, once("s1", "'a'; break; 'b'", goes_on=True), once("s2", "exit 5", goes_on=True))
    (slow,) = ask(bench, once("s3", "Start-Sleep 60", deadline_s=1))
    assert (left.outcome, left.why) == (Outcome.FAILED, "left by break or continue")
    assert [lost.outcome, slow.outcome] == [Outcome.UNKNOWN, Outcome.UNKNOWN]


def test_library_that_does_not_load_refuses_the_step(bench: Bench) -> None:
    """The step itself has not begun."""
    (result,) = ask(bench, once("s1", "1"), libraries=("throw 'bad'",))
    assert (result.outcome, result.why) == (Outcome.REFUSED, "The library script before it failed: bad")


def test_constrained_language(shell: AgentShell) -> None:
    """The text of the fallback runs where only core types are allowed: strings, tables and errors come back as they should."""
    text = (shipped_folder("ps_templates") / "agent" / "fallback" / "step.ps1").read_text()
    step = "'Ж'; @{ a = 1 }; Write-Warning 'w'; [IO.File]::Exists('/x')"
    lines = [f"#EXK-STEP {TOKEN}", json.dumps({"kind": "step", "characters": len(step), "text": step}), "#EXK-END"]
    script = (
        "$state = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault2(); $state.LanguageMode = 'ConstrainedLanguage'\n"
        "$space = [RunspaceFactory]::CreateRunspace($state); $space.Open(); $ps = [PowerShell]::Create(); $ps.Runspace = $space\n"
        f"[void]$ps.AddScript(@'\n{text}\n'@)\n"
        f"$ps.Invoke(@({', '.join(quote(line) for line in lines)}))"
    )
    (result,) = shell.ask([again("constrained", script)])
    reader = AnswerReader(TOKEN)
    reader.feed("\n".join([*map(str, result.output), ""]).encode())
    answer = read_answer(reader.text, once("s1", step))
    assert reader.is_ready
    assert answer.output == ("Ж", {"a": 1})
    assert answer.warnings == ("w",)
    assert answer.outcome is Outcome.FAILED
    assert answer.errors[0].error_id.startswith("MethodInvocationNotSupportedInConstrainedLanguage")


def quote(text: str) -> str:
    """Return a PowerShell literal."""
    return "'" + text.replace("'", "''") + "'"


def test_refused_agent_gives_way_to_the_fallback(bench: Bench) -> None:
    """The agent is tried first; once it is refused, the fallback does everything."""
    bench.on_send = lambda data: data.replace(b"'HELLO'", b"'HELLA'")
    shell = AgentOrFallback(bench.shell(), FallbackShell(bench.start, (), AgentSettings(), bench.progress.append))
    (first,) = shell.ask([once("s1", "1")])
    (second,) = shell.ask([once("s2", "2")])
    shell.close()
    assert (first.output, second.output) == ((1,), (2,))
    assert len(bench.processes) == 3
