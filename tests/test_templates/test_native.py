"""Native programs get exactly the arguments that were meant, can read nothing, and never outlive their time."""

import os
import select
import sys
from pathlib import Path

import pytest

from tests.test_lab.powershell import Session
from tests.test_templates.argument_vectors import argument_vectors
from tests.test_templates.native_calls import call_programs
from toolkit.rendering.quoting import write_literal

pytestmark = pytest.mark.pwsh


def tool(arguments: list[str], more: str = "") -> str:
    """Return the call that runs Python with ``arguments``."""
    listed = ", ".join(map(write_literal, arguments))
    return f"Invoke-ExkitTool -FilePath {write_literal(sys.executable)} -ArgumentList @({listed}) {more}"


def is_gone(process_id: int) -> bool:
    """Whether a process has ended within five seconds: a kill is felt within moments, not at once."""
    try:
        handle = os.pidfd_open(process_id)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], 5.0)[0])
    finally:
        os.close(handle)


def test_three_hundred_hostile_argument_vectors_arrive(plain_session: Session, tmp_path: Path) -> None:
    """Every vector comes back from a real process as it was; ten share a process, with a separator that none of them holds."""
    vectors = argument_vectors(900)[::3]
    assert call_programs(plain_session, vectors, tmp_path / "vectors.json", together=10) == vectors


def test_output_error_and_exit_code_are_apart(plain_session: Session) -> None:
    """Both outputs are captured whole, the exit code is a number, and there is nothing to read on stdin."""
    code = "import sys;print(repr(sys.stdin.read()));print('x'*200000);print('wrong',file=sys.stderr);sys.exit(200)"
    item = plain_session.run(tool(["-c", code])).item
    assert (item["exit_code"], item["timed_out"]) == (200, False)
    assert str(item["stdout"]).split("\n")[:2] == ["''", "x" * 200000]
    assert item["stderr"] == "wrong\n"


def test_a_program_that_hangs_is_ended_with_its_children(plain_session: Session) -> None:
    """After its time the whole tree is gone, and what it said until then is there."""
    code = (
        "import subprocess,sys,time;c=subprocess.Popen([sys.executable,'-c','import time;time.sleep(60)']);"
        "print(c.pid,flush=True);time.sleep(60)"
    )
    result = plain_session.run(tool(["-c", code], "-TimeoutSeconds 1")).item
    assert (result["timed_out"], result["exit_code"]) == (True, None)
    assert is_gone(int(str(result["stdout"])))


def test_a_program_that_leaves_a_child_behind_does_not_hold_the_step(plain_session: Session) -> None:
    """The child keeps the pipe open; two seconds after the program's end the step goes on."""
    code = "import subprocess,sys;subprocess.Popen([sys.executable,'-c','import time;time.sleep(8)']);print('left')"
    item = plain_session.run(tool(["-c", code])).item
    assert item["stdout"] == "left\n"
    assert isinstance(item["ms"], int)
    assert item["ms"] < 6000
