"""Sealed messages of WinRM over HTTP ([MS-WSMV] 2.2.9.1): multipart bodies that the login's context encrypts."""

import re
from typing import Protocol

BOUNDARY = b"--Encrypted Boundary"
_PART = re.compile(
    rb"--\s?Encrypted Boundary\r\n\s*Content-Type: [^\r\n]*\r\n\s*OriginalContent: type=[^\r\n]*;Length=(\d+)\r\n"
    rb"--\s?Encrypted Boundary\r\n\s*Content-Type: application/octet-stream\r\n"
)
_END = re.compile(rb"--\s?Encrypted Boundary--\r\n$")


class SealBroken(Exception):
    """The body is no sealed message, or it was sealed under another login."""


class Seal(Protocol):
    """The part of a login context that seals and opens."""

    def wrap_winrm(self, data: bytes) -> tuple[bytes, bytes, int]:
        """Return signature header, sealed data and length of the padding."""

    def unwrap_winrm(self, header: bytes, data: bytes) -> bytes:
        """Return the plain data."""


def sealed_protocol(content_type: str) -> str:
    """Return the protocol of a sealed body, ``application/HTTP-SPNEGO-session-encrypted``; empty for a plain one."""
    found = re.match(r'multipart/(?:x-multi-)?encrypted;.*protocol="([^"]+)"', content_type)
    return found[1] if found else ""


def open_sealed(seal: Seal, body: bytes) -> bytes:
    """Return the plain message of a sealed body, which may have several parts.

    Raises:
        SealBroken: the form is wrong, or the context does not open it.
    """
    parts = list(_PART.finditer(body))
    last = _END.search(body)
    if not parts or parts[0].start() != 0 or last is None:
        raise SealBroken("no sealed parts")
    ends = [part.start() for part in parts[1:]] + [last.start()]
    return b"".join(_open_part(seal, body[part.end() : end], int(part[1])) for part, end in zip(parts, ends, strict=True))


def _open_part(seal: Seal, data: bytes, length: int) -> bytes:
    header = int.from_bytes(data[:4], "little")
    try:
        plain = seal.unwrap_winrm(data[4 : 4 + header], data[4 + header :])
    except Exception as error:  # the library has a different error for every way in which a seal can be wrong
        raise SealBroken("the seal does not open") from error
    if len(plain) != length:
        raise SealBroken("the length is wrong")
    return plain


def seal_message(seal: Seal, protocol: str, message: bytes) -> tuple[str, bytes]:
    """Return content type and body of ``message`` sealed for ``protocol``."""
    header, data, padding = seal.wrap_winrm(message)
    head = (
        f"\r\n\tContent-Type: {protocol}\r\n\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length={len(message) + padding}\r\n"
    ).encode()
    body = BOUNDARY + head + BOUNDARY + b"\r\n\tContent-Type: application/octet-stream\r\n"
    body += len(header).to_bytes(4, "little") + header + data + BOUNDARY + b"--\r\n"
    return f'multipart/encrypted;protocol="{protocol}";boundary="Encrypted Boundary"', body
