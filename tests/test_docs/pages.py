"""The pages of the documents as data: blocks, command lines, links, tables."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md")))
GENERATED = (
    DOCS / "runbooks",
    DOCS / "reference" / "commands.md",
    DOCS / "reference" / "facts.md",
    DOCS / "reference" / "first-contact.md",
    DOCS / "reference" / "questions.md",
    DOCS / "reference" / "template-rules.md",
)
WRITTEN = tuple(page for page in PAGES if not any(page == one or one in page.parents for one in GENERATED))
"""Pages that a person writes."""
OUTPUT = "text"
"""Language of a block that shows what the command before it prints."""
_BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<language>\w*)\n(?P<text>.*?)^(?P=fence)[ ]*$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^(?:\S*[\\/])?exkit(?= |$)(?P<rest>.*)$")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block.

    Attributes:
        language: word behind the fence; empty when there is none.
        text: what stands in it.
        line: of the fence, from 1.
    """

    language: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class ShownCommand:
    """A line that a reader can type.

    Attributes:
        words: behind ``exkit``, as a shell splits them; what follows ``>`` is left away.
        exit_code: that the comment behind it promises: ``# exit 4``; 0 without one.
        typed: what the comment tells to type when asked: ``# type yes``; empty when it tells nothing.
        line: in its page.
    """

    words: tuple[str, ...]
    exit_code: int
    typed: str
    line: int

    def __str__(self) -> str:
        return f"line {self.line}: exkit {shlex.join(self.words)}"


def name_of(page: Path) -> str:
    """Return how tests call a page."""
    return page.relative_to(ROOT).as_posix()


def read(page: Path) -> str:
    """Return the text of a page."""
    return page.read_text(encoding="utf-8")


def blocks_of(text: str) -> list[Block]:
    """Return the fenced blocks of a page, in order."""
    return [Block(found["language"], found["text"], text.count("\n", 0, found.start()) + 1) for found in _BLOCK.finditer(text)]


def prose_of(text: str) -> str:
    """Return a page without its fenced blocks."""
    return _BLOCK.sub("", text)


def commands_in(block: Block) -> Iterator[ShownCommand]:
    """Yield the exkit lines of a block."""
    for at, line in enumerate(block.text.splitlines(), block.line + 1):
        found = _COMMAND.match(line)
        if found and block.language != OUTPUT:
            yield _shown(found["rest"], at)


def _shown(rest: str, line: int) -> ShownCommand:
    command, _, comment = rest.partition("  #")
    words = shlex.split(command)
    words = words[: words.index(">")] if ">" in words else words
    exit_code, typed = re.search(r"exit (\d+)", comment), re.search(r"type (\S+)", comment)
    return ShownCommand(tuple(words), int(exit_code[1]) if exit_code else 0, typed[1] if typed else "", line)


def first_column(text: str, heading: str) -> list[str]:
    """Return what stands between backticks at the beginning of the rows of the first table below a heading."""
    section = re.split(r"^#+ ", text.split(f" {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    return re.findall(r"^\| `([^`]+)`", section, re.MULTILINE)


def rows_of(text: str, columns: int) -> list[list[str]]:
    """Return the rows of all tables with so many columns, without their heads."""
    rows = [re.split(r"(?<!\\)\|", line.strip().strip("|")) for line in prose_of(text).splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in row] for row in rows if len(row) == columns]
    heads = {at - 1 for at, row in enumerate(cells) if set("".join(row)) <= set("-: ")}
    return [row for at, row in enumerate(cells) if at not in heads and at - 1 not in heads]
