"""A process on this machine keeps the contract of a wire."""

import sys
from contextlib import closing

import pytest

from tests.test_shells.processes import is_gone
from toolkit.errors import ShellError
from toolkit.shells.bootstrap import POWERSHELL, decode_command, encode_command
from toolkit.shells.local import LocalWire, local_starter
from toolkit.shells.wire import Wire, WireEnded, WireLost

ECHO = "import sys\nfor line in sys.stdin: print(line.strip()[::-1], flush=True)\nsys.exit(7)"
TREE = "import subprocess, sys\nprint(subprocess.Popen(['sleep', '70']).pid, flush=True)\nsys.stdin.read()"
posix = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux has them")


def receive_until(wire: Wire, end: bytes) -> bytes:
    """Return what comes until ``end`` stands in it."""
    heard = b""
    while end not in heard:
        heard += wire.receive(10)
    return heard


def python(script: str, **variables: str) -> "closing[LocalWire]":
    """Start a Python on a wire that is closed at the end."""
    return closing(LocalWire([sys.executable, "-c", script], variables))


def await_end(wire: Wire) -> WireEnded:
    """Receive until the process has ended."""
    with pytest.raises(WireEnded) as caught:
        while True:
            wire.receive(10)
    return caught.value


def test_bytes_go_both_ways_and_the_exit_code_comes_last() -> None:
    """What was written before the end is received before WireEnded, and WireEnded stays the answer."""
    with python(ECHO) as wire:
        wire.send(b"abc\n")
        assert receive_until(wire, b"cba")
        wire.send(b"last\n")
        wire.end_input()
        assert receive_until(wire, b"tsal")
        assert [await_end(wire).exit_code for _ in range(2)] == [7, 7]


def test_silence_is_no_error() -> None:
    """Nothing in time is nothing."""
    with python(ECHO) as wire:
        assert wire.receive(0.01) == b""


def test_sending_to_a_process_that_has_ended() -> None:
    """The wire is lost, and closing it twice is safe."""
    with python("pass") as wire:
        await_end(wire)
        with pytest.raises(WireLost):
            wire.send(b"x")
        wire.close()
        with pytest.raises(WireLost):
            wire.send(b"x")


@posix
def test_close_ends_the_whole_tree() -> None:
    """A grandchild does not outlive the wire."""
    with python(TREE) as wire:
        child = int(receive_until(wire, b"\n"))
    assert is_gone(child)


@posix
def test_interrupt_is_ctrl_c() -> None:
    """The process gets SIGINT; interrupting a process that has ended is safe."""
    with python("try:\n print('on', flush=True)\n input()\nexcept KeyboardInterrupt:\n print('off')") as wire:
        receive_until(wire, b"on\n")
        wire.interrupt()
        assert receive_until(wire, b"off\n")
    wire.interrupt()


def test_variables_and_standard_error() -> None:
    """Variables are added to those of this process; the start of standard error is kept apart."""
    with python("import os, sys; sys.stderr.write('e' * 100000); print(os.environ['ADDED'])", ADDED="yes") as wire:
        assert receive_until(wire, b"\n").strip() == b"yes"
    assert bytes(wire.standard_error) == b"e" * 65536


def test_program_that_is_not_there() -> None:
    """The error names it."""
    with pytest.raises(ShellError, match="no-such-powershell"):
        local_starter("no-such-powershell")(POWERSHELL + encode_command("begin {\n}"))


@posix
def test_prelude_stands_behind_begin() -> None:
    """The text is put into stage 0, which is encoded again; the rest of the command line stays."""
    line = POWERSHELL + encode_command("begin {\n'stage'\n}\n")
    with closing(local_starter("echo", prelude="$x = 1")(line)) as wire:
        said = receive_until(wire, b"\n").decode().strip()
    assert said.startswith(POWERSHELL.partition(" ")[2])
    assert decode_command(said) == "begin {\n$x = 1\n'stage'\n}\n"
