"""Frames that are buried in noise, damaged or lost on the way arrive whole in the end."""

import random
import re

import pytest

from tests.test_agent.bench import Bench, again, mark, once
from tests.test_shells.bombs import zeros
from tests.test_shells.forgeries import mixed_stream
from tests.test_shells.processes import is_gone
from toolkit.model.command import CommandResult, Outcome

pytestmark = pytest.mark.pwsh
BYTES = "$r = New-Object Random 1; $b = New-Object byte[] {0}; $r.NextBytes($b); [Convert]::ToBase64String($b)"


def only_length(result: CommandResult) -> int:
    """Return the length of the only text of a result."""
    (text,) = result.output
    assert isinstance(text, str), result
    return len(text)


def test_console_noise_is_captured_and_a_childs_is_tolerated(bench: Bench) -> None:
    """What a script writes to the console is in its result; what a child writes to our output is not taken for anything."""
    child = "$p = [Diagnostics.Process]::Start('/bin/sh', '-c \"printf noise-without-newline\"'); $p.WaitForExit(); 'done'"
    (result,) = bench.ask(again("s1", f"[Console]::Write('no newline'); [Console]::Error.Write('err'); {child}"))
    assert (result.console, result.output) == ("no newlineerr", ("done",))
    assert b"noise-without-newline" in bench.wires[0].received


def test_frames_damaged_by_a_childs_writing(bench: Bench) -> None:
    """A child that floods our output in the middle of frames: damaged frames are asked for until the result is whole."""
    storm = "$p = [Diagnostics.Process]::Start('/bin/sh', '-c \"i=0; while [ $i -lt 60000 ]; do echo @EXK noise $i; i=$((i+1)); done\"'); "
    (result,) = bench.ask(again("s1", storm + BYTES.format(900_000)))
    assert only_length(result) == 1_200_000
    assert b"@EXK noise" in bench.wires[0].received


def test_bytes_dropped_and_flipped_on_the_way(bench: Bench) -> None:
    """Six cuts and changes in the middle of the answer: each is asked for again."""
    chance = random.Random(3)
    left = [6]

    def damage(data: bytes) -> bytes:
        if not left[0] or len(data) < 2000:
            return data
        left[0] -= 1
        at = chance.randrange(len(data) - 500)
        return data[:at] + (b"" if left[0] % 2 else b"?") + data[at + 400 :]

    bench.on_receive = damage
    (result,) = bench.ask(again("s1", BYTES.format(900_000)))
    assert only_length(result) == 1_200_000
    assert left == [0]
    assert b" RESEND " in bench.wires[0].sent


def test_ready_answers_travel_together(bench: Bench) -> None:
    """Short questions behind each other come in fewer pieces than there are answers."""
    pieces: list[bytes] = []

    def note(data: bytes) -> bytes:
        pieces.append(data)
        return data

    bench.on_receive = note
    results = bench.ask(*(again(f"s{number}", "1") for number in range(20)))
    assert all(result.output == (1,) for result in results)
    assert sum(b" RESULT " in piece for piece in pieces) < 20


def test_answers_are_out_before_a_change_begins(bench: Bench) -> None:
    """A change that ends the process takes no answer before it into its grave: the second session has nothing to replay."""
    question, change = bench.ask(again("s1", "1"), once("s2", "[Environment]::Exit(3)"))
    assert (question.output, question.replayed) == ((1,), False)
    assert change.outcome is Outcome.UNKNOWN


def test_step_that_writes_frames_itself(bench: Bench) -> None:
    """Thousands of frames with right sums, written into our output by the steps themselves, are noise: the token is not theirs."""
    forged = bench.folder / "forged"
    forged.write_bytes(b"".join(data for data, _ in mixed_stream(seed=7, rounds=150)))
    write = f"$b = [IO.File]::ReadAllBytes('{forged}'); $o = [Console]::OpenStandardOutput(); $o.Write($b, 0, $b.Length); $o.Flush(); "
    results = bench.ask(*(once(f"s{number}", f"{write}{mark(bench.folder / 'marks')}; 'true {number}'") for number in range(3)))
    assert [(result.outcome, result.output) for result in results] == [(Outcome.OK, (f"true {number}",)) for number in range(3)]
    assert bench.wires[0].received.count(b"EXK") > 3 * 150 * 10
    assert len(bench.wires) == 1


def test_answer_that_is_a_bomb_ends_the_agent_and_its_children(bench: Bench) -> None:
    """A gigabyte of zeros instead of an answer: the change is unknown, what is behind it is not started, and no process is left."""
    child = bench.folder / "child"
    blown: list[bytes] = []

    def explode(data: bytes) -> bytes:
        if blown or not child.exists() or not child.read_text():
            return data
        token = re.search(rb"#EXK-BEGIN ([0-9a-f]{32})", bench.wires[0].sent)
        last = re.findall(rb"@EXK [0-9a-f]{32} ([0-9]+) ", bench.wires[0].received + data)[-1]
        assert token
        blown.append(b"".join(zeros(token[1].decode(), int(last) + 1)))
        return data + b"\n" + blown[0]

    bench.on_receive = explode
    steps = [once("s1", f"& /bin/sh -c 'echo $$ > {child}; exec sleep 80'"), again("s2", mark(bench.folder / "marks"))]
    bomb, rest = bench.ask(*steps, heartbeat_s=1)
    assert (bomb.outcome, rest.outcome) == (Outcome.UNKNOWN, Outcome.SKIPPED)
    assert "64 MiB" in bomb.why
    assert is_gone(int(child.read_text()))
    assert not (bench.folder / "marks").exists()
