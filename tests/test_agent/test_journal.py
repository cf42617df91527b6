"""The journal decides after every kind of death: a change never runs twice, and what was answered is answered again."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from tests.test_agent.bench import PROGRAM, Bench, again, count_marks, mark, once
from tests.test_shells.processes import is_gone
from toolkit.errors import AgentBusy, ShellError
from toolkit.model.command import Command, CommandResult, Outcome, Policy
from toolkit.shells.agent_lines import Resolution
from toolkit.shells.bootstrap import AgentProgram, make_program
from toolkit.shipped import shipped_folder

pytestmark = pytest.mark.pwsh
OK, UNKNOWN, SKIPPED = Outcome.OK, Outcome.UNKNOWN, Outcome.SKIPPED
KILL = "[Diagnostics.Process]::GetCurrentProcess().Kill(); [Threading.Thread]::Sleep(60000)"
MARKS = {
    "before-started": "$Step.id -eq 's2'",
    "after-started": "$Step.id -eq 's2'",
    "running": "$Step.id -eq 's2'",
    "before-done": '$Json.Contains(\'"id":"s2"\')',
    "before-rename": '$Json.Contains(\'"id":"s2"\')',
    "after-done": '$Json.Contains(\'"id":"s2"\')',
    "frame": "$Kind -eq 'RESULT' -and $Text.Contains('\"id\":\"s2\"')",
}


def change_program(old: str, new: str) -> AgentProgram:
    """Return the agent with one piece of its text replaced."""
    assert PROGRAM.text.count(old) == 1, old
    stage0 = (shipped_folder("ps_templates") / "agent" / "stage0.ps1").read_text()
    return make_program(PROGRAM.text.replace(old, new), stage0)


def die_at(name: str, folder: Path) -> AgentProgram:
    """Return the agent that kills itself when step s2 comes by a mark for the first time."""
    once_only = f"-and -not [IO.File]::Exists('{folder}/died')"
    # A step that runs must have come to its mark before the agent dies.
    wait = f"while (-not [IO.File]::Exists('{folder}/marks')) {{ [Threading.Thread]::Sleep(10) }}; " if name == "running" else ""
    kill = f"if (({MARKS[name]}) {once_only}) {{ {wait}[IO.File]::WriteAllText('{folder}/died', 'x'); {KILL} }}"
    return change_program(f"#@{name}\n", kill + "\n")


def three_steps(folder: Path, policy: Policy, death: str) -> list[Command]:
    """Return three steps; the second leaves a mark, and waits for its death where it is to die while it runs."""
    rest = f"; if (-not [IO.File]::Exists('{folder}/died')) {{ Start-Sleep 5 }}" if death == "running" else ""
    return [once("s1", "'one'"), once("s2", f"{mark(folder / 'marks')}; 'two'{rest}", policy=policy), once("s3", "'three'")]


def outcomes(results: list[CommandResult]) -> list[Outcome]:
    """Return the outcomes."""
    return [result.outcome for result in results]


DEATHS_OF_A_CHANGE = {
    "before-started": ([OK, OK, OK], 1),
    "after-started": ([OK, UNKNOWN, SKIPPED], 0),
    "running": ([OK, UNKNOWN, SKIPPED], 1),
    "before-done": ([OK, UNKNOWN, SKIPPED], 1),
    "before-rename": ([OK, UNKNOWN, SKIPPED], 1),
    "after-done": ([OK, OK, OK], 1),
    "frame": ([OK, OK, OK], 1),
}


@pytest.mark.parametrize("name", DEATHS_OF_A_CHANGE)
def test_agent_killed_in_a_change(name: str, bench: Bench) -> None:
    """Killed at any point and started again: the change runs at most once, and is unknown where nobody can tell."""
    expected, runs = DEATHS_OF_A_CHANGE[name]
    results = bench.ask(*three_steps(bench.folder, Policy.ONCE, name), program=die_at(name, bench.folder))
    assert (outcomes(results), count_marks(bench.folder / "marks")) == (expected, runs)
    assert len(bench.processes) == 2


@pytest.mark.parametrize(("name", "runs"), [("after-started", 1), ("running", 2), ("before-rename", 2)])
def test_agent_killed_in_a_question(name: str, runs: int, bench: Bench) -> None:
    """Where a change would be unknown, a question is asked again and answered."""
    results = bench.ask(*three_steps(bench.folder, Policy.IDEMPOTENT, name), program=die_at(name, bench.folder))
    assert (outcomes(results), count_marks(bench.folder / "marks")) == ([OK, OK, OK], runs)
    assert results[1].output == ("two",)
    assert len(bench.processes) == 2


def test_control_without_the_journal_a_step_runs_twice(bench: Bench) -> None:
    """The same death without the journal: the change runs twice, so the tests above can fail."""
    stage0 = (shipped_folder("ps_templates") / "agent" / "stage0.ps1").read_text()
    text = PROGRAM.text
    for old, new in {
        "switch (Get-StepVerdict $step $started $done)": "switch ('run')",
        "if ($null -eq $Started) { Write-Started $Step }": "",
        "[IO.File]::Move($beside, (Get-JournalPath $Id 'done'))": "[IO.File]::Delete($beside)",
    }.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file = bench.folder / "marks"
    steps = [once("s1", f"{mark(file)}; if ([IO.File]::ReadAllText('{file}').Length -lt 2) {{ [Environment]::Exit(3) }}")]
    assert outcomes(bench.ask(*steps, program=make_program(text, stage0))) == [OK]
    assert count_marks(file) == 2
    assert outcomes(bench.ask(*steps, run="with-journal")) == [OK]


def test_process_killed_from_outside_takes_its_children(bench: Bench) -> None:
    """Deleting the shell in mid-step ends the child too; the next session says unknown and skips the rest."""
    child = bench.folder / "child"
    steps = [once("s1", "'one'"), once("s2", f"& /bin/sh -c 'echo $$ > {child}; exec sleep 80'"), once("s3", "3")]

    def kill(data: bytes) -> bytes:
        if child.exists() and child.read_text():
            bench.processes[0].close()
        return data

    bench.on_receive = kill
    assert outcomes(bench.ask(*steps, heartbeat_s=1)) == [OK, UNKNOWN, SKIPPED]
    assert is_gone(int(child.read_text()))


def test_step_that_ends_the_process(bench: Bench) -> None:
    """[Environment]::Exit inside a change: unknown, not run again."""
    file = bench.folder / "marks"
    assert outcomes(bench.ask(once("s1", f"{mark(file)}; [Environment]::Exit(3)"), once("s2", "2"))) == [UNKNOWN, SKIPPED]
    assert count_marks(file) == 1


def test_replay_is_equal_and_a_replayed_failure_stops_the_rest(bench: Bench) -> None:
    """The second session answers from the journal, byte for byte, also where the output of a failed step says that it is ok."""
    steps = [
        once("s1", "'Привет'; 1..3"),
        once("s2", "[ordered]@{ id = 'x'; state = 'ok' }; '\"state\":\"ok\"'; throw 'no'"),
        once("s3", "3"),
    ]
    first, second = bench.ask(*steps), bench.ask(*steps)
    assert outcomes(second) == [OK, Outcome.FAILED, SKIPPED]
    for before, after in zip(first[:2], second[:2], strict=True):
        assert not before.replayed
        assert after.replayed
        assert (before.output, before.errors, before.duration_ms) == (after.output, after.errors, after.duration_ms)


def test_torn_beginning_counts_as_begun(bench: Bench) -> None:
    """An empty .started says that the step began; half an answer beside it says nothing."""
    bench.journal().mkdir(parents=True)
    (bench.journal() / "step-s1.started").touch()
    (bench.journal() / "step-s1.done.tmp").write_text('{"run":"r1","id":"s1","sta')
    assert outcomes(bench.ask(once("s1", "1"), once("s2", "2"))) == [UNKNOWN, SKIPPED]


def plant(bench: Bench, command: Command, started: str = "", **changes: str) -> None:
    """Write an answer into the journal, as somebody with the rights could: with the sum that fits to ``started``."""
    members = {"run": "r1", "id": command.step_id, "sha": command.sha256, "state": "ok"} | changes
    text = json.dumps(members, separators=(",", ":"))
    bench.journal().mkdir(parents=True, exist_ok=True)
    (bench.journal() / f"step-{command.step_id}.done").write_text(f"{text}\n{sha256((started + text).encode()).hexdigest()}")


def test_planted_answer_is_refused(bench: Bench) -> None:
    """An answer to a step that never began is not believed: the step is refused, not replayed, and nothing runs."""
    step = once("s1", mark(bench.folder / "marks"))
    plant(bench, step)
    results = bench.ask(step, once("s2", "2"))
    assert outcomes(results) == [Outcome.REFUSED, SKIPPED]
    assert "planted" in results[0].why
    assert count_marks(bench.folder / "marks") == 0


def test_answer_of_something_else_is_a_conflict(bench: Bench) -> None:
    """A .done of another script, run or step beside a right .started is a conflict."""
    lies: list[dict[str, str]] = [{"sha": "0" * 64}, {"run": "r2"}, {"id": "s9"}, {"sha": ""}]
    steps = [once(f"s{number}", str(number)) for number in range(len(lies))]
    for step, changes in zip(steps, lies, strict=True):
        started = f'{{"run":"r1","sha":"{step.sha256}"}}'
        plant(bench, step, started, **changes)
        (bench.journal() / f"step-{step.step_id}.started").write_text(started)
    assert outcomes(bench.ask(*steps, once("last", "2"))) == [*[Outcome.CONFLICT] * 4, SKIPPED]


def test_damaged_answer_is_unknown_until_a_person_resolves_it(bench: Bench) -> None:
    """A cut .done of a change is not replayed and nothing runs; a person's answer stands in its place, and it is kept aside."""
    step, file = once("s1", mark(bench.folder / "marks")), bench.journal() / "step-s1.done"
    bench.ask(step)
    file.write_bytes(file.read_bytes()[:-70])
    shell = bench.shell()
    (result, _) = list(shell.ask([step, once("s2", "2")]))
    assert (result.outcome, count_marks(bench.folder / "marks")) == (UNKNOWN, 1)
    assert "damaged" in result.why
    shell.resolve("s1", Resolution.APPLIED, "seen")
    assert outcomes(list(shell.ask([step, once("s2", "2")]))) == [OK, OK]
    assert count_marks(bench.folder / "marks") == 1
    assert len(list(bench.journal().glob("step-s1.damaged-*"))) == 1


