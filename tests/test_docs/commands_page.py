"""``docs/reference/commands.md``: every command with every option, written from the command line itself."""

import inspect
import re
from collections.abc import Iterator, Sequence

import click

from toolkit.cli.main import exkit
from toolkit.cli.options import common_options
from toolkit.cli.server_options import server_options

_HEAD = """\
# Commands

Every command with its arguments and options. Written by `make docs` from the command line itself; a test keeps it fresh.

Results go to stdout; progress, prompts and errors to stderr. What a command ends with: [exit codes](exit-codes.md). What `--json`
prints: [JSON](json-events.md). `exkit COMMAND --help` shows the same at the terminal.

"""
_OF_SERVER = "Options of a server"
_OF_ALL = "Options of every command"


@click.command()
@server_options
def _of_server() -> None: ...


@click.command()
@common_options
def _of_all() -> None: ...


def commands_page() -> str:
    """Return the page."""
    shared = [f"## {heading}\n\n{_table(of.params)}" for heading, of in ((_OF_SERVER, _of_server), (_OF_ALL, _of_all))]
    return _HEAD + "\n".join([*shared, *(part for words, command in walk(exkit, ("exkit",)) for part in _describe(words, command))])


def walk(command: click.Command, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with the words that call it, the given one first."""
    yield words, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=words[-1])
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None, "the group lists what it has"
            yield from walk(below, (*words, name))


def _describe(words: Sequence[str], command: click.Command) -> Iterator[str]:
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    yield f"## {' '.join([*words, *_arguments(command)])}\n"
    yield from (f"{_one_line(text)}\n" for text in paragraphs if "\b" not in text)
    yield from (_as_block(text) for text in paragraphs if "\b" in text)
    yield from _options(command)


def _arguments(command: click.Command) -> Iterator[str]:
    for argument in command.params:
        if isinstance(argument, click.Argument):
            name = argument.metavar or str(argument.name).upper()
            yield name if argument.required or name.startswith("[") else f"[{name}]"


def _options(command: click.Command) -> Iterator[str]:
    names = _names(command)
    takes_a_server = _names(_of_server) <= names
    elsewhere = _names(_of_all) | (_names(_of_server) if takes_a_server else set())
    own = [param for param in command.params if param.opts[-1] not in elsewhere and isinstance(param, click.Option)]
    if own:
        yield _table(own)
    if takes_a_server:
        yield f"Takes the [{_OF_SERVER.lower()}](#{_OF_SERVER.lower().replace(' ', '-')}).\n"


def _names(command: click.Command) -> set[str]:
    return {param.opts[-1] for param in command.params}


def _as_block(text: str) -> str:
    """Examples, which are commands, or lines that must stay as they are."""
    head, *body = [line for line in text.replace("\b", "").splitlines() if line]
    examples = head.startswith("Example")
    lines = [line.strip() if examples else line for line in body]
    return f"{head}\n\n```{'sh' if examples else ''}\n" + "\n".join(lines) + "\n```\n"


def _table(params: Sequence[click.Parameter]) -> str:
    rows = [_row(param) for param in params if isinstance(param, click.Option)]
    return "\n".join(["| option | meaning |", "|---|---|", *rows]) + "\n"


def _row(option: click.Option) -> str:
    names = ", ".join(option.opts) + ("" if option.is_flag else f" {_value(option)}")
    default = f"; default `{option.default}`" if option.show_default else ""
    return f"| `{_cell(names)}` | {_cell((option.help or '').rstrip('.'))}{default} |"


def _value(option: click.Option) -> str:
    kind = option.type
    return option.metavar or ("|".join(str(one) for one in kind.choices) if isinstance(kind, click.Choice) else "NUMBER")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
