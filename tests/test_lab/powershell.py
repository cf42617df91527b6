"""A real PowerShell for tests: started once, asked many times."""

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

from toolkit.lab.world import World
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.json_value import JsonValue
from toolkit.rendering.libraries import pack_libraries, pack_looks
from toolkit.rendering.scripts import Given, render_script
from toolkit.rendering.templates import load_template
from toolkit.shipped import shipped_folder

HARNESS = Path(__file__).with_name("harness.ps1")
SCENARIOS = Path(__file__).parents[2] / "toolkit" / "lab" / "scenarios"
CACHED = Path.home() / ".cache" / "exkit-pwsh"


def find_powershell() -> str:
    """Return the path of a PowerShell 7: ``PWSH``, the search path, or the one that the shared install script unpacked."""
    found = os.environ.get("PWSH") or shutil.which("pwsh") or next(map(str, sorted(CACHED.glob("*/pwsh"))), "")
    if not found:
        pytest.skip("there is no PowerShell 7 (pwsh) on PATH or in PWSH")
    return found


def library() -> str:
    """Return the text of all library files, as it is sent to a server."""
    return "\n".join(pack_libraries())


@dataclass(frozen=True, slots=True)
class Reply:
    """What a script put out.

    Attributes:
        output: items as parsed JSON.
        errors: error records: message, error_id, at.
        ended: it was not left by exit, break or continue.
    """

    output: list[JsonValue]
    errors: list[dict[str, str]]
    ended: bool

    @property
    def is_ok(self) -> bool:
        """Whether a step with this reply would be ``ok``."""
        return self.ended and not self.errors

    @property
    def item(self) -> dict[str, JsonValue]:
        """The only item, an object."""
        assert self.is_ok, self.errors
        assert len(self.output) == 1, self.output
        assert isinstance(self.output[0], dict), self.output
        return self.output[0]

    @property
    def rows(self) -> list[dict[str, JsonValue]]:
        """All items, each an object."""
        assert self.is_ok, self.errors
        rows = [item for item in self.output if isinstance(item, dict)]
        assert len(rows) == len(self.output), self.output
        return rows

    @property
    def fault(self) -> str:
        """Message of the first error."""
        assert self.errors, self.output
        return self.errors[0]["message"]


class Session:
    """One PowerShell process."""

    def __init__(self, process: "subprocess.Popen[str]", stdin: IO[str], stdout: IO[str]) -> None:
        self._process = process
        self._stdin = stdin
        self._stdout = stdout

    def run(self, script: str, *, shared: bool = False) -> Reply:
        """Run a script, as a step runs; ``shared`` in the global scope."""
        line = base64.b64encode(json.dumps({"script": script, "shared": shared}).encode()).decode()
        self._stdin.write(line + "\n")
        self._stdin.flush()
        answer = self._stdout.readline()
        assert answer, f"PowerShell has ended with {self._process.wait(10)}"
        reply = json.loads(answer)
        return Reply(reply["output"], reply["errors"], reply["ended"])

    def ask(self, template: str, values: Mapping[str, Given] | None = None, version: ExchangeVersion = ExchangeVersion.E2016) -> Reply:
        """Render a template exactly as it would be sent, and run it."""
        loaded = load_template(template)
        script = render_script(loaded, version, values or {})
        return self.run(script, shared=loaded.facts.loads_exchange_shell)


@contextmanager
def open_session(environment: Mapping[str, str] | None = None) -> Iterator[Session]:
    """Start a PowerShell that knows the agent's functions, and end it."""
    folder = shipped_folder("ps_templates") / "agent"
    command = [find_powershell(), "-NoLogo", "-NoProfile", "-NonInteractive", "-File", str(HARNESS), str(folder)]
    variables = {**os.environ, "POWERSHELL_TELEMETRY_OPTOUT": "1", **(environment or {})}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=variables) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "READY\n"
        try:
            yield Session(process, process.stdin, process.stdout)
        finally:
            process.stdin.close()
            process.wait(20)


@contextmanager
def open_world(world: World, *, exchange: str = "") -> Iterator[Session]:
    """Start a PowerShell inside a world, with the library; ``exchange`` is the full name to load the Exchange shell for."""
    with open_session(world.environment) as session:
        for text in (world.prelude, library(), *pack_looks()):
            reply = session.run(text, shared=True)
            assert reply.is_ok, reply.errors
        if exchange:
            loaded = session.ask("observe/exchange_shell", {"Mode": "remote", "Server": exchange})
            assert loaded.is_ok, loaded.errors
        yield session
