"""What pages are made of, before anybody knows whether they become a terminal, HTML or Markdown.

A page is sections of blocks; a block holds text as spans. Text is plain everywhere: renderers escape it, so nothing that
a server, a file or a person wrote can become markup.
"""

from dataclasses import dataclass, field
from enum import Enum

from toolkit.documents.text import Text
from toolkit.documents.words import Word


@dataclass(frozen=True, slots=True)
class Heading:
    """A headline; level 1 stands once on a page. ``aside`` is pushed to the right edge."""

    text: Text
    level: int = 2
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: Text


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled fact: one or more lines, and a remark at the right edge of the first."""

    label: str
    lines: tuple[Text, ...]
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled facts."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Command:
    """Exact text that is sent or typed; never cut, never wrapped where it is not for eyes only."""

    text: str


@dataclass(frozen=True, slots=True)
class Advice:
    """A command that a person may type next: what it is for, the command, a remark."""

    label: str
    command: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Next:
    """What to type next, last on a page."""

    rows: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class ServerText:
    """Foreign text as received. ``more`` says where the rest is when it was cut."""

    label: str
    text: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How something ended: the word, what goes on in the same line, a remark at the right edge, sentences below."""

    word: Word
    goes_on: str
    aside: str = ""
    says: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Banner:
    """A word that stops the reader, with a rule across the page."""

    word: Word


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One step of a plan in a line."""

    number: str
    danger: Word | None
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """The steps of a plan, one a line."""

    rows: tuple[SummaryRow, ...]


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One step of a run in a line: number, danger, outcome, time taken, what it means."""

    number: str
    danger: Word | None
    outcome: Word
    took: str
    says: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The steps of a run, one a line; ``took_columns`` is the least width of the time taken."""

    rows: tuple[OutcomeRow, ...]
    took_columns: int = 4


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells below column heads.

    Attributes:
        caption: what the rows are; empty only on terminals.
        head: names of the columns.
        rows: cells.
        right: positions of columns with numbers.
        is_form: to be filled in on paper; pages show it in print only.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    right: frozenset[int] = frozenset()
    is_form: bool = False


class Mark(Enum):
    """What stands before the items of a list."""

    DASH = "-"
    NUMBER = "1."
    TICK = "[ ]"


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Text, ...]
    mark: Mark = Mark.DASH


@dataclass(frozen=True, slots=True)
class Branch:
    """One answer to a question and where it leads."""

    answer: str
    leads: Text
    is_expected: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question that decides the way on, with all its answers.

    Attributes:
        letter: as people call it; empty when it has none.
        asks: ends with a question mark.
        branches: every answer, the one that is not known among them.
        meanings: pairs (answer, what it means), for pages with room.
    """

    letter: str
    asks: str
    branches: tuple[Branch, ...]
    meanings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A labelled part of a step: a command, then text lines, then questions, then text of the server."""

    label: str
    lines: tuple[Text, ...] = ()
    command: Command | None = None
    questions: tuple[Question, ...] = ()
    server_text: ServerText | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step in full.

    Attributes:
        number: as people see it.
        title: what it does.
        danger: badge of the danger; None for a step that sends nothing.
        outcome: badge of the outcome; None in plans.
        aside: time limit, time taken, or another short remark.
        parts: labelled parts, in order.
        is_open: shown unfolded where pages fold.
        anchor: name by which the page links to it; made by us from the number, never from foreign text.
        noun: what stands before the number on a terminal.
    """

    number: str
    title: str
    danger: Word | None
    outcome: Word | None = None
    aside: str = ""
    parts: tuple[Part, ...] = ()
    is_open: bool = True
    anchor: str = ""
    noun: str = "Step"


@dataclass(frozen=True, slots=True)
class Box:
    """Something that must not be overlooked."""

    title: Text
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new sheet of paper begins here."""


Block = (
    Heading
    | Paragraph
    | Facts
    | Command
    | Next
    | ServerText
    | Verdict
    | Banner
    | Summary
    | Outcomes
    | Table
    | Items
    | Question
    | Step
    | Box
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that belong together; terminals put an empty line between sections.

    Attributes:
        blocks: in order.
        anchor: name by which the page links to it; empty when nothing does.
    """

    blocks: tuple[Block, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page.

    Attributes:
        title: for window titles and file heads.
        sections: in order.
        front: head of a Markdown file, name to value.
        kind: what the page is, in two or three words: ``Plan for review``.
        footer: lines at the end of a printed page or file.
    """

    title: str
    sections: tuple[Section, ...]
    front: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    footer: tuple[Text, ...] = field(default=())
