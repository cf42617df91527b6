"""The person's own file of servers: for which of them NTLM over HTTP is accepted.

::

    ["ex02.corp.example"]
    ntlm_over_http = "accepted"
"""

import stat
import sys
import tomllib
from pathlib import Path
from typing import NoReturn

from toolkit.cli.own_files import own_files
from toolkit.errors import NOTHING_READ, UsageError

KEY, ACCEPTED = "ntlm_over_http", "accepted"
"""The only key and its only value."""
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def accepts_ntlm_over_http(file: Path, host: str) -> bool:
    """Whether ``file`` accepts NTLM over HTTP for exactly this server, in whatever case; a file that is not there accepts nothing.

    Raises:
        UsageError: the file cannot be read, has something else in it, or others may write it.
    """
    with own_files():
        if not file.exists():
            return False
        _require_own(file)
        data = file.read_bytes()
    return host.lower() in _accepted_hosts(file, data)


def _require_own(file: Path) -> None:
    if sys.platform != "win32" and file.stat().st_mode & _OTHERS_MAY_WRITE:
        _refuse(file, "Others than its owner may write it.", f"chmod go-w {file}")


def _accepted_hosts(file: Path, data: bytes) -> set[str]:
    try:
        content = tomllib.loads(data.decode())
    except ValueError as fault:  # of TOML, and of UTF-8
        _refuse(file, f"It is no TOML: {fault}.", "correct it")
    for host, entry in content.items():
        if entry != {KEY: ACCEPTED}:
            _refuse(file, f'The entry of {host} is not {KEY} = "{ACCEPTED}".', "correct it, or take the entry out")
    return {host.lower() for host in content}


def _refuse(file: Path, why: str, cure: str) -> NoReturn:
    raise UsageError(f"{file} cannot be used", why=why, do=("exkit doctor --help", cure), state=NOTHING_READ)
