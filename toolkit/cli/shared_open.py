"""Open a file for reading without standing in anybody's way: others may read, write, rename and delete it meanwhile."""

import errno
import os
import stat
import sys
from pathlib import Path

from toolkit.model.evidence import Unknown

_IN_USE = frozenset({errno.EBUSY, errno.ETXTBSY, errno.EAGAIN, errno.EDEADLK})
_SHARING_VIOLATION, _LOCK_VIOLATION = 32, 33
"""Windows system errors: another program has opened the file for itself, or locked a part of it."""

if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes import wintypes

    _GENERIC_READ, _SHARE_ALL, _OPEN_EXISTING = 0x8000_0000, 0x7, 3
    _INVALID = ctypes.c_void_p(-1).value
    _create_file = ctypes.WinDLL("kernel32", use_last_error=True).CreateFileW
    _create_file.restype = wintypes.HANDLE
    _create_file.argtypes = (
        wintypes.LPCWSTR,
        wintypes.DWORD,
        wintypes.DWORD,
        wintypes.LPVOID,
        wintypes.DWORD,
        wintypes.DWORD,
        wintypes.HANDLE,
    )

    def _open(path: str, flags: int) -> int:
        """Open as CreateFileW does with every share mode; Python's own open does not share deletion."""
        handle = _create_file(path, _GENERIC_READ, _SHARE_ALL, None, _OPEN_EXISTING, 0, None)
        if handle == _INVALID:
            raise ctypes.WinError(ctypes.get_last_error())
        return msvcrt.open_osfhandle(handle, flags)
else:

    def _open(path: str, flags: int) -> int:
        """Open as the system does: nothing is ever locked by reading."""
        return os.open(path, flags)


def read_start(path: str, most_bytes: int) -> tuple[bytes, int] | Unknown:
    """Return the first bytes of a file and its length, or why nobody could look.

    Args:
        path: of the file; pipes and devices are not opened.
        most_bytes: how many bytes are read at most; holes of a sparse file are not filled.
    """
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            return Unknown("not a file")
        with open(path, "rb", buffering=0, opener=_open) as stream:
            return _read(stream.fileno(), most_bytes), os.fstat(stream.fileno()).st_size
    except (OSError, ValueError) as fault:
        return Unknown(say_fault(fault))


def _read(descriptor: int, most_bytes: int) -> bytes:
    """Read until there is enough or nothing more: one call may give less than it was asked for."""
    parts: list[bytes] = []
    left = most_bytes
    while left > 0:
        part = os.read(descriptor, left)
        if not part:
            break
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def say_fault(fault: Exception) -> str:
    """Return why a file or folder could not be looked at, in a few words."""
    if getattr(fault, "winerror", None) in (_SHARING_VIOLATION, _LOCK_VIOLATION) or getattr(fault, "errno", None) in _IN_USE:
        return "in use by another program"
    if isinstance(fault, PermissionError):
        return "access denied"
    if isinstance(fault, FileNotFoundError):
        return "gone since it was listed"
    return f"{getattr(fault, 'strerror', None) or fault}".rstrip(".").lower()
