"""Small log streams in memory: a dirty database, its logs, and what happens to them."""

from collections.abc import Iterable
from dataclasses import replace

from toolkit.analysis.log_chain import solve
from toolkit.analysis.log_names import file_of, sort_files
from toolkit.model.ese import LogPosition, LogTime, Signature
from toolkit.model.ese_database import DatabaseHeader, DatabaseState, LogNeeds
from toolkit.model.ese_log import Checkpoint, LogFormat, LogHeader, LogSegments
from toolkit.model.log_chain import ChainCase, ChainVerdict, LogSpan, LogState
from toolkit.model.log_inventory import FoundFile, Inventory, LogLook

LOGS, OTHER = "D:\\Logs", "E:\\Old logs"
EDB = "D:\\DB07\\DB07.edb"
MIB = 1 << 20
DATABASE_BYTES = 10 * MIB


def moment(generation: int, branch: int = 0) -> LogTime:
    """Return when a log began; the clock of this server runs backwards as often as not, and a fork has another hour."""
    second, minute, day = generation % 60, generation // 60 % 60, 1 + generation // 3600 % 28
    return LogTime(bytes((second, minute, branch, day, 1 + generation % 3, 120 - generation % 7, 1, 0)))


OURS = Signature(4711, moment(1))
FOREIGN = Signature(815, moment(2))


def log(generation: int, *, branch: int = 0, parent: int = 0, used: int = 5, signature: Signature = OURS) -> LogHeader:
    """Return the header and body of a log.

    Args:
        generation: its number.
        branch: another number is another log with the same generation and signature, as a restore and a second run make it.
        parent: branch of the log before it.
        used: segments in its body.
        signature: of the stream.
    """
    return LogHeader(
        generation=generation,
        created=moment(generation, branch),
        previous_created=moment(generation - 1, parent),
        signature=signature,
        format=LogFormat(8, 4000, 5, 16),
        sector_size_bytes=4096,
        file_sectors=MIB // 4096,
        body=LogSegments(used, (), False, generation * 1000 + used),
    )


def place(generation: int, look: LogLook = None, *, folder: str = LOGS, name: str = "", size: int = MIB) -> FoundFile:
    """Return a file with the name of a closed log, or another name; looked into when ``look`` is given."""
    return replace(file_of(folder, name or f"E00{generation:08X}.log", size), look=look)


def closed(generations: Iterable[int], *, folder: str = LOGS) -> list[FoundFile]:
    """Return right closed logs."""
    return [place(generation, log(generation), folder=folder) for generation in generations]


def current(generation: int, look: LogLook = None) -> FoundFile:
    """Return the log without a number; ``look`` when it is another than that of the generation."""
    return place(0, look or log(generation), name="E00.log")


def dirty(low: int, high: int, committed: int | None, state: DatabaseState = DatabaseState.DIRTY_SHUTDOWN) -> DatabaseHeader:
    """Return the header of a dirty database that knows when its last committed log began."""
    needs = LogNeeds(low, high, committed, committed_created=moment(committed) if committed else None)
    return DatabaseHeader(state=state, state_text=state.value, needs=needs, log_signature=OURS, database_signature=OURS)


CLEAN = DatabaseHeader(state=DatabaseState.CLEAN_SHUTDOWN, state_text="Clean Shutdown", needs=LogNeeds(0, 0, 0), log_signature=OURS)


def checkpoint(generation: int, signature: Signature = OURS) -> Checkpoint:
    """Return a checkpoint at the beginning of a generation."""
    return Checkpoint(position=LogPosition(generation, 1, 0), signature=signature)


def case(header: DatabaseHeader, files: Iterable[FoundFile], *, base: str = "") -> ChainCase:
    """Return what the solver gets, without a checkpoint file."""
    return ChainCase(header, EDB, DATABASE_BYTES, Inventory(LOGS, files=tuple(files)), base=base)


def solved(header: DatabaseHeader, files: Iterable[FoundFile], *, base: str = "") -> ChainVerdict:
    """Return the verdict."""
    return solve(case(header, files, base=base))


def by_names(header: DatabaseHeader, generations: Iterable[int], files: Iterable[FoundFile] = ()) -> ChainCase:
    """Return a case in which closed logs are known by their names alone."""
    listed = sort_files(LOGS, ((LOGS, f"E00{generation:08X}.log", MIB) for generation in generations))
    return ChainCase(header, EDB, DATABASE_BYTES, replace(listed, files=tuple(files)))


def missing(verdict: ChainVerdict) -> list[tuple[int, int]]:
    """Return first and last of each missing range."""
    return [(span.first, span.last) for span in verdict.missing]


def state_of(verdict: ChainVerdict, generation: int) -> LogState | None:
    """Return what is there of a generation; None when no span holds it."""
    found = (span for span in verdict.spans if span.first <= generation <= span.last)
    return next((span.state for span in found), None)


def told(verdict: ChainVerdict) -> str:
    """Return every sentence of a verdict, for looking into."""
    findings = (f"{finding.name}: {finding.says}" for finding in verdict.findings)
    return "\n".join((verdict.says, *findings, *verdict.not_known, *(claim.why for claim in verdict.claims)))


def covers(spans: Iterable[LogSpan], low: int, high: int) -> bool:
    """Whether spans tell of every generation between two, each once."""
    numbers = [number for span in spans for number in range(span.first, span.last + 1) if low <= number <= high]
    return numbers == list(range(low, high + 1))
