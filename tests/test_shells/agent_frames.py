"""Frames as the agent writes them, for tests; written apart from the reader on purpose."""

import base64
import zlib
from hashlib import sha256

TOKEN = "0123456789abcdef" * 2


def encode_frame(number: int, kind: str, text: str, token: str = TOKEN) -> bytes:
    """Return one whole frame, deflated."""
    return encode_part(number, kind, base64.b64encode(deflate(text.encode())).decode(), token=token)


def encode_plain(number: int, kind: str, text: str, token: str = TOKEN) -> bytes:
    """Return one whole frame, not deflated."""
    return encode_part(number, kind, base64.b64encode(text.encode()).decode() or "=", packing="-", token=token)


def encode_part(number: int, kind: str, part: str, *, packing: str = "Z", more: str = ".", token: str = TOKEN) -> bytes:
    """Return a frame around a piece of base64."""
    head = f"@EXK {token} {number} {kind} {packing}{more} {part}"
    return f"\n{head} {sha256(head.encode()).hexdigest()[:16]}\n".encode()


def encode_parts(first: int, kind: str, text: str, size: int = 48000) -> list[bytes]:
    """Return the frames of one payload, each with ``size`` characters of base64 at most."""
    all_ = base64.b64encode(deflate(text.encode())).decode()
    pieces = [all_[start : start + size] for start in range(0, len(all_), size)]
    last = len(pieces) - 1
    return [encode_part(first + n, kind, piece, more="." if n == last else "+") for n, piece in enumerate(pieces)]


def deflate(data: bytes) -> bytes:
    """Return ``data`` as a raw deflate stream."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()
