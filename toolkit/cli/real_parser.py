"""A PowerShell of this machine that reads scripts for the compiler; it runs nothing of them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence

from toolkit.rendering.compile_tree import Reader
from toolkit.rendering.real_reading import Reading, read_answers, reader_script, write_scripts
from toolkit.shells.bootstrap import encode_command

READ_S = 120.0
_VERSION = "'EXKIT ' + $PSVersionTable.PSVersion.ToString()"


def find_reader(environment: Mapping[str, str]) -> Reader | None:
    """Return a reader over ``PWSH``, ``pwsh`` on the search path, or Windows PowerShell; None when there is none that works."""
    program = environment.get("PWSH") or shutil.which("pwsh") or (shutil.which("powershell") if sys.platform == "win32" else None)
    if not program:
        return None
    try:
        said = _run(program, _VERSION, "")
    except (OSError, subprocess.SubprocessError):
        return None
    version = next((line.removeprefix("EXKIT ").strip() for line in said.splitlines() if line.startswith("EXKIT ")), "")
    return Reader(version, lambda scripts: _read(program, scripts)) if version else None


def _read(program: str, scripts: Sequence[str]) -> Sequence[Reading]:
    return read_answers(_run(program, reader_script(), write_scripts(scripts)))


def _run(program: str, script: str, given: str) -> str:
    words = [program, "-NoLogo", "-NoProfile", "-NonInteractive", "-EncodedCommand", encode_command(script)]
    quiet = {**os.environ, "POWERSHELL_TELEMETRY_OPTOUT": "1", "POWERSHELL_UPDATECHECK": "Off", "DOTNET_EnableDiagnostics": "0"}
    done = subprocess.run(words, input=given, capture_output=True, text=True, encoding="utf-8", check=True, timeout=READ_S, env=quiet)
    return done.stdout
