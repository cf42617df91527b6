"""Native programs get exactly the arguments that were meant, can read nothing, and never outlive their time."""

import json
import os
import random
import select
import sys

import pytest

from tests.test_lab.powershell import Session
from toolkit.rendering.quoting import write_literal

pytestmark = pytest.mark.pwsh

PIECES = ['"', "\\", " ", "a", "\\\\", '\\"', "%PATH%", "&", "^", "|", "'", "$x", "`", "ж", "", "D:\\Logs\\", "\u2019", "--%", "\t"]
ECHO = "import sys,json;print(json.dumps(sys.argv[1:]))"


def hostile_lists(count: int) -> list[list[str]]:
    """Return ``count`` argument lists made of what quoting usually gets wrong; the same ones in every run."""
    rng = random.Random(5)
    return [["".join(rng.choices(PIECES, k=rng.randrange(7))) for _ in range(rng.randrange(1, 4))] for _ in range(count)]


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


def test_three_hundred_hostile_argument_lists_arrive(plain_session: Session) -> None:
    """CommandLineToArgvW's rule, the one that Windows programs read their command line by: every list comes back as it was.

    Each program gets ten lists, with a separator that none of them holds, so that few processes are enough.
    """
    lists = hostile_lists(300)
    calls = []
    for start in range(0, 300, 10):
        together = [word for words in lists[start : start + 10] for word in (*words, "<end>")]
        calls.append(f"({tool(['-c', ECHO, *together])}).stdout")
    reply = plain_session.run("\n".join(calls))
    assert reply.is_ok, reply.errors
    arrived: list[list[str]] = [[]]
    for text in reply.output:
        for word in json.loads(str(text)):
            arrived[-1].append(word) if word != "<end>" else arrived.append([])
    assert arrived[:-1] == lists


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
