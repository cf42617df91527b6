"""The command line: fast help with examples, every error as a page, every exit code as promised."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.test_documents.goldens import assert_golden
from toolkit import __version__
from toolkit.cli import main as command_line
from toolkit.cli.commands import COMMANDS
from toolkit.cli.main import exkit, run

HEAVY = ("winrm", "jinja2", "yaml", "pydantic", "rich", "requests", "toolkit.documents", "toolkit.engine", "toolkit.model")
LOADED = f"""
import sys
from toolkit.cli.main import run
code = run(sys.argv[1:])
print("loaded", *[name for name in {HEAVY!r} if name in sys.modules], "code", code)
"""


def every_command(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the words of every command there is, the group itself first."""
    yield words
    if isinstance(command, click.Group):
        context = click.Context(command, info_name="exkit")
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from every_command(below, (*words, name))


ALL = tuple(every_command(exkit))


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_help_is_its_golden(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """Help is what a person last read; it fits 80 columns and begins with how the command is written."""
    assert run([*words, "--help"]) == 0
    text = capsys.readouterr().out
    assert_golden(f"help/{'-'.join(('exkit', *words))}.txt", text)
    assert text.startswith(f"Usage: {' '.join(('exkit', *words))} ")
    assert all(len(line) <= 79 for line in text.splitlines() if not line.startswith("    exkit ")), "commands are never wrapped"
    assert text.isascii()


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_help_has_examples(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """Every help shows how the command is typed, and takes the common options."""
    run([*words, "--help"])
    text = capsys.readouterr().out
    assert "Example" in text
    assert "    exkit " in text
    assert all(option in text for option in ("--json", "--no-color", "--debug"))


@pytest.mark.parametrize("words", ((), ("explain",), ("playbooks",), ("playbooks", "show"), ("lab",)), ids=" ".join)
def test_help_loads_nothing_heavy(words: tuple[str, ...]) -> None:
    """Help needs click and nothing else: that is what makes it fast."""
    done = subprocess.run([sys.executable, "-c", LOADED, *words, "--help"], capture_output=True, text=True, timeout=20, check=True)
    assert done.stdout.splitlines()[-1] == "loaded code 0"


def test_every_command_has_its_module() -> None:
    """Each name in the table leads to a command of that name."""
    context = click.Context(exkit, info_name="exkit")
    for name in COMMANDS:
        command = exkit.get_command(context, name)
        assert command is not None
        assert command.name == name


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """The version is the package's."""
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"exkit {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    (
        (["explian"], ("there is no command 'explian'", "Nearest: explain", "exkit --help")),
        (["zzz"], ("there is no command 'zzz'", "Commands are explain,")),
        (["playbooks", "shwo"], ("there is no command 'shwo'", "Nearest: show", "exkit playbooks --help")),
        (["explain", "--jsno", "x"], ("there is no option --jsno", "Nearest: --json.", "exkit explain --help")),
        (["explain"], ("argument TEXT|FILE|- is missing", "exkit explain --help")),
        (["playbooks", "show", "a", "b"], ("cannot be understood", "exkit playbooks show --help")),
        (["playbooks", "check", "no-such-file.yml"], ("there is no file no-such-file.yml", "exkit playbooks check --help")),
    ),
    ids=str,
)
def test_wrong_usage(arguments: list[str], says: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong, the nearest names and the help that explains it; exit 2, nothing on stdout."""
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert all(text in captured.err for text in says)
    assert "[usage.wrong]" in captured.err
    assert captured.err.endswith("exit 2, usage\n")


def test_no_arguments_show_help(capsys: pytest.CaptureFixture[str]) -> None:
    """Typing the bare name shows what there is, on the stream for hints; it is no success."""
    assert run([]) == 2
    assert "Examples:" in capsys.readouterr().err


def break_explain(monkeypatch: pytest.MonkeyPatch, fault: BaseException) -> None:
    """Let the command ``explain`` end with ``fault``."""

    def broken(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(command_line.exkit, "invoke", broken)


def test_unforeseen_fault_names_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody sees a traceback; it stands in the file that is named, readable by its owner only."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    break_explain(monkeypatch, RuntimeError("odd\x1b[2J"))
    assert run(["explain", "x"]) == 1
    shown = capsys.readouterr().err
    (file,) = (tmp_path / "exkit" / "faults").iterdir()
    assert file.name in "".join(shown.split())
    assert "Traceback" not in shown
    assert "\x1b" not in shown
    assert "RuntimeError: odd" in file.read_text(encoding="utf-8")
    assert sys.platform == "win32" or file.stat().st_mode & 0o077 == 0


def test_debug_shows_the_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """With --debug an unforeseen fault tells where it came from; what it says is shown, not obeyed."""
    break_explain(monkeypatch, RuntimeError("odd\x1b[2J"))
    assert run(["explain", "x", "--debug"]) == 1
    shown = capsys.readouterr().err
    assert "Traceback" in shown
    assert "RuntimeError: odd<U+001B>[2J" in shown


def test_ctrl_c(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl+C ends with 130 and one line."""
    break_explain(monkeypatch, KeyboardInterrupt())
    assert run(["explain", "x"]) == 130
    assert capsys.readouterr().err.strip() == "Stopped by Ctrl+C."


def test_exit_code_of_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command returns is the exit code."""
    monkeypatch.setattr(command_line.exkit, "invoke", lambda _: 6)
    assert run(["explain", "x"]) == 6
