"""SMTP reply codes (RFC 5321 and its extensions) and enhanced status codes (RFC 3463)."""

from dataclasses import dataclass
from functools import cache

from toolkit.knowledge.tables import load_table


@dataclass(frozen=True, slots=True)
class ReplyCode:
    """One three-digit reply.

    Attributes:
        code: three digits.
        standard: an RFC defines it; others circulate in code lists only.
        text: its meaning.
        source: RFC, or where the legend comes from.
        stands_for: enhanced code that a non-standard one mostly means; empty when it is not clear.
    """

    code: int
    standard: bool
    text: str
    source: str
    stands_for: str = ""


@dataclass(frozen=True, slots=True)
class EnhancedCode:
    """One enhanced status code; ``code`` is ``X.3.1``, where X is 2, 4 or 5."""

    code: str
    text: str
    source: str


@cache
def reply_codes() -> tuple[ReplyCode, ...]:
    """Return all known reply codes, ascending."""
    return load_table("smtp_replies", "replies", ReplyCode)


@cache
def enhanced_codes() -> tuple[EnhancedCode, ...]:
    """Return all known enhanced status codes."""
    return load_table("enhanced_codes", "enhanced", EnhancedCode)


def reply_code(code: int) -> ReplyCode | None:
    """Return the reply code; None when it is in no table."""
    return next((row for row in reply_codes() if row.code == code), None)


def enhanced_code(code: str) -> EnhancedCode | None:
    """Return the row of an enhanced code such as ``4.3.1``; None when it is in no table."""
    wanted = "X" + code[1:]
    return next((row for row in enhanced_codes() if row.code == wanted), None)
