"""Every command line of the documents parses; those that need no server do what their page says."""

import os
from contextlib import suppress
from pathlib import Path

import click
import pytest

from tests.test_docs.commands_page import walk
from tests.test_docs.pages import PAGES, WRITTEN, ShownCommand, blocks_of, commands_in, name_of, prose_of, read
from tests.test_docs.running import Reader, can_run, shows
from tests.test_docs.spans import code_spans, options_in
from toolkit.catalog.library import list_ids
from toolkit.cli.main import exkit
from toolkit.cli.vocabulary import load_playbook
from toolkit.engine.parameters import read_parameters

READ_BY_OTHERS = {"--%"}
"""Words with two hyphens that are no options of ours."""


def parse(words: tuple[str, ...]) -> click.Context:
    """Return what click makes of a command line, without running it.

    Raises:
        click.UsageError: it is none.
    """
    command: click.Command = exkit
    context = click.Context(exkit, info_name="exkit")
    rest = list(words)
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        _, below, rest = command.resolve_command(context, rest)
        assert below is not None, "click has complained already"
        command = below
    return command.make_context("exkit", rest, resilient_parsing=bool({"--help", "--version"} & set(rest)))


def shown(page: Path) -> list[ShownCommand]:
    """Return all lines of a page that a reader can type."""
    return [command for block in blocks_of(read(page)) for command in commands_in(block)]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_line_parses(page: Path) -> None:
    """Commands, options and parameters of playbooks that a page shows exist."""
    for command in shown(page):
        try:
            given = parse(command.words).params
        except click.UsageError as fault:
            pytest.fail(f"{command}: {fault.message}")
        if given.get("playbook_id") in list_ids() and page in WRITTEN:  # help writes paths as Windows shells take them, without quotes
            read_parameters(load_playbook(given["playbook_id"]), given.get("parameters", ()))


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_lines_do_what_the_page_says(
    page: Path, checkout: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines that need no server end with the exit code of the page and print what it shows."""
    reader = Reader(capsys, monkeypatch)
    for block in blocks_of(read(page)):
        reader.read(block, list(commands_in(block)))


def test_pages_of_the_lab_are_run_whole() -> None:
    """What can run is not left out by mistake: the tutorial runs with every line."""
    tutorial = next(page for page in WRITTEN if page.name == "first-run.md")
    assert len(shown(tutorial)) > 8
    assert all(can_run(command, "R-1") for command in shown(tutorial))


def test_output_that_was_not_printed_is_found() -> None:
    """Lines must be there, in their order, without others between them unless the page says so."""
    printed = "DONE   R-20261125-EX01-b2cb\n  a\n  b\n  c 12 s\n"
    assert shows("DONE R-20261124-EX01-ffff\n a\n...\nc 3 s\n", printed)
    assert not shows("a\nc 12 s\n", printed)
    assert not shows("b\n...\na\n", printed)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_page_names_an_option_that_does_not_exist(page: Path) -> None:
    """Options in blocks and between backticks are options of some command."""
    known = {name for _, command in walk(exkit, ("exkit",)) for param in command.params for name in param.opts} | {"--help"}
    text = " ".join([*(command_line for block in blocks_of(read(page)) for command_line in block.text.splitlines()), *code_spans(page)])
    assert options_in(text) - known - READ_BY_OTHERS == set()


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_commands_between_backticks_parse(page: Path) -> None:
    """A command inside a sentence exists, with its options; what it must be given may be left away."""
    for span in code_spans(page):
        words = tuple(word for word in span.split()[1:] if word != "...")
        if span.startswith("exkit ") and words[0] != "COMMAND":
            with suppress(click.MissingParameter):
                parse(words)


def test_prose_has_no_fences() -> None:
    """Blocks are told from prose."""
    assert "hidden" not in prose_of("a\n```sh\nhidden\n```\nb\n")
    assert os.linesep not in prose_of("a")
