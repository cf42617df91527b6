"""Texts with the same digits that are no mail errors: FTP, HTTP, loader messages, amounts."""

from dataclasses import dataclass
from functools import cache

from toolkit.knowledge.tables import load_table


@dataclass(frozen=True, slots=True)
class LookAlike:
    """One kind of look-alike: ``contains`` are its tell-tale words in small letters, ``what`` says what it is."""

    contains: tuple[str, ...]
    what: str
    source: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words, in small letters, that change what a number beside them is."""

    words: tuple[str, ...]
    source: str


@cache
def look_alikes() -> tuple[LookAlike, ...]:
    """Return all kinds."""
    return load_table("look_alikes", "look_alikes", LookAlike)


@cache
def amounts() -> frozenset[str]:
    """Return words that make the number before them an amount: ``452 MB``, ``452 recipients``."""
    return frozenset(word for row in load_table("look_alikes", "amounts", Words) for word in row.words)


@cache
def names() -> frozenset[str]:
    """Return words that make the number behind them a name: ``ordinal 421``, ``port 451``."""
    return frozenset(word for row in load_table("look_alikes", "names", Words) for word in row.words)


def look_alike(text: str) -> str:
    """Return what ``text`` is instead of a mail error, ``an FTP reply ...``; empty when nothing is known against it."""
    small = " ".join(text.lower().split())
    return next((row.what for row in look_alikes() if any(part in small for part in row.contains)), "")
