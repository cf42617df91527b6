"""What was seen, what could not be seen, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Origin(Enum):
    """Who can forge a piece of evidence decides what it may open (security design §2.3)."""

    STATE = "state"
    """Read by us from the thing itself: cmdlet objects, headers, registry, service state. Opens any gate."""
    LOCAL_LOG = "local_log"
    """Event logs, protocol and tracking logs: any interactive user may write the Application log. Opens ``observe``."""
    REMOTE_TEXT = "remote_text"
    """NDR, SMTP reply, names chosen by others: anyone can write it. Opens ``observe`` only."""
    PERSON = "person"
    """Said by the person who started the run: a wish, which proves nothing about the server. Confirms no log and no text."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing seen.

    Attributes:
        what: the thing in words, ``AggregateUse is High``.
        where: cmdlet, file or log that it was read from.
        origin: who could have forged it.
    """

    what: str
    where: str
    origin: Origin = Origin.STATE


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that could not be looked at; it closes a gate exactly as a failure does."""

    why: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A conclusion with the evidence that carries it.

    Attributes:
        name: stable name, ``back-pressure.resource``.
        says: the conclusion in one sentence.
        evidence: what carries it.
        disproved_by: what would show that it is wrong; empty when nothing is left to doubt.
    """

    name: str
    says: str
    evidence: tuple[Evidence, ...] = ()
    disproved_by: str = ""


UNKNOWN_ANSWER = "unknown"
"""The answer that every question has: it could not be seen."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The answer to a question.

    Attributes:
        answer: one of the question's answers, or ``unknown``.
        finding: why this is the answer.
        values: what later steps may use, ``answer:<step>.<name>``: texts, numbers and tuples of texts.
    """

    answer: str
    finding: Finding
    values: Mapping[str, str | int | tuple[str, ...]] = field(default_factory=dict)
