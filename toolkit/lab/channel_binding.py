"""What binds an NTLM login to the TLS connection that it came over: a hash of the server's certificate.

The hash stands in the AUTHENTICATE message as MsvAvChannelBindings ([MS-NLMP] 2.2.2.1); it is the MD5 of a GSS channel
binding (RFC 2744, 3.11) whose data is ``tls-server-end-point:`` and the hash of the certificate (RFC 5929, 4.1).
"""

import hashlib
import struct
from collections.abc import Iterator
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes

UNBOUND = bytes(16)
"""What a client sends that knows of bindings and has none."""
_AUTHENTICATE = b"NTLMSSP\0\x03\0\0\0"
_CHANNEL_BINDINGS = 10
_BEFORE_PAIRS = 16 + 28
"""Bytes of an NTLMv2 response before its pairs: NTProofStr, then the fixed part of NTLMv2_CLIENT_CHALLENGE ([MS-NLMP] 2.2.2.7)."""


def expected_binding(certificate: Path) -> bytes:
    """Return the binding to a server with this certificate, a PEM file signed with SHA-256."""
    endpoint = b"tls-server-end-point:" + x509.load_pem_x509_certificate(certificate.read_bytes()).fingerprint(hashes.SHA256())
    return hashlib.md5(bytes(16) + struct.pack("<I", len(endpoint)) + endpoint, usedforsecurity=False).digest()


def sent_binding(token: bytes) -> bytes:
    """Return the binding in a token of NTLM, bare or within Negotiate; ``UNBOUND`` when there is none."""
    message = token[max(0, token.find(_AUTHENTICATE)) :]
    if not message.startswith(_AUTHENTICATE):
        return UNBOUND
    length, _, offset = struct.unpack_from("<HHI", message, 20)
    pairs = message[offset + _BEFORE_PAIRS : offset + length]
    return next((value for name, value in _read_pairs(pairs) if name == _CHANNEL_BINDINGS), UNBOUND)


def _read_pairs(data: bytes) -> Iterator[tuple[int, bytes]]:
    while len(data) >= 4:
        name, length = struct.unpack_from("<HH", data)
        yield name, data[4 : 4 + length]
        data = data[4 + length :]
