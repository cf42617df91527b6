"""Real outputs of /mh, /mk and /ml in ../shared: every fact of the index; other outputs are refused."""

import re
from typing import Any

import pytest

from tests.recorded import Recorded, needs_shared, shared_recordings
from toolkit.errors import ParsingError
from toolkit.model.ese import LogPosition, LogTime
from toolkit.model.ese_database import DatabaseHeader
from toolkit.model.ese_dump import LogDump, LogVerdict
from toolkit.model.ese_log import Attachment, Checkpoint
from toolkit.model.eseutil import EseutilEnding
from toolkit.parsing.eseutil_mh import read_mh
from toolkit.parsing.eseutil_mk import read_mk
from toolkit.parsing.eseutil_ml import read_ml

pytestmark = [pytest.mark.shared, needs_shared]
OF_THE_ARTICLE = {"anchor_log_as_printed_in_article"}
"""A fact about a wrong number in the prose around the output."""


def place(position: LogPosition | None) -> list[int] | None:
    """Return a position as the index writes it."""
    return None if position is None else [position.generation, position.sector, position.byte]


def printed(time: LogTime | None) -> str | None:
    """Return a time as the old engines print it, 8/6/1999 20:46:33."""
    moment = None if time is None else time.moment
    return None if moment is None else f"{moment.month}/{moment.day}/{moment.year} {moment:%H:%M:%S}"


def generation_in(name: str) -> int:
    """Return the generation in the name of a log such as EDB0002D.LOG, or 0x12cf."""
    match = re.fullmatch(r"(?:0x|edb)([0-9a-f]+)(?:\.log)?", name.lower())
    assert match is not None
    return int(match[1], 16)


def ending_facts(ending: EseutilEnding | None) -> dict[str, object]:
    """Return how long it ran."""
    return {} if ending is None else {"elapsed_text": ending.elapsed, "elapsed_ms_if_unpadded": ending.duration_ms}


def check(found: dict[str, object], facts: dict[str, Any]) -> None:
    """Compare every fact; one that nobody looks at is a failure."""
    wanted = {key: value for key, value in facts.items() if key not in OF_THE_ARTICLE}
    assert {key: found[key] for key in wanted} == wanted


def database_facts(header: DatabaseHeader) -> dict[str, object]:
    """Return by fact what the reader got out of one header."""
    consistent = header.history.consistent
    return {
        "name": header.path,
        "state": header.state_text,
        "repair_count": header.damage.repairs.count,
        "log_required": [header.needs.required_low, header.needs.required_high],
        "log_required_hex": None,
        "last_consistent": place(consistent.position) if consistent else None,
        "date": printed(consistent.time) if consistent else None,
    }


@pytest.mark.parametrize("case", shared_recordings("eseutil_mh"), ids=str)
def test_headers_of_databases(case: Recorded) -> None:
    """State, logs, positions and counts of every database in the text."""
    databases = read_mh(case.text).databases
    listed = case.truth.get("databases", [case.truth])
    assert len(databases) == len(listed)
    for header, facts in zip(databases, listed, strict=True):
        check(database_facts(header), facts)
    if "anchor_log" in case.truth:
        anchor = databases[0].history.consistent
        assert anchor is not None
        assert anchor.position is not None
        assert anchor.position.generation == generation_in(case.truth["anchor_log"])


def checkpoint_facts(found: Checkpoint, facts: dict[str, Any]) -> dict[str, object]:
    """Return by fact what the reader got out; the name of the log is compared by its number, hexadecimal text by its value."""
    assert found.position is not None
    position = place(found.position)
    log = facts.get("checkpoint_log")
    words = facts["checkpoint"]
    return {
        "checkpoint": words if [int(str(word), 0) if str(word).startswith("0x") else word for word in words] == position else position,
        "checkpoint_log": log if log and generation_in(log) == found.position.generation else None,
        "checkpoint_generation": found.position.generation,
        "last_full_backup_checkpoint": place(found.full_backup_position),
        "full_backup": place(found.full_backup.position) if found.full_backup else None,
        "full_backup_time": printed(found.full_backup.time) if found.full_backup else None,
        "inc_backup": place(found.incremental_backup.position) if found.incremental_backup else None,
    }


@pytest.mark.parametrize("case", shared_recordings("eseutil_mk"), ids=str)
def test_checkpoints(case: Recorded) -> None:
    """Decimal before 2000, hexadecimal since; the checkpoint of the last full backup is another one."""
    dump = read_mk(case.text)
    (found,) = dump.checkpoints
    check({**checkpoint_facts(found, case.truth), **ending_facts(dump.ending)}, case.truth)


def attached(entry: Attachment) -> dict[str, object]:
    """Return one attached database as the index writes it."""
    signature = entry.database_signature
    return {
        "n": entry.dbid,
        "path": entry.path,
        "dbtime": entry.dbtime,
        "objid": entry.last_object,
        "rand": signature.random if signature else None,
        "create": printed(signature.created) if signature else None,
        "max": entry.most_pages,
        "last_attach": place(entry.last_attach),
        "last_consistent": place(entry.last_consistent),
    }


def log_facts(dump: LogDump) -> dict[str, object]:
    """Return by fact what the reader got out."""
    names = [check.path.rsplit("\\", 1)[-1] for check in dump.checks]
    return {
        "base": dump.base_name,
        "count": len(names),
        "first": names[0] if names else None,
        "last": names[-1] if names else None,
        "all_ok": dump.says_undamaged and all(check.verdict is LogVerdict.OK for check in dump.checks),
        "missing": list(dump.missing),
        "lgeneration": [header.generation for header in dump.headers],
        "file": dump.headers[0].path if dump.headers else None,
        "attachments": [attached(entry) for header in dump.headers for entry in header.attachments],
    }


@pytest.mark.parametrize("case", shared_recordings("eseutil_ml"), ids=str)
def test_logs(case: Recorded) -> None:
    """Names, verdicts, generations and attached databases."""
    dump = read_ml(case.text)
    check({**log_facts(dump), **ending_facts(dump.ending)}, case.truth)


OTHERS = [
    (kind, case)
    for kind in ("eseutil_mh", "eseutil_mk", "eseutil_ml", "eseutil_recovery", "event_ese", "event_exchange", "smtp_reply", "cmdlet")
    for case in shared_recordings(kind)
]


@pytest.mark.parametrize("mode", ["eseutil_mh", "eseutil_mk", "eseutil_ml"])
def test_real_texts_of_other_kinds_are_refused(mode: str) -> None:
    """Events, repairs, replies, and the outputs of the other two modes."""
    read = {"eseutil_mh": read_mh, "eseutil_mk": read_mk, "eseutil_ml": read_ml}[mode]
    taken = []
    for kind, case in OTHERS:
        if kind != mode:
            try:
                read(case.text)
            except ParsingError:
                continue
            taken.append(case.name)
    assert taken == []
