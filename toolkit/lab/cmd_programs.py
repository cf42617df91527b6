"""The few programs of cmd.exe that clients use to try a connection; nothing is executed."""

from collections.abc import Awaitable, Callable, Mapping

from toolkit.lab.command_line import TOO_LONG, CommandLine
from toolkit.lab.host import Host, Launch
from toolkit.lab.process import SimulatedProcess

NOT_RECOGNIZED = "'{word}' is not recognized as an internal or external command,\r\noperable program or batch file.\r\n"
CODE_PAGES: Mapping[str, str] = {"65001": "utf-8", "437": "cp437"}


class CmdProgram(SimulatedProcess):
    """``echo``, ``hostname``, ``whoami`` and ``sort``; anything else is not recognized.

    Args:
        host: the server.
        launch: what was asked.
        exit_lag_s: between the last output and the exit code.
    """

    def __init__(self, host: Host, launch: Launch, exit_lag_s: float) -> None:
        super().__init__(exit_lag_s)
        self._host = host
        self._launch = launch
        self._line = CommandLine(launch.line)
        self._programs: Mapping[str, Callable[[], Awaitable[int]]] = {
            "echo": self._echo,
            "hostname": self._hostname,
            "whoami": self._whoami,
            "sort": self._sort,
        }

    async def main(self) -> int:
        """Do what the program does."""
        if self._line.is_too_long:
            return self._complain(TOO_LONG)
        word = self._line.words[0] if self._line.words else ""
        program = self._programs.get(word.lower().removesuffix(".exe"))
        return await program() if program else self._complain(NOT_RECOGNIZED.format(word=word) if word else "")

    async def _echo(self) -> int:
        return self._say(self._line.text.partition(" ")[2])

    async def _hostname(self) -> int:
        return self._say(self._host.computer)

    async def _whoami(self) -> int:
        return self._say(f"{self._host.computer}\\{self._launch.user}".lower())

    async def _sort(self) -> int:
        data = bytearray()
        while part := await self.read():
            data += part
        self.put_out(b"".join(sorted(data.splitlines(keepends=True))))
        return 0

    def _say(self, text: str) -> int:
        self.put_out(f"{text}\r\n".encode(self._encoding, "replace"))
        return 0

    def _complain(self, text: str) -> int:
        self.put_error(text.encode(self._encoding, "replace"))
        return 1

    @property
    def _encoding(self) -> str:
        return CODE_PAGES.get(self._launch.code_page, "cp437")


class Refusal(SimulatedProcess):
    """A PowerShell that this lab does not start: says why, and ends with 1.

    Args:
        why: what is written to the error stream.
    """

    def __init__(self, why: str) -> None:
        super().__init__(0.0)
        self._why = why

    async def main(self) -> int:
        """Say why."""
        self.put_error(f"exkit lab: {self._why}\r\n".encode())
        return 1
