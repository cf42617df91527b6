"""What an SSH signature says of itself (PROTOCOL.sshsig of OpenSSH), before anybody believes it."""

import base64
import binascii
import re
from dataclasses import dataclass

RSA = "ssh-rsa"
LARGEST_BYTES = 64 * 1024
_ARMOR = re.compile(rb"-----BEGIN SSH SIGNATURE-----\r?\n(?P<blob>[A-Za-z0-9+/=\r\n]+)-----END SSH SIGNATURE-----\r?\n?")
_MAGIC, _VERSION = b"SSHSIG", b"\0\0\0\1"


@dataclass(frozen=True, slots=True)
class SshSignature:
    """A signature as it stands in its file.

    Attributes:
        blob: the whole, without its armor.
        key: public key that it names.
        namespace: what it was made for.
        hash_name: ``sha512`` or ``sha256``.
        algorithm: how it was made, ``ssh-ed25519`` or ``rsa-sha2-512``.
    """

    blob: bytes
    key: bytes
    namespace: str
    hash_name: str
    algorithm: str


def read_signature(armored: bytes) -> SshSignature:
    """Return what the file of a signature says.

    Raises:
        ValueError: it is none; one sentence without its full stop.
    """
    match = _ARMOR.fullmatch(armored) if len(armored) <= LARGEST_BYTES else None
    if match is None:
        raise ValueError("the signature is no SSH signature")
    try:
        blob = base64.b64decode(b"".join(match["blob"].split()), validate=True)
        return _read_blob(blob)
    except (binascii.Error, UnicodeDecodeError, IndexError) as fault:
        raise ValueError("the signature cannot be read") from fault


def _read_blob(blob: bytes) -> SshSignature:
    if not blob.startswith(_MAGIC + _VERSION):
        raise ValueError("the signature is of a version that is not known")
    strings = take_strings(blob[len(_MAGIC + _VERSION) :])
    if len(strings) != 5:
        raise ValueError("the signature cannot be read")
    key, namespace, _, hash_name, signature = strings
    algorithm = take_strings(signature)[0]
    return SshSignature(blob, key, namespace.decode(), hash_name.decode("ascii"), algorithm.decode("ascii"))


def take_strings(data: bytes) -> list[bytes]:
    """Return the strings that follow each other, each behind its length in four bytes (RFC 4251 §5).

    Raises:
        ValueError: the lengths do not fit.
    """
    found: list[bytes] = []
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if at + 4 + size > len(data):
            raise ValueError("the lengths of the signature or key do not fit")
        found.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    return found


def rsa_bits(key: bytes) -> int:
    """Return the length of the modulus of an RSA key (RFC 4253 §6.6)."""
    strings = take_strings(key)
    return int.from_bytes(strings[2], "big").bit_length() if len(strings) > 2 else 0
