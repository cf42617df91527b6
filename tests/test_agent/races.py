"""Two operators who begin to change the same server in the same moment: two real agents on one folder of journals."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier

from tests.test_agent.bench import PROGRAM, Bench, once
from toolkit.errors import AgentBusy
from toolkit.model.command import CommandResult, Outcome
from toolkit.shells.agent import AgentShell
from toolkit.shells.bootstrap import AgentProgram

PATIENCE_S = 120


@dataclass(frozen=True, slots=True)
class Finish:
    """How a race ended.

    Attributes:
        winners: runs whose steps all ran.
        losers: what those were told who were turned away.
        winner_process: of the agent that ran them.
        ledger: what the steps wrote, in order: each its run's name before and after a while.
    """

    winners: tuple[str, ...]
    losers: tuple[str, ...]
    winner_process: int
    ledger: tuple[str, ...]

    def is_right(self, runs: tuple[str, str]) -> bool:
        """Whether exactly one won, ran alone, and the other one was told who has the server."""
        if len(self.winners) != 1 or len(self.losers) != 1:
            return False
        told = f"run {self.winners[0]}, process {self.winner_process}, since 20" in self.losers[0]
        return told and self.winners[0] in runs and self.ledger == (self.winners[0],) * 4


def race(bench: Bench, name: str, runs: tuple[str, str], program: AgentProgram = PROGRAM) -> Finish:
    """Let two agents open their runs at once; both stay until both have an answer, and the winner's process is then killed."""
    file = bench.folder / f"ledger-{name}"
    line = Barrier(2)

    def wait_for_the_other(data: bytes) -> bytes:
        if b"#EXK-BEGIN" in data:
            line.wait(PATIENCE_S)
        return data

    bench.on_send = wait_for_the_other
    shells = [bench.shell(run, alone=True, program=program) for run in runs]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda pair: try_to_change(pair[0], pair[1], file), zip(shells, runs, strict=True)))
    winners = tuple(run for run, answer in zip(runs, answers, strict=True) if not isinstance(answer, AgentBusy) and is_whole(answer))
    process = kill_winner(bench) if winners else 0
    for shell in shells:
        shell.close()
    ledger = tuple(file.read_text().split()) if file.exists() else ()
    return Finish(winners, tuple(answer.what for answer in answers if isinstance(answer, AgentBusy)), process, ledger)


def try_to_change(shell: AgentShell, run: str, file: Path) -> list[CommandResult] | AgentBusy:
    """Ask two changes that take a little while."""
    mark = f"[IO.File]::AppendAllText('{file}', '{run} ')"
    try:
        return list(shell.ask([once(f"s{number}", f"{mark}; Start-Sleep -Milliseconds 60; {mark}") for number in (1, 2)]))
    except AgentBusy as busy:
        return busy


def is_whole(results: list[CommandResult]) -> bool:
    """Return whether everything was done."""
    return [result.outcome for result in results] == [Outcome.OK, Outcome.OK]


def kill_winner(bench: Bench) -> int:
    """Kill the process that ran the steps, which still has the lock, and return its id."""
    for process, wire in zip(bench.processes[-2:], bench.wires[-2:], strict=True):
        if b" RESULT " in wire.received:
            process.close()
            return process.process_id
    return 0
