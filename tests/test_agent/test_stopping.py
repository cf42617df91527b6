"""Deadlines, CANCEL, Ctrl-C and a client that is gone: the step stops with all its children, and the journal has it."""

import os
import signal
import threading
from collections.abc import Callable

import pytest

from tests.test_agent.bench import Bench, again, count_marks, mark, once
from tests.test_shells.processes import is_gone
from toolkit.model.command import Outcome

pytestmark = pytest.mark.pwsh


def test_deadline_stops_everything(bench: Bench) -> None:
    """An endless loop, a sleep with a finally block, and a tree of native processes are stopped; nothing is left behind."""
    file, child = bench.folder / "finally", bench.folder / "child"
    scripts = [
        "'before'; while ($true) { }",
        f"try {{ Start-Sleep 60 }} finally {{ {mark(file)} }}",
        f"& /bin/sh -c 'sleep 61 & echo $! > {child}; sleep 62'",
    ]
    steps = [once(f"s{number}", script, deadline_s=1, goes_on=True) for number, script in enumerate(scripts)]
    *stopped, last = bench.ask(*steps, once("last", "'alive'"))
    assert [result.outcome for result in stopped] == [Outcome.DEADLINE] * 3
    assert (stopped[0].output, last.output) == (("before",), ("alive",))
    assert all(1000 <= result.duration_ms < 6000 for result in stopped)
    assert count_marks(file) == 1
    assert is_gone(int(child.read_text()))


def test_unstoppable_step_is_unknown_for_good(bench: Bench) -> None:
    """A blocked .NET call cannot be stopped: the agent leaves, the step is unknown, also when asked again, and the rest is skipped."""
    steps = once("s1", "[Threading.Thread]::Sleep(100000)", deadline_s=1), once("s2", "1")
    first, second = bench.ask(*steps), bench.ask(*steps)
    for results in (first, second):
        assert [result.outcome for result in results] == [Outcome.UNKNOWN, Outcome.SKIPPED]
    assert b" BYE " in bench.wires[0].received
    assert is_gone(bench.processes[0].process_id)


def press_ctrl_c(bench: Bench) -> None:
    """Do what Ctrl-C at the console does."""
    os.kill(bench.processes[0].process_id, signal.SIGINT)


STOPS: dict[str, Callable[[Bench], None]] = {
    "cancel": lambda bench: bench.shells[0].cancel(),
    "ctrl-c": press_ctrl_c,
    "client gone": lambda bench: bench.processes[0].end_input(),
}


@pytest.mark.parametrize("stop", STOPS)
def test_stop_from_outside(stop: str, bench: Bench) -> None:
    """The step that runs is stopped with its child, what it put out is kept, and the rest is skipped."""
    child = bench.folder / "child"
    script = f"try {{ 'begun'; & /bin/sh -c 'echo $$ > {child}; exec sleep 70' }} finally {{ Start-Sleep -Milliseconds 100 }}"
    asked = bench.shell(heartbeat_s=3)
    begun = threading.Event()
    asked._observer = lambda progress: begun.set() if progress.step_id == "s1" else None
    stopper = threading.Thread(target=lambda: begun.wait(20) and STOPS[stop](bench))
    stopper.start()
    results = list(asked.ask([once("s1", script), once("s2", "1")]))
    stopper.join()
    assert [result.outcome for result in results] == [Outcome.CANCELLED, Outcome.SKIPPED]
    assert results[0].output == ("begun",)
    assert is_gone(int(child.read_text()))
    assert '"state":"cancelled"' in (bench.journal() / "step-s1.done").read_text()


def test_keyboard_interrupt_at_the_client(bench: Bench) -> None:
    """Ctrl-C at the operator's machine: the agent journals how the step ended, then the interrupt goes on."""
    armed: list[bool] = []

    def interrupt(data: bytes) -> bytes:
        if b" OUT " in data and not armed:
            armed.append(True)
            raise KeyboardInterrupt
        return data

    bench.on_receive = interrupt
    with pytest.raises(KeyboardInterrupt):
        bench.ask(once("s1", "'begun'; Start-Sleep 60"), once("s2", "1"))
    assert '"state":"cancelled"' in (bench.journal() / "step-s1.done").read_text()
    assert not (bench.journal() / "step-s2.started").exists()
    assert is_gone(bench.processes[0].process_id)


def test_client_hears_something_all_the_time(bench: Bench) -> None:
    """A silent step brings heartbeats, a talking one its last line, a working one its progress."""
    silent = again("silent", "Start-Sleep -Milliseconds 1600")
    talking = again("talking", '1..5 | ForEach-Object { "row $_"; Start-Sleep -Milliseconds 400 }')
    working = again("working", '1..5 | ForEach-Object { Write-Progress -Activity a -Status "часть $_"; Start-Sleep -Milliseconds 400 }')
    assert [result.outcome for result in bench.ask(silent, talking, working, heartbeat_s=1)] == [Outcome.OK] * 3
    said = {step_id: [note.says for note in bench.progress if note.step_id == step_id] for step_id in ("silent", "talking", "working")}
    assert said["silent"]
    assert any(text.startswith("row ") for text in said["talking"])
    assert any(text.startswith("часть ") for text in said["working"])
