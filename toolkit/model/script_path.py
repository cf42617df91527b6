r"""Which paths may reach a script: one folder or file of the server itself, that cannot lead elsewhere than it says.

What Windows reads otherwise than it is written is refused, for every check of a path compares text. Sources: Naming Files,
Paths, and Namespaces (Microsoft); security design §2.1.
"""

import re

from toolkit.model.script_value import check_line

_DRIVE = re.compile(r"\A[A-Za-z]:\\")
_DRIVE_ALONE = re.compile(r"\A[A-Za-z]:")
_VOLUME = re.compile(r"\A\\\\\?\\Volume\{[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}\\")
_FORBIDDEN = re.compile(r'[<>"|?*/:]')
_SHORT_NAME = re.compile(r"\A(?=[^.]{3,8}(?:\.|\Z))[^.~]{1,6}~[0-9]{1,6}(?:\.[^.]{0,3})?\Z")
_NUMBERED = frozenset(f"{name}{digit}" for name in ("COM", "LPT") for digit in "0123456789\u00b9\u00b2\u00b3")
_DEVICES = frozenset({"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}) | _NUMBERED


def check_path(text: str) -> str:
    r"""Return the absolute Windows path ``text`` without a trailing backslash (a root keeps it); nothing else changes.

    ``X:\folder``, ``\\?\Volume{...}\folder``; a share is refused, for WinRM cannot log on there a second time.

    Raises:
        ValueError: it is relative, a share, has a wildcard, a stream, a device name, a short name, or a part that Windows trims.
    """
    prefix = _DRIVE.match(check_line(text)) or _VOLUME.match(text)
    if prefix is None:
        raise ValueError(f"{_explain_start(text)}; write an absolute path on this server such as D:\\archive")
    rest = text[prefix.end() :].removesuffix("\\")
    forbidden = _FORBIDDEN.search(rest)
    if forbidden is not None:
        raise ValueError(f"a path holds no {forbidden[0]} there; write only names between backslashes")
    for part in rest.split("\\") if rest else ():
        _check_part(part)
    return prefix[0] + rest


def _explain_start(text: str) -> str:
    if text.startswith(("\\\\?\\", "\\\\.\\", "\\??\\")):
        return "not an absolute path: it names a device, of which only \\\\?\\Volume{...}\\ is taken"
    if text.startswith(("\\\\", "//")):
        return "not an absolute path of this server: a share, where WinRM cannot log on"
    if "/" in text:
        return "not an absolute path: Windows programs may take / for the beginning of an option"
    if _DRIVE_ALONE.match(text):
        return "not an absolute path: without a backslash behind the colon it starts in some current folder"
    return "not an absolute path"


def _check_part(part: str) -> None:
    if not part:
        raise ValueError("two backslashes stand side by side; write one")
    if part in {".", ".."}:
        raise ValueError("a path is written without . and .. parts; write where they lead")
    if part != part.strip() or part.endswith("."):
        raise ValueError(f"blanks and dots at the ends of '{part}' are dropped by Windows or overlooked by people; leave them out")
    if part.split(".", maxsplit=1)[0].rstrip(" ").upper() in _DEVICES:
        raise ValueError(f"'{part}' is a device, not a folder; choose another name")
    if _SHORT_NAME.match(part):
        raise ValueError(f"'{part}' may be the short name of a folder that is called otherwise; write the long name")
