"""Real databases, logs and checkpoints of ../shared: every fact of the index, and dissect.database as a second reader."""

import io
import json
from dataclasses import dataclass
from typing import Any

import pytest

from tests.recorded import SHARED, needs_shared
from toolkit.model.ese import LogPosition, LogTime, Signature, Stamp
from toolkit.model.ese_database import BackupInfo, DatabaseHeader
from toolkit.model.ese_doubt import FileDoubt, HeaderCopy, Refusal
from toolkit.model.ese_log import Attachment, Checkpoint, LogHeader
from toolkit.parsing.ese_checkpoint import read_checkpoint
from toolkit.parsing.ese_checksums import is_header_sound, is_page_sound
from toolkit.parsing.ese_database import BYTES_TO_READ, read_database_header
from toolkit.parsing.ese_log import read_log, read_log_header
from toolkit.parsing.ese_refusals import EseFileRefused

pytestmark = [pytest.mark.shared, needs_shared]
FOLDER = SHARED / "ese-files"
NOT_IN_A_HEADER = {"segments", "stale_bytes_after_list", "size_of_file"}
"""Facts about the rest of the file, or about how the index was made."""
BODY_FACTS = frozenset({"segments_valid", "own_segments_checksum"})
"""Known of every log of format 8, to be found where the whole file is kept."""


@dataclass(frozen=True)
class RealFile:
    """A file of the index.

    Attributes:
        name: path below the folder.
        kind: ``database``, ``log``, ``checkpoint``, ``flush_map`` or ``reserve_log``.
        size: length of the whole file; the kept part may be shorter.
        facts: what a reader must get out.
    """

    name: str
    kind: str
    size: int
    facts: dict[str, Any]  # JSON by hand: the tests know its keys

    @property
    def data(self) -> bytes:
        """The kept bytes."""
        return (FOLDER / self.name).read_bytes()

    def __str__(self) -> str:
        return self.name


def real_files(*kinds: str) -> list[RealFile]:
    """Return the files of some kinds; none where ``../shared`` is absent."""
    index = FOLDER / "index.jsonl"
    rows = [json.loads(line) for line in index.read_text(encoding="utf-8").splitlines()] if index.is_file() else []
    return [RealFile(row["file"], row["kind"], row["bytes_total"], row["facts"]) for row in rows if row["kind"] in kinds]


def place(position: LogPosition | None) -> list[int] | None:
    """Return a position as the index writes it."""
    return None if position is None else [position.generation, position.sector, position.byte]


def iso(time: LogTime | None) -> str | None:
    """Return a time as the index writes it: no zone, null for never."""
    moment = None if time is None or time.is_never else time.moment
    return None if moment is None else moment.replace(tzinfo=None).isoformat(timespec="milliseconds")


def signed(signature: Signature | None, *, keys: int = 3) -> dict[str, object] | None:
    """Return a signature as the index writes it, with its first ``keys`` keys."""
    if signature is None or signature.is_blank:
        return None
    whole = {"rand": signature.random, "created": iso(signature.created), "computer": signature.computer, "utc": signature.created.is_utc}
    return dict(list(whole.items())[:keys])


def stamped(name: str, stamp: Stamp | None) -> dict[str, object]:
    """Return position and time of one event."""
    return {name: place(stamp.position if stamp else None), f"{name}_time": iso(stamp.time if stamp else None)}


def backup(info: BackupInfo | None) -> dict[str, object] | None:
    """Return a backup mark as the index writes it."""
    return {"gens": [info.low, info.high], "time": iso(info.mark.time)} if info is not None and info.is_set else None


def attached(entry: Attachment) -> dict[str, object]:
    """Return one attached database as the index writes it."""
    return {
        "dbid": entry.dbid,
        "path": entry.path,
        "last_attach": place(entry.last_attach),
        "last_consistent": place(entry.last_consistent),
        "db_signature_rand": entry.database_signature.random if entry.database_signature else None,
    }


