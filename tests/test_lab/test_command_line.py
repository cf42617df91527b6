"""Command lines: what starts PowerShell, with which script, and whether that is our stage 0."""

import base64

import pytest

from tests.test_lab.agent_client import AGENT_TEXT, digest, stage0_line
from toolkit.lab.command_line import CommandLine, hash_of, pinned_hash
from toolkit.shells.bootstrap import agent_program


def encoded(script: str) -> str:
    """Return a script as -EncodedCommand takes it."""
    return base64.b64encode(script.encode("utf-16-le")).decode()


LINES = [
    (f"powershell -encodedcommand {encoded('Ж')}", "Ж"),
    (f"PowerShell.exe -NoProfile -EncodedCommand {encoded('1')} -OutputFormat Text", "1"),
    (f'"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe" -e {encoded("12")}', "12"),
    (f"powershell -enc {encoded('a' * 9)}", "a" * 9),
    (f"echo powershell -enc {encoded('1')}", None),
    (f"notpowershell -enc {encoded('1')}", None),
    ("powershell -Command 1", None),
    ("powershell -enc AAA", None),
    ("powershell -enc !!!!", None),
    ("powershell", None),
    ("", None),
]


@pytest.mark.parametrize(("line", "script"), LINES)
def test_the_script_behind_encodedcommand_is_found(line: str, script: str | None) -> None:
    """A script is found behind any spelling of -EncodedCommand, and nowhere else."""
    assert CommandLine(line).script == script


def test_our_stage_0_is_known_and_its_hash_read() -> None:
    """The product's own command line is stage 0, and pins the agent that the product sends."""
    program = agent_program()
    script = CommandLine(program.command_line).script
    assert script is not None
    assert pinned_hash(script) == program.sha256 == hash_of(program.text.splitlines())
    assert pinned_hash(CommandLine(stage0_line()).script or "") == digest(AGENT_TEXT)


CHANGES = [
    ("language-mode", "language-mode2"),
    ("@EXK 0 READY", "@EXK 0 READY 1"),
    ("begin {", "begin { Remove-Item C:\\"),
    ("end {", "end { 1;"),
    ("-cne '#EXK-END'", "-ne '#EXK-END'"),
]


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_a_changed_stage_0_is_not_ours(old: str, new: str) -> None:
    """Any change but comments, blank lines and the hash makes it a foreign script."""
    script = agent_program().stage0
    assert pinned_hash(script.replace("\n", "\r\n\r\n# x\r\n")) is not None
    assert old in script
    assert pinned_hash(script.replace(old, new)) is None
    assert pinned_hash(script + "\n1") is None
    assert pinned_hash("") is None
