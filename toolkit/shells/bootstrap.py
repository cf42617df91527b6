"""What starts on the server: the command line with stage 0, and the agent's text that it checks."""

import base64
from dataclasses import dataclass
from hashlib import sha256

from toolkit.shipped import shipped_folder

POWERSHELL = (
    "powershell.exe -NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -InputFormat Text -OutputFormat Text -EncodedCommand "
)
LONGEST_COMMAND_LINE = 8191 - len("cmd.exe /c ")
"""WinRM hands the command line to cmd.exe, which takes 8,191 characters."""


@dataclass(frozen=True, slots=True)
class AgentProgram:
    """The agent as it travels.

    Attributes:
        text: ASCII, lines without trailing blanks, LF.
        stage0: script of the command line, with the hash of ``text`` in it.
    """

    text: str
    stage0: str

    @property
    def sha256(self) -> str:
        """SHA-256 of the text, 64 hex digits: what stage 0 compares."""
        return sha256(self.text.encode("ascii")).hexdigest()

    @property
    def command_line(self) -> str:
        """The command line that starts stage 0, at most :data:`LONGEST_COMMAND_LINE` characters."""
        return POWERSHELL + encode_command(self.stage0)


def agent_program() -> AgentProgram:
    """Return the shipped agent: the numbered files of ``ps_templates/agent`` joined in the order of their names."""
    folder = shipped_folder("ps_templates") / "agent"
    names = sorted(file.name for file in folder.iterdir() if file.name[:1].isdigit() and file.name.endswith(".ps1"))
    text = "".join((folder / name).read_text(encoding="ascii") for name in names)
    return make_program(text, (folder / "stage0.ps1").read_text(encoding="ascii"))


def make_program(text: str, stage0: str) -> AgentProgram:
    """Return the program of an agent ``text``, normalised as it travels, and a ``stage0`` with ``@HASH@`` in it."""
    travelling = "".join(line.rstrip() + "\n" for line in text.splitlines())
    digest = sha256(travelling.encode("ascii")).hexdigest()
    return AgentProgram(travelling, stage0.replace("@HASH@", digest))


def encode_command(script: str) -> str:
    """Return ``script`` as ``-EncodedCommand`` takes it: base64 of UTF-16LE."""
    return base64.b64encode(script.encode("utf-16-le")).decode("ascii")


def decode_command(command_line: str) -> str:
    """Return the script behind ``-EncodedCommand`` at the end of ``command_line``.

    Raises:
        ValueError: there is no such script.
    """
    return base64.b64decode(command_line.rpartition(" ")[2], validate=True).decode("utf-16-le")