def database_facts(header: DatabaseHeader, data: bytes) -> dict[str, object]:
    """Return by fact what the reader got out."""
    needs, size, history = header.needs, header.page_size_bytes or 0, header.history
    return {
        "file_type": header.kind.value if header.kind else None,
        "state": header.state_text,
        "state_value": data[52],
        "page_size": size,
        "checksum": f"0x{header.checksum:08x}",
        "checksum_valid": header.copy in (HeaderCopy.BOTH, HeaderCopy.DIFFER, HeaderCopy.SHADOW_DAMAGED),
        "shadow_checksum_valid": header.copy in (HeaderCopy.BOTH, HeaderCopy.DIFFER, HeaderCopy.SHADOW),
        "shadow_identical": header.copy is HeaderCopy.BOTH,
        "checksum_valid_also_at": [other for other in (2048, 4096, 8192, 16384) if other < size and is_header_sound(data[:other])],
        "db_signature": signed(header.database_signature, keys=4),
        "log_signature": signed(header.log_signature),
        "log_required": [needs.required_low, needs.required_high],
        "log_committed": needs.committed_high,
        "log_consistent": needs.consistent_low,
        "log_recovering": needs.recovering,
        "gen_max_create": iso(needs.committed_created),
        "gen_max_required_create": iso(needs.required_created),
        **stamped("last_consistent", history.consistent),
        **stamped("last_attach", history.attach),
        **stamped("last_detach", history.detach),
        "last_resize": place(history.resize),
        **database_counts(header),
    }


def database_counts(header: DatabaseHeader) -> dict[str, object]:
    """Return by fact the versions, numbers and counts."""
    versions, damage, marks = header.versions, header.damage, header.backups
    return {
        "format_version": str(versions.format),
        "created_version": str(versions.created),
        "efv_attached": versions.attached_by,
        "os_version": versions.operating_system,
        "dbid": header.dbid,
        "dbtime": header.dbtime,
        "last_objid": header.last_object,
        "repair_count": damage.repairs.count,
        "repair_time": iso(damage.repairs.last),
        "bad_checksum_count": damage.bad_checksums.count,
        "shadowed": header.is_shadowed,
        "full_backup_prev": backup(marks.previous_full),
        "full_backup_current": backup(marks.current_full),
    }


def log_facts(header: LogHeader) -> dict[str, object]:
    """Return by fact what the reader got out; of the body only where the whole file is kept."""
    created = header.created
    assert created is not None
    flags = (header.flags.used_reserve, header.flags.is_circular, header.flags.was_circular)
    linked = header.previous_segments_checksum
    body = (
        {}
        if header.body is None
        else {"segments_valid": header.body.used, "own_segments_checksum": f"0x{header.body.linking_checksum:016x}"}
    )
    return {
        "file_type": 3,
        "generation": header.generation,
        "generation_hex": f"0x{header.generation:x}",
        "checksum": f"0x{header.checksum:08x}",
        "checksum_valid": True,
        "log_version": str(header.format),
        "efv_written": header.written_by,
        "sector_size": header.sector_size_bytes,
        "header_sectors": header.header_sectors,
        "file_sectors": header.file_sectors,
        "size_by_header": header.size_bytes,
        "db_page_size": header.page_size_bytes,
        "created": iso(created),
        "prev_created": iso(header.previous_created),
        "utc": created.is_utc,
        "log_signature": signed(header.signature),
        "flags": sum(value << place for place, value in enumerate(flags) if value),
        "circular": header.flags.is_circular,
        "checkpoint_at_creation": place(header.checkpoint),
        "prev_segments_checksum": None if linked is None else f"0x{linked:016x}",
        "system_path": header.system_path,
        "log_path": header.log_path,
        "attachments": [attached(entry) for entry in header.attachments],
        **body,
    }


def checkpoint_facts(found: Checkpoint) -> dict[str, object]:
    """Return by fact what the reader got out."""
    return {
        "file_type": 4,
        "checksum": f"0x{found.checksum:08x}",
        "checksum_valid": found.copy is HeaderCopy.BOTH or found.copy is HeaderCopy.DIFFER,
        "shadow_checksum_valid": found.copy is HeaderCopy.BOTH or found.copy is HeaderCopy.DIFFER,
        "shadow_identical": found.copy is HeaderCopy.BOTH,
        "checkpoint": place(found.position),
        "db_consistency": place(found.consistency),
        "last_full_backup_checkpoint": place(found.full_backup_position),
        "log_signature": signed(found.signature, keys=2),
        "version_flag": int(found.lists_attachments or 0),
        "circular": found.is_circular,
        "system_path": found.system_path,
        "log_path": found.log_path,
        "attachments": [attached(entry) for entry in found.attachments],
    }


def check(found: dict[str, object], facts: dict[str, Any], *, unseen: frozenset[str] = frozenset()) -> None:
    """Compare every fact of a header; a fact that nobody looks at is a failure."""
    wanted = {key: value for key, value in facts.items() if key not in NOT_IN_A_HEADER | unseen}
    assert found == {key: wanted.get(key, found[key]) for key in found}
    assert wanted.keys() <= found.keys()


