"""What each file says it is, and whether it can be believed: signature, name, length, body, creation time (chain rules, ese-headers §6)."""

from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.analysis.log_base import is_cut_off, same_base
from toolkit.model.ese import LogTime, Signature
from toolkit.model.ese_database import DatabaseHeader
from toolkit.model.ese_doubt import FileDoubt, RefusedFile
from toolkit.model.ese_log import LogHeader
from toolkit.model.evidence import Unknown
from toolkit.model.log_chain import Claim, LogNames, LogNeed, LogState
from toolkit.model.log_inventory import FileKind, FoundFile

_LOGS = (FileKind.CLOSED_LOG, FileKind.CURRENT_LOG, FileKind.SET_ASIDE)
"""Enntmp.log holds the header of a recycled older log, .jrs is zero: they never count."""


@dataclass(frozen=True, slots=True)
class Stream:
    """What a log must match.

    Attributes:
        signature: of the log stream; None when the database does not say it.
        created: creation times that the database knows, by generation: of the highest committed and the highest required log.
        names: how its logs are named.
        log_folder: where the engine looks.
    """

    signature: Signature | None
    created: dict[int, LogTime]
    names: LogNames
    log_folder: str


def stream_of(header: DatabaseHeader, need: LogNeed | None, names: LogNames, log_folder: str) -> Stream:
    """Return what the header of a database says about its logs."""
    created: dict[int, LogTime] = {}
    if need is not None:
        _add(created, need.high, header.needs.required_created)
        _add(created, need.committed, header.needs.committed_created)
    signature = header.log_signature
    return Stream(None if signature is None or signature.is_blank else signature, created, names, log_folder)


def _add(created: dict[int, LogTime], generation: int, time: LogTime | None) -> None:
    if time is not None and not time.is_never:
        created[generation] = time


def claims_of(files: tuple[FoundFile, ...], stream: Stream) -> Iterator[Claim]:
    """Yield what each file says it is; files that say nothing about this stream yield nothing."""
    for file in files:
        claim = _claim(file, stream) if file.kind in _LOGS else None
        if claim is not None:
            yield claim


def _claim(file: FoundFile, stream: Stream) -> Claim | None:
    look = file.look
    if isinstance(look, LogHeader) and look.generation is not None:
        return _header_claim(file, look, look.generation, stream)
    if file.number is None or not same_base(file.base, stream.names.base):
        return None
    if isinstance(look, Unknown):
        return Claim(file.number, LogState.UNKNOWN, file, look.why)
    if file.kind is FileKind.SET_ASIDE:
        return None
    if isinstance(look, RefusedFile):
        return Claim(file.number, LogState.DAMAGED, file, str(look))
    return Claim(file.number, LogState.PRESENT if file.folder == stream.log_folder else LogState.ELSEWHERE, file)


def _header_claim(file: FoundFile, look: LogHeader, generation: int, stream: Stream) -> Claim | None:
    foreign = _why_foreign(look, generation, stream)
    if foreign:
        return Claim(generation, LogState.FOREIGN, file, foreign)
    if stream.signature is None and not same_base(file.base, stream.names.base):
        return None
    damaged = why_damaged(file, look)
    if damaged:
        return Claim(generation, LogState.DAMAGED, file, damaged)
    return _placed(file, generation, stream)


def _why_foreign(look: LogHeader, generation: int, stream: Stream) -> str:
    if stream.signature is not None and look.signature is not None and look.signature.differs_from(stream.signature):
        return "another log signature than the database: it belongs to another stream"
    expected = stream.created.get(generation)
    if expected is not None and look.created is not None and look.created.differs_from(expected):
        return f"created {look.created}, but the database knows {expected}: another log with the same number"
    return ""


def why_damaged(file: FoundFile, look: LogHeader) -> str:
    """Return what is wrong with a log of the right stream; empty when nothing is seen to be."""
    if is_cut_off(file):
        return f"{file.size_bytes or 0:,} bytes long, its header says {look.size_bytes or 0:,} (-541 JET_errLogFileSizeMismatch)"
    if FileDoubt.BODY_DAMAGED in look.doubts:
        return "a segment inside is damaged (-501 JET_errLogFileCorrupt)"
    if FileDoubt.BODY_TORN in look.doubts and file.kind is not FileKind.CURRENT_LOG:
        return "its last written segment is damaged, and it is no current log (-501 JET_errLogFileCorrupt)"
    return ""


def _placed(file: FoundFile, generation: int, stream: Stream) -> Claim:
    """Say whether the engine would find a right log where it is."""
    has_base = same_base(file.base, stream.names.base)
    if file.folder != stream.log_folder:
        return Claim(generation, LogState.ELSEWHERE, file, "in another folder")
    if file.kind is FileKind.SET_ASIDE:
        return Claim(generation, LogState.ELSEWHERE, file, f"set aside as {file.name}")
    if not has_base or (file.kind is FileKind.CLOSED_LOG and file.number != generation):
        return Claim(generation, LogState.RENAMED, file, f"its name is {file.name}, its header says 0x{generation:X}")
    return Claim(generation, LogState.PRESENT, file)