def test_other_script_under_a_used_id_is_a_conflict(bench: Bench) -> None:
    """An edited step is another step."""
    bench.ask(once("s1", "'a'"))
    assert outcomes(bench.ask(once("s1", "'b'"), once("s2", "2"))) == [Outcome.CONFLICT, SKIPPED]


def test_second_agent_on_a_run_is_busy(bench: Bench) -> None:
    """The first one holds the lock, and is named; the lock dies with it, however it dies."""
    first = bench.shell()
    list(first.ask([once("s1", "1")]))
    with pytest.raises(AgentBusy, match=rf"run r1, process {bench.processes[0].process_id}"):
        bench.ask(once("s2", "2"))
    bench.processes[0].close()
    assert outcomes(bench.ask(once("s2", "2"))) == [OK]


def test_runs_that_want_the_server_alone_exclude_each_other(bench: Bench) -> None:
    """A second changing run is busy and told whose run it waits for; a run that only asks is not."""
    first = bench.shell("change-1", alone=True)
    list(first.ask([once("s1", "1")]))
    with pytest.raises(AgentBusy, match="run change-1"):
        bench.ask(once("s1", "1"), run="change-2", alone=True)
    assert outcomes(bench.ask(once("s1", "1"), run="question")) == [OK]


@pytest.mark.parametrize(("resolution", "runs"), [(Resolution.APPLIED, 1), (Resolution.NOT_APPLIED, 2)])
def test_unknown_step_is_resolved(resolution: Resolution, runs: int, bench: Bench) -> None:
    """Applied goes on without it; not applied runs it again, once. Both in the agent that said unknown, and for good."""
    file = bench.folder / "marks"
    script = f"{mark(file)}; if ([IO.File]::ReadAllText('{file}').Length -lt 2) {{ [Environment]::Exit(3) }}"
    steps = [once("s1", script), once("s2", "'next'")]
    shell = bench.shell()
    assert outcomes(list(shell.ask(steps))) == [UNKNOWN, SKIPPED]
    shell.resolve("s1", resolution, "Иванова: seen in the log")
    results = list(shell.ask(steps))
    assert outcomes(results) == [OK, OK]
    assert ("Иванова" in results[0].why) is (resolution is Resolution.APPLIED)
    assert count_marks(file) == runs
    with pytest.raises(ShellError):
        shell.resolve("s1", resolution, "again")
    shell.close()
    assert outcomes(bench.ask(*steps)) == [OK, OK]


