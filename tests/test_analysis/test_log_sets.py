"""Real chains of ../shared: names, links, gaps, required and committed logs, signatures, as the sets say."""

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.recorded import SHARED, needs_shared
from toolkit.analysis.log_chain import solve
from toolkit.analysis.log_choice import link_of
from toolkit.analysis.log_names import file_of
from toolkit.model.ese_log import Checkpoint, LogHeader, LogSegments
from toolkit.model.log_chain import ChainCase, ChainVerdict, LogState, Role, Verdict
from toolkit.model.log_inventory import FileKind, FoundFile, Inventory
from toolkit.parsing.ese_checkpoint import read_checkpoint
from toolkit.parsing.ese_database import read_database_header
from toolkit.parsing.ese_log import read_log_header

pytestmark = [pytest.mark.shared, needs_shared]
FOLDER = SHARED / "ese-files"
LOGS = "C:\\Copied"
Row = dict[str, Any]  # JSON by hand: the tests know its keys
VERDICTS = {
    "dhcp-2012r2-backup/dhcp.mdb": Verdict.BACKUP_COPY,
    "srum-win10-ctf/dirty-SRUDB.dat": Verdict.MOUNTS,
    "ntds-2012r2/temp.edb": Verdict.NOT_KNOWN,
}
"""All others are clean."""


def rows(name: str) -> list[Row]:
    """Return the lines of an index; none where it is absent."""
    file = FOLDER / name
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.is_file() else []


SETS = rows("sets.jsonl")
DATABASES = [(one, database) for one in SETS for database in one["databases"]]


def kept(one: Row) -> list[Row]:
    """Return the files of a set that are here and belong to its chain; some are marked as earlier copies."""
    ours = [row for row in rows("index.jsonl") if row["set"] == one["set"] and (FOLDER / row["file"]).is_file()]
    return [row for row in ours if not row["file"].split("/")[1].startswith("dirtyfolder-") or row["kind"] == "database"]


def logs(one: Row) -> list[FoundFile]:
    """Return the logs of a set with their headers; bodies that were not kept come from the index."""
    return [read(row) for row in kept(one) if row["kind"] in ("log", "reserve_log")]


def read(row: Row) -> FoundFile:
    """Return one log, looked into."""
    file = file_of(LOGS, row["file"].split("/")[1], row["bytes_total"])
    if row["kind"] != "log":
        return file
    header = read_log_header((FOLDER / row["file"]).read_bytes(), row["bytes_total"])
    facts = row["facts"]
    if "segments_valid" in facts:
        body = LogSegments(facts["segments_valid"], (), False, int(facts["own_segments_checksum"], 16))
        header = replace(header, body=body)
    return replace(file, look=header)


def checkpoint(one: Row) -> Checkpoint | None:
    """Return the checkpoint of a set."""
    found = [row for row in kept(one) if row["kind"] == "checkpoint"]
    return read_checkpoint((FOLDER / found[0]["file"]).read_bytes()) if found else None


def solved(one: Row, database: Row) -> ChainVerdict:
    """Return the verdict on one database of a set."""
    data = (FOLDER / database["file"]).read_bytes()
    given = ChainCase(read_database_header(data), database["file"], len(data), Inventory(LOGS, files=tuple(logs(one))), checkpoint(one))
    return solve(given)


def headers(one: Row) -> dict[int, LogHeader]:
    """Return the headers of closed and current logs by generation."""
    looks = [file.look for file in logs(one) if file.kind in (FileKind.CLOSED_LOG, FileKind.CURRENT_LOG)]
    return {look.generation: look for look in looks if isinstance(look, LogHeader) and look.generation is not None}


def numbers(texts: list[str]) -> list[int]:
    """Return numbers that a set writes in hexadecimal."""
    return [int(text, 16) for text in texts]


@pytest.mark.parametrize(("one", "database"), DATABASES, ids=[database["file"] for _, database in DATABASES])
def test_databases(one: Row, database: Row) -> None:
    """Verdict, required and committed range, and which of them are missing."""
    verdict = solved(one, database)
    assert verdict.verdict is VERDICTS.get(database["file"], Verdict.CLEAN)
    low, high = numbers(database["required"])
    assert ((verdict.need.low, verdict.need.high, verdict.need.committed) if verdict.need else (0, 0, 0)) == (
        low,
        high,
        int(database["committed"], 16),
    )
    for role, key in ((Role.REQUIRED, "missing_required"), (Role.COMMITTED, "missing_committed")):
        gone = [number for span in verdict.missing if span.role is role for number in range(span.first, span.last + 1)]
        assert gone == numbers(database[key])
    required = [span.state for span in verdict.spans if span.role is Role.REQUIRED]
    assert (set(required) == {LogState.PRESENT} if required else None) == database["required_present"]
    matches = database["log_signature_matches"]
    assert (LogState.FOREIGN in {span.state for span in verdict.spans}) == (matches is False)


@pytest.mark.parametrize("one", SETS, ids=[one["set"] for one in SETS])
def test_names_and_generations(one: Row) -> None:
    """Headers give the generations; names agree with them; the current log is known by its header, the temporary one never counts."""
    files = [file for file in logs(one) if isinstance(file.look, LogHeader)]
    held = {int(row["facts"]["generation"]) for row in rows("index.jsonl") if row["set"] == one["set"] and row["kind"] == "log"}
    expected = [number for number in numbers(one["generations"]) if number in held]
    assert sorted(headers(one)) == expected
    closed = [
        (file.number, file.look.generation) for file in files if file.kind is FileKind.CLOSED_LOG and isinstance(file.look, LogHeader)
    ]
    assert all(number == generation for number, generation in closed) == (one["names_agree_with_headers"] is not False)
    for kind, key, field in (
        (FileKind.CURRENT_LOG, "current_log", "generation"),
        (FileKind.TEMPORARY_LOG, "temporary_log", "generation_in_header"),
    ):
        found = [file.look.generation for file in files if file.kind is kind and isinstance(file.look, LogHeader)]
        assert found == ([one[key][field]] if one[key] else [])


@pytest.mark.parametrize("one", SETS, ids=[one["set"] for one in SETS])
def test_links_and_gaps(one: Row) -> None:
    """Each pair of neighbours is linked by time, by sum where there is one, and every gap is found."""
    found = headers(one)
    for link in one["links"]:
        older, newer = int(link["after"], 16), int(link["before"], 16)
        if link["result"] == "gap":
            assert not set(numbers(link["missing"])) & set(found)
            continue
        seen = link_of(found[older], found[newer])
        assert (seen.is_time_equal, seen.is_sum_equal) == (link["time_equal"], link["segments_checksum_equal"])
        assert not seen.is_broken


@pytest.mark.parametrize("one", [one for one in SETS if one["checkpoints"]], ids=[one["set"] for one in SETS if one["checkpoints"]])
def test_checkpoints(one: Row) -> None:
    """The checkpoint stands where the set says, and its signature is that of the logs."""
    read_one, said = checkpoint(one), one["checkpoints"][-1]
    assert read_one is not None and read_one.position is not None and read_one.signature is not None
    assert read_one.position.generation == int(said["generation"], 16)
    signatures = [header.signature for header in headers(one).values() if header.signature is not None]
    same = not any(read_one.signature.differs_from(signature) for signature in signatures) if signatures else None
    assert same == said["signature_matches_logs"]
