"""Every command that the product tells people to type is one that click understands."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.test_documents.sample_pages import PAGES
from toolkit.cli.main import exkit
from toolkit.documents.blocks import Block, Command, Facts, Next
from toolkit.documents.text import Look
from toolkit.errors import ToolkitError

ROOT = Path(__file__).parents[2]
NAMES = "explain|playbooks|plan|run|runs|debts|doctor|lab|runbook"
TYPED = re.compile(rf"exkit (?:--[a-z]+|(?:{NAMES})\b.*)")
PLACEHOLDER = "EX01"
NAMES_OF_THINGS = {"exkit lab authority"}
"""Look like commands and are none: the subject of a certificate."""


def strings_of(file: Path) -> Iterator[str]:
    """Yield every string of a module, with a name in place of what is filled in; docstrings and help are left out."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings | parts:
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else PLACEHOLDER for part in node.values)


def shown_in_source() -> set[str]:
    """Return the commands in the strings of the product."""
    files = (ROOT / "toolkit").rglob("*.py")
    return {text for file in files for text in strings_of(file) if TYPED.fullmatch(text)} - NAMES_OF_THINGS


def shown_in_pages() -> set[str]:
    """Return the commands that sample pages show."""
    blocks = [block for make in PAGES.values() for section in make().sections for block in section.blocks]
    return {text for block in blocks for text in typed_in(block) if TYPED.fullmatch(text)}


def typed_in(block: Block) -> Iterator[str]:
    """Yield the commands of a block."""
    if isinstance(block, Next):
        yield from (row.command for row in block.rows)
    elif isinstance(block, Facts):
        yield from (span.text.strip() for row in block.rows for line in row.lines for span in line if span.look is Look.COMMAND)
    elif isinstance(block, Command):
        yield block.text


def words_of(text: str) -> list[str]:
    """Return the words of a shown command, without the remark behind its gap and without placeholders' dots."""
    command = re.split(r" {3,}", text)[0]
    return shlex.split(command, posix=False)[1:]


def understand(words: list[str]) -> None:
    """Let click parse the words as it would when they are typed; nothing is carried out.

    Raises:
        ClickException: click does not understand them.
        ToolkitError: there is no such command.
    """
    command: click.Command = exkit
    context = click.Context(exkit, info_name="exkit")
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        name, found, words = command.resolve_command(context, words)
        assert found is not None
        command, context = found, click.Context(found, parent=context, info_name=name)
    command.make_context(command.name, list(words), parent=context)


SHOWN = sorted(shown_in_source() | shown_in_pages())


def readings_of(words: list[str]) -> Iterator[list[str]]:
    """Yield the words, then without those at the end that stand for something optional."""
    yield words
    yield ["5986" if before == "--port" else word for before, word in zip(["", *words], words, strict=False)]
    while words and words[-1].startswith(PLACEHOLDER):
        words = words[:-1]
        yield words


def is_understood(words: list[str]) -> bool:
    """Whether click parses the words, or shows the help that they ask for."""
    try:
        understand(words)
    except click.exceptions.Exit:
        return True
    except (click.ClickException, ToolkitError):
        return False
    return True


@pytest.mark.parametrize("text", SHOWN)
def test_shown_command_is_understood(text: str) -> None:
    """A command that an error, a page or a playbook tells people to type parses as it stands."""
    words = words_of(text)
    assert any(is_understood(reading) for reading in readings_of(words)), text


def test_something_is_shown() -> None:
    """The search finds commands in errors and in pages."""
    assert "exkit playbooks list" in SHOWN
    assert "exkit explain -" in SHOWN
