"""What mail servers mean by a reply: the code alone does not say it, the words decide (domain reference §0.0, §1)."""

from dataclasses import dataclass
from functools import cache

from toolkit.knowledge.tables import load_table


@dataclass(frozen=True, slots=True)
class SmtpText:
    """One meaning of a reply.

    Attributes:
        id: stable name of the row.
        codes: reply codes it comes with; the first is the usual one.
        enhanced: enhanced code it comes with; empty when the words alone decide.
        contains: the reply holds one of these, in small letters; empty when the codes decide.
        name: headline in capitals.
        short: at most 30 characters.
        says: what it means, one to three sentences; ``{resource}`` stands for what is short.
        typical: text by which people know it.
        details: pairs (label, lines) that are shown as they are.
        who: ``this`` server, the ``next`` one, or ``either``.
        playbook: id of the playbook for it; empty when there is none.
        listed: shown behind a bare number.
        source: where the row was taken from.
        examples: replies that this row must explain.
    """

    id: str
    codes: tuple[int, ...]
    enhanced: str
    contains: tuple[str, ...]
    name: str
    short: str
    says: str
    typical: str
    details: tuple[tuple[str, tuple[str, ...]], ...]
    who: str
    playbook: str
    listed: bool
    source: str
    examples: tuple[str, ...]


@cache
def smtp_texts() -> tuple[SmtpText, ...]:
    """Return all meanings; the special ones stand before the general ones."""
    return load_table("smtp_texts", "texts", SmtpText)


def smtp_text(code: int, enhanced: str, words: str) -> SmtpText | None:
    """Return the first meaning that fits a reply; None when no row does.

    An enhanced code must agree where both sides have one; a reply without it must hold the words.
    """
    small = words.lower()
    return next((row for row in smtp_texts() if code in row.codes and _fits(row, enhanced, small)), None)


def listed_texts(code: int) -> tuple[SmtpText, ...]:
    """Return the meanings that are shown behind the bare number ``code``."""
    return tuple(row for row in smtp_texts() if row.listed and row.codes[0] == code)


def texts_of(code: int, enhanced: str) -> tuple[SmtpText, ...]:
    """Return every meaning of exactly this pair of codes."""
    return tuple(row for row in smtp_texts() if code in row.codes and row.enhanced == enhanced)


def _fits(row: SmtpText, enhanced: str, words: str) -> bool:
    said = any(part in words for part in row.contains)
    if enhanced and row.enhanced:
        return enhanced == row.enhanced and (said or not row.contains)
    return said