@pytest.mark.parametrize("case", real_files("database"), ids=str)
def test_databases(case: RealFile) -> None:
    """Every fact of every header, out of the first 64 KiB."""
    data = case.data[:BYTES_TO_READ]
    check(database_facts(read_database_header(data), data), case.facts)


@pytest.mark.parametrize("case", real_files("log"), ids=str)
def test_logs(case: RealFile) -> None:
    """Every fact of every header; of the body where the file is whole."""
    data = case.data
    is_whole = len(data) == case.size
    header = read_log(data) if is_whole else read_log_header(data, case.size)
    check(log_facts(header), case.facts, unseen=frozenset() if header.body else BODY_FACTS)
    assert header.doubts == (() if is_whole else (FileDoubt.BODY_NOT_READ,))


@pytest.mark.parametrize("case", real_files("checkpoint"), ids=str)
def test_checkpoints(case: RealFile) -> None:
    """Every fact; the leftovers behind empty lists are never taken for databases."""
    found = read_checkpoint(case.data)
    check(checkpoint_facts(found), case.facts)
    assert found.doubts == ()


@pytest.mark.parametrize("case", real_files("flush_map", "reserve_log"), ids=str)
def test_companions_are_refused_by_name(case: RealFile) -> None:
    """A flush map passes the checksum of a header and is none; a reserve log is nothing but zeros."""
    reason = Refusal.FLUSH_MAP if case.kind == "flush_map" else Refusal.ALL_ZERO
    for read in (read_database_header, read_log, read_checkpoint):
        with pytest.raises(EseFileRefused) as caught:
            read(case.data)
        assert caught.value.refused.refusal is reason


@pytest.mark.parametrize("case", real_files("database"), ids=str)
def test_data_pages_have_right_checksums(case: RealFile) -> None:
    """Old and new sums of the data pages that are kept behind the two header pages."""
    data, size = case.data, case.facts["page_size"]
    pages = {start // size - 1: data[start : start + size] for start in range(2 * size, len(data) - size + 1, size)}
    assert [number for number, page in pages.items() if any(page) and not is_page_sound(page, number)] == []


@pytest.mark.parametrize("case", real_files("database"), ids=str)
def test_another_reader_says_the_same(case: RealFile) -> None:
    """dissect.database has its own definition of the header."""
    layout = pytest.importorskip("dissect.database.ese.c_ese", reason="dissect.database is not installed (dev extra)").c_ese
    theirs = layout.DBFILEHDR(io.BytesIO(case.data))
    ours = read_database_header(case.data[:BYTES_TO_READ])
    assert ours.database_signature is not None
    assert ours.log_signature is not None
    assert ours.versions.format is not None
    assert dissected(theirs) == [
        *(ours.checksum, case.data[52], ours.page_size_bytes, ours.dbtime, ours.dbid, ours.last_object),
        *(ours.database_signature.random, ours.log_signature.random),
        *(ours.needs.required_low, ours.needs.required_high, ours.needs.committed_high or 0),
        *(ours.needs.recovering, ours.needs.consistent_low),
        *(ours.versions.format.major, ours.versions.format.update, ours.versions.format.minor, ours.versions.attached_by),
        *(ours.damage.repairs.count, ours.damage.repairs.before, ours.damage.bad_checksums.count),
        *(place(stamp.position) for stamp in (ours.history.consistent, ours.history.attach, ours.history.detach) if stamp),
    ]


def dissected(header: Any) -> list[object]:  # a structure that dissect.cstruct makes at run time
    """Return the same fields in the same order as dissect.database reads them."""
    places = (header.lgposConsistent, header.lgposAttach, header.lgposDetach)
    return [
        *(header.ulChecksum, header.dbstate, header.cbPageSize or 4096, header.dbtimeDirtied, header.dbid, header.objidLast),
        *(header.signDb.ulRandom, header.signLog.ulRandom),
        *(header.lGenMinRequired, header.lGenMaxRequired, header.lGenMaxCommitted),
        *(header.lGenRecovering, header.lGenMinConsistent),
        *(header.ulVersion, header.ulDaeUpdateMajor, header.ulDaeUpdateMinor, header.efvMaxBinAttachDiagnostic),
        *(header.ulRepairCount, header.ulRepairCountOld, header.ulBadChecksum),
        *([position.lGeneration, position.isec, position.ib] for position in places),
    ]
