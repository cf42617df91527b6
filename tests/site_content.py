"""The folder of a site as ``docs/how-to/site-content.md`` has it, unsigned and signed."""

import hashlib
import re
from pathlib import Path

import asyncssh

from tests.test_docs.pages import DOCS, read
from toolkit.cli.content import NAMESPACE

PAGE = DOCS / "how-to" / "site-content.md"
LOOK, RESTART = "smtp-452-first-look", "smtp-452-restart"
PRINCIPAL = "ops@corp.example"
KEY = asyncssh.generate_private_key("ssh-ed25519")
"""Whoever answers for the site of the tests."""
_FILE = re.compile(r"^`draft/(?P<path>[^`]+)`[^\n]*:\n\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def site_files() -> dict[str, str]:
    """Return the files of the page by their path below the folder."""
    return {found["path"]: found["text"] for found in _FILE.finditer(read(PAGE))}


def write_site(folder: Path) -> Path:
    """Write the folder, which nobody has signed, and return it."""
    for name, text in site_files().items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return close(folder)


def close(folder: Path) -> Path:
    """Take away what the mask of whoever runs the tests leaves to others, and return the folder."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


def write_sums(folder: Path) -> bytes:
    """Write the hashes of all files as ``sha256sum`` does, and return them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("SHA256SUMS"))
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  ./{path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / "SHA256SUMS").write_bytes("".join(lines).encode())
    return "".join(lines).encode()


def sign(folder: Path, key: asyncssh.SSHKey = KEY, namespace: str = NAMESPACE) -> Path:
    """Write hashes and signature, and return the folder."""
    (folder / "SHA256SUMS.sig").write_bytes(asyncssh.create_sshsig(key, write_sums(folder), namespace=namespace))
    return close(folder)


def signer_line(key: asyncssh.SSHKey = KEY, options: str = f'namespaces="{NAMESPACE}"', principal: str = PRINCIPAL) -> str:
    """Return a line of a file of signers."""
    public = " ".join(key.export_public_key().decode().split()[:2])
    return f"{principal} {options} {public}\n"


def write_signers(file: Path, *lines: str) -> Path:
    """Write a file of signers, by default with the one who signs, and return it."""
    file.write_text("".join(lines or (signer_line(),)), encoding="utf-8")
    return file
