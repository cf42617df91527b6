"""What a self-test on a user's own server asks, and what it found; every text in it is from a closed set, so that none is a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

Value = bool | int | str
"""What an answer may hold: a truth value, a number, a word of a closed set or a version."""


class Look(Enum):
    """How a question ended."""

    AS_EXPECTED = "as expected"
    DIFFERENT = "different"
    COULD_NOT_LOOK = "could not look"


class Blind(Enum):
    """Why nobody could look; a word for programs and a sentence for people."""

    NOT_SAID = "not-said", "the server does not say it"
    NOT_WINDOWS = "not-windows", "only Windows can tell"
    NOT_ASKED = "not-asked", "it was not asked; --exchange-shell asks it too"
    NO_EXCHANGE = "no-exchange", "there is no Exchange, or not with these cmdlets"
    NO_AGENT = "no-agent", "the agent may not run there"
    NO_WINRM = "no-winrm", "WinRM was not used"
    TOO_QUICK = "too-quick", "the step had ended before it could be stopped"
    FAILED = "failed", "the look failed"
    LOST = "lost", "the connection was lost"

    def __init__(self, word: str, says: str) -> None:
        self.word = word
        self.says = says

    @property
    def is_failure(self) -> bool:
        """Whether the look was tried and broke, rather than having nothing to look at."""
        return self in (Blind.FAILED, Blind.LOST)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that only a real server can tell.

    Attributes:
        id: stable, ``exit-code``.
        asks: the question.
        expects: what exkit was built for.
        matters: what depends on it.
        about: part of the self-test, ``way``, ``session``, ``winrm`` ...
    """

    id: str
    asks: str
    expects: str
    matters: str
    about: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What the server says.

    Attributes:
        values: by name, in the order in which people read them.
        as_expected: whether it is what exkit was built for.
    """

    values: Mapping[str, Value]
    as_expected: bool


Judged = Seen | Blind


@dataclass(frozen=True, slots=True)
class ContactAnswer:
    """The answer to one question.

    Attributes:
        question: the question.
        judged: what was seen, or why nothing was.
    """

    question: Question
    judged: Judged

    @property
    def look(self) -> Look:
        """How the question ended."""
        if isinstance(self.judged, Blind):
            return Look.COULD_NOT_LOOK
        return Look.AS_EXPECTED if self.judged.as_expected else Look.DIFFERENT


@dataclass(frozen=True, slots=True)
class ContactHead:
    """What a capsule says of the server and the way to it; no names.

    Attributes:
        made_on: day, ISO 8601.
        exkit: version of exkit.
        exchange: build of Exchange; empty where there is none or nobody knows.
        windows: version of Windows.
        powershell: version of PowerShell.
        login: kind of login; empty without WinRM.
        tls: the connection was HTTPS.
        lab: engine of the lab, ``recorded`` or ``pwsh``; empty on a real server.
    """

    made_on: str
    exkit: str
    exchange: str
    windows: str
    powershell: str
    login: str
    tls: bool
    lab: str
