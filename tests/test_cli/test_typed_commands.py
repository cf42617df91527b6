"""Commands that are shown to be typed keep everything that was typed before."""

import pytest

from toolkit.cli.content_options import SHIPPED_ONLY
from toolkit.cli.server_options import ServerChoice
from toolkit.cli.typed_commands import run_command, server_words, write_words


@pytest.mark.parametrize(
    ("server", "words"),
    [
        (ServerChoice(), ()),
        (ServerChoice(target="ex02"), ("-t", "ex02")),
        (ServerChoice(target="ex02", port=5985, transport="ntlm", user="CORP\\admin"), None),
        (ServerChoice(lab="default"), ("--lab",)),
        (ServerChoice(lab="back-pressure-disk", lab_engine="pwsh"), ("--lab", "back-pressure-disk", "--lab-engine", "pwsh")),
        (ServerChoice(local=True), ("--local",)),
    ],
)
def test_options_of_a_server(server: ServerChoice, words: tuple[str, ...] | None) -> None:
    """What is as it always is, is left out; a switch has no value."""
    every = ("-t", "ex02", "--port", "5985", "--transport", "ntlm", "--user", "CORP\\admin")
    assert server_words(server) == (every if words is None else words)


def test_a_password_is_never_shown_nor_its_option() -> None:
    """``--password-stdin`` would wait for a line that nobody sends."""
    assert server_words(ServerChoice(target="ex02", password_stdin=True)) == ("-t", "ex02")


def test_parameters_are_kept_and_quoted() -> None:
    """Backslashes and blanks stand in double quotes, which every shell takes."""
    shown = run_command("a-playbook", ["archive_to=D:\\old logs", "hours=4"], ServerChoice(), SHIPPED_ONLY)
    assert shown == 'exkit run a-playbook -t HOST -p "archive_to=D:\\old logs" -p hours=4'


def test_an_empty_word_is_seen() -> None:
    """An empty value does not vanish."""
    assert write_words(["a", ""]) == 'a ""'
