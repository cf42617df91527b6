"""Stage 0 lets in the agent that its hash names, and says in words why it does not."""

import pytest

from tests.test_agent.bench import PROGRAM, Bench, once
from toolkit.errors import AgentRefused
from toolkit.shells.bootstrap import LONGEST_COMMAND_LINE, POWERSHELL, agent_program, decode_command, encode_command, make_program
from toolkit.shells.fallback import fallback_command_line
from toolkit.shells.wire import WireLost
from toolkit.shipped import shipped_folder


def test_command_lines_fit() -> None:
    """WinRM hands them to cmd.exe, which takes 8,191 characters."""
    for line in (PROGRAM.command_line, fallback_command_line()):
        assert line.startswith(POWERSHELL)
        assert len(line) <= LONGEST_COMMAND_LINE


def test_text_travels_as_the_protocol_says() -> None:
    """Numbered files in name order, ASCII, no trailing blanks; its hash stands in stage 0; the fallback is not part of it."""
    folder = shipped_folder("ps_templates") / "agent"
    names = sorted(file.name for file in folder.iterdir() if file.name[0].isdigit())
    assert PROGRAM.text == "".join((folder / name).read_text(encoding="ascii") for name in names)
    assert not any(line != line.rstrip() for line in PROGRAM.text.splitlines())
    assert PROGRAM.sha256 in decode_command(PROGRAM.command_line)
    assert "@HASH@" not in PROGRAM.stage0
    assert "ExkitScripts" not in PROGRAM.text


def test_blanks_and_line_ends_of_the_files_do_not_change_the_agent() -> None:
    """A checkout with CRLF starts the same agent."""
    stage0 = (shipped_folder("ps_templates") / "agent" / "stage0.ps1").read_text()
    assert make_program(PROGRAM.text.replace("\n", "  \r\n"), stage0).sha256 == agent_program().sha256


def test_files_are_short() -> None:
    """An auditor reads them one by one: at most 120 lines each."""
    folder = shipped_folder("ps_templates") / "agent"
    files = [file for file in folder.iterdir() if file.name.endswith(".ps1")]
    assert len(files) > 10
    assert not [file.name for file in files if len(file.read_text().splitlines()) > 120]


@pytest.mark.pwsh
def test_damaged_agent_is_refused_and_nothing_runs(bench: Bench) -> None:
    """One changed letter on the way: refused, with the reason."""
    bench.on_send = lambda data: data.replace(b"'HELLO'", b"'HELLA'")
    with pytest.raises(AgentRefused, match="agent-hash"):
        bench.ask(once("s1", "1"))
    assert b"HELL" not in bench.wires[0].received
    assert not bench.root.exists()


@pytest.mark.pwsh
def test_constrained_language_is_refused(bench: Bench) -> None:
    """Stage 0 says so before anything is sent."""
    bench.prelude = "$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'"
    with pytest.raises(AgentRefused, match="language-mode"):
        bench.ask(once("s1", "1"))
    assert not bench.wires[0].sent


@pytest.mark.pwsh
def test_byte_order_mark_junk_and_crlf_do_no_harm(bench: Bench) -> None:
    """What PowerShell or a proxy puts before and between the lines is skipped; nothing is said on standard error."""

    def spoil(data: bytes) -> bytes:
        return b"\xef\xbb\xbf\n#< CLIXML\nnoise\n\xef\xbb\xbf" + data.lstrip(b"\n").replace(b"\n", b"\r\n")

    bench.on_send = spoil
    assert bench.ask(once("s1", "'alive'"))[0].output == ("alive",)
    assert not bench.processes[0].standard_error


@pytest.mark.pwsh
def test_control_stage0_must_name_input(bench: Bench) -> None:
    """A script with process{} that never names $input gets no standard input: this is why stage 0 names it."""
    wire = bench.start(POWERSHELL + encode_command("begin { 'begun' } process { \"line: [$_]\" } end { 'ended' }"))
    wire.send(b"one\ntwo\n")
    heard = b""
    with pytest.raises(WireLost):
        while True:
            heard += wire.receive(10)
    assert b"ended" in heard
    assert b"one" not in heard
