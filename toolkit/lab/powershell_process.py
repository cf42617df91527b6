"""A PowerShell that really executes what the lab receives, in a process group of its own."""

import asyncio
import base64
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence

from toolkit.lab.cmd_programs import CmdProgram, Refusal
from toolkit.lab.command_line import CommandLine
from toolkit.lab.host import Host, Launch
from toolkit.lab.process import CONTROL_C_EXIT, Process
from toolkit.lab.settings import PowerShellEngine, Timing
from toolkit.rendering.quoting import write_literal
from toolkit.shells.interruptible import interruptible

SWITCHES = ("-NoLogo", "-NoProfile", "-NonInteractive", "-EncodedCommand")
QUIET: Mapping[str, str] = {"POWERSHELL_TELEMETRY_OPTOUT": "1", "POWERSHELL_UPDATECHECK": "Off", "DOTNET_EnableDiagnostics": "0"}
"""Sends nothing home, looks for no update, and leaves no diagnostic sockets of .NET in the temporary folder."""
READ_BYTES = 65536
PIPE_GRACE_S = 1.0
_BEGIN = "begin {"


class PowerShellMachine:
    """Starts a real PowerShell behind a host's command lines.

    Args:
        engine: which PowerShell, in which world.
        timing: how long things take besides.
    """

    def __init__(self, engine: PowerShellEngine, timing: Timing) -> None:
        self._engine = engine
        self._timing = timing
        self._running: set[PowerShellProcess] = set()

    def launch(self, host: Host, launch: Launch) -> Process:
        """Start what stands behind a command line."""
        line = CommandLine(launch.line)
        if line.is_too_long or not line.starts_powershell:
            return CmdProgram(host, launch, self._timing.exit_lag_s)
        if line.script is None:
            return Refusal("a script must stand behind -EncodedCommand")
        command = [str(self._engine.program), *SWITCHES, encode(with_prelude(line.script, self._engine.world.prelude))]
        process = PowerShellProcess(command, {**os.environ, **QUIET, **launch.environment, **self._engine.world.environment})
        self._running.add(process)
        return process

    def reset(self) -> None:
        """Do nothing: the world is what scripts have made of it."""

    async def close(self) -> None:
        """End all processes and wait until they are gone."""
        for process in self._running:
            process.kill()
        await asyncio.gather(*(process.gone() for process in self._running))


class PowerShellProcess(Process):
    """A child process; kills reach everything that it started.

    Args:
        command: program and arguments.
        environment: all its variables.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        super().__init__()
        self._command = command
        self._environment = environment
        self._child: asyncio.subprocess.Process | None = None
        self._early = bytearray()
        self._input_ended = False
        self._killed = False
        self._task = asyncio.get_running_loop().create_task(self._run())

    def write(self, data: bytes) -> None:
        """Give bytes to the standard input; those that come before the child is there wait for it."""
        if self._child is None:
            self._early += data
        elif self._child.stdin is not None and not self._child.stdin.is_closing():
            self._child.stdin.write(data)

    def close_input(self) -> None:
        """End the standard input."""
        self._input_ended = True
        if self._child is not None and self._child.stdin is not None:
            self._child.stdin.close()

    def interrupt(self) -> None:
        """Send the signal of Ctrl-C to the group."""
        self._signal(signal.SIGINT)

    def kill(self) -> None:
        """End the group at once, grandchildren included."""
        self._killed = True
        if sys.platform == "win32":
            self._kill_tree()
        else:
            self._signal(signal.SIGKILL)
        self.end(CONTROL_C_EXIT)

    async def gone(self) -> None:
        """Wait until the child is gone and its pipes are closed."""
        await self._task

    def _signal(self, number: int) -> None:
        if self._child is None or sys.platform == "win32":
            return
        with contextlib.suppress(ProcessLookupError):  # everything has ended before
            os.killpg(self._child.pid, number)

    def _kill_tree(self) -> None:
        if self._child is not None:
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(self._child.pid)], capture_output=True, check=False)

    async def _run(self) -> None:
        pipe = asyncio.subprocess.PIPE
        self._child = child = await asyncio.create_subprocess_exec(
            *interruptible(self._command), stdin=pipe, stdout=pipe, stderr=pipe, env=dict(self._environment), start_new_session=True
        )
        if self._killed:
            self.kill()
        self.write(bytes(self._early))
        if self._input_ended:
            self.close_input()
        pumps = asyncio.ensure_future(_pump_both(child, self))
        code = await child.wait()
        await asyncio.wait({pumps}, timeout=PIPE_GRACE_S)  # something that the child has left running may hold its pipes
        pumps.cancel()
        self.end(code)


async def _pump_both(child: asyncio.subprocess.Process, process: Process) -> None:
    await asyncio.gather(_pump(child.stdout, process.put_out), _pump(child.stderr, process.put_error))


async def _pump(pipe: asyncio.StreamReader | None, put: Callable[[bytes], None]) -> None:
    while pipe is not None and (data := await pipe.read(READ_BYTES)):
        put(data)


def with_prelude(script: str, prelude: str) -> str:
    """Return the script with the lab's stand-ins before it.

    The product's own scripts begin with a ``begin`` block and take the prelude as ``$ExkitPrelude``, to run it where their
    steps run; any other script gets its text in front.
    """
    if script.startswith(_BEGIN):
        return script.replace(_BEGIN, f"{_BEGIN}\n$ExkitPrelude = {write_literal(prelude)}", 1)
    return f"{prelude}\n{script}"


def encode(script: str) -> str:
    """Return a script as -EncodedCommand takes it."""
    return base64.b64encode(script.encode("utf-16-le")).decode()
