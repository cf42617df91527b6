"""The words that carry danger and outcome, and how loud each is (documents design §2.2)."""

from dataclasses import dataclass
from enum import Enum

from toolkit.model.danger import Danger
from toolkit.model.run import StepWord, Verdict


class Loudness(Enum):
    """How much a word asks for the eye; colour only repeats it."""

    QUIET = "quiet"
    LOOK = "look"
    HARM = "harm"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the fixed vocabulary.

    Attributes:
        text: the word, capitals.
        loudness: how it is shown.
        style: name of its class in HTML.
    """

    text: str
    loudness: Loudness
    style: str


_OF_DANGER = {
    Danger.OBSERVE: Word("OBSERVE", Loudness.QUIET, "observe"),
    Danger.CHANGE: Word("CHANGE", Loudness.QUIET, "change"),
    Danger.OUTAGE: Word("OUTAGE", Loudness.LOOK, "outage"),
    Danger.LOSE_DATA: Word("LOSE DATA", Loudness.HARM, "lose"),
}
_LOUD_OUTCOMES = {
    StepWord.WAITING: Loudness.LOOK,
    StepWord.REFUSED: Loudness.LOOK,
    StepWord.UNKNOWN: Loudness.LOOK,
    StepWord.FAILED: Loudness.HARM,
}
_LOUD_VERDICTS = {Verdict.DONE: Loudness.GOOD, Verdict.FAILED: Loudness.HARM}
_STYLES = {Loudness.QUIET: "quiet", Loudness.LOOK: "look", Loudness.HARM: "bad", Loudness.GOOD: "ok"}
APPROVAL_NEEDED = Word("APPROVAL NEEDED", Loudness.LOOK, "look")
OPEN = Word("OPEN", Loudness.LOOK, "look")
WAITING_FOR_APPROVAL = Word("WAITING FOR APPROVAL", Loudness.LOOK, "look")


def word_of_danger(danger: Danger) -> Word:
    """Return the word for ``danger``."""
    return _OF_DANGER[danger]


def word_of_outcome(outcome: StepWord) -> Word:
    """Return the word for the outcome of a step."""
    loudness = _LOUD_OUTCOMES.get(outcome, Loudness.QUIET)
    return Word(outcome.value, loudness, _STYLES[loudness])


def word_of_verdict(verdict: Verdict) -> Word:
    """Return the word for the end of a run; only here DONE stands out."""
    loudness = _LOUD_VERDICTS.get(verdict, Loudness.LOOK)
    return Word(verdict.value, loudness, _STYLES[loudness])
