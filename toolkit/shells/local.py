"""A PowerShell on this machine behind the contract of a wire: for a server whose WinRM is broken, and for the lab."""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import IO

from toolkit.errors import ShellError
from toolkit.shells.bootstrap import decode_command, encode_command
from toolkit.shells.interruptible import interruptible
from toolkit.shells.wire import Starter, Wire, WireEnded, WireLost

_PIECE_BYTES = 1 << 16
_STANDARD_ERROR_BYTES = 1 << 16
_KILL_WAIT_S = 10.0
_JOIN_S = 2.0


def local_starter(powershell: str = "", environment: Mapping[str, str] | None = None, prelude: str = "") -> Starter:
    """Return what starts a command line as a process on this machine.

    Args:
        powershell: program that takes the place of ``powershell.exe`` in the command line; by default ``powershell.exe``
            on Windows and ``pwsh`` elsewhere.
        environment: variables in addition to those of this process.
        prelude: text that is put right behind ``begin {`` of stage 0; the lab brings its stand-ins in with it.
    """
    program = powershell or ("powershell.exe" if sys.platform == "win32" else "pwsh")

    def start(command_line: str) -> Wire:
        words = [program, *command_line.split(" ")[1:]]
        if prelude:
            words[-1] = encode_command(decode_command(command_line).replace("begin {\n", f"begin {{\n{prelude}\n", 1))
        return LocalWire(words, environment or {})

    return start


class LocalWire:
    """One process with pipes, in a group of its own that ends as a whole.

    Attributes:
        standard_error: the first 64 KiB of what it wrote there; PowerShell says there why it could not start.
    """

    def __init__(self, words: list[str], environment: Mapping[str, str]) -> None:
        self.standard_error = bytearray()
        self._arrived: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        try:
            self._process = _start_process(words, {**os.environ, **environment})
        except OSError as error:
            raise ShellError(f"PowerShell cannot be started: {words[0]}.", why=f"{error}.", do=(f"{words[0]} -Version",)) from None
        assert self._process.stdout and self._process.stderr and self._process.stdin
        self._input: IO[bytes] = self._process.stdin
        self._readers = [
            threading.Thread(target=self._pump_output, args=(self._process.stdout,), daemon=True),
            threading.Thread(target=self._pump_error, args=(self._process.stderr,), daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    @property
    def process_id(self) -> int:
        """Id of the process."""
        return self._process.pid

    def send(self, data: bytes) -> None:
        """Write to its standard input.

        Raises:
            WireLost: the process reads no more.
        """
        try:
            self._input.write(data)
        except (OSError, ValueError) as error:
            raise WireLost(f"PowerShell does not read any more: {error}") from None

    def end_input(self) -> None:
        """Close its standard input, as a client does that is gone."""
        with suppress(OSError):
            self._input.close()

    def receive(self, timeout_s: float) -> bytes:
        """Return what it wrote; nothing when nothing came in ``timeout_s`` seconds.

        Raises:
            WireEnded: the process has ended and everything was received.
            WireLost: it has closed its output and does not end.
        """
        try:
            data = self._arrived.get(timeout=timeout_s)
        except queue.Empty:
            return b""
        if data:
            return data
        # The end of the output stays the answer.
        self._arrived.put(b"")
        try:
            exit_code = self._process.wait(_KILL_WAIT_S)
        except subprocess.TimeoutExpired:
            raise WireLost("PowerShell closed its output and goes on") from None
        raise WireEnded(exit_code)

    def interrupt(self) -> None:
        """Do what Ctrl-C at its console does; never raises."""
        with suppress(OSError):
            if sys.platform == "win32":
                self._process.send_signal(signal.CTRL_BREAK_EVENT)
            else:
                self._process.send_signal(signal.SIGINT)

    def close(self) -> None:
        """End the process with everything it started; safe to call twice, never raises."""
        _kill_tree(self._process)
        self.end_input()
        for reader in self._readers:
            reader.join(_JOIN_S)

    def _pump_output(self, pipe: IO[bytes]) -> None:
        with pipe:
            while data := os.read(pipe.fileno(), _PIECE_BYTES):
                self._arrived.put(data)
        self._arrived.put(b"")

    def _pump_error(self, pipe: IO[bytes]) -> None:
        with pipe:
            while data := os.read(pipe.fileno(), _PIECE_BYTES):
                self.standard_error += data[: _STANDARD_ERROR_BYTES - len(self.standard_error)]


def _start_process(words: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    if sys.platform == "win32":
        group = subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, bufsize=0, creationflags=group)
    command = interruptible(words)
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, bufsize=0, start_new_session=True)


def _kill_tree(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError, subprocess.TimeoutExpired):
        if sys.platform == "win32":
            # taskkill knows the tree; killing the process alone would leave eseutil running.
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, timeout=_KILL_WAIT_S, check=False)
        else:
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_KILL_WAIT_S)
