"""Who has a lock is told as far as it can be known; what stands beside a lock that nobody has means nothing."""

import fcntl
import os
from threading import Event, Thread

import pytest

from tests.test_agent.bench import Bench, count_marks, mark, once
from toolkit.errors import AgentBusy, ShellError
from toolkit.model.command import Outcome

pytestmark = pytest.mark.pwsh
ALIVE = '{"run":"r-9","pid":1,"at":"2026-11-25T10:00:00Z"}'


def test_note_without_a_lock_means_nothing(bench: Bench) -> None:
    """The note of a process that died, whose number another process has now, keeps nobody out."""
    bench.root.mkdir()
    (bench.root / "host.lock.json").write_text(ALIVE)
    assert bench.ask(once("s1", "1"), alone=True)[0].outcome is Outcome.OK


def release_when_it_is_wanted(lock: int, bench: Bench) -> None:
    """Give a lock back half a second after the agent has taken the one before it."""
    clock = Event()
    for _ in range(3000):
        if (bench.journal() / "agent.lock.json").exists():
            break
        clock.wait(0.02)
    clock.wait(0.5)
    os.close(lock)


def test_lock_that_is_held_for_a_moment_is_waited_for(bench: Bench) -> None:
    """A scanner that has the file open for half a second makes nobody busy."""
    bench.root.mkdir()
    lock = os.open(bench.root / "host.lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    scanner = Thread(target=release_when_it_is_wanted, args=(lock, bench))
    scanner.start()
    assert bench.ask(once("s1", "1"), alone=True)[0].outcome is Outcome.OK
    scanner.join()


def test_lock_of_nobody_who_can_be_named(bench: Bench) -> None:
    """Where the note is torn or its process is gone, the loser is busy all the same and is told what the server said; nothing runs."""
    bench.root.mkdir()
    (bench.root / "host.lock.json").write_text(ALIVE.replace('"pid":1,', '"pid":999999999,'))
    with (bench.root / "host.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(AgentBusy, match=r"^Another run works on this server\.$") as caught:
            bench.ask(once("s1", mark(bench.folder / "marks")), alone=True)
    assert "being used by another process" in caught.value.why
    assert count_marks(bench.folder / "marks") == 0


def test_new_run_that_was_begun_before_is_refused(bench: Bench) -> None:
    """The same run from another machine, or a second time: refused before anything runs or is replayed; continued where that is meant."""
    step = once("s1", mark(bench.folder / "marks"))
    assert bench.ask(step, new=True)[0].outcome is Outcome.OK
    with pytest.raises(ShellError, match="begun on the server before"):
        bench.ask(step, once("s2", mark(bench.folder / "marks")), new=True)
    assert count_marks(bench.folder / "marks") == 1
    assert bench.ask(step)[0].replayed
