"""chkdsk: the line that decides, in English only; in other languages the numbers are kept and the verdict is UNKNOWN."""

import re

from toolkit.model.chkdsk import ChkdskReport, ChkdskVerdict
from toolkit.parsing.eseutil_text import first_match, last_match, line_start, no_output, places, plain_text, sentence

_VERDICTS = (
    (ChkdskVerdict.CLEAN, "found no problems"),
    (ChkdskVerdict.ERRORS_FOUND, "Errors found. CHKDSK cannot continue in read-only mode"),
    (ChkdskVerdict.ERRORS_FOUND, "Windows found problems with the file system"),
    (ChkdskVerdict.ERRORS_FOUND, "Windows has found problems"),
    (ChkdskVerdict.ERRORS_FOUND, "found problems that must be fixed offline"),
    (ChkdskVerdict.CORRECTED, "Windows has made corrections to the file system"),
    (ChkdskVerdict.NOT_OPENED, "Cannot open volume for direct access"),
    (ChkdskVerdict.NOT_LOCKED, "Chkdsk cannot run because the volume is in use by another process"),
    (ChkdskVerdict.REFUSED, "Access Denied as you do not have sufficient privileges"),
    (ChkdskVerdict.REFUSED, "CHKDSK is not available for RAW drives"),
)
_SENTENCES = tuple((verdict, words.split()[0], sentence(words)) for verdict, words in _VERDICTS)
_FRAMES = ("type of the file system is", "\nStage 1: ", "(stage 1 of ", "(stage 2 of ", "KB total disk space", "KB in bad sectors")
_FEWEST_BREAKS = 2
_NAMES = ("CHKDSK", "chkdsk", "Chkdsk")
_SYSTEMS = ("NTFS", "ReFS", "FAT32", "exFAT")
_READ_ONLY = ("F parameter not specified", "in read-only mode", "in read-onl mode")
_FILE_SYSTEM = re.compile(r"type of the file system is (?P<name>\w{1,10})")
_LABEL = re.compile(r"Volume label is (?P<label>[^\n]{1,40}?)\.?[ \t]{0,40}(?:\n|\Z)")
_STAGE = re.compile(r"[Ss]tage (?P<stage>[1-5])(?::| of [1-5]\))")
_NUMBER = re.compile(r"[ \t]{0,40}(?P<number>[0-9]{1,18}) ")
_DURATION = re.compile(r"Total duration: [^\n(]{1,40}\((?P<number>[0-9]{1,18}) ms\)")


def read_chkdsk(text: str) -> ChkdskReport:
    """Return what chkdsk said; the last deciding line holds.

    Raises:
        ParsingError: it is no output of chkdsk, in any language.
    """
    plain = plain_text(text)
    verdict = _verdict(plain)
    if verdict is ChkdskVerdict.UNKNOWN and not _is_english(plain) and not _is_foreign(plain):
        raise no_output("an output of chkdsk", text)
    system = first_match(_FILE_SYSTEM, plain, "type of the file system")
    label = first_match(_LABEL, plain, "Volume label is ")
    duration = first_match(_DURATION, plain, "Total duration: ")
    return ChkdskReport(
        verdict=verdict,
        read_only=_is_read_only(plain, verdict),
        file_system=system["name"] if system else "",
        label=label["label"] if label else "",
        last_stage=_last_stage(plain),
        file_records=_number(plain, "file records processed"),
        total_kb=_number(plain, "KB total disk space"),
        bad_sectors_kb=_number(plain, "KB in bad sectors"),
        available_kb=_number(plain, "KB available on disk"),
        duration_ms=int(duration["number"]) if duration else None,
    )


def _is_english(text: str) -> bool:
    return any(words in text for words in _FRAMES)


def _is_foreign(text: str) -> bool:
    """Whether the name of the program and that of a file system stand on lines of their own output; a sentence of one line is none."""
    return any(name in text for name in _NAMES) and any(name in text for name in _SYSTEMS) and text.strip().count("\n") >= _FEWEST_BREAKS


def _verdict(text: str) -> ChkdskVerdict:
    """Return what the last deciding sentence says."""
    ends = [(match.start(), verdict) for verdict, word, words in _SENTENCES if (match := last_match(words, text, word))]
    return max(ends, key=lambda one: one[0])[1] if ends else ChkdskVerdict.UNKNOWN


def _is_read_only(text: str, verdict: ChkdskVerdict) -> bool | None:
    """Return whether it could change nothing; corrections prove that it could."""
    if verdict is ChkdskVerdict.CORRECTED:
        return False
    return True if any(words in text for words in _READ_ONLY) else None


def _last_stage(text: str) -> int | None:
    found = [match for word in ("stage ", "Stage ") if (match := last_match(_STAGE, text, word))]
    return int(max(found, key=re.Match.start)["stage"]) if found else None


def _number(text: str, words: str) -> int | None:
    """Return the number before ``words`` on a line that begins with it."""
    for position in places(text, words):
        match = _NUMBER.fullmatch(text, line_start(text, position), position)
        if match is not None:
            return int(match["number"])
    return None
