"""What stands on a command line that a client wants to be started."""

import base64
import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from toolkit.shipped import shipped_folder

LINE_LIMIT = 8191
"""Most characters of a line of cmd.exe (support.microsoft.com KB 830473)."""
CMD_PREFIX = 'cmd.exe /c ""'
"""What WinRM puts around the line; it counts."""
TOO_LONG = "The command line is too long.\r\n"
_POWERSHELL = re.compile(r'"?(?:[^"\s]*\\)?powershell(?:\.exe)?"?(?:\s|$)', re.IGNORECASE)
_ENCODED = re.compile(r"\s-e(?:c|nc|ncodedcommand)?\s+([A-Za-z0-9+/]+={0,2})(?:\s|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A command line.

    Attributes:
        text: as it came.
    """

    text: str

    @property
    def is_too_long(self) -> bool:
        """Whether cmd.exe refuses it."""
        return len(self.text) + len(CMD_PREFIX) > LINE_LIMIT

    @property
    def starts_powershell(self) -> bool:
        """Whether the program is Windows PowerShell."""
        return _POWERSHELL.match(self.text) is not None

    @property
    def script(self) -> str | None:
        """The script behind ``-EncodedCommand``; None when there is none that can be read."""
        encoded = _ENCODED.search(self.text)
        if encoded is None or not self.starts_powershell:
            return None
        try:
            return base64.b64decode(encoded[1], validate=True).decode("utf-16-le")
        except ValueError:
            return None

    @property
    def words(self) -> list[str]:
        """The words between blanks."""
        return self.text.split()


def pinned_hash(script: str) -> str | None:
    """Return the SHA-256 that a stage 0 pins; None when the script is not exactly the shipped stage 0.

    Comments and blank lines do not count.
    """
    shipped = re.escape(_bare(_shipped("stage0.ps1"))).replace(re.escape("@HASH@"), "([0-9a-fA-F]{64})")
    found = re.fullmatch(shipped, _bare(script))
    return found[1].lower() if found else None


def is_step_process(script: str) -> bool:
    """Return whether a script is exactly the shipped one that runs a single step without the agent."""
    return _bare(script) == _bare(_shipped("fallback", "step.ps1"))


def hash_of(lines: list[str]) -> str:
    """Return the SHA-256 of the agent's text as stage 0 builds it: no trailing blanks, LF."""
    return sha256("".join(f"{line.rstrip()}\n" for line in lines).encode()).hexdigest()


@cache
def _shipped(*names: str) -> str:
    return shipped_folder("ps_templates").joinpath("agent", *names).read_text(encoding="utf-8")


def _bare(script: str) -> str:
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("#"))
