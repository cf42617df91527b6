"""Sentences inside an Eseutil run: verdicts, hints, files put in place, duplicate keys (``repair.cxx``, ``eseutil.cxx``)."""

import re

from toolkit.model.eseutil import FileMove, Hint, Verdict
from toolkit.parsing.eseutil_text import first_match, matches, sentence

_VERDICT_WORDS = (
    (Verdict.SOUND, "Integrity", sentence("Integrity check successful")),
    (Verdict.CORRUPTED, "Integrity", sentence("Integrity check completed. Database is CORRUPTED")),
    (Verdict.REPAIRED, "Repair", sentence("Repair completed. Database corruption has been repaired")),
)
_HINT_WORDS = (
    (Hint.LOSSY_OPTION, "lossy", re.compile(r"lossy\s{1,40}recovery\s{1,40}option")),
    (Hint.NOT_UP_TO_DATE, "not", sentence("not up-to-date. This operation")),
    (Hint.BACKUP_ADVISED, "recommended", sentence("recommended that you immediately perform a full backup")),
    (Hint.REGISTRY_DENIED, "accessing", sentence("accessing registry keys")),
    (Hint.REGISTRY_DENIED, "registry", sentence("registry key access was denied")),
)
_BEFORE_LOSSY = 80
_MOVE = re.compile(r"Moving '(?P<source>[^'\n]{1,500})' to '(?P<target>[^'\n]{1,500})'\.{3}\s{0,40}(?P<result>DONE!|FAILED!)?")
_DUPLICATE = re.compile(r"duplicate\s{1,40}key\s{1,40}in\s{1,40}(?P<table>\S{1,200})\s{1,40}table\b")


def read_verdicts(text: str) -> tuple[Verdict, ...]:
    """Return the verdicts, in order.

    Raises:
        ParsingError: there are more than any output has.
    """
    found = [(match.start(), verdict) for verdict, word, words in _VERDICT_WORDS for match in matches(words, text, word)]
    return tuple(verdict for _, verdict in sorted(found, key=lambda one: one[0]))


def read_hints(text: str) -> tuple[Hint, ...]:
    """Return the hints, each once."""
    return tuple(dict.fromkeys(_sure(hint, match) for hint, word, words in _HINT_WORDS if (match := first_match(words, text, word))))


def _sure(hint: Hint, match: re.Match[str]) -> Hint:
    """Return the lossy option as what it is: with "might be" before it, Eseutil does not know."""
    if hint is not Hint.LOSSY_OPTION:
        return hint
    before = match.string[max(0, match.start() - _BEFORE_LOSSY) : match.start()].split()
    return Hint.MAYBE_LOSSY_OPTION if "might" in before else hint


def read_moves(text: str) -> tuple[FileMove, ...]:
    """Return the files that were put in place, in order.

    Raises:
        ParsingError: there are more than any output has.
    """
    done = {"DONE!": True, "FAILED!": False}
    return tuple(FileMove(match["source"], match["target"], done.get(match["result"])) for match in matches(_MOVE, text, "Moving '"))


def read_duplicate_key_tables(text: str) -> tuple[str, ...]:
    """Return the tables in which a duplicate key was found, each once.

    Raises:
        ParsingError: there are more than any output has.
    """
    return tuple(dict.fromkeys(match["table"] for match in matches(_DUPLICATE, text, "duplicate")))
