"""The native-call helper at work: what it writes as a command line, and what arrives in a process."""

import base64
import json
import sys
from pathlib import Path

from tests.test_lab.powershell import Session
from toolkit.rendering.quoting import write_literal

PRINTER = "import os,sys;print(' '.join(os.fsencode(word).hex() or '-' for word in sys.argv[1:]))"
END = "<end of a vector>"
_READ = "$vectors = (ConvertFrom-Json -DateKind String -InputObject ([IO.File]::ReadAllText({path})))\n"
_LINES = """$lines = foreach ($vector in $vectors) { (New-ExkitProcess '/bin/true' $vector).StartInfo.Arguments }
foreach ($line in $lines) { [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($line)) }
"""
_CALLS = """foreach ($vector in $vectors) {{
    $call = Invoke-ExkitTool -FilePath {program} -ArgumentList (@('-I', '-S', '-c', {code}) + $vector)
    "$($call.exit_code) $($call.stdout)"
}}
"""


def write_command_lines(session: Session, vectors: list[list[str]], path: Path) -> list[str]:
    """Return the command line that the helper makes of each vector; ``path`` is a file to hand them over in."""
    path.write_text(json.dumps(vectors), encoding="utf-8")
    reply = session.run(_READ.format(path=write_literal(str(path))) + _LINES)
    assert reply.is_ok, reply.errors
    return [base64.b64decode(str(line)).decode("utf-16-le") for line in reply.output]


def call_programs(session: Session, vectors: list[list[str]], path: Path, together: int) -> list[list[str]]:
    """Return what arrived in real processes; ``together`` vectors go into one process, a separator between them."""
    groups = [vectors[start : start + together] for start in range(0, len(vectors), together)]
    path.write_text(json.dumps([[word for vector in group for word in (*vector, END)] for group in groups]), encoding="utf-8")
    calls = _CALLS.format(program=write_literal(sys.executable), code=write_literal(PRINTER))
    reply = session.run(_READ.format(path=write_literal(str(path))) + calls)
    assert reply.is_ok, reply.errors
    arrived: list[list[str]] = [[]]
    for text in reply.output:
        code, *words = str(text).split()
        assert code == "0", text
        for word in ("" if word == "-" else bytes.fromhex(word).decode() for word in words):
            arrived[-1].append(word) if word != END else arrived.append([])
    return arrived[:-1]