def test_torn_step_can_be_resolved(bench: Bench) -> None:
    """Where not even the hash of the script is known, a person's answer still lets the run go on."""
    bench.journal().mkdir(parents=True)
    (bench.journal() / "step-s1.started").touch()
    shell = bench.shell()
    shell.resolve("s1", Resolution.APPLIED, "seen")
    assert outcomes(list(shell.ask([once("s1", "1"), once("s2", "2")]))) == [OK, OK]


def test_session_step_runs_again_in_each_process(bench: Bench) -> None:
    """What a shared question leaves in memory is there again after a death, though the journal has its answer."""
    session = again("session", "$loaded = 'yes'; 'done'", shared=True)
    shell = bench.shell()
    assert outcomes(list(shell.ask([session]))) == [OK]
    bench.processes[0].close()
    (result,) = shell.ask([once("s1", '"[$loaded]"')])
    assert result.output == ("[yes]",)
    shell.close()
    results = bench.ask(session, once("s2", '"[$loaded]"'))
    assert results[1].output == ("[yes]",)


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[None]:
    """Mount a file system of a few kilobytes; skips where that is not allowed."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k,mode=755", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small file system here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(file: Path) -> None:
    """Fill the disk."""
    with file.open("ab", buffering=0) as stream:
        try:
            while True:
                stream.write(bytes(1024))
        except OSError:
            return


def test_full_disk(bench: Bench) -> None:
    """That a step ended is kept without its output; nothing starts that cannot be journaled."""
    with small_disk(bench.root, 96):
        steps = [once("s1", "'small'"), once("s2", "-join (1..40000 | ForEach-Object { [guid]::NewGuid() })"), once("s3", "'after'")]
        now = bench.ask(*steps)
        later = bench.ask(*steps)
        assert len(str(now[1].output[0])) == 40000 * 36
        assert (outcomes(later), later[1].truncated, later[1].output) == ([OK, OK, OK], True, ())
        assert "could not be kept" in later[1].why
        fill(bench.root / "fill")
        *_, last = bench.ask(*steps, once("s4", mark(bench.folder / "marks")))
        assert last.outcome is Outcome.REFUSED
        assert not (bench.journal() / "step-s4.started").exists()
    assert count_marks(bench.folder / "marks") == 0
