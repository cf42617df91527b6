"""Text as spans: what a word, a command or an author's sentence is, never how it looks."""

from dataclasses import dataclass
from enum import Enum

from toolkit.documents.words import Word


class Look(Enum):
    """How a span of text differs from the text around it."""

    PLAIN = "plain"
    STRONG = "strong"
    CODE = "code"
    COMMAND = "command"
    """Typed as it stands; kept on one line where a program may copy it."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text of one look; ``word`` makes it a badge of that word."""

    text: str
    look: Look = Look.PLAIN
    word: Word | None = None


Text = tuple[Span, ...]


def plain(text: str) -> Text:
    """Return ``text`` as it is."""
    return (Span(text),)


def strong(text: str) -> Text:
    """Return ``text`` so that it stands out."""
    return (Span(text, Look.STRONG),)


def code(text: str) -> Text:
    """Return ``text`` as something typed or read literally."""
    return (Span(text, Look.CODE),)


def command(text: str) -> Text:
    """Return ``text`` as a command that a person types."""
    return (Span(text, Look.COMMAND),)


def badge(word: Word) -> Text:
    """Return one of the words that carry danger or outcome."""
    return (Span(word.text, word=word),)


def prose(text: str) -> Text:
    """Return an author's text, in which backticks enclose what is read literally."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return plain(text)
    return tuple(Span(part, Look.CODE if at % 2 else Look.PLAIN) for at, part in enumerate(parts) if part)


def to_do(line: str) -> Text:
    """Return one line of advice: a command when it begins as one, else an author's text."""
    return command(line) if line.lstrip().startswith("exkit ") else prose(line)
