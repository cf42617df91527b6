"""Folders with a database and its logs as real files, small and with right checksums."""

from collections.abc import Iterable
from pathlib import Path

from tests.test_parsing.ese_writer import LogPlan, checkpoint, database, log

SECTORS = 2
LOG_BYTES = SECTORS * 4096
FOREIGN = bytes((8, 0, 0, 0, 7, 6, 5, 4, 3, 120, 0x81, 0x0A)) + bytes(16)
"""A log signature of another stream."""


def moment(generation: int) -> bytes:
    """Return when a log began, as its header stores it."""
    return bytes((generation % 60, generation // 60 % 60, 3, 4, 5, 121, 0x01, 0x00))


def log_bytes(generation: int, *, signature: bytes | None = None) -> bytes:
    """Return a log with a header and no used segment."""
    pieces = {16: moment(generation), 24: moment(generation - 1)} | ({44: signature} if signature else {})
    return log(LogPlan(generation, used=0, sectors=SECTORS), pieces=pieces)


def written_log(generation: int, used: int) -> bytes:
    """Return a log of six segments of which some are used."""
    return log(LogPlan(generation, used=used), pieces={16: moment(generation), 24: moment(generation - 1)})


def write_many(folder: Path, generations: range) -> None:
    """Write names of closed logs in the right length, without a header in them."""
    folder.mkdir(parents=True, exist_ok=True)
    for generation in generations:
        with (folder / f"E00{generation:08X}.log").open("wb") as stream:
            stream.truncate(LOG_BYTES)


def write_logs(folder: Path, generations: Iterable[int], base: str = "E00") -> None:
    """Write closed logs."""
    folder.mkdir(parents=True, exist_ok=True)
    for generation in generations:
        (folder / f"{base}{generation:08X}.log").write_bytes(log_bytes(generation))


def write_current(folder: Path, generation: int, base: str = "E00") -> None:
    """Write the log without a number."""
    (folder / f"{base}.log").write_bytes(log_bytes(generation))


def database_bytes(low: int, high: int, committed: int) -> bytes:
    """Return a dirty database that needs logs, its data pages left away."""
    needs = {296: ("<I", low), 300: ("<I", high), 416: ("<I", committed)}
    return database(values=needs, pieces={348: moment(committed)})


def write_database(file: Path, low: int, high: int, committed: int) -> None:
    """Write a dirty database."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(database_bytes(low, high, committed))


def write_checkpoint(file: Path, generation: int) -> None:
    """Write a checkpoint at the beginning of a generation."""
    file.write_bytes(checkpoint(values={16: ("<I", generation)}))


def write_example(folder: Path) -> Path:
    """Write a database that needs 0x2C to 0x2F, and its logs, and return the folder; ``Logs`` holds them with checkpoint and reserves."""
    logs = folder / "Logs"
    write_database(folder / "DB07.edb", 0x2C, 0x2E, 0x2F)
    write_logs(logs, range(0x2A, 0x2F))
    write_current(logs, 0x2F)
    write_checkpoint(logs / "E00.chk", 0x2C)
    (logs / "E00tmp.log").write_bytes(log_bytes(0x20))
    (logs / "E00res00001.jrs").write_bytes(bytes(LOG_BYTES))
    return folder


def write_broken_example(folder: Path) -> Path:
    """Write a database that needs 0x2C to 0x2F of whose logs one is quarantined in another folder and the current one is gone."""
    logs, quarantine = folder / "Logs", folder / "Quarantine"
    write_database(folder / "DB08.edb", 0x2C, 0x2E, 0x2F)
    write_logs(logs, (0x2C, 0x2E))
    write_logs(quarantine, (0x2D,))
    (quarantine / "E000000002D.log").rename(quarantine / "E000000002D.log.vir")
    return folder
