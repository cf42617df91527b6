"""What stands behind command lines of a host when nothing is executed: the played agent, a few programs, clear refusals."""

import asyncio
import itertools
import re

from toolkit.lab.agent_journal import Journal, NoJournal
from toolkit.lab.agent_runner import Stage
from toolkit.lab.answers import Answers
from toolkit.lab.cmd_programs import CmdProgram, Refusal
from toolkit.lab.command_line import CommandLine, hash_of, is_step_process, pinned_hash
from toolkit.lab.disk import Disk
from toolkit.lab.host import Host, Launch
from toolkit.lab.line_source import LineSource
from toolkit.lab.process import Process, SimulatedProcess
from toolkit.lab.recorded_agent import RecordedAgent
from toolkit.lab.recorded_step import RecordedStep
from toolkit.lab.settings import RecordedEngine, Timing

NOT_EXECUTED = "this lab plays recorded answers and executes nothing; a lab with --lab-engine pwsh runs scripts"
REFUSED_EXIT = 3


class RecordedMachine:
    """One server's disk and scenario; starts its processes.

    Args:
        engine: where answers come from.
        timing: how long things take.
    """

    def __init__(self, engine: RecordedEngine, timing: Timing) -> None:
        self.engine = engine
        self.timing = timing
        self.process_ids = itertools.count(4242, 4)
        self.reset()

    def launch(self, host: Host, launch: Launch) -> Process:
        """Start what stands behind a command line."""
        line = CommandLine(launch.line)
        if line.is_too_long or not line.starts_powershell:
            return CmdProgram(host, launch, self.timing.exit_lag_s)
        script = line.script or ""
        if is_step_process(script):
            return RecordedStep(host, self.answers, self.timing)
        pinned = pinned_hash(script)
        return RecordedPowerShell(self, host, pinned) if pinned else Refusal(NOT_EXECUTED)

    def reset(self) -> None:
        """Make the server new: an empty disk, the scenario at its beginning."""
        self.disk = Disk()
        self.answers = Answers(self.engine.source, self.timing)

    async def close(self) -> None:
        """Do nothing: simulated processes end with their shells."""


class RecordedPowerShell(SimulatedProcess):
    """A PowerShell that was started with the product's stage 0.

    Args:
        machine: where it runs.
        host: the server.
        pinned: SHA-256 of the agent's text, as stage 0 pins it.
    """

    def __init__(self, machine: RecordedMachine, host: Host, pinned: str) -> None:
        super().__init__(machine.timing.exit_lag_s)
        self._machine = machine
        self._host = host
        self._pinned = pinned
        self._process_id = next(machine.process_ids)

    async def main(self) -> int:
        """Be stage 0, then the agent."""
        await asyncio.sleep(self._machine.timing.process_start_s * self._machine.timing.speed)
        source = LineSource(self.read)
        if self._machine.engine.refuses:
            return await self._refuse(self._machine.engine.refuses, source)
        self.put_out(b"\n@EXK 0 READY\n")
        token, text = await _receive_agent(source)
        if token is None:
            return 0
        if hash_of(text) != self._pinned:
            return await self._refuse("agent-hash", source)
        return await self._agent(token).converse(source)

    def interrupt(self) -> None:
        """Do what Ctrl-C does to stage 0: its input ends, the agent cancels, answers and leaves."""
        self.close_input()

    def end(self, exit_code: int) -> None:
        """Give back the locks, which die with the process."""
        super().end(exit_code)
        self._machine.disk.release(self._process_id)

    def _agent(self, token: str) -> RecordedAgent:
        stage = Stage(self._host, self, self._machine.answers, self._machine.timing.speed)
        journal = Journal if self._machine.engine.journal else NoJournal
        return RecordedAgent(stage, self._machine.disk, self._process_id, token, journal)

    async def _refuse(self, why: str, source: LineSource) -> int:
        """Say why; the exit takes effect only with the next line or the end of input, as in PowerShell."""
        self.put_out(f"\n@EXK 0 REFUSED {why}\n".encode())
        await source.next()
        return REFUSED_EXIT


async def _receive_agent(source: LineSource) -> tuple[str | None, list[str]]:
    """Return the token and the lines of the agent's text; None when the input ends before."""
    token: str | None = None
    lines: list[str] = []
    while (line := await source.next()) is not None:
        if token is None:
            begin = re.search(r"#EXK-BEGIN ([0-9a-f]{32})\Z", line)
            token = begin[1] if begin else None
        elif line == "#EXK-END":
            return token, lines
        else:
            lines.append(line)
    return None, lines
