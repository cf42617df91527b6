"""Lines that are torn, doubled, buried in junk or eaten by a child: each step runs once, in order."""

import random

import pytest

from tests.test_agent.bench import Bench, Hook, count_marks, mark, once
from toolkit.model.command import Outcome

pytestmark = pytest.mark.pwsh
END = b"#EXK-END\n"


def behind_the_agent(change: Hook) -> Hook:
    """Return a hook that changes only what follows the agent's text."""

    def hook(data: bytes) -> bytes:
        text, end, lines = data.rpartition(END)
        return text + end + change(lines)

    return hook


def junk_lines() -> list[bytes]:
    """Lines that are none of ours."""
    chance = random.Random(7)
    noise = [bytes(chance.randrange(256) for _ in range(200)).replace(b"\n", b"") for _ in range(20)]
    return [*noise, b"#< CLIXML", b"\0\0\0", b"\xff\xfe", b"y" * 1_000_000, b"1 0 STEP x", b"-1 0 EXIT 0", b"9" * 20 + b" 0 EXIT 0"]


def test_torn_line_is_sent_again_and_order_is_kept(bench: Bench) -> None:
    """The line behind a torn one waits until the torn one has come again."""
    file, order = bench.folder / "marks", bench.folder / "order"
    is_torn: list[bool] = []

    def tear(lines: bytes) -> bytes:
        if is_torn or b" STEP s1 " not in lines:
            return lines
        is_torn.append(True)
        first = lines.index(b"2 0 STEP s1 ")
        return lines[: first + 200] + b"\n" + lines[lines.index(b"\n", first) + 1 :]

    bench.on_send = behind_the_agent(tear)
    write = "; [IO.File]::AppendAllText('{0}', '{1}')"
    results = bench.ask(once("s1", mark(file) + write.format(order, 1)), once("s2", "2" + write.format(order, 2)))
    assert [result.outcome for result in results] == [Outcome.OK, Outcome.OK]
    assert (count_marks(file), order.read_text(), is_torn) == (1, "12", [True])
    assert b" NAK " in bench.wires[0].received


def test_repeated_lines_run_once(bench: Bench) -> None:
    """Every line three times, and all of them again: each step runs once and is answered once."""
    file = bench.folder / "marks"

    def treble(lines: bytes) -> bytes:
        each = lines.splitlines(keepends=True)
        return b"".join(line * 3 for line in each) + b"\n" + lines

    bench.on_send = behind_the_agent(treble)
    results = bench.ask(*(once(f"s{number}", mark(file)) for number in range(5)))
    assert [result.outcome for result in results] == [Outcome.OK] * 5
    assert count_marks(file) == 5
    assert bench.wires[0].received.count(b" RESULT ") == 5


def test_junk_between_lines_does_no_harm(bench: Bench) -> None:
    """Random bytes, NUL, markers of PowerShell and a junk line of a megabyte are answered with NAK at most."""
    bench.on_send = behind_the_agent(lambda lines: b"\n".join(junk_lines()) + b"\n" + lines)
    assert bench.ask(once("s1", "'alive'"))[0].output == ("alive",)


def test_large_script_and_tiny_pieces(bench: Bench) -> None:
    """A script of 2 MB of UTF-8 arrives, and a line that trickles in is a line."""
    shell = bench.shell()
    (large,) = shell.ask([once("s1", "'x'.Length # " + "п" * 1_000_000)])
    wire = bench.processes[0]

    def trickle(data: bytes) -> bytes:
        for start in range(0, len(data) - 1, 5):
            wire.send(data[start : start + 5] if start + 5 < len(data) else data[start:-1])
        return data[-1:]

    bench.wires[0]._on_send = trickle
    (small,) = shell.ask([once("s2", "'slow'")])
    assert (large.output, small.output) == ((1,), ("slow",))


def test_id_that_could_be_a_path_never_reaches_the_disk(bench: Bench) -> None:
    """Only lower case letters, digits and hyphens become file names; the answer comes in its turn."""
    bad = [once(step_id, "2", goes_on=True) for step_id in ("../x", "S1", "a/b", "x" * 60, "-x")]
    results = bench.ask(once("s1", "1"), *bad, once("s3", "3"))
    assert [result.outcome for result in results] == [Outcome.OK, *[Outcome.REFUSED] * 5, Outcome.SKIPPED]
    assert sorted(file.name for file in bench.journal().glob("step-*")) == ["step-s1.done", "step-s1.started"]


def test_device_name_is_an_ordinary_step(bench: Bench) -> None:
    """The file of step con is step-con.started, which is no device."""
    assert bench.ask(once("con", "'fine'"))[0].output == ("fine",)
    assert (bench.journal() / "step-con.done").exists()


def test_program_that_eats_our_lines(bench: Bench) -> None:
    """A child with our standard input hangs and swallows the next lines; its deadline and the heartbeat's line number save them."""
    shell = bench.shell(heartbeat_s=1.5)
    results = shell.ask([once("s1", "'begun'; & /bin/cat", goes_on=True, deadline_s=1)])
    (stopped,) = results
    lost: list[bytes] = []

    def eat(data: bytes) -> bytes:
        if not lost and b" STEP s2 " in data:
            lost.append(data)
            return b"\n"
        return data

    bench.wires[0]._on_send = eat
    (saved,) = shell.ask([once("s2", "'not lost'")])
    assert stopped.outcome is Outcome.DEADLINE
    assert (saved.output, len(lost)) == (("not lost",), 1)
