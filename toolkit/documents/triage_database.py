"""What the header of a database and its checkpoint say, as facts of a triage."""

from collections.abc import Iterator

from toolkit.documents.blocks import Facts, Row
from toolkit.documents.measures import say_exactly, say_size
from toolkit.documents.text import plain
from toolkit.model.ese_database import DatabaseHeader, EventCount
from toolkit.model.ese_doubt import RefusedFile
from toolkit.model.ese_log import Checkpoint
from toolkit.model.evidence import Unknown
from toolkit.model.log_chain import ChainCase
from toolkit.model.triage import Triage


def database_facts(triage: Triage) -> Facts:
    """Return the facts; what the header does not say is not listed."""
    case = triage.case
    rows = [("file", _file(case)), *_header_rows(case), ("checkpoint", say_checkpoint(case)), ("log folder", case.inventory.log_folder)]
    names = triage.result.names
    base = f"{names.base}: {names.closed(0x1A)}, current log {names.current}" if names.base else "not known"
    last = (("base name", base), ("looked at", say_exactly(triage.made_at)))
    return Facts(tuple(Row(label, (plain(says),)) for label, says in (*rows, *last) if says))


def _file(case: ChainCase) -> str:
    size = "" if case.database_size_bytes is None else f", {say_size(case.database_size_bytes)}"
    return f"{case.database_path}{size}"


def _header_rows(case: ChainCase) -> Iterator[tuple[str, str]]:
    header = case.database
    if not isinstance(header, DatabaseHeader):
        yield "header", str(header) if isinstance(header, RefusedFile) else f"not known: {header.why}"
        return
    needs = header.needs
    yield "state", header.state_text or "not said"
    yield "required", _say_range(needs.required_low, needs.required_high)
    yield "committed", _say_committed(needs.committed_high)
    yield (
        "log stream",
        "none: no log fits" if header.log_signature is not None and header.log_signature.is_blank else f"{header.log_signature}",
    )
    yield "database", f"{header.database_signature}"
    yield "format", f"{header.versions.format}, pages of {say_size(header.page_size_bytes or 0)}" if header.versions.format else ""
    yield "copies", header.copy.value if header.copy is not None else ""
    yield "repaired", _say_count(header.damage.repairs)
    yield "bad pages met", _say_count(header.damage.bad_checksums)


def _say_range(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return "not said"
    return "none" if (low, high) == (0, 0) else f"{low}-{high} (0x{low:X}-0x{high:X})"


def _say_committed(high: int | None) -> str:
    if not high:
        return "not said" if high is None else "none"
    return f"up to {high} (0x{high:X})"


def _say_count(count: EventCount) -> str:
    if not count.count:
        return "never" if count.count == 0 else ""
    last = f", last {count.last}" if count.last is not None and not count.last.is_never else ""
    return f"{count.count:,} times{last}" if count.count > 1 else f"once{last}"


def say_checkpoint(case: ChainCase) -> str:
    """Return where the checkpoint stands, why it could not be read, or that there is none."""
    checkpoint = case.checkpoint
    if checkpoint is None:
        return "no file: harmless"
    if isinstance(checkpoint, Checkpoint):
        return f"{checkpoint.position} in {case.checkpoint_path}"
    why = f"not known: {checkpoint.why}" if isinstance(checkpoint, Unknown) else str(checkpoint)
    return f"{case.checkpoint_path}: {why}"
