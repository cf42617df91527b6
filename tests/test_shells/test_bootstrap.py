"""What travels to the server is exactly the shipped files, and it fits."""

from toolkit.shells.bootstrap import LONGEST_COMMAND_LINE, POWERSHELL, agent_program, decode_command, make_program
from toolkit.shells.fallback import fallback_command_line
from toolkit.shipped import shipped_folder

PROGRAM = agent_program()


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
