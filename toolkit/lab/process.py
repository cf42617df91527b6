"""A process behind a command line: bytes in, bytes out, an exit code; simulated or real."""

import asyncio
from abc import ABC, abstractmethod

CONTROL_C_EXIT = -1073741510
"""STATUS_CONTROL_C_EXIT: how Windows names the end of a process that was stopped from outside."""


class Process(ABC):
    """What WinRM does with a command, whatever runs behind it.

    Attributes:
        stdout: output that was not fetched yet.
        stderr: the same for the error stream.
        exit_code: None while it runs.
        changed: set whenever one of these changes; the reader clears it.
    """

    def __init__(self) -> None:
        self.stdout = bytearray()
        self.stderr = bytearray()
        self.exit_code: int | None = None
        self.changed = asyncio.Event()

    @abstractmethod
    def write(self, data: bytes) -> None:
        """Give bytes to the standard input; never waits."""

    @abstractmethod
    def close_input(self) -> None:
        """End the standard input."""

    @abstractmethod
    def interrupt(self) -> None:
        """Do what Ctrl-C does."""

    @abstractmethod
    def kill(self) -> None:
        """End the process and everything it started, at once."""

    @property
    def has_news(self) -> bool:
        """Whether there is something to fetch."""
        return bool(self.stdout or self.stderr or self.exit_code is not None)

    def put_out(self, data: bytes) -> None:
        """Add output; a process that has ended says nothing more."""
        if self.exit_code is None:
            self.stdout += data
        self.changed.set()

    def put_error(self, data: bytes) -> None:
        """Add error output."""
        self.stderr += data
        self.changed.set()

    def end(self, exit_code: int) -> None:
        """Note the exit code; the first one stays."""
        if self.exit_code is None:
            self.exit_code = exit_code
        self.changed.set()


class SimulatedProcess(Process):
    """A process that is a coroutine; subclasses say in :meth:`main` what it does."""

    def __init__(self, exit_lag_s: float) -> None:
        super().__init__()
        self._exit_lag_s = exit_lag_s
        self._input: asyncio.Queue[bytes] = asyncio.Queue()
        self._task = asyncio.get_running_loop().create_task(self._run())

    @abstractmethod
    async def main(self) -> int:
        """Do the work and return the exit code."""

    async def read(self) -> bytes:
        """Return the next bytes of the standard input; none at its end."""
        return await self._input.get()

    def write(self, data: bytes) -> None:
        """Give bytes to the standard input; never waits."""
        if data:
            self._input.put_nowait(data)

    def close_input(self) -> None:
        """End the standard input."""
        self._input.put_nowait(b"")

    def interrupt(self) -> None:
        """Do what Ctrl-C does: the process ends."""
        self.kill()

    def kill(self) -> None:
        """End the process at once."""
        self._task.cancel()
        self.end(CONTROL_C_EXIT)

    async def _run(self) -> None:
        try:
            code = await self.main()
        except Exception as error:  # noqa: BLE001 - a mistake of the simulation must not leave the client waiting
            self.put_error(f"lab: {error!r}\r\n".encode())
            code = 3
        await asyncio.sleep(self._exit_lag_s)
        self.end(code)
